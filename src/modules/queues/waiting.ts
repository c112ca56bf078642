// Callers in a queue as rows: each step of the voice process is one transaction, so that nothing is lost when it dies.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { callerNumber } from '#modules/calls/caller-number.ts'
import { onDutyAt } from '#modules/directory/roster.ts'
import { calendarOf } from '#modules/directory/settings.ts'
import { isOpenAt } from './hours.ts'
import { queueCallLifecycle } from './lifecycle.ts'
import { miss } from './missing.ts'

export type Queue = RowOf<'queues'>
export type QueueCall = RowOf<'queue_calls'>

const asSystem = (ctx: Ctx): Ctx => ({ ...ctx, me: systemMe })

/** A caller whose process has not said for so long that it holds him is alone. */
export const aloneAfter = 30_000

/** Whether a queue takes calls at this moment: its hours, and where it wants it, somebody on shift. */
export const isOpen = async (ctx: Ctx, queue: Queue): Promise<boolean> => {
  if (!queue.active || !isOpenAt(ctx.now, queue, await calendarOf(ctx))) return false
  if (!queue.roster) return true
  const there = await onDutyAt(ctx, ctx.now, queue.campus_id)
  return there.some(({ role }) => role === 'agent' || role === 'lead' || role === 'supervision')
}

/** A caller was picked up: he has his place from now on. */
export const arrive = async (ctx: Ctx, queueId: string, call: { id: string; shown: string }): Promise<string> => {
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('queue_calls')
    .values({
      ...{ id, queue_id: queueId, call_id: call.id, status: 'waiting' },
      number: callerNumber(call.shown)?.number ?? null,
      ...{ arrived_at: ctx.now, seen_at: ctx.now, updated_at: ctx.now },
    })
    .execute()
  await record(asSystem(ctx), 'queueCall.arrive', { subject: id, to: 'waiting', data: { queueId, callId: call.id } })
  return id
}

/** The row, held; null once it is over: then nothing is to be done any more. */
export const heldWaiting = async (ctx: Ctx, id: string): Promise<QueueCall | null> => {
  const { rows } = await sql<QueueCall>`
    select * from queue_calls where id = ${id} and status in ('waiting', 'offered') for update`.execute(ctx.tx)
  return rows[0] ?? null
}

const step = async (
  ctx: Ctx,
  verb: string,
  row: QueueCall,
  changes: Record<string, unknown> = {},
  data: Record<string, unknown> = {},
): Promise<QueueCall> =>
  (await advanceLocked(
    asSystem(ctx),
    queueCallLifecycle,
    verb,
    row,
    { seen_at: ctx.now, ...changes },
    { callId: row.call_id, ...data },
  )) as QueueCall

export type Agent = { readonly id: string; readonly extension: string; readonly exchangeId: string }

/**
 * Whom to ring next: of those who are ready on this exchange, have all the skills, were not rung about this caller and
 * are not being rung about another one, whoever has been idle longest. His state is held until the offer is written, so
 * that two callers are never offered to one agent.
 */
const longestIdle = async (ctx: Ctx, queue: Queue, row: QueueCall): Promise<Agent | null> => {
  const { rows } = await sql<Agent>`
    select s.id, x.number as extension, x.exchange_id as "exchangeId"
    from agent_states a join staff s on s.id = a.staff_id and s.status = 'active'
    join lines x on x.staff_id = s.id and x.active and x.kind = 'agent'
    join lines h on h.id = ${queue.line_id} and h.exchange_id = x.exchange_id
    where a.state = 'ready' and s.id <> all(${row.tried}::uuid[])
      and not exists (select from unnest(${queue.skills}::uuid[]) k where not exists (
        select from staff_skills t where t.staff_id = s.id and t.skill_id = k))
      and not exists (select from queue_calls o where o.offered_to_id = s.id and o.status = 'offered')
    order by a.since, s.id limit 1 for update of a skip locked`.execute(ctx.tx)
  return rows[0] ?? null
}

/**
 * Offers the caller to the longest idle agent and answers him; null while nobody is free, or when it is not this caller's
 * turn. Once everybody free has been rung, the round begins again.
 */
