// A share in one line: filled up to it with the target as a line, or as a dot with the range in which it may lie.
import { wilson } from '#kernel/statistics.ts'

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

const bounded = (share: number): number => Math.max(0, Math.min(1, share))

/**
 * `numerator ÷ denominator` as a dot with its 95 % range (Wilson) on a line from `from` to `to`; `pale` where it may not be
 * compared. Drawn only: the numbers stand beside it in text.
 */
export const RateDot = ({
  numerator,
  denominator,
  target,
  from = 0,
  to = 1,
  pale = false,
}: {
  numerator: number
  denominator: number
  target?: number | undefined
  from?: number
  to?: number
  pale?: boolean
}) => {
  const x = (share: number) => bounded((share - from) / (to - from)) * 200
  const range = wilson(numerator, denominator)
  return (
    <svg
      className={pale ? 'rate-dot pale' : 'rate-dot'}
      viewBox="-5 0 210 16"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="rate-ground" x1="0" x2="200" y1="8" y2="8" />
      {target !== undefined && <line className="rate-target" x1={x(target)} x2={x(target)} y1="0" y2="16" />}
      <line className="rate-range" x1={x(range.from)} x2={x(range.until)} y1="8" y2="8" />
      {denominator > 0 && (
        <rect className="rate-mark" x={x(numerator / denominator) - 2.5} y="3" width="5" height="10" />
      )}
    </svg>
  )
}
