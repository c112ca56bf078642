// Shares side by side, ranked where they may be: each with its range, its numerator and denominator, and who is not compared said plainly.
import type { ReactNode } from 'react'
import { wilson } from '#kernel/statistics.ts'
import { t } from '#web/ui/language.ts'
import { Chart, Opener, type Opens, percent } from './frame.tsx'
import { RateDot } from './strip.tsx'

/** One share; shaped as the reports' `Rate` with its name. */
export type RateBar = {
  readonly key: string
  readonly label: string
  readonly numerator: number | null
  readonly denominator: number | null
  readonly rate: number | null
  readonly hidden: boolean
  /** At least thirty: may be compared. */
  readonly ranked: boolean
  readonly opens?: Opens | undefined
  /** A word beside the name: 比上月低. */
  readonly aside?: ReactNode
}

/** The range in which a share may lie (Wilson, 95 %), in words; of nobody, or where it is hidden, a dash. */
export const interval = ({ numerator, denominator }: Pick<RateBar, 'numerator' | 'denominator'>): string => {
  if (numerator === null || !denominator) return '—'
  const { from, until } = wilson(numerator, denominator)
  return `${percent(from)} – ${percent(until)}`
}

/** The names of those that are left out, in one sentence. */
const Names = ({ words, bars }: { words: string; bars: readonly RateBar[] }) =>
  bars.length > 0 && (
    <p className="chart-note">
      {words}
      {bars.map(({ label }) => label).join(t('、', ', '))}
    </p>
  )

/**
 * Bars of shares. Those that may be compared come first, by their share (`order: 'given'` leaves them as they come); those
 * of fewer than thirty after them, pale and unranked; those hidden only by name. `lowFirst` where the low ones matter.
 */
export const RateBars = ({
  title,
  answer,
  bars,
  target,
  order = 'rate',
  lowFirst = false,
  from = 0,
  to = 1,
  heads,
  aside,
  note,
  level,
  empty,
}: {
  title: string
  answer?: ReactNode
  bars: readonly RateBar[]
  target?: number
  order?: 'rate' | 'given'
  lowFirst?: boolean
  from?: number
  to?: number
  heads: { readonly name: string; readonly rate: string; readonly numerator: string; readonly denominator: string }
  aside?: ReactNode
  note?: ReactNode
  level?: 'h2' | 'h3' | 'h4'
  empty: string
}) => {
  const sign = lowFirst ? 1 : -1
  const ranked = bars.filter((bar) => bar.ranked && !bar.hidden && bar.rate !== null)
  const few = bars.filter((bar) => !bar.ranked && !bar.hidden && bar.denominator !== 0)
  const hidden = bars.filter((bar) => bar.hidden)
  const drawn = [...(order === 'rate' ? ranked.toSorted((a, b) => sign * (a.rate! - b.rate!)) : ranked), ...few]
  return (
    <Chart
      {...{ title, answer, aside, note }}
      {...(level ? { level } : {})}
      numbers={
        drawn.length === 0
          ? undefined
          : {
              head: [heads.name, heads.rate, heads.numerator, heads.denominator, t('95% 区间', '95% range')],
              rows: drawn.map((bar) => ({
                key: bar.key,
                cells: [bar.label, percent(bar.rate), bar.numerator, bar.denominator, interval(bar)],
              })),
            }
      }
    >
      {drawn.length === 0 && empty !== '' && <p className="none">{empty}</p>}
      <ul className="rates">
        {drawn.map((bar) => (
          <li key={bar.key} className={bar.ranked ? '' : 'pale'}>
            <span className="bar-name">
              {bar.label}
              {bar.aside && <small> {bar.aside}</small>}
              {!bar.ranked && <small> {t('不足 30，不排名', 'under 30, not ranked')}</small>}
            </span>
            <RateDot
              numerator={bar.numerator ?? 0}
              denominator={bar.denominator ?? 0}
              target={target}
              from={from}
              to={to}
              pale={!bar.ranked}
            />
            <span className="rate-said">
              <Opener opens={bar.opens} name={bar.label}>
                {percent(bar.rate)}
              </Opener>{' '}
              <small>
                {bar.numerator} ÷ {bar.denominator}
              </small>
            </span>
          </li>
        ))}
      </ul>
      <Names
        words={t('不足 5 或可由相减推出，不显示：', 'Under 5, or to be had by subtraction, not shown: ')}
        bars={hidden}
      />
    </Chart>
  )
}
