// The outbox: every text and what became of it, masked; sent by hand where no gateway does, and decided on where nobody knows.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { advance, advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, may, within } from '#engine/permit.ts'
import { maskPhone } from '#kernel/mask.ts'
import { conflict, invalid, notAllowed, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { keepText } from '#modules/contacts/commands.ts'
import type { Phone } from '#modules/patients/reading/phones.ts'
import { type MessageLine, messages } from './contract.ts'
import { messageLifecycle } from './lifecycle.ts'
import { approvedTemplate, ownValues, sendText, takesTexts } from './texting.ts'
import { blanksIn, isVariable, textOf, type Values, variables } from './wording.ts'

type Line = z.output<typeof MessageLine>

type Row = Pick<
  Line,
  'id' | 'status' | 'template' | 'patientId' | 'aboutNoun' | 'aboutId' | 'createdAt' | 'expiresAt'
> &
  Pick<Line, 'sentAt' | 'sentBy' | 'gateway' | 'endedAt' | 'tries' | 'trouble'> & {
    to_number: string
    words: string
    blanks: Values
    restricted: boolean
    barred_staff: string[]
  }

const rowsOf = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number) =>
  (
    await sql<Row>`
      select messages.id, messages.status, to_number, t.text as words, t.name as template, blanks, patient_id as "patientId",
        about_noun as "aboutNoun", about_id as "aboutId", messages.created_at as "createdAt", expires_at as "expiresAt",
        coalesce(messages.sent_at, messages.taken_at) as "sentAt", s.name as "sentBy", g.name as gateway,
        messages.ended_at as "endedAt", messages.tries, messages.trouble, messages.restricted, messages.barred_staff
      from messages join templates t on t.id = messages.template_id
      left join staff s on s.id = messages.sent_by_id left join gateways g on g.id = messages.gateway_id
      where ${within(ctx.me, 'message.read', 'messages')} and ${condition}
      order by messages.id desc limit ${limit}`.execute(ctx.tx)
  ).rows

const lineOf = (
  ctx: Ctx,
  { to_number, words, blanks, restricted, barred_staff, ...row }: Row,
  known: Values,
): Line => ({
  ...row,
  to: maskPhone(to_number),
  text: textOf(words, { ...known, ...blanks }, true),
  can: can(ctx.me, messageLifecycle, { ...row, restricted, barred_staff }),
})

/** One text as its reader may see it. */
const oneLine = async (ctx: Ctx, id: string): Promise<Line> => {
  const [row] = await rowsOf(ctx, sql<boolean>`messages.id = ${id}`, 1)
  if (!row) throw notFound()
  return lineOf(ctx, row, await ownValues(ctx))
}

/** What is not ended, or needs somebody. */
const isOpen = sql<boolean>`messages.status in ('waiting', 'sending', 'taken', 'unclear')`

const list = handle(messages.list, async (ctx, { after, limit, status, open, patientId }) => {
  const before = afterId(after)
  const conditions = [
    ...(before ? [sql<boolean>`messages.id < ${before}::uuid`] : []),
    ...(status ? [sql<boolean>`messages.status = ${status}`] : []),
    ...(open ? [isOpen] : []),
    ...(patientId ? [sql<boolean>`messages.patient_id = ${patientId}`] : []),
  ]
  const condition = conditions.length > 0 ? sql<boolean>`${sql.join(conditions, sql` and `)}` : sql<boolean>`true`
  const found = await rowsOf(ctx, condition, limit + 1)
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  const known = await ownValues(ctx)
  return { rows: page.map((row) => lineOf(ctx, row, known)), next }
})

/** Whether anything sends by itself, what is wrong with it, and how many texts stand where; of those that the reader may see. */
const state = handle(messages.state, async (ctx) => {
  const gateway = await ctx.tx
    .selectFrom('gateways')
    .where('status', '=', 'on')
    .select(['name', 'trouble', 'trouble_at as troubleAt'])
    .executeTakeFirst()
  const { rows } = await sql<{ status: Line['status']; n: number }>`
    select status, count(*) as n from messages where ${within(ctx.me, 'message.read', 'messages')} group by status`.execute(
    ctx.tx,
  )
  return { gateway: gateway ?? null, counts: Object.fromEntries(rows.map(({ status, n }) => [status, n])) }
})

type Held = {
  readonly id: string
  readonly status: string
  readonly to_number: string
  readonly template_id: string
  readonly blanks: Values
  readonly patient_id: string | null
  readonly restricted: boolean
  readonly barred_staff: string[]
  readonly expires_at: Date
}

const opensSomething = (text: string): boolean =>
  blanksIn(text).some((name) => isVariable(name) && 'secret' in variables[name])

/** A gateway is at work, and takes it. */
const sendsByItself = async (ctx: Ctx, { to_number }: Held): Promise<boolean> =>
  takesTexts(to_number) &&
  (await ctx.tx
    .selectFrom('gateways')
    .where('status', '=', 'on')
    .where('trouble', 'is', null)
    .select('id')
    .executeTakeFirst()) !== undefined

