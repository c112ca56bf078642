// 您说，我改: what became better because somebody spoke, put on the page of his receipt; who he is, nobody has to know for it.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'

/** Puts news on the page of a case, once under a key. Answers whether somebody holds a receipt that opens it. */
export const postNews = async (ctx: Ctx, it: { caseId: string; key: string; text: string }): Promise<boolean> => {
  await sql`insert into receipt_news (id, case_id, key, text, at)
    values (${newId(ctx.now)}, ${it.caseId}, ${it.key}, ${it.text}, ${ctx.now})
    on conflict (case_id, key) do nothing`.execute(ctx.tx)
  const { rows } = await sql`select from receipts where case_id = ${it.caseId} limit 1`.execute(ctx.tx)
  return rows.length > 0
}

/** Whoever opens the page has read it; of a staff voice nothing is kept of when that was. */
export const readNews = async (ctx: Ctx, caseId: string): Promise<void> => {
  await sql`update receipt_news set read_at = ${ctx.now} where case_id = ${caseId} and read_at is null
    and exists (select from cases where id = ${caseId} and channel <> 'staff')`.execute(ctx.tx)
}
