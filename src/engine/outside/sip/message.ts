// A SIP message as text and as a value (RFC 3261): reading never throws, and what was written is read as it was.

/** Header lines in their order, under their full names. Content-Length is none of them: the body knows its length. */
type Headers = readonly (readonly [name: string, value: string])[]

export type SipRequest = {
  readonly method: string
  readonly uri: string
  readonly headers: Headers
  readonly body: string
}
export type SipReply = {
  readonly status: number
  readonly phrase: string
  readonly headers: Headers
  readonly body: string
}
export type SipMessage = SipRequest | SipReply

export const isRequest = (message: SipMessage): message is SipRequest => 'method' in message

const most = 65_536
const mostHeaders = 200

/** The full names of what may come abbreviated, and of the rest that is looked up here. */
const compact: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
}
const spelled: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'min-se': 'Min-SE',
  rack: 'RAck',
  rseq: 'RSeq',
  'www-authenticate': 'WWW-Authenticate',
}

/** `v`, `VIA` and `via` are `Via`. */
const nameOf = (written: string): string => {
  const low = written.toLowerCase()
  const known = compact[low] ?? spelled[low]
  return known ?? low.replace(/(^|-)([a-z])/g, (_all, dash: string, letter: string) => dash + letter.toUpperCase())
}

const token = /^[A-Za-z0-9\-.!%*_+`'~]+$/

/** Reads one message; null for whatever is none: cut off, too long, or not SIP at all. */
export const parse = (data: Buffer | string): SipMessage | null => {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data
  if (bytes.length > most) return null
  const text = bytes.toString('latin1')
  const gap = /\r?\n\r?\n/.exec(text)
  if (!gap) return null
  const head = bytes
    .subarray(0, gap.index)
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
  const [first = '', ...lines] = head.split(/\r?\n/)
  if (lines.length > mostHeaders) return null
  const headers: [string, string][] = []
  let length: number | null = null
  for (const line of lines) {
    const colon = line.indexOf(':')
    const written = line.slice(0, colon).trim()
    if (colon < 1 || !token.test(written)) return null
    const name = nameOf(written)
    const value = line.slice(colon + 1).trim()
    if (name !== 'Content-Length') headers.push([name, value])
    else if (/^\d{1,6}$/.test(value)) length = Number(value)
    else return null
  }
  const rest = bytes.subarray(gap.index + gap[0].length)
  if (length !== null && length > rest.length) return null
  const body = (length === null ? rest : rest.subarray(0, length)).toString('utf8')
  // `s`: U+2028 and its like end a line for JavaScript, not for SIP.
  const reply = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/is.exec(first)
  if (reply) return { status: Number(reply[1]), phrase: reply[2] ?? '', headers, body }
  const request = /^([A-Za-z0-9\-.!%*_+`'~]+) (\S+) SIP\/2\.0$/i.exec(first)
  return request ? { method: request[1]!.toUpperCase(), uri: request[2]!, headers, body } : null
}

/** No value can begin another line. */
const flat = (value: string): string => value.replace(/[\r\n\0]+/g, ' ')

/** Writes a message with the Content-Length of its body. */
export const write = (message: SipMessage): string => {
  const first = isRequest(message)
    ? `${message.method} ${flat(message.uri)} SIP/2.0`
    : `SIP/2.0 ${message.status} ${flat(message.phrase)}`
  const lines = message.headers.map(([name, value]) => `${name}: ${flat(value)}\r\n`).join('')
  return `${first}\r\n${lines}Content-Length: ${Buffer.byteLength(message.body)}\r\n\r\n${message.body}`
}

/** The first value of a header, or undefined. */
export const header = (message: SipMessage, name: string): string | undefined =>
  message.headers.find(([known]) => known === name)?.[1]

/** A list as it may be written in one line or in many: parted at commas that stand neither in quotes nor in brackets. */
export const values = (message: SipMessage, name: string): string[] =>
  message.headers.filter(([known]) => known === name).flatMap(([, value]) => parted(value))

const parted = (value: string): string[] => {
  const parts: string[] = []
  let quoted = false
  let bracketed = false
  let from = 0
  for (let i = 0; i < value.length; i++) {
    const c = value[i]
    if (c === '\\' && quoted) i++
    else if (c === '"') quoted = !quoted
    else if (!quoted && c === '<') bracketed = true
    else if (!quoted && c === '>') bracketed = false
    else if (!quoted && !bracketed && c === ',') {
      parts.push(value.slice(from, i).trim())
      from = i + 1
    }
  }
  parts.push(value.slice(from).trim())
  return parts.filter((part) => part !== '')
}

/** Number and method of a CSeq; number 0 for what is none. */
export const cseqOf = (message: SipMessage): { number: number; method: string } => {
  const [, number, method] = /^(\d{1,10})\s+(\S+)$/.exec(header(message, 'CSeq') ?? '') ?? []
  return { number: Number(number ?? 0), method: (method ?? '').toUpperCase() }
}

/** The branch of a Via, or undefined. */
export const branchOf = (via: string | undefined): string | undefined =>
  /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via ?? '')?.[1]
