// What the person is told and answers: the only ways to the archive, for the case's own screen and for a recall's.
import { advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { refusedBecause } from '#kernel/lifecycle.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { cases } from './contract.ts'
import { dueIn } from './due.ts'
import { caseLifecycle } from './lifecycle.ts'
import { type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'

type Grade = 'satisfied' | 'fairly' | 'dissatisfied'

const contactable = async (ctx: Ctx, patientId: string | null): Promise<boolean> => {
  if (!patientId) return true
  const patient = await ctx.tx
    .selectFrom('patients')
    .where('id', '=', patientId)
    .select('contactable')
    .executeTakeFirst()
  return patient?.contactable ?? true
}

/** What was found and changed is told to the person; whether it contents them is asked by another call. */
export const tell = handle(cases.tell, async (ctx, { id, how, what }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'tell', row, { told_at: ctx.now }, { how, what, round: row.round })
  if (how === 'call' && !(await contactable(ctx, row.patient_id)))
    throw conflict(w('患者已去世或要求勿扰，不得致电。', 'The patient has died or asked not to be called.'))
  await keepRound(ctx, row, { told_at: ctx.now, told_by_id: ctx.me.id, told_how: how, told_what: what })
  return receipt(ctx, id)
})

const confirmHeld = async (ctx: Ctx, row: CaseRow, satisfaction: 'satisfied' | 'fairly', words: string) => {
  const changes = { archived_at: ctx.now, archived_by: 'person', satisfaction }
  await advanceLocked(ctx, caseLifecycle, 'confirm', row, changes, { satisfaction, words })
  await keepRound(ctx, row, { outcome: satisfaction, outcome_words: words })
}

/** The person is content: archived by their own answer. */
export const confirmCase = async (ctx: Ctx, id: string, it: { satisfaction: 'satisfied' | 'fairly'; words: string }) =>
  confirmHeld(ctx, await held(ctx, id), it.satisfaction, it.words)

const reopenHeld = async (ctx: Ctx, row: CaseRow, words: string) => {
  const round = row.round + 1
  const due = await dueIn(ctx, ctx.now, 'feedback')
  const changes = { ...due, round, told_at: null, failed_recalls: 0 }
  await advanceLocked(ctx, caseLifecycle, 'reopen', row, changes, { words, round })
  await keepRound(ctx, row, { outcome: 'dissatisfied', outcome_words: words })
  await ctx.tx
    .insertInto('rounds')
    .values({
      id: newId(ctx.now),
      case_id: row.id,
      number: round,
      department_id: row.handling_department_id,
      dispatched_at: ctx.now,
      dispatched_by_id: ctx.me.id === systemId ? null : ctx.me.id,
      demand: words,
      due_at: due.due_at,
    })
    .execute()
}

/** The person is not content: the same department handles it again, in a round and within a deadline of its own. */
export const reopenCase = async (ctx: Ctx, id: string, it: { words: string }) =>
  reopenHeld(ctx, await held(ctx, id), it.words)

const escalateHeld = async (ctx: Ctx, row: CaseRow, words: string) => {
  const due = await dueIn(ctx, ctx.now, 'feedback')
  const changes = { ...due, leadership: true, told_at: null, failed_recalls: 0 }
  await advanceLocked(ctx, caseLifecycle, 'escalate', row, changes, { words, round: row.round })
  await keepRound(ctx, row, { outcome: 'dissatisfied', outcome_words: words })
}

/** Still not content: leadership sees it, and the clock of the next round begins now, before it is dispatched. */
export const escalateCase = async (ctx: Ctx, id: string, it: { words: string }) =>
  escalateHeld(ctx, await held(ctx, id), it.words)

const failHeld = (ctx: Ctx, row: CaseRow, words: string) => {
  const times = row.failed_recalls + 1
  return advanceLocked(ctx, caseLifecycle, 'failRecall', row, { failed_recalls: times }, { words, times })
}

/**
 * What a recall heard: satisfied or fairly so archives, anything else begins the next round or goes to leadership. A
 * case that has moved on meanwhile stays as it is; the call itself is kept by its task.
 */
export const recallAnswered = async (ctx: Ctx, id: string, heard: Grade, words: string): Promise<void> => {
  const row = await held(ctx, id)
  if (row.status !== 'told') return
  if (heard !== 'dissatisfied') await confirmHeld(ctx, row, heard, words)
  else if (refusedBecause(caseLifecycle, 'reopen', row) === null) await reopenHeld(ctx, row, words)
  else await escalateHeld(ctx, row, words)
}

/** A recall that reached nobody; counted only while the case waits for the person. */
export const failRecallOfCase = async (ctx: Ctx, id: string, { words }: { words: string }): Promise<void> => {
  const row = await held(ctx, id)
  if (row.status === 'told') await failHeld(ctx, row, words)
}

export const confirm = handle(cases.confirm, async (ctx, { id, ...it }) => {
  await confirmCase(ctx, id, it)
  return receipt(ctx, id)
})

export const reopen = handle(cases.reopen, async (ctx, { id, words }) => {
  await reopenCase(ctx, id, { words })
  return receipt(ctx, id)
})

export const escalate = handle(cases.escalate, async (ctx, { id, words }) => {
  await escalateCase(ctx, id, { words })
  return receipt(ctx, id)
})

export const failRecall = handle(cases.failRecall, async (ctx, { id, words }) => {
  await failHeld(ctx, await held(ctx, id), words)
  return receipt(ctx, id)
})

/** The one way past the person: three failed recalls, or nobody who may be called, and a lead's reason. */
export const approve = handle(cases.approve, async (ctx, { id, reason }) => {
  const row = await held(ctx, id)
  const asked = { ...row, patient_contactable: await contactable(ctx, row.patient_id) }
  const changes = { archived_at: ctx.now, archived_by: 'approval', archive_reason: reason }
  await advanceLocked(ctx, caseLifecycle, 'approve', asked, changes, { reason })
  return receipt(ctx, id)
})
