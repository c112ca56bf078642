// What becomes of a text: claimed before the gateway is called, taken or not, reported on, and ended once.
import { sql } from 'kysely'
import { advance, advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import type { Report, ReportOutcome, Sent } from '#engine/outside/texts/gateway.ts'
import { newId } from '#kernel/ids.ts'
import { actOf } from '#kernel/lifecycle.ts'
import { clockOf, dayOf, startOfDay } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { keepText } from '#modules/contacts/commands.ts'
import { notify } from '#modules/directory/notices.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { textHours } from '#src/standards.ts'
import { messageLifecycle } from './lifecycle.ts'
import { ownValues } from './texting.ts'
import { textOf, type Values } from './wording.ts'

export type MessageRow = RowOf<'messages'>

/** Milliseconds for which whoever claims a text is believed to be at it: longer than any gateway is waited for. */
export const leaseMs = 40_000

const heldMessage = async (ctx: Ctx, id: string): Promise<MessageRow | undefined> =>
  (await sql<MessageRow>`select * from messages where id = ${id} for update`.execute(ctx.tx)).rows[0]

/** Does a verb where the row still admits it; a report and an answer may both come, in any order, or twice. */
const move = async (ctx: Ctx, row: MessageRow, verb: string, changes: Record<string, unknown>, data = {}) => {
  if (!actOf(messageLifecycle, verb).from.includes(row.status)) return false
  await advanceLocked({ ...ctx, me: systemMe }, messageLifecycle, verb, row as never, changes, data)
  return true
}

/** Keeps a text with the person's conversations, once; of one who may not be contacted any more the text itself tells. */
const keepWith = async (ctx: Ctx, row: MessageRow, at: Date): Promise<string | null> => {
  if (row.contact_id || !row.patient_id) return row.contact_id
  const template = await ctx.tx
    .selectFrom('templates')
    .where('id', '=', row.template_id)
    .select('name')
    .executeTakeFirst()
  return keepText(ctx, {
    patientId: row.patient_id,
    direction: 'out',
    at,
    staffId: row.made_by_id,
    note: template?.name ?? '',
    secrecy: row,
  })
}

/** What stood in the blanks may open something: it goes as soon as the text has gone. */
const gone = { blanks: '{}', lease_until: null }

export type Claimed = {
  readonly id: string
  readonly to: string
  readonly text: string
  readonly params: Values
  readonly code: string
}

/** Inside the hours in which people are texted unasked. */
const isTime = (now: Date): boolean => {
  const clock = clockOf(now)
  return clock >= textHours.from && clock < textHours.until
}

/** Why a text must not go to this number, now or ever; null: it may. */
const forbidden = async (ctx: Ctx, row: MessageRow): Promise<string | null> => {
  if (row.asked) return null
  const { rows } = await sql<{ silenced: boolean; gone: boolean }>`
    select exists (select from silenced where number = ${row.to_number}) as silenced,
      exists (select from patients where id = ${row.patient_id} and not contactable) as gone`.execute(ctx.tx)
  if (rows[0]!.gone) return '患者已去世或要求勿扰'
  return rows[0]!.silenced ? '该号码已退订短信' : null
}

/**
 * Takes some texts that may go now and writes down, before anybody is called, that they are being sent. What must not go
 * is withheld here; what has had its share of the day, or comes in the night, waits. One node at a time.
 */
export const claim = async (ctx: Ctx, gatewayId: string, most: number): Promise<Claimed[]> => {
  await sql`select pg_advisory_xact_lock(hashtext('messages.claim'))`.execute(ctx.tx)
  const perDay = await standardOf(ctx, 'textsPerDay')
  const day = startOfDay(dayOf(ctx.now))
  const own = await ownValues(ctx)
  // Tried again, a text is the same one; a new one waits for tomorrow where its number has had its share today.
  const had = sql<number>`(select count(*) from messages o where o.to_number = m.to_number and not o.asked
    and o.claimed_at >= ${day})`
  const { rows } = await sql<MessageRow & { words: string; code: string; had: number }>`
    select m.*, t.text as words, t.gateway_code as code, ${had} as had
    from messages m join templates t on t.id = m.template_id
    where m.status = 'waiting' and m.expires_at > ${ctx.now} and m.to_number ~ '^1[3-9][0-9]{9}$'
      and (m.asked or (${isTime(ctx.now)} and (m.claimed_at is not null or ${had} < ${perDay})))
    order by not m.asked, m.created_at, m.id limit 200 for update of m skip locked`.execute(ctx.tx)
  const claimed: Claimed[] = []
  const today = new Map<string, number>()
  for (const { words, code, had, ...row } of rows) {
    if (claimed.length >= most) break
    const why = await forbidden(ctx, row)
    if (why) {
      await move(ctx, row, 'withhold', { ...gone, ended_at: ctx.now, trouble: why }, { words: why })
      continue
    }
    const more = today.get(row.to_number) ?? 0
    if (!row.asked && !row.claimed_at && had + more >= perDay) continue
    if (!row.asked) today.set(row.to_number, more + 1)
    const changes = {
      gateway_id: gatewayId,
      claimed_at: ctx.now,
      lease_until: new Date(ctx.now.getTime() + leaseMs),
      tries: row.tries + 1,
    }
    await move(ctx, row, 'claim', changes)
    const params = { ...own, ...(row.blanks as Values) }
    claimed.push({ id: row.id, to: row.to_number, text: textOf(words, params), params, code })
  }
  return claimed
}

/** Writes down what the gateway answered. An answer that was lost changes nothing: the lease runs out, and then see `settleDoubts`. */
export const answered = async (ctx: Ctx, id: string, sent: Sent): Promise<void> => {
  const row = await heldMessage(ctx, id)
  if (!row) return
  if (sent.is === 'taken') {
    const { reference } = sent
    const contact_id = await keepWith(ctx, row, row.claimed_at ?? ctx.now)
    const taken = { ...gone, reference, contact_id, taken_at: ctx.now, trouble: null }
    if (!(await move(ctx, row, 'take', taken)))
      await sql`update messages set reference = coalesce(reference, ${reference}), taken_at = coalesce(taken_at, ${ctx.now})
        where id = ${id}`.execute(ctx.tx)
    if (reference) await applyReports(ctx, row.gateway_id!, reference, id)
    return
  }
  const words = sent.words.zh
  if (sent.is === 'refused') await move(ctx, row, 'refuse', { ...gone, ended_at: ctx.now, trouble: words }, { words })
  else if (sent.is === 'later') await move(ctx, row, 'putBack', { lease_until: null, trouble: words }, { words })
  else await sql`update messages set trouble = ${words} where id = ${id} and status = 'sending'`.execute(ctx.tx)
}

const unclear = w(
  '有短信不知道是否发出，请到发件箱决定',
  'Nobody knows whether some texts went out; decide in the outbox',
)

/** Says on screens that sending needs somebody; once a day of each sort. */
const tellOffice = async (ctx: Ctx, roles: readonly string[], kind: string, words: Words): Promise<void> => {
  const people = await ctx.tx
    .selectFrom('staff')
    .where('role', 'in', roles)
    .where('status', '=', 'active')
    .select('id')
    .execute()
  const key = `texts ${kind} ${dayOf(ctx.now)}`
  await notify(ctx, { to: people.map(({ id }) => id), kind: 'overdue', words, key, atOnce: true })
}

/** When nobody knows: sent again where that is harmless or the gateway knows our id, else somebody decides. */
export const settleDoubts = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<MessageRow & { repetition: string; deduplicates: boolean }>`
    select m.*, t.repetition, coalesce((g.settings->>'deduplicates')::boolean, false) as deduplicates
    from messages m join templates t on t.id = m.template_id left join gateways g on g.id = m.gateway_id
    where m.status = 'sending' and m.lease_until < ${ctx.now} order by m.id limit 200 for update of m skip locked`.execute(
    ctx.tx,
  )
  for (const { repetition, deduplicates, ...row } of rows) {
    const words = row.trouble ?? '程序在等平台答复时中断了，不知道是否已经发出。'
    const again = repetition === 'at-least-once' || deduplicates
    await move(ctx, row, again ? 'putBack' : 'doubt', { lease_until: null, trouble: words }, { words })
    if (!again) await tellOffice(ctx, ['lead'], 'unclear', unclear)
  }
  return rows.length
}

