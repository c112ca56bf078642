// Taking a record out of its task that was found never to have been a call: kept beside as it was, and counted by nothing.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { voidCall } from '#modules/contacts/commands.ts'
import type { TaskSheet } from './contract.ts'
import { taskLifecycle } from './lifecycle.ts'
import { historyOfTask, type TaskRow } from './tasks.ts'

/** What a call writes into its task, and what the task is without it. */
const unwritten = {
  reached_at: null,
  answers: null,
  respondent: null,
  recovered: null,
  satisfaction: null,
  opinion: null,
  opinion_category: null,
  red_flag: null,
  red_flag_words: null,
  flag_done: null,
  flag_note: null,
  guidance_ids: [] as string[],
} as const
type Written = Pick<TaskRow, keyof typeof unwritten | 'caller_id' | 'attempts' | 'first_tried_at' | 'last_disposition'>

const noCall = w('这条记录没有通话可作废。', 'There is no call to void in this record.')

/**
 * 作废: the answers, the grade, the opinion and the try itself leave the task, which stands as if that call had not been;
 * the conversation stays in the patient's list as voided. The stay counts as not reached, until it is reached in earnest.
 * Done as the system: the actor's verb was another one. Refused for anything but a finished follow-up call.
 */
export const voidTask = async (ctx: Ctx, id: string): Promise<void> => {
  const { rows } = await sql<TaskRow>`select * from tasks where id = ${id} for update`.execute(ctx.tx)
  const task = rows[0]!
  const bySystem = { ...ctx, me: systemMe }
  mustBeAble(bySystem, taskLifecycle, 'void', task)
  const last = (await historyOfTask(ctx, id)).at(-1)
  if (last?.disposition !== 'reached') throw conflict(noCall)
  await sql`
    insert into voided_records (task_id, contact_id, record, voided_at)
    select t.id, ${last.id}, to_jsonb(t) || jsonb_build_object('rows',
      coalesce((select jsonb_agg(a) from answers a where a.task_id = t.id), '[]')), ${ctx.now}
    from tasks t where t.id = ${id}`.execute(ctx.tx)
  await sql`delete from answers where task_id = ${id}`.execute(ctx.tx)
  await sql`delete from attempts where contact_id = ${last.id}`.execute(ctx.tx)
  await voidCall(ctx, last.id)
  const { rows: before } = await sql<{ at: Date; disposition: string; staff_id: string | null }>`
    select k.started_at as at, k.disposition, k.staff_id from attempts a join contacts k on k.id = a.contact_id
    where a.task_id = ${id} order by a.number`.execute(ctx.tx)
  const latest = before.at(-1)
  const written: Partial<Written> = {
    ...unwritten,
    attempts: before.length,
    first_tried_at: before.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
    last_disposition: latest?.disposition ?? null,
    caller_id: before.findLast((one) => one.staff_id !== null)?.staff_id ?? null,
  }
  await advanceLocked(bySystem, taskLifecycle, 'void', task, written, { reason: 'voided' })
}

/** A task's sheet as it was before its record was voided, for those who judged it. */
export const withVoided = async (ctx: Ctx, sheet: TaskSheet): Promise<TaskSheet> => {
  if (sheet.status !== 'voided') return sheet
  const { rows } = await sql<TaskSheet['attemptsMade'][number] & { record: TaskRow }>`
    select v.record, k.id, k.started_at as at, s.name as by, k.disposition, k.number_owner as "numberOwner", k.note,
      k.taken_over as "takenOver"
    from voided_records v join contacts k on k.id = v.contact_id left join staff s on s.id = k.staff_id
    where v.task_id = ${sheet.id}`.execute(ctx.tx)
  if (!rows[0]) return sheet
  const { record, ...call } = rows[0]
  return {
    ...sheet,
    answers: record.answers as TaskSheet['answers'],
    satisfaction: record.satisfaction as TaskSheet['satisfaction'],
    opinion: record.opinion,
    respondent: record.respondent as TaskSheet['respondent'],
    recovered: record.recovered,
    attemptsMade: [...sheet.attemptsMade, call],
  }
}
