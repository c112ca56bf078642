// Emptying a matter whose term has passed: words, evidence and people go; what the register and the ledger need stays.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'

/** What stands where something was said. */
export const gone = '已按期销毁'

/** Empties the recordings of a case; that they were there, and their hashes, stay. */
export const forgetRecordings = async (ctx: Ctx, caseId: string): Promise<void> => {
  await sql`update files set content = '', name = ${gone}
    where noun = 'case' and subject = ${caseId} and type like 'audio/%'`.execute(ctx.tx)
}

/**
 * Empties a case and everything of its own: a table that is added with words of a matter gets its line here. A held case
 * is refused by the database (constraint `cases_held`). Who may do this, and when, is the dossier's to judge.
 */
export const forgetCase = async (ctx: Ctx, caseId: string): Promise<void> => {
  const { tx } = ctx
  await sql`update cases set text = ${gone}, demand = '', place = '', calmed = '', mood = '', many_reason = null,
    archive_reason = case when archive_reason is null then null else ${gone} end,
    destroyed_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${caseId}`.execute(tx)
  await sql`update case_search set search = '' where case_id = ${caseId}`.execute(tx)
  await sql`update reporters set name = '', phone = null, speaks_for = '', address = '' where case_id = ${caseId}`.execute(
    tx,
  )
  await sql`update rounds set demand = '', findings = null, measures = null, review = null, opinion = null,
    told_what = null, outcome_words = null where case_id = ${caseId}`.execute(tx)
  await sql`update extensions set reason = ${gone}, words = null where case_id = ${caseId}`.execute(tx)
  await sql`update promises set to_whom = '', what = ${gone}, outcome = '' where case_id = ${caseId}`.execute(tx)
  await sql`update assists set demand = ${gone}, findings = null, reason = null where case_id = ${caseId}`.execute(tx)
  await sql`update clocks set how = '' where case_id = ${caseId}`.execute(tx)
  await sql`update pauses set words = ${gone} where case_id = ${caseId}`.execute(tx)
  await sql`update inquiries set whom = '', found = ${gone} where case_id = ${caseId}`.execute(tx)
  await sql`update measures set what = ${gone}, done_words = '', outcome = '' where case_id = ${caseId}`.execute(tx)
  await sql`update files set content = '', name = ${gone}
    where noun = 'measure' and subject in (select id from measures where case_id = ${caseId})`.execute(tx)
  await sql`update merges set reason = ${gone} where ${caseId} in (case_id, survivor_id)`.execute(tx)
  await sql`update links set words = '' where ${caseId} in (case_id, other_id)`.execute(tx)
  await sql`update register_entries set said = '{}', outdated = '[]' where case_id = ${caseId}`.execute(tx)
  await sql`update files set content = '', name = ${gone} where noun = 'case' and subject = ${caseId}`.execute(tx)
  const row = await tx.selectFrom('cases').where('id', '=', caseId).select('restricted').executeTakeFirstOrThrow()
  // The matter's own history ends with it; what had a history here is no longer changed by an old register either.
  await record(ctx, 'case.forget', { subject: caseId, restricted: row.restricted })
}
