// What is read of notices: one's own, whose time has come, and whose subject one may still see.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import type { Me } from '#kernel/permission.ts'
import { notFound } from '#kernel/refusal.ts'
import { noticeNouns } from '#modules/directory/notice-nouns.ts'
import { markRead } from '#modules/directory/notices.ts'
import type { Verb } from '#src/permissions.ts'
import { notices } from './contract.ts'

type Line = ReplyOf<typeof notices.list>['rows'][number]

const seenStill = (me: Me): RawBuilder<boolean>[] =>
  Object.entries(noticeNouns).map(
    ([noun, table]) => sql<boolean>`notices.noun = ${noun} and exists (
      select from ${sql.table(table)} where id = notices.subject and ${within(me, `${noun}.read` as Verb, table)})`,
  )

/** A notice about what is hidden from its reader by now is as if it had never been. */
const shown = ({ me, now }: Pick<Ctx, 'me' | 'now'>): RawBuilder<boolean> => sql<boolean>`(
  ${within(me, 'notice.read', 'notices')} and notices.staff_id = ${me.id} and notices.visible_from <= ${now}
  and (notices.noun is null or ${sql.join(seenStill(me), sql` or `)}))`

/** Newest first, by when each appeared. */
const list = handle(notices.list, async (ctx, { after, limit }) => {
  const cursor = afterInstant(after)
  const { rows } = await sql<Line>`
    select id, kind, words, noun, subject, visible_from as at, read_at as "readAt" from notices
    where ${shown(ctx)} and ${cursor ? sql<boolean>`(visible_from, id) < (${cursor.key}, ${cursor.id}::uuid)` : sql`true`}
    order by visible_from desc, id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.at, id: row.id }))
  return { rows: page, next }
})

const counts = handle(notices.counts, async (ctx) => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from notices where read_at is null and ${shown(ctx)}`.execute(ctx.tx)
  return { unread: rows[0]!.n }
})

const seen = handle(notices.seen, async (ctx, { id }) => {
  const { rows } = await sql`select from notices where id = ${id} and ${shown(ctx)}`.execute(ctx.tx)
  if (rows.length === 0) throw notFound()
  await markRead(ctx, id)
})

const seenAll = handle(notices.seenAll, (ctx) => markRead(ctx))

export const noticeHandlers = [list, counts, seen, seenAll]
