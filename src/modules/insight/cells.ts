// The figures of discharges by third of a month, department and cut: from what is kept ready, and from the rows themselves where that is not up to date.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { scopeOf, within } from '#engine/permit.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { opinionIsForAll, opinionIsSeen, type Question, readsIntegrity, staysAmong } from './stays.ts'

/** The counts of a group of stays, as columns of both tables of rollups, with the condition that each counts. */
export const countColumns = {
  discharges: sql`true`,
  excluded: sql`excluded`,
  pending: sql`outcome = 'pending'`,
  reached: sql`outcome = 'reached'`,
  graded: sql`grade is not null`,
  satisfied: sql`grade = 'satisfied'`,
  fairly: sql`grade = 'fairly'`,
  dissatisfied: sql`grade = 'dissatisfied'`,
  opinions: null,
  attempts: null,
  first_call_judged: sql`first_call_judged`,
  first_call_in_time: sql`first_call_judged and first_call_in_time`,
} as const
export type CountColumn = keyof typeof countColumns
export const countNames = Object.keys(countColumns) as CountColumn[]

const columns = (of: (name: CountColumn) => RawBuilder<unknown>) => sql.join(countNames.map(of))
/** The columns by name. */
export const countRefs = columns((name) => sql.ref(name))
const sums = columns((name) => sql`sum(${sql.ref(name)})::int as ${sql.ref(name)}`)

/** The cuts that are kept beside a department's total; `department` is that total itself. */
export const cellCuts = ['campus', 'group', 'caller', 'sex', 'age', 'outcome', 'opinion', 'dimension'] as const
export type CellCut = (typeof cellCuts)[number]
const sliced = ['campus', 'group', 'caller', 'sex', 'age'] as const

/** A row of figures. Of an outcome, a letter and a dimension only `discharges`, `opinions`, `graded` and `score` count. */
export type Cell = Readonly<Record<CountColumn, number>> & {
  readonly month: string
  readonly cut: CellCut | 'total'
  readonly key: string
  readonly score: number
}

const nothingBut = (given: Partial<Record<CountColumn, RawBuilder<unknown>>>) =>
  columns((name) => given[name] ?? sql`0`)

/**
 * The common table expression `counted`: the cells of the stays of `stays`, which have the columns `span`, `place` and
 * `whole`; one that is not `whole` is there for its opinions that are not for everybody, and counts nothing else. Stay by
 * stay throughout (`offset 0` keeps the planner from joining): what it believes of a table may be a moment old, and all
 * calls of five years are read for a handful of stays then.
 */
export const countedOf = (seen: RawBuilder<boolean>): RawBuilder<unknown> => sql`
  counted as (
    select span, place, case grouping(campus, "group", caller, sex, age)
        when 15 then 'campus' when 23 then 'group' when 27 then 'caller' when 29 then 'sex' when 30 then 'age' else 'total' end as cut,
      coalesce(campus, "group", caller, sex, age, '') as key,
      ${columns(
        (name) =>
          sql`${
            name === 'opinions'
              ? sql`sum(case when whole then opinions else opinions - opinions_for_all end)`
              : name === 'attempts'
                ? sql`coalesce(sum(attempts) filter (where whole), 0)`
                : sql`count(*) filter (where whole and ${countColumns[name]})`
          } as ${sql.ref(name)}`,
      )}, 0::float8 as score
    from stays group by grouping sets ((span, place), ${sql.join(sliced.map((cut) => sql`(span, place, ${sql.ref(cut)})`))})
    union all
    select span, place, 'outcome', outcome, ${nothingBut({ discharges: sql`count(*)` })}, 0 from stays where whole group by span, place, outcome
    union all
    select s.span, s.place, 'opinion', coalesce(left(t.opinion_category, 1), 'none'), ${nothingBut({ opinions: sql`count(*)` })}, 0
    from stays s cross join lateral (select * from tasks t where t.encounter_id = s.id and ${isFollowUp} offset 0) t
    where s.opinions > 0 and ${seen} and (s.whole or not ${opinionIsForAll}) group by 1, 2, 4
    union all
    -- Of those who answered: how many were asked, how many of the answers have a score, and their sum.
    select s.span, s.place, 'dimension', a.dimension, ${nothingBut({ discharges: sql`count(*)`, graded: sql`count(a.score)` })}, coalesce(sum(a.score::float8), 0)
    from stays s cross join lateral (select * from answers a where a.task_id = s.graded_task_id and a.dimension is not null offset 0) a
    where s.whole group by s.span, s.place, a.dimension
  )`

/** What the figures were counted by; what was counted by other rules is not used. */
export const rulesOf = ({ firstCallDays }: Pick<Question, 'firstCallDays'>): string => `first-call ${firstCallDays}`

/** Every mark of a change that is not counted yet, as rows `span`, `place`. */
export const markedStays = sql`
  select span, place from stay_marks where span is not null
  union
  select ten_days_of(e.discharged_on), place_of(e.department_id)
  from stay_marks m cross join lateral (select * from encounters e where e.id = m.encounter_id offset 0) e where m.encounter_id is not null
  union
  select ten_days_of(e.discharged_on), place_of(e.department_id)
  from stay_marks m cross join lateral (select * from encounters e where e.patient_id = m.patient_id offset 0) e where m.patient_id is not null`

/** The stays of one department in one third of a month, `d`, found by their index whatever the planner believes. */
export const staysAt = sql`cross join lateral (
  select * from encounters e where place_of(e.department_id) = d.place and e.discharged_on >= d.span and e.discharged_on < ten_days_end(d.span) offset 0) e`

