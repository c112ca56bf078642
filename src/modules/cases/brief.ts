// The shorter paths: an enquiry or a call for help is closed by its answer, praise by being passed on.
import { advance, advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { invalid } from '#kernel/refusal.ts'
import { cases } from './contract.ts'
import { caseLifecycle, promiseLifecycle } from './lifecycle.ts'
import { carryMerged } from './merges.ts'
import { promisesOf } from './promises.ts'
import { activeDepartment, type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'

/** What was owed has been given: each promise is kept with an event of its own. */
const keepPromises = async (ctx: Ctx, caseId: string, outcome: string): Promise<void> => {
  for (const { id, status } of await promisesOf(ctx, caseId))
    if (status === 'open')
      await advance(
        ctx,
        promiseLifecycle,
        'keep',
        id,
        { kept_at: ctx.now, kept_by_id: ctx.me.id, outcome },
        { outcome },
      )
}

type Reply = { readonly how: 'call' | 'in-person' | 'letter' | 'on-the-spot' | 'receipt'; readonly what: string }

/** The answer of an enquiry is its end; what was promised with it is kept by it. */
export const replyHeld = async (ctx: Ctx, row: CaseRow, { how, what }: Reply): Promise<void> => {
  const ended = { told_at: ctx.now, archived_at: ctx.now, archived_by: 'answered' }
  await advanceLocked(ctx, caseLifecycle, 'reply', row, ended, { how, what })
  await keepRound(ctx, row, { told_at: ctx.now, told_by_id: ctx.me.id, told_how: how, told_what: what })
  await keepPromises(ctx, row.id, what)
  await carryMerged(ctx, row.id)
}

export const reply = handle(cases.reply, async (ctx, { id, ...it }) => {
  await replyHeld(ctx, await held(ctx, id), it)
  return receipt(ctx, id)
})

/** Praise goes to those who earned it: the department reads it among its matters, and it counts for them. */
export const convey = handle(cases.convey, async (ctx, { id, departmentId = null, words }) => {
  const row = await held(ctx, id)
  const to = departmentId ?? row.department_id
  const department = to && (await activeDepartment(ctx, to))
  if (departmentId && !department)
    throw invalid('没有这个科室。', 'There is no such department.', [
      { field: 'departmentId', reason: '请从科室名单中选择' },
    ])
  const ended = {
    told_at: ctx.now,
    archived_at: ctx.now,
    archived_by: 'answered',
    department_id: department ? to : row.department_id,
    handling_department_id: department ? to : null,
  }
  await advanceLocked(ctx, caseLifecycle, 'convey', row, ended, { department, words })
  await keepRound(ctx, row, { told_at: ctx.now, told_by_id: ctx.me.id, told_how: 'on-the-spot', told_what: words })
  await carryMerged(ctx, id)
  return receipt(ctx, id)
})
