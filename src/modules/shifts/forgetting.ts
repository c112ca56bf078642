// Emptying what alarms and hand-over cards said of a matter whose term has passed; that there were any stays.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { gone } from '#modules/cases/forgetting.ts'

/** Empties the answers to its alarms, and its lines on the cards that one shift gave the next. */
export const forgetWatch = async (ctx: Ctx, caseId: string): Promise<void> => {
  await sql`update rings set answer = '' where case_id = ${caseId}`.execute(ctx.tx)
  await sql`
    update handover_items set facts = facts || jsonb_build_object('words', ${gone}::text),
      asked = case when asked is null then null else ${gone} end,
      replied = case when replied is null then null else ${gone} end
    where case_id = ${caseId}`.execute(ctx.tx)
}