export const offer = async (ctx: Ctx, queue: Queue, id: string): Promise<Agent | null> => {
  const row = await heldWaiting(ctx, id)
  if (row?.status !== 'waiting') return null
  const { rows: before } = await sql`
    select from queue_calls where queue_id = ${queue.id} and status = 'waiting'
      and (arrived_at, id) < (${row.arrived_at}, ${id}::uuid)
      and seen_at > ${new Date(ctx.now.getTime() - aloneAfter)} limit 1`.execute(ctx.tx)
  if (before.length > 0) return null
  const agent = await longestIdle(ctx, queue, row)
  if (!agent) {
    if (row.tried.length > 0) await ctx.tx.updateTable('queue_calls').set({ tried: [] }).where('id', '=', id).execute()
    return null
  }
  await step(ctx, 'offer', row, { offered_to_id: agent.id, offered_at: ctx.now }, { to: agent.id })
  return agent
}

/** Whoever was rung did not answer: the caller waits on, and the next one is rung. */
export const pass = async (ctx: Ctx, id: string): Promise<void> => {
  const row = await heldWaiting(ctx, id)
  if (row?.status !== 'offered') return
  const tried = [...row.tried, row.offered_to_id!]
  await step(ctx, 'pass', row, { offered_to_id: null, offered_at: null, tried }, { to: row.offered_to_id })
}

/** He speaks with somebody: an agent, or (`overflow`) whoever was rung on the on-call chain. */
export const answered = async (ctx: Ctx, id: string, by: string, overflow = false): Promise<void> => {
  const row = await heldWaiting(ctx, id)
  if (!row) return
  const said = { answered_at: ctx.now, answered_by_id: by, offered_to_id: null }
  await step(ctx, overflow ? 'overflow' : 'answer', row, said, { by })
}

const over = async (
  ctx: Ctx,
  verb: 'abandon' | 'promise' | 'close',
  id: string,
  changes: Record<string, unknown> = {},
): Promise<void> => {
  const row = await heldWaiting(ctx, id)
  if (!row) return
  await step(ctx, verb, row, { ended_at: ctx.now, offered_to_id: null, ...changes })
  if (row.number)
    await miss(ctx, { callId: row.call_id, shown: row.number, queueId: row.queue_id, promised: verb === 'promise' })
}

/** He hung up before anybody spoke to him; he is called back. */
export const abandon = (ctx: Ctx, id: string): Promise<void> => over(ctx, 'abandon', id)

/** He pressed 1: he keeps his place, and is called back. */
export const promise = (ctx: Ctx, id: string): Promise<void> => over(ctx, 'promise', id)

/** He called when nobody is there; he is called back when somebody is. */
export const close = (ctx: Ctx, id: string): Promise<void> => over(ctx, 'close', id)

/** What he has heard, in which version: kept once it has been said to its end or broken off. */
export const heard = async (ctx: Ctx, id: string, kind: string, version: number): Promise<void> => {
  await sql`update queue_calls set heard = heard || jsonb_build_object(${kind}::text, ${version}::int), seen_at = ${ctx.now}
    where id = ${id}`.execute(ctx.tx)
}

/** The voice process holds these callers: without this they count as alone after half a minute. */
export const stillThere = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  await sql`update queue_calls set seen_at = ${ctx.now} where id = any(${ids}::uuid[]) and status in ('waiting', 'offered')`.execute(
    ctx.tx,
  )
}

/** How many wait before him. */
export const place = async (ctx: Ctx, id: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from queue_calls o join queue_calls q on q.id = ${id} and o.queue_id = q.queue_id
    where o.status in ('waiting', 'offered') and (o.arrived_at, o.id) < (q.arrived_at, q.id)`.execute(ctx.tx)
  return rows[0]!.n
}

/** Callers whose voice process is gone: the line went dead for them, and they are called back. */
export const findAlone = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select id from queue_calls where status in ('waiting', 'offered')
      and seen_at < ${new Date(ctx.now.getTime() - aloneAfter)} order by arrived_at for update skip locked`.execute(
    ctx.tx,
  )
  for (const { id } of rows) await over(ctx, 'abandon', id, { lost: true })
}
