// What can be seen of sheets: what is owed to a line, what is late, what has not reached it.
import { type RawBuilder, sql } from 'kysely'
import { handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import { searchQuery } from '#kernel/search.ts'
import { sheets } from './contract.ts'
import { dueSql, isLateSql, isOwed, lineColumns, lineOf, lineTables, sheetSheet } from './sheet.ts'

const unsent = sql<boolean>`exists (select from sheet_messages m where m.sheet_id = sheets.id and m.sent_at is null)`
const troubled = sql<boolean>`exists (
  select from sheet_messages m where m.sheet_id = sheets.id and m.sent_at is null and m.trouble is not null)`

/** What is owed stands in the order of its clock, everything else newest first. */
export const list = handle(sheets.list, async (ctx, { view, q, after, limit }) => {
  const views: Record<typeof view, RawBuilder<boolean>> = {
    owed: isOwed,
    late: isLateSql(ctx.now),
    unsent,
    replied: sql<boolean>`sheets.status = 'replied'`,
    all: sql<boolean>`true`,
  }
  const conditions = [within(ctx.me, 'sheet.read', 'sheets'), views[view]]
  const words = q ? searchQuery(q) : null
  if (q && words === null) return { rows: [], next: null }
  if (words !== null)
    conditions.push(sql<boolean>`(sheets.number ilike ${`%${q!.replaceAll(/[\\%_]/g, '\\$&')}%`}
      or cases.id in (select case_id from case_search where search @@ ${words}::tsquery))`)
  const byClock = view === 'owed' || view === 'late'
  const key = byClock ? dueSql : sql<Date>`sheets.taken_at`
  const place = afterInstant(after)
  if (place)
    conditions.push(sql<boolean>`((${key}), sheets.id) ${byClock ? sql`>` : sql`<`} (${place.key}, ${place.id}::uuid)`)
  const order = byClock ? sql`place, sheets.id` : sql`place desc, sheets.id desc`
  const { rows } = await sql<Parameters<typeof lineOf>[1] & { place: Date }>`
    select ${lineColumns}, (${key}) as place from sheets ${lineTables}
    where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.place, id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

export const counts = handle(sheets.counts, async (ctx) => {
  const { rows } = await sql<{ owed: number; unsigned: number; late: number; unsent: number; trouble: number }>`
    select count(*) filter (where ${isOwed}) as owed, count(*) filter (where sheets.status = 'received') as unsigned,
      count(*) filter (where ${isLateSql(ctx.now)}) as late, count(*) filter (where ${unsent}) as unsent,
      count(*) filter (where ${troubled}) as trouble
    from sheets join cases on cases.id = sheets.case_id
    where ${within(ctx.me, 'sheet.read', 'sheets')} and (${isOwed} or ${unsent})`.execute(ctx.tx)
  return rows[0]!
})

export const get = handle(sheets.get, (ctx, { id }) => sheetSheet(ctx, id))
