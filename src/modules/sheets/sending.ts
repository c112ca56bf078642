// What goes back to a line: written with the verb that wants it, sent by a job or carried as a file, once in either case.
import { sql } from 'kysely'
import { advanceLocked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFile, whenLong } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { type LedgerEvent, record } from '#engine/ledger.ts'
import { postJson } from '#engine/outside/post.ts'
import { within } from '#engine/permit.ts'
import { type OutRow, writeCsv, writeXlsx } from '#engine/tables/write.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid } from '#kernel/refusal.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { sheets } from './contract.ts'
import { sheetLifecycle } from './lifecycle.ts'
import { heldSheet, type SheetRow } from './rows.ts'
import { sheetSheet } from './sheet.ts'
import { lines, messageWords } from './words.ts'

type Kind = keyof typeof messageWords
/** Every message says of which sheet, which dispatch, what, and when it was decided. */
export type Content = Readonly<Record<string, string | boolean | null>>

/** Writes a message for the line; a job sends it once this is committed. */
export const sendBack = async (
  ctx: Ctx,
  row: Pick<SheetRow, 'id' | 'source' | 'number' | 'round' | 'restricted'>,
  kind: Kind,
  said: Content,
): Promise<void> => {
  const id = newId(ctx.now)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const content = {
    source: row.source,
    number: row.number,
    round: row.round,
    kind,
    at: ctx.now.toISOString(),
    unit: hospitalName,
    ...said,
  }
  await ctx.tx
    .insertInto('sheet_messages')
    .values({
      id,
      sheet_id: row.id,
      kind,
      content: JSON.stringify(content),
      created_at: ctx.now,
      created_by_id: ctx.me.id,
    })
    .execute()
  await record(ctx, 'sheet.send', { subject: row.id, data: { messageId: id, kind }, restricted: row.restricted })
}

/**
 * Calls the line with what waits for it. Where no address is set the message waits to be carried as a file. What goes
 * wrong is written down before it is thrown, so that the sheet shows it while the job tries again.
 */
const call = async (house: OpenHouse, { subject, data, restricted }: LedgerEvent): Promise<void> => {
  const { messageId, kind } = data as { messageId: string; kind: Kind }
  const message = await house.db
    .selectFrom('sheet_messages as m')
    .innerJoin('sheets as s', 's.id', 'm.sheet_id')
    .where('m.id', '=', messageId)
    .where('m.sent_at', 'is', null)
    .select(['m.content', 's.source'])
    .executeTakeFirst()
  if (!message) return
  const address = (await settingsOf({ tx: house.db }, 'lines')).lines[message.source]
  if (!address) return
  const trouble = await postJson(house.outside, address, messageId, { id: messageId, ...(message.content as object) })
  await house.asSystem(async (ctx) => {
    const { rows } = await sql`
      update sheet_messages set tries = tries + 1, trouble = ${trouble},
        sent_at = case when ${trouble}::text is null then ${ctx.now}::timestamptz end,
        sent_how = case when ${trouble}::text is null then 'call' end
      where id = ${messageId} and sent_at is null returning id`.execute(ctx.tx)
    if (rows.length > 0)
      await record(ctx, trouble === null ? 'sheet.sent' : 'sheet.fail', {
        subject,
        data: { kind, ...(trouble === null ? { how: 'call' } : { words: trouble }) },
        restricted,
      })
  })
  if (trouble !== null) throw new Error(trouble)
}

export const callTheLine = whenLong('sheet.send', 'sheets.call', call)

/** Whoever has mended the trouble lets it be tried at once. */
export const resend = handle(sheets.resend, async (ctx, { id }) => {
  const row = await heldSheet(ctx, id)
  mustBeAble(ctx, sheetLifecycle, 'resend', row)
  const waiting = await ctx.tx
    .selectFrom('sheet_messages')
    .where('sheet_id', '=', id)
    .where('sent_at', 'is', null)
    .orderBy('id')
    .select(['id', 'kind'])
    .execute()
  if (waiting.length === 0) throw conflict(w('没有待发的内容。', 'Nothing waits.'))
  await advanceLocked(ctx, sheetLifecycle, 'resend', row, {}, { count: waiting.length })
  for (const message of waiting)
    await record(ctx, 'sheet.send', {
      subject: id,
      data: { messageId: message.id, kind: message.kind },
      restricted: row.restricted,
    })
  return sheetSheet(ctx, id)
})

