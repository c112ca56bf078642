// Projects as their reader may see them: the board, and one with its rounds, its run chart, measures, cases and history.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { historyOf } from '#engine/ledger.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { measuresOf } from '#modules/cases/measures.ts'
import { projects } from './contract-projects.ts'
import { type Figure, figures, sayFigure } from './figure.ts'
import { projectLifecycle } from './lifecycle.ts'
import { cameOfWords, type RoundRow, reckoningOf, spansOf, stateOf, untouchedUntil } from './project-rows.ts'
import { dischargesIn, lookBack } from './reckoned.ts'
import type { Project, ProjectLine, Round } from './shapes-projects.ts'
import { standardsOf } from './standards.ts'
import { isKnown, toldCounts } from './told.ts'
import { pointsOf, reached, type Spans, verdictOf } from './verdict.ts'
import { titleOf } from './words.ts'

type Row = Omit<ProjectLine, 'can' | 'measures' | 'told'> &
  Parameters<typeof can>[2] & {
    barred_staff: string[]
    parts: string[]
    all: number
    done: number
    late: number
    told: number
    of: number
    posted: number
    unable: number
    cut_until: string
  }

const columns = (ctx: Ctx) => sql`
  projects.id, projects.number, projects.status, projects.title, projects.round, d.name as department,
  projects.department_id as "departmentId", o.name as owner, projects.owner_id as "ownerId",
  (select coalesce(json_agg(json_build_object('id', x.id, 'name', x.name) order by x.name), '[]')
   from departments x where x.id = any(projects.team)) as team,
  projects.restricted, projects.barred_staff, projects.parts, projects.verdict, projects.news, projects.reason,
  m.name as "madeBy", projects.made_at as "madeAt", projects.closed_at as "closedAt", r.window_until as "windowUntil",
  (select count(*) from project_cases pc join cases on cases.id = pc.case_id
   where pc.project_id = projects.id and ${within(ctx.me, 'case.read', 'cases')}) as cases,
  did.*, told.*, ${stateOf(ctx)}`
const tables = (ctx: Ctx) => sql`projects
  join project_rounds r on r.project_id = projects.id and r.number = projects.round
  join staff m on m.id = projects.made_by_id left join staff o on o.id = projects.owner_id
  left join departments d on d.id = projects.department_id
  cross join lateral (
    select count(*) filter (where m.status <> 'cancelled') as all,
      count(*) filter (where m.status in ('done', 'verified')) as done,
      count(*) filter (where m.status = 'planned' and m.due_on < ${dayOf(ctx.now)}) as late
    from project_measures pm join measures m on m.id = pm.measure_id
    where pm.project_id = projects.id and pm.round = projects.round) did
  cross join lateral (select ${toldCounts} from project_people pp where pp.project_id = projects.id and ${isKnown(ctx.me)}) told`

const lineOf = (ctx: Ctx, row: Row): ProjectLine => {
  const { barred_staff: _b, parts: _p, all, done, late, told, of, posted, unable, ...rest } = row
  const {
    analysed: _1,
    chosen: _2,
    measured: _3,
    carried: _4,
    over: _5,
    kept: _6,
    ...line
  } = rest as typeof rest & Record<string, unknown>
  return {
    ...line,
    measures: { all, done, late },
    told: row.status === 'succeeded' ? { told, of, posted, unable } : null,
    can: can(ctx.me, projectLifecycle, row),
  }
}

const closed = ['succeeded', 'unsuccessful', 'cancelled']

