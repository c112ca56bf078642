// 计划与实施: the problem and its root cause, the figure that should move, and measures as they are planned for any case.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { mayEver, within } from '#engine/permit.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { planMeasure } from '#modules/cases/measures.ts'
import type { CaseRow } from '#modules/cases/rows.ts'
import { held as heldCase } from '#modules/cases/rows.ts'
import { categoryOf, subcategoryOf } from '#modules/cases/taxonomy.ts'
import { projects } from './contract-projects.ts'
import { type Figure, sayFigure } from './figure.ts'
import { tellMeasure } from './hearing.ts'
import { projectOf } from './project-queries.ts'
import { type Held, heldProject, keepRound, step, untouchedUntil } from './project-rows.ts'

/** 五个为什么 and the fishbone; the root cause is named in words of its own. */
export const analyse = handle(projects.analyse, async (ctx, { id, problem, whys, bones, cause }) => {
  const row = await heldProject(ctx, 'analyse', id)
  const chain = whys.filter((why) => why !== '')
  const causes = [...new Map(bones.map((one) => [`${one.branch} ${one.text}`, one])).values()]
  await keepRound(ctx, row, { problem, whys: JSON.stringify(chain), bones: JSON.stringify(causes), cause })
  await step(ctx, row, 'analyse')
  return projectOf(ctx, id)
})

type Choice = {
  readonly figure: Figure
  readonly target: number
  readonly windowDays: number
  readonly past: 'found' | 'year'
}

const departmentOf = async (ctx: Ctx, id: string | null): Promise<string | null> => {
  if (id === null) return null
  const row = await ctx.tx.selectFrom('departments').where('id', '=', id).select('name').executeTakeFirst()
  if (row) return row.name
  throw invalid('科室有误，请重新选择。', 'There is no such department.', [
    { field: 'figure.departmentId', reason: '请重新选择' },
  ])
}

/** What does not bear on a kind of figure is not kept with it, so that two that count the same are the same. */
const plainly = (it: Figure): Figure =>
  it.kind === 'ungraded'
    ? { ...it, category: null, place: null, hours: null, weekday: null }
    : { ...it, place: it.place || null, dimension: null }

const chosen = async (ctx: Ctx, row: Held, { figure: said, target, windowDays, past }: Choice) => {
  const figure = plainly(said)
  if (figure.category !== null && !subcategoryOf(figure.category) && !categoryOf(figure.category))
    throw invalid('分类有误，请重新选择。', 'There is no such category.', [
      { field: 'figure.category', reason: '请重新选择' },
    ])
  const department = await departmentOf(ctx, figure.departmentId)
  // Whoever chooses a figure reads it: a department reads its own.
  if (!mayEver(ctx.me, 'project.start') && !ctx.me.departments.includes(figure.departmentId ?? ''))
    throw invalid('科室只能选本科室的指标，其他的请组长选定。', 'A department chooses a figure of its own.', [
      { field: 'figure.departmentId', reason: '请选择本科室' },
    ])
  const { cut_from, cut_until } = row.present
  return {
    words: `${sayFigure(figure, department).zh}，目标下降 ${target}%，观察 ${windowDays} 天`,
    changes: {
      ...{ figure: JSON.stringify(figure), target, window_days: windowDays },
      baseline_from: past === 'found' ? addDays(cut_until, 1) : addDays(cut_from, -365),
    },
  }
}

/** Before anything is changed, so that nobody chooses afterwards what happened to fall. */
export const choose = handle(projects.choose, async (ctx, { id, ...choice }) => {
  const row = await heldProject(ctx, 'choose', id)
  const { words, changes } = await chosen(ctx, row, choice)
  await keepRound(ctx, row, changes)
  await step(ctx, row, 'choose', {}, words)
  return projectOf(ctx, id)
})

/** Later only with a reason that stays in the history; a window that has begun begins anew. */
export const refigure = handle(projects.refigure, async (ctx, { id, reason, ...choice }) => {
  const row = await heldProject(ctx, 'refigure', id)
  const { words, changes } = await chosen(ctx, row, choice)
  const today = dayOf(ctx.now)
  const window = row.present.window_from && {
    window_from: addDays(today, 1),
    window_until: addDays(today, choice.windowDays),
  }
  await keepRound(ctx, row, { ...changes, figure_changed_at: ctx.now, ...window })
  await step(ctx, row, 'refigure', {}, `${words}；原因：${reason}`)
  return projectOf(ctx, id)
})

