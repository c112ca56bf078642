// What follows for follow-up from what happened elsewhere, and what it looks after by itself.
import { sql } from 'kysely'
import { type Ctx, every, when, with_ } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { type Secrecy, sealCalls } from '#modules/contacts/commands.ts'
import { superiorsOf } from '#modules/directory/superiors.ts'
import type { Arrivals, RegisterArrivals } from '#modules/patients/arrivals.ts'
import { allotToday } from './allotment.ts'
import { unfinished } from './lifecycle.ts'
import { planArrivals } from './planning.ts'
import { planMissingRecalls, planRecall } from './recalls.ts'
import { takeOver } from './takeover.ts'
import { cancelAll, isUnfinished } from './tasks.ts'

const openTasks = async (ctx: Ctx, column: 'patient_id' | 'case_id', id: string): Promise<string[]> => {
  const rows = await ctx.tx
    .selectFrom('tasks')
    .where(column, '=', id)
    .where('status', 'in', unfinished)
    .select('id')
    .execute()
  return rows.map((row) => row.id)
}

const endCalls = (reason: string) => async (ctx: Ctx, event: LedgerEvent) =>
  cancelAll(ctx, await openTasks(ctx, 'patient_id', event.subject!), reason)

/** A recall that is still open when its case has moved on by another way has nothing left to ask. */
const endRecalls = async (ctx: Ctx, event: LedgerEvent) =>
  cancelAll(ctx, await openTasks(ctx, 'case_id', event.subject!), '诉求已另行处理')

/**
 * A matter judged anew is hidden with all that follows from it: its recalls, and what was said in them. A recall that
 * is no longer for the one who had it goes to the case's owner in supervision, or waits there for somebody.
 */
const followTheGrade = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const { rows } = await sql<Secrecy & { contact_id: string | null }>`
    with followed as (
      update tasks t set restricted = c.restricted, barred_staff = c.barred_staff, updated_at = ${ctx.now},
        assignee_id = case when not ${isUnfinished()} then t.assignee_id
          when s.role = 'supervision' then c.owner_id
          when c.restricted or t.assignee_id = any(c.barred_staff) then null else t.assignee_id end
      from cases c join staff s on s.id = c.owner_id
      where c.id = ${subject} and t.case_id = c.id
        and (t.restricted, t.barred_staff) is distinct from (c.restricted, c.barred_staff)
      returning t.id, c.restricted, c.barred_staff
    )
    select f.restricted, f.barred_staff, a.contact_id from followed f left join attempts a on a.task_id = f.id`.execute(
    ctx.tx,
  )
  const calls = rows.flatMap(({ contact_id }) => contact_id ?? [])
  if (calls.length > 0) await sealCalls(ctx, calls, rows[0]!)
}

/** Who stands above one that must find nothing of a recall must find nothing of it either. */
const barSuperiors = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const above = await superiorsOf(ctx, subject!)
  if (above.length === 0) return
  await sql`
    update tasks set barred_staff = array(select distinct b from unnest(barred_staff || ${above}::uuid[]) b),
      assignee_id = case when assignee_id = any(${above}::uuid[]) and ${isUnfinished('tasks')} then null else assignee_id end
    where ${subject} = any(barred_staff) and not barred_staff @> ${above}::uuid[]`.execute(ctx.tx)
}

/** A corrected stay or a confirmed department is seen by the tasks that wait. */
const followTheStay = async (ctx: Ctx, where: ReturnType<typeof sql>): Promise<void> => {
  await sql`
    update tasks t set department_id = e.department_id, campus_id = e.campus_id, department_group = e.department_group,
      discharged_on = e.discharged_on, updated_at = ${ctx.now}
    from encounters e where e.id = t.encounter_id and ${where}
      and (t.department_id, t.campus_id, t.department_group, t.discharged_on)
        is distinct from (e.department_id, e.campus_id, e.department_group, e.discharged_on)`.execute(ctx.tx)
}

export const reactions = [
  with_('case.wall', 'followups.followTheWall', followTheGrade),
  with_('encounter.arrive', 'followups.plan', (ctx, event) => planArrivals(ctx, event.aside as Arrivals)),
  with_('register.arrive', 'followups.takeOver', (ctx, event) => takeOver(ctx, event.aside as RegisterArrivals)),
  with_('encounter.correct', 'followups.followStay', (ctx, event) => followTheStay(ctx, sql`e.id = ${event.subject}`)),
  with_('department.confirm', 'followups.followDepartment', (ctx, event) =>
    followTheStay(ctx, sql`e.department_id = ${(event.data as { departmentId?: string }).departmentId ?? null}`),
  ),
  with_('patient.died', 'followups.endCallsToTheDead', endCalls('died')),
  with_('patient.doNotCall', 'followups.endUnwantedCalls', endCalls('refused')),
  with_('case.grade', 'followups.followGrade', followTheGrade),
  with_('case.confirm', 'followups.endRecalls.confirm', endRecalls),
  with_('case.reopen', 'followups.endRecalls.reopen', endRecalls),
  with_('case.escalate', 'followups.endRecalls.escalate', endRecalls),
  with_('case.approve', 'followups.endRecalls.approve', endRecalls),
  with_('staff.change', 'followups.barSuperiors', barSuperiors),
  with_('staff.disable', 'followups.freeTasks', async (ctx, event) => {
    await sql`update tasks set assignee_id = null, updated_at = ${ctx.now}
      where assignee_id = ${event.subject} and ${isUnfinished('tasks')}`.execute(ctx.tx)
  }),
  /** 整改反馈后再次回访 (the hospital’s rules for follow-up calls). */
  when('case.tell', 'followups.planRecall', planRecall),
  when('case.settle', 'followups.planRecallAfterSettling', planRecall),
  every(60, 'followups.planMissingRecalls', planMissingRecalls),
  every(5, 'followups.allot', allotToday),
]
