// The beginning of a call by the program: which task is next, and whether anybody may be called now.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { type DialRules, dialled } from '#modules/calls/numbers.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { giveToPerson } from '#modules/followups/automatic.ts'
import type { Questionnaire } from '#modules/followups/questions.ts'
import { historyOfTask, questionnaireOfTask } from '#modules/followups/tasks.ts'
import { phonesOf } from '#modules/patients/queries.ts'
import { mayCallNow, paceOf, pausedOf } from './pace.ts'
import { ScriptDefinition } from './script.ts'

export type Begun = {
  readonly id: string
  readonly callId: string
  readonly taskId: string
  /** As the exchange wants it dialled. */
  readonly number: string
  readonly ringSeconds: number
  readonly scriptId: string
  readonly script: ScriptDefinition
  readonly questionnaire: Questionnaire
}

/** A line that failed is not tried again with the same person before so many minutes. */
const restAfterFailure = 15

/** After these the number is not tried again. */
export const badNumbers: readonly (string | null)[] = ['wrong-number', 'out-of-service', 'not-the-person']

type Next = { id: string; patient_id: string; encounter_id: string; script_id: string; definition: unknown }

/** The task that is due first of those that wait for the program and have an approved script; held. */
const nextTask = async (ctx: Ctx): Promise<Next | null> => {
  const tired = new Date(ctx.now.getTime() - restAfterFailure * 60_000)
  const { rows } = await sql<Next>`
    select t.id, t.patient_id, t.encounter_id, s.id as script_id, s.definition
    from tasks t join scripts s on s.questionnaire_id = t.questionnaire_id and s.status = 'approved'
    where t.automatic and t.status = 'open' and t.caller = 'centre' and t.assignee_id is null
      and not t.restricted and t.barred_staff = '{}' and t.next_at <= ${ctx.now}
      and not exists (select from autocalls a where a.task_id = t.id
        and (a.status <> 'over' or (a.result in ('failed', 'lost') and a.ended_at > ${tired})))
    order by t.order_at, t.id limit 1 for update of t skip locked`.execute(ctx.tx)
  return rows[0] ?? null
}

/**
 * Begins one call on a line, or answers null: paused, out of hours, all lines busy, nothing due. Whether the person may
 * be called at all is asked here again, by the database (`calls_contactable`).
 */
export const beginCall = async (ctx: Ctx, line: { id: string; exchangeId: string }): Promise<Begun | null> => {
  // One begins after the other, so that two processes together keep to the number of lines.
  await sql`select pg_advisory_xact_lock(hashtext('autocalls.begin'))`.execute(ctx.tx)
  const pace = await paceOf(ctx)
  if ((await pausedOf(ctx)) || !(await mayCallNow(ctx, pace))) return null
  const { rows: busy } = await sql<{ n: number }>`
    select count(*) as n from autocalls where status <> 'over'`.execute(ctx.tx)
  if (busy[0]!.n >= pace.lines) return null
  const task = await nextTask(ctx)
  if (!task) return null
  const tried = await historyOfTask(ctx, task.id)
  const dead = new Set(tried.filter((one) => badNumbers.includes(one.disposition)).map((one) => one.number_owner))
  const phone = (await phonesOf(ctx, task.patient_id)).find(({ owner }) => !dead.has(owner))
  if (!phone) {
    await giveToPerson(ctx, task.id, { why: '没有可拨的号码', to: null, promisedAt: null })
    return null
  }
  const { rows: rules } = await sql<DialRules & { ring_seconds: number }>`
    select outside_prefix, mobile_prefix, emergency_prefix, area_code, internal_digits, ring_seconds
    from exchanges where id = ${line.exchangeId}`.execute(ctx.tx)
  const { callId } = await placeCall(ctx, {
    ...{ number: phone.number, owner: phone.owner, patientId: task.patient_id, encounterId: task.encounter_id },
    about: { noun: 'task', id: task.id },
    line,
  })
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('autocalls')
    .values({
      ...{ id, status: 'dialling', task_id: task.id, script_id: task.script_id, call_id: callId },
      ...{ started_at: ctx.now, seen_at: ctx.now, updated_at: ctx.now },
    })
    .execute()
  await record(ctx, 'autocall.begin', { subject: id, to: 'dialling', data: { taskId: task.id, callId } })
  return {
    ...{ id, callId, taskId: task.id, scriptId: task.script_id },
    number: dialled(phone.number, rules[0]!),
    ringSeconds: Math.min(rules[0]!.ring_seconds, 60),
    script: ScriptDefinition.parse(task.definition),
    questionnaire: (await questionnaireOfTask(ctx, await questionnaireIdOf(ctx, task.script_id)))!,
  }
}

/** Which version of which questionnaire a script asks. */
export const questionnaireIdOf = async (ctx: Ctx, scriptId: string): Promise<string> =>
  (await ctx.tx.selectFrom('scripts').where('id', '=', scriptId).select('questionnaire_id').executeTakeFirstOrThrow())
    .questionnaire_id
