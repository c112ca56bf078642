// Emptying what a line said of a matter whose term has passed; its number and its instants stay.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { gone } from '#modules/cases/forgetting.ts'

/** Empties the sheets of a case and what went back for them. Who may do this, and when, is the dossier's to judge. */
export const forgetSheets = async (ctx: Ctx, caseId: string): Promise<void> => {
  const emptied = JSON.stringify({
    kind: '',
    title: '',
    text: gone,
    demand: '',
    category: '',
    department: '',
    place: '',
  })
  await sql`
    update sheets set said = said || ${emptied}::jsonb, verdict = null, updated_at = ${ctx.now},
      objection = case when objection is null then null else ${gone} end,
      reply = case when reply is null then null
        else reply || jsonb_build_object('handledBy', '', 'handling', ${gone}::text, 'basis', '', 'fileIds', '[]'::jsonb) end
    where case_id = ${caseId}`.execute(ctx.tx)
  await sql`
    update sheet_messages set content = content - '{reason,handling,handledBy,basis,files}'::text[]
    where sheet_id in (select id from sheets where case_id = ${caseId})`.execute(ctx.tx)
}
