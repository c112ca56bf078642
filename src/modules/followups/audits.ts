// A call that checks another: by somebody else, blind, once, and never to one who should be left in peace.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may, mayEver } from '#engine/permit.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { addDays, at, dayOf, daysBetween, endOfDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { blindTo, unblind } from '#modules/contacts/commands.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { auditOf } from './audit-questions.ts'
import { cancelAll, isUnfinished, planTask, questionnaireOfTask, type TaskRow } from './tasks.ts'

const tooLate = (days: number) =>
  w(`这通回访已过去 ${days} 天以上，患者记不清了，不再复核。`, `More than ${days} days have passed since that call.`)
const once = w('这位患者一年内已被复核过，不再打扰。', 'This patient was called to check another call within a year.')
const leftInPeace = w('该患者已去世或要求勿扰，不再致电。', 'This patient has died or asked not to be called.')
const nothingToAsk = w('这份问卷没有可以再问一遍的题目。', 'This questionnaire has nothing that could be asked again.')

/** The conversations of a task, one that was voided since included. */
const contactsOfTask = async (ctx: Ctx, taskId: string): Promise<string[]> => {
  const { rows } = await sql<{ contact_id: string }>`
    select contact_id from attempts where task_id = ${taskId}
    union all select contact_id from voided_records where task_id = ${taskId}`.execute(ctx.tx)
  return rows.map((row) => row.contact_id)
}

/** The matters `k` that came of a call, and those into which they were merged. */
const matterOf = (task: Pick<TaskRow, 'id' | 'patient_id'>): RawBuilder<boolean> => sql<boolean>`k.id in (
  select unnest(array[c.id, c.merged_into_id]) from cases c where c.patient_id = ${task.patient_id} and c.source_id = ${task.id})`

/**
 * Who may call again: works at it, was not the caller, is not barred, and had no hand in the first call, nor in a matter
 * that came of it.
 */
export const mayRecall = async (
  ctx: Ctx,
  task: TaskRow,
): Promise<{ id: string; name: string; role: string; waiting: number }[]> => {
  const { rows } = await sql<{ id: string; name: string; role: string; departments: string[]; waiting: number }>`
    select s.id, s.name, s.role, s.departments,
      (select count(*) from tasks t where t.assignee_id = s.id and ${isUnfinished()}) as waiting
    from staff s where s.status = 'active' and s.role in ('agent', 'lead', 'supervision')
      and s.id is distinct from ${task.caller_id}
      and not exists (select from attempts a join contacts c on c.id = a.contact_id
        where a.task_id = ${task.id} and c.staff_id = s.id)
      and not exists (select from events e where e.noun = 'task' and e.subject = ${task.id} and e.actor_id = s.id)
      and not exists (select from cases k where ${matterOf(task)} and (k.owner_id = s.id or s.id = any(k.barred_staff)
        or exists (select from events e where e.noun = 'case' and e.subject = k.id and e.actor_id = s.id)))
    order by waiting, s.name`.execute(ctx.tx)
  return (
    rows
      .filter((one) => !task.barred_staff.includes(one.id))
      // Whoever opens the rows behind a report finds the first answer there, stay by stay.
      .filter((one) => !mayEver(one as unknown as Ctx['me'], 'report.read'))
      .filter((one) => may(one as unknown as Ctx['me'], 'task.read', { ...task, caller: 'audit', assignee_id: one.id }))
      .map(({ id, name, role, waiting }) => ({ id, name, role, waiting }))
  )
}

/**
 * Orders the call. The one who makes it finds nothing of the first record and of what came of it until `endAudit`; the
 * first caller finds nothing of this one. Refused where the patient must be left in peace: died, do not call, called so within a year, too long ago.
 */
export const orderAudit = async (ctx: Ctx, { taskId, to }: { taskId: string; to: string }): Promise<string> => {
  const { rows } = await sql<TaskRow & { contactable: boolean; again: boolean }>`
    select t.*, p.contactable,
      exists (select from tasks a where a.patient_id = t.patient_id and a.kind = 'audit'
        and (a.attempts > 0 or a.status in ('open', 'flagged')) and a.created_at > ${new Date(ctx.now.getTime() - 365 * 86_400_000)}) as again
    from tasks t join patients p on p.id = t.patient_id where t.id = ${taskId} for update of t`.execute(ctx.tx)
  const task = rows[0]
  if (!task) throw notFound()
  if (!task.contactable) throw conflict(leftInPeace)
  if (task.again) throw conflict(once)
  const days = await standardOf(ctx, 'recheckWithin')
  if (!task.reached_at || daysBetween(dayOf(task.reached_at), dayOf(ctx.now)) > days) throw conflict(tooLate(days))
  const whole = await questionnaireOfTask(ctx, task.questionnaire_id)
  if (!whole || auditOf(whole).questions.length < 2) throw conflict(nothingToAsk)
  if (!(await mayRecall(ctx, task)).some(({ id }) => id === to))
    throw invalid('请换一位没有参与过这次回访的同事。', 'Somebody who had no hand in the first call.', [
      { field: 'to', reason: '不能是原回访人，也不能是看过、改过这条记录的人' },
    ])
  const today = dayOf(ctx.now)
  const id = await planTask(ctx, task, {
    kind: 'audit',
    wave: 'audit',
    parent_id: task.id,
    questionnaire_id: task.questionnaire_id,
    caller: 'audit',
    assignee_id: to,
    restricted: true,
    barred_staff: [...new Set([...task.barred_staff, ...(task.caller_id ? [task.caller_id] : [])])],
    next_at: at(addDays(today, 1), '08:00'),
    due_at: endOfDay(addDays(today, 7)),
  })
  await sql`update tasks set barred_staff = array_append(barred_staff, ${to}::uuid) where id = ${task.id}`.execute(
    ctx.tx,
  )
  await blindTo(ctx, await contactsOfTask(ctx, task.id), to)
  // The table adds him to the walls. They are named here because all that hangs on a matter follows where they are.
  await sql`update cases k set blind_staff = array_append(array_remove(k.blind_staff, ${to}::uuid), ${to}::uuid), barred_staff = k.barred_staff
    where ${matterOf(task)}`.execute(ctx.tx)
  return id
}

/** The first record is no longer kept from the one who called again, and a call that still waits is not made. */
export const endAudit = async (ctx: Ctx, { auditId, why }: { auditId: string; why: string }): Promise<void> => {
  const audit = await ctx.tx
    .selectFrom('tasks')
    .where('id', '=', auditId)
    .select(['parent_id', 'patient_id', 'assignee_id', 'caller_id', 'status'])
    .executeTakeFirstOrThrow()
  if (audit.status === 'open') await cancelAll(ctx, [auditId], why)
  const to = audit.assignee_id ?? audit.caller_id
  if (!to || !audit.parent_id) return
  await sql`update tasks set barred_staff = array_remove(barred_staff, ${to}::uuid) where id = ${audit.parent_id}`.execute(
    ctx.tx,
  )
  await unblind(ctx, await contactsOfTask(ctx, audit.parent_id), to)
  // Whoever was accused of it meanwhile is no longer among the blind, and stays barred.
  await sql`update cases k set blind_staff = array_remove(k.blind_staff, ${to}::uuid), barred_staff = array_remove(k.barred_staff, ${to}::uuid)
    where ${to}::uuid = any(k.blind_staff) and ${matterOf({ id: audit.parent_id, patient_id: audit.patient_id })}`.execute(
    ctx.tx,
  )
}
