// A matter that somebody wrote as an answer to a text: whose number it is, what it may be about, and the reply that is filed with it.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { tieReply } from '#modules/messages/coming.ts'
import { replyNumber, settleReply } from '#modules/messages/replies.ts'
import type { Reporting } from './reporters.ts'

type Form = { readonly patientId: string | null; readonly reporter: Reporting | null; readonly staffVoice: boolean }

const unnamed: Reporting = { name: '', phone: '', relation: 'self', speaksFor: '', reach: 'phone', address: '' }

/** Before the case is opened: the number of whoever wrote, by the reply's id; the page never had it. What staff say is nobody's. */
export const writtenIn = async (
  ctx: Ctx,
  replyId: string,
  { patientId, reporter, staffVoice }: Form,
): Promise<{ readonly reporter: Reporting | null }> => {
  const phone = await replyNumber(ctx, replyId)
  if (staffVoice) return { reporter }
  if (reporter) return { reporter: reporter.phone.trim() === '' ? { ...reporter, phone } : reporter }
  return { reporter: patientId ? null : { ...unnamed, phone } }
}

/** Once it is open: the reply is settled by it, and lies behind its walls. */
export const fileWritten = async (ctx: Ctx, replyId: string, caseId: string): Promise<void> => {
  await settleReply(ctx, replyId, { became: { noun: 'case', id: caseId } })
  const { rows } = await sql<{ restricted: boolean; barred_staff: string[] }>`
    select restricted, barred_staff from cases where id = ${caseId}`.execute(ctx.tx)
  await tieReply(ctx, replyId, { noun: 'case', id: caseId }, rows[0]!)
}

type Matter = { id: string; restricted: boolean; barred_staff: string[] }

/**
 * A reply from a number that was left with open matters: tied to the matter where there is one, and hidden as the most
 * hidden of them is, so that nobody reads in a text what he may not know of.
 */
export const knowReply = async (ctx: Ctx, { subject, aside }: LedgerEvent): Promise<void> => {
  const { number } = aside as { number: string }
  const { rows } = await sql<Matter>`
    select c.id, c.restricted, c.barred_staff from reporters r join cases c on c.id = r.case_id
    where r.phone = ${number} and c.status not in ('archived', 'merged') order by c.received_at desc limit 20`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return
  await tieReply(ctx, subject!, rows.length === 1 ? { noun: 'case', id: rows[0]!.id } : null, {
    restricted: rows.some(({ restricted }) => restricted),
    barred_staff: rows.flatMap(({ barred_staff }) => barred_staff),
  })
}
