// A number of the board or of the report on cases: pressed, it opens exactly the rows of the register that it counts.
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Strip } from './figure.tsx'
import type { Filters } from './register-words.ts'

export const Tally = ({
  count,
  opens,
  name,
  tone,
}: {
  count: number
  opens: Filters
  /** What is counted, for those who hear the number alone. */
  name: string
  tone?: 'late' | undefined
}) =>
  count === 0 ? (
    <span className="none">0</span>
  ) : (
    <Go to="/register" with={opens as Record<string, string>} className={tone ? `count ${tone}` : 'count'}>
      {count}
      <span className="unseen">{name}</span>
    </Go>
  )

type TallyBar = {
  readonly key: string
  readonly label: string
  readonly count: number
  readonly late?: number
  readonly opens: Filters
}

/** Parts of a whole as bars beside their names, what is late of each in its own words. */
export const TallyBars = ({ bars, whole, empty }: { bars: readonly TallyBar[]; whole?: number; empty: string }) => {
  if (bars.length === 0) return <p className="none">{empty}</p>
  const most = whole ?? Math.max(1, ...bars.map(({ count }) => count))
  return (
    <ul className="bars">
      {bars.map(({ key, label, count, late = 0, opens }) => (
        <li key={key}>
          <span className="bar-name">{label}</span>
          <Strip share={count / Math.max(1, most)} tone={late > 0 ? 'warn' : 'accent'} />
          <span className="bar-count">
            <Tally count={count} opens={opens} name={label} />
            {late > 0 && (
              <small className="bar-late">
                {t('超时', 'late')}{' '}
                <Tally
                  count={late}
                  opens={{ ...opens, open: '', late: 'true' }}
                  name={`${label} ${t('超时', 'late')}`}
                  tone="late"
                />
              </small>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
