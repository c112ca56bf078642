// More time: asked for once a round with a reason, granted or refused by supervision, and never beyond the law's ten days.
import { advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { cases } from './contract.ts'
import { clockRules, dueAnew, workdaysUntil } from './due.ts'
import { caseLifecycle } from './lifecycle.ts'
import { type CaseRow, held, keepRound } from './rows.ts'
import { receipt } from './sheet.ts'

/**
 * The department asks for more working days, counted from the present deadline. One extension a round, ten working days
 * from receipt in all (standards: extensionsPerRound, extensionUpTo).
 */
export const askTime = handle(cases.askTime, async (ctx, { id, workdays, reason }) => {
  const row = await held(ctx, id)
  const due = await dueAnew(ctx, row, row.workdays + workdays)
  const until = due.due_at
  await advanceLocked(
    ctx,
    caseLifecycle,
    'askTime',
    row,
    { time_asked: true },
    { workdays, until: dayOf(until), reason },
  )
  const { standard } = await clockRules(ctx)
  const most = standard('extensionUpTo')
  if (row.workdays + workdays > most)
    throw conflict(
      w(`延期后合计不得超过 ${most} 个工作日。`, `With the extension, ${most} working days in all at most.`),
    )
  const granted = await ctx.tx
    .selectFrom('extensions')
    .where('case_id', '=', id)
    .where('round', '=', row.round)
    .where('granted', '=', true)
    .select(({ fn }) => fn.countAll<number>().as('times'))
    .executeTakeFirstOrThrow()
  if (Number(granted.times) >= standard('extensionsPerRound'))
    throw conflict(w('本轮办理已延期过，不能再次申请。', 'This round has been extended already.'))
  await ctx.tx
    .insertInto('extensions')
    .values({
      id: newId(ctx.now),
      case_id: id,
      round: row.round,
      asked_by_id: ctx.me.id,
      asked_at: ctx.now,
      until,
      reason,
    })
    .execute()
  return receipt(ctx, id)
})

const decide = (ctx: Ctx, row: CaseRow, granted: boolean, words: string) =>
  ctx.tx
    .updateTable('extensions')
    .set({ granted, decided_by_id: ctx.me.id, decided_at: ctx.now, words })
    .where('case_id', '=', row.id)
    .where('granted', 'is', null)
    .where('decided_at', 'is', null)
    .returning('until')
    .executeTakeFirstOrThrow()

/** The round's deadline moves to what was asked for, and explains itself anew from its first day. */
export const grantTime = handle(cases.grantTime, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  const asked = await ctx.tx
    .selectFrom('extensions')
    .where('case_id', '=', id)
    .where('decided_at', 'is', null)
    .select('until')
    .executeTakeFirst()
  const due = asked ? await dueAnew(ctx, row, await workdaysUntil(ctx, row, asked.until)) : {}
  const until = asked ? dayOf(asked.until) : null
  const after = await advanceLocked<CaseRow>(
    ctx,
    caseLifecycle,
    'grantTime',
    row,
    { ...due, time_asked: false },
    { words, until },
  )
  await decide(ctx, row, true, words)
  await keepRound(ctx, row, { due_at: after.due_at })
  return receipt(ctx, id)
})

export const refuseTime = handle(cases.refuseTime, async (ctx, { id, words }) => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'refuseTime', row, { time_asked: false }, { words })
  await decide(ctx, row, false, words)
  return receipt(ctx, id)
})

/** A request that nobody has decided falls when the case leaves the department's hands. */
export const withdrawRequest = async (ctx: Ctx, row: CaseRow): Promise<void> => {
  if (!row.time_asked) return
  await ctx.tx
    .updateTable('extensions')
    .set({ decided_at: ctx.now, words: '办理已结束，申请自动撤回' })
    .where('case_id', '=', row.id)
    .where('decided_at', 'is', null)
    .execute()
}
