// Days and working days as the tests speak of them.
import { stateCalendar } from '#kernel/calendar.ts'
import { addWorkdays as add } from '#kernel/deadline.ts'
import type { Day } from '#kernel/time.ts'

export { addDays, at, clockOf, dayOf } from '#kernel/time.ts'
export const addWorkdays = (day: Day, n: number): Day => add(day, n, stateCalendar)
