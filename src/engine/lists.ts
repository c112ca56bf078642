// How a list becomes a table: each module says it beside its queries, and whoever makes files of lists knows no list by name.
import type { Endpoint, ReplyOf } from '#kernel/contract.ts'
import type { Words } from '#kernel/words.ts'
import type { Verb } from '#src/permissions.ts'
import type { Handler } from './ctx.ts'
import type { OutCell } from './tables/write.ts'

/** One column; `personal` ones (names, numbers, what patients said, as the list shows them) are left out unless asked for. */
export type ListColumn<Row> = { readonly head: Words; readonly of: (row: Row) => OutCell; readonly personal?: true }

/**
 * Which table's walls guard the rows: its scope of the list's verb is asked again before a file leaves the house; of
 * another `verb` where the list speaks of another noun than its own.
 */
export type Guard<Row> = { readonly table: string; readonly id: (row: Row) => string; readonly verb?: Verb }

type RowOf<E extends Endpoint> = ReplyOf<E> extends { rows: readonly (infer Row)[] } ? Row : never

export type ListTable<Row = never> = {
  readonly endpoint: Endpoint
  /** What tells its rows apart. */
  readonly id: (row: Row) => string
  /** None where everybody who may ask the list may know of every row. */
  readonly guard: Guard<Row> | null
  readonly columns: readonly ListColumn<Row>[]
}
/** A list that leaves the house in no file, and why. */
export type NoTable = { readonly endpoint: Endpoint; readonly because: Words }

/** A list as the house knows it: its table, and the handler that answers it to whoever asks. */
export type List = ListTable & { readonly name: string; readonly handler: Handler }

/** How the rows of a list stand in a table. `guard` names the table by whose scope each row is guarded. */
export const tableOf = <E extends Endpoint>(
  endpoint: E,
  it: {
    readonly id: (row: RowOf<E>) => string
    readonly guard?: string | Guard<RowOf<E>>
    readonly columns: readonly ListColumn<RowOf<E>>[]
  },
): ListTable =>
  ({
    endpoint,
    id: it.id,
    guard: it.guard === undefined ? null : typeof it.guard === 'string' ? { table: it.guard, id: it.id } : it.guard,
    columns: it.columns,
  }) as unknown as ListTable

/** A list of which no file is made. */
export const noTable = (endpoint: Endpoint, because: Words): NoTable => ({ endpoint, because })

/** The lists of all modules by their address, `/cases`: what is asked for in a file is named by it. */
export const listsOf = (
  modules: readonly { readonly tables?: readonly (ListTable | NoTable)[]; readonly handlers?: readonly Handler[] }[],
): ReadonlyMap<string, List> => {
  const handlers = modules.flatMap((module) => module.handlers ?? [])
  const tables = modules.flatMap((module) => module.tables ?? [])
  return new Map(
    tables.flatMap((table) => {
      const handler = handlers.find(({ endpoint }) => endpoint === table.endpoint)
      return 'columns' in table && handler
        ? [[table.endpoint.path, { ...table, name: table.endpoint.path, handler }] as const]
        : []
    }),
  )
}
