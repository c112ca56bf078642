// What follows for follow-up from what happened elsewhere, and what it looks after by itself.
import { sql } from 'kysely'
import { type Ctx, every, when, with_ } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import type { Arrivals, RegisterArrivals } from '#modules/patients/arrivals.ts'
import { allotToday } from './allotment.ts'
import { planArrivals } from './planning.ts'
import { planMissingRecalls, planRecall } from './recalls.ts'
import { takeOver } from './takeover.ts'
import { cancelAll } from './tasks.ts'

const openTasks = async (ctx: Ctx, column: 'patient_id' | 'case_id', id: string): Promise<string[]> => {
  const rows = await ctx.tx
    .selectFrom('tasks')
    .where(column, '=', id)
    .where('status', 'in', ['open', 'flagged'])
    .select('id')
    .execute()
  return rows.map((row) => row.id)
}

const endCalls = (reason: string) => async (ctx: Ctx, event: LedgerEvent) =>
  cancelAll(ctx, await openTasks(ctx, 'patient_id', event.subject!), reason)

/** A recall that is still open when its case has moved on by another way has nothing left to ask. */
const endRecalls = async (ctx: Ctx, event: LedgerEvent) =>
  cancelAll(ctx, await openTasks(ctx, 'case_id', event.subject!), '诉求已另行处理')

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
  with_('encounter.arrive', 'followups.plan', (ctx, event) => planArrivals(ctx, event.aside as Arrivals)),
  with_('register.arrive', 'followups.takeOver', (ctx, event) => takeOver(ctx, event.aside as RegisterArrivals)),
  with_('encounter.correct', 'followups.followStay', (ctx, event) => followTheStay(ctx, sql`e.id = ${event.subject}`)),
  with_('department.confirm', 'followups.followDepartment', (ctx, event) =>
    followTheStay(ctx, sql`e.department_id = ${(event.data as { departmentId?: string }).departmentId ?? null}`),
  ),
  with_('patient.died', 'followups.endCallsToTheDead', endCalls('died')),
  with_('patient.doNotCall', 'followups.endUnwantedCalls', endCalls('refused')),
  with_('case.confirm', 'followups.endRecalls.confirm', endRecalls),
  with_('case.reopen', 'followups.endRecalls.reopen', endRecalls),
  with_('case.escalate', 'followups.endRecalls.escalate', endRecalls),
  with_('case.approve', 'followups.endRecalls.approve', endRecalls),
  with_('staff.disable', 'followups.freeTasks', async (ctx, event) => {
    await sql`update tasks set assignee_id = null, updated_at = ${ctx.now}
      where assignee_id = ${event.subject} and status in ('open', 'flagged')`.execute(ctx.tx)
  }),
  /** 整改反馈后再次回访 (seed 002 §2.5). */
  when('case.tell', 'followups.planRecall', planRecall),
  when('case.settle', 'followups.planRecallAfterSettling', planRecall),
  every(60, 'followups.planMissingRecalls', planMissingRecalls),
  every(5, 'followups.allot', allotToday),
]
