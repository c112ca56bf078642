// How one figure of a report is drawn: a number that opens its rows, a share with what it is a share of, and bars.
import { type CountBar, CountBars } from '#web/ui/charts/bars.tsx'
import { Hidden, Opener, percent } from '#web/ui/charts/frame.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { t } from '#web/ui/language.ts'
import type { Rate } from '../contract.ts'

export type Open = (figure: string, slice?: string) => void

/** A number; pressed, it opens what it counts. Zero opens nothing. */
export const Count = ({
  count,
  figure,
  slice,
  open,
  name,
}: {
  count: number | null
  figure?: string
  slice?: string
  open: Open
  /** What is counted, for those who hear the number alone. */
  name: string
}) => {
  if (count === null) return <Hidden />
  return (
    <Opener opens={figure && count > 0 ? () => open(figure, slice) : undefined} name={name}>
      {count}
    </Opener>
  )
}

/** A share as a tile: its question, the share, numerator and denominator, the target and whether it is met. */
export const RateTile = ({
  title,
  rate,
  target,
  numerator,
  denominator,
  open,
  of,
}: {
  title: string
  rate: Rate
  target?: number
  /** The figures that the two numbers open, and what each counts. */
  numerator: readonly [figure: string, name: string]
  denominator: readonly [figure: string, name: string]
  open: Open
  /** What is counted, where it is not people. */
  of?: string
}) => {
  const missed = target !== undefined && rate.rate !== null && rate.rate < target
  return (
    <section className="tile">
      <h2>{title}</h2>
      <p className={missed ? 'tile-figure missed' : 'tile-figure'}>{rate.hidden ? '—' : percent(rate.rate)}</p>
      {!rate.hidden && rate.rate !== null && (
        <Strip share={rate.rate} {...(target === undefined ? {} : { target })} tone={missed ? 'warn' : 'accent'} />
      )}
      <p className="tile-of">
        {rate.hidden ? (
          <Hidden {...(of === undefined ? {} : { of })} />
        ) : (
          <>
            {numerator[1]} <Count count={rate.numerator} figure={numerator[0]} name={numerator[1]} open={open} /> ÷{' '}
            {denominator[1]}{' '}
            <Count count={rate.denominator} figure={denominator[0]} name={denominator[1]} open={open} />
          </>
        )}
      </p>
      {target !== undefined && (
        <p className="tile-of">
          {t(`目标 ≥ ${target * 100}%`, `Target ≥ ${target * 100}%`)}
          {rate.rate !== null && (missed ? t('，未达到', ', missed') : t('，已达到', ', met'))}
        </p>
      )}
    </section>
  )
}

export type Bar = Omit<CountBar, 'opens'> & { readonly figure: string }

/** Parts of a whole as bars, each of which opens what it counts. */
export const Bars = ({
  bars,
  whole,
  open,
  empty,
}: {
  bars: readonly Bar[]
  whole?: number
  open: Open
  empty: string
}) => (
  <CountBars bars={bars.map(({ figure, ...bar }) => ({ ...bar, opens: () => open(figure) }))} {...{ whole, empty }} />
)
