// What supervision does with a drawn call, and what its caller may say to it.
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble, type RowOf } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { endAudit, mayRecall, orderAudit } from '#modules/followups/audits.ts'
import { heldTask } from '#modules/followups/tasks.ts'
import { checks } from './contract.ts'
import { type Form, formOf } from './forms.ts'
import { checkLifecycle } from './lifecycle.ts'
import { type Mark, scoreOf, trainingOf } from './scoring.ts'
import { checkSheet } from './sheet.ts'

type Check = RowOf<'checks'>
export const life = checkLifecycle as never

/** A check held until the transaction ends; *not found* to those who may not see it. */
export const heldCheck = (ctx: Ctx, id: string): Promise<Check> => locked<Check & { status: string }>(ctx, life, id)

const step = (ctx: Ctx, verb: string, row: Check, changes: Record<string, unknown> = {}, data = {}) =>
  advanceLocked(ctx, life, verb, row as never, changes, data)

const judged = (form: Form, marks: Readonly<Record<string, Mark>>) => {
  const missing = form.items.filter(({ key }) => marks[key] === undefined)
  const unknown = Object.keys(marks).filter((key) => !form.items.some((item) => item.key === key))
  if (missing.length > 0 || unknown.length > 0)
    throw invalid('每一项都要评。', 'Every item needs a mark.', [
      ...missing.map(({ key }) => ({ field: `marks.${key}`, reason: '还没有评' })),
      ...unknown.map((key) => ({ field: `marks.${key}`, reason: '评分表里没有这一项' })),
    ])
  return scoreOf(form.items, marks, form.passing)
}

/** Whether the actor listened to a recording of this task's calls: what the screen offers, and what is on record. */
const hasHeard = async (ctx: Ctx, taskId: string): Promise<boolean> => {
  const { rows } = await sql`
    select from recording_listens l join recordings r on r.id = l.recording_id join calls c on c.id = r.call_id
    where l.staff_id = ${ctx.me.id} and c.about_id = ${taskId} limit 1`.execute(ctx.tx)
  return rows.length > 0
}

/**
 * Scored, or scored anew while nothing is released; by the form in force, or the one that it was begun by. As heard only by
 * whoever listened: invalid otherwise.
 */
export const score = handle(checks.score, async (ctx, { id, method, formId, marks, remarks, words, training }) => {
  const row = await heldCheck(ctx, id)
  mustBeAble(ctx, life, 'score', row as never)
  const form = await formOf(ctx, formId)
  const inForce = await formOf(ctx)
  if (form.id !== inForce.id && form.id !== row.form_id)
    throw conflict(w('评分表已更新，请刷新后按新表评。', 'The form has changed; refresh and use the new one.'))
  if (method === 'heard' && !(await hasHeard(ctx, row.task_id)))
    throw invalid(
      '您没有调听过这通电话的录音：先听录音再评，或选“看记录”。',
      'You have not listened to a recording of this call: listen first, or choose “Read”.',
      [{ field: 'method', reason: '没有调听记录' }],
    )
  const scored = judged(form, marks)
  await step(
    ctx,
    'score',
    row,
    {
      ...{ checker_id: ctx.me.id, method, form_id: form.id, marks: JSON.stringify(marks), words, scored_at: ctx.now },
      ...{ score: scored.score, failed: scored.failed, passed: scored.passed, remarks: JSON.stringify(remarks) },
      training: training || trainingOf(form.items, marks),
    },
    { method, score: scored.score, passed: scored.passed },
  )
  return checkSheet(ctx, id)
})

export const people = handle(checks.people, async (ctx, { id }) => {
  const row = await heldCheck(ctx, id)
  return { rows: await mayRecall(ctx, await heldTask(ctx, row.task_id)) }
})

/** Somebody else asks the patient the same again, without knowing what was said. */
export const recall = handle(checks.recall, async (ctx, { id, to }) => {
  const row = await heldCheck(ctx, id)
  mustBeAble(ctx, life, 'recall', row as never)
  if (to === ctx.me.id)
    throw invalid('您看过这条记录，请另请一位同事。', 'You have seen the record; ask somebody else.', [
      { field: 'to', reason: '不能是检查人自己' },
    ])
  const task = await orderAudit(ctx, { taskId: row.task_id, to })
  await step(
    ctx,
    'recall',
    row,
    { recaller_id: to, recall_task_id: task, recall_ordered_at: ctx.now, recall_result: 'waiting' },
    { task },
  )
  return checkSheet(ctx, id)
})

export const callOff = handle(checks.callOff, async (ctx, { id }) => {
  const row = await heldCheck(ctx, id)
  mustBeAble(ctx, life, 'callOff', row as never)
  // First here: the task that is cancelled then finds nothing waiting.
  await step(ctx, 'callOff', row, { recall_result: 'cancelled' })
  await endAudit(ctx, { auditId: row.recall_task_id!, why: '复核已取消' })
  return checkSheet(ctx, id)
})

/** Not to be checked after all: the recording is destroyed, the person asks for it; the reason stays. */
export const drop = handle(checks.drop, async (ctx, { id, reason }) => {
  const row = await heldCheck(ctx, id)
  mustBeAble(ctx, life, 'drop', row as never)
  const waits = row.recall_result === 'waiting' ? { recall_result: 'cancelled' } : {}
  await step(ctx, 'drop', row, { dropped_why: reason, ...waits }, { reason })
  if (row.recall_task_id) await endAudit(ctx, { auditId: row.recall_task_id, why: '不再抽查' })
  return checkSheet(ctx, id)
})

export const object = handle(checks.object, async (ctx, { id, words }) => {
  await advance(ctx, life, 'object', id, { objection: words, objected_at: ctx.now })
  return checkSheet(ctx, id)
})

/** The answer to an objection, with the marks put right where he was right. */
export const reply = handle(checks.reply, async (ctx, { id, words, marks }) => {
  const row = await heldCheck(ctx, id)
  mustBeAble(ctx, life, 'reply', row as never)
  const form = await formOf(ctx, row.form_id)
  const scored = marks ? judged(form, marks) : null
  await step(
    ctx,
    'reply',
    row,
    {
      ...{ reply: words, replied_by_id: ctx.me.id, replied_at: ctx.now },
      ...(scored ? { ...scored, marks: JSON.stringify(marks) } : {}),
    },
    scored ? { before: row.score, after: scored.score } : {},
  )
  return checkSheet(ctx, id)
})
