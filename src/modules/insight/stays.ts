// What became of each discharge of a period, as one SQL definition that every figure and every list of rows shares.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { scopeSql, within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { type Day, monthSpan } from '#kernel/time.ts'
import { categories, isIntegrityCategory } from '#modules/cases/taxonomy.ts'
import { tooLateDays } from '#modules/followups/planning.ts'
import { isFollowUp, isUnfinished } from '#modules/followups/tasks.ts'
import { scopes } from '#src/permissions.ts'

/** The days `[from, until)` of a month `2011-03` or a year `2011`. */
export type Period = { readonly name: string; readonly from: Day; readonly until: Day }

export const periodOf = (name: string): Period =>
  name.length === 4 ? { name, from: `${name}-01-01`, until: `${Number(name) + 1}-01-01` } : { name, ...monthSpan(name) }

/** Which discharges are counted: those of a period that the reader may count, of one department where he asks for one. */
export type Question = {
  readonly period: Period
  readonly departmentId?: string | undefined
  /** Days after discharge within which the first call is due; the hospital may set it shorter. */
  readonly firstCallDays: number
}

/** The last year of each age band, in order; `75-` has none. */
const bands = [
  ['0-13', 13],
  ['14-44', 44],
  ['45-59', 59],
  ['60-74', 74],
  ['75-', null],
] as const
export const ageBands: readonly string[] = [...bands.map(([name]) => name), 'unknown']

/** The band of an age in whole years. */
export const ageBandOf = (age: number | null): string =>
  age === null ? 'unknown' : bands.find(([, last]) => last === null || age <= last)![0]

const ageBandSql = sql`case when e.age_years is null then 'unknown' ${sql.join(
  bands.map(([name, last]) => (last === null ? sql`else ${name}` : sql`when e.age_years <= ${last} then ${name}`)),
  sql` `,
)} end`

/** First letters of the categories that are for supervision alone. */
export const restrictedLetters = categories.filter((one) => isIntegrityCategory(one.code)).map((one) => one.code)

/** Supervision reads what is said about integrity; what callers promise patients (“只有监察室能看到”) binds everyone else. */
export const readsIntegrity = (me: Me): boolean => me.role === 'supervision' || me.id === systemId

/**
 * Whether the reader may know of the opinion on a task `t`: one of a category for supervision alone, or one whose case
 * is restricted or about somebody, is counted only for those who may read it, so that no subtraction finds it either. `is
 * not true`: a case that no department handles yet is outside a department's scope, where a comparison with null is neither.
 */
export const opinionIsSeen = (me: Me): RawBuilder<boolean> => sql<boolean>`(t.opinion is not null
  and (${readsIntegrity(me)} or left(t.opinion_category, 1) is null or left(t.opinion_category, 1) <> all(${restrictedLetters}))
  and not exists (select from cases c where c.source_id = t.id and (c.restricted or not ${scopeSql(scopes.case.any(me), 'c')})
    and (${within(me, 'case.read', 'c')}) is not true))`

/**
 * Whether the opinion on a task `t` is for everybody who may read the report; the others are counted for each reader.
 * Whoever reads any opinion reads these, so a figure kept ready may hold them.
 */
export const opinionIsForAll: RawBuilder<boolean> = sql<boolean>`(t.opinion is not null
  and (left(t.opinion_category, 1) is null or left(t.opinion_category, 1) <> all(${restrictedLetters}))
  and not exists (select from cases c where c.source_id = t.id and (c.restricted or c.barred_staff <> '{}')))`

/** Eight hours: the hospital's midnight as an instant. */
const midnight = (day: RawBuilder<unknown>) => sql`timezone('UTC', (${day})::timestamp) - interval '8 hours'`

/** Which discharges `stays` speaks of, and how they are judged. */
type Among = {
  /** Rows `e` with the columns of `encounters`. */
  readonly from: RawBuilder<unknown>
  readonly where?: RawBuilder<unknown>
  /** Further columns of `e` that `stays` shall have. */
  readonly also?: RawBuilder<unknown>
  /** Which opinions on a task `t` are counted. */
  readonly seen: RawBuilder<boolean>
  readonly now: Date
  readonly firstCallDays: number
}

/**
 * The common table expression `stays`: one row for each discharge with its `outcome`, whether it is `excluded` from those
 * due, its grade, and the columns it is cut by; put together from what is kept ready on the stay's tasks.
 *
 * The outcome is the first of these that holds:
 * reached   – any follow-up task (taken over ones included) reached somebody;
 * died      – left by dying (离院方式 5);
 * and with no task at all: died (before a first call was due), do-not-call (it stood when the list came in), else
 * not-planned (the list came too late, or no programme took it: the hospital's own omission, so it stays due);
 * pending   – a call still waits, unless another task has ended unreached and all that waits is past its date;
 * died, refused – any task ended so, or was cancelled because of it;
 * one of the twelve reasons – of the task with the latest deadline; else cancelled.
 *
 * `turns_at` are the instants at which the mere passing of time makes another stay of it.
 */