type Waiting = { id: string; kind: Kind; content: Record<string, unknown> } & {
  sheetId: string
  number: string
  round: number
  createdAt: Date
  trouble: string | null
}

const waitingFor = async (ctx: Ctx, source: string): Promise<Waiting[]> => {
  const { rows } = await sql<Waiting>`
    select m.id, m.kind, m.content, sheets.id as "sheetId", sheets.number, sheets.round, m.created_at as "createdAt", m.trouble
    from sheet_messages m join sheets on sheets.id = m.sheet_id
    where m.sent_at is null and sheets.source = ${source} and ${within(ctx.me, 'sheet.read', 'sheets')}
    order by m.id limit 500`.execute(ctx.tx)
  return rows
}

export const waiting = handle(sheets.waiting, async (ctx, { source }) => ({ rows: await waitingFor(ctx, source) }))

const columns = [
  ['number', '工单编号'],
  ['round', '派单次数'],
  ['kind', '类别'],
  ['at', '时间'],
  ['unit', '单位'],
  ['handledBy', '承办单位'],
  ['reason', '异议理由'],
  ['handling', '办理情况'],
  ['contacted', '是否联系诉求人'],
  ['contactedAt', '联系时间'],
  ['contactedHow', '联系方式'],
  ['opinion', '诉求人意见'],
  ['basis', '依据'],
  ['files', '附件'],
  ['id', '报文编号'],
] as const

const cell = (key: string, value: unknown): string => {
  if (value === undefined || value === null) return ''
  if (key === 'kind') return messageWords[value as Kind].zh
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (key.endsWith('At') || key === 'at') return momentText(new Date(String(value)))
  return String(value)
}

/** What waits for a line, as a file to be carried there; whoever has carried it says so. */
export const outgoing = handleFile(sheets.outgoing, async (ctx, { source, as }) => {
  const messages = await waitingFor(ctx, source)
  await record(ctx, 'sheet.carry', {
    subject: null,
    data: { source, as, messageIds: messages.map(({ id }) => id) },
  })
  const name = `${source}-回复-${dayOf(ctx.now)}`
  if (as === 'json') {
    const content = JSON.stringify(
      messages.map(({ id, content }) => ({ id, ...content })),
      null,
      2,
    )
    return { name: `${name}.json`, type: 'application/json', content }
  }
  const header = columns.map(([, label]) => label)
  const rows: OutRow[] = messages.map(({ id, content }) =>
    columns.map(([key]) => cell(key, key === 'id' ? id : content[key])),
  )
  if (as === 'csv') {
    let content = ''
    for await (const line of writeCsv(header, rows)) content += line
    return { name: `${name}.csv`, type: 'text/csv; charset=utf-8', content }
  }
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const book = await writeXlsx([{ name: lines[source].zh, header, rows }])
  return { name: `${name}.xlsx`, type, content: Buffer.from(book) }
})

/** It has been carried there: marked once, however often it is said; what a call has brought meanwhile stays a call. */
export const markSent = handle(sheets.markSent, async (ctx, { messageIds }) => {
  const known = await sql`
    select m.id from sheet_messages m join sheets on sheets.id = m.sheet_id
    where m.id = any(${messageIds}::uuid[]) and ${within(ctx.me, 'sheet.markSent', 'sheets')}`.execute(ctx.tx)
  if (known.rows.length < new Set(messageIds).size)
    throw invalid('没有这份待发内容，请刷新后再试。', 'There is no such message; refresh.', [
      { field: 'messageIds', reason: '请刷新列表' },
    ])
  const { rows } = await sql<{ sheet_id: string; kind: string; restricted: boolean }>`
    update sheet_messages m set sent_at = ${ctx.now}, sent_how = 'file', sent_by_id = ${ctx.me.id}, trouble = null
    from sheets where sheets.id = m.sheet_id and m.id = any(${messageIds}::uuid[]) and m.sent_at is null
      and ${within(ctx.me, 'sheet.markSent', 'sheets')}
    returning m.sheet_id, m.kind, sheets.restricted`.execute(ctx.tx)
  for (const { sheet_id, kind, restricted } of rows)
    await record(ctx, 'sheet.sent', { subject: sheet_id, data: { kind, how: 'file' }, restricted })
  return { marked: rows.length }
})
