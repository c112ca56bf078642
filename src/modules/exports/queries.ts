// What can be seen of exports: one's own, those that one may let go, and what would be in a file before it is asked for.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, mayEver, mustEver, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { standardOf } from '#modules/directory/settings.ts'
import type { Verb } from '#src/permissions.ts'
import { type ExportLine, exported } from './contract.ts'
import { exportLifecycle } from './lifecycle.ts'
import type { ExportRow } from './rows.ts'
import { saidOf } from './said.ts'
import { type Asked, askedOf, listNamed, pagesOf } from './walking.ts'

type Named = ExportRow & { asked_by: string; decided_by: string | null }

/** How an export is shown to this reader. */
const lineOf = async (ctx: Ctx, row: Named): Promise<ExportLine> => {
  const list = ctx.house.lists.get(row.list)
  const may = can(ctx.me, exportLifecycle, row as never)
  return {
    id: row.id,
    number: row.number,
    status: row.status as ExportLine['status'],
    title: list?.endpoint.title ?? w(row.list, row.list),
    said: await saidOf(ctx, row.asked as Asked),
    format: row.format as 'xlsx',
    personal: row.personal,
    reason: row.reason,
    askedBy: row.asked_by,
    mine: row.asked_by_id === ctx.me.id,
    askedAt: row.asked_at,
    found: row.rows_found,
    made: row.rows_made,
    bytes: row.bytes,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    words: row.words,
    alone: row.status === 'asked' && row.rows_found !== null && row.known_to.length === 0,
    madeAt: row.made_at,
    keptUntil: row.kept_until,
    trouble: row.trouble,
    downloads: row.downloads,
    can: may,
  }
}

const select = (ctx: Ctx, conditions: readonly RawBuilder<boolean>[], limit: number) => sql<Named>`
  select exports.*, a.name as asked_by, d.name as decided_by
  from exports join staff a on a.id = exports.asked_by_id left join staff d on d.id = exports.decided_by_id
  where ${sql.join([within(ctx.me, 'export.read', 'exports'), ...conditions], sql` and `)}
  order by exports.asked_at desc, exports.id desc limit ${limit}`

/** One export as its reader may see it; anything else is *not found*. */
export const exportOf = async (ctx: Ctx, id: string): Promise<ExportLine> => {
  const { rows } = await select(ctx, [sql<boolean>`exports.id = ${id}`], 1).execute(ctx.tx)
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

/** Waits for this reader: asked by another, looked through, and his to let go. */
const waits = (ctx: Ctx) =>
  sql<boolean>`exports.status = 'asked' and exports.rows_found is not null and ${within(ctx.me, 'export.approve', 'exports')}`

/** Newest first. */
export const list = handle(exported.list, async (ctx, { view, after, limit }) => {
  const cursor = afterInstant(after)
  const conditions = [
    ...(view === 'mine' ? [sql<boolean>`exports.asked_by_id = ${ctx.me.id}`] : []),
    ...(view === 'decide' ? [waits(ctx)] : []),
    ...(cursor ? [sql<boolean>`(exports.asked_at, exports.id) < (${cursor.key}, ${cursor.id}::uuid)`] : []),
  ]
  const { rows } = await select(ctx, conditions, limit + 1).execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.asked_at, id: row.id }))
  const lines: ExportLine[] = []
  for (const row of page) lines.push(await lineOf(ctx, row))
  return { rows: lines, next }
})

export const counts = handle(exported.counts, async (ctx) => {
  const { rows } = await sql<{ decide: number; ready: number }>`
    select (count(*) filter (where ${waits(ctx)}))::int as decide,
      (count(*) filter (where status = 'ready' and asked_by_id = ${ctx.me.id} and downloads = 0))::int as ready
    from exports where status in ('asked', 'ready') and ${within(ctx.me, 'export.read', 'exports')}`.execute(ctx.tx)
  return rows[0]!
})

export const get = handle(exported.get, (ctx, { id }) => exportOf(ctx, id))

/** How many rows a list has for the actor, up to one more than asked. Refuses as the list itself would. */
export const rowsUpTo = async (ctx: Ctx, name: string, asked: Asked, limit: number): Promise<number> => {
  let rows = 0
  for await (const page of pagesOf(ctx, listNamed(ctx, name), asked, limit + 1)) {
    rows += page.length
    if (rows > limit) return limit + 1
  }
  return rows
}

/**
 * How many rows of a list the actor may still take out without a second person: what he took of it within a day in files of
 * his own counts together, so that many small ones are no way around. What nobody fetched and is no longer there is free again.
 */
export const leftAlone = async (ctx: Ctx, name: string): Promise<number> => {
  const { rows } = await sql<{ taken: number }>`
    select coalesce(sum(rows_found), 0)::int as taken from exports
    where asked_by_id = ${ctx.me.id} and list = ${name} and decided_by_id is null
      and asked_at > ${new Date(ctx.now.getTime() - 86_400_000)} and (status in ('making', 'ready') or downloads > 0)`.execute(
    ctx.tx,
  )
  return Math.max(0, (await standardOf(ctx, 'exportAlone')) - rows[0]!.taken)
}

/** What would be in a file, before it is asked for. */
export const preview = handle(exported.preview, async (ctx, { list: name, asked: text }) => {
  const it = listNamed(ctx, name)
  mustEver(ctx.me, it.endpoint.verb as Verb)
  const asked = askedOf(it, text)
  const limit = await leftAlone(ctx, name)
  return {
    title: it.endpoint.title,
    said: await saidOf(ctx, asked),
    columns: it.columns.map(({ head, personal }) => ({ ...head, personal: personal === true })),
    rows: await rowsUpTo(ctx, name, asked, limit),
    limit,
    mayReveal: mayEver(ctx.me, 'export.reveal'),
  }
})