const verbOf: Record<ReportOutcome, string> = {
  delivered: 'deliver',
  undeliverable: 'fail',
  refused: 'refuse',
  expired: 'lapse',
}
const saysOf: Record<ReportOutcome, string> = {
  delivered: '',
  undeliverable: '运营商未能送达（停机、空号或拒收）',
  refused: '运营商拒收',
  expired: '手机长时间不在线，运营商已放弃',
}

const end = async (ctx: Ctx, row: MessageRow, { outcome, words }: Pick<Report, 'outcome' | 'words'>): Promise<void> => {
  const trouble = outcome === 'delivered' ? null : `${saysOf[outcome]}${words ? `（${words}）` : ''}`
  const contact_id = outcome === 'refused' ? row.contact_id : await keepWith(ctx, row, row.claimed_at ?? ctx.now)
  await move(
    ctx,
    row,
    verbOf[outcome],
    { ...gone, contact_id, ended_at: ctx.now, trouble },
    trouble ? { words: trouble } : {},
  )
}

/** Hears a report; twice is once. One of a text that is not known by that name yet waits for it. */
export const hearReport = async (ctx: Ctx, gatewayId: string, it: Report): Promise<void> => {
  const { rows } = await sql<MessageRow>`
    select * from messages where gateway_id = ${gatewayId} and (id = ${isId(it.id) ? it.id : null}::uuid or reference = ${it.reference})
    order by created_at desc limit 1 for update`.execute(ctx.tx)
  if (rows[0]) return end(ctx, rows[0], it)
  if (!it.reference) return
  const { reference, outcome, words } = it
  await ctx.tx
    .insertInto('reports')
    .values({ id: newId(ctx.now), gateway_id: gatewayId, reference, outcome, words, at: ctx.now })
    .onConflict((already) => already.columns(['gateway_id', 'reference', 'outcome']).doNothing())
    .execute()
}