/**
 * A measure is one of a case, as every other: in the same list, done with evidence and verified by somebody else. It hangs on the
 * case of the project that its department handles, else on the latest; of a restricted project on a restricted one.
 */
const carrier = async (ctx: Ctx, row: Held, departmentId: string | null): Promise<CaseRow> => {
  const { rows } = await sql<{ id: string }>`
    select c.id from project_cases pc join cases c on c.id = pc.case_id
    where pc.project_id = ${row.id} and c.destroyed_at is null
    order by c.restricted = ${row.restricted} desc, cardinality(c.barred_staff) desc,
      c.handling_department_id is not distinct from ${departmentId} desc, c.received_at desc, c.id limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw notFound()
  return heldCase({ ...ctx, me: systemMe }, rows[0].id)
}

const takeIn = async (ctx: Ctx, row: Held, measureId: string) => {
  await sql`insert into project_measures (measure_id, project_id, round) values (${measureId}, ${row.id}, ${row.round})`.execute(
    ctx.tx,
  )
  return ctx.tx
    .selectFrom('measures')
    .where('id', '=', measureId)
    .select(['id', 'what', 'case_id', 'department_id', 'owner_id', 'due_on'])
    .executeTakeFirstOrThrow()
}

/** Whose department has something to do takes part, and sees the project from then on. */
const takesPart = ({ restricted, parts, team }: Held, departmentId: string) =>
  restricted || parts.includes(departmentId) ? {} : { team: [...team, departmentId] }

export const measure = handle(projects.measure, async (ctx, { id, what, dueOn, departmentId, ownerId }) => {
  const row = await heldProject(ctx, 'measure', id)
  const does = departmentId ?? row.department_id
  const on = await carrier(ctx, row, does)
  const planned = await planMeasure(ctx, on, { what, dueOn, departmentId: does, ownerId })
  const it = await takeIn(ctx, row, planned)
  await step(ctx, row, 'measure', takesPart(row, it.department_id), `${what}（${dueOn} 前）`)
  await tellMeasure(ctx, row, it)
  return projectOf(ctx, id)
})

/** A measure that a case of the project has already counts for it, and is not planned twice. */
export const adopt = handle(projects.adopt, async (ctx, { id, measureId }) => {
  const row = await heldProject(ctx, 'adopt', id)
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select from project_measures where measure_id = measures.id) as taken
    from measures join project_cases pc on pc.case_id = measures.case_id and pc.project_id = ${id}
    where measures.id = ${measureId} and measures.status <> 'cancelled' and ${within(ctx.me, 'measure.read', 'measures')}`.execute(
    ctx.tx,
  )
  if (!rows[0])
    throw invalid('没有找到这条整改，请重新选择。', 'This measure is not there.', [
      { field: 'measureId', reason: '请重新选择' },
    ])
  if (rows[0].taken) throw conflict(w('这条整改已经在一个改进项目里。', 'This measure belongs to a project already.'))
  const it = await takeIn(ctx, row, measureId)
  await step(ctx, row, 'adopt', takesPart(row, it.department_id), it.what)
  return projectOf(ctx, id)
})

/** From here on the figure is fixed. */
export const begin = handle(projects.begin, async (ctx, { id }) => {
  const row = await heldProject(ctx, 'begin', id)
  await keepRound(ctx, row, { begun_at: ctx.now })
  await step(ctx, row, 'begin')
  return projectOf(ctx, id)
})

/** The window begins tomorrow; the past ends where the first measure was done. */
export const check = handle(projects.check, async (ctx, { id }) => {
  const row = await heldProject(ctx, 'check', id)
  const today = dayOf(ctx.now)
  const until = addDays(today, row.present.window_days!)
  await keepRound(ctx, row, {
    baseline_until: row.present.baseline_until ?? (await untouchedUntil(ctx, row)),
    window_from: addDays(today, 1),
    window_until: until,
  })
  await step(ctx, row, 'check', {}, `观察到 ${until}`)
  return projectOf(ctx, id)
})
