// What a caller does with a task: take it, try it, finish it. One function per verb.

import { advance, advanceLocked, mustBeAble } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { handle } from '#engine/ctx.ts'
import { record, systemId } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { conflict, invalid, notAllowed } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { failRecallOfCase } from '#modules/cases/recalls.ts'
import type { Disposition } from '#modules/contacts/dispositions.ts'
import { markDied, markDoNotCall } from '#modules/patients/commands.ts'
import { phonesOf } from '#modules/patients/queries.ts'
import { followups } from './contract.ts'
import { isFinal, nextAttempt, reasonOf, unreachedReasons } from './dispositions.ts'
import { taskLifecycle, unfinished } from './lifecycle.ts'
import { taskSheet } from './queries.ts'
import { mayAskAgain } from './recalls.ts'
import { heldTask, historyOfTask, keepAttempt, policyOf, type TaskRow, timesOf } from './tasks.ts'

export const claim = handle(followups.claim, async (ctx, { id }) => {
  // Whoever claims a task that waits for the program calls himself.
  await advance(ctx, taskLifecycle, 'claim', id, { assignee_id: ctx.me.id, automatic: false })
  return taskSheet(ctx, id)
})

export const putBack = handle(followups.putBack, async (ctx, { id }) => {
  const task = await heldTask(ctx, id)
  // The reply shows the task as the actor still sees it: back in the common list.
  await advanceLocked(ctx, taskLifecycle, 'putBack', task, { assignee_id: null })
  return taskSheet(ctx, id)
})

export const handOver = handle(followups.handOver, async (ctx, { id, to, words }) => {
  const task = await heldTask(ctx, id)
  mustBeAble(ctx, taskLifecycle, 'handOver', task)
  const heir = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', to)
    .where('status', '=', 'active')
    .select(['id', 'name', 'role', 'departments'])
    .executeTakeFirst()
  if (!heir || !may(heir as Ctx['me'], 'task.read', { ...task, assignee_id: to }))
    throw invalid('这位同事不能接手这条任务。', 'This colleague cannot take it.', [
      { field: 'to', reason: '请选择能看到该任务的在岗人员' },
    ])
  await advanceLocked(
    ctx,
    taskLifecycle,
    'handOver',
    task,
    { assignee_id: to, automatic: false },
    { to: heir.name, words },
  )
  return taskSheet(ctx, id)
})

/** Keeps what was typed; the ledger notes that it was kept, not what. */
export const draft = handle(followups.draft, async (ctx, { id, draft: typed }) => {
  await advance(ctx, taskLifecycle, 'draft', id, {
    draft: JSON.stringify(typed),
    draft_at: ctx.now,
    draft_by_id: ctx.me.id,
  })
})

/** Whether every number of the ladder has turned out wrong, so that trying again reaches nobody. */
const noNumberLeft = async (ctx: Ctx, task: TaskRow, disposition: Disposition): Promise<boolean> => {
  if (unreachedReasons[reasonOf(disposition) ?? 'other'].retry !== 'other-number') return false
  const owners = new Set((await phonesOf(ctx, task.patient_id)).map(({ owner }) => owner))
  const history = await historyOfTask(ctx, task.id)
  for (const { disposition: before, number_owner } of history)
    if (['wrong-number', 'out-of-service', 'not-the-person'].includes(before)) owners.delete(number_owner as 'patient')
  return owners.size === 0
}

/**
 * One try that reached nobody. The retry policy says when the next may be; a final reason, the last number or the last
 * try closes the task with its reason. A promised call-back outranks the policy, never the wish not to be called.
 */
export const attemptTask = async (ctx: Ctx, input: ParsedOf<typeof followups.attempt>) => {
  const task = await heldTask(ctx, input.id)
  mustBeAble(ctx, taskLifecycle, 'attempt', task)
  const promised = input.disposition === 'call-back'
  if (promised && (!input.callBackAt || input.callBackAt <= ctx.now))
    throw invalid('请填写约定的回电时间。', 'When is the call-back?', [{ field: 'callBackAt', reason: '应晚于现在' }])
  if (input.disposition === 'other' && input.note === '')
    throw invalid('选择“其他”时请写明情况。', 'Say what happened.', [{ field: 'note', reason: '必填' }])
  const disposition: Disposition = input.disposition === 'call-back' ? 'not-now' : input.disposition
  const times = await timesOf(ctx, task, input)
  const { startedAt } = times
  const tries = await keepAttempt(ctx, task, { ...input, ...times })
  const policy = await policyOf(ctx, task.programme_id)
  const next = nextAttempt(await historyOfTask(ctx, task.id), ctx.now, policy, promised ? input.callBackAt : undefined)
  const closed =
    !promised && (isFinal(disposition) || 'exhausted' in next || (await noNumberLeft(ctx, task, disposition)))
  const common = {
    attempts: tries,
    last_disposition: input.disposition,
    first_tried_at: task.first_tried_at ?? startedAt,
    // What the program tried is nobody's, and what it heard so far is kept for the person who calls next.
    ...(ctx.me.id === systemId
      ? {}
      : { caller_id: ctx.me.id, assignee_id: task.assignee_id ?? ctx.me.id, draft: null, automatic: false }),
  }
  const told = { disposition: input.disposition, number: tries, note: input.note }
  if (closed) {
    const reason = reasonOf(disposition)
    await advanceLocked(
      ctx,
      taskLifecycle,
      'giveUp',
      task,
      { ...common, unreached_reason: reason, promised_at: null },
      { ...told, reason },
    )
  } else {
    const at = 'at' in next ? next.at : ctx.now
    const promisedAt = promised ? input.callBackAt! : null
    await advanceLocked(
      ctx,
      taskLifecycle,
      'attempt',
      task,
      { ...common, next_at: at, promised_at: promisedAt, order_at: promisedAt ?? task.due_at },
      { ...told, nextAt: at },
    )
  }
  if (task.case_id) await failRecallOfCase(ctx, task.case_id, { words: input.note })
  if (disposition === 'refused') await markDoNotCall(ctx, task.patient_id, input.note || '回访时拒访')
  if (disposition === 'died') await markDied(ctx, task.patient_id, dayOf(ctx.now), input.note)
  return taskSheet(ctx, input.id)
}
export const attempt = handle(followups.attempt, attemptTask)

