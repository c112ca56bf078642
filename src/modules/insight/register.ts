// The register of cases (登记簿): the table of all that the reader may read, by any of its columns, a page at a time.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterText, paged } from '#engine/page.ts'
import { searchQuery } from '#kernel/search.ts'
import { addDays, dayOf, monthOf, monthSpan, startOfDay } from '#kernel/time.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { caseCellsOf } from './case-cells.ts'
import { type RegisterFilter, type RegisterLine, register } from './contract.ts'
import { mattersOf, type Standing, standingOf } from './matters.ts'
import { askedIs } from './once.ts'

export type Filter = z.output<typeof RegisterFilter>

const listed = (text: string): string[] => text.split(',').filter(Boolean)

/** What is asked for, as conditions on `matters m`. */
export const conditionsOf = (ctx: Ctx, f: Filter): RawBuilder<boolean>[] => {
  const words = f.q ? searchQuery(f.q) : undefined
  const all: (RawBuilder<boolean> | false | undefined | null | '')[] = [
    f.kind && sql<boolean>`m.kind = any(${listed(f.kind)})`,
    f.category && sql<boolean>`${f.category} in (m.letter, m.category)`,
    f.said !== undefined && sql<boolean>`m.letter = 'none' and coalesce(nullif(m.said_category, ''), '-') = ${f.said}`,
    f.department === 'none' && sql<boolean>`m.concerned_id is null`,
    f.department && f.department !== 'none' && sql<boolean>`m.concerned_id = ${f.department}`,
    f.part && sql<boolean>`(m.handling_department_id = ${f.part} or m.assisting @> array[${f.part}::uuid])`,
    f.severity !== undefined && sql<boolean>`m.severity = ${f.severity}`,
    f.urgency !== undefined && sql<boolean>`m.urgency = ${f.urgency}`,
    f.channel && sql<boolean>`m.channel = ${f.channel}`,
    f.owner && sql<boolean>`m.answers_for_it = ${f.owner}`,
    f.state && sql<boolean>`m.status = ${f.state}`,
    f.open !== undefined && sql<boolean>`m.open = ${f.open}`,
    f.late && sql<boolean>`m.late`,
    f.soon && sql<boolean>`m.soon`,
    f.waiting && sql<boolean>`m.waiting = ${f.waiting}`,
    f.judged && sql<boolean>`m.judged = any(${listed(f.judged)})`,
    f.grade && sql<boolean>`m.told_on is not null and coalesce(m.grade, 'none') = any(${listed(f.grade)})`,
    f.round === 'first' && sql<boolean>`m.round = 1`,
    f.round === 'second' && sql<boolean>`m.round >= 2`,
    f.round === 'third' && sql<boolean>`m.round >= 3`,
    f.asked && askedIs(ctx.me, f.asked, { from: f.from, to: f.to }),
    f.takenOver !== undefined && sql<boolean>`m.taken_over = ${f.takenOver}`,
    f.paused && sql<boolean>`exists (select from pauses p where p.case_id = m.id)`,
    f.from && sql<boolean>`m.received_at >= ${startOfDay(f.from)}`,
    f.to && sql<boolean>`m.received_at < ${startOfDay(addDays(f.to, 1))}`,
    f.told && sql<boolean>`m.told_at >= ${startOfDay(f.told)} and m.told_at < ${startOfDay(addDays(f.told, 1))}`,
    f.closed &&
      sql<boolean>`m.archived_at >= ${startOfDay(f.closed)} and m.archived_at < ${startOfDay(addDays(f.closed, 1))}
        and m.archived_by <> 'taken-over'`,
    words === null && sql<boolean>`false`,
    words && sql<boolean>`m.id in (select case_id from case_search where search @@ ${words}::tsquery)`,
  ]
  const wanted = all.filter((one) => one !== false && one !== undefined && one !== null && one !== '')
  return wanted
}

const stamp = (instant: RawBuilder<unknown>) => sql`to_char(timezone('UTC', ${instant}), 'YYYYMMDDHH24MISSUS')`

