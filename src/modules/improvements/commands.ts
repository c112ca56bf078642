// What a person makes of a proposal: a project, or nothing, and why.
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import type { Lifecycle } from '#kernel/lifecycle.ts'
import { invalid } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { proposals } from './contract.ts'
import type { Figure } from './figure.ts'
import { proposalLifecycle } from './lifecycle.ts'
import type { ProposalRow } from './looking.ts'
import { heldProject, step } from './project-rows.ts'
import { attachCases, makeProject } from './projects.ts'
import { proposalOf } from './queries.ts'

const cellOf = (row: ProposalRow): Figure => ({
  kind: 'matters',
  ...{
    category: row.category,
    departmentId: row.department_id,
    place: row.place,
    weekday: row.weekday,
    dimension: null,
  },
  hours: row.hours as Figure['hours'],
})

const caseIdsOf = async (ctx: Ctx, id: string): Promise<string[]> =>
  (await ctx.tx.selectFrom('proposal_cases').where('proposal_id', '=', id).select('case_id').execute()).map(
    ({ case_id }) => case_id,
  )

/** A new project with the proposal's cases, its cell as the figure, and the days that made it stand out cut from the past. */
const projectFrom = async (ctx: Ctx, row: ProposalRow, said: string): Promise<string> => {
  const { title, sentence } = await proposalOf(ctx, row.id)
  const label = said || `${title.zh}：反复出现`
  return makeProject(ctx, {
    ...{ title: label.slice(0, 80), departmentId: row.department_id, problem: sentence.zh, status: 'planning' },
    caseIds: await caseIdsOf(ctx, row.id),
    cut: { from: row.since, until: dayOf(row.found_at) },
    figure: cellOf(row),
  })
}

const joined = async (ctx: Ctx, row: ProposalRow, projectId: string): Promise<string> => {
  const project = await heldProject(ctx, 'join', projectId)
  if (row.restricted && !project.restricted)
    throw invalid('限监察室的苗头不能并入公开的项目。', 'What is restricted does not join a project that others see.', [
      { field: 'projectId', reason: '请另立项目' },
    ])
  const cases = await caseIdsOf(ctx, row.id)
  await attachCases(ctx, projectId, cases)
  await step(ctx, project, 'join', {}, `${cases.length} 件`)
  return projectId
}

/** It is worth a remedy, also one that was dismissed before: it becomes a project, or joins one that runs. */
export const take = handle(proposals.take, async (ctx, { id, projectId, title }) => {
  const changes = { decided_by_id: ctx.me.id, decided_at: ctx.now, reason: null }
  const row = await advance(ctx, proposalLifecycle as Lifecycle<ProposalRow>, 'take', id, changes)
  const project_id = projectId ? await joined(ctx, row, projectId) : await projectFrom(ctx, row, title)
  await ctx.tx.insertInto('project_proposals').values({ proposal_id: id, project_id }).execute()
  return proposalOf(ctx, id)
})

/** It is nothing, and why: what was counted is usual there from now on, and only more is proposed again. */
export const dismiss = handle(proposals.dismiss, async (ctx, { id, reason }) => {
  const changes = { decided_by_id: ctx.me.id, decided_at: ctx.now, reason }
  await advance(ctx, proposalLifecycle, 'dismiss', id, changes, { reason })
  return proposalOf(ctx, id)
})
