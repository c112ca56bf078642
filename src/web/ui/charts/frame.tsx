// The frame of every chart: a question, its answer in words, the drawing, and the numbers themselves as a table.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import './charts.css'

/** Where a figure leads to: a screen with its filters, or what a press does. */
export type Opens = { readonly to: string; readonly with?: Readonly<Record<string, string>> } | (() => void)

/** A number or name that opens the rows it stands for; without `opens` it is plain text. `name` is said to those who hear it alone. */
export const Opener = ({
  opens,
  name,
  className = 'count',
  children,
}: {
  opens?: Opens | undefined
  name?: string
  className?: string
  children: ReactNode
}) => {
  if (!opens) return <span>{children}</span>
  const said = name && <span className="unseen">{name}</span>
  if (typeof opens === 'function')
    return (
      <button type="button" className={className} onClick={opens}>
        {children}
        {said}
      </button>
    )
  return (
    <Go to={opens.to} {...(opens.with ? { with: opens.with } : {})} className={className}>
      {children}
      {said}
    </Go>
  )
}

/** A share as it is read: 79.4%. */
export const percent = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)}%`)

/** What stands where fewer than five people would be shown. */
export const Hidden = ({ of = t('人', '') }: { of?: string }) => (
  <span className="none">
    {t('不足 5', 'under 5')} {of}
  </span>
)

/** The numbers behind a drawing: one head for each column, one row for each point; the first cell names the row. */
export type Numbers = {
  readonly head: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
}

const NumbersTable = ({ label, head, rows }: Numbers & { label: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="chart-numbers" tabIndex={0} aria-label={label}>
    <table className="small-table">
      <thead>
        <tr>
          {head.map((one, i) => (
            <th key={one} scope="col" className={i > 0 ? 'right' : ''}>
              {one}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [first, ...rest] }) => (
          <tr key={key}>
            <th scope="row">{first}</th>
            {rest.map((cell, i) => (
              <td key={head[i + 1]} className="right">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/**
 * A chart: `title` is the question, `answer` the sentence that answers it, `numbers` the same as a table under “看数字”. On
 * paper the table is left out, the drawing carries its labels itself. `level` is that of the heading.
 */
export const Chart = ({
  title,
  answer,
  aside,
  numbers,
  note,
  level: Heading = 'h2',
  children,
}: {
  title: string
  answer?: ReactNode
  /** Beside the question: a choice, a link. */
  aside?: ReactNode
  numbers?: Numbers | undefined
  /** In small letters under the drawing: how it is counted, what is left out. */
  note?: ReactNode
  level?: 'h2' | 'h3' | 'h4'
  children: ReactNode
}) => (
  <figure className="chart">
    <figcaption className="chart-head">
      <Heading>{title}</Heading>
      {aside && <span className="chart-aside no-print">{aside}</span>}
      {answer && <p className="chart-answer">{answer}</p>}
    </figcaption>
    {children}
    {note && <p className="chart-note">{note}</p>}
    {numbers && (
      <div className="chart-table no-print">
        <Fold title={t('看数字', 'The numbers')}>
          <NumbersTable label={`${title} ${t('数字', 'numbers')}`} {...numbers} />
        </Fold>
      </div>
    )}
  </figure>
)

/** The width of an element in pixels, so that letters in a drawing are as large as beside it. `usual` until it is known. */
export const useWidth = <E extends Element>(usual = 560) => {
  const place = useRef<E>(null)
  const [width, set] = useState(usual)
  useEffect(() => {
    const element = place.current
    if (!element || typeof ResizeObserver !== 'function') return
    const watch = new ResizeObserver(([entry]) => {
      const wide = Math.round(entry?.contentRect.width ?? 0)
      if (wide > 0) set(wide)
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [place, width] as const
}

/** Round steps between two values, four or five of them. */
export const ticksBetween = (from: number, to: number): number[] => {
  const rough = (to - from) / 4
  if (!(rough > 0)) return [from]
  const size = 10 ** Math.floor(Math.log10(rough))
  const step = size * ([1, 2, 2.5, 5, 10].find((one) => one * size >= rough) ?? 10)
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor(to / step + 1e-9) - first
  return Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
