// Missed calls: one row for a number however often it tried, until somebody has spoken to it or it was tried often enough.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { maskPhone } from '#kernel/mask.ts'
import { callerNumber } from '#modules/calls/caller-number.ts'
import { calendarOf, standardOf } from '#modules/directory/settings.ts'
import { callBackBy, daytime, type Hours } from './hours.ts'
import { missedLifecycle } from './lifecycle.ts'

export type Missed = RowOf<'missed'>

const asSystem = (ctx: Ctx): Ctx => ({ ...ctx, me: systemMe })

const hoursOf = async (ctx: Ctx, queueId: string | null): Promise<Hours> => {
  if (!queueId) return daytime
  const row = await ctx.tx
    .selectFrom('queues')
    .where('id', '=', queueId)
    .select(['days', 'from_clock', 'until_clock'])
    .executeTakeFirst()
  return row ?? daytime
}

/** What is still owed to a number, held; one number has one row at a time. */
const owedTo = async (ctx: Ctx, number: string): Promise<Missed | null> => {
  const { rows } = await sql<Missed>`
    select * from missed where number = ${number} and status in ('open', 'calling') for update`.execute(ctx.tx)
  return rows[0] ?? null
}

type Call = {
  readonly callId: string
  /** As the PBX showed it. */
  readonly shown: string
  readonly queueId: string | null
  readonly promised?: boolean
}

/**
 * Keeps that a caller was missed, and answers the row; null where nobody can be called back: the number is withheld, or it
 * is a colleague's. The deadline of a first call stands however often he tries again; a promise outranks it.
 */
export const miss = async (ctx: Ctx, { callId, shown, queueId, promised = false }: Call): Promise<string | null> => {
  const known = callerNumber(shown)
  if (!known || known.kind === 'internal') return null
  const { number } = known
  await sql`select pg_advisory_xact_lock(hashtext(${`missed ${number}`}))`.execute(ctx.tx)
  const { rows } = await sql`select from missed_calls where call_id = ${callId}`.execute(ctx.tx)
  if (rows.length > 0) return null
  const before = await owedTo(ctx, number)
  const id = before?.id ?? (await begin(ctx, number, queueId, promised))
  if (before) {
    const again = { calls: before.calls + 1, last_at: ctx.now, promised: before.promised || promised }
    await advanceLocked(asSystem(ctx), missedLifecycle, 'repeat', before, again, { callId, promised })
  }
  await ctx.tx.insertInto('missed_calls').values({ call_id: callId, missed_id: id }).execute()
  return id
}

const begin = async (ctx: Ctx, number: string, queueId: string | null, promised: boolean): Promise<string> => {
  const id = newId(ctx.now)
  const minutes = await standardOf(ctx, 'missedCalledBack')
  const due = callBackBy(ctx.now, minutes, await hoursOf(ctx, queueId), await calendarOf(ctx))
  await ctx.tx
    .insertInto('missed')
    .values({
      ...{ id, number, promised, status: 'open', queue_id: queueId, first_at: ctx.now, last_at: ctx.now },
      ...{ due_at: due, next_at: ctx.now, needed: await standardOf(ctx, 'missedTries'), updated_at: ctx.now },
    })
    .execute()
  const data = { number: maskPhone(number), queueId, promised, dueAt: due.toISOString() }
  await record(asSystem(ctx), 'missed.make', { subject: id, to: 'open', data })
  return id
}

/**
 * Somebody has spoken to this number by another way than calling it back: what was owed to it is over, truthfully. The
 * call by which it is being called back (`except`) is not another way.
 */
export const settleNumber = async (ctx: Ctx, shown: string, callId: string, staffId: string | null): Promise<void> => {
  const known = callerNumber(shown)
  if (!known || known.kind === 'internal') return
  const row = await owedTo(ctx, known.number)
  if (!row || row.call_id === callId) return
  const over = { closed_at: ctx.now, closed_by_id: staffId, staff_id: staffId ?? row.staff_id, outcome: '' }
  await advanceLocked(asSystem(ctx), missedLifecycle, 'settle', row, over, { callId })
}