/** What is kept of a stay's own columns on the way from `encounters` to `stays`. */
export const stayColumns = sql`e.id, e.patient_id, e.discharged_on, e.campus_id, e.department_id, e.department_group, e.sex, e.age_years, e.leaving, e.created_at`
/** Under this place stand the cells of a third of a month of all departments together. */
export const everyPlace = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const placed = sql`ten_days_of(e.discharged_on) as span, place_of(e.department_id) as place`
export const wholeStay = sql`e.whole, ${placed}`

type Wanted = {
  /** Figures of each month by itself; else of the whole period, with the month ''. */
  readonly monthly?: boolean
  /** Which cuts; all of them where none are named. */
  readonly cuts?: readonly CellCut[]
  /** Counts everything from the rows themselves, as if nothing were kept ready. */
  readonly live?: boolean
}

/**
 * The figures of a period in whole months, in one statement: exactly what the rows say at its moment. What is kept ready is
 * summed up; where something has changed since, or was not counted yet, or time itself has made another of it, the rows of
 * that department and third of a month are counted; and opinions that are not for everybody are counted for the reader.
 * The key of a `total` is a department, the nil id where none is known.
 */
export const cellsOf = async (ctx: Ctx, question: Question, wanted: Wanted = {}): Promise<Cell[]> => {
  const { period, departmentId, firstCallDays } = question
  const { monthly = false, cuts = cellCuts, live = false } = wanted
  const inPeriod = sql`span >= ${period.from}::date and span < ${period.until}::date`
  const mine = (table: string) => sql`${within(ctx.me, 'report.read', table)}
    ${departmentId ? sql`and ${sql.ref(`${table}.department_id`)} = ${departmentId}` : sql``}`
  const seen = opinionIsSeen(ctx.me)
  const isCut = sql`c.cut = any(${cuts}) and c.span >= ${period.from}::date and c.span < ${period.until}::date`
  const cellRefs = sql`c.span, c.place, c.cut, c.key`
  // Who may count every department needs only their sum, without those that are counted anew.
  const everything = !departmentId && scopeOf(ctx.me, 'report.read').some((one) => Object.keys(one).length === 0)
  const keptCells = everything
    ? sql`union all
      select ${cellRefs}, ${columns((name) => sql.ref(`c.${name}`))}, c.score
      from stay_cells c where c.place = ${everyPlace} and c.span in (select span from rolled_span) and ${isCut}
      union all
      select ${cellRefs}, ${columns((name) => sql`-${sql.ref(`c.${name}`)}`)}, -c.score
      from dirty d join stay_cells c on c.span = d.span and c.place = d.place where ${isCut}`
    : sql`union all
      select ${cellRefs}, ${columns((name) => sql.ref(`c.${name}`))}, c.score
      from kept k join stay_cells c on c.span = k.span and c.place = k.place where ${isCut}`
  const { rows } = await sql<Cell>`
    with marked as materialized (${markedStays}),
    rolled_span as materialized (
      select span from rolled_spans where kind = 'stays' and ${inPeriod} and rules = ${rulesOf(question)} and ${!live}
    ),
    kept as materialized (
      select r.* from (select *, nullif(place, place_of(null)) as department_id from stay_rollups) r
      where ${inPeriod} and ${mine('r')} and span in (select span from rolled_span)
        and valid_after < ${ctx.now} and valid_until > ${ctx.now} and (span, place) not in (select span, place from marked where span is not null)
    ),
    -- Of the thirds of a month that have been counted: what is marked, and what time has made another of.
    dirty as materialized (
      select span, place from marked where span in (select span from rolled_span)
      union
      select span, place from stay_rollups where span in (select span from rolled_span) and not (valid_after < ${ctx.now} and valid_until > ${ctx.now})
    ),
    uncounted as materialized (
      select span from (select generate_series(0, 2) * 10 + month::date as span
        from generate_series(date_trunc('month', ${period.from}::timestamp), ${period.until}::timestamp - interval '1 day', interval '1 month') month) every
      where ${inPeriod} and span not in (select span from rolled_span)
    ),
    chosen as (
      select ${stayColumns}, true as whole from dirty d ${staysAt} where ${mine('e')}
      union all
      select ${stayColumns}, true from uncounted d cross join lateral (
        select * from encounters e where e.discharged_on >= d.span and e.discharged_on < ten_days_end(d.span) offset 0) e where ${mine('e')}
      union all
      select ${stayColumns}, false from (select unnest(apart) as id from kept) k
        cross join lateral (select * from encounters e where e.id = k.id offset 0) e
    ),
    ${staysAmong({ from: sql`chosen e`, also: wholeStay, seen, now: ctx.now, firstCallDays })},
    ${countedOf(seen)},
    cells as (
      select span, place, 'total' as cut, '' as key, ${countRefs}, 0 as score from kept
      ${keptCells}
      union all
      select span, place, cut, key, ${countRefs}, score from counted where cut = 'total' or cut = any(${cuts})
    )
    select ${monthly ? sql`to_char(span, 'YYYY-MM')` : sql`''`} as month, cut, case when cut = 'total' then place::text else key end as key,
      ${sums}, sum(score) as score
    from cells where ${readsIntegrity(ctx.me)} or cut <> 'dimension' or key <> 'integrity' group by 1, 2, 3`.execute(
    ctx.tx,
  )
  return rows
}
