// Clocks in natural hours: what is dangerous or urgent is in hands within minutes, day and night, and nobody has to look for it.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { type StandardName, standards, standardValue } from '#src/standards.ts'
import { cases } from './contract.ts'
import { urgencyOf } from './grades.ts'
import { caseLifecycle } from './lifecycle.ts'
import { held } from './rows.ts'
import { receipt } from './sheet.ts'

const inMilliseconds = { minutes: 60_000, hours: 3_600_000 } as const

/** Starts what an urgency asks for and does not run yet, and ends what it no longer asks for. */
export const runClocks = async (ctx: Ctx, caseId: string, urgency: number): Promise<void> => {
  const wanted = urgencyOf(urgency)?.clocks ?? []
  await sql`
    update clocks set cancelled_at = ${ctx.now}
    where case_id = ${caseId} and met_at is null and cancelled_at is null and standard <> all(${wanted})`.execute(
    ctx.tx,
  )
  if (wanted.length === 0) return
  const set = (await settingsOf(ctx, 'standards')).standards
  for (const standard of wanted) {
    const unit = standards[standard].unit as keyof typeof inMilliseconds
    const due = new Date(ctx.now.getTime() + standardValue(standard, set) * inMilliseconds[unit])
    await sql`
      insert into clocks (id, case_id, standard, began_at, due_at)
      values (${newId(ctx.now)}, ${caseId}, ${standard}, ${ctx.now}, ${due})
      on conflict (case_id, standard) do update set began_at = excluded.began_at, due_at = excluded.due_at,
        cancelled_at = null, missed_at = null where clocks.cancelled_at is not null`.execute(ctx.tx)
  }
}

/** What a clock asked for has been done, in time or not: the hour is the clock's. Who did it and how is kept. */
export const meet = handle(cases.meet, async (ctx, { id, standard, how }) => {
  const row = await held(ctx, id)
  const what = standards[standard].says.zh
  await advanceLocked(ctx, caseLifecycle, 'meet', row, {}, { what, words: how })
  const met = await sql`
    update clocks set met_at = ${ctx.now}, met_by_id = ${ctx.me.id}, how = ${how}
    where case_id = ${id} and standard = ${standard} and met_at is null and cancelled_at is null`.execute(ctx.tx)
  if (Number(met.numAffectedRows) === 0) throw conflict(w('这项时限不在计时。', 'This clock is not running.'))
  return receipt(ctx, id)
})

/**
 * Looks for clocks that ran out and says so, once each and however late: whoever is to hear of it listens to
 * `case.miss`. A node that was down finds here what it missed.
 */
export const missClocks = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ case_id: string; standard: StandardName; due_at: Date; restricted: boolean }>`
    update clocks set missed_at = ${ctx.now} from cases c
    where c.id = clocks.case_id and met_at is null and cancelled_at is null and missed_at is null
      and clocks.due_at < ${ctx.now} and c.status <> 'archived'
    returning case_id, standard, clocks.due_at, c.restricted`.execute(ctx.tx)
  for (const { case_id, standard, due_at, restricted } of rows) {
    const data = { standard, what: standards[standard].says.zh, dueAt: due_at.toISOString() }
    await record(ctx, 'case.miss', { subject: case_id, data, restricted })
  }
}
