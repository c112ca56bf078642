// What a figure came to, day by day, from the cases and calls themselves.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { scopeSql } from '#engine/permit.ts'
import { addDays, type Day, dayOf, endOfDay, startOfDay } from '#kernel/time.ts'
import { dueAndTold, judgedOf } from '#modules/cases/judging.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { scopes } from '#src/permissions.ts'
import { type Cell, liesIn, placeKey } from './cells.ts'
import type { Figure } from './figure.ts'
import { type Heard, kinds, type Reckoning, voiceOf } from './looking.ts'
import { once } from './memory.ts'
import { type Daily, knownFrom, type Spans } from './verdict.ts'

/** The cell of a figure, as the nightly look names its cells. */
export const cellOfFigure = (it: Figure): Cell => ({
  ...(it.category !== null && { category: it.category }),
  ...(it.departmentId !== null && { department: it.departmentId }),
  ...(it.place !== null && { place: placeKey(it.place) }),
  ...(it.hours !== null && { hours: it.hours }),
  ...(it.weekday !== null && { weekday: String(it.weekday) }),
})

export type Spoken = Heard & { readonly day: Day }

/**
 * The matters of a figure's cell between two days, both included, in their order. The centre's projects know of no restricted
 * matter and no staff voice; supervision's know of all; and nobody's holds a matter that is kept from him. What is asked of
 * SQL is what an index helps with; the cell decides.
 */
export const spokenIn = async (
  ctx: Ctx,
  figure: Figure,
  reckoning: Reckoning,
  from: Day,
  until: Day,
): Promise<Spoken[]> => {
  const conditions = [
    sql<boolean>`cases.kind = any(${kinds[reckoning]})`,
    sql<boolean>`cases.received_at >= ${startOfDay(from)} and cases.received_at <= ${endOfDay(until)}`,
    ...(reckoning === 'centre' ? [sql<boolean>`not cases.restricted`] : []),
    scopeSql(scopes.case.any(ctx.me), 'cases'),
    ...(figure.category === null ? [] : [sql<boolean>`cases.category = ${figure.category}`]),
    ...(figure.departmentId === null
      ? []
      : [sql<boolean>`coalesce(cases.department_id, cases.handling_department_id) = ${figure.departmentId}`]),
  ]
  const { rows } = await sql<Heard>`
    select cases.id, coalesce(cases.patient_id::text, reporters.phone, cases.id::text) as person, cases.category,
      coalesce(cases.department_id, cases.handling_department_id) as department, cases.place, cases.received_at as at,
      cases.happened_at as happened, cases.taken_over as untimed, '' as text
    from cases left join reporters on reporters.case_id = cases.id
    where ${sql.join(conditions, sql` and `)} order by cases.received_at, cases.id`.execute(ctx.tx)
  const cell = cellOfFigure(figure)
  return rows.filter((row) => liesIn(cell, voiceOf(row))).map((row) => ({ ...row, day: dayOf(row.at) }))
}

/** One who speaks again within 91 days is one. */
const people = (spoken: readonly Spoken[]): Spoken[] => {
  const last = new Map<string, number>()
  return spoken.filter(({ person, at }) => {
    const day = Math.floor(at.getTime() / 86_400_000)
    const before = last.get(person)
    if (before !== undefined && day - before < once) return false
    last.set(person, day)
    return true
  })
}

const dischargesOf = async (
  ctx: Ctx,
  departmentId: string | null,
  from: Day,
  until: Day,
): Promise<Map<Day, number>> => {
  const { rows } = await sql<{ day: Day; n: number }>`
    select discharged_on as day, count(*) as n from encounters
    where discharged_on between ${from} and ${until} and (${departmentId}::uuid is null or department_id = ${departmentId})
    group by 1`.execute(ctx.tx)
  return new Map(rows.map(({ day, n }) => [day, n]))
}

