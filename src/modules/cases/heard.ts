// A matter that was said on the telephone: whose number it is, the contact that is kept of the call, and the call that is filed with it.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { callerNumber } from '#modules/calls/caller-number.ts'
import { aboutCall, linkContact, ownCall, wrapCall } from '#modules/calls/filing.ts'
import type { CallRow } from '#modules/calls/rows.ts'
import { keepCall } from '#modules/contacts/commands.ts'
import { type Reporting, readable } from './reporters.ts'

type Said = {
  readonly call: CallRow
  readonly patientId: string | null
  readonly contactId: string | null
  /** With the number that the caller's telephone showed, where nobody wrote down another one. */
  readonly reporter: Reporting | null
}

type Form = {
  readonly encounterId: string | null
  readonly patientId: string | null
  readonly reporter: Reporting | null
  readonly staffVoice: boolean
  readonly text: string
}

const patientOf = async (ctx: Ctx, { encounterId, patientId }: Form): Promise<string | null> => {
  if (patientId || !encounterId) return patientId
  const stay = await ctx.tx
    .selectFrom('encounters')
    .where('id', '=', encounterId)
    .select('patient_id')
    .executeTakeFirst()
  return stay?.patient_id ?? null
}

const unnamed: Reporting = { name: '', phone: '', relation: 'self', speaksFor: '', reach: 'phone', address: '' }

/**
 * The number of the one who called, by the call's id: the page never had it. A patient who calls himself is reached as
 * patients are; of everybody else the number is kept with the matter. What staff say is nobody's.
 */
const reporterOf = (form: Form, number: string, known: boolean): Reporting | null => {
  if (form.staffVoice || number === '') return form.reporter
  if (form.reporter) return form.reporter.phone.trim() === '' ? { ...form.reporter, phone: number } : form.reporter
  return known ? null : { ...unnamed, phone: number }
}

/** Before the case is opened: the call must be the actor's own, and somebody must have been spoken to. */
export const heardInCall = async (ctx: Ctx, callId: string, form: Form): Promise<Said> => {
  const call = await ownCall(ctx, callId)
  if (call.answered_at === null) throw conflict(w('这通电话没有接通。', 'This call was not answered.'))
  const patientId = await patientOf(ctx, form)
  // Whoever called us, then or now: `caller` is somebody who is called back.
  const his = call.direction === 'in' || call.number_owner === 'caller'
  const number = his ? readable(callerNumber(call.number)?.number ?? '') : ''
  const reporter = reporterOf(form, number, patientId !== null)
  if (call.contact_id || !patientId || call.wrapped_at) return { call, patientId, contactId: call.contact_id, reporter }
  const contactId = await keepCall(ctx, {
    patientId,
    encounterId: form.encounterId,
    direction: call.direction as 'in' | 'out',
    startedAt: call.placed_at,
    endedAt: call.ended_at,
    disposition: 'reached',
    numberOwner: reporter ? reporter.relation : 'patient',
    note: form.text,
  })
  return { call, patientId, contactId, reporter }
}

/** Once it is open: the call is about it, lies behind its walls, and is filed. */
export const fileHeard = async (ctx: Ctx, { call, patientId, contactId, reporter }: Said, caseId: string) => {
  const { rows } = await sql<{ restricted: boolean; barred_staff: string[] }>`
    select restricted, barred_staff from cases where id = ${caseId}`.execute(ctx.tx)
  const owner = reporter ? reporter.relation : 'patient'
  if (call.wrapped_at === null && contactId) await linkContact(ctx, call.id, contactId, 'reached')
  else if (call.wrapped_at === null) await wrapCall(ctx, call.id, 'reached')
  await aboutCall(ctx, call, { patientId, about: { noun: 'case', id: caseId }, secrecy: rows[0]!, owner })
}
