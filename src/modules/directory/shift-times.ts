// The arithmetic of shifts: from when until when one lasts, and which hours of a week nobody covers.
import { addDays, at, clockOf, type Day, dayOf, minutesFrom, startOfDay } from '#kernel/time.ts'

/** Half-open, in hospital time: 08:00 to 17:00. One that ends at or before its beginning ends on the next day. */
export type Hours = { readonly from: string; readonly until: string }

/** A stretch of time, half-open. */
export type Span = { readonly from: Date; readonly until: Date }

/** Whether a shift reaches into the next day; one from 08:00 to 08:00 lasts a day and a night. */
export const crossesMidnight = ({ from, until }: Hours): boolean => minutesFrom(until) <= minutesFrom(from)

/** The shift of one day, from its beginning on that day. */
export const shiftSpan = (day: Day, hours: Hours): Span => ({
  from: at(day, hours.from),
  until: at(crossesMidnight(hours) ? addDays(day, 1) : day, hours.until),
})

export const covers = ({ from, until }: Span, moment: Date): boolean => from <= moment && moment < until

/** What of `within` none of the spans covers, in order; touching spans leave no gap. */
export const gapsIn = (spans: readonly Span[], within: Span): Span[] => {
  const gaps: Span[] = []
  let covered = within.from
  for (const { from, until } of [...spans].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    if (from > covered) gaps.push({ from: covered, until: from < within.until ? from : within.until })
    if (until > covered) covered = until
    if (covered >= within.until) return gaps.filter((gap) => gap.from < gap.until)
  }
  if (covered < within.until) gaps.push({ from: covered, until: within.until })
  return gaps
}

/** Whole days as a span: from the first's midnight to the one after the last. */
export const daysSpan = (first: Day, last: Day): Span => ({
  from: startOfDay(first),
  until: startOfDay(addDays(last, 1)),
})

/** The end of a span on a clock: midnight is the 24:00 of the day that ends with it. */
export const endClock = (moment: Date): { day: Day; clock: string } => {
  const clock = clockOf(moment)
  return clock === '00:00' ? { day: addDays(dayOf(moment), -1), clock: '24:00' } : { day: dayOf(moment), clock }
}

/** The shifts with which a hospital begins, and the fixed id of the first: what is set for a day without a shift is of it. */
export const dayShiftId = '00000000-0000-7000-8000-000000000101'
export const usualShifts = [
  { id: dayShiftId, name: '白班', from: '08:00', until: '17:00', takesCalls: true },
  { id: '00000000-0000-7000-8000-000000000102', name: '小夜', from: '17:00', until: '24:00', takesCalls: false },
  { id: '00000000-0000-7000-8000-000000000103', name: '大夜', from: '00:00', until: '08:00', takesCalls: false },
] as const