/** Every column that the register can be ordered by, as a text in whose order the rows stand. */
const keys: Readonly<Record<NonNullable<Filter['sort']>, RawBuilder<unknown>>> = {
  received: stamp(sql`m.received_at`),
  due: stamp(sql`m.due_at`),
  told: sql`coalesce(m.told_on::text, '')`,
  number: sql`m.number`,
  severity: sql`m.severity::text`,
  urgency: sql`m.urgency::text`,
  category: sql`m.category`,
  department: sql`coalesce(d.name, '')`,
  owner: sql`coalesce(s.name, '')`,
}

export type Row = Omit<RegisterLine, 'categoryName'> & { readonly key: string; readonly total: number }

/** What an index keeps in order already: then a page is found without sorting everything. */
const instants: Partial<Record<NonNullable<Filter['sort']>, RawBuilder<unknown>>> = {
  received: sql`m.received_at`,
  due: sql`m.due_at`,
}
const instantOf = (key: string) => sql`(to_timestamp(${key}, 'YYYYMMDDHH24MISSUS')::timestamp at time zone 'UTC')`

const everything = sql<boolean>`true`

/** How many there are of everything: from what is kept ready; else as many as the conditions find. */
const totalOf = async (ctx: Ctx, conditions: readonly RawBuilder<boolean>[], standing: Standing) => {
  if (conditions.length > 0) return sql`(select count(*)::int from found)`
  const { rows } = await sql<{ month: string | null }>`
    select to_char(min(received_at) - interval '1 day', 'YYYY-MM') as month from cases`.execute(ctx.tx)
  const { month } = rows[0]!
  if (!month) return sql`0`
  const until = monthSpan(monthOf(standing.asOf)).until
  const { groups } = await caseCellsOf(ctx, { from: `${month}-01`, until, standing, only: ['opened'] })
  return sql`${groups[0]?.opened ?? 0}::int`
}

/** The rows of a register from the cursor on, with how many there are in all. */
export const registerRows = async (
  ctx: Ctx,
  f: Filter,
  { standing, limit }: { standing: Standing; limit: number },
): Promise<Row[]> => {
  const after = afterText(f.after)
  const key = sql`(${keys[f.sort]}) collate "C"`
  const instant = instants[f.sort]
  const [direction, beyond] = f.order === 'asc' ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`]
  const conditions = conditionsOf(ctx, f)
  const total = await totalOf(ctx, conditions, standing)
  const { rows } = await sql<Row>`
    with ${mattersOf(ctx, standing)},
    found as not materialized (
      select m.id, ${instant ?? key} as place
      from matters m left join departments d on d.id = m.concerned_id left join staff s on s.id = m.answers_for_it
      where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : everything}
    ),
    page as materialized (
      select id, place from found
      ${after ? sql`where (place, id) ${beyond} (${instant ? instantOf(after.key) : sql`${after.key} collate "C"`}, ${after.id}::uuid)` : sql``}
      order by place ${direction}, id ${direction} limit ${limit}
    )
    -- What became of a case is asked of the rows of the page alone.
    select m.id, m.number, coalesce(m.register_number, m.external_number) as "externalNumber", m.kind, m.channel, m.status, m.waiting, m.category,
        m.said_category as "saidCategory", m.severity, m.urgency, m.heated, m.restricted, m.taken_over as "takenOver",
        left(m.text, 80) as text, d.name as department, s.name as owner, m.round, m.received_at as "receivedAt",
        m.due_at as "dueAt", m.told_on as "toldOn", m.open, m.late, m.soon, m.paused_at is not null as paused, m.judged,
        m.grade, ${key} as key, ${total} as total
      from page join matters m on m.id = page.id
      left join departments d on d.id = m.concerned_id left join staff s on s.id = m.answers_for_it
      order by page.place ${direction}, page.id ${direction}`.execute(ctx.tx)
  return rows
}

export const lineOf = ({ key: _, total: __, ...row }: Row): RegisterLine => ({
  ...row,
  categoryName: row.saidCategory && row.category === '' ? row.saidCategory : categoryWords(row.category).zh,
})

export const list = handle(register.list, async (ctx, filter) => {
  const standing = await standingOf(ctx, filter.asOf ?? dayOf(ctx.now))
  const rows = await registerRows(ctx, filter, { standing, limit: filter.limit + 1 })
  const { page, next } = paged(rows, filter.limit, ({ key, id }) => ({ key, id }))
  return { rows: page.map(lineOf), next, total: rows[0]?.total ?? 0 }
})
