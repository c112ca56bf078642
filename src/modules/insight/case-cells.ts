// The figures of cases by third of a month and department: from what is kept ready, and from the rows themselves where that is not up to date.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { scopeOf, scopeSql, within } from '#engine/permit.ts'
import type { Calendar } from '#kernel/calendar.ts'
import { isWorkday } from '#kernel/calendar.ts'
import type { Scope } from '#kernel/permission.ts'
import { addDays, type Day, startOfDay } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { complaintKinds, raisedKinds } from './case-words.ts'
import { mattersAmong, type Standing } from './matters.ts'

export const isComplaint = sql<boolean>`kind = any(${complaintKinds})`
const ofComplaints = (condition: RawBuilder<unknown>) => sql`${isComplaint} and ${condition}`

/** What patients raised that should not have had to be raised, by the letter of its category: a column of each. */
const raisedBy = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'none'] as const
type RaisedColumn = `raised_${(typeof raisedBy)[number]}`
export const raised: readonly { readonly letter: string; readonly column: RaisedColumn }[] = raisedBy.map((name) => ({
  letter: name === 'none' ? name : name.toUpperCase(),
  column: `raised_${name}`,
}))
const raisedCounts = Object.fromEntries(
  raised.map(({ letter, column }) => [column, () => sql`kind = any(${raisedKinds}) and letter = ${letter}`]),
) as Record<RaisedColumn, () => RawBuilder<unknown>>

/** The counts of a group of `matters` as columns of `case_rollups`, with the condition that each counts: a list of them has the same. */
export const caseCounts = {
  opened: () => sql`true`,
  // What the monthly report judges: the first round's answer, by the instant of its deadline.
  judged: (now: Date) => sql`(answered_at is not null or first_due_at < ${now})`,
  in_time: () => sql`coalesce(answered_at <= first_due_at, false)`,
  archived: () => sql`status = 'archived'`,
  archived_by_person: () => sql`status = 'archived' and archived_by = 'person'`,
  second_rounds: () => sql`round >= 2`,
  open: () => sql`status <> 'archived'`,
  taken_over: () => sql`taken_over`,
  told_in_time: () => ofComplaints(sql`judged = 'in-time'`),
  told_late: () => ofComplaints(sql`judged = 'late'`),
  open_in_time: () => ofComplaints(sql`judged = 'open-in-time'`),
  open_late: () => ofComplaints(sql`judged = 'open-late'`),
  satisfied: () => ofComplaints(sql`grade = 'satisfied'`),
  fairly: () => ofComplaints(sql`grade = 'fairly'`),
  dissatisfied: () => ofComplaints(sql`grade = 'dissatisfied'`),
  ungraded: () => ofComplaints(sql`told_on is not null and grade is null`),
  complaint_second_rounds: () => ofComplaints(sql`round >= 2`),
  complaint_third_rounds: () => ofComplaints(sql`round >= 3`),
  kind_opinion: () => sql`kind = 'opinion'`,
  kind_suggestion: () => sql`kind = 'suggestion'`,
  kind_complaint: () => sql`kind = 'complaint'`,
  kind_staff: () => sql`kind = 'staff'`,
  kind_praise: () => sql`kind = 'praise'`,
  kind_enquiry: () => sql`kind = 'enquiry'`,
  kind_help: () => sql`kind = 'help'`,
  ...raisedCounts,
} as const satisfies Record<string, (now: Date) => RawBuilder<unknown>>
export type CaseColumn = keyof typeof caseCounts
export const caseColumns = Object.keys(caseCounts) as CaseColumn[]

const columns = (of: (name: CaseColumn) => RawBuilder<unknown>, only: readonly CaseColumn[] = caseColumns) =>
  sql.join(only.map(of))

/** By which calendar working days were counted; what was counted by another is not used. */
export const caseRulesOf = ({ version }: Calendar): string => `calendar ${version}`

