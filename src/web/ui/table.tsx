// Lists of rows: a native table that draws only what is seen when it is long, and cards on a phone.
import { memo, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { useShortcut } from './keys.tsx'
import { t } from './language.ts'
import { usePhone } from './layout.tsx'
import { PickAll, PickBox, type Picks } from './picks.tsx'
import { usePrinting } from './printing.ts'
import { Empty, ErrorNote, Skeleton } from './states.tsx'

export type Column<R> = {
  readonly key: string
  readonly head: ReactNode
  readonly cell: (row: R) => ReactNode
  /** A CSS width; without one the column takes what is left. */
  readonly width?: string
  readonly align?: 'right' | 'center'
  /** Where it stands on a phone's card; `line` unless said. The first `title` is what opens the row. */
  readonly card?: 'title' | 'aside' | 'line' | 'foot' | 'hide'
}

export type TableProps<R extends { readonly id: string }> = {
  /** What the table is, for those who cannot see where it stands. */
  label: string
  columns: readonly Column<R>[]
  /** Undefined while loading. */
  rows: readonly R[] | undefined
  selected?: string | undefined
  /** Rows can be opened; J and K move the selection when `keys` is set. */
  onSelect?: (row: R) => void
  keys?: boolean
  rowTone?: (row: R) => 'bad' | 'pale' | undefined
  /** What the row's button is called besides what is seen in it, for those who hear it alone. */
  nameOf?: (row: R) => string
  /** Several rows may be chosen: a box beside each; named by `nameOf`. */
  picks?: Picks | undefined
  empty?: ReactNode
  error?: unknown
  retry?: () => unknown
  /** More rows can be had. */
  more?: { has: boolean; busy: boolean; load: () => unknown } | undefined
  /** Under the last row. */
  foot?: ReactNode
}

const rowHeight = 34
const next = w('下一条', 'Next')
const previous = w('上一条', 'Previous')

export const Table = <R extends { readonly id: string }>(props: TableProps<R>) => {
  const { rows, selected, onSelect, keys = false, error, retry } = props
  const phone = usePhone()
  const step = (by: number) => () => {
    if (!rows || rows.length === 0 || !onSelect) return false
    const at = rows.findIndex((row) => row.id === selected)
    const to = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
    if (to && to.id !== selected) onSelect(to)
    return true
  }
  useShortcut('j Alt+ArrowDown', step(1), { on: keys, words: next })
  useShortcut('k Alt+ArrowUp', step(-1), { on: keys, words: previous })

  if (rows === undefined)
    return error ? <ErrorNote error={error} {...(retry ? { retry } : {})} /> : <Skeleton lines={14} />
  if (rows.length === 0) return props.empty ?? <Empty title={t('没有记录', 'Nothing here')} />
  return phone ? <Cards {...props} rows={rows} /> : <Rows {...props} rows={rows} />
}

type Drawn<R extends { readonly id: string }> = TableProps<R> & { rows: readonly R[] }

const More = ({ more }: { more: NonNullable<TableProps<never>['more']> }) =>
  more.has ? (
    <button type="button" className="load-more" aria-busy={more.busy} onClick={() => more.load()}>
      {more.busy ? t('正在读取…', 'Loading…') : t('再看更多', 'Load more')}
    </button>
  ) : null

const spare = 14

/** The rows that are drawn, first and last: those that are seen and some beyond, in steps so that scrolling draws rarely. */
const useSeen = (place: RefObject<HTMLElement | null>, count: number, on: boolean): [number, number] => {
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(40)
  useLayoutEffect(() => {
    const element = place.current
    if (!on || !element) return
    const look = () => {
      setTop(Math.floor(element.scrollTop / rowHeight / 6) * 6)
      setHeight(Math.ceil(element.clientHeight / rowHeight))
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    const watch = new ResizeObserver(look)
    watch.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      watch.disconnect()
    }
  }, [place, on])
  if (!on) return [0, count - 1]
  return [Math.max(0, Math.min(top, count - 1) - spare), Math.min(count - 1, top + height + spare)]
}

const Rows = <R extends { readonly id: string }>({
  label,
  columns,
  rows,
  selected,
  onSelect,
  rowTone,
  nameOf,
  picks,
  more,
  foot,
}: Drawn<R>) => {
  const place = useRef<HTMLDivElement>(null)
  // The same function for as long as rows can be opened: only the row that changed is drawn anew.
  const latest = useRef(onSelect)
  latest.current = onSelect
  const steady = useRef((row: { readonly id: string }) => latest.current?.(row as R)).current
  // On paper everything is drawn.
  const printing = usePrinting()
  const long = rows.length > 80 && !printing
  const [first, last] = useSeen(place, rows.length, long)
  const seen = rows.slice(first, last + 1)

  const at = rows.findIndex((row) => row.id === selected)
  useEffect(() => {
    if (at < 0 || !place.current) return
    // The head is as high as a row and covers the first line.
    const { scrollTop, clientHeight } = place.current
    const top = at * rowHeight
    if (top < scrollTop) place.current.scrollTop = top
    else if (top + 2 * rowHeight > scrollTop + clientHeight)
      place.current.scrollTop = top + 3 * rowHeight - clientHeight
  }, [at])

  const wide = columns.length + (picks ? 1 : 0)
  const wantsMore = more?.has === true && !more.busy && long && last >= rows.length - 20
  useEffect(() => {
    if (wantsMore) more?.load()
  })

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-place" ref={place} aria-label={label} tabIndex={0}>
      <table className="table" aria-rowcount={long ? rows.length : undefined}>
        <colgroup>
          {picks && <col className="pick-cell" />}
          {columns.map((one) => (
            <col key={one.key} {...(one.width ? { style: { width: one.width } } : {})} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {picks && (
              <th scope="col" className="pick-cell">
                <PickAll picks={picks} ids={rows.map(({ id }) => id)} />
              </th>
            )}
            {columns.map((one) => (
              <th key={one.key} scope="col" className={one.align ?? ''}>
                {one.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {long && first > 0 && <Gap height={first * rowHeight} columns={wide} />}
          {seen.map((row) => (
            <Row
              key={row.id}
              row={row as { readonly id: string }}
              columns={columns as readonly Column<never>[]}
              chosen={row.id === selected}
              tone={rowTone?.(row)}
              name={nameOf?.(row)}
              onSelect={onSelect ? steady : undefined}
              pick={picks && <PickBox picks={picks} id={row.id} name={nameOf?.(row) ?? ''} />}
            />
          ))}
          {long && last < rows.length - 1 && <Gap height={(rows.length - 1 - last) * rowHeight} columns={wide} />}
        </tbody>
      </table>
      {more && <More more={more} />}
      {foot}
    </section>
  )
}

const Gap = ({ height, columns }: { height: number; columns: number }) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a gap takes no focus
  <tr aria-hidden="true" className="gap">
    <td colSpan={columns} style={{ height }} />
  </tr>
)

const Row = memo(
  ({
    row,
    columns,
    chosen,
    tone,
    name,
    onSelect,
    pick,
  }: {
    row: { readonly id: string }
    columns: readonly Column<never>[]
    chosen: boolean
    tone: string | undefined
    name: string | undefined
    onSelect: ((row: { readonly id: string }) => void) | undefined
    pick: ReactNode
  }) => {
    const opener = Math.max(
      0,
      columns.findIndex((one) => one.card === 'title'),
    )
    return (
      <tr
        className={[onSelect ? 'opens' : '', tone ?? ''].join(' ')}
        aria-current={chosen ? 'true' : undefined}
        onClick={onSelect ? () => onSelect(row) : undefined}
      >
        {pick && <td className="pick-cell">{pick}</td>}
        {columns.map((one, i) => (
          <td key={one.key} className={one.align ?? ''}>
            {onSelect && i === opener ? (
              <button type="button" className="row-button" tabIndex={chosen ? 0 : -1}>
                {one.cell(row as never)}
                {name && <span className="unseen">{name}</span>}
              </button>
            ) : (
              one.cell(row as never)
            )}
          </td>
        ))}
      </tr>
    )
  },
)

const Cards = <R extends { readonly id: string }>({
  label,
  columns,
  rows,
  selected,
  onSelect,
  rowTone,
  nameOf,
  picks,
  more,
  foot,
}: Drawn<R>) => {
  const of = (where: NonNullable<Column<R>['card']>) => columns.filter((one) => (one.card ?? 'line') === where)
  const [titles, asides, lines, feet] = [of('title'), of('aside'), of('line'), of('foot')]
  return (
    <div className="cards-place">
      <ul className="cards" aria-label={label}>
        {rows.map((row) => {
          const inside = (
            <>
              <span className="card-top">
                <span className="card-title">
                  {titles.map((one) => (
                    <span key={one.key}>{one.cell(row)}</span>
                  ))}
                </span>
                <span className="card-aside">
                  {asides.map((one) => (
                    <span key={one.key}>{one.cell(row)}</span>
                  ))}
                </span>
              </span>
              {lines.length > 0 && (
                <span className="card-lines">
                  {lines.map((one) => (
                    <span key={one.key}>
                      <small>{one.head}</small> {one.cell(row)}
                    </span>
                  ))}
                </span>
              )}
              {feet.length > 0 && (
                <span className="card-foot">
                  {feet.map((one) => (
                    <span key={one.key}>{one.cell(row)}</span>
                  ))}
                </span>
              )}
            </>
          )
          const look = `card ${rowTone?.(row) ?? ''}`
          return (
            <li key={row.id} className={picks ? 'with-pick' : ''}>
              {picks && <PickBox picks={picks} id={row.id} name={nameOf?.(row) ?? ''} />}
              {onSelect ? (
                <button
                  type="button"
                  className={look}
                  aria-current={row.id === selected ? 'true' : undefined}
                  onClick={() => onSelect(row)}
                >
                  {inside}
                </button>
              ) : (
                <div className={look}>{inside}</div>
              )}
            </li>
          )
        })}
      </ul>
      {more && <More more={more} />}
      {foot}
    </div>
  )
}
