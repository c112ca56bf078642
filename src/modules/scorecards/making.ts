// Cards are made some days after a month's end, when its last calls were due, and told to their callers alone; later to those who lead.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, addMonths, type Day, dayOf, type Month, monthOf, monthSpan } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { callersOf, figuresOf, yearUntil } from './figures.ts'
import { scorecardLifecycle } from './lifecycle.ts'

/** The day from which lead and supervision see the cards of a month in any case; never before they were made. */
const shownFromOf = async (ctx: Ctx, month: Month): Promise<Day> => {
  const days = Math.max(await standardOf(ctx, 'scorecardShown'), await standardOf(ctx, 'scorecardMade'))
  return addDays(monthSpan(month).until, days)
}

/** Makes the cards of a month that are not there yet; answers how many. */
export const makeMonth = async (ctx: Ctx, month: Month): Promise<number> => {
  const year = await yearUntil(ctx, month)
  const there = await ctx.tx.selectFrom('scorecards').where('month', '=', month).select('staff_id').execute()
  const had = new Set(there.map(({ staff_id }) => staff_id))
  const callers = (await callersOf(ctx, month)).filter(({ id }) => !had.has(id))
  const shownFrom = await shownFromOf(ctx, month)
  for (const caller of callers) {
    const id = newId(ctx.now)
    const figures = await figuresOf(ctx, { staffId: caller.id, month, year })
    await ctx.tx
      .insertInto('scorecards')
      .values({
        ...{ id, status: 'made', staff_id: caller.id, caller_role: caller.role, month, shown_from: shownFrom },
        ...{ figures: JSON.stringify(figures), made_at: ctx.now, updated_at: ctx.now },
      })
      .execute()
    await record(ctx, 'scorecard.make', { subject: id, to: 'made', data: { month } })
  }
  await notify(ctx, {
    to: callers.map(({ id }) => id),
    kind: 'scorecard-made',
    words: w(
      `您 ${Number(month.slice(5))} 月的成绩卡出来了，先由您自己看。`,
      `Your scorecard of ${month} is there, for yourself first.`,
    ),
    key: `scorecards ${month}`,
  })
  return callers.length
}

/** The month that is over, once the calls of its last discharges were due; later days catch up on a server that was off. */
export const makeDue = async (ctx: Ctx): Promise<void> => {
  const today = dayOf(ctx.now)
  const month = monthOf(today)
  const made = addDays(monthSpan(month).from, (await standardOf(ctx, 'scorecardMade')) - 1)
  if (today >= made) await makeMonth(ctx, addMonths(month, -1))
}

/** Cards that their callers had long enough to themselves. */
export const showDue = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string; status: string }>`
    select * from scorecards where not shown and shown_from <= ${dayOf(ctx.now)}::date order by id for update`.execute(
    ctx.tx,
  )
  for (const row of rows) await advanceLocked(ctx, scorecardLifecycle, 'show', row, { shown: true })
}

/** Who wrote a training note is told, once, that its day is over. */
export const remindLate = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string; staff_id: string; by_id: string; name: string }>`
    update training_notes n set late_told = true from staff s
    where s.id = n.staff_id and n.status = 'given' and not n.late_told and n.until < ${dayOf(ctx.now)}::date
    returning n.id, n.staff_id, n.by_id, s.name`.execute(ctx.tx)
  for (const { id, staff_id, by_id, name } of rows) {
    const key = `training ${id} late`
    await notify(ctx, {
      to: [staff_id],
      kind: 'training-late',
      words: w('有一条培训已过期，请练习后回复。', 'A training note is late.'),
      key,
    })
    await notify(ctx, {
      to: [by_id],
      kind: 'training-late',
      words: w(`给${name}的培训已过期，还没有练。`, `The training note to ${name} is late.`),
      key,
    })
  }
}
