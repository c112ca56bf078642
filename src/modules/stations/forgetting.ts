// Emptying what a tablet wrote of a matter whose term has passed; that it was written, where and when, stays.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { gone } from '#modules/cases/forgetting.ts'

/** Empties the entries and the findings that became this case. */
export const forgetEntries = async (ctx: Ctx, caseId: string): Promise<void> => {
  await sql`update entries set words = '' where case_id = ${caseId}`.execute(ctx.tx)
  await sql`update findings set words = ${gone}, how = '' where case_id = ${caseId}`.execute(ctx.tx)
}
