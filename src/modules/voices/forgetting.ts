// Emptying what came by the pages of a matter whose term has passed: what was added, the receipt, and who spoke.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { gone } from '#modules/cases/forgetting.ts'
import { keepIdentity } from './identity.ts'

/**
 * Empties what a person without account added, ends his receipt, and seals nobody over the identity of a staff voice: its
 * place in the vault stays, so that the number of voices and of places is one. Who may do this is the dossier's to judge.
 */
export const forgetVoice = async (ctx: Ctx, caseId: string): Promise<void> => {
  const { tx } = ctx
  await sql`update additions set text = ${gone} where case_id = ${caseId}`.execute(tx)
  await sql`delete from answer_sessions where receipt_id in (select id from receipts where case_id = ${caseId})`.execute(
    tx,
  )
  await sql`delete from receipt_news where case_id = ${caseId}`.execute(tx)
  await sql`delete from receipts where case_id = ${caseId}`.execute(tx)
  await sql`update opening_words set reason = ${gone} where opening_id in (select id from openings where case_id = ${caseId})`.execute(
    tx,
  )
  await sql`update openings set reason = ${gone} where case_id = ${caseId}`.execute(tx)
  const row = await tx.selectFrom('cases').where('id', '=', caseId).select('channel').executeTakeFirst()
  if (row?.channel === 'staff')
    await keepIdentity(ctx, caseId, { mode: 'anonymous', name: '', department: '', phone: '' })
}