/** The working days up to each day from `from` to `to`, counted from `from`: the common table expression `calendar`. */
export const calendarOf = (calendar: Calendar, from: Day, to: Day): RawBuilder<unknown> => {
  const places: number[] = [0]
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    places.push(places.at(-1)! + Number(isWorkday(day, calendar).works))
  return sql`calendar as materialized (select ${places}::int[] as places, ${from}::date as first)`
}
const workdaysFrom = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) =>
  sql`(calendar.places[greatest(${to}, ${from}) - calendar.first + 1] - calendar.places[${from} - calendar.first + 1])`

/** Lists with one entry of each complaint, as columns of `case_rollups`. */
const lists = {
  categories: sql`array_agg(case when letter = 'none' then 'none:' || coalesce(said_category, '') else letter end) filter (where ${isComplaint})`,
  told_workdays: sql`array_agg(${workdaysFrom(sql`received_on`, sql`told_on`)}) filter (where ${isComplaint} and told_on is not null)`,
  told_minutes: sql`array_agg((extract(epoch from first_told_at - received_at) / 60)::int) filter (where ${isComplaint} and told_on is not null and first_told_at is not null)`,
} as const
type List = keyof typeof lists
export const caseLists = Object.keys(lists) as List[]

/**
 * The common table expression `counted`: figures of the cases of `matters` by third of a month, department and the columns
 * by which the permission matrix judges a case; `more` are further columns. Needs `calendar`.
 */
