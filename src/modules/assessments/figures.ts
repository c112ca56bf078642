// The figures of every department in a month, taken from the report and from the same definitions: nothing is counted in another way.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { within } from '#engine/permit.ts'
import { dayOf, monthSpan, startOfDay } from '#kernel/time.ts'
import { caseCounts, isComplaint } from '#modules/insight/case-cells.ts'
import type { Rate } from '#modules/insight/contract.ts'
import { rateOf } from '#modules/insight/figures.ts'
import { standingOf } from '#modules/insight/matters.ts'
import { mattersOfPeriod } from '#modules/insight/reckoning.ts'
import { atOneMoment, reckoningOf, reportOf } from '#modules/insight/report.ts'
import { type Question, staysOf } from '#modules/insight/stays.ts'
import { everyReaderOf } from '#src/scopes.ts'
import { catalogue } from './catalogue.ts'
import type { Figure, Figures } from './rules.ts'

export type Department = {
  readonly id: string
  readonly name: string
  readonly discharges: number
  readonly figures: Figures
}

/**
 * Whom the sheets are reckoned for: the reader of every paper that is told around, so that sheet and bulletin count the same.
 * A sheet says the same to all its readers: nothing restricted is in it, and nothing that somebody is barred from, for the
 * number would tell him of what he may not find (《信访工作条例》). Such a matter is judged by hand.
 */
const atTheTable = (ctx: Ctx): Ctx => ({ ...ctx, me: everyReaderOf() })

const none: Figure = { value: null, numerator: null, denominator: null, people: 0, hidden: false, cases: null }

const count = (n: number, cases: readonly string[] | null): Figure => ({
  ...{ value: n * 100, numerator: n, denominator: null, people: n, hidden: false, cases },
})

const share = ({ numerator, denominator, rate, hidden }: Rate, cases: readonly string[] | null = null): Figure => ({
  value: rate === null ? null : Math.round(rate * 10_000),
  ...{ numerator, denominator, people: denominator ?? 0, hidden, cases },
})

type Matters = {
  department: string
  complaints: string[] | null
  late: string[] | null
  second: string[] | null
  praise: string[] | null
  faults: string[] | null
  judged: number
  in_time: number
}

const listed = (where: RawBuilder<unknown>) => sql`array_agg(c.id order by c.received_at, c.id) filter (where ${where})`

/** Matters by department, by the definitions of the report on the month. */
const mattersIn = async (ctx: Ctx, question: Question): Promise<Matters[]> => {
  const standing = await standingOf(ctx)
  const [judged, inTime] = [caseCounts.judged(standing.now), caseCounts.in_time()]
  const { rows } = await sql<Matters>`
    with ${mattersOfPeriod(ctx, question, standing)}
    select c.concerned_id as department, ${listed(isComplaint)} as complaints, ${listed(sql`${judged} and not ${inTime}`)} as late,
      ${listed(caseCounts.second_rounds())} as second, ${listed(caseCounts.kind_praise())} as praise,
      ${listed(sql`${isComplaint} and c.status in ('told', 'archived') and exists (select from measures m
        where m.case_id = c.id and m.department_id = c.concerned_id and m.status <> 'cancelled')`)} as faults,
      (count(*) filter (where ${judged}))::int as judged, (count(*) filter (where ${judged} and ${inTime}))::int as in_time
    from matters c where c.concerned_id is not null group by 1`.execute(ctx.tx)
  return rows
}

type Pieces = { sort: string; department: string; n: number; cases: string[] | null }

