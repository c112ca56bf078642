// Reminders of deadlines: soon to the owner and the department, late to the owner, then the lead, then supervision.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import type { Calendar } from '#kernel/calendar.ts'
import { addWorkdays, workdaysBetween } from '#kernel/deadline.ts'
import type { Me, Role } from '#kernel/permission.ts'
import { addDays, dayOf, endOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { calendarOf } from '#modules/directory/settings.ts'
import { settled } from './alarms.ts'

export type ReminderStep = 'soon' | 'owner' | 'lead' | 'supervision'

/**
 * What of a deadline is due to be said by now: `soon` on the working day before its last one and on that; once it has
 * passed the owner at once, the lead after one whole working day more, supervision after two.
 */
export const remindersDue = (dueAt: Date, now: Date, calendar: Calendar): ReminderStep[] => {
  const [today, due] = [dayOf(now), dayOf(dueAt)]
  if (now <= dueAt) return addWorkdays(today, 1, calendar) >= due ? ['soon'] : []
  // Whole working days since then: today's is not over yet.
  const passed = today > due ? workdaysBetween(due, addDays(today, -1), calendar) : 0
  return ['owner', ...(passed >= 1 ? (['lead'] as const) : []), ...(passed >= 2 ? (['supervision'] as const) : [])]
}

type Late = {
  id: string
  number: string
  dueAt: Date
  ownerId: string
  department: string | null
  steps: string[]
} & Record<string, unknown>

type Person = { id: string; name: string; role: string; departments: string[] }

const sentence = (step: ReminderStep, { number, dueAt }: Late): Words => {
  const day = dayOf(dueAt).slice(5)
  if (step === 'soon') return w(`${number} 将于 ${day} 24:00 到期`, `${number} is due by the end of ${day}`)
  const end = { owner: '', lead: '，请组长督办', supervision: '，请监察室督办' }[step]
  return w(`${number} 已于 ${day} 到期，尚未反馈${end}`, `${number} was due on ${day} and is not answered`)
}

/**
 * The clock's part: each step of each deadline once, recorded in the ledger with whom it told. What fell due while
 * nobody was there is done now and says when it should have been. A clock that stands still is not reminded of.
 */
export const remindCases = async (ctx: Ctx): Promise<void> => {
  const calendar = await calendarOf(ctx)
  const horizon = endOfDay(addWorkdays(ctx.now, 1, calendar))
  const { rows } = await sql<Late>`
    select cases.*, number, due_at as "dueAt", owner_id as "ownerId",
      coalesce(handling_department_id, department_id) as department,
      array(select step from case_reminders r where r.case_id = cases.id and r.due_at = cases.due_at) as steps
    from cases where status <> all(${settled}) and not taken_over and paused_at is null and due_at <= ${horizon}
      and not exists (select from case_reminders r
        where r.case_id = cases.id and r.due_at = cases.due_at and r.step = 'supervision')
    order by due_at, id limit 2000`.execute(ctx.tx)
  const due = rows.flatMap((row) =>
    remindersDue(row.dueAt, ctx.now, calendar)
      .filter((step) => !row.steps.includes(step))
      .map((step) => ({ row, step })),
  )
  if (due.length === 0) return
  const people = (await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .select(['id', 'name', 'role', 'departments'])
    .execute()) as Person[]
  for (const { row, step } of due) await remind(ctx, row, step, people)
}

const remind = async (ctx: Ctx, row: Late, step: ReminderStep, people: readonly Person[]): Promise<void> => {
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('case_reminders')
    .values({ case_id: row.id, due_at: row.dueAt, step, at: ctx.now })
    .onConflict((said) => said.doNothing())
    .executeTakeFirst()
  if (Number(numInsertedOrUpdatedRows) === 0) return
  const { handling_department_id: handling, assisting } = row as {
    handling_department_id?: string
    assisting?: string[]
  }
  const departments = [handling, ...(assisting ?? [])].filter((id) => id !== undefined && id !== null)
  const isMeant = (one: Person): boolean => {
    if (step === 'lead' || step === 'supervision') return one.role === step
    return (
      one.id === row.ownerId || (one.role === 'department' && one.departments.some((id) => departments.includes(id)))
    )
  }
  const told = people.filter(
    (one) => isMeant(one) && may({ ...one, role: one.role as Role } satisfies Me, 'case.read', row),
  )
  await notify(ctx, {
    to: told.map(({ id }) => id),
    kind: step === 'soon' ? 'due-soon' : 'overdue',
    words: sentence(step, row),
    about: { noun: 'case', id: row.id },
    key: `${step} ${row.id} ${row.dueAt.toISOString()}`,
    // U0 and U1 keep no hours.
    atOnce: (row.urgency as number) <= 1,
  })
  await record(ctx, 'case.remind', {
    subject: row.id,
    data: { step, dueAt: row.dueAt, who: told.map(({ name }) => name) },
    restricted: row.restricted as boolean,
  })
}
