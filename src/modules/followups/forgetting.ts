// Emptying what calls heard of a matter whose term has passed.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'

/**
 * Empties the opinion of the call that a case came from and what its recalls heard; that there were calls, and what they
 * answered to the questionnaire, stays. Answers the conversations that they were made in.
 */
export const forgetOpinions = async (ctx: Ctx, caseId: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with gone as (
      update tasks set opinion = case when opinion is null then null else '已按期销毁' end
      where case_id = ${caseId} or id = (select source_id from cases where id = ${caseId})
      returning id
    ), kept as (
      update voided_records set record = jsonb_set(record, '{opinion}', '"已按期销毁"')
      where task_id in (select id from gone) and record ->> 'opinion' is not null
    )
    select contact_id as id from attempts where task_id in (select id from gone)
    union select contact_id from voided_records where task_id in (select id from gone)
    union select contact_id from cases where id = ${caseId} and contact_id is not null`.execute(ctx.tx)
  return rows.map(({ id }) => id)
}
