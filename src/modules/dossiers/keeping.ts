// How long a file is kept: its class by what the matter became, years by the hospital's standards, from the day of archiving.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { type Day, dayOf } from '#kernel/time.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { callRecordingsOf } from './recordings.ts'

/**
 * The class of a row of `cases`. 争议: grave, about integrity, in its third round, or sent the ways of the law. 投诉:
 * complaints and staff voices. Everything else is ordinary (《医疗纠纷预防和处理条例》; terms: house rule).
 */
export const keepingClass = sql<'ordinary' | 'complaint' | 'dispute'>`case
  when cases.severity >= 3 or cases.integrity or cases.round >= 3 or cases.archived_by = 'referred' then 'dispute'
  when cases.kind in ('complaint', 'staff') then 'complaint' else 'ordinary' end`

/** The hospital's day on which a case was archived. */
export const archivedOn = dayIn(sql`cases.archived_at`)

type Terms = {
  readonly years: RawBuilder<number>
  readonly dueOn: RawBuilder<Day>
  readonly recordingsDueOn: RawBuilder<Day>
}

/** The terms that the hospital has set, over a row of `cases`. */
export const termsOf = async (ctx: Pick<Ctx, 'tx'>): Promise<Terms> => {
  const [ordinary, complaint, dispute, recording] = [
    await standardOf(ctx, 'keepOrdinary'),
    await standardOf(ctx, 'keepComplaint'),
    await standardOf(ctx, 'keepDispute'),
    await standardOf(ctx, 'keepRecording'),
  ]
  const years = sql<number>`(case ${keepingClass} when 'dispute' then ${dispute}::int when 'complaint' then ${complaint}::int else ${ordinary}::int end)`
  return {
    years,
    dueOn: sql<Day>`(${archivedOn} + make_interval(years => ${years}))::date`,
    recordingsDueOn: sql<Day>`(${archivedOn} + ${recording}::int)`,
  }
}

/** Recordings of a case that still say something: brought with it, or made of its calls. */
export const recordingsOf = sql<number>`((select count(*)::int from files f
  where f.noun = 'case' and f.subject = cases.id and f.type like 'audio/%' and octet_length(f.content) > 0)
  + ${callRecordingsOf})`

export type Standing = {
  readonly id: string
  readonly number: string
  readonly class: 'ordinary' | 'complaint' | 'dispute'
  readonly years: number
  readonly archivedOn: Day | null
  readonly dueOn: Day | null
  readonly recordingsDueOn: Day | null
  readonly destroyedAt: Date | null
  readonly recordings: number
  readonly heldFor: string | null
}

/** How the file of a case stands; null for one that does not exist. Who may know of it was asked before. */
export const standingOf = async (ctx: Pick<Ctx, 'tx'>, caseId: string): Promise<Standing | null> => {
  const { years, dueOn, recordingsDueOn } = await termsOf(ctx)
  const { rows } = await sql<Standing>`
    select cases.id, cases.number, ${keepingClass} as class, ${years} as years, ${archivedOn} as "archivedOn",
      ${dueOn} as "dueOn", ${recordingsDueOn} as "recordingsDueOn", cases.destroyed_at as "destroyedAt",
      ${recordingsOf} as recordings,
      (select reason from holds where case_id = cases.id and released_at is null) as "heldFor"
    from cases where cases.id = ${caseId}`.execute(ctx.tx)
  return rows[0] ?? null
}

/** Whether a term has passed; on the last day it has not. */
export const isDue = (dueOn: Day | null, now: Date): boolean => dueOn !== null && dueOn < dayOf(now)
