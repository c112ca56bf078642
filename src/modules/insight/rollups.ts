// Keeps the figures of the reports ready: counts again what has been marked, what time has made another of, and what was never counted.
import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { type OpenHouse, systemMe } from '#engine/house.ts'
import { addDays, type Day, startOfDay } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { standardValue } from '#src/standards.ts'
import { calendarOf, caseColumns, caseLists, caseRulesOf, casesAt, countedCases, markedCases } from './case-cells.ts'
import { countedOf, countNames, everyPlace, markedStays, rulesOf, stayColumns, staysAt, wholeStay } from './cells.ts'
import { mattersAmong, standingOf } from './matters.ts'
import { opinionIsForAll, staysAmong } from './stays.ts'

export const rollupKinds = ['stays', 'cases'] as const
export type RollupKind = (typeof rollupKinds)[number]

/** The department and third of a month that are counted: those that changed, or all of the third. */
type Extent = { readonly span: Day; readonly whole: boolean }

const names = (list: readonly string[]) => sql.join(list.map((name) => sql.ref(name)))
const overwritten = (list: readonly string[]) =>
  sql.join(list.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
/** The instants between which a count is right, of those at which time makes another of it. */
const between = (turn: RawBuilder<unknown>, now: Date) => sql`
  coalesce(max(${turn}) filter (where ${turn} < ${now}), '-infinity') as valid_after, coalesce(min(${turn}) filter (where ${turn} >= ${now}), 'infinity') as valid_until`

const countRules = async (ctx: Ctx): Promise<Record<RollupKind, string>> => {
  const { standards } = await settingsOf(ctx, 'standards')
  const { calendar } = await clockRules(ctx)
  return {
    stays: rulesOf({ firstCallDays: standardValue('firstContactWithin', standards) }),
    cases: caseRulesOf(calendar),
  }
}

/** The statement that counts stays, writes what it counted and takes away the marks that it has seen. */
const stayStatement = async (ctx: Ctx, { span, whole }: Extent) => {
  const { standards } = await settingsOf(ctx, 'standards')
  const { now } = ctx
  const cell = ['span', 'place', 'cut', 'key'] as const
  const counts = [...countNames, 'score']
  return sql`
    with marked as materialized (${markedStays}),
    todo as materialized (
      select place from marked where span = ${span}::date
      union select place from stay_rollups where span = ${span}::date and not (valid_after < ${now} and valid_until > ${now})
    ),
    chosen as (select ${stayColumns}, true as whole from ${
      whole
        ? sql`encounters e where e.discharged_on >= ${span}::date and e.discharged_on < ten_days_end(${span}::date)`
        : sql`(select ${span}::date as span, place from todo) d ${staysAt}`
    }),
    ${staysAmong({ from: sql`chosen e`, also: wholeStay, seen: opinionIsForAll, now, firstCallDays: standardValue('firstContactWithin', standards) })},
    ${countedOf(opinionIsForAll)},
    turns as (select place, ${between(sql`turn`, now)} from stays cross join lateral unnest(turns_at) turn group by place),
    others as (select place, coalesce(array_agg(id) filter (where any_opinions > opinions_for_all), '{}') as apart from stays group by place),
    fewer_cells as (
      delete from stay_cells c where span = ${span}::date and place <> ${everyPlace} and ${whole ? sql`true` : sql`place in (select place from todo)`}
        and not exists (select from counted n where n.place = c.place and n.cut = c.cut and n.key = c.key)
    ),
    fewer as (
      delete from stay_rollups r where span = ${span}::date and ${whole ? sql`true` : sql`place in (select place from todo)`}
        and not exists (select from others o where o.place = r.place)
    ),
    cells as (
      insert into stay_cells as c (${names(cell)}, ${names(counts)}) select ${names(cell)}, ${names(counts)} from counted where cut <> 'total'
      on conflict (${names(cell)}) do update set ${overwritten(counts)}
      where (${sql.join(counts.map((name) => sql.ref(`c.${name}`)))}) is distinct from (${sql.join(counts.map((name) => sql.ref(`excluded.${name}`)))})
    ),
    totals as (
      insert into stay_rollups (span, place, valid_after, valid_until, apart, ${names(countNames)})
      select n.span, n.place, coalesce(t.valid_after, '-infinity'), coalesce(t.valid_until, 'infinity'), o.apart, ${names(countNames)}
      from counted n join others o on o.place = n.place left join turns t on t.place = n.place where n.cut = 'total'
      on conflict (span, place) do update set ${overwritten(['valid_after', 'valid_until', 'apart', ...countNames])}
    )
    delete from stay_marks m where (m.span = ${span}::date) or exists (
      select from encounters e where e.id = m.encounter_id and e.discharged_on >= ${span}::date and e.discharged_on < ten_days_end(${span}::date))`
}

/** The sum of all departments, after one of them was counted; in the same transaction, so that nobody sees one without the other. */
const sumPlaces = async (ctx: Ctx, { span }: Extent): Promise<void> => {
  const counts = [...countNames, 'score']
  await sql`
    with summed as materialized (
      select cut, key, ${sql.join(counts.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))}
      from stay_cells where span = ${span}::date and place <> ${everyPlace} group by cut, key
    ),
    fewer as (
      delete from stay_cells c where span = ${span}::date and place = ${everyPlace}
        and not exists (select from summed s where s.cut = c.cut and s.key = c.key)
    )
    insert into stay_cells (span, place, cut, key, ${names(counts)}) select ${span}::date, ${everyPlace}::uuid, cut, key, ${names(counts)} from summed
    on conflict (span, place, cut, key) do update set ${overwritten(counts)}`.execute(ctx.tx)
}

const caseKey = ['span', 'place', 'handled', 'restricted', 'leadership'] as const
const caseRest = ['valid_after', 'valid_until', 'as_of_from', 'as_of_until', ...caseColumns, ...caseLists]

/** The same of cases; those from which somebody is barred are counted for each reader. */
const caseStatement = async (ctx: Ctx, { span, whole }: Extent) => {
  const standing = await standingOf(ctx)
  const { calendar } = await clockRules(ctx)
  const { now } = ctx
  const turns = sql`
    ${between(sql`(case when answered_at is null then first_due_at end)`, now)},
    coalesce(max(greatest(received_on, told_on, case when judged = 'open-late' then due_on + 1 end)), '-infinity') as as_of_from,
    coalesce(min(least(case when judged = 'open-in-time' then due_on end, case when known_told_on > ${standing.asOf}::date then known_told_on - 1 end)), 'infinity') as as_of_until`
  return sql`
    with marked as materialized (${markedCases}),
    todo as materialized (
      select place from marked where span = ${span}::date
      union select place from case_rollups where span = ${span}::date and not (valid_after < ${now} and valid_until > ${now}
        and as_of_from <= ${standing.asOf}::date and as_of_until >= ${standing.asOf}::date)
    ),
    chosen as (select c.* from ${
      whole
        ? sql`cases c where c.received_at >= ${startOfDay(span)} and c.received_at < timezone('UTC', ten_days_end(${span}::date)::timestamp) - interval '8 hours'`
        : sql`(select ${span}::date as span, place from todo) d ${casesAt} where true`
    } and c.barred_staff = '{}'),
    ${calendarOf(calendar, span, standing.asOf)},
    ${mattersAmong(standing, { from: sql`chosen c`, where: sql`true` })},
    ${countedCases(standing, turns)},
    fewer as (
      delete from case_rollups r where span = ${span}::date and ${whole ? sql`true` : sql`place in (select place from todo)`}
        and not exists (select from counted n where (n.place, n.handled, n.restricted, n.leadership) = (r.place, r.handled, r.restricted, r.leadership))
    ),
    totals as (
      insert into case_rollups (${names(caseKey)}, ${names(caseRest)}) select ${names(caseKey)}, ${names(caseRest)} from counted
      on conflict (${names(caseKey)}) do update set ${overwritten(caseRest)}
    )
    delete from case_marks m where (m.span = ${span}::date) or exists (
      select from cases c where c.id = m.case_id and c.received_at >= ${startOfDay(span)} and c.received_at < ${startOfDay(addDays(standing.asOf, 1))}
        and c.received_at < timezone('UTC', ten_days_end(${span}::date)::timestamp) - interval '8 hours')`
}

/**
 * Counts one third of a month again: all of it, or the departments that were marked. Reports stay right before, during and
 * after: whoever reads sees the old figures with the marks, or the new ones without. False when another node is at it.
 *
 * The lock comes before the statement that counts, so that two nodes never write one after the other what they had read
 * the other way round; marks that are set meanwhile are not seen by the statement, and stay.
 */
const countSpan = async (ctx: Ctx, kind: RollupKind, extent: Extent): Promise<boolean> => {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtext(${`rollups ${kind} ${extent.span}`})) as mine`.execute(ctx.tx)
  if (!rows[0]!.mine) return false
  const inside = { ...ctx, me: systemMe }
  await (kind === 'stays' ? await stayStatement(inside, extent) : await caseStatement(inside, extent)).execute(ctx.tx)
  if (kind === 'stays') await sumPlaces(inside, extent)
  if (extent.whole)
    await sql`insert into rolled_spans (kind, span, rules, counted_at) values (${kind}, ${extent.span}::date, ${(await countRules(ctx))[kind]}, ${ctx.now})
      on conflict (kind, span) do update set rules = excluded.rules, counted_at = excluded.counted_at`.execute(ctx.tx)
  return true
}

/** The thirds of a month with rows or marks of a kind that were never counted, or by other rules; newest first. */
const uncounted = async (ctx: Ctx, kind: RollupKind): Promise<Day[]> => {
  const rules = (await countRules(ctx))[kind]
  const day = kind === 'stays' ? sql`discharged_on` : dayIn(sql`received_at`)
  const { rows } = await sql<{ span: Day }>`
    with ends as (select min(${day}) as first, max(${day}) as last from ${sql.ref(kind === 'stays' ? 'encounters' : 'cases')}),
    every as (
      select generate_series(0, 2) * 10 + month::date as span
      from ends cross join lateral generate_series(date_trunc('month', first::timestamp), last::timestamp, interval '1 month') month
    )
    select span from (
      select span from every, ends where span <= last and ten_days_end(span) > first
      union select span from (${kind === 'stays' ? markedStays : markedCases}) marked) wanted
    where span not in (select span from rolled_spans where kind = ${kind} and rules = ${rules}) order by span desc`.execute(
    ctx.tx,
  )
  return rows.map(({ span }) => span)
}

/** The counted thirds of a month in which something changed since, or will not be as it was by now; newest first. */
const changed = async (ctx: Ctx, kind: RollupKind): Promise<Day[]> => {
  const rules = (await countRules(ctx))[kind]
  const { asOf } = await standingOf(ctx)
  const overdue =
    kind === 'stays'
      ? sql`select span from stay_rollups where not (valid_after < ${ctx.now} and valid_until > ${ctx.now})`
      : sql`select span from case_rollups where not (valid_after < ${ctx.now} and valid_until > ${ctx.now}
          and as_of_from <= ${asOf}::date and as_of_until >= ${asOf}::date)`
  const { rows } = await sql<{ span: Day }>`
    select span from (select span from (${kind === 'stays' ? markedStays : markedCases}) marked union ${overdue}) every
    where span in (select span from rolled_spans where kind = ${kind} and rules = ${rules}) order by span desc`.execute(
    ctx.tx,
  )
  return rows.map(({ span }) => span)
}

/** A patient’s mark becomes one of each of his stays, which may lie in several months; marks of what is gone go. */
const spreadMarks = async (ctx: Ctx): Promise<void> => {
  await sql`
    with gone as (delete from stay_marks where patient_id is not null returning patient_id)
    insert into stay_marks (encounter_id) select e.id from gone join encounters e on e.patient_id = gone.patient_id`.execute(
    ctx.tx,
  )
  await sql`delete from stay_marks m where encounter_id is not null and not exists (select from encounters e where e.id = m.encounter_id)`.execute(
    ctx.tx,
  )
  await sql`delete from case_marks m where case_id is not null and not exists (select from cases c where c.id = m.case_id)`.execute(
    ctx.tx,
  )
}

/**
 * Brings what is kept ready up to date, the newest months first: at most `limit` thirds of a month in which something
 * changed, and as many that were never counted; the rest waits for the next time. Any number of nodes may do this at once. Answers how many were counted and how many still wait.
 */
export const refreshRollups = async (ctx: Ctx, limit = 30): Promise<{ counted: number; waiting: number }> => {
  await spreadMarks(ctx)
  let [counted, waiting] = [0, 0]
  for (const kind of rollupKinds) {
    const [anew, never] = [await changed(ctx, kind), await uncounted(ctx, kind)]
    for (const span of anew.slice(0, limit)) counted += Number(await countSpan(ctx, kind, { span, whole: false }))
    for (const span of never.slice(0, limit)) counted += Number(await countSpan(ctx, kind, { span, whole: true }))
    waiting += Math.max(0, anew.length - limit) + Math.max(0, never.length - limit)
  }
  return { counted, waiting }
}

/** Every third of a month that is kept or should be, newest first: when it was counted whole, and whether by today's rules. */
export const spansOf = async (
  ctx: Ctx,
  kind: RollupKind,
): Promise<{ span: Day; countedAt: Date | null; right: boolean }[]> => {
  const never = await uncounted(ctx, kind)
  const { rows } = await sql<{ span: Day; countedAt: Date }>`
    select span, counted_at as "countedAt" from rolled_spans where kind = ${kind}`.execute(ctx.tx)
  const counted = new Map(rows.map(({ span, countedAt }) => [span, countedAt]))
  return [...new Set([...counted.keys(), ...never])]
    .sort()
    .reverse()
    .map((span) => ({ span, countedAt: counted.get(span) ?? null, right: !never.includes(span) }))
}

/**
 * Counts everything again, a third of a month in each transaction, newest first; pages are read and calls are kept
 * meanwhile, and every reply is right. `tell` hears how far it is; what was counted whole from `since` on is left as it is.
 */
export const rebuildRollups = async (
  house: OpenHouse,
  tell: (kind: RollupKind, done: number, of: number) => void = () => {},
  since?: Date,
): Promise<void> => {
  await house.asSystem(spreadMarks)
  for (const kind of rollupKinds) {
    const all = await house.asSystem((ctx) => spansOf(ctx, kind))
    const spans = all.filter(({ countedAt }) => !since || !countedAt || countedAt < since)
    for (const [i, { span }] of spans.entries()) {
      // Whoever brings it up to date just now needs a moment.
      while (!(await house.asSystem((ctx) => countSpan(ctx, kind, { span, whole: true })))) await pause(200)
      tell(kind, i + 1, spans.length)
    }
  }
}
