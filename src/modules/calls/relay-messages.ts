// What the relay lets through: each message is built anew from a closed list, so that no number of a patient can ride along.
import { addressOf, q850Of, tagOf } from '#engine/outside/sip/address.ts'
import { header, type SipMessage, type SipReply, type SipRequest, values } from '#engine/outside/sip/message.ts'

type Line = readonly [name: string, value: string]

/** Headers that say how, never who. */
const carried = [
  'Allow',
  'Supported',
  'Require',
  'Unsupported',
  'Session-Expires',
  'Min-SE',
  'RSeq',
  'RAck',
  'Retry-After',
  'Event',
  'Subscription-State',
  'Expires',
  'Min-Expires',
  'Replaces',
] as const

/** Long enough to be somebody's number, however it is set: no value that says how has so many digits. */
const couldBeNumber = (value: string): boolean => /\d(?:[ .()-]*\d){6}/.test(value)

/** Attributes of an offer that have long numbers of their own, and that no browser can do without. */
const numbered =
  /^a=(rtpmap|fmtp|rtcp|rtcp-fb|ice-[a-z]+|candidate|fingerprint|ssrc|ssrc-group|msid|msid-semantic|extmap|crypto|setup|mid|group|tls-id)\b/

/** What we do not speak through two connections. */
const unspoken = /^(outbound|path|gruu|100rel)$/i

/** Bodies that may pass, and what of them. */
const bodies: readonly (readonly [type: RegExp, through: (body: string) => string])[] = [
  [/^application\/sdp/i, (body) => plainSdp(body)],
  [/^application\/dtmf(-relay)?/i, (body) => body],
  // How far a transfer has come: the status line alone, without the headers of whoever was called.
  [/^message\/sipfrag/i, (body) => `SIP/2.0 ${/^SIP\/2\.0 ([1-6]\d\d)/.exec(body)?.[1] ?? 500} -\r\n`],
]

/** An offer names its maker (some telephones by their number), and may be given a name and an address: none of it is needed. */
const plainSdp = (sdp: string): string =>
  sdp
    .split(/\r?\n/)
    .filter((line) => !/^[iuep]=/.test(line) && !(line.startsWith('a=') && couldBeNumber(line) && !numbered.test(line)))
    .map((line) =>
      line
        .replace(/^o=\S+ /, 'o=- ')
        .replace(/^s=.*/, 's=-')
        .replace(/ cname:.*/, ' cname:-'),
    )
    .join('\r\n')

/** The headers and the body of a message as the other side may have them. */
export const through = (message: SipMessage): { headers: Line[]; body: string } => {
  const headers: Line[] = []
  for (const name of carried) {
    const list = values(message, name)
    const kept =
      name === 'Supported' || name === 'Require'
        ? list.filter((option) => !unspoken.test(option))
        : // A transfer is told by the CSeq it was asked with, and that is another on each side; there is one at a time.
          name === 'Event'
          ? list.map((event) => event.split(';')[0]!)
          : list
    // Two are numbers themselves, and say which answer is meant.
    const plain =
      name === 'RSeq' || name === 'RAck' || name === 'Replaces' ? kept : kept.filter((value) => !couldBeNumber(value))
    if (plain.length > 0) headers.push([name, plain.join(', ')])
  }
  const cause = q850Of(message)
  if (cause !== null) headers.push(['Reason', `Q.850;cause=${cause}`])
  const type = header(message, 'Content-Type') ?? ''
  const known = bodies.find(([pattern]) => pattern.test(type))
  if (!known || message.body === '') return { headers, body: '' }
  headers.push(['Content-Type', type.split(/[;,]/)[0]!.trim() + (/sipfrag/i.test(type) ? ';version=2.0' : '')])
  return { headers, body: known[1](message.body) }
}

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
}

/** Our own words for a status: an exchange may write the number that was dialled into its own. */
export const phraseOf = (status: number): string => phrases[status] ?? (status < 300 ? 'OK' : 'Failed')

const tagged = (value: string, tag: string | null): string =>
  tag === null || tagOf(value) !== undefined ? value : `${value};tag=${tag}`

/** A reply to whoever asked: his own Via, From, To, Call-ID and CSeq, and what else is given. */
export const replyTo = (
  request: SipRequest,
  status: number,
  it: { readonly tag?: string | null; readonly headers?: readonly Line[]; readonly body?: string } = {},
): SipReply => ({
  status,
  phrase: phraseOf(status),
  headers: [
    ...request.headers.filter(([name]) => name === 'Via' || (name === 'Record-Route' && status < 300)),
    ['From', header(request, 'From') ?? ''],
    ['To', tagged(header(request, 'To') ?? '', status === 100 ? null : (it.tag ?? null))],
    ['Call-ID', header(request, 'Call-ID') ?? ''],
    ['CSeq', header(request, 'CSeq') ?? ''],
    ...(it.headers ?? []),
  ],
  body: it.body ?? '',
})

/** The address in a Contact, or undefined. */
export const contactOf = (message: SipMessage): string | undefined => {
  const [first] = values(message, 'Contact')
  return first === undefined || first === '*' ? undefined : addressOf(first).uri
}
