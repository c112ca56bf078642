// One request to another house, to an address that a setting names: within its time, no further than it says. Never inside a transaction.
import { type IncomingMessage, request as plain } from 'node:http'
import { request as sealed } from 'node:https'
import { NotOutside, type Outside, portOf } from './address.ts'

export type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly text: string }

/** Milliseconds within which the whole of an answer must be there; and how much of it is read. */
const patience = 20_000
const most = 65_536

/**
 * Asks and gives what came back, whatever its status; a redirection is not followed. Rejects with a `NotOutside` where
 * the address may not be called, a `TimeoutError` where nothing came in time, and the connection's own error otherwise.
 * `user:password@` in the address becomes a Basic authorization. `ca`: certificates to trust beside the usual ones.
 * `connected` is called before the first byte goes out: what fails without it has certainly not arrived.
 */
export const callOutside = async (
  outside: Outside,
  address: string | URL,
  it: {
    readonly method?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
    readonly ca?: string
    readonly patience?: number
    readonly connected?: () => void
  } = {},
): Promise<Answer> => {
  const url = new URL(address)
  const port = portOf(url)
  const refusal = outside.refuses(url.hostname, port)
  if (refusal) throw new NotOutside(refusal)
  const { username, password } = url
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  url.username = ''
  url.password = ''
  const signal = AbortSignal.timeout(it.patience ?? patience)
  const body = it.body === undefined ? undefined : Buffer.from(it.body)
  const request = (url.protocol === 'https:' ? sealed : plain)(url, {
    method: it.method ?? 'GET',
    headers: {
      ...(username || password ? { authorization: `Basic ${Buffer.from(who).toString('base64')}` } : {}),
      ...(body ? { 'content-length': String(body.length) } : {}),
      ...it.headers,
    },
    lookup: outside.lookup(port),
    ...(it.ca ? { ca: it.ca } : {}),
    // A connection is not kept: what was allowed today may lead elsewhere tomorrow.
    agent: false,
    signal,
  })
  const { connected } = it
  if (connected)
    request.once('socket', (socket) =>
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => connected()),
    )
  try {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject).end(body)
    })
    const parts: Buffer[] = []
    let length = 0
    for await (const part of reply as AsyncIterable<Buffer>) {
      parts.push(part)
      length += part.length
      if (length >= most) break
    }
    return {
      status: reply.statusCode ?? 0,
      headers: reply.headers,
      text: Buffer.concat(parts).toString('utf8', 0, most),
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : error
  } finally {
    request.destroy()
  }
}

/** What went wrong with a call, in the words of whoever set the address. */
export const troubleOf = (error: unknown): string => {
  if (error instanceof NotOutside) return error.words.zh
  const { code, name } = error as { code?: string; name: string }
  return name === 'TimeoutError' ? '对方接口没有及时应答' : `连不上对方接口（${code ?? name}）`
}
