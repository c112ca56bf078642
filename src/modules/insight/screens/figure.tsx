// How one figure is drawn: a number that opens its rows, a share with what it is a share of, a bar beside a name.
import { t } from '#web/ui/language.ts'
import type { Told } from './reports.tsx'

export type Open = (figure: string, slice?: string) => void
type Rate = Told['reached']

/** What stands where fewer than five people would be shown. */
export const Hidden = ({ of = t('人', '') }: { of?: string }) => (
  <span className="none">
    {t('不足 5', 'under 5')} {of}
  </span>
)

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
  if (!figure || count === 0) return <span>{count}</span>
  return (
    <button type="button" className="count" onClick={() => open(figure, slice)}>
      {count}
      <span className="unseen">{name}</span>
    </button>
  )
}

export const percent = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)}%`)

/** A strip with the share filled and, where there is one, the target as a line. */
export const Strip = ({
  share,
  target,
  tone = 'accent',
}: {
  share: number
  target?: number
  tone?: 'accent' | 'warn' | 'pale'
}) => (
  <svg className={`strip ${tone}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect className="strip-ground" width="100" height="8" />
    <rect className="strip-share" width={Math.max(0, Math.min(100, share * 100))} height="8" />
    {target !== undefined && <rect className="strip-target" x={target * 100 - 0.25} width="0.5" height="8" />}
  </svg>
)

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

export type Bar = {
  readonly key: string
  readonly label: string
  readonly count: number | null
  readonly figure: string
  readonly tone?: 'accent' | 'warn' | 'pale'
}

/** Parts of a whole as bars beside their names; the longest fills the width. */
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
}) => {
  const most = whole ?? Math.max(1, ...bars.map(({ count }) => count ?? 0))
  if (bars.length === 0) return <p className="none">{empty}</p>
  return (
    <ul className="bars">
      {bars.map(({ key, label, count, figure, tone }) => (
        <li key={key}>
          <span className="bar-name">{label}</span>
          <Strip share={count === null ? 0 : count / Math.max(1, most)} {...(tone ? { tone } : {})} />
          <span className="bar-count">
            <Count count={count} figure={figure} name={label} open={open} />
          </span>
        </li>
      ))}
    </ul>
  )
}
