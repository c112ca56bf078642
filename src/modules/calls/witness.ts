// What was seen of a call, written by whoever passes its signalling on: the relay for people, the voice process for machines.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { callLifecycle, live } from './lifecycle.ts'
import { type Ending, outcomeOf } from './outcomes.ts'
import type { CallRow } from './rows.ts'
import { busyWith, idleAfter } from './states.ts'

/** The call, locked; null when there is none. All of this is the system's: `ctx.me` must be it. */
const callOf = async (ctx: Ctx, id: string): Promise<CallRow | null> => {
  const { rows } = await sql<CallRow>`select * from calls where id = ${id} for update`.execute(ctx.tx)
  return rows[0] ?? null
}

const step = async (ctx: Ctx, verb: string, row: CallRow, changes: Record<string, unknown>, data = {}) =>
  (await advanceLocked(ctx, callLifecycle as never, verb, row as never, { ...changes, witnessed_at: ctx.now }, data)) as
    | CallRow
    | never

/** The right to dial was used: from now on somebody must be seen to watch the call. */
export const dialledNow = async (ctx: Ctx, id: string, sipId: string): Promise<void> => {
  const row = await callOf(ctx, id)
  if (row?.status !== 'placed') return
  await sql`update calls set dialled_at = coalesce(dialled_at, ${ctx.now}), sip_id = ${sipId}, witnessed_at = ${ctx.now}
    where id = ${id}`.execute(ctx.tx)
  if (row.staff_id) await busyWith(ctx, row.staff_id, id)
}

/** It rings at the other end; `early`: the network speaks. Said twice it is kept once. */
export const rang = async (ctx: Ctx, id: string, early = false): Promise<void> => {
  const row = await callOf(ctx, id)
  if (!row) return
  if (row.status === 'placed') await step(ctx, 'ring', row, { ringing_at: ctx.now, early_media: early })
  else if (early && !row.early_media && row.status === 'ringing')
    await sql`update calls set early_media = true where id = ${id}`.execute(ctx.tx)
}

export const answered = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await callOf(ctx, id)
  if (row && (row.status === 'placed' || row.status === 'ringing'))
    await step(ctx, 'answer', row, { answered_at: ctx.now })
}

/** It is over. `answered` is what the row says, not the caller; `at`: when it was last seen alive, for one that was lost. */
export const ended = async (ctx: Ctx, id: string, ending: Omit<Ending, 'answered'>, at = ctx.now): Promise<void> => {
  const row = await callOf(ctx, id)
  if (!row || row.status === 'ended') return
  // Whoever called us and hung up before anybody picked up was not answered; it is not we who gave up.
  const rangOut = ending.rangOut || (row.direction === 'in' && ending.by === 'person')
  const outcome = outcomeOf({ ...ending, rangOut, answered: row.answered_at !== null })
  const after = await step(
    ctx,
    'end',
    row,
    { ended_at: at, ended_by: ending.by, sip_status: ending.status, q850: ending.q850, outcome },
    { outcome, by: ending.by, sip: ending.status, q850: ending.q850 },
  )
  // Nobody has to write down a test, a colleague, or a number that was never dialled.
  const filed =
    after.wrapped_at !== null || (after.direction === 'out' && after.dialled_at === null) || !mustBeFiled(after)
  if (filed && after.wrapped_at === null)
    await sql`update calls set wrapped_at = ${ctx.now} where id = ${id}`.execute(ctx.tx)
  if (row.staff_id) await idleAfter(ctx, row.staff_id, id, filed)
}

const unwritten: readonly (string | null)[] = ['test', 'staff', 'listen', 'join', 'consult']

/** Whether somebody owes a word on what became of the call. */
const mustBeFiled = (call: Pick<CallRow, 'about_noun' | 'direction' | 'outcome'>): boolean =>
  !unwritten.includes(call.about_noun) && !(call.direction === 'in' && call.outcome !== 'answered')

/** Calls that somebody sees alive; those that nobody has seen for a minute are lost. */
export const stillThere = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  await sql`update calls set witnessed_at = ${ctx.now} where id = any(${ids}::uuid[]) and status = any(${live})`.execute(
    ctx.tx,
  )
}

const silence = 60_000

/**
 * Closes what nobody watches any more: the process that did has died, or the right to dial was never used. It ended when
 * it was last seen; that it was lost stays written.
 */
export const closeLost = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string; witnessed_at: Date; dialled_at: Date | null }>`
    select id, witnessed_at, dialled_at from calls
    where status = any(${live}) and witnessed_at < ${new Date(ctx.now.getTime() - silence)}
      and (dialled_at is not null or status <> 'placed' or placed_at < ${new Date(ctx.now.getTime() - 2 * silence)})
    for update skip locked`.execute(ctx.tx)
  for (const { id, witnessed_at, dialled_at } of rows)
    await ended(ctx, id, { status: null, q850: null, by: dialled_at ? 'lost' : 'us' }, witnessed_at)
}