/** The doctor told, told to come, or 120: only then does a record with a red flag close. */
export const resolve = handle(followups.resolve, async (ctx, { id, done, note }) => {
  await advance(ctx, taskLifecycle, 'resolve', id, { flag_done: done, flag_note: note, draft: null }, { done, note })
  return taskSheet(ctx, id)
})

export const confirm = handle(followups.confirm, async (ctx, { id, note }) => {
  await advance(
    ctx,
    taskLifecycle,
    'confirm',
    id,
    { flag_note: note, reached_at: ctx.now, caller_id: ctx.me.id },
    { note },
  )
  return taskSheet(ctx, id)
})

const cannotUndo = w(
  '这条未访已同时登记拒访或死亡，不能撤销。',
  'Refusal or death was recorded with it; this cannot be undone.',
)

const askedOtherwise = w(
  '这件诉求已另行处理，或已另有一次回访，不能撤销。',
  'The case has moved on, or another call asks about it; this cannot be undone.',
)

/** Takes back a slip: the reason is withdrawn, the tries stay. */
export const reopen = handle(followups.reopen, async (ctx, { id }) => {
  const task = await heldTask(ctx, id)
  if (task.unreached_reason === 'refused' || task.unreached_reason === 'died') throw conflict(cannotUndo)
  mustBeAble(ctx, taskLifecycle, 'reopen', task)
  if (task.case_id && !(await mayAskAgain(ctx, task.case_id))) throw conflict(askedOtherwise)
  await advanceLocked(ctx, taskLifecycle, 'reopen', task, { unreached_reason: null, next_at: ctx.now })
  return taskSheet(ctx, id)
})

export const cancel = handle(followups.cancel, async (ctx, { id, reason }) => {
  await advance(ctx, taskLifecycle, 'cancel', id, { cancelled_reason: reason }, { reason })
  return taskSheet(ctx, id)
})

/** The number of the task that `index` names; refused where the actor may not have it or the task is over. */
const phoneFor = async (ctx: Ctx, id: string, index: number, verb: 'task.reveal' | 'task.dial') => {
  const task = await heldTask(ctx, id)
  if (!may(ctx.me, verb, task))
    throw notAllowed('请先领取这条任务，再查看号码。', 'Claim the task before you look at the number.')
  if (!unfinished.some((state) => state === task.status))
    throw conflict(w('任务已结束，号码不再显示。', 'The task is over; its number is no longer shown.'))
  const phone = (await phonesOf(ctx, task.patient_id))[index]
  if (!phone) throw conflict(w('没有可用的号码。', 'There is no number.'))
  return { task, phone }
}

/** A number in clear, for the call that follows; who looked, at what and why is an event. */
export const reveal = handle(followups.reveal, async (ctx, { id, index, reason }) => {
  const { task, phone } = await phoneFor(ctx, id, index, 'task.reveal')
  await record(ctx, 'task.reveal', { subject: id, data: { reason, owner: phone.owner }, restricted: task.restricted })
  return { number: phone.number, extension: phone.extension ?? null }
})

/** The right to dial that number once; nobody gets to see it. */
export const dial = handle(followups.dial, async (ctx, { id, index }) => {
  const { task, phone } = await phoneFor(ctx, id, index, 'task.dial')
  const placed = await placeCall(ctx, {
    number: phone.number,
    extension: phone.extension,
    owner: phone.owner,
    patientId: task.patient_id,
    encounterId: task.encounter_id,
    about: { noun: 'task', id },
    secrecy: task,
  })
  const data = { callId: placed.callId, owner: phone.owner, shown: placed.shown }
  await record(ctx, 'task.dial', { subject: id, data, restricted: task.restricted })
  return placed
})