const reveal = handle(messages.reveal, async (ctx, { id, reason }) => {
  const row = await locked<Held>(ctx, messageLifecycle, id)
  if (!may(ctx.me, 'message.reveal', row)) throw notAllowed('您不能查看短信内容。', 'You may not see it.')
  if (row.status !== 'waiting')
    throw conflict(w('已发出或已过期的短信不再显示内容。', 'What was sent or is too old is no longer shown.'))
  const { text } = await ctx.tx
    .selectFrom('templates')
    .where('id', '=', row.template_id)
    .select('text')
    .executeTakeFirstOrThrow()
  if (opensSomething(text) && (await sendsByItself(ctx, row)))
    throw conflict(
      w(
        '验证码和查看链接由短信平台发出，不给人看；平台出故障时才能代发。',
        'The gateway sends codes and links; nobody reads them while it works.',
      ),
    )
  await record(ctx, 'message.reveal', { subject: id, data: { reason }, restricted: row.restricted })
  return { to: row.to_number, text: textOf(text, { ...(await ownValues(ctx)), ...row.blanks }) }
})

/** By hand: it has gone from somebody's telephone, and is kept with the person's conversations. */
const send = handle(messages.send, async (ctx, { id }) => {
  const row = await locked<Held>(ctx, messageLifecycle, id)
  const { name } = await ctx.tx
    .selectFrom('templates')
    .where('id', '=', row.template_id)
    .select('name')
    .executeTakeFirstOrThrow()
  const sent = { sent_at: ctx.now, sent_by_id: ctx.me.id, ended_at: ctx.now, blanks: '{}' }
  await advanceLocked(ctx, messageLifecycle, 'send', row, sent)
  if (row.patient_id) {
    const kept = {
      patientId: row.patient_id,
      direction: 'out',
      at: ctx.now,
      staffId: ctx.me.id,
      note: name,
      secrecy: row,
    } as const
    await sql`update messages set contact_id = ${await keepText(ctx, kept)} where id = ${id}`.execute(ctx.tx)
  }
  return oneLine(ctx, id)
})

/** Somebody has asked the person or looked at the gateway: it has not arrived. */
const again = handle(messages.again, async (ctx, { id }) => {
  const row = await locked<Held>(ctx, messageLifecycle, id)
  if (row.status === 'unclear' && row.expires_at < ctx.now)
    throw conflict(w('这条短信已过有效时间，不能再发。', 'This text is too old to be sent again.'))
  await advanceLocked(ctx, messageLifecycle, 'again', row, { trouble: null })
  return oneLine(ctx, id)
})

const settle = handle(messages.settle, async (ctx, { id }) => {
  await advance(ctx, messageLifecycle, 'settle', id, { blanks: '{}', ended_at: ctx.now })
  return oneLine(ctx, id)
})

type Person = { to: string | null; refused: string | null; department: string }

const personOf = async (ctx: Ctx, patientId: string): Promise<Person> => {
  const { rows } = await sql<{ phones: Phone[]; contactable: boolean; department: string | null }>`
    select phones, contactable, (select e.department_name from encounters e where e.patient_id = patients.id
      order by discharged_on desc limit 1) as department
    from patients where id = ${patientId} and ${within(ctx.me, 'patient.read', 'patients')}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  const to = row.phones.find(({ number }) => takesTexts(number))?.number ?? null
  const silenced =
    to !== null && (await ctx.tx.selectFrom('silenced').where('number', '=', to).select('number').executeTakeFirst())
  const refused = !row.contactable
    ? '患者已去世或要求勿扰，不能发短信。'
    : to === null
      ? '没有能收短信的手机号。'
      : silenced
        ? '该号码已退订短信。'
        : null
  return { to, refused, department: row.department ?? '' }
}

/** The program can fill what it knows of the patient; codes and links are for what asks for them. */
const fillable = (text: string): boolean =>
  blanksIn(text).every((name) => name === 'department' || (isVariable(name) && 'own' in variables[name]))

const keptForItself = ['test', 'stopped', 'one-time', 'answered']

const choices = handle(messages.choices, async (ctx, { patientId }) => {
  const { to, refused, department } = await personOf(ctx, patientId)
  const rows = await ctx.tx
    .selectFrom('templates')
    .where('status', '=', 'approved')
    .where('key', 'not in', keptForItself)
    .orderBy('name')
    .select(['key', 'name', 'text'])
    .execute()
  const known = { ...(await ownValues(ctx)), department }
  const may = rows.filter(({ text }) => fillable(text)).map((row) => ({ ...row, text: textOf(row.text, known, true) }))
  return { to: to && maskPhone(to), refused, rows: may }
})

/** Texts a patient in the hospital's own words; his number is looked up here and stays here. */
const write = handle(messages.write, async (ctx, { patientId, key }) => {
  const { to, refused, department } = await personOf(ctx, patientId)
  if (refused || !to) throw conflict(w(refused ?? '', 'This person gets no texts.'))
  const template = await approvedTemplate(ctx, key)
  if (!template || keptForItself.includes(key) || !fillable(template.text))
    throw invalid('没有这条可发的短信。', 'There is no such text to send.', [{ field: 'key', reason: '请重新选择' }])
  const until = new Date(ctx.now.getTime() + 2 * 86_400_000)
  const id = await sendText(ctx, { to, template: key, values: { department }, until, patientId })
  await record(ctx, 'message.write', { subject: id, data: { template: template.name, version: template.version } })
  return oneLine(ctx, id)
})

export const outboxHandlers = [list, state, reveal, send, again, settle, choices, write]
