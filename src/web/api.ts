// What screens ask and do: the typed client with its cache, repetition after a lost connection, and sign-in in between.
import { type QueryKey, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Endpoint } from '#kernel/contract.ts'
import { contracts } from '#src/contracts.ts'
import { client, Refused } from './client.ts'
import { Away, send } from './send.ts'
import { signedInAgain } from './session.ts'
import { toast } from './ui/toast.tsx'

export { Refused } from './client.ts'

/** Every endpoint by its name: `api.cases.answer`. In screens it is called through `useAsk` and `useDo`. */
export const api = client(contracts, send)

// biome-ignore lint/suspicious/noExplicitAny: any endpoint; the input and reply are taken from it
export type AnyCall = ((input: any, options?: any) => Promise<any>) & { readonly endpoint: unknown }
type InputOf<F extends AnyCall> = NonNullable<Parameters<F>[0]>
type ReplyOf<F extends AnyCall> = Awaited<ReturnType<F>>

const endpointOf = (call: AnyCall) => call.endpoint as Endpoint

/** The noun whose changes make an answer stale. */
const nounOf = (call: AnyCall): string => endpointOf(call).verb.split('.')[0]!

/** Where an answer is kept: `[noun, path, input]`. */
export const keyOf = (call: AnyCall, input: unknown = {}): QueryKey => [nounOf(call), endpointOf(call).path, input]

/** The address of a file endpoint, for a link: `hrefOf(api.cases.form, { id })`. */
export const hrefOf = <F extends AnyCall>(call: F, input: InputOf<F>): string => {
  const rest = { ...input } as Record<string, unknown>
  const path = endpointOf(call).path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  const query = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '')
  return `/api/v1${path}${query.length > 0 ? `?${new URLSearchParams(query.map(([k, v]) => [k, String(v)]))}` : ''}`
}

/** The session has ended; said by the door itself (a wrong password) it is an answer like any other. */
const lapsedFor = (call: AnyCall, error: unknown): boolean =>
  error instanceof Refused && error.status === 401 && !endpointOf(call).open

/** Asks, again after signing in when the session had ended meanwhile. */
const asked = async <F extends AnyCall>(call: F, input: InputOf<F>): Promise<ReplyOf<F>> => {
  try {
    return await call(input)
  } catch (error) {
    if (!lapsedFor(call, error)) throw error
    await signedInAgain()
    return call(input)
  }
}

/**
 * What the server says, kept and renewed when something of its noun changes. `keep`: while other input is being read the
 * old answer stays on the screen. `seconds`: asked anew that often besides, for what the clock changes.
 */
export const useAsk = <F extends AnyCall>(
  call: F,
  input: InputOf<F> | Record<never, never> = {},
  { on = true, keep = false, seconds }: { on?: boolean; keep?: boolean; seconds?: number } = {},
) =>
  useQuery<ReplyOf<F>>({
    queryKey: keyOf(call, input),
    queryFn: () => asked(call, input as InputOf<F>),
    enabled: on,
    ...(seconds ? { refetchInterval: seconds * 1000, refetchIntervalInBackground: true } : {}),
    ...(keep ? { placeholderData: (before: unknown) => before as never } : {}),
  })

/** A list page by page: `rows` so far, `total` if the server counted, and how to get more. */
export const useAskPages = <F extends AnyCall>(
  call: F,
  input: Omit<InputOf<F>, 'after'>,
  { on = true }: { on?: boolean } = {},
) => {
  type Page = { rows: ReplyOf<F>['rows']; next: string | null; total?: number }
  const query = useInfiniteQuery({
    queryKey: [...keyOf(call, input), 'pages'],
    queryFn: ({ pageParam }): Promise<Page> =>
      asked(call, { ...input, ...(pageParam ? { after: pageParam } : {}) } as InputOf<F>),
    initialPageParam: '',
    getNextPageParam: (last: Page) => last.next,
    enabled: on,
    placeholderData: (before) => before,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows as unknown[]) as ReplyOf<F>['rows'] | undefined
  return {
    rows,
    /** What was asked, so that the same can be had as a file (export-button.tsx). */
    asks: { path: endpointOf(call).path, verb: endpointOf(call).verb, input: input as Record<string, unknown> },
    total: query.data?.pages[0]?.total,
    error: query.error,
    retry: () => query.refetch(),
    /** The rows shown are of the input before. */
    old: query.isPlaceholderData,
    more: { has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => query.fetchNextPage() },
  }
}

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    window.addEventListener('online', done)
  })

