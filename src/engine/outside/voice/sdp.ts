// The few lines of SDP that a plain telephone leg needs: where the sound goes, and in which law.
import type { Law } from './g711.ts'

export type Media = {
  readonly address: string
  readonly port: number
  /** The laws the other side takes, best first. */
  readonly laws: readonly Law[]
  /** The payload type of keys (RFC 4733), where it knows them. */
  readonly keyType: number | undefined
  /** It does not want to hear us, or does not speak: on hold. */
  readonly held: boolean
  readonly profile: string
}

const payload: Readonly<Record<Law, number>> = { PCMU: 0, PCMA: 8 }
/** Static payload types by number. */
export const lawOfType = (type: number): Law | undefined => (type === 8 ? 'PCMA' : type === 0 ? 'PCMU' : undefined)
export const typeOfLaw = (law: Law): number => payload[law]

/** Reads the audio part. Throws where there is none that a telephone could speak. */
export const readSdp = (sdp: string): Media => {
  const lines = sdp.split(/\r?\n/)
  const start = lines.findIndex((line) => line.startsWith('m=audio '))
  if (start < 0) throw new Error('no audio in the SDP')
  const end = lines.findIndex((line, i) => i > start && line.startsWith('m='))
  const part = lines.slice(start, end < 0 ? undefined : end)
  const head = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith('m=')),
  )
  const [, port = '0', profile = '', ...types] = part[0]!.split(' ')
  const value = (list: readonly string[], key: string) => list.find((line) => line.startsWith(key))?.slice(key.length)
  const address = (value(part, 'c=') ?? value(head, 'c='))?.split(' ')[2]?.split('/')[0]
  if (!address) throw new Error('no address in the SDP')
  const keyLine = part.find((line) => /^a=rtpmap:\d+ telephone-event\/8000/i.test(line))
  const laws = types.map((type) => lawOfType(Number(type))).filter((law) => law !== undefined)
  if (laws.length === 0) throw new Error('no G.711 in the SDP')
  const direction = [...head, ...part].findLast((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(line))
  return {
    address,
    port: Number(port),
    laws,
    keyType: keyLine ? Number(/^a=rtpmap:(\d+)/.exec(keyLine)![1]) : undefined,
    held: direction === 'a=sendonly' || direction === 'a=inactive' || address === '0.0.0.0',
    profile,
  }
}

/** Writes our side. As an answer, it takes the first law of the offer and the offer's own number for keys. */
export const writeSdp = (it: {
  readonly address: string
  readonly port: number
  readonly session: number
  readonly version: number
  readonly offer?: Media | undefined
}): string => {
  const laws: readonly Law[] = it.offer ? [it.offer.laws[0]!] : ['PCMA', 'PCMU']
  const keyType = it.offer ? it.offer.keyType : 101
  const types = [...laws.map(typeOfLaw), ...(keyType === undefined ? [] : [keyType])]
  const family = it.address.includes(':') ? 'IP6' : 'IP4'
  return [
    'v=0',
    `o=- ${it.session} ${it.version} IN ${family} ${it.address}`,
    's=-',
    `c=IN ${family} ${it.address}`,
    't=0 0',
    `m=audio ${it.port} RTP/AVP ${types.join(' ')}`,
    ...laws.map((law) => `a=rtpmap:${typeOfLaw(law)} ${law}/8000`),
    ...(keyType === undefined ? [] : [`a=rtpmap:${keyType} telephone-event/8000`, `a=fmtp:${keyType} 0-15`]),
    'a=ptime:20',
    it.offer?.held ? 'a=recvonly' : 'a=sendrecv',
    '',
  ].join('\r\n')
}