/** Newest first; of one stage, department or case, or by words of its title, number, problem and cause. */
export const list = handle(projects.list, async (ctx, { status, view, departmentId, q, caseId, after, limit }) => {
  const place = afterInstant(after)
  const conditions = [
    within(ctx.me, 'project.read', 'projects'),
    ...(status ? [sql<boolean>`projects.status = ${status}`] : []),
    ...(view ? [sql<boolean>`(projects.status = any(${closed})) = ${view === 'closed'}`] : []),
    ...(departmentId ? [sql<boolean>`projects.parts @> array[${departmentId}::uuid]`] : []),
    ...(q
      ? [
          sql<boolean>`position(lower(${q}) in lower(concat_ws(' ', projects.title, projects.number, r.problem, r.cause))) > 0`,
        ]
      : []),
    ...(caseId
      ? [
          sql<boolean>`exists (select from project_cases pc join cases on cases.id = pc.case_id
          where pc.project_id = projects.id and pc.case_id = ${caseId} and ${within(ctx.me, 'case.read', 'cases')})`,
        ]
      : []),
    ...(place ? [sql<boolean>`(projects.made_at, projects.id) < (${place.key}, ${place.id}::uuid)`] : []),
  ]
  const { rows } = await sql<Row>`
    select ${columns(ctx)} from ${tables(ctx)} where ${sql.join(conditions, sql` and `)}
    order by projects.made_at desc, projects.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.madeAt, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const roundsOf = async (ctx: Ctx, id: string) =>
  (
    await sql<RoundRow & { department: string | null }>`
      select r.*, d.name as department from project_rounds r
      left join departments d on d.id = (r.figure->>'departmentId')::uuid
      where r.project_id = ${id} order by r.number desc`.execute(ctx.tx)
  ).rows

const roundOf = (it: RoundRow & { department: string | null }, spans: Spans | null): Round => ({
  number: it.number,
  openedAt: it.opened_at,
  problem: it.problem,
  whys: it.whys,
  bones: it.bones,
  cause: it.cause,
  figure: it.figure,
  figureSaid: it.figure && sayFigure(it.figure, it.department),
  target: it.target,
  windowDays: it.window_days,
  baselineFrom: spans?.past.from ?? it.baseline_from,
  baselineUntil: spans?.past.until ?? it.baseline_until,
  cutFrom: it.cut_from,
  cutUntil: it.cut_until,
  begunAt: it.begun_at,
  changedAt: it.figure_changed_at,
  windowFrom: it.window_from,
  windowUntil: it.window_until,
  concludedAt: it.concluded_at,
  reckoned: it.reckoned,
  reached: it.reckoned && it.target !== null ? reached(it.reckoned, it.target) : null,
})

/** Where a rate by days stands beside another number of discharges than before, said as discharges a day. */
const dischargesOf = async (ctx: Ctx, figure: Figure, { past, window }: Spans, until: string) => {
  if (figure.kind !== 'matters' || !window || window.from > until) return null
  // Before discharges were recorded there is nothing to compare with.
  if ((await dischargesIn(ctx, null, '1900-01-01', past.from)) === 0) return null
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  const before = (await dischargesIn(ctx, figure.departmentId, past.from, past.until)) / days(past.from, past.until)
  const since = (await dischargesIn(ctx, figure.departmentId, window.from, until)) / days(window.from, until)
  return before > 0 && Math.abs(since / before - 1) > 0.2 ? { past: before, window: since } : null
}

/** Whether some matter is about the reader or somebody below him; for most there is none, and an index knows. */
const isBarred = async (ctx: Ctx): Promise<boolean> => {
  const { rows } = await sql<{ barred: boolean }>`
    select exists (select from cases where barred_staff <> '{}' and ${ctx.me.id} = any(barred_staff)) as barred`.execute(
    ctx.tx,
  )
  return rows[0]!.barred
}

/** What a round was concluded with; for whom something is kept from, as he would have reckoned it. */
const concludedFor = async (ctx: Ctx, row: Row, it: RoundRow, barred: boolean) => {
  if (!barred || !it.reckoned || !it.figure || !it.window_until) return it.reckoned
  const asked = spansOf(it, null, it.window_until)
  const { daily, spans } = await lookBack(ctx, it.figure, reckoningOf(row), asked, it.window_until)
  return verdictOf(figures[it.figure.kind].test, daily, spans, it.window_until)
}

/** The figure of the present round as it stands today; what was concluded stays as it was. */
const standingOf = async (ctx: Ctx, row: Row, it: RoundRow & { department: string | null }) => {
  if (!it.figure || !it.baseline_from) return { round: roundOf(it, null), points: [], middle: null, discharges: null }
  const today = dayOf(ctx.now)
  const asked = spansOf(it, await untouchedUntil(ctx, row), today)
  const last = asked.window && asked.window.until < today ? asked.window.until : today
  const { test } = figures[it.figure.kind]
  const { daily, spans } = await lookBack(ctx, it.figure, reckoningOf(row), asked, last)
  const live = verdictOf(test, daily, spans, last)
  const round = roundOf({ ...it, reckoned: it.reckoned ?? live }, spans)
  const { past } = round.reckoned!
  return {
    round,
    points: pointsOf(test, daily, spans, last),
    middle: past.of === 0 ? null : past.count / past.of,
    discharges: await dischargesOf(ctx, it.figure, spans, last),
  }
}

const attachedTo = async (ctx: Ctx, id: string) => {
  const { rows } = await sql<Project['attached'][number]>`
    select cases.id, cases.number, cases.kind, cases.category, cases.status, d.name as department, cases.place,
      cases.received_at as "receivedAt", left(cases.text, 80) as text
    from project_cases pc join cases on cases.id = pc.case_id left join departments d on d.id = cases.department_id
    where pc.project_id = ${id} and ${within(ctx.me, 'case.read', 'cases')}
    order by cases.received_at desc, cases.id limit 200`.execute(ctx.tx)
  const { rows: all } = await sql<{ n: number }>`
    select count(*) as n from project_cases where project_id = ${id}`.execute(ctx.tx)
  return { attached: rows, total: all[0]!.n }
}

const adoptableOf = async (ctx: Ctx, id: string) =>
  (
    await sql<Project['adoptable'][number]>`
      select measures.id, c.number, measures.what, d.name as department, measures.status
      from project_cases pc join measures on measures.case_id = pc.case_id join cases c on c.id = pc.case_id
      join departments d on d.id = measures.department_id
      where pc.project_id = ${id} and measures.status <> 'cancelled' and ${within(ctx.me, 'measure.read', 'measures')}
        and not exists (select from project_measures pm where pm.measure_id = measures.id)
      order by measures.due_on, measures.id limit 50`.execute(ctx.tx)
  ).rows

const proposalsOf = async (ctx: Ctx, id: string) => {
  type Cell = Parameters<typeof titleOf>[0]
  const { rows } = await sql<Cell & { id: string }>`
    select proposals.id, proposals.category, d.name as department, proposals.place, proposals.hours, proposals.weekday
    from project_proposals pp join proposals on proposals.id = pp.proposal_id
    left join departments d on d.id = proposals.department_id
    where pp.project_id = ${id} and ${within(ctx.me, 'proposal.read', 'proposals')} order by 1`.execute(ctx.tx)
  return rows.map((row) => ({ id: row.id, title: titleOf(row) }))
}

/**
 * Its measures: those that the reader may see with what he may do to them; those of others who take part as they stand,
 * without their photos.
 */
const measuredIn = async (ctx: Ctx, id: string) => {
  const { rows } = await sql<{ measure_id: string; round: number }>`
    select measure_id, round from project_measures where project_id = ${id}`.execute(ctx.tx)
  const rounds = new Map(rows.map((row) => [row.measure_id, row.round]))
  const mine = await measuresOf(ctx, [...rounds.keys()])
  const seen = new Set(mine.map((it) => it.id))
  const rest = [...rounds.keys()].filter((one) => !seen.has(one))
  const others = await measuresOf(
    ctx,
    rest,
    sql<boolean>`not measures.restricted
    and not (${ctx.me.id} = any(measures.barred_staff))`,
  )
  return [...mine, ...others.map((it) => ({ ...it, files: [] }))]
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.id < b.id ? -1 : 1))
    .map((it) => ({ ...it, inRound: rounds.get(it.id)! }))
}

/** Of some measures, the project of each as far as the reader may see it. */
export const ofMeasures = handle(projects.ofMeasures, async (ctx, { ids }) => {
  const { rows } = await sql<{ measureId: string; id: string; number: string; title: string }>`
    select pm.measure_id as "measureId", projects.id, projects.number, projects.title
    from project_measures pm join projects on projects.id = pm.project_id
    where pm.measure_id = any(${ids.split(',')}::uuid[]) and ${within(ctx.me, 'project.read', 'projects')}`.execute(
    ctx.tx,
  )
  return { rows }
})

const tellings = new Set(['project.tell', 'project.dial', 'project.reveal'])

/** One project; *not found* to those who may not know of it. */
export const projectOf = async (ctx: Ctx, id: string): Promise<Project> => {
  const { rows } = await sql<Row & { ofWords: boolean }>`
    select ${columns(ctx)}, ${cameOfWords} as "ofWords" from ${tables(ctx)}
    where projects.id = ${id} and ${within(ctx.me, 'project.read', 'projects')}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const barred = await isBarred(ctx)
  const [present, ...before] = await Promise.all(
    (await roundsOf(ctx, id)).map(async (it) => ({ ...it, reckoned: await concludedFor(ctx, row, it, barred) })),
  )
  const { round, ...standing } = await standingOf(ctx, row, present!)
  const { attached, total } = await attachedTo(ctx, id)
  // Told one by one, the telling would be most of the history.
  const history = (await historyOf(ctx, 'project', id, row.madeAt)).filter(({ verb }) => !tellings.has(verb))
  return {
    ...lineOf(ctx, row),
    ...standing,
    ...{ attached, more: total - attached.length },
    rounds: [round, ...before.map((it) => roundOf(it, null))],
    proposals: await proposalsOf(ctx, id),
    ofWords: row.ofWords,
    measured: await measuredIn(ctx, id),
    adoptable: await adoptableOf(ctx, id),
    standards: await standardsOf(ctx, id),
    history: history
      .map(({ at, actor, verb, data }) => ({
        ...{ at, actor, verb: verb.slice('project.'.length) },
        words: String((data as { words?: unknown }).words ?? ''),
      }))
      .toReversed(),
  }
}

export const get = handle(projects.get, (ctx, { id }) => projectOf(ctx, id))
