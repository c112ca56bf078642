// A figure over twelve months: each month with the limits of chance, and whether the last three differ from those before.
import { chart, type Kind, type Moved, moved } from '#kernel/trend.ts'
import type { Trend } from './contract-page.ts'
import type { Limits } from './figures.ts'

/** One month of a figure, before anything is hidden. */
export type MonthFigure = {
  readonly month: string
  readonly numerator: number
  readonly denominator: number
  /** Over, and what belongs to it has had its time. */
  readonly settled: boolean
}

const measured = ({ count, of }: Moved['before'], per: number): Trend['before'] =>
  of > 0 ? { numerator: count, denominator: of, value: (count / of) * per } : null

/**
 * The months as they may be told: of one to four nothing is shown, and what is not shown is neither in the limits nor in the
 * comparison, so that no subtraction finds it. `per`: by how many of the denominator a rate is said. `open`: numbers that
 * are told whatever they are (cases that the reader may read himself).
 */
export const trendOf = (
  kind: Kind,
  months: readonly MonthFigure[],
  {
    limits,
    target = null,
    per = 1,
    open = false,
  }: { limits: Limits; target?: number | null; per?: number; open?: boolean },
): Trend => {
  const isHidden = ({ denominator }: MonthFigure) => !open && denominator > 0 && denominator < limits.shownFrom
  const counted = months.map((one) => ({
    count: one.numerator,
    of: isHidden(one) ? 0 : one.denominator,
    unsettled: !one.settled,
  }))
  const { middle, spread, points } = chart(kind, counted)
  const it = moved(kind, counted, spread)
  const said = (value: number | null) => (value === null ? null : value * per)
  // A difference of shares is said as it is; how many times as much needs no unit.
  return {
    points: months.map((one, i) => {
      const { month, numerator, denominator, settled } = one
      const hidden = isHidden(one)
      return {
        month,
        numerator: hidden ? null : numerator,
        denominator: hidden ? null : denominator,
        value: hidden || denominator === 0 ? null : (numerator / denominator) * per,
        hidden,
        settled,
        few: denominator < limits.rankedFrom,
        lower: said(points[i]!.lower),
        upper: said(points[i]!.upper),
        signal: points[i]!.signal,
      }
    }),
    middle: said(middle),
    spread,
    target,
    verdict: it.verdict,
    before: measured(it.before, per),
    after: measured(it.after, per),
    change: it.change,
    from: it.from,
    until: it.until,
  }
}
