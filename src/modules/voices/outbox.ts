// The outbox: texts that wait to be sent, masked; whoever sends one by hand looks at it with a reason.
import { sql } from 'kysely'
import { advance, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { textOf } from '#engine/outside/texts.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, may, within } from '#engine/permit.ts'
import { maskPhone } from '#kernel/mask.ts'
import { conflict, notAllowed, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { messages } from './contract.ts'
import { messageLifecycle } from './lifecycle.ts'

type Row = {
  id: string
  status: 'waiting' | 'sent' | 'expired'
  to_number: string
  template: string
  blanks: Record<string, string>
  created_at: Date
  expires_at: Date
  sent_at: Date | null
  sentBy: string | null
}

const rowsOf = async (ctx: Ctx, condition: ReturnType<typeof sql<boolean>>, limit: number) =>
  (
    await sql<Row>`
      select messages.id, messages.status, to_number, template, blanks, messages.created_at, expires_at, sent_at, s.name as "sentBy"
      from messages left join staff s on s.id = messages.sent_by_id
      where ${within(ctx.me, 'message.read', 'messages')} and ${condition}
      order by messages.id desc limit ${limit}`.execute(ctx.tx)
  ).rows

const lineOf = (ctx: Ctx, row: Row) => ({
  id: row.id,
  status: row.status,
  to: maskPhone(row.to_number),
  text: textOf(row.template, {}, true),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  sentAt: row.sent_at,
  sentBy: row.sentBy,
  can: can(ctx.me, messageLifecycle, row),
})

const list = handle(messages.list, async (ctx, { after, limit }) => {
  const before = afterId(after)
  const found = await rowsOf(ctx, before ? sql<boolean>`messages.id < ${before}::uuid` : sql<boolean>`true`, limit + 1)
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

const reveal = handle(messages.reveal, async (ctx, { id, reason }) => {
  const row = await locked<Row>(ctx, messageLifecycle, id)
  if (!may(ctx.me, 'message.reveal', row)) throw notAllowed('您不能查看短信内容。', 'You may not see it.')
  if (row.status !== 'waiting')
    throw conflict(w('已发出或已过期的短信不再显示内容。', 'What was sent or is too old is no longer shown.'))
  await record(ctx, 'message.reveal', { subject: id, data: { reason } })
  return { to: row.to_number, text: textOf(row.template, row.blanks) }
})

const send = handle(messages.send, async (ctx, { id }) => {
  await advance(ctx, messageLifecycle, 'send', id, { sent_at: ctx.now, sent_by_id: ctx.me.id, blanks: '{}' })
  const [row] = await rowsOf(ctx, sql<boolean>`messages.id = ${id}`, 1)
  if (!row) throw notFound()
  return lineOf(ctx, row)
})

/** What nobody sent in time is not sent any more, and what stood in it is gone. */
export const expireMessages = async (ctx: Ctx): Promise<void> => {
  const late = await ctx.tx
    .selectFrom('messages')
    .where('status', '=', 'waiting')
    .where('expires_at', '<', ctx.now)
    .limit(500)
    .select('id')
    .execute()
  for (const { id } of late) await advance({ ...ctx, me: systemMe }, messageLifecycle, 'expire', id, { blanks: '{}' })
  await ctx.tx
    .deleteFrom('messages')
    .where('status', '<>', 'waiting')
    .where('created_at', '<', new Date(ctx.now.getTime() - 30 * 86_400_000))
    .execute()
}

export const outboxHandlers = [list, reveal, send]