/** What is counted by the day on which it fell due, was said or was decided. */
const piecesIn = async (ctx: Ctx, { from, until }: { from: string; until: string }): Promise<Pieces[]> => {
  const inMonth = (day: ReturnType<typeof dayIn>) => sql`${day} >= ${from}::date and ${day} < ${until}::date`
  const { rows } = await sql<Pieces>`
    select 'measures-overdue' as sort, m.department_id as department, count(*)::int as n, array_agg(distinct m.case_id) as cases
    from measures m join cases c on c.id = m.case_id
    where m.due_on >= ${from}::date and m.due_on < ${until}::date and m.status <> 'cancelled'
      and coalesce(${dayIn(sql`m.done_at`)}, ${dayOf(ctx.now)}::date) > m.due_on
      and ${within(ctx.me, 'measure.read', 'm')} and ${within(ctx.me, 'case.read', 'c')}
    group by 2
    union all
    select 'promises-broken', coalesce(c.handling_department_id, c.department_id), count(*)::int, array_agg(distinct c.id)
    from promises p join cases c on c.id = p.case_id
    where p.by_at >= ${startOfDay(from)} and p.by_at < ${startOfDay(until)} and p.by_at < ${ctx.now} and p.status <> 'cancelled'
      and (p.kept_at is null or p.kept_at > p.by_at) and coalesce(c.handling_department_id, c.department_id) is not null
      and ${within(ctx.me, 'promise.read', 'p')} and ${within(ctx.me, 'case.read', 'c')}
    group by 2
    union all
    select case when next_to = given_to then 'returned-again' else 'objections-upheld' end, given_to, count(*)::int, array_agg(distinct id)
    from (
      select c.id, e.at, (g.data->>'departmentId')::uuid as given_to, (n.data->>'departmentId')::uuid as next_to
      from events e join cases c on c.id = e.subject
      join lateral (select data from events d where d.noun = 'case' and d.subject = e.subject and d.verb = 'case.dispatch' and d.id < e.id
        order by d.id desc limit 1) g on true
      join lateral (select data from events d where d.noun = 'case' and d.subject = e.subject and d.verb = 'case.dispatch' and d.id > e.id
        order by d.id limit 1) n on true
      where e.noun = 'case' and e.verb = 'case.object' and e.at >= ${startOfDay(from)} and e.at < ${startOfDay(until)}
        and ${within(ctx.me, 'case.read', 'c')}
    ) returned where given_to is not null and next_to is not null group by 1, 2
    union all
    select 'practices', p.department_id, count(*)::int, null from practices p
    where p.status in ('recognised', 'told', 'retired') and p.department_id is not null and p.decided_at is not null
      and ${inMonth(dayIn(sql`p.decided_at`))} group by 2
    union all
    select 'adoptions', t.department_id, count(*)::int, null
    from practice_tellings t join practices p on p.id = t.practice_id
    where t.adopted_at is not null and p.department_id is distinct from t.department_id and ${inMonth(dayIn(sql`t.adopted_at`))}
    group by 2
    union all
    select 'projects', p.department_id, count(*)::int, null from projects p
    where p.status = 'succeeded' and not p.restricted and p.barred_staff = '{}' and p.department_id is not null
      and ${inMonth(dayIn(sql`p.closed_at`))} group by 2`.execute(ctx.tx)
  return rows
}

type Mean = { department: string; dimension: string; people: number; score: number }

/** The dimensions by department: of the same stays and answers as in the report. */
const meansIn = async (ctx: Ctx, question: Question): Promise<Mean[]> => {
  const { rows } = await sql<Mean>`
    with ${staysOf(ctx, question)}
    select s.department, a.dimension, count(*)::int as people, round(avg(a.score)::numeric, 4) as score
    from stays s join answers a on a.task_id = s.graded_task_id
    where a.dimension is not null and s.department <> 'none' group by 1, 2`.execute(ctx.tx)
  return rows
}

const mean = (one: Mean | undefined, hidden: boolean, shownFrom: number): Figure => {
  if (!one) return none
  if (hidden || one.people < shownFrom) return { ...none, hidden: true }
  return { ...none, value: Math.round(one.score * 1000) * 10, people: one.people }
}

/** The figures of every active department in a month (`2026-03`), all of one moment, as they are now. */
export const figuresOf = (asked: Ctx, month: string): Promise<Department[]> =>
  atOneMoment(atTheTable(asked), async (ctx) => {
    const { question, rules, names } = await reckoningOf(ctx, { period: month })
    const report = await reportOf(ctx, { period: month })
    const matters = new Map((await mattersIn(ctx, question)).map((one) => [one.department, one]))
    const pieces = new Map((await piecesIn(ctx, monthSpan(month))).map((one) => [`${one.sort} ${one.department}`, one]))
    const means = new Map((await meansIn(ctx, question)).map((one) => [`${one.department} ${one.dimension}`, one]))
    const slices = new Map(report.by.department.map((slice) => [slice.key, slice]))
    const active = await ctx.tx
      .selectFrom('departments')
      .where('active', '=', true)
      .select('id')
      .orderBy('name')
      .orderBy('id')
      .execute()
    return active.map(({ id }) => {
      const slice = slices.get(id)
      const hidden = slice?.hidden ?? false
      const discharges = slice?.discharges ?? 0
      const own = matters.get(id)
      const listOf = (cases: string[] | null | undefined) => count(cases?.length ?? 0, cases ?? [])
      const pieceOf = (sort: string) =>
        count(pieces.get(`${sort} ${id}`)?.n ?? 0, pieces.get(`${sort} ${id}`)?.cases ?? null)
      const complaints = own?.complaints ?? []
      const figures: Record<string, Figure> = {
        reached: slice ? share(slice.reached) : none,
        satisfied: slice ? share(slice.satisfied) : none,
        'in-time': own ? share(rateOf(own.in_time, own.judged, rules), own.late ?? []) : none,
        late: listOf(own?.late),
        'second-rounds': listOf(own?.second),
        complaints: listOf(complaints),
        'per-thousand': hidden
          ? { ...none, hidden: true }
          : discharges === 0
            ? none
            : {
                value: Math.round((complaints.length * 100_000) / discharges),
                ...{
                  numerator: complaints.length,
                  denominator: discharges,
                  people: discharges,
                  hidden: false,
                  cases: complaints,
                },
              },
        faults: listOf(own?.faults),
        praise: listOf(own?.praise),
      }
      for (const key of Object.keys(catalogue))
        figures[key] ??= key.startsWith('dimension:')
          ? mean(means.get(`${id} ${key.slice('dimension:'.length)}`), hidden, rules.shownFrom)
          : pieceOf(key)
      return { id, name: names.label('department', id), discharges, figures }
    })
  })
