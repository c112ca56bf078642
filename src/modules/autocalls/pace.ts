// When the program may call and how fast: what the hospital set, the hours in which nobody is called, and the pause key.
import type { Ctx } from '#engine/ctx.ts'
import { isWorkday } from '#kernel/calendar.ts'
import { dayOf, minutesFrom, minutesOfDay } from '#kernel/time.ts'
import { calendarOf, settingsOf } from '#modules/directory/settings.ts'
import { firstCallable } from '#modules/followups/dispositions.ts'
import { retryPolicy } from '#src/standards.ts'
import type { Pace } from './contract.ts'

export const usualPace: Pace = {
  lines: 10,
  perSecond: 2,
  from: '09:00',
  until: '19:30',
  days: 'all',
  tries: 2,
  callBackMinutes: 30,
}

export const paceOf = async (ctx: Pick<Ctx, 'tx'>): Promise<Pace> => ({
  ...usualPace,
  ...(await settingsOf(ctx, 'autocalls')).autocalls.pace,
})

export type Paused = { readonly at: string; readonly byId: string; readonly by: string; readonly why: string } | null

export const pausedOf = async (ctx: Pick<Ctx, 'tx'>): Promise<Paused> =>
  (await settingsOf(ctx, 'autocalls')).autocalls.paused ?? null

/** Whether the program may call at this moment: the hospital's hours and days, and never in the hours of rest. */
export const mayCallNow = async (ctx: Pick<Ctx, 'tx' | 'now'>, pace: Pace): Promise<boolean> => {
  const minute = minutesOfDay(ctx.now)
  if (minute < minutesFrom(pace.from) || minute >= minutesFrom(pace.until)) return false
  if (firstCallable(ctx.now, retryPolicy) > ctx.now) return false
  return pace.days === 'all' || isWorkday(dayOf(ctx.now), await calendarOf(ctx)).works
}
