// What is read of notices: one's own, whose time has come, and whose subject one may still see.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { notFound } from '#kernel/refusal.ts'
import { markRead } from '#modules/directory/notices.ts'
import { notices } from './contract.ts'

type Line = ReplyOf<typeof notices.list>['rows'][number]

/** A notice about what is hidden from its reader by now is as if it had never been. */
const shown = ({ me, now }: Pick<Ctx, 'me' | 'now'>): RawBuilder<boolean> => sql<boolean>`(
  ${within(me, 'notice.read', 'notices')} and notices.staff_id = ${me.id} and notices.visible_from <= ${now}
  and (notices.noun is null
    or notices.noun = 'case' and exists (
      select from cases where cases.id = notices.subject and ${within(me, 'case.read', 'cases')})
    or notices.noun = 'task' and exists (
      select from tasks where tasks.id = notices.subject and ${within(me, 'task.read', 'tasks')})
    or notices.noun = 'handover' and exists (
      select from handovers where handovers.id = notices.subject and ${within(me, 'handover.read', 'handovers')})))`

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