export const countedCases = ({ now }: Standing, more?: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  counted as (
    select ten_days_of(received_on) as span, place_of(concerned_id) as place, handling_department_id is not null as handled, restricted, leadership,
      ${columns((name) => sql`count(*) filter (where ${caseCounts[name](now)}) as ${sql.ref(name)}`)},
      ${sql.join(caseLists.map((name) => sql`coalesce(${lists[name]}, '{}') as ${sql.ref(name)}`))}${more ? sql`, ${more}` : sql``}
    from matters cross join calendar group by 1, 2, 3, 4, 5
  )`

/** The columns of `case_rollups` by which a scope may judge a group of cases from which nobody is barred. */
const judgedBy = ['restricted', 'leadership', 'handling_department_id']

/**
 * Which groups of `case_rollups` a reader may read whole. What else he may read are cases for themselves: those that
 * somebody is barred from, his own restricted ones, those that his department helps with. `enough` is false where those
 * cannot be told by that; then nothing that is kept ready serves him.
 */
const wholeGroups = (scope: Scope): { readonly groups: Scope; readonly enough: boolean } => {
  const bare = scope.map((alternative) =>
    Object.fromEntries(
      Object.entries(alternative).filter(([column]) => column !== 'barred_staff' && column !== 'nobody_barred'),
    ),
  )
  const groups = bare.filter((alternative) => Object.keys(alternative).every((column) => judgedBy.includes(column)))
  const everythingOpen = groups.some((one) =>
    Object.entries(one).every(
      ([column, value]) => column === 'restricted' && Array.isArray(value) && value.includes(false),
    ),
  )
  const enough = bare.every((one) => groups.includes(one) || everythingOpen || Object.hasOwn(one, 'assisting'))
  return { groups, enough }
}

/** Every mark of a change that is not counted yet, as rows `span`, `place`. */
export const markedCases = sql`
  select span, place from case_marks where span is not null
  union
  select ten_days_of(${dayIn(sql`c.received_at`)}), place_of(coalesce(c.handling_department_id, c.department_id))
  from case_marks m cross join lateral (select * from cases c where c.id = m.case_id offset 0) c where m.case_id is not null`

const begins = (day: RawBuilder<unknown>) => sql`(timezone('UTC', (${day})::timestamp) - interval '8 hours')`
/** The cases of one department in one third of a month, `d`, found by their index whatever the planner believes. */
export const casesAt = sql`cross join lateral (
  select * from cases c where place_of(coalesce(c.handling_department_id, c.department_id)) = d.place
    and c.received_at >= ${begins(sql`d.span`)} and c.received_at < ${begins(sql`ten_days_end(d.span)`)} offset 0) c`

export type CaseGroup = Readonly<Record<CaseColumn, number>> & {
  /** '' where the whole period is one. */
  readonly month: string
  /** The department that handles them, else that they concern; '' where all are one, the nil id where none is known. */
  readonly place: string
}
/** How long complaints took from the day of receipt until the person was told: of `n` of them, exactly. */
export type Taken = {
  readonly n: number
  readonly mean: number | null
  readonly median: number | null
  readonly p90: number | null
}
export type TakenGroup = {
  readonly month: string
  readonly place: string
  /** Working days after the day of receipt. */
  readonly workdays: Taken
  /** By the clock; of those whose hour is known. */
  readonly minutes: Taken
}
export type CaseCells = {
  readonly groups: readonly CaseGroup[]
  readonly categories: readonly { readonly letter: string; readonly said: string | null; readonly n: number }[]
  readonly taken: readonly TakenGroup[]
}

/** How figures are told apart: not at all, by month, by department, or by both. */
export type Grain = { readonly monthly?: boolean; readonly byPlace?: boolean }

type Asked = {
  /** Days `[from, until)`, whole months. */
  readonly from: Day
  readonly until: Day
  readonly departmentId?: string | undefined
  readonly standing: Standing
  readonly groups?: Grain
  /** The counts of a group that are asked for; all of them where none are named. */
  readonly only?: readonly CaseColumn[] | undefined
  /** By category; not asked where it is not named. */
  readonly categories?: boolean
  /** How long it took; not asked where it is not named. */
  readonly taken?: readonly Grain[]
  readonly live?: boolean
}

const keyed = ({ monthly = false, byPlace = false }: Grain) =>
  sql`${monthly ? sql`to_char(span, 'YYYY-MM')` : sql`''`} as month, ${byPlace ? sql`place::text` : sql`''`} as place`

type TakenRow = { readonly list: 'workdays' | 'minutes'; readonly month: string; readonly place: string } & Taken

const takenSql = (list: 'workdays' | 'minutes', grain: Grain) => sql`
  select ${list} as list, ${keyed(grain)}, count(v)::int as n, avg(v)::float8 as mean, percentile_cont(0.5) within group (order by v) as median,
    percentile_disc(0.9) within group (order by v) as p90
  from cells cross join lateral unnest(${sql.ref(`told_${list}`)}) v group by 2, 3`

const nobody: Taken = { n: 0, mean: null, median: null, p90: null }
const takenGroups = (rows: readonly TakenRow[]): TakenGroup[] =>
  [...Map.groupBy(rows, ({ month, place }) => `${month} ${place}`).values()].map((both) => {
    const of = (list: TakenRow['list']): Taken => {
      const { n, mean, median, p90 } = both.find((row) => row.list === list) ?? nobody
      return { n, mean, median, p90 }
    }
    return { month: both[0]!.month, place: both[0]!.place, workdays: of('workdays'), minutes: of('minutes') }
  })

/**
 * The figures of the cases of a period that the reader may read, in one statement: exactly what the rows say at its moment.
 * What is kept ready is summed up; what has changed since, or was not counted yet, or is judged otherwise as of that day,
 * is counted from the rows of that department and third of a month; and so are the cases of which not everybody may know.
 */
export const caseCellsOf = async (ctx: Ctx, asked: Asked): Promise<CaseCells> => {
  const { from, until, departmentId, standing, groups = {}, only, categories = false, taken = [] } = asked
  const { calendar } = await clockRules(ctx)
  const { groups: scope, enough } = wholeGroups(scopeOf(ctx.me, 'case.read'))
  const live = asked.live === true || !enough
  const inPeriod = sql`span >= ${from}::date and span < ${until}::date`
  const mine = sql`${within(ctx.me, 'case.read', 'c')}
    ${departmentId ? sql`and coalesce(c.handling_department_id, c.department_id) = ${departmentId}` : sql``}`
  const isRight = sql`(valid_after < ${standing.now} and valid_until > ${standing.now} and as_of_from <= ${standing.asOf}::date and as_of_until >= ${standing.asOf}::date)`
  // What is not asked for is not carried along: it is most of what is kept.
  const wanted = sql.join([
    sql`span, place, ${columns((name) => sql.ref(name), only)}`,
    ...(categories ? [sql`categories`] : []),
    ...(taken.length > 0 ? [sql`told_workdays, told_minutes`] : []),
  ])
  const { rows } = await sql<{
    groups: CaseGroup[] | null
    categories: CaseCells['categories'] | null
    taken: TakenRow[] | null
  }>`
    with marked as materialized (${markedCases}),
    rolled_span as materialized (
      select span from rolled_spans where kind = 'cases' and ${inPeriod} and rules = ${caseRulesOf(calendar)} and ${!live}
    ),
    dirty as materialized (
      select span, place from marked where span in (select span from rolled_span) ${departmentId ? sql`and place = ${departmentId}` : sql``}
      union
      select span, place from case_rollups where span in (select span from rolled_span) and not ${isRight}
    ),
    kept as materialized (
      select ${wanted} from (select *, case when handled then place end as handling_department_id from case_rollups) r
      where ${inPeriod} and span in (select span from rolled_span) and (span, place) not in (select span, place from dirty)
        and ${scopeSql(scope, 'r')} ${departmentId ? sql`and place = ${departmentId}` : sql``}
    ),
    uncounted as materialized (
      select span from (select generate_series(0, 2) * 10 + month::date as span
        from generate_series(date_trunc('month', ${from}::timestamp), ${until}::timestamp - interval '1 day', interval '1 month') month) every
      where ${inPeriod} and span not in (select span from rolled_span)
    ),
    chosen as (
      select c.* from dirty d ${casesAt} where ${mine}
      union all
      select c.* from uncounted d cross join lateral (
        select * from cases c where c.received_at >= ${begins(sql`d.span`)} and c.received_at < ${begins(sql`ten_days_end(d.span)`)} offset 0) c where ${mine}
      union all
      select c.* from cases c
      where c.received_at >= ${startOfDay(from)} and c.received_at < ${startOfDay(until)} and ${mine}
        and (c.restricted or c.barred_staff <> '{}' or c.assisting <> '{}')
        and not (c.barred_staff = '{}' and (${scopeSql(scope, 'c')}) is true)
        and ten_days_of(${dayIn(sql`c.received_at`)}) in (select span from rolled_span)
        and (ten_days_of(${dayIn(sql`c.received_at`)}), place_of(coalesce(c.handling_department_id, c.department_id))) not in (select span, place from dirty)
    ),
    ${calendarOf(calendar, from, standing.asOf)},
    ${mattersAmong(standing, { from: sql`chosen c`, where: sql`true` })},
    ${countedCases(standing)},
    cells as materialized (
      select ${wanted} from kept
      union all
      select ${wanted} from counted
    ),
    grouped as (
      select ${keyed(groups)}, ${columns((name) => sql`sum(${sql.ref(name)})::int as ${sql.ref(name)}`, only)} from cells group by 1, 2
    )
    select (select jsonb_agg(to_jsonb(g)) from grouped g) as groups,
      ${
        categories
          ? sql`(select jsonb_agg(to_jsonb(c)) from (
              select split_part(v, ':', 1) as letter, case when v like 'none:%' then substr(v, 6) end as said, count(*)::int as n
              from cells cross join lateral unnest(categories) v group by 1, 2) c)`
          : sql`null`
      } as categories,
      ${
        taken.length > 0
          ? sql`(select jsonb_agg(to_jsonb(t)) from (${sql.join(
              taken.flatMap((grain) => [takenSql('workdays', grain), takenSql('minutes', grain)]),
              sql` union all `,
            )}) t)`
          : sql`null`
      } as taken`.execute(ctx.tx)
  const { groups: found, categories: letters, taken: times } = rows[0]!
  return { groups: found ?? [], categories: letters ?? [], taken: takenGroups(times ?? []) }
}
