// A call before it is dialled: the right to dial one number once, made by a verb of whatever the call is about.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record, systemId } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { maskPhone } from '#kernel/mask.ts'
import type { Me } from '#kernel/permission.ts'
import { conflict, notAllowed } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import type { Secrecy } from '#modules/contacts/commands.ts'
import { sameLine, tailOf } from './caller-number.ts'
import { calls } from './contract.ts'
import { type DialRules, emergencyIn, isInternal, numberKey, numbersWithin } from './numbers.ts'

export type Placing = {
  /** In clear; it stays on the server. */
  readonly number: string
  /** Pressed after the answer; kept behind a comma in what is dialled by hand. */
  readonly extension?: string | null
  readonly owner: string | null
  readonly patientId?: string | null
  readonly encounterId?: string | null
  readonly about?: { readonly noun: string; readonly id: string | null }
  readonly secrecy?: Secrecy
  readonly parentId?: string | null
  /** What the page shows instead of the number; masked, if absent. */
  readonly shown?: string
  /** The line of ours that dials, for the machine's calls; a person dials from his own. */
  readonly line?: { readonly id: string; readonly exchangeId: string }
}

export type Placed = { readonly callId: string; readonly target: string; readonly shown: string }

/** How long the right to dial holds. */
export const freshFor = 2 * 60_000

/** What a page puts into its INVITE for a placed call. */
export const targetOf = (callId: string): string => `call-${callId}`

const noTelephone = () =>
  conflict(
    w(
      '您还没有分机，不能用网页拨号。请信息科在“电话系统”中为您分配。',
      'You have no extension yet; the administrator assigns one under “Telephone”.',
    ),
  )

type Line = DialRules & { id: string; exchange_id: string; listen_code: string }

/** The actor's own extension with the rules of its exchange, or null. */
export const lineOf = async (ctx: Ctx, staffId: string): Promise<Line | null> => {
  const { rows } = await sql<Line>`
    select e.id, e.exchange_id, x.outside_prefix, x.mobile_prefix, x.emergency_prefix, x.area_code, x.internal_digits,
      x.listen_code
    from lines e join exchanges x on x.id = e.exchange_id and x.active
    where e.staff_id = ${staffId} and e.active and e.kind = 'agent'`.execute(ctx.tx)
  return rows[0] ?? null
}

/**
 * Gives the actor the right to dial one number once within two minutes, from his own extension, and answers what his
 * page dials instead of it. The caller has judged whether he may, and records why. Refuses who has no extension, and a
 * person who died or asked not to be called (also the database does: `calls_contactable`).
 */
export const placeCall = async (ctx: Ctx, it: Placing): Promise<Placed> => {
  const line = it.line ?? (await ownLine(ctx))
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('calls')
    .values({
      id,
      status: 'placed',
      direction: 'out',
      exchange_id: line.exchangeId,
      line_id: line.id,
      staff_id: ctx.me.id === systemId ? null : ctx.me.id,
      number: it.number,
      number_key: numberKey(it.number),
      number_owner: it.owner,
      patient_id: it.patientId ?? null,
      encounter_id: it.encounterId ?? null,
      about_noun: it.about?.noun ?? null,
      about_id: it.about?.id ?? null,
      restricted: it.secrecy?.restricted ?? false,
      barred_staff: [...(it.secrecy?.barred_staff ?? [])],
      placed_at: ctx.now,
      parent_id: it.parentId ?? null,
      witnessed_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'call.place', {
    subject: id,
    to: 'placed',
    data: { about: it.about?.noun ?? null, owner: it.owner },
    restricted: it.secrecy?.restricted ?? false,
  })
  return { callId: id, target: targetOf(id), shown: it.shown ?? maskPhone(it.number) }
}

const ownLine = async (ctx: Ctx) => {
  const line = await lineOf(ctx, ctx.me.id)
  if (!line) throw noTelephone()
  return { id: line.id, exchangeId: line.exchange_id }
}

const silent = () =>
  conflict(
    w(
      '这个号码属于已去世或要求勿扰的患者，不得致电。',
      'This number is of a patient who has died or asked not to be called.',
    ),
  )

/** Whether a number, however it is written, is of somebody who is not to be called. */
const isSilent = async (ctx: Ctx, typed: string, rules: DialRules): Promise<boolean> => {
  const numbers = numbersWithin(typed, rules)
  const { rows } = await sql<{ phones: { number: string }[] }>`
    select phones from patients
    where not contactable and phone_tails(phones) && ${numbers.map(tailOf)}::text[]`.execute(ctx.tx)
  return rows.some(({ phones }) => phones.some((one) => numbers.some((number) => sameLine(one.number, number))))
}

/** Whether he may dial a typed number that is neither the house's own nor an emergency. */
export const mayDialOutside = (me: Me): boolean => may(me, 'call.free', { number_owner: 'free', barred_staff: [] })

/**
 * A number that was typed. One of the house and the emergency numbers are everybody's who has a telephone; any other
 * only theirs who may dial outside, and never that of somebody who is not to be called. The exchange's own code for
 * listening is nobody's: `calls.listen` asks for the right and the reason. Other codes (`*72`) turn lines away, and are
 * for who may dial outside.
 */
const free = handle(calls.free, async (ctx, { number, reason }) => {
  const line = await lineOf(ctx, ctx.me.id)
  if (!line) throw noTelephone()
  const typed = number.replace(/^\+86/, '').replace(/[^0-9*#]/g, '')
  const emergency = emergencyIn(typed, line)
  const digits = emergency ?? typed
  const internal = /^\d+$/.test(digits) && isInternal(digits, line)
  if (await isListening(ctx, digits, line))
    throw notAllowed('不能直接拨打监听码，请在通话记录中使用“监听”。', 'Listening is a verb of the call, not a number.')
  const owner = emergency || internal ? 'house' : 'free'
  if (owner === 'free') {
    if (!mayDialOutside(ctx.me))
      throw notAllowed(
        '院外号码请从任务、诉求或患者页面拨打；确需直接拨打，请找组长。',
        'Outside numbers are dialled from a task, a case or a patient; a lead may dial others.',
      )
    if (await isSilent(ctx, digits, line)) throw silent()
  }
  const shown = owner === 'house' ? digits : maskPhone(digits)
  const placed = await placeCall(ctx, { number: digits, owner, about: { noun: 'free', id: null }, shown })
  await record(ctx, 'call.free', { subject: placed.callId, data: { reason, shown } })
  return placed
})

/** The exchange's code for listening with an extension behind it; a code of digits alone may begin an extension, too. */
const isListening = async (ctx: Ctx, digits: string, { listen_code, exchange_id }: Line): Promise<boolean> => {
  if (listen_code === '' || !digits.startsWith(listen_code)) return false
  if (/\D/.test(listen_code)) return true
  const rest = digits.slice(listen_code.length)
  const { rows } = await sql`
    select from lines where exchange_id = ${exchange_id} and active and number = ${rest} limit 1`.execute(ctx.tx)
  return rows.length > 0
}

/** The echo that the settings name, or one's own extension: to hear whether sound goes both ways. */
const test = handle(calls.test, async (ctx) => {
  const { rows } = await sql<{ test_number: string; number: string }>`
    select x.test_number, e.number from lines e join exchanges x on x.id = e.exchange_id and x.active
    where e.staff_id = ${ctx.me.id} and e.active`.execute(ctx.tx)
  const own = rows[0]
  if (!own) throw noTelephone()
  const number = own.test_number || own.number
  return placeCall(ctx, { number, owner: 'test', about: { noun: 'test', id: null }, shown: number })
})

export const placingHandlers = [free, test]
