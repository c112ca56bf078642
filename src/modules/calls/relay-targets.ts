// What a page may dial: a call that was placed for it, a colleague, a number of the phone book. Everything else is refused.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { mayEver, within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import { type DialRules, dialled } from './numbers.ts'
import { freshFor, type Placed, placeCall } from './placing.ts'
import type { CallRow } from './rows.ts'
import type { LineAccount } from './secrets.ts'
import { dialledNow, ended } from './witness.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const form = new RegExp(`^(call|staff|book)-(${uuid})$`)

const formOf = (target: string) => {
  const [, kind, id] = form.exec(target) ?? []
  return kind && id ? { kind: kind as 'call' | 'staff' | 'book', id } : null
}

export type Destination = {
  readonly number: string
  /** As the exchange wants it. */
  readonly dial: string
  readonly shown: string
  readonly staffId: string | null
}

/** A colleague's extension or a number of the phone book, as the exchange of this line dials it; null for anything else. */
export const destinationOf = async (
  ctx: Pick<Ctx, 'tx'>,
  line: Pick<LineAccount, 'exchangeId'>,
  target: string,
): Promise<Destination | null> => {
  const it = formOf(target)
  if (it?.kind === 'staff') {
    const { rows } = await sql<Destination>`
      select l.number, l.number as dial, s.name as shown, s.id as "staffId" from lines l join staff s on s.id = l.staff_id and s.status = 'active'
      where l.active and l.kind = 'agent' and s.id = ${it.id}`.execute(ctx.tx)
    return rows[0] ?? null
  }
  if (it?.kind !== 'book') return null
  const { rows } = await sql<DialRules & { number: string; name: string }>`
    select b.number, b.name, x.outside_prefix, x.mobile_prefix, x.emergency_prefix, x.area_code, x.internal_digits
    from phonebook b, exchanges x where b.id = ${it.id} and x.id = ${line.exchangeId}`.execute(ctx.tx)
  const row = rows[0]
  return row ? { number: row.number, dial: dialled(row.number, row), shown: row.name, staffId: null } : null
}

export type Outgoing = { readonly callId: string; readonly number: string; readonly shown: string }

type Usable = CallRow & DialRules & { contactable: boolean | null }

const strangers: readonly (string | null)[] = ['guardian', 'family', 'visitor', 'department', 'other', 'staff', 'book']

/** Uses the right to dial a placed call, once; null where there is none, or where the person may no longer be called. */
const useUp = async (ctx: Ctx, me: Me, callId: string, sipId: string): Promise<Outgoing | null> => {
  const { rows } = await sql<Usable>`
    select c.*, x.outside_prefix, x.mobile_prefix, x.emergency_prefix, x.area_code, x.internal_digits, p.contactable
    from calls c join exchanges x on x.id = c.exchange_id left join patients p on p.id = c.patient_id
    where c.id = ${callId} and c.staff_id = ${me.id} and c.status = 'placed' and c.direction = 'out'
      and c.dialled_at is null and c.placed_at > ${new Date(ctx.now.getTime() - freshFor)}
    for update of c`.execute(ctx.tx)
  const row = rows[0]
  if (!row) return null
  if (row.contactable === false && !strangers.includes(row.number_owner)) {
    await ended(ctx, callId, { status: null, q850: null, by: 'us' })
    return null
  }
  await dialledNow(ctx, callId, sipId)
  return { callId, number: dialled(row.number, row), shown: '' }
}

/** A colleague or a number of the book is dialled without a verb before it: its row is made now. */
const placeNow = async (ctx: Ctx, it: Destination & { about: string; id: string | null }): Promise<Placed> => {
  const { rows } = await sql<{ id: string }>`
    select id from calls where staff_id = ${ctx.me.id} and status = 'talking' order by id desc limit 1`.execute(ctx.tx)
  return placeCall(ctx, {
    number: it.number,
    owner: it.about,
    about: { noun: it.about, id: it.id },
    parentId: rows[0]?.id ?? null,
    shown: it.shown,
  })
}

/** A colleague's call that the actor may hear, by the exchange's own code and the colleague's extension. */
const heardBy = async (ctx: Ctx, line: LineAccount, target: string) => {
  if (!mayEver(ctx.me, 'call.listen')) return null
  const { rows } = await sql<CallRow & { name: string }>`
    select calls.*, s.name from exchanges x
      join lines l on l.exchange_id = x.id and l.active and l.kind = 'agent'
      join staff s on s.id = l.staff_id
      join calls on calls.staff_id = s.id and calls.status = 'talking'
    where x.id = ${line.exchangeId} and x.listen_code <> '' and x.listen_code || l.number = ${target}
      and s.id <> ${ctx.me.id} and ${within(ctx.me, 'call.listen', 'calls')}
    order by calls.id desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

/** Listening by the exchange's own code is a right like any other way of it, and stands in the ledger of the call heard. */
const listenNow = async (ctx: Ctx, line: LineAccount, target: string): Promise<Placed | null> => {
  const call = await heardBy(ctx, line, target)
  if (!call) return null
  const placed = await placeCall(ctx, {
    number: target,
    owner: 'listen',
    about: { noun: 'listen', id: call.id },
    secrecy: { restricted: call.restricted, barred_staff: call.barred_staff },
    parentId: call.id,
    shown: call.name,
  })
  const data = { reason: '按电话系统的监听码', join: false }
  await record(ctx, 'call.listen', { subject: call.id, data, restricted: call.restricted })
  return placed
}

/** What the page's target means on the telephone, or null where it may not be dialled. */
export const outgoing = async (
  house: OpenHouse,
  me: Me,
  line: LineAccount,
  target: string,
  sipId: string,
): Promise<Outgoing | null> => {
  const it = formOf(target)
  if (it?.kind === 'call') return house.asSystem((ctx) => useUp(ctx, me, it.id, sipId))
  const destination = await destinationOf(house.ctx(house.db, me), line, target)
  const placed = await house.run(me, (ctx) =>
    destination && it ? placeNow(ctx, { ...destination, about: it.kind, id: it.id }) : listenNow(ctx, line, target),
  )
  return placed && house.asSystem((ctx) => useUp(ctx, me, placed.callId, sipId))
}
