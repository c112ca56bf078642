// After the call: the contact that was written of it, or the word that none is needed.
import { sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemId } from '#engine/ledger.ts'
import { conflict, notAllowed } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import type { Secrecy } from '#modules/contacts/commands.ts'
import { calls } from './contract.ts'
import { callLifecycle } from './lifecycle.ts'
import { callSheet } from './queries.ts'
import type { CallRow } from './rows.ts'
import { freeAfter } from './states.ts'

export type CallTimes = {
  readonly startedAt: Date
  /** Null while it still goes on. */
  readonly endedAt: Date | null
  readonly numberOwner: string | null
}

/**
 * The times of a call as the server witnessed them, for the contact that is written of it. The call must be the actor's,
 * about this matter (`noun`, `id`) and not filed yet; otherwise refused.
 */
export const callTimes = async (ctx: Ctx, callId: string, about: { noun: string; id: string }): Promise<CallTimes> => {
  const call = await ownCall(ctx, callId)
  if (call.about_noun !== about.noun || call.about_id !== about.id)
    throw conflict(w('这通电话不是为这件事打的。', 'That call was about something else.'))
  if (call.wrapped_at !== null) throw conflict(w('这通电话已经登记过。', 'This call has been filed.'))
  return { startedAt: call.dialled_at ?? call.placed_at, endedAt: call.ended_at, numberOwner: call.number_owner }
}

/** A call of the actor's own, held until the transaction ends; anybody else’s is not his to file. */
export const ownCall = async (ctx: Ctx, callId: string): Promise<CallRow> => {
  const call = await locked<CallRow>(ctx, callLifecycle as never, callId)
  if ((call.staff_id ?? systemId) !== ctx.me.id) throw notAllowed('这不是您的通话。', 'This is not your call.')
  return call
}

/** Ties the contact to its call and ends the agent's wrap-up. What was witnessed stays beside what was confirmed. */
export const linkContact = async (ctx: Ctx, callId: string, contactId: string, disposition: string): Promise<void> => {
  const call = await ownCall(ctx, callId)
  await file(ctx, call, { contact_id: contactId, disposition }, { outcome: call.outcome, disposition })
}

const file = async (ctx: Ctx, call: CallRow, changes: Record<string, unknown>, data: Record<string, unknown>) => {
  await advanceLocked(ctx, callLifecycle as never, 'wrap', call as never, { ...changes, wrapped_at: ctx.now }, data)
  if (call.staff_id && call.status === 'ended') await freeAfter(ctx, call.staff_id, call.id)
}

/** Files a call of the actor's without a contact; one that was filed already stays as it was. */
export const wrapCall = async (ctx: Ctx, callId: string, disposition: string, note = ''): Promise<void> => {
  const call = await ownCall(ctx, callId)
  if (call.wrapped_at === null) await file(ctx, call, { disposition }, { outcome: call.outcome, disposition, note })
}

type Turned = {
  readonly patientId: string | null
  readonly about: { readonly noun: string; readonly id: string } | null
  readonly secrecy: Secrecy | null
  readonly owner: string
}

/**
 * What a call that came in turned out to be about, and who spoke: kept on it and on the call of the hotline that it came
 * through. About a hidden matter it is hidden with it. Whoever says it, records it.
 */
export const aboutCall = async (
  ctx: Ctx,
  call: Pick<CallRow, 'id' | 'parent_id'>,
  { patientId, about, secrecy, owner }: Turned,
): Promise<void> => {
  await sql`
    update calls set patient_id = ${patientId}, about_noun = ${about?.noun ?? null}, about_id = ${about?.id ?? null},
      number_owner = ${owner}, restricted = ${secrecy?.restricted ?? false},
      barred_staff = ${secrecy?.barred_staff ?? []}::uuid[], updated_at = ${ctx.now}
    where direction = 'in' and id in (${call.id}::uuid, ${call.parent_id ?? call.id}::uuid)`.execute(ctx.tx)
}

const wrap = handle(calls.wrap, async (ctx, { id, disposition, note }) => {
  const call = await ownCall(ctx, id)
  await file(ctx, call, { disposition: disposition ?? null }, { outcome: call.outcome, disposition, note })
  return callSheet(ctx, id)
})

export const filingHandlers = [wrap]
