// A number of the board or of the report on cases: pressed, it opens exactly the rows of the register that it counts.
import { CountBars } from '#web/ui/charts/bars.tsx'
import { Opener, type Opens } from '#web/ui/charts/frame.tsx'
import { t } from '#web/ui/language.ts'
import type { Filters } from './register-words.ts'

/** The rows of the register under these filters. */
export const registerAt = (opens: Filters): Opens => ({ to: '/register', with: opens as Record<string, string> })

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
    <Opener opens={registerAt(opens)} name={name} className={tone ? `count ${tone}` : 'count'}>
      {count}
    </Opener>
  )

type TallyBar = {
  readonly key: string
  readonly label: string
  readonly count: number
  readonly late?: number
  readonly opens: Filters
}

/** Parts of a whole as bars beside their names, what is late of each in its own words. */
export const TallyBars = ({ bars, whole, empty }: { bars: readonly TallyBar[]; whole?: number; empty: string }) => (
  <CountBars
    whole={whole}
    empty={empty}
    bars={bars.map(({ key, label, count, late = 0, opens }) => ({
      key,
      label,
      count,
      opens: registerAt(opens),
      tone: late > 0 ? 'warn' : 'accent',
      beside: late > 0 && (
        <small className="bar-late">
          {t('超时', 'late')}{' '}
          <Tally
            count={late}
            opens={{ ...opens, open: '', late: 'true' }}
            name={`${label} ${t('超时', 'late')}`}
            tone="late"
          />
        </small>
      ),
    }))}
  />
)
