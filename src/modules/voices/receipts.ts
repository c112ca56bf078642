// Receipts: given once for each thing said, opened by link or code, and half an hour at the page that they open.
import type { Ctx } from '#engine/ctx.ts'
import { DoorProblem } from '#engine/problem.ts'
import { newToken } from '#engine/sessions.ts'
import { newId } from '#kernel/ids.ts'
import { type keysOf, sessionHash } from './keys.ts'

const cookieName = 'huiyin-answer'
const path = '/api/v1/answers'
const minutes = 30

export type ReceiptRow = { readonly id: string; readonly case_id: string; readonly guarded: boolean }

/** The receipt that a page's key has had already. */
export const receiptUnder = (ctx: Ctx, mark: Buffer) =>
  ctx.tx
    .selectFrom('receipts')
    .innerJoin('cases', 'cases.id', 'receipts.case_id')
    .where('mark', '=', mark)
    .select('cases.number')
    .executeTakeFirst()

export const keepReceipt = async (
  ctx: Ctx,
  it: { readonly caseId: string; readonly keys: ReturnType<typeof keysOf>; readonly guarded: boolean },
  hashes: { readonly code: Buffer; readonly link: Buffer },
): Promise<void> => {
  await ctx.tx
    .insertInto('receipts')
    .values({
      id: newId(ctx.now),
      case_id: it.caseId,
      code_hash: hashes.code,
      link_hash: hashes.link,
      mark: it.keys.mark,
      guarded: it.guarded,
    })
    .execute()
}

/** Lets the holder of a receipt in: a token for this page alone, in a cookie that no script reads. */
export const letIn = async (ctx: Ctx, receipt: ReceiptRow): Promise<void> => {
  const token = newToken()
  await ctx.tx
    .insertInto('answer_sessions')
    .values({
      token_hash: sessionHash(token),
      receipt_id: receipt.id,
      expires_at: new Date(ctx.now.getTime() + minutes * 60_000),
    })
    .execute()
  ctx.door?.keep(cookieName, { value: token, path, minutes })
}

/** Lets out again. */
export const letOut = async (ctx: Ctx): Promise<void> => {
  const token = ctx.door?.token(cookieName)
  if (token) await ctx.tx.deleteFrom('answer_sessions').where('token_hash', '=', sessionHash(token)).execute()
  ctx.door?.keep(cookieName, { value: '', path, minutes: 0 })
}

/** The receipt whose holder asks. Refused like a session that has ended: 401. */
export const holderOf = async (ctx: Ctx): Promise<ReceiptRow> => {
  const token = ctx.door?.token(cookieName)
  const row =
    token &&
    (await ctx.tx
      .selectFrom('answer_sessions')
      .innerJoin('receipts', 'receipts.id', 'answer_sessions.receipt_id')
      .where('token_hash', '=', sessionHash(token))
      .where('expires_at', '>', ctx.now)
      .select(['receipts.id', 'receipts.case_id', 'receipts.guarded'])
      .executeTakeFirst())
  if (row) return row
  throw new DoorProblem(401, 'not-signed-in', {
    zh: '查看时间已到，请重新打开链接，或输入凭码。',
    en: 'Your time at this page is over; open the link again or type your code.',
  })
}
