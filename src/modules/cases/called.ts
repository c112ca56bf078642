// A call about a case, made from the page's telephone: filed by the verb that says what came of it.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { callTimes, linkContact, wrapCall } from '#modules/calls/filing.ts'
import { dispositionOf, type Outcome } from '#modules/calls/outcomes.ts'
import { keepCall } from '#modules/contacts/commands.ts'
import type { CaseRow } from './rows.ts'

/**
 * Keeps the conversation as a contact with the call's own times where it was with a patient who may be contacted, and
 * files the call; without one (a visitor, a relative of somebody who is not to be called) the call alone is filed.
 * `reached` false: nobody was spoken to, and the witnessed outcome says why.
 */
export const fileCall = async (
  ctx: Ctx,
  row: CaseRow,
  callId: string | undefined,
  { reached, words }: { readonly reached: boolean; readonly words: string },
): Promise<void> => {
  if (!callId) return
  const times = await callTimes(ctx, callId, { noun: 'case', id: row.id })
  const { rows } = await sql<{ outcome: Outcome | null; contactable: boolean | null }>`
    select c.outcome, p.contactable from calls c left join patients p on p.id = ${row.patient_id} where c.id = ${callId}`.execute(
    ctx.tx,
  )
  const { outcome, contactable } = rows[0]!
  const witnessed = outcome && outcome !== 'answered' ? dispositionOf(outcome) : null
  const disposition = reached ? 'reached' : (witnessed ?? 'no-answer')
  if (!row.patient_id || !contactable) return wrapCall(ctx, callId, disposition, words)
  const contactId = await keepCall(ctx, {
    ...times,
    patientId: row.patient_id,
    encounterId: row.encounter_id,
    disposition,
    note: words,
    secrecy: row,
  })
  await linkContact(ctx, callId, contactId, disposition)
}