const isId = (text: string | null): boolean => text !== null && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

const applyReports = async (ctx: Ctx, gatewayId: string, reference: string, id: string): Promise<void> => {
  const early = await ctx.tx
    .deleteFrom('reports')
    .where('gateway_id', '=', gatewayId)
    .where('reference', '=', reference)
    .returning(['outcome', 'words'])
    .execute()
  for (const report of early) {
    const row = await heldMessage(ctx, id)
    if (row) await end(ctx, row, report as Pick<Report, 'outcome' | 'words'>)
  }
}

const days = (ctx: Ctx, n: number) => new Date(ctx.now.getTime() - n * 86_400_000)

/** Every few minutes: what is too late is not sent, what has waited for its report long enough has none, what is old is forgotten. */
export const sweepMessages = async (ctx: Ctx): Promise<void> => {
  const late = await ctx.tx
    .selectFrom('messages')
    .where('status', '=', 'waiting')
    .where('expires_at', '<', ctx.now)
    .limit(500)
    .select('id')
    .execute()
  for (const { id } of late)
    await advance({ ...ctx, me: systemMe }, messageLifecycle, 'expire', id, {
      ...gone,
      ended_at: ctx.now,
      trouble: '未能在有效时间内发出',
    })
  const { rows: crossed } = await sql<{ id: string; gateway_id: string; reference: string }>`
    select m.id, m.gateway_id, m.reference from reports r
    join messages m on m.gateway_id = r.gateway_id and m.reference = r.reference limit 500`.execute(ctx.tx)
  for (const { id, gateway_id, reference } of crossed) await applyReports(ctx, gateway_id, reference, id)
  const { rows: silent } = await sql<MessageRow>`
    select m.* from messages m left join gateways g on g.id = m.gateway_id
    where m.status = 'taken' and m.taken_at < ${ctx.now}::timestamptz
      - make_interval(mins => coalesce((g.settings->>'reportWithin')::int, 4320)) order by m.id limit 500 for update of m`.execute(
    ctx.tx,
  )
  for (const row of silent) await move(ctx, row, 'unreport', { ended_at: ctx.now, trouble: '平台没有送来回执' })
  // A text in doubt keeps its words while somebody may still send it again.
  await sql`update messages set blanks = '{}' where status = 'unclear' and blanks <> '{}' and expires_at < ${ctx.now}`.execute(
    ctx.tx,
  )
  await sql`delete from messages where status not in ('waiting', 'sending', 'taken', 'unclear') and created_at < ${days(ctx, 90)}`.execute(
    ctx.tx,
  )
  await sql`delete from reports where at < ${days(ctx, 7)}`.execute(ctx.tx)
  // What was written back stands among the person's conversations, or in the matter that it became.
  await sql`update replies set text = '' where status = 'settled' and text <> '' and settled_at < ${days(ctx, 365)}`.execute(
    ctx.tx,
  )
}

/** What the sender's process says is wrong with the gateway, kept once; null: nothing any more. */
export const noteTrouble = async (ctx: Ctx, gatewayId: string, words: string | null): Promise<void> => {
  const { numAffectedRows } = await sql`
    update gateways set trouble = ${words}, trouble_at = case when ${words}::text is null then null else ${ctx.now}::timestamptz end
    where id = ${gatewayId} and trouble is distinct from ${words}`.execute(ctx.tx)
  if (Number(numAffectedRows) === 0) return
  if (words === null) {
    await record(ctx, 'gateway.recover', { subject: gatewayId })
    return
  }
  await tellOffice(ctx, ['admin', 'lead'], 'away', w(`短信发不出去：${words}`, 'The SMS gateway takes nothing'))
  await record(ctx, 'gateway.trouble', { subject: gatewayId, data: { words } })
}
