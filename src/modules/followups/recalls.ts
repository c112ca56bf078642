// The call after a case was answered: it is planned when the person has been told, and its answer moves the case on.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { addWorkdays } from '#kernel/deadline.ts'
import { addDays, at, dayOf, endOfDay } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { enoughRecalls } from '#modules/cases/lifecycle.ts'
import { isUnfinished, planTask } from './tasks.ts'

type Told = {
  id: string
  status: string
  restricted: boolean
  barred_staff: string[]
  owner_id: string
  owner_role: string
  owner_status: string
  patient_id: string
  encounter_id: string
  contactable: boolean
  campus_id: string | null
  department_id: string | null
  department_group: string | null
  discharged_on: string
}

/** Whether a call is open that asks about the case. */
const isAskedAlready = async (ctx: Ctx, caseId: string): Promise<boolean> => {
  const { rows } = await sql`
    select from tasks where case_id = ${caseId} and kind = 'recall' and ${isUnfinished('tasks')}`.execute(ctx.tx)
  return rows.length > 0
}

/** Whether a recall that was given up may be taken up again: its case still waits for the person, and no other call asks. */
export const mayAskAgain = async (ctx: Ctx, caseId: string): Promise<boolean> => {
  const { rows } = await sql<{ status: string }>`select status from cases where id = ${caseId} for update`.execute(
    ctx.tx,
  )
  return rows[0]?.status === 'told' && !(await isAskedAlready(ctx, caseId))
}

/**
 * 整改反馈后再次回访，直至患者满意 (the hospital’s rules for follow-up calls). A person who may no longer be called gets none: a lead decides. Who raised
 * it himself, in another way than a call after a stay, is asked from the case.
 */
export const planRecall = (ctx: Ctx, event: LedgerEvent): Promise<void> => planRecallOf(ctx, event.subject!)

const planRecallOf = async (ctx: Ctx, caseId: string): Promise<void> => {
  const { rows } = await sql<Told>`
    select c.id, c.status, c.restricted, c.barred_staff, c.owner_id, s.role as owner_role, s.status as owner_status, e.patient_id, c.encounter_id,
      p.contactable, e.campus_id, e.department_id, e.department_group, e.discharged_on
    from cases c join encounters e on e.id = c.encounter_id join patients p on p.id = e.patient_id join staff s on s.id = c.owner_id
    where c.id = ${caseId} and not exists (select from reporters r where r.case_id = c.id) for update of c`.execute(
    ctx.tx,
  )
  const told = rows[0]
  // Told, contradicted and told again before this ran: then one of the two has planned the call already.
  if (told?.status !== 'told' || !told.contactable || (await isAskedAlready(ctx, told.id))) return
  const questionnaire = await sql<{ id: string }>`
    select id from questionnaires where wave = 'recall' and status = 'published' order by version desc limit 1`.execute(
    ctx.tx,
  )
  const { calendar, standard } = await clockRules(ctx)
  const calls = told.owner_status === 'active' && ['agent', 'lead', 'supervision'].includes(told.owner_role)
  await planTask(ctx, told, {
    kind: 'recall',
    wave: 'recall',
    case_id: told.id,
    questionnaire_id: questionnaire.rows[0]?.id ?? null,
    caller: 'centre',
    restricted: told.restricted,
    barred_staff: told.barred_staff,
    // The first asker calls again (首问负责).
    assignee_id: calls ? told.owner_id : null,
    next_at: at(addDays(dayOf(ctx.now), 1), '08:00'),
    due_at: endOfDay(addWorkdays(dayOf(ctx.now), standard('recallAfter'), calendar)),
  })
}

/**
 * A case that waits for its person and has no call to come would wait for ever: the last recall ended without a verdict.
 * It is called again until three have failed; then a lead decides.
 */
export const planMissingRecalls = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c where c.status = 'told' and c.failed_recalls < ${enoughRecalls} and c.told_at < ${new Date(ctx.now.getTime() - 3_600_000)}
      and c.encounter_id is not null and not exists (select from reporters r where r.case_id = c.id)
      and not exists (select from tasks t where t.case_id = c.id and t.status = 'open')
    limit 500`.execute(ctx.tx)
  for (const { id } of rows) await planRecallOf(ctx, id)
}
