// Until when a case has to be answered: the deadline as it is kept with the case, with every day that it counted.
import type { Ctx } from '#engine/ctx.ts'
import type { Calendar } from '#kernel/calendar.ts'
import { deadline, type Stop, workdaysBetween } from '#kernel/deadline.ts'
import { addDays, type Day, dayOf } from '#kernel/time.ts'
import type { Words } from '#kernel/words.ts'
import { calendarFrom, settingsOf } from '#modules/directory/settings.ts'
import { type StandardName, standardValue } from '#src/standards.ts'
import type { CaseRow } from './rows.ts'

/**
 * What is stored beside `due_at`: input and output of the reckoning, so that a later calendar never changes what was
 * promised. `from` is the instant at which the round's clock began.
 */
export type KeptDeadline = {
  readonly from: string
  readonly workdays: number
  readonly calendar: string
  readonly days: readonly { day: Day; counts: boolean; number: number | null; why: Words }[]
  readonly warnings: readonly Words[]
  /** Days on which the clock stood still; absent: none. */
  readonly stops?: readonly Stop[]
}

/** The columns of a case that say until when. */
export type Due = { readonly due_at: Date; readonly workdays: number; readonly deadline: string }

/** The hospital's working days and the numbers it is judged by as it set them, read together. */
export const clockRules = async (ctx: Ctx) => {
  const { standards, ...set } = await settingsOf(ctx, 'standards', 'calendarExceptions', 'calendarYears')
  const calendar = calendarFrom(set.calendarExceptions, set.calendarYears)
  return { calendar, standard: (name: StandardName) => standardValue(name, standards) }
}

/** The columns for so many working days from an instant by a calendar, with every day as it counted. */
export const dueBy = (from: Date, workdays: number, calendar: Calendar, stops: readonly Stop[] = []): Due => {
  const { by, calendarVersion, days, warnings } = deadline(from, workdays, calendar, stops)
  const kept: KeptDeadline = {
    from: from.toISOString(),
    workdays,
    calendar: calendarVersion,
    days: days.map(({ day, counts, number = null, why }) => ({ day, counts, number, why })),
    warnings,
    ...(stops.length > 0 ? { stops } : {}),
  }
  return { due_at: by, workdays, deadline: JSON.stringify(kept) }
}

/**
 * The columns for so many working days from an instant, or for as many as a standard says; the day of receipt does not
 * count (《医疗机构投诉管理办法》).
 */
export const dueIn = async (
  ctx: Ctx,
  from: Date,
  length: number | StandardName,
  stops: readonly Stop[] = [],
): Promise<Due> => {
  const { calendar, standard } = await clockRules(ctx)
  return dueBy(from, typeof length === 'number' ? length : standard(length), calendar, stops)
}

/** When the clock of the case's present round began, and when it stood still. */
export const clockBegan = (row: CaseRow): Date => new Date((row.deadline as KeptDeadline).from)
export const stopsOf = (row: CaseRow): readonly Stop[] => (row.deadline as KeptDeadline).stops ?? []

/** As `dueIn`, for the clock of the present round, with the days on which it stood still. */
export const dueAnew = (ctx: Ctx, row: CaseRow, length: number | StandardName): Promise<Due> =>
  dueIn(ctx, clockBegan(row), length, stopsOf(row))

/** How many working days the present round has when it ends on another day; days on which it stood still are none. */
export const workdaysUntil = async (ctx: Ctx, row: CaseRow, until: Date): Promise<number> => {
  const { calendar } = await clockRules(ctx)
  const between = (from: Day, to: Day) => workdaysBetween(from, to, calendar)
  const stood = stopsOf(row).map((stop) => between(addDays(stop.from, -1), addDays(stop.until, -1)))
  return between(dayOf(clockBegan(row)), dayOf(until)) - stood.reduce((sum, days) => sum + days, 0)
}
