// Reminders of deadlines: soon to the owner and the department, late to the owner, then the lead, then supervision.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import type { Calendar } from '#kernel/calendar.ts'
import { addWorkdays, workdaysBetween } from '#kernel/deadline.ts'
import { addDays, dayOf, endOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { settled } from '#modules/cases/lifecycle.ts'
import type { CaseRow } from '#modules/cases/rows.ts'
import { type Person, tell, works } from '#modules/cases/telling.ts'
import { calendarOf } from '#modules/directory/settings.ts'

type ReminderStep = 'soon' | 'owner' | 'lead' | 'supervision'

/**
 * What of a deadline is due to be said by now: `soon` on the working day before its last one and on that; once it has
 * passed the owner at once, the lead after one whole working day more, supervision after two.
 */
const remindersDue = (dueAt: Date, now: Date, calendar: Calendar): ReminderStep[] => {
  const [today, due] = [dayOf(now), dayOf(dueAt)]
  if (now <= dueAt) return addWorkdays(today, 1, calendar) >= due ? ['soon'] : []
  // Whole working days since then: today's is not over yet.
  const passed = today > due ? workdaysBetween(due, addDays(today, -1), calendar) : 0
  return ['owner', ...(passed >= 1 ? (['lead'] as const) : []), ...(passed >= 2 ? (['supervision'] as const) : [])]
}

type Late = CaseRow & { readonly steps: string[] }

const sentence = (step: ReminderStep, { number, due_at }: Late): Words => {
  const day = dayOf(due_at).slice(5)
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
    select cases.*,
      array(select step from case_reminders r where r.case_id = cases.id and r.due_at = cases.due_at) as steps
    from cases where status <> all(${settled}) and not taken_over and paused_at is null and due_at <= ${horizon}
      and not exists (select from case_reminders r
        where r.case_id = cases.id and r.due_at = cases.due_at and r.step = 'supervision')
    order by due_at, id limit 2000`.execute(ctx.tx)
  for (const row of rows)
    for (const step of remindersDue(row.due_at, ctx.now, calendar))
      if (!row.steps.includes(step)) await remind(ctx, row, step)
}

/** Whom a step means: the owner and the departments at work, then the lead, then supervision. */
const meant =
  (row: Late, step: ReminderStep) =>
  (one: Person): boolean =>
    step === 'lead' || step === 'supervision'
      ? one.role === step
      : one.id === row.owner_id || [row.handling_department_id, ...row.assisting].some((id) => works(id)(one))

const remind = async (ctx: Ctx, row: Late, step: ReminderStep): Promise<void> => {
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('case_reminders')
    .values({ case_id: row.id, due_at: row.due_at, step, at: ctx.now })
    .onConflict((said) => said.doNothing())
    .executeTakeFirst()
  if (Number(numInsertedOrUpdatedRows) === 0) return
  const who = await tell(ctx, row, meant(row, step), {
    kind: step === 'soon' ? 'due-soon' : 'overdue',
    words: sentence(step, row),
    key: `${step} ${row.id} ${row.due_at.toISOString()}`,
    // U0 and U1 keep no hours.
    atOnce: row.urgency <= 1,
  })
  const data = { step, dueAt: row.due_at, who }
  await record(ctx, 'case.remind', { subject: row.id, data, restricted: row.restricted })
}
