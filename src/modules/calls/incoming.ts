// A call that comes in: its row is there before anybody's telephone rings.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { callerNumber } from './caller-number.ts'
import { numberKey } from './numbers.ts'
import type { CallRow } from './rows.ts'
import { busyWith } from './states.ts'

export type Arriving = {
  readonly line: { readonly id: string; readonly exchangeId: string }
  /** Who is called; null: the machine. */
  readonly staffId: string | null
  /** As the exchange shows it; empty where it is withheld. */
  readonly number: string
  readonly sipId: string
  /** The waiting call that this leg belongs to, as the header of our own machine said; believed only if it is one. */
  readonly parentId?: string | null
}

/** What stands behind an incoming call as far as the house itself knows. */
type Behind = Pick<
  CallRow,
  | 'number'
  | 'number_key'
  | 'number_owner'
  | 'patient_id'
  | 'encounter_id'
  | 'about_noun'
  | 'about_id'
  | 'restricted'
  | 'barred_staff'
> & {
  readonly id: string | null
  readonly name: string | null
  readonly listens: { callId: string; join: boolean } | null
}

/** The person calling is waiting at the machine, which dialled this telephone for him. */
const waitingCall = async (ctx: Ctx, parentId: string): Promise<Behind | null> => {
  const { rows } = await sql<CallRow>`
    select * from calls where id = ${parentId} and staff_id is null and status in ('placed', 'ringing', 'talking')`.execute(
    ctx.tx,
  )
  return rows[0] ? { ...rows[0], name: null, listens: null } : null
}

/** A colleague calls: to consult, to hand over somebody, or to listen. His own row says why. */
const fromColleague = async (ctx: Ctx, it: Arriving): Promise<Behind | null> => {
  const { rows } = await sql<CallRow & { name: string }>`
    select c.*, s.name from lines l join staff s on s.id = l.staff_id
      join calls c on c.staff_id = s.id and c.direction = 'out' and c.status in ('placed', 'ringing')
      join lines mine on mine.id = ${it.line.id} and c.number = mine.number
    where l.exchange_id = ${it.line.exchangeId} and l.active and l.number = ${it.number}
    order by c.placed_at desc limit 1`.execute(ctx.tx)
  const row = rows[0]
  if (!row) return null
  const listens = row.about_noun === 'listen' || row.about_noun === 'join'
  return {
    ...row,
    // Whoever answers a colleague talks to him, not about whatever he had in hand.
    ...{
      number: it.number,
      number_key: numberKey(it.number),
      number_owner: 'staff',
      patient_id: null,
      encounter_id: null,
    },
    ...{ about_noun: listens ? row.about_noun : 'staff', about_id: listens ? row.about_id : null },
    listens: listens && row.about_id ? { callId: row.about_id, join: row.about_noun === 'join' } : null,
  }
}

/** Somebody whom a colleague has just handed over: about the same as before. */
const handedOver = async (ctx: Ctx, it: Arriving): Promise<Behind | null> => {
  const { rows } = await sql<CallRow>`
    select c.* from events e join calls c on c.id = e.subject
    where e.noun = 'call' and e.verb = 'call.transfer' and e.data->>'staffId' = ${it.staffId}
      and e.at > ${new Date(ctx.now.getTime() - 120_000)} and c.number_key = ${numberKey(it.number)}
    order by e.id desc limit 1`.execute(ctx.tx)
  return rows[0] ? { ...rows[0], name: null, listens: null } : null
}

export type Arrived = {
  readonly callId: string
  /** The colleague who calls, where it is one. */
  readonly name: string | null
  readonly listens: { readonly callId: string; readonly join: boolean } | null
}

/** Keeps an incoming call as ringing and answers its id. Whose number it is, later modules find out (`call.arrive`). */
export const takeIn = async (ctx: Ctx, call: Arriving): Promise<Arrived> => {
  // As numbers are kept here, without what the exchange puts in front of them.
  const it = { ...call, number: callerNumber(call.number)?.number ?? '' }
  const id = newId(ctx.now)
  const behind =
    (it.parentId ? await waitingCall(ctx, it.parentId) : null) ??
    (it.staffId && it.number ? ((await fromColleague(ctx, it)) ?? (await handedOver(ctx, it))) : null)
  await ctx.tx
    .insertInto('calls')
    .values({
      id,
      status: 'ringing',
      direction: 'in',
      exchange_id: it.line.exchangeId,
      line_id: it.line.id,
      staff_id: it.staffId,
      number: behind?.number ?? it.number,
      number_key: behind?.number_key ?? numberKey(it.number),
      number_owner: behind?.number_owner ?? null,
      patient_id: behind?.patient_id ?? null,
      encounter_id: behind?.encounter_id ?? null,
      about_noun: behind?.about_noun ?? null,
      about_id: behind?.about_id ?? null,
      restricted: behind?.restricted ?? false,
      barred_staff: behind?.barred_staff ?? [],
      placed_at: ctx.now,
      // From now on somebody watches it, and whoever answers it has something to file.
      dialled_at: ctx.now,
      ringing_at: ctx.now,
      parent_id: behind?.id ?? null,
      sip_id: it.sipId,
      witnessed_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  const data = { parent: behind?.id ?? null }
  await record(ctx, 'call.arrive', { subject: id, to: 'ringing', data, restricted: behind?.restricted ?? false })
  if (it.staffId && !behind?.listens) await busyWith(ctx, it.staffId, id)
  return { callId: id, name: behind?.name ?? null, listens: behind?.listens ?? null }
}
