// What became of each case, lived here or taken over, as one SQL definition: every figure, board and register counts its rows.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { addWorkdays } from '#kernel/deadline.ts'
import { addDays, type Day, dayOf, endOfDay, startOfDay } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { dueAndTold, judgedOf } from '#modules/cases/judging.ts'
import { settled } from '#modules/cases/lifecycle.ts'

/** As of which day it is judged, and by when something is about to be late: the end of the next working day. */
export type Standing = { readonly asOf: Day; readonly now: Date; readonly soonUntil: Date }

/** Today, or the end of a day that has passed. */
export const standingOf = async (ctx: Ctx, asOf: Day = dayOf(ctx.now)): Promise<Standing> => {
  const { calendar } = await clockRules(ctx)
  const now = asOf < dayOf(ctx.now) ? endOfDay(asOf) : ctx.now
  return { asOf, now, soonUntil: endOfDay(addWorkdays(asOf, 1, calendar)) }
}

/** For whom an open case waits. */
export const waitingFor = ['centre', 'department', 'supervision', 'leadership', 'person', 'outside'] as const
export type WaitingFor = (typeof waitingFor)[number]

const waiting = sql`case
  when c.status in ('archived', 'merged') then null
  when c.paused_at is not null then 'outside'
  when c.status = 'told' then 'person'
  when c.status in ('consenting', 'escalated') then 'leadership'
  when c.status = 'submitted' or c.time_asked then 'supervision'
  when c.status = 'investigating' then case when c.handling_department_id is null then 'centre' else 'department' end
  when c.restricted then 'supervision'
  else 'centre' end`

// Of what is open now: not told though the deadline is past, or not yet, but before the end of the next working day.
const isOpen = sql<boolean>`c.status not in ('archived', 'merged')`
const untold = sql<boolean>`c.status <> all(${settled})`
const isLate = (now: Date) => sql<boolean>`(${untold} and c.due_at < ${now})`
const isSoon = (now: Date, until: Date) => sql<boolean>`(${untold} and c.due_at >= ${now} and c.due_at <= ${until})`

/**
 * The common table expression `matters`: one row for each case `c` of `from` that the condition lets in and that had come in
 * by `asOf`.
 *
 * `told_on`, `due_on` and `judged` are those of cases/judging.ts. `late` and `soon` are of what is open now: not told
 * though the deadline is past, or before the end of the next working day.
 * `answered_at` is when the first round was answered, `first_due_at` until when it had to be: what the monthly report
 * judges. `known_told_on` and `first_told_at` are the day and the instant of being told whatever `asOf` is.
 */
export const mattersAmong = (
  { asOf, now, soonUntil }: Standing,
  { from, where }: { readonly from: RawBuilder<unknown>; readonly where: RawBuilder<unknown> },
): RawBuilder<unknown> => sql`
  matters as not materialized (
    select c.*, m.received_on, m.due_on, m.told_on,
      case when m.told_on is not null then coalesce(c.satisfaction, f.outcome) end as grade,
      e.number as register_number, e.said->>'category' as said_category,
      coalesce(nullif(left(c.category, 1), ''), 'none') as letter,
      coalesce(c.handling_department_id, c.department_id) as concerned_id,
      -- Who handled what was taken over as answered is not known.
      case when c.archived_by = 'taken-over' then null else c.owner_id end as answers_for_it,
      ${isOpen} as open,
      ${waiting} as waiting,
      ${isLate(now)} as late,
      ${isSoon(now, soonUntil)} as soon,
      ${judgedOf(asOf)} as judged,
      -- An old register tells one answer, in whichever round it was given.
      coalesce(f.answered_at, case when c.taken_over then c.told_at end) as answered_at,
      f.due_at as first_due_at, t.on_day as known_told_on, f.told_at as first_told_at
    from ${from} ${dueAndTold(asOf)}
    where c.received_at < ${startOfDay(addDays(asOf, 1))} and ${where}
  )`

/** `matters` of everything that the reader may read. */
export const mattersOf = (ctx: Ctx, standing: Standing): RawBuilder<unknown> =>
  mattersAmong(standing, { from: sql`cases c`, where: within(ctx.me, 'case.read', 'c') })
