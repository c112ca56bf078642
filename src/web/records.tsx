// The shape of most screens: a list, and beside it the row that is opened; which one stands in the address as `id`.
import { Fragment, type ReactNode, useMemo } from 'react'
import { type AnyCall, useAsk } from './api.ts'
import { type Asks, ExportButton } from './export-button.tsx'
import { useFilters } from './place.tsx'
import { Reach } from './ui/keys.tsx'
import { t } from './ui/language.ts'
import { ListAndRecord, Toolbar } from './ui/layout.tsx'
import { Loaded } from './ui/states.tsx'
import { type Column, Table, type TableProps } from './ui/table.tsx'

type Named = { readonly id: string }

/**
 * The record that is opened, by its endpoint with `{id}` alone; the one before stays in sight until it has come, out of
 * reach. `new` is none yet.
 */
export const useOpened = <F extends AnyCall>(call: F) => {
  const [{ id }] = useFilters<'id'>()
  return useAsk(call, { id: id ?? '' }, { on: !!id && id !== 'new', keep: true })
}

/** The opened one among rows that are asked for as a whole, since each holds everything; nothing where it is not there. */
export const openedAmong = <R extends Named>(
  ask: { data?: { rows: readonly R[] } | undefined; error: unknown; refetch: () => unknown; isSuccess: boolean },
  id: string | undefined,
) => ({
  data: ask.data?.rows.find((row) => row.id === id),
  error: ask.error,
  refetch: ask.refetch,
  missing: ask.isSuccess,
})

type Opened<One> = {
  readonly data?: One | undefined
  readonly error: unknown
  readonly refetch: () => unknown
  /** It is another's, shown while the one that was asked for is read. */
  readonly isPlaceholderData?: boolean
  /** Everything was read: what is not there now will not come. */
  readonly missing?: boolean
}

/**
 * The whole screen. `heading` names the list (its h1), `noun` one record. `columns` is a function outside of the
 * component, called once, or what `useMemo` keeps where they depend on something. `list` is what `useAskPages` gives, or
 * `{ rows, error, retry }`; `ask` is `useOpened(…)` or `openedAmong(…)`, and is left out where a row of the list holds
 * everything. `instead` covers the record: a form. `with` names what else in the address belongs to the opened record and
 * goes with it.
 */
export const Records = <R extends Named, One extends Named = R>({
  heading,
  unseen = false,
  noun,
  tools,
  under,
  list: { asks, ...list },
  columns,
  below,
  ask,
  record,
  instead,
  lines = 12,
  nothing,
  with: also = [],
  ...table
}: {
  heading: string
  /** The heading is for readers only, where views or a search stand in its place. */
  unseen?: boolean
  noun: string
  /** In the bar above the list, after the heading. */
  tools?: ReactNode
  /** Between the bar and the table: a second bar, figures. */
  under?: ReactNode
  list: Pick<TableProps<R>, 'rows' | 'error' | 'retry' | 'more'> & { readonly asks?: Asks }
  columns: readonly Column<R>[] | (() => readonly Column<R>[])
  /** Under the table, where it does not scroll away: `list-foot`. */
  below?: ReactNode
  ask?: Opened<One>
  record: (one: One) => ReactNode
  instead?: ReactNode
  /** As many lines as a record has, while it is being read. */
  lines?: number
  nothing: ReactNode
  with?: readonly string[]
} & Pick<TableProps<R>, 'empty' | 'nameOf' | 'rowTone' | 'foot'>) => {
  const [{ id }, set] = useFilters<string>()
  const heads = useMemo(() => (typeof columns === 'function' ? columns() : columns), [columns])
  const leaving = Object.fromEntries(also.map((key) => [key, '']))
  const keyed = (one: One) => <Fragment key={one.id}>{record(one)}</Fragment>
  // Without an endpoint of its own the record is the row: One is R.
  const row = ask ? undefined : (list.rows?.find((one) => one.id === id) as One | undefined)
  const asked = ask && !(ask.missing && ask.data === undefined) && (
    <div className="two-opened" inert={ask.isPlaceholderData ?? false} aria-busy={ask.isPlaceholderData}>
      <Reach.Provider value={!ask.isPlaceholderData}>
        <Loaded ask={ask} lines={lines}>
          {keyed}
        </Loaded>
      </Reach.Provider>
    </div>
  )
  const opened = id && id !== 'new' ? (asked ?? (row && keyed(row))) : null
  return (
    <ListAndRecord
      title={noun}
      onClose={() => set({ ...leaving, id: '' })}
      list={
        <>
          <Toolbar>
            <h1 className={unseen ? 'unseen' : ''}>{heading}</h1>
            {tools}
            {asks && <ExportButton of={asks} />}
          </Toolbar>
          {under}
          <Table
            {...table}
            {...list}
            label={t(`${heading}列表`, `${heading}, list`)}
            columns={heads}
            selected={id}
            onSelect={(row) => set({ ...leaving, id: row.id }, { back: !id })}
            keys
          />
          {below}
        </>
      }
      record={instead || opened || null}
      nothing={nothing}
    />
  )
}
