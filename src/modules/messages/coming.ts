// What comes back: reports from the gateway and words from people, at an address that only the gateway knows or on its own line.
import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, handleFileLong } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import type { Incoming, Reply } from '#engine/outside/texts/gateway.ts'
import { step } from '#engine/step.ts'
import { newId } from '#kernel/ids.ts'
import { notFound } from '#kernel/refusal.ts'
import { keepText, sealCalls } from '#modules/contacts/commands.ts'
import { markDoNotCall } from '#modules/patients/commands.ts'
import { gateways } from './contract.ts'
import { type GatewayRow, gatewayRow, keyOf, readerOf } from './opened.ts'
import { hearReport } from './states.ts'
import { approvedTemplate, isSayable, numberOf, sendText, takesTexts } from './texting.ts'
import { isStop } from './wording.ts'

/** Whose number this is: patients, the last to leave the hospital first. */
export const patientsAt = async (ctx: Pick<Ctx, 'tx'>, number: string) => {
  const { rows } = await sql<{ id: string; name: string; record_number: string; owner: string }>`
    select p.id, p.name, p.record_number,
      (select x->>'owner' from jsonb_array_elements(p.phones) x where x->>'number' = ${number} limit 1) as owner
    from patients p where phone_tails(p.phones) && array[${number.slice(-7)}] and p.phones @> ${JSON.stringify([{ number }])}::jsonb
    order by (select max(e.discharged_on) from encounters e where e.patient_id = p.id) desc nulls last, p.id limit 8`.execute(
    ctx.tx,
  )
  return rows
}

type Before = { id: string; patient_id: string | null; about_noun: string | null; about_id: string | null } & {
  restricted: boolean
  barred_staff: string[]
}

/** The last text that went to a number in a month: what somebody answers is most likely that. */
const answeredBy = async (ctx: Ctx, number: string): Promise<Before | undefined> =>
  (
    await sql<Before>`
      select id, patient_id, about_noun, about_id, restricted, barred_staff from messages
      where to_number = ${number} and (taken_at is not null or sent_at is not null)
        and created_at > ${new Date(ctx.now.getTime() - 30 * 86_400_000)}
      order by created_at desc limit 1`.execute(ctx.tx)
  ).rows[0]

/** The pieces of a long reply, put together once the last is there; null while some are missing. */
const joined = async (ctx: Ctx, gatewayId: string, from: string, { part, text }: Reply): Promise<string | null> => {
  if (!part) return text
  const { series, total, place } = part
  await ctx.tx
    .insertInto('reply_parts')
    .values({ gateway_id: gatewayId, from_number: from, series, total, place, text, at: ctx.now })
    .onConflict((already) =>
      already.columns(['gateway_id', 'from_number', 'series', 'place']).doUpdateSet({ text, at: ctx.now }),
    )
    .execute()
  const these = { gateway_id: gatewayId, from_number: from, series }
  const parts = await ctx.tx
    .selectFrom('reply_parts')
    .where((by) => by.and(these))
    .orderBy('place')
    .select('text')
    .forUpdate()
    .execute()
  if (parts.length < total) return null
  await ctx.tx
    .deleteFrom('reply_parts')
    .where((by) => by.and(these))
    .execute()
  return parts.map((one) => one.text).join('')
}

/**
 * 退订: the number gets no more texts, whoever it belongs to. Where it is the own number of exactly one patient, he is not
 * called any more either. One confirmation goes out if the hospital has approved the wording of one.
 */
const silence = async (ctx: Ctx, number: string, replyId: string, own: string | null): Promise<void> => {
  const { numInsertedOrUpdatedRows: fresh } = await ctx.tx
    .insertInto('silenced')
    .values({ number, at: ctx.now, reply_id: replyId })
    .onConflict((already) => already.column('number').doNothing())
    .executeTakeFirst()
  if (Number(fresh) === 0) return
  if (own) await markDoNotCall(ctx, own, '短信退订')
  const confirmation = takesTexts(number) ? await approvedTemplate(ctx, 'stopped') : undefined
  if (confirmation && (await isSayable(ctx, confirmation)))
    await sendText(ctx, {
      to: number,
      template: 'stopped',
      values: {},
      until: new Date(ctx.now.getTime() + 3_600_000),
      // They asked for this one by writing.
      asked: true,
    })
}

/** Keeps what somebody wrote, once, beside whom it is of; a later part of the house may know more about the number (`reply.receive`). */
export const hearReply = async (outer: Ctx, gatewayId: string, it: Reply): Promise<void> => {
  const ctx = { ...outer, me: systemMe }
  const number = numberOf(it.from)
  const said = await joined(ctx, gatewayId, number, it)
  if (said === null) return
  const text = said.replaceAll('\0', '').trim().slice(0, 4000)
  const known = await patientsAt(ctx, number)
  const before = await answeredBy(ctx, number)
  const patientId = before?.patient_id ?? (known.length === 1 ? known[0]!.id : null)
  const secrecy = { restricted: before?.restricted ?? false, barred_staff: before?.barred_staff ?? [] }
  const id = newId(ctx.now)
  const stop = isStop(text)
  const kept = await ctx.tx
    .insertInto('replies')
    .values({
      id,
      status: 'unread',
      gateway_id: gatewayId,
      external_id: it.id,
      from_number: number,
      text,
      stop,
      received_at: ctx.now,
      patient_id: patientId,
      message_id: before?.id ?? null,
      about_noun: before?.about_noun ?? null,
      about_id: before?.about_id ?? null,
      ...secrecy,
      updated_at: ctx.now,
    })
    .onConflict((already) => already.columns(['gateway_id', 'external_id']).doNothing())
    .executeTakeFirst()
  if (Number(kept.numInsertedOrUpdatedRows) === 0) return
  if (patientId) await threadTo(ctx, id, patientId, text, secrecy)
  const own = known.filter(({ owner }) => owner === 'patient')
  const theirs = own.length === 1 ? own[0]!.id : null
  await record(ctx, 'reply.receive', {
    subject: id,
    data: { stop, known: known.length },
    restricted: secrecy.restricted,
    aside: { number },
  })
  if (stop) await silence(ctx, number, id, theirs)
}

