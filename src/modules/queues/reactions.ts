// What follows from calls: who was missed is called back, who got through is no longer owed a call.
import { sql } from 'kysely'
import { type Ctx, every, with_ } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { countTry, reachedBy, tellLate } from './calling-back.ts'
import { miss, settleNumber } from './missing.ts'
import { findAlone } from './waiting.ts'

type Call = {
  id: string
  direction: 'in' | 'out'
  number: string
  staff_id: string | null
  about_noun: string | null
  disposition: string | null
  answered_at: Date | null
  queued: boolean
  elsewhere: boolean
}

const callOf = async (ctx: Ctx, { subject }: LedgerEvent): Promise<Call> => {
  const { rows } = await sql<Call>`
    select c.id, c.direction, c.number, c.staff_id, c.about_noun, c.disposition, c.answered_at,
      exists (select from queue_calls q where q.call_id = coalesce(c.parent_id, c.id)) as queued,
      exists (select from calls o where o.number_key = c.number_key and o.id <> c.id and o.direction = 'in'
        and o.staff_id is not null and o.answered_at >= c.placed_at) as elsewhere
    from calls c where c.id = ${subject}`.execute(ctx.tx)
  return rows[0]!
}

/** Between ourselves: consultations, listeners, tests. Nobody is missed by them. */
const within = (call: Call) =>
  call.about_noun !== null && ['staff', 'test', 'listen', 'join', 'consult'].includes(call.about_noun)

/** Somebody here has picked up: he is spoken to. */
const spoken = async (ctx: Ctx, event: LedgerEvent) => {
  const call = await callOf(ctx, event)
  if (call.direction === 'in' && call.staff_id && !within(call))
    await settleNumber(ctx, call.number, call.id, call.staff_id)
}

/** An answered call out is no proof that a person was spoken to; what the agent writes down is. */
const written = async (ctx: Ctx, event: LedgerEvent) => {
  const call = await callOf(ctx, event)
  if (call.direction === 'in' || call.disposition !== 'reached' || within(call)) return
  if (call.about_noun === 'missed') await reachedBy(ctx, call.id)
  else await settleNumber(ctx, call.number, call.id, call.staff_id)
}

/**
 * A call to an agent's own extension that nobody took, where the PBX hands them out itself. One that came through the
 * queue is the queue's; one that a colleague took while it rang here was not missed.
 */
const over = async (ctx: Ctx, event: LedgerEvent) => {
  const call = await callOf(ctx, event)
  if (call.direction === 'out') return countTry(ctx, event)
  if (call.answered_at === null && call.staff_id && !call.queued && !call.elsewhere && !within(call))
    await miss(ctx, { callId: call.id, shown: call.number, queueId: null })
}

export const reactions = [
  with_('call.answer', 'queues.spoken', spoken),
  with_('call.wrap', 'queues.written', written),
  with_('call.end', 'queues.over', over),
  every(1, 'queues.findAlone', findAlone),
  every(5, 'queues.tellLate', tellLate),
]