const daysIn = (from: Day, until: Day): Day[] => {
  const days: Day[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
  return days
}

/** Shares are grouped where they lie: `hit` of those rows, by the day. */
const sharesBy = async (ctx: Ctx, rows: RawBuilder<unknown>): Promise<Daily> => {
  const { rows: found } = await sql<{ day: Day; count: number; of: number }>`
    select day, count(*) filter (where hit) as count, count(*) as of from (${rows}) r group by day order by day`.execute(
    ctx.tx,
  )
  return new Map(found.map(({ day, count, of }) => [day, { count, of }]))
}

/** Of calls that reached somebody and were graded: as a whole, or by one dimension of the questionnaire. */
const graded = ({ departmentId, dimension }: Figure, from: Day, until: Day): RawBuilder<unknown> => {
  const of = departmentId === null ? sql<boolean>`true` : sql<boolean>`t.department_id = ${departmentId}`
  const when = sql<boolean>`${isFollowUp} and not t.restricted and ${of}
    and t.reached_at >= ${startOfDay(from)} and t.reached_at <= ${endOfDay(until)}`
  return dimension === null
    ? sql`select ${dayIn(sql`t.reached_at`)} as day, t.satisfaction <> 'satisfied' as hit from tasks t
        where ${when} and t.satisfaction is not null`
    : sql`select ${dayIn(sql`t.reached_at`)} as day, a.score < 1 as hit from tasks t
        join answers a on a.task_id = t.id and a.dimension = ${dimension} and a.score is not null where ${when}`
}

const ofIds = (spoken: readonly Spoken[]) => sql`unnest(${spoken.map(({ id }) => id)}::uuid[])`

/** As every figure judges it (cases/judging.ts), of what was due: told after the last day, or not told by then. */
const answeredLate = (spoken: readonly Spoken[], asOf: Day): RawBuilder<unknown> => sql`
  select m.received_on as day, ${judgedOf(asOf)} in ('late', 'open-late') as hit
  from ${ofIds(spoken)} as s (id) join cases c on c.id = s.id ${dueAndTold(asOf)}
  where c.status <> 'merged' and m.due_on < ${asOf}`

/** By the day of the answer that the person judged. */
const judged = (spoken: readonly Spoken[], from: Day, until: Day): RawBuilder<unknown> => sql`
  select ${dayIn(sql`r.told_at`)} as day, r.outcome <> 'satisfied' as hit
  from ${ofIds(spoken)} as s (id) join rounds r on r.case_id = s.id
  where r.outcome is not null and r.told_at >= ${startOfDay(from)} and r.told_at <= ${endOfDay(until)}`

/** What a figure came to on each day of a span, both ends included, as far as it is known today. */
const dailyOf = async (ctx: Ctx, figure: Figure, reckoning: Reckoning, from: Day, until: Day): Promise<Daily> => {
  if (figure.kind === 'ungraded') return sharesBy(ctx, graded(figure, from, until))
  // Who spoke shortly before the first day is no new person on it; what was said long before may be judged only now.
  const before = figure.kind === 'recalled' ? 365 : once
  const spoken = await spokenIn(ctx, figure, reckoning, addDays(from, -before), until)
  if (figure.kind === 'late')
    return sharesBy(
      ctx,
      answeredLate(
        spoken.filter(({ day }) => day >= from),
        dayOf(ctx.now),
      ),
    )
  if (figure.kind === 'recalled') return sharesBy(ctx, judged(spoken, from, until))
  const counts = new Map<Day, number>()
  for (const { day } of people(spoken)) counts.set(day, (counts.get(day) ?? 0) + 1)
  const discharges = figure.kind === 'perDischarges' ? await dischargesOf(ctx, figure.departmentId, from, until) : null
  return new Map(
    daysIn(from, until).map((day) => [
      day,
      { count: counts.get(day) ?? 0, of: discharges ? (discharges.get(day) ?? 0) : 1 },
    ]),
  )
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

/** Of days before the first matter that is recorded nothing is known; none then is not none. */
const recordedSince = async (ctx: Ctx): Promise<Day> => {
  const { rows } = await sql<{ at: Date | null }>`select min(received_at) as at from cases`.execute(ctx.tx)
  return dayOf(rows[0]!.at ?? ctx.now)
}

/** What a verdict looks at, as far as it is recorded: the figure day by day until a day, and the past as far as there was one. */
export const lookBack = async (
  ctx: Ctx,
  figure: Figure,
  reckoning: Reckoning,
  spans: Spans,
  until: Day,
): Promise<{ daily: Daily; spans: Spans }> => {
  const since = await recordedSince(ctx)
  const known = { ...spans, past: { from: later(spans.past.from, since), until: spans.past.until } }
  const daily = await dailyOf(ctx, figure, reckoning, later(knownFrom(known), since), until)
  return { daily, spans: known }
}

/** Discharges a day in two spans: a rate by days is to be read with care where they differ by a fifth. */
export const dischargesIn = async (ctx: Ctx, departmentId: string | null, from: Day, until: Day): Promise<number> =>
  [...(await dischargesOf(ctx, departmentId, from, until)).values()].reduce((a, b) => a + b, 0)
