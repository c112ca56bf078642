// When a hotline is open: the hours of its days, by the hospital's calendar; and by when a missed call is called back.
import { type Calendar, isWorkday } from '#kernel/calendar.ts'
import { addDays, at, type Day, dayOf } from '#kernel/time.ts'

export type Hours = {
  readonly days: string
  readonly from_clock: string
  readonly until_clock: string
}

const worksOn = (day: Day, { days }: Hours, calendar: Calendar): boolean =>
  days === 'all' || isWorkday(day, calendar).works

/** Whether the hours admit a moment; whether anybody is there is the roster's to say. */
export const isOpenAt = (moment: Date, hours: Hours, calendar: Calendar): boolean => {
  const day = dayOf(moment)
  return worksOn(day, hours, calendar) && moment >= at(day, hours.from_clock) && moment < at(day, hours.until_clock)
}

/** The moment itself while it is open, else when it opens next; a calendar that knows no such day answers the moment. */
export const opensAt = (moment: Date, hours: Hours, calendar: Calendar): Date => {
  if (isOpenAt(moment, hours, calendar)) return moment
  for (let day = dayOf(moment), n = 0; n < 60; day = addDays(day, 1), n++) {
    const opens = at(day, hours.from_clock)
    if (opens > moment && worksOn(day, hours, calendar)) return opens
  }
  return moment
}

/** People are not called back at night, whoever missed them: calls that came to an agent's own extension. */
export const daytime: Hours = { days: 'all', from_clock: '08:00', until_clock: '20:00' }

/** By when somebody who was missed is called back: so many minutes of service after it, or after the next opening. */
export const callBackBy = (moment: Date, minutes: number, hours: Hours, calendar: Calendar): Date => {
  const begins = opensAt(moment, hours, calendar)
  const by = new Date(begins.getTime() + minutes * 60_000)
  return isOpenAt(by, hours, calendar) ? by : new Date(opensAt(by, hours, calendar).getTime() + minutes * 60_000)
}
