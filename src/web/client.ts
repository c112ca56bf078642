// The typed client: what the contracts say, as functions; the same for the browser and for the tests.
import type { Endpoint, InputOf, ReplyOf, Wire } from '#kernel/contract.ts'
import type { FieldProblem } from '#kernel/refusal.ts'

export type { Wire }

/** A refusal as it came over the wire. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  readonly kind: string
  readonly title: string
  readonly fields: readonly FieldProblem[]
  readonly request: string
  constructor(problem: {
    status: number
    type: string
    title: string
    detail: string
    fields?: FieldProblem[]
    request: string
  }) {
    super(problem.detail)
    this.status = problem.status
    this.kind = problem.type.replace('/problems/', '')
    this.title = problem.title
    this.fields = problem.fields ?? []
    this.request = problem.request
  }
}

export type WireRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body?: string | Blob | Uint8Array | FormData | undefined
}
export type WireReply = { status: number; headers: Record<string, string | undefined>; bytes: Uint8Array }
export type Send = (request: WireRequest) => Promise<WireReply>

type FilePart = { readonly name: string; readonly type: string; readonly content: Uint8Array | Blob }
/** `key`: an Idempotency-Key, so that a repetition is done once. `file`: what an upload carries. */
type CallOptions = { readonly key?: string; readonly file?: FilePart }

type Call<E> =
  unknown extends InputOf<E>
    ? (input?: Record<never, never>, options?: CallOptions) => Promise<Wire<ReplyOf<E>>>
    : Record<never, never> extends InputOf<E>
      ? (input?: InputOf<E>, options?: CallOptions) => Promise<Wire<ReplyOf<E>>>
      : (input: InputOf<E>, options?: CallOptions) => Promise<Wire<ReplyOf<E>>>

export type Api<C> = {
  readonly [N in keyof C]: { readonly [K in keyof C[N]]: Call<C[N][K]> & { readonly endpoint: C[N][K] } }
}

const filled = (path: string, input: Record<string, unknown>): { url: string; rest: Record<string, unknown> } => {
  const rest = { ...input }
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  return { url: `/api/v1${url}`, rest }
}

const queryOf = (input: Record<string, unknown>): string => {
  const pairs = Object.entries(input).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`
}

/** The bytes of a multipart form with one file; made by hand so that tests need no browser. */
const multipart = async (file: FilePart): Promise<{ body: Uint8Array; type: string }> => {
  const boundary = `----huiyin${crypto.randomUUID()}`
  const content = file.content instanceof Blob ? new Uint8Array(await file.content.arrayBuffer()) : file.content
  const name = file.name.replaceAll('"', '%22')
  const head = new TextEncoder().encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${file.type}\r\n\r\n`,
  )
  const tail = new TextEncoder().encode(`\r\n--${boundary}--\r\n`)
  const body = new Uint8Array(head.length + content.length + tail.length)
  body.set(head)
  body.set(content, head.length)
  body.set(tail, head.length + content.length)
  return { body, type: `multipart/form-data; boundary=${boundary}` }
}

const call = async (
  send: Send,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  options: CallOptions,
): Promise<unknown> => {
  const { url, rest } = filled(endpoint.path, input)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.key) headers['idempotency-key'] = options.key
  let body: WireRequest['body']
  if (options.file) {
    const form = await multipart(options.file)
    headers['content-type'] = form.type
    body = form.body
  } else if (endpoint.body) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(rest)
  }
  const reply = await send({ method: endpoint.method, url: url + (endpoint.query ? queryOf(rest) : ''), headers, body })
  if (endpoint.carriage === 'file' && reply.status === 200) return reply.bytes
  const text = new TextDecoder().decode(reply.bytes)
  if (reply.status >= 400) {
    const json = reply.headers['content-type']?.includes('json')
    throw new Refused(
      json
        ? JSON.parse(text)
        : {
            status: reply.status,
            type: '/problems/away',
            title: '连接中断',
            detail: '服务器没有回应，请稍后再试。',
            request: '',
          },
    )
  }
  return text === '' ? undefined : JSON.parse(text)
}

/** Functions for every endpoint of the contracts; `send` is fetch in the browser, injection in the tests. */
export const client = <C extends Record<string, Record<string, Endpoint>>>(contracts: C, send: Send): Api<C> =>
  Object.fromEntries(
    Object.entries(contracts).map(([noun, endpoints]) => [
      noun,
      Object.fromEntries(
        Object.entries(endpoints).map(([key, endpoint]) => [
          key,
          Object.assign(
            (input: object = {}, options: CallOptions = {}) =>
              call(send, endpoint as unknown as Endpoint, input as Record<string, unknown>, options),
            { endpoint },
          ),
        ]),
      ),
    ]),
  ) as unknown as Api<C>