/** Keeps a reply with a patient's conversations. */
export const threadTo = async (
  ctx: Ctx,
  id: string,
  patientId: string,
  text: string,
  secrecy: { readonly restricted: boolean; readonly barred_staff: readonly string[] },
): Promise<void> => {
  const contactId = await keepText(ctx, { patientId, direction: 'in', at: ctx.now, staffId: null, note: text, secrecy })
  await sql`update replies set patient_id = ${patientId}, contact_id = ${contactId} where id = ${id}`.execute(ctx.tx)
}

/**
 * Ties a reply to what it is about, and hides it, with the conversation in which it stands, as that is hidden: said by a
 * later part, in the transaction in which it came. Judged anew, the matter takes it along (`hide_texts_about`).
 */
export const tieReply = async (
  ctx: Ctx,
  id: string,
  about: { readonly noun: string; readonly id: string } | null,
  { restricted, barred_staff }: { readonly restricted: boolean; readonly barred_staff: readonly string[] },
): Promise<void> => {
  const { rows } = await sql<{ contact_id: string | null; restricted: boolean; barred_staff: string[] }>`
    update replies set about_noun = coalesce(${about?.noun ?? null}, about_noun), about_id = coalesce(${about?.id ?? null}::uuid, about_id),
      restricted = restricted or ${restricted},
      barred_staff = array(select distinct b from unnest(barred_staff || ${[...barred_staff]}::uuid[]) b)
    where id = ${id} returning contact_id, restricted, barred_staff`.execute(ctx.tx)
  for (const { contact_id, ...secrecy } of rows) if (contact_id) await sealCalls(ctx, [contact_id], secrecy)
}

/** Pieces that have waited for the rest for so long are kept as they are: half a reply is better than none. */
export const keepTornReplies = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{ gateway_id: string; from_number: string; series: number; text: string }>`
    delete from reply_parts p using (
      select gateway_id, from_number, series from reply_parts group by 1, 2, 3
      having max(at) < ${new Date(ctx.now.getTime() - 10 * 60_000)}) torn
    where (p.gateway_id, p.from_number, p.series) = (torn.gateway_id, torn.from_number, torn.series)
    returning p.gateway_id, p.from_number, p.series, p.text`.execute(ctx.tx)
  const whole = Map.groupBy(rows, (row) => `${row.gateway_id} ${row.from_number} ${row.series}`)
  for (const [key, parts] of whole) {
    const { gateway_id, from_number } = parts[0]!
    const text = `${parts.map((part) => part.text).join('')}（不完整）`
    await hearReply(ctx, gateway_id, { id: `${key} ${ctx.now.toISOString()}`, from: from_number, text })
  }
}

/** Nobody is told whether the gateway or the key was wrong. */
const knownGateway = async (ctx: Ctx, id: string, key: string): Promise<GatewayRow> => {
  const row = await gatewayRow(ctx, id)
  if (!row) throw notFound()
  const [given, right] = [Buffer.from(key), Buffer.from(keyOf(ctx.house.vault, row))]
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw notFound()
  return row
}

type Came = { readonly id: string; readonly key: string } & Partial<Incoming>

/** Each by itself: one that is wrong does not keep the others out. */
const hearAll = async (
  ctx: Parameters<typeof step>[0],
  { id, key, query = {}, content }: Came,
  kind: 'reports' | 'replies',
): Promise<void> => {
  const row = await knownGateway(ctx, id, key)
  const incoming = { query, content }
  const reader = readerOf(row)
  if (kind === 'reports')
    for (const report of reader.reports(incoming)) await step(ctx, (inside) => hearReport(inside, id, report), systemMe)
  else for (const reply of reader.replies(incoming)) await step(ctx, (inside) => hearReply(inside, id, reply), systemMe)
}

/** An empty page: some gateways send to the patient whatever they are answered. */
const nothing = { name: 'ok', type: 'text/plain; charset=utf-8', content: '' }
/** As the usual houses want to hear it. */
const heard = {
  name: 'ok',
  type: 'application/json; charset=utf-8',
  content: JSON.stringify({ code: 0, msg: 'OK', result: 0, errmsg: 'OK' }),
}

export const comingHandlers = [
  handleFileLong(gateways.report, async (ctx, it) => {
    await hearAll(ctx, it as Came, 'reports')
    return nothing
  }),
  handleFileLong(gateways.reports, async (ctx, it) => {
    await hearAll(ctx, it as Came, 'reports')
    return heard
  }),
  handleFileLong(gateways.inbound, async (ctx, it) => {
    await hearAll(ctx, it as Came, 'replies')
    return nothing
  }),
  handleFileLong(gateways.inbounds, async (ctx, it) => {
    await hearAll(ctx, it as Came, 'replies')
    return heard
  }),
]
