// Counts side by side: bars beside their names, and what makes up most of a whole (Pareto).
import type { ReactNode } from 'react'
import { t } from '#web/ui/language.ts'
import { Chart, Hidden, Opener, type Opens, percent } from './frame.tsx'
import { Strip } from './strip.tsx'

export type CountBar = {
  readonly key: string
  readonly label: string
  /** Null: of so few that it is not shown. */
  readonly count: number | null
  readonly opens?: Opens | undefined
  readonly tone?: 'accent' | 'warn' | 'pale'
  /** Beside the number: how many of them are late. */
  readonly beside?: ReactNode
}

/** Parts of a whole as bars beside their names; the longest fills the width unless `whole` says what does. A zero opens nothing. */
export const CountBars = ({
  bars,
  whole,
  empty,
}: {
  bars: readonly CountBar[]
  whole?: number | undefined
  empty: string
}) => {
  if (bars.length === 0) return empty === '' ? null : <p className="none">{empty}</p>
  const most = Math.max(1, whole ?? 0, ...(whole === undefined ? bars.map(({ count }) => count ?? 0) : []))
  return (
    <ul className="bars">
      {bars.map(({ key, label, count, opens, tone, beside }) => (
        <li key={key}>
          <span className="bar-name">{label}</span>
          <Strip share={(count ?? 0) / most} {...(tone ? { tone } : {})} />
          <span className="bar-count">
            {count === null ? (
              <Hidden />
            ) : (
              <Opener opens={count === 0 ? undefined : opens} name={label}>
                {count}
              </Opener>
            )}
            {beside}
          </span>
        </li>
      ))}
    </ul>
  )
}

export type ParetoBar = {
  readonly key: string
  readonly label: string
  readonly count: number
  readonly opens?: Opens | undefined
  /** More than chance explains, in words: it is marked by a sign and told beside the name. */
  readonly grown?: string | undefined
}

/** How many of the first make up four fifths, of all that there are. */
export const vitalFew = (counts: readonly number[], share = 0.8): number => {
  const all = counts.reduce((sum, n) => sum + n, 0)
  let sum = 0
  for (const [i, n] of counts.entries()) {
    sum += n
    if (sum >= all * share) return i + 1
  }
  return counts.length
}

/**
 * What makes up most of it (Pareto; Juran): the largest first, each with the share of all that it and those before it make
 * up. `total` is all of them where only the first `bars` are drawn.
 */
export const Pareto = ({
  title,
  answer,
  bars,
  total,
  heads,
  aside,
  note,
  level,
  empty,
}: {
  title: string
  answer?: ReactNode
  bars: readonly ParetoBar[]
  total?: number
  heads: { readonly name: string; readonly count: string }
  aside?: ReactNode
  note?: ReactNode
  level?: 'h2' | 'h3' | 'h4'
  empty: string
}) => {
  const sorted = bars.toSorted((a, b) => b.count - a.count)
  const all = total ?? sorted.reduce((sum, { count }) => sum + count, 0)
  const most = Math.max(1, sorted[0]?.count ?? 1)
  let sum = 0
  const drawn = sorted.map((bar) => {
    sum += bar.count
    return { ...bar, upTo: all === 0 ? 0 : sum / all }
  })
  return (
    <Chart
      {...{ title, answer, aside, note }}
      {...(level ? { level } : {})}
      numbers={
        drawn.length === 0
          ? undefined
          : {
              head: [heads.name, heads.count, t('占比', 'Share'), t('累计', 'Up to here')],
              rows: drawn.map(({ key, label, count, upTo }) => ({
                key,
                cells: [label, count, percent(all === 0 ? null : count / all), percent(upTo)],
              })),
            }
      }
    >
      {drawn.length === 0 && <p className="none">{empty}</p>}
      <ol className="pareto">
        {drawn.map(({ key, label, count, upTo, opens, grown }) => (
          <li key={key} className={grown ? 'grown' : ''}>
            <span className="bar-name">
              {label}
              {grown && (
                <small>
                  <span aria-hidden="true"> ▲</span> {grown}
                </small>
              )}
            </span>
            <Strip share={count / most} {...(grown ? { tone: 'warn' as const } : {})} />
            <span className="bar-count">
              <Opener opens={opens} name={label}>
                {count}
              </Opener>
            </span>
            <span className="pareto-up">{percent(upTo)}</span>
          </li>
        ))}
      </ol>
    </Chart>
  )
}
