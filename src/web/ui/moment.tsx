// Dates and deadlines as people say them, in hospital time, with the exact moment behind them.
import { dayOf, isLate, isoOf, type Month, sayDay, sayDue, sayMonth as sayMonthIn, sayTime } from '#kernel/time.ts'
import { useNow } from './clock.ts'
import { language } from './language.ts'

const exact = (at: Date): string => isoOf(at).slice(0, 16).replace('T', ' ')

/** A moment: 今天 14:30. */
export const Time = ({ at }: { at: string }) => {
  const instant = new Date(at)
  return (
    <time dateTime={at} title={exact(instant)} className="time">
      {sayTime(instant, useNow(), language())}
    </time>
  )
}

/** A calendar day: 周五, 11-05. */
export const DayText = ({ day }: { day: string }) => (
  <time dateTime={day} title={day} className="time">
    {sayDay(day, dayOf(useNow()), language())}
  </time>
)

/** A month: 2026 年 3 月. */
export const sayMonth = (month: Month): string => sayMonthIn(month, language())

/** A deadline: 还剩 3 小时, or 超时 2 天 in red. */
export const Due = ({ at }: { at: string }) => {
  const now = useNow()
  const instant = new Date(at)
  return (
    <time dateTime={at} title={exact(instant)} className={isLate(instant, now) ? 'time due late' : 'time due'}>
      {sayDue(instant, now, language())}
    </time>
  )
}
