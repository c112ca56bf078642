// The rows behind a task: its attempts, its programme's policy, and new tasks that follow from another.
import { type RawBuilder, sql } from 'kysely'
import { advance, locked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { newId } from '#kernel/ids.ts'
import { type CallTimes, callTimes, linkContact } from '#modules/calls/filing.ts'
import { clockRules } from '#modules/cases/due.ts'
import { keepCall } from '#modules/contacts/commands.ts'
import { type RetryPolicy, retryPolicy } from '#src/standards.ts'
import { auditOf } from './audit-questions.ts'
import { ProgrammeDefinition } from './contract.ts'
import { taskLifecycle, unfinished } from './lifecycle.ts'
import type { Questionnaire } from './questions.ts'

export type TaskRow = RowOf<'tasks'>

/** A task held until the transaction ends; *not found* to those who may not see it. */
export const heldTask = async (ctx: Ctx, id: string): Promise<TaskRow> =>
  (await locked(ctx, taskLifecycle, id)) as TaskRow

/**
 * Open or with a red flag: somebody still has to do something about the task named so in the query. The states are
 * written into the statement, because that is how an index of the unfinished is found.
 */
export const isUnfinished = (task: 't' | 'tasks' = 't'): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${task}.status`)} in (${sql.join(unfinished.map((state) => sql.lit(state)))})`

/** The calls `t` of a stay's follow-up; recalls belong to a case, urgent contacts to the doctor, audits to a spot check. */
export const isFollowUp = sql<boolean>`t.kind in ('wave', 'repeat')`

const day = 24 * 3_600_000

/**
 * When the number was dialled, as the browser says. Its clock may run ahead, and a draft may lie for days: what is not
 * of the last day counts from now, so that nobody is reached in time afterwards.
 */
export const dialledAt = (ctx: Ctx, said: Date | undefined): Date =>
  said && said <= ctx.now && ctx.now.getTime() - said.getTime() < day ? said : ctx.now

type Said = { callId?: string | undefined; startedAt?: Date | undefined; numberOwner: string | null }

/** When it was dialled and whose number: as the server witnessed it, where the page's telephone was used, else as it is said. */
export const timesOf = async (ctx: Ctx, task: TaskRow, said: Said): Promise<CallTimes> =>
  said.callId
    ? callTimes(ctx, said.callId, { noun: 'task', id: task.id })
    : { startedAt: dialledAt(ctx, said.startedAt), endedAt: null, numberOwner: said.numberOwner }

/** Keeps one try as a contact, files the call that it was made by, and numbers it; answers the number. */
export const keepAttempt = async (
  ctx: Ctx,
  task: TaskRow,
  it: CallTimes & { disposition: string; note: string; callId?: string | undefined },
): Promise<number> => {
  const contactId = await keepCall(ctx, {
    patientId: task.patient_id,
    encounterId: task.encounter_id,
    startedAt: it.startedAt,
    endedAt: it.endedAt,
    disposition: it.disposition,
    numberOwner: it.numberOwner,
    note: it.note,
    secrecy: task,
  })
  if (it.callId) await linkContact(ctx, it.callId, contactId, it.disposition)
  const { rows } = await sql<{ number: number }>`
    insert into attempts (task_id, contact_id, number)
    select ${task.id}, ${contactId}, coalesce(max(number), 0) + 1 from attempts where task_id = ${task.id}
    returning number`.execute(ctx.tx)
  return rows[0]!.number
}

/** The tries of a task, oldest first. */
export const historyOfTask = (ctx: Ctx, taskId: string) =>
  ctx.tx
    .selectFrom('attempts')
    .innerJoin('contacts', 'contacts.id', 'attempts.contact_id')
    .where('attempts.task_id', '=', taskId)
    .orderBy('attempts.number')
    .select(['contacts.id', 'contacts.started_at as at', 'contacts.disposition', 'contacts.number_owner'])
    .execute()

/** The retry policy of a task's programme; tasks of no programme (recalls) follow the hospital's standards. */
export const policyOf = async (ctx: Ctx, programmeId: string | null): Promise<RetryPolicy> => {
  if (!programmeId) {
    const { standard } = await clockRules(ctx)
    return {
      ...retryPolicy,
      tries: standard('unreachedTries'),
      apartHours: standard('triesApart'),
      dates: standard('triesOverDates'),
    }
  }
  const { definition } = await ctx.tx
    .selectFrom('programmes')
    .where('id', '=', programmeId)
    .select('definition')
    .executeTakeFirstOrThrow()
  const { retry } = ProgrammeDefinition.parse(definition)
  return { ...retryPolicy, tries: retry.tries, apartHours: retry.hoursApart, dates: retry.dates }
}

/** A published or retired version of a questionnaire as it was when the task was planned. */
export const questionnaireOfTask = async (ctx: Ctx, id: string | null): Promise<Questionnaire | null> => {
  if (!id) return null
  const row = await ctx.tx.selectFrom('questionnaires').where('id', '=', id).select('definition').executeTakeFirst()
  return (row?.definition as Questionnaire | undefined) ?? null
}

/** The questionnaire by which a task is called: of a call that checks another only its key questions. */
export const questionnaireFor = async (
  ctx: Ctx,
  task: Pick<TaskRow, 'kind' | 'questionnaire_id'>,
): Promise<Questionnaire | null> => {
  const whole = await questionnaireOfTask(ctx, task.questionnaire_id)
  return whole && task.kind === 'audit' ? auditOf(whole) : whole
}

type NewTask = Pick<TaskRow, 'kind' | 'wave' | 'caller' | 'due_at' | 'next_at'> &
  Partial<
    Pick<
      TaskRow,
      | 'questionnaire_id'
      | 'programme_id'
      | 'case_id'
      | 'parent_id'
      | 'assignee_id'
      | 'restricted'
      | 'barred_staff'
      | 'red_flag'
      | 'red_flag_words'
    >
  >

/** Plans a task about the same stay as another; answers its id. */
export const planTask = async (
  ctx: Ctx,
  stay: Pick<
    TaskRow,
    'patient_id' | 'encounter_id' | 'campus_id' | 'department_id' | 'department_group' | 'discharged_on'
  >,
  task: NewTask,
): Promise<string> => {
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('tasks')
    .values({
      id,
      status: 'open',
      patient_id: stay.patient_id,
      encounter_id: stay.encounter_id,
      campus_id: stay.campus_id,
      department_id: stay.department_id,
      department_group: stay.department_group,
      discharged_on: stay.discharged_on,
      ...task,
      red_flag_words: task.red_flag_words ? JSON.stringify(task.red_flag_words) : null,
      order_at: task.due_at,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  return id
}

/** Cancels open tasks as the system: the actor's verb was another one, and this follows from it. */
export const cancelAll = async (ctx: Ctx, ids: readonly string[], reason: string): Promise<void> => {
  const bySystem = { ...ctx, me: systemMe }
  for (const id of ids) await advance(bySystem, taskLifecycle, 'cancel', id, { cancelled_reason: reason }, { reason })
}