export const staysAmong = ({ from, where, also, seen, now, firstCallDays }: Among): RawBuilder<unknown> => sql`
  judged as materialized (
    select e.id, e.discharged_on, coalesce(e.campus_id::text, 'none') as campus, coalesce(e.department_group, 'none') as "group",
      coalesce(e.department_id::text, 'none') as department, e.sex, ${ageBandSql} as age,
      coalesce(c.caller_id::text, case when c.taken_over then 'register' else 'none' end) as caller,
      c.grade, c.graded_task_id, coalesce(c.attempts, 0) as attempts, coalesce(c.opinions, 0) as opinions, c.first_tried_at,
      coalesce(c.opinions_for_all, 0) as opinions_for_all, coalesce(c.any_opinions, 0) as any_opinions,
      case when c.reason is not null then c.waits_until end as waits_until,
      ${midnight(sql`e.discharged_on + ${firstCallDays + 1}::int`)} as first_call_until,
      case
        when c.reached then 'reached'
        when e.leaving = 'died' then 'died'
        when c.tasks = 0 then (
          select case
            when p.died_on <= e.discharged_on + ${tooLateDays}::int then 'died'
            when p.do_not_call_at <= e.created_at then 'do-not-call'
            else 'not-planned' end
          from patients p where p.id = e.patient_id)
        when c.waits and (c.reason is null or c.waits_until >= ${now}) then 'pending'
        when c.died then 'died'
        when c.refused then 'refused'
        else coalesce(c.reason, 'cancelled')
      end as outcome${also ? sql`, ${also}` : sql``}
    from ${from}
    -- Stay by stay: a plan that does not depend on what the database believes about a list that came in a minute ago.
    left join lateral (
      select count(*) as tasks,
        bool_or(t.reached_at is not null) as reached,
        bool_or(${isUnfinished()}) as waits,
        max(t.due_at) filter (where ${isUnfinished()}) as waits_until,
        bool_or(coalesce(t.unreached_reason, t.cancelled_reason) = 'died') as died,
        bool_or(coalesce(t.unreached_reason, t.cancelled_reason) = 'refused') as refused,
        (array_agg(t.unreached_reason order by t.due_at desc, t.id desc) filter (where t.unreached_reason is not null))[1] as reason,
        (array_agg(t.satisfaction order by t.due_at desc, t.id desc) filter (where t.satisfaction is not null and t.reached_at is not null))[1] as grade,
        (array_agg(t.id order by t.due_at desc, t.id desc) filter (where t.satisfaction is not null and t.reached_at is not null))[1] as graded_task_id,
        coalesce(
          (array_agg(t.caller_id order by t.due_at desc, t.id desc) filter (where t.caller_id is not null and t.reached_at is not null))[1],
          (array_agg(t.caller_id order by t.due_at desc, t.id desc) filter (where t.caller_id is not null))[1]) as caller_id,
        bool_or(t.taken_over) as taken_over,
        min(t.first_tried_at) as first_tried_at,
        sum(t.attempts)::int as attempts,
        (count(*) filter (where ${seen}))::int as opinions,
        (count(*) filter (where ${opinionIsForAll}))::int as opinions_for_all,
        count(t.opinion)::int as any_opinions
      from tasks t where t.encounter_id = e.id and ${isFollowUp}
    ) c on true
    ${where ? sql`where ${where}` : sql``}
  ),
  stays as (
    select *,
      outcome in ('died', 'do-not-call') as excluded,
      outcome not in ('died', 'do-not-call', 'reached', 'pending') as unreached,
      -- Those whose week is not over and who were not called yet are not judged.
      outcome not in ('died', 'do-not-call') and (first_tried_at is not null or first_call_until <= ${now}) as first_call_judged,
      first_tried_at < first_call_until as first_call_in_time,
      array[waits_until, case when first_tried_at is null then first_call_until end] as turns_at
    from judged
  )`

/** `stays` of a question, as its reader may count them; of those `only` where a condition on `encounters e` is given. */
export const staysOf = (
  ctx: Ctx,
  { period, departmentId, firstCallDays }: Question,
  only?: RawBuilder<boolean>,
): RawBuilder<unknown> =>
  staysAmong({
    from: sql`encounters e`,
    where: sql`e.discharged_on >= ${period.from}::date and e.discharged_on < ${period.until}::date
      and ${within(ctx.me, 'report.read', 'e')}
      ${departmentId ? sql`and e.department_id = ${departmentId}` : sql``} ${only ? sql`and ${only}` : sql``}`,
    seen: opinionIsSeen(ctx.me),
    now: ctx.now,
    firstCallDays,
  })

/** The columns of `stays` by which a report is cut; the key `none` stands where there is nothing. */
export const sliceNames = ['campus', 'group', 'department', 'caller', 'sex', 'age'] as const
export type SliceName = (typeof sliceNames)[number]
