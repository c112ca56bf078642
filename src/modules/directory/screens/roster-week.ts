// What the week of the roster is made of: its days, its places on a shift, and the hours that nobody covers, in words.
import { addDays, clockOf, type Day, dayOf, sayWeekday, weekday } from '#kernel/time.ts'
import type { api } from '#web/api.ts'
import { language, t } from '#web/ui/language.ts'
import { endClock } from '../shift-times.ts'

export type Shift = Awaited<ReturnType<typeof api.shifts.list>>['rows'][number]
export type Roster = Awaited<ReturnType<typeof api.duties.list>>

/** Somebody on a shift of a day. */
export type Place = { readonly day: Day; readonly shiftId: string; readonly staffId: string }

export const samePlace = (a: Place, b: Place): boolean =>
  a.day === b.day && a.shiftId === b.shiftId && a.staffId === b.staffId

export const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day))

/** 3/9. */
export const short = (day: Day): string => day.slice(5).replace('-', '/').replace(/^0/, '')

/** 周三 3/11 17:00–24:00, or over several days 周三 17:00–周四 08:00. */
export const gapWords = ({ from, until }: Roster['gaps'][number]): string => {
  const [start, end] = [new Date(from), endClock(new Date(until))]
  const day = dayOf(start)
  const first = `${sayWeekday(day, language())} ${short(day)} ${clockOf(start)}`
  return end.day === day
    ? `${first}–${end.clock}`
    : `${first} ${t('至', 'to')} ${sayWeekday(end.day, language())} ${end.clock}`
}

/** The shortest beginnings of the shifts' names that tell them apart: 白, 小, 大. */
export const marksOf = (shifts: readonly Shift[]): ReadonlyMap<string, string> => {
  for (let length = 1; length <= 4; length++) {
    const marks = shifts.map(({ name }) => [...name].slice(0, length).join(''))
    if (new Set(marks).size === marks.length || length === 4) return new Map(shifts.map(({ id }, i) => [id, marks[i]!]))
  }
  return new Map()
}
