// What can be asked and what comes back: one value per endpoint, read by the server, the browser, the tests and OpenAPI.
import { z } from 'zod'
import type { Words } from './words.ts'

type Method = 'GET' | 'POST' | 'PUT'

/** The names in braces of a path: `/cases/{id}/files/{file}` → `{ id: string, file: string }`. */
type PathParams<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string } & PathParams<Rest>
  : unknown

type Schema = z.core.$ZodType
type In<S> = S extends Schema ? z.input<S> : unknown
type Out<S> = S extends Schema ? z.output<S> : unknown

/** How a reply or body travels when it is not JSON. */
type Carriage = 'json' | 'file' | 'upload' | 'stream'

export type Endpoint<Input = unknown, Parsed = unknown, Reply = unknown> = {
  readonly method: Method
  readonly path: string
  /** The line of the permission matrix, `case.answer`; reading endpoints of a noun share `case.read`. */
  readonly verb: string
  readonly title: Words
  readonly query?: Schema
  readonly body?: Schema
  readonly reply?: Schema
  readonly carriage: Carriage
  /** Answered to people who have not signed in. */
  readonly open: boolean
  /** Answered without looking who asks: no session is read, kept awake or written anywhere. Always `open`. */
  readonly apart: boolean
  /** Passwords, tokens or numbers in clear go in or out: nothing of it is kept for repetitions. */
  readonly secret: boolean
  /** Carries its types; never present at run time. */
  readonly '~types'?: [Input, Parsed, Reply]
}

type Spec<Q, B, R> = {
  /** Other than the derived verb (`noun.read` for GET, `noun.key` for the rest). */
  readonly verb?: string
  readonly title: Words
  readonly query?: Q
  readonly body?: B
  readonly reply?: R
  readonly carriage?: Carriage
  readonly open?: boolean
  readonly apart?: boolean
  readonly secret?: boolean
}

type Draft<Input, Parsed, Reply> = { readonly '~draft': Endpoint<Input, Parsed, Reply> }

const operation =
  (method: Method) =>
  <const P extends string, Q extends Schema | undefined, B extends Schema | undefined, R extends Schema | undefined>(
    path: P,
    spec: Spec<Q, B, R>,
  ): Draft<PathParams<P> & In<Q> & In<B>, PathParams<P> & Out<Q> & Out<B>, Out<R>> =>
    ({
      '~draft': {
        method,
        path,
        verb: spec.verb ?? '',
        carriage: 'json',
        open: spec.apart ?? false,
        apart: false,
        secret: false,
        ...spec,
      },
    }) as never

export const get = operation('GET')
export const post = operation('POST')
export const put = operation('PUT')

type Contract<T> = {
  readonly [K in keyof T]: T[K] extends Draft<infer I, infer P, infer R> ? Endpoint<I, P, R> : never
}

/**
 * The endpoints of one noun. The verb of each is written nowhere else: a POST under the key `answer`
 * of the noun `case` is `case.answer`, a GET is `case.read`, unless the endpoint names another line of the matrix.
 */
export const contract = <T extends Record<string, Draft<never, never, unknown> | unknown>>(
  noun: string,
  base: string,
  endpoints: T,
): Contract<T> =>
  Object.fromEntries(
    Object.entries(endpoints).map(([key, draft]) => {
      const { '~draft': it } = draft as Draft<unknown, unknown, unknown>
      const verb = it.verb || (it.method === 'GET' ? `${noun}.read` : `${noun}.${key}`)
      return [key, { ...it, path: base + it.path, verb }]
    }),
  ) as Contract<T>

export type InputOf<E> = E extends Endpoint<infer I, unknown, unknown> ? I : never
export type ParsedOf<E> = E extends Endpoint<infer _I, infer P, unknown> ? P : never
export type ReplyOf<E> = E extends Endpoint<infer _I, infer _P, infer R> ? R : never

// Shapes that every module uses.

/** A row's identity: a UUIDv7 made by the program. */
export const Id = z.uuid()

/** A calendar day in hospital time, `2026-03-09`. */
export const DayText = z.iso.date()

/** A calendar month in hospital time, `2026-03`. */
export const MonthText = z.string().regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, '月份写作 2026-03')

/** An instant in a reply: a `Date` on the server, ISO 8601 in UTC on the wire. */
export const Instant = z.date()

/** An instant in a request: ISO 8601 with offset; arrives at the handler as a `Date`. */
export const InstantIn = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

/** What somebody has to write: `least` characters at least, spaces around it apart. */
export const words = (least: number, most = 4000) => z.string().trim().min(least, `至少写 ${least} 个字`).max(most)

/** What the program says, in both languages. */
export const Both = z.object({ zh: z.string(), en: z.string() })

/** What a reply looks like after the wire: instants are text. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T

/** A page of rows: `next` is the cursor of the following page, absent on the last; `total` is what the filter finds. */
export const pageOf = <S extends z.ZodType>(row: S) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.int().optional() })

/** What every list takes: a cursor and a size of at most 200 rows. */
export const Paging = z.object({
  after: z.string().max(200).optional(),
  limit: z.coerce.number<number>().int().min(1).max(200).default(50),
})

/** `true`/`false` in a query string. */
export const Flag = z.enum(['true', 'false']).transform((v) => v === 'true')

/** The verbs that the actor may do to this row now; buttons are made from it. */
export const Can = z.array(z.string())