/**
 * Sends one intent until it was answered: the same key every time, so that it is done once however often it was sent; after
 * a sign-in in between it goes on where it was.
 */
const insist = async <F extends AnyCall>(
  call: F,
  input: InputOf<F>,
  key: string,
  file: unknown,
  waiting: (is: boolean) => void,
): Promise<ReplyOf<F>> => {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15_000)) {
    try {
      return await call(input, file ? { key, file } : { key })
    } catch (error) {
      if (lapsedFor(call, error)) await signedInAgain()
      else if (error instanceof Away) {
        waiting(true)
        await pause(wait)
      } else throw error
    }
  }
}

/** Keeps what was typed: sent until it arrived, without renewing the screen; nothing is said about it. */
export const keep = <F extends AnyCall>(call: F, input: InputOf<F>, waiting: (is: boolean) => void = () => {}) =>
  insist(call, input, crypto.randomUUID(), undefined, waiting)

type DoOptions<F extends AnyCall> = {
  /** What is said when it succeeded. */
  says?: string | ((reply: ReplyOf<F>) => string)
  done?: (reply: ReplyOf<F>, input: InputOf<F>) => unknown
  /** The refusal is shown by a form (`problem`), not by a toast. */
  inForm?: boolean
  /** Other nouns that this changes; its own is always asked anew. */
  changes?: readonly string[]
}

/** A verb to be done: `const answer = useDo(api.cases.answer, { says: '已提交' })`, then `answer.run({ id, … })`. */
export const useDo = <F extends AnyCall>(call: F, options: DoOptions<F> = {}) => {
  const cache = useQueryClient()
  const [state, setState] = useState<{ busy: boolean; waiting: boolean; problem: Refused | null }>({
    busy: false,
    waiting: false,
    problem: null,
  })
  const intent = useRef<{ content: string; key: string } | undefined>(undefined)

  /** Answers the reply, or undefined when it was refused (see `problem`). */
  const run = async (input: InputOf<F>, file?: File): Promise<ReplyOf<F> | undefined> => {
    const content = JSON.stringify(input)
    if (intent.current?.content !== content) intent.current = { content, key: crypto.randomUUID() }
    setState({ busy: true, waiting: false, problem: null })
    const part = file && { name: file.name, type: file.type || 'application/octet-stream', content: file }
    try {
      const reply = await insist(call, input, intent.current.key, part, (waiting) =>
        setState({ busy: true, waiting, problem: null }),
      )
      intent.current = undefined
      setState({ busy: false, waiting: false, problem: null })
      for (const noun of [nounOf(call), ...(options.changes ?? [])]) void cache.invalidateQueries({ queryKey: [noun] })
      const { says } = options
      if (says) toast(typeof says === 'string' ? says : says(reply))
      options.done?.(reply, input)
      return reply
    } catch (error) {
      intent.current = undefined
      const problem = error instanceof Refused ? error : null
      setState({ busy: false, waiting: false, problem })
      if (!problem) throw error
      if (!options.inForm)
        toast(problem.message, { tone: 'bad', ...(problem.status >= 500 ? { request: problem.request } : {}) })
      return undefined
    }
  }
  return { run, ...state, clear: () => setState({ busy: false, waiting: false, problem: null }) }
}
