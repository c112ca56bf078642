// The numbers of a report before anything is hidden: what is counted from what is kept ready, and by whom it is compared.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { startOfDay } from '#kernel/time.ts'
import {
  isFollowUp,
  opinionIsSeen,
  type Question,
  readsIntegrity,
  type SliceName,
  sliceNames,
  staysOf,
} from './stays.ts'

/** The counts of one group of stays; `due` is discharges − excluded, `graded` those reached who gave a grade. */
export type Counts = {
  readonly discharges: number
  readonly excluded: number
  readonly pending: number
  readonly reached: number
  readonly graded: number
  readonly satisfied: number
  readonly fairly: number
  readonly dissatisfied: number
  readonly opinions: number
  readonly attempts: number
  readonly firstCallJudged: number
  readonly firstCallInTime: number
}

export type CaseCounts = {
  readonly opened: number
  readonly judged: number
  readonly inTime: number
  readonly archived: number
  readonly archivedByPerson: number
  readonly secondRounds: number
  readonly open: number
}

export type Reckoning = {
  readonly total: Counts
  readonly by: Readonly<Record<SliceName, Readonly<Record<string, Counts>>>>
  /** How many stays came to each outcome. */
  readonly outcomes: Readonly<Record<string, number>>
  /** Opinions by the first letter of their category; `none` where the old register's words fit no category. */
  readonly opinions: Readonly<Record<string, number>>
  /** Of the graded calls, those that answered a dimension, and the mean of their answers from 0 (worst) to 1. */
  readonly dimensions: Readonly<Record<string, { readonly people: number; readonly score: number }>>
}

export const noCounts: Counts = {
  discharges: 0,
  excluded: 0,
  pending: 0,
  reached: 0,
  graded: 0,
  satisfied: 0,
  fairly: 0,
  dissatisfied: 0,
  opinions: 0,
  attempts: 0,
  firstCallJudged: 0,
  firstCallInTime: 0,
}

const countColumns = sql`
  count(*)::int as discharges,
  (count(*) filter (where excluded))::int as excluded,
  (count(*) filter (where outcome = 'pending'))::int as pending,
  (count(*) filter (where outcome = 'reached'))::int as reached,
  count(grade)::int as graded,
  (count(*) filter (where grade = 'satisfied'))::int as satisfied,
  (count(*) filter (where grade = 'fairly'))::int as fairly,
  (count(*) filter (where grade = 'dissatisfied'))::int as dissatisfied,
  coalesce(sum(opinions), 0)::int as opinions,
  coalesce(sum(attempts), 0)::int as attempts,
  (count(*) filter (where first_call_judged))::int as "firstCallJudged",
  (count(*) filter (where first_call_judged and first_call_in_time))::int as "firstCallInTime"`

type Sliced = Counts & { readonly [K in SliceName]?: string } & { readonly which: number }
type Row = {
  slices: Sliced[]
  outcomes: Record<string, number> | null
  opinions: Record<string, number> | null
  dimensions: Record<string, { people: number; score: number }> | null
}

/** The bit by which `grouping()` tells that a column is not grouped by; the first column has the highest. */
const bitOf = (name: SliceName): number => 1 << (sliceNames.length - 1 - sliceNames.indexOf(name))
const all = 2 ** sliceNames.length - 1

/**
 * Counts a period from what is kept ready on tasks and answers, in one statement, so that all figures of a report are of
 * the same moment.
 */
export const reckon = async (ctx: Ctx, question: Question): Promise<Reckoning> => {
  const columns = sql.join(sliceNames.map((name) => sql.ref(name)))
  const sets = sql.join(sliceNames.map((name) => sql`(${sql.ref(name)})`))
  const { rows } = await sql<Row>`
    with ${staysOf(ctx, question)},
    sliced as (
      select ${columns}, grouping(${columns}) as which, ${countColumns} from stays group by grouping sets ((), ${sets})
    ),
    said as (
      select coalesce(left(t.opinion_category, 1), 'none') as letter, count(*)::int as n
      from stays s join tasks t on t.encounter_id = s.id and ${isFollowUp} and ${opinionIsSeen(ctx.me)}
      where s.opinions > 0 group by 1
    ),
    rated as (
      select a.dimension, count(*)::int as people, round(avg(a.score)::numeric, 4) as score
      from stays s join answers a on a.task_id = s.graded_task_id
      where a.dimension is not null and (${readsIntegrity(ctx.me)} or a.dimension <> 'integrity')
      group by a.dimension
    )
    select (select jsonb_agg(to_jsonb(sliced)) from sliced) as slices,
      (select jsonb_object_agg(outcome, n) from (select outcome, count(*)::int as n from stays group by 1) o) as outcomes,
      (select jsonb_object_agg(letter, n) from said) as opinions,
      (select jsonb_object_agg(dimension, jsonb_build_object('people', people, 'score', score)) from rated) as dimensions`.execute(
    ctx.tx,
  )
  const { slices, outcomes, opinions, dimensions } = rows[0]!
  const by = Object.fromEntries(
    sliceNames.map((name) => [
      name,
      Object.fromEntries(
        slices.filter(({ which }) => which === all - bitOf(name)).map((slice) => [slice[name]!, countsOf(slice)]),
      ),
    ]),
  ) as Reckoning['by']
  const total = slices.find(({ which }) => which === all)
  return {
    total: total ? countsOf(total) : noCounts,
    by,
    outcomes: outcomes ?? {},
    opinions: opinions ?? {},
    dimensions: dimensions ?? {},
  }
}

const countsOf = (slice: Counts): Counts =>
  Object.fromEntries(Object.keys(noCounts).map((key) => [key, slice[key as keyof Counts]])) as Counts

/** Cases that came in during a period, with the state they are in now; those the reader may not read are not there. */
export const casesOf = (ctx: Ctx, { period, departmentId }: Question) => sql`
  reported as (
    select c.id, c.number, c.status, c.category, c.received_at, c.round, c.archived_by,
      coalesce(c.handling_department_id, c.department_id) as department_id,
      a.answered_at is not null or r.due_at < ${ctx.now} as judged,
      coalesce(a.answered_at <= r.due_at, false) as in_time
    from cases c left join rounds r on r.case_id = c.id and r.number = 1
    -- An old register tells one answer, in whichever round it was given.
    left join lateral (select coalesce(r.answered_at, case when c.taken_over then c.told_at end) as answered_at) a on true
    where c.received_at >= ${startOfDay(period.from)} and c.received_at < ${startOfDay(period.until)}
      and ${within(ctx.me, 'case.read', 'c')}
      ${departmentId ? sql`and coalesce(c.handling_department_id, c.department_id) = ${departmentId}` : sql``}
  )`

export const reckonCases = async (ctx: Ctx, question: Question): Promise<CaseCounts> => {
  const { rows } = await sql<CaseCounts>`
    with ${casesOf(ctx, question)}
    select count(*)::int as opened,
      (count(*) filter (where judged))::int as judged,
      (count(*) filter (where judged and in_time))::int as "inTime",
      (count(*) filter (where status = 'archived'))::int as archived,
      (count(*) filter (where status = 'archived' and archived_by = 'person'))::int as "archivedByPerson",
      (count(*) filter (where round >= 2))::int as "secondRounds",
      (count(*) filter (where status <> 'archived'))::int as open
    from reported`.execute(ctx.tx)
  return rows[0]!
}
