// Stopping the clock of working days: with a reason that the table knows, for so long at most, once a round, and on the record.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { systemId } from '#engine/ledger.ts'
import { addWorkdays, type Stop } from '#kernel/deadline.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { cases } from './contract.ts'
import { clockBegan, clockRules, dueIn, stopsOf } from './due.ts'
import { caseLifecycle, pauseReasons } from './lifecycle.ts'
import { type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'

const stop = (from: string, until: string, words: Words): Stop => ({
  from,
  until,
  why: { zh: `停钟：${words.zh}`, en: `the clock stood still: ${words.en}` },
})

const dueWith = (ctx: Ctx, row: CaseRow, stops: readonly Stop[]) => dueIn(ctx, clockBegan(row), row.workdays, stops)

/**
 * The clock stands still from today until the person has brought his papers, the appraisal is in, or another house has
 * answered: for `workdays` at most (standard pauseUpTo), once a round. The deadline moves by the days that it may stand
 * still, and back when it runs again earlier. Refused when the deadline has passed: a stop mends no lateness.
 */
export const pause = handle(cases.pause, async (ctx, { id, reason, words, workdays }) => {
  const row = await held(ctx, id)
  const { calendar, standard } = await clockRules(ctx)
  const most = standard('pauseUpTo')
  if (workdays > most)
    throw invalid(`停钟最多 ${most} 个工作日。`, `The clock stops for ${most} working days at most.`, [
      { field: 'workdays', reason: `不超过 ${most}` },
    ])
  mustBeAble(ctx, caseLifecycle, 'pause', row)
  if (ctx.now > row.due_at)
    throw conflict(w('期限已过，不能停钟。', 'The deadline has passed; its clock is not stopped.'))
  const before = await sql`select from pauses where case_id = ${id} and round = ${row.round}`.execute(ctx.tx)
  if (before.rows.length > 0)
    throw conflict(w('本轮办理已停过一次钟。', 'The clock was stopped in this round already.'))
  const from = dayOf(ctx.now)
  const until = addWorkdays(addDays(from, -1), workdays + 1, calendar)
  const due = await dueWith(ctx, row, [...stopsOf(row), stop(from, until, pauseReasons[reason])])
  const data = { reason: pauseReasons[reason].zh, words, until }
  const after = await advanceLocked<CaseRow>(ctx, caseLifecycle, 'pause', row, { ...due, paused_at: ctx.now }, data)
  await ctx.tx
    .insertInto('pauses')
    .values({
      id: newId(ctx.now),
      case_id: id,
      round: row.round,
      reason,
      words,
      began_at: ctx.now,
      began_by_id: ctx.me.id,
      until_on: until,
    })
    .execute()
  await keepRound(ctx, row, { due_at: after.due_at })
  return receipt(ctx, id)
})

/** The clock runs again: today counts, and only the days on which it stood still do not. */
const resumeHeld = async (ctx: Ctx, row: CaseRow, words: string): Promise<void> => {
  const today = dayOf(ctx.now)
  const stops = stopsOf(row).flatMap((one, i, all) => {
    if (i < all.length - 1 || one.until <= today) return [one]
    return one.from < today ? [{ ...one, until: today }] : []
  })
  const due = await dueWith(ctx, row, stops)
  const after = await advanceLocked<CaseRow>(
    ctx,
    caseLifecycle,
    'resume',
    row,
    { ...due, paused_at: null },
    {
      words,
    },
  )
  await sql`
    update pauses set ended_at = ${ctx.now}, ended_by_id = ${ctx.me.id === systemId ? null : ctx.me.id}
    where case_id = ${row.id} and ended_at is null`.execute(ctx.tx)
  await keepRound(ctx, row, { due_at: after.due_at })
}

export const resume = handle(cases.resume, async (ctx, { id, words }) => {
  await resumeHeld(ctx, await held(ctx, id), words)
  return receipt(ctx, id)
})

/** A stop ends by itself on its last day, whoever forgot it; a node that was down ends it when it is back. */
export const endPauses = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ case_id: string }>`
    select case_id from pauses where ended_at is null and until_on <= ${dayOf(ctx.now)} order by case_id limit 500`.execute(
    ctx.tx,
  )
  for (const { case_id } of rows)
    await resumeHeld({ ...ctx, me: systemMe }, await held(ctx, case_id), '停钟到期，自动恢复')
}

/** A case that leaves its department while the clock stands still runs again with it. */
export const resumeIfPaused = async (ctx: Ctx, row: CaseRow, words: string): Promise<CaseRow> => {
  if (row.paused_at === null) return row
  await resumeHeld({ ...ctx, me: systemMe }, row, words)
  return held({ ...ctx, me: systemMe }, row.id)
}
