// Making projects: from cases that somebody chose, or from a proposal that somebody took up; who leads them, and what joins them.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { type LedgerEvent, record } from '#engine/ledger.ts'
import { mayEver, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid } from '#kernel/refusal.ts'
import { addDays, type Day, dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { projects } from './contract-projects.ts'
import type { Figure } from './figure.ts'
import { overseers, tellOf } from './hearing.ts'
import { projectOf } from './project-queries.ts'
import { cutOf, heldProject, step } from './project-rows.ts'

type Start = {
  readonly title: string
  readonly caseIds: readonly string[]
  readonly departmentId: string | null
  readonly problem: string
  readonly status: 'proposed' | 'planning'
  /** What somebody looked at, and which figure suggests itself. */
  readonly cut: { readonly from: Day; readonly until: Day }
  readonly figure?: Figure
}

const numberOf = async (ctx: Ctx): Promise<string> => {
  const { rows } = await sql<{ n: number }>`select nextval('project_numbers') as n`.execute(ctx.tx)
  return `GJ${dayOf(ctx.now).slice(0, 4)}-${String(rows[0]!.n).padStart(3, '0')}`
}

/** A project is behind the walls of all its cases. */
const followCases = (ctx: Ctx, id: string) =>
  sql`update projects set
      restricted = restricted or exists (select from project_cases pc join cases c on c.id = pc.case_id
        where pc.project_id = projects.id and c.restricted),
      barred_staff = array(select distinct b from project_cases pc join cases c on c.id = pc.case_id,
        unnest(c.barred_staff) b where pc.project_id = projects.id)
    where id = ${id}`.execute(ctx.tx)

export const attachCases = async (ctx: Ctx, id: string, caseIds: readonly string[]): Promise<void> => {
  await sql`insert into project_cases (project_id, case_id, added_at)
    select ${id}, c, ${ctx.now} from unnest(${[...caseIds]}::uuid[]) c on conflict do nothing`.execute(ctx.tx)
  await followCases(ctx, id)
}

/** Those that the reader may see, by when they came in; refused when one is missing. */
const seenCases = async (ctx: Ctx, ids: readonly string[], field = 'caseIds') => {
  const { rows } = await sql<{ id: string; received_at: Date; department: string | null; restricted: boolean }>`
    select cases.id, received_at, coalesce(handling_department_id, department_id) as department, restricted from cases
    where cases.id = any(${[...new Set(ids)]}::uuid[]) and ${within(ctx.me, 'case.read', 'cases')}
    order by received_at`.execute(ctx.tx)
  if (rows.length < new Set(ids).size)
    throw invalid('有的诉求没有找到，请重新选择。', 'Some of these cases are not there.', [
      { field, reason: '请重新选择' },
    ])
  return rows
}

const mustBeDepartments = async (ctx: Ctx, field: string, ids: readonly string[]): Promise<void> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from departments where active and id = any(${[...ids]}::uuid[])`.execute(ctx.tx)
  if (rows[0]!.n < new Set(ids).size)
    throw invalid('科室有误，请重新选择。', 'There is no such department.', [{ field, reason: '请重新选择' }])
}

/** Makes a project with its first round, and answers its id. */
export const makeProject = async (ctx: Ctx, it: Start): Promise<string> => {
  const id = newId(ctx.now)
  const number = await numberOf(ctx)
  await ctx.tx
    .insertInto('projects')
    .values({
      ...{ id, number, status: it.status, title: it.title, department_id: it.departmentId },
      ...{ made_by_id: ctx.me.id, made_at: ctx.now, updated_at: ctx.now, restricted: false, barred_staff: [] },
    })
    .execute()
  await ctx.tx
    .insertInto('project_rounds')
    .values({
      ...{ project_id: id, number: 1, opened_at: ctx.now, problem: it.problem },
      ...{ cut_from: it.cut.from, cut_until: it.cut.until },
      ...(it.figure && {
        figure: JSON.stringify(it.figure),
        ...{ target: 50, window_days: 91, baseline_from: addDays(it.cut.from, -365) },
      }),
    })
    .execute()
  await attachCases(ctx, id, it.caseIds)
  const { restricted, barred_staff } = await ctx.tx
    .selectFrom('projects')
    .where('id', '=', id)
    .select(['restricted', 'barred_staff'])
    .executeTakeFirstOrThrow()
  const data = { number, words: it.title, cases: it.caseIds.length }
  await record(ctx, 'project.make', { subject: id, to: it.status, data, restricted })
  if (it.status === 'proposed')
    await tellOf(
      ctx,
      { id },
      {
        to: await overseers(ctx, { restricted, barred_staff }),
        words: w(`科室申报改进项目 ${number}，待立项`, `A department proposes the project ${number}`),
        key: `project proposed ${id}`,
      },
    )
  return id
}

/** Supervision and the lead start one at once; a department proposes one from its own cases, for itself. */
export const make = handle(projects.make, async (ctx, { title, caseIds, departmentId, problem }) => {
  const cases = await seenCases(ctx, caseIds)
  const starts = mayEver(ctx.me, 'project.start')
  const mine = ctx.me.departments
  const own = departmentId ?? cases.map(({ department }) => department).find((one) => one && mine.includes(one))
  const leads = starts ? departmentId : (own ?? mine[0] ?? null)
  if (!starts && (leads === null || !mine.includes(leads)))
    throw invalid('科室只能为本科室申报。', 'A department proposes for itself.', [
      { field: 'departmentId', reason: '请选择本科室' },
    ])
  // What only supervision may know is no department's project.
  if (!starts && cases.some(({ restricted }) => restricted))
    throw invalid('限监察室的诉求由监察室立项。', 'What is restricted is supervision’s to start.', [
      { field: 'caseIds', reason: '含有限监察室的诉求' },
    ])
  if (leads) await mustBeDepartments(ctx, 'departmentId', [leads])
  const today = dayOf(ctx.now)
  const id = await makeProject(ctx, {
    ...{ title, departmentId: leads, problem, caseIds: cases.map(({ id }) => id) },
    status: starts ? 'planning' : 'proposed',
    cut: cutOf(dayOf(cases[0]!.received_at), today),
  })
  return projectOf(ctx, id)
})

export const start = handle(projects.start, async (ctx, { id }) => {
  const row = await heldProject(ctx, 'start', id)
  await step(ctx, row, 'start')
  await tellOf(ctx, row, {
    to: [row.made_by_id],
    words: w(`改进项目 ${row.number} 已立项`, `The project ${row.number} is started`),
    key: `project started ${id}`,
  })
  return projectOf(ctx, id)
})

/** Who answers for it, which department leads, and who takes part: they see it from then on. */
export const appoint = handle(projects.appoint, async (ctx, { id, title, departmentId, ownerId, team }) => {
  const row = await heldProject(ctx, 'appoint', id)
  await mustBeDepartments(ctx, 'team', [...team, ...(departmentId ? [departmentId] : [])])
  const owner = ownerId
    ? await ctx.tx
        .selectFrom('staff')
        .where('id', '=', ownerId)
        .where('status', '=', 'active')
        .where('role', 'in', ['department', 'lead', 'supervision'])
        .select(['id', 'name'])
        .executeTakeFirst()
    : null
  if (owner === undefined || (ownerId && row.barred_staff.includes(ownerId)))
    throw invalid('负责人须是在岗人员。', 'The owner has to be somebody who works here.', [
      { field: 'ownerId', reason: '请重新选择' },
    ])
  const others = [...new Set(team)].filter((one) => one !== departmentId)
  const changes = { department_id: departmentId, owner_id: ownerId, team: others, ...(title && { title }) }
  await step(ctx, row, 'appoint', changes, owner ? `负责人 ${owner.name}` : '')
  if (owner && ownerId !== row.owner_id)
    await tellOf(ctx, row, {
      to: [owner.id],
      words: w(`改进项目 ${row.number} 由您负责`, `The project ${row.number} is yours`),
      key: `project owner ${id} ${owner.id}`,
    })
  return projectOf(ctx, id)
})

export const join = handle(projects.join, async (ctx, { id, caseIds }) => {
  const row = await heldProject(ctx, 'join', id)
  const cases = await seenCases(ctx, caseIds)
  if (!row.restricted && cases.some((one) => one.restricted))
    throw invalid('限监察室的诉求不能并入公开的项目。', 'What is restricted does not join a project that others see.', [
      { field: 'caseIds', reason: '含有限监察室的诉求' },
    ])
  await attachCases(
    ctx,
    id,
    cases.map((one) => one.id),
  )
  await step(ctx, row, 'join', {}, `${cases.length} 件`)
  return projectOf(ctx, id)
})

export const leave = handle(projects.leave, async (ctx, { id, caseId, reason }) => {
  const row = await heldProject(ctx, 'leave', id)
  const [one] = await seenCases(ctx, [caseId], 'caseId')
  const left = await ctx.tx
    .deleteFrom('project_cases')
    .where('project_id', '=', id)
    .where('case_id', '=', one!.id)
    .executeTakeFirst()
  if (Number(left.numDeletedRows) === 0)
    throw invalid('这件诉求不在项目里。', 'This case is not in the project.', [
      { field: 'caseId', reason: '请重新选择' },
    ])
  const { rows } = await sql`select from project_cases where project_id = ${id} limit 1`.execute(ctx.tx)
  if (rows.length === 0)
    throw invalid('项目至少要有一件诉求。', 'A project has one case at least.', [
      { field: 'caseId', reason: '这是最后一件' },
    ])
  await followCases(ctx, id)
  await step(ctx, row, 'leave', {}, reason)
  return projectOf(ctx, id)
})

/** What joins a proposal joins its project as long as that runs. */
export const growProject = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const { rows } = await sql<{ id: string; cases: string[] }>`
    select p.id, array(select case_id from proposal_cases where proposal_id = ${subject}) as cases
    from project_proposals pp join projects p on p.id = pp.project_id
    where pp.proposal_id = ${subject} and p.status not in ('succeeded', 'unsuccessful', 'cancelled')`.execute(ctx.tx)
  for (const { id, cases } of rows) await attachCases(ctx, id, cases)
}
