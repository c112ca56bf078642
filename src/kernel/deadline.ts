// A deadline in working days: a pure function of its start, its standard and the calendar, able to explain every day.
import { type Calendar, calendarWarnings, dayWithWeekday, isWorkday } from './calendar.ts'
import { addDays, at, type Day, dayOf, endOfDay, isoOf } from './time.ts'
import { type Language, type Words, w } from './words.ts'

/** What one day meant for a deadline. */
export type CountedDay = {
  readonly day: Day
  readonly counts: boolean
  /** Which working day it is, from 1; only on days that count. */
  readonly number?: number
  readonly why: Words
  /** False when the calendar does not hold the year of this day. */
  readonly known: boolean
}

export type Deadline = {
  /**
   * The last millisecond that is in time, 23:59:59.999 of the last day; late is `now > by`. That is the half-open
   * "until 24:00" on a clock of milliseconds, but still carries the right date wherever it is printed or compared.
   */
  readonly by: Date
  readonly byDay: Day
  readonly calendarVersion: string
  /** Every day from the day of receipt to the last one. */
  readonly days: readonly CountedDay[]
  /** Loud sentences, one for each year that the calendar lacks. */
  readonly warnings: readonly Words[]
}

/** A hospital that closes for ten years is a mistake in its calendar, not a deadline. */
const patience = 3660

/** A stretch in which the clock stands still: from its first day to the day before `until`, on which it runs again. */
export type Stop = { readonly from: Day; readonly until: Day; readonly why: Words }

const stopOn = (day: Day, stops: readonly Stop[]): Stop | undefined =>
  stops.find(({ from, until }) => from <= day && day < until)

const nextWorkday = (day: Day, step: 1 | -1, calendar: Calendar, stops: readonly Stop[] = []): Day => {
  let next = addDays(day, step)
  for (let i = 0; i < patience; i++, next = addDays(next, step))
    if (isWorkday(next, calendar).works && !stopOn(next, stops)) return next
  throw new RangeError(`no working day within ten years of ${day}`)
}

const wholeDays = (n: number): number => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a number of working days: ${n}`)
  return n
}

/**
 * Until when something received at `receivedAt` has to be done. The day of receipt does not count, whether it is worked
 * or not; the next working day is day 1 (《医疗机构投诉管理办法》 gives 5 and 10). With 0 it is the day of
 * receipt itself. Days on which the clock stood still do not count and say why.
 */
export const deadline = (
  receivedAt: Date,
  workdays: number,
  calendar: Calendar,
  stops: readonly Stop[] = [],
): Deadline => {
  if (wholeDays(workdays) < 0) throw new RangeError(`not a number of working days: ${workdays}`)
  const received = dayOf(receivedAt)
  const days: CountedDay[] = [
    {
      day: received,
      counts: false,
      why: w('接到当日，不计入', 'received, does not count'),
      known: isWorkday(received, calendar).known,
    },
  ]
  let byDay = received
  for (let number = 1; number <= workdays; number++) {
    const next = nextWorkday(byDay, 1, calendar, stops)
    for (let day = addDays(byDay, 1); day < next; day = addDays(day, 1)) {
      const { why, known, works } = isWorkday(day, calendar)
      days.push({ day, counts: false, why: (works && stopOn(day, stops)?.why) || why, known })
    }
    const { why, known } = isWorkday(next, calendar)
    days.push({ day: next, counts: true, number, why, known })
    byDay = next
  }
  return {
    by: endOfDay(byDay),
    byDay,
    calendarVersion: calendar.version,
    days,
    warnings: calendarWarnings(calendar, received, byDay),
  }
}

/** The day `n` working days after a day (or before it, when negative); the start itself never counts, 0 gives it back. */
export const addWorkdays = (from: Day | Date, n: number, calendar: Calendar): Day => {
  let day = typeof from === 'string' ? from : dayOf(from)
  for (let left = Math.abs(wholeDays(n)); left > 0; left--) day = nextWorkday(day, n > 0 ? 1 : -1, calendar)
  return day
}

/** Working days after `from` up to and including `to`; negative when `to` is earlier. Inverse of `addWorkdays`. */
export const workdaysBetween = (from: Day | Date, to: Day | Date, calendar: Calendar): number => {
  const start = typeof from === 'string' ? from : dayOf(from)
  const end = typeof to === 'string' ? to : dayOf(to)
  let count = 0
  if (end >= start)
    for (let d = addDays(start, 1); d <= end; d = addDays(d, 1)) count += isWorkday(d, calendar).works ? 1 : 0
  else for (let d = end; d < start; d = addDays(d, 1)) count -= isWorkday(d, calendar).works ? 1 : 0
  return count
}

/** The deadline as lines to read aloud, a day each, warnings first. */
export const explainDeadline = (d: Deadline, lang: Language): string => {
  const line = ({ day, counts, number, why }: CountedDay): string => {
    const date = dayWithWeekday(day, lang)
    if (!counts) return lang === 'zh' ? `${date}  —  ${why.zh}` : `${date}  —  ${why.en}`
    return lang === 'zh' ? `${date}  第 ${number} 个工作日  ${why.zh}` : `${date}  working day ${number}  ${why.en}`
  }
  const end =
    lang === 'zh'
      ? `截止：${dayWithWeekday(d.byDay, 'zh')} 24:00（工作日历 ${d.calendarVersion}）`
      : `Due by the end of ${dayWithWeekday(d.byDay, 'en')} (calendar ${d.calendarVersion})`
  return [...d.warnings.map((warning) => `! ${warning[lang]}`), ...d.days.map(line), end].join('\n')
}

/** The deadline as the command line and the interface give it: instants in hospital time. */
export const deadlineAsJson = (
  d: Deadline,
): {
  by: string
  byDay: Day
  calendarVersion: string
  days: readonly CountedDay[]
  warnings: readonly Words[]
} => ({ ...d, by: isoOf(d.by) })

/** Between which hours of a working day people are reminded; what is of danger keeps no hours. */
export const workingHours = { from: '08:00', until: '18:00' } as const

/** The moment itself where the hospital is at work, else the next one at which it is: a reminder at night waits for the morning. */
export const nextWorkingTime = (moment: Date, calendar: Calendar): Date => {
  const day = dayOf(moment)
  const works = isWorkday(day, calendar).works
  if (works && moment < at(day, workingHours.from)) return at(day, workingHours.from)
  if (works && moment < at(day, workingHours.until)) return moment
  return at(nextWorkday(day, 1, calendar), workingHours.from)
}
