// A line for the self-test: it connects, registers and dials for itself, beside whatever else goes on.
import { randomBytes } from 'node:crypto'
import { connect, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Ctx } from '#engine/ctx.ts'
import { portOf } from '#engine/outside/address.ts'
import { header, isRequest, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'
import { openWire, type Wire } from '#engine/outside/sip/wire.ts'
import { type Asking, newBranch, openAsking } from './relay-asking.ts'
import { contactOf, replyTo } from './relay-messages.ts'
import type { LineAccount } from './secrets.ts'

const patience = 5000
const ringFor = 15_000

/** The certificate that is shown there, trusted or not; null where none is. */
export const shownCertificate = (
  url: URL,
  outside: Ctx['house']['outside'],
): Promise<{ fingerprint: string; until: Date } | null> =>
  new Promise((resolve) => {
    const port = portOf(url)
    const socket = connectTls(
      {
        host: url.hostname,
        port,
        ...(isIP(url.hostname.replace(/^\[|\]$/g, '')) ? {} : { servername: url.hostname }),
        rejectUnauthorized: false,
        lookup: outside.lookup(port),
      },
      () => {
        const { fingerprint256, valid_to } = socket.getPeerCertificate()
        socket.destroy()
        resolve(fingerprint256 ? { fingerprint: fingerprint256, until: new Date(valid_to) } : null)
      },
    )
    socket.setTimeout(patience, () => socket.destroy())
    socket.once('error', () => resolve(null))
    socket.once('close', () => resolve(null))
  })

/** Whether anything at all listens there. */
export const listens = (url: URL, outside: Ctx['house']['outside']): Promise<boolean> =>
  new Promise((resolve) => {
    const port = portOf(url)
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port, lookup: outside.lookup(port) }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.setTimeout(patience, () => socket.destroy())
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })

/** What a browser offers, as far as an exchange looks at it before anybody speaks. */
const offer = (): string => {
  const fingerprint = [...randomBytes(32)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
  return [
    ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0'],
    ...['m=audio 9 UDP/TLS/RTP/SAVPF 8 0 101', 'c=IN IP4 0.0.0.0', 'a=rtcp-mux', 'a=mid:0', 'a=setup:actpass'],
    ...[`a=ice-ufrag:${randomBytes(3).toString('hex')}`, `a=ice-pwd:${randomBytes(12).toString('hex')}`],
    ...[`a=fingerprint:sha-256 ${fingerprint}`, 'a=rtpmap:8 PCMA/8000', 'a=rtpmap:0 PCMU/8000'],
    ...['a=rtpmap:101 telephone-event/8000', 'a=sendrecv', ''],
  ].join('\r\n')
}

export type Line = { readonly wire: Wire; readonly asking: Asking; readonly account: LineAccount }

export const openTest = async (ctx: Pick<Ctx, 'house'>, account: LineAccount): Promise<Line> => {
  const host = `${randomBytes(6).toString('hex')}.invalid`
  const wire = await openWire(
    { url: account.url, ca: account.ca, outside: ctx.house.outside, patience },
    {
      message: (message) => {
        if (!isRequest(message)) asking.heard(message)
        else if (message.method !== 'ACK')
          wire.send(replyTo(message, message.method === 'INVITE' ? 480 : 200, { tag: 'test' }))
      },
      closed: () => asking.forget(),
    },
  )
  const asking = openAsking({
    account,
    send: (message) => wire.send(message),
    via: (branch) => `SIP/2.0/${wire.transport} ${host};branch=${branch}`,
  })
  return { wire, asking, account }
}

const final = (ask: (told: (reply: SipReply) => void) => void, ms: number): Promise<SipReply | null> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref()
    ask((reply) => {
      if (reply.status >= 200) resolve(reply)
    })
  })

export const register = ({ asking, account }: Line, host: string, seconds: number): Promise<SipReply | null> => {
  const who = `<sip:${account.extension}@${account.domain}>`
  let number = 0
  const headers: SipRequest['headers'] = [
    ['Max-Forwards', '70'],
    ['From', `${who};tag=${randomBytes(5).toString('hex')}`],
    ['To', who],
    ['Call-ID', randomBytes(10).toString('hex')],
    ['Contact', `<sip:${account.extension}@${host};transport=ws>;expires=${seconds}`],
    ['Expires', String(seconds)],
    ['User-Agent', 'Huiyin'],
  ]
  const request = { method: 'REGISTER', uri: `sip:${account.domain}`, headers, body: '' }
  return final((told) => void asking.ask(request, () => ++number, told), patience)
}

/** Dials and hangs up at once; answers the last word, and what was agreed on as sound. */
export const dial = async ({ wire, asking, account }: Line, host: string, number: string): Promise<SipReply | null> => {
  const own = `<sip:${account.extension}@${account.domain}>;tag=${randomBytes(5).toString('hex')}`
  const sipId = randomBytes(10).toString('hex')
  const uri = `sip:${number}@${account.domain}`
  const contact: [string, string] = ['Contact', `<sip:${account.extension}@${host};transport=ws>`]
  let cseq = 0
  const headers = (to: string, routes: readonly string[]): [string, string][] => [
    ['Max-Forwards', '70'],
    ...routes.map((route) => ['Route', route] as [string, string]),
    ['From', own],
    ['To', to],
    ['Call-ID', sipId],
    contact,
    ['User-Agent', 'Huiyin'],
  ]
  const invite = {
    ...{ method: 'INVITE', uri, body: offer() },
    headers: [...headers(`<${uri}>`, []), ['Content-Type', 'application/sdp'] as [string, string]],
  }
  const asked: { cancel(): void }[] = []
  const answer = await final((told) => {
    asked.push(asking.ask(invite, () => ++cseq, told))
    setTimeout(() => asked[0]?.cancel(), ringFor).unref()
  }, ringFor + patience)
  if (!answer || answer.status >= 300) return answer
  const target = contactOf(answer) ?? uri
  const routes = values(answer, 'Record-Route').reverse()
  const to = header(answer, 'To') ?? `<${uri}>`
  wire.send({
    ...{ method: 'ACK', uri: target, body: '' },
    headers: [
      ['Via', `SIP/2.0/${wire.transport} ${host};branch=${newBranch()}`],
      ...headers(to, routes),
      ['CSeq', `${cseq} ACK`],
    ],
  })
  await final(
    (told) =>
      void asking.ask({ method: 'BYE', uri: target, headers: headers(to, routes), body: '' }, () => ++cseq, told),
    patience,
  )
  return answer
}
