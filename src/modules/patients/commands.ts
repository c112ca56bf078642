// What is decided about a person for good: that he died, that he is never to be called again.
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { may, within } from '#engine/permit.ts'
import { invalid, notAllowed, notFound } from '#kernel/refusal.ts'
import { type Day, dayOf } from '#kernel/time.ts'
import { patients } from './contract.ts'

const lockedPatient = async (ctx: Ctx, id: string) => {
  const row = await ctx.tx
    .selectFrom('patients')
    .where('id', '=', id)
    .select(['id', 'died_on', 'do_not_call_at'])
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/**
 * Never again a call, a message or a task to this patient; no verb takes it back, and a second time changes nothing.
 * The event comes first: what cancels the open tasks hears it in this transaction, and only then does the database
 * let the row become uncontactable.
 */
export const markDoNotCall = async (ctx: Ctx, patientId: string, reason: string): Promise<void> => {
  const patient = await lockedPatient(ctx, patientId)
  if (patient.do_not_call_at !== null) return
  await record(ctx, 'patient.doNotCall', { subject: patientId, data: { reason } })
  await ctx.tx
    .updateTable('patients')
    .set({ do_not_call_at: ctx.now, do_not_call_reason: reason, updated_at: ctx.now })
    .where('id', '=', patientId)
    .execute()
}

/** The patient died on that day: as `markDoNotCall`, nobody is called again. A death that is known is not told twice. */
export const markDied = async (ctx: Ctx, patientId: string, diedOn: Day, note: string): Promise<void> => {
  const patient = await lockedPatient(ctx, patientId)
  if (patient.died_on !== null) return
  await record(ctx, 'patient.died', { subject: patientId, data: { diedOn, note } })
  await ctx.tx
    .updateTable('patients')
    .set({ died_on: diedOn, updated_at: ctx.now })
    .where('id', '=', patientId)
    .execute()
}

/** Refuses what the actor may not see, or not do. */
const mustBeMine = async (ctx: Ctx, verb: 'patient.doNotCall' | 'patient.died', id: string): Promise<void> => {
  const row = await ctx.tx
    .selectFrom('patients')
    .where('id', '=', id)
    .where(within(ctx.me, 'patient.read', 'patients'))
    .select('id')
    .executeTakeFirst()
  if (!row) throw notFound()
  if (!may(ctx.me, verb, row)) throw notAllowed('您不能对这位患者作此登记。', 'You may not do this here.')
}

export const doNotCall = handle(patients.doNotCall, async (ctx, { id, reason }) => {
  await mustBeMine(ctx, 'patient.doNotCall', id)
  await markDoNotCall(ctx, id, reason)
})

export const died = handle(patients.died, async (ctx, { id, diedOn, note }) => {
  await mustBeMine(ctx, 'patient.died', id)
  if (diedOn > dayOf(ctx.now))
    throw invalid('死亡日期不能晚于今天。', 'The day of death is in the future.', [
      { field: 'diedOn', reason: '请核对日期' },
    ])
  await markDied(ctx, id, diedOn, note)
})
