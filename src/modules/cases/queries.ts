// What can be seen of cases: lists, searches and counts, each within what the reader may know of.
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import { Id } from '#kernel/contract.ts'
import { invalid } from '#kernel/refusal.ts'
import { searchQuery } from '#kernel/search.ts'
import { dayOf, endOfDay } from '#kernel/time.ts'
import { cases } from './contract.ts'
import { settled } from './lifecycle.ts'
import type { CaseFilter } from './shapes.ts'
import { caseSheet, lineColumns, lineOf, lineTables } from './sheet.ts'
import { waitsFor } from './turn.ts'

type Filter = z.output<typeof CaseFilter>

/** Not yet told to the person, and the deadline has passed. */
const overdue = (now: Date) => sql<boolean>`cases.status <> all(${settled}) and cases.due_at < ${now}`

/** Linked as raised again, with another one that the reader may see too. */
const repeats = (ctx: Ctx) => sql<boolean>`exists (
  select from links l join cases o on o.id = case when l.case_id = cases.id then l.other_id else l.case_id end
  where cases.id in (l.case_id, l.other_id) and l.kind = 'repeat' and l.ended_at is null
    and ${within(ctx.me, 'case.read', 'o')})`

const idsOf = (list: string): string[] => {
  const ids = list.split(',').filter(Boolean)
  if (ids.some((id) => !Id.safeParse(id).success))
    throw invalid('编号列表有误。', 'The list of ids is not right.', [{ field: 'ids', reason: '应为逗号分隔的编号' }])
  return ids
}

const conditionsOf = (ctx: Ctx, f: Filter): RawBuilder<boolean>[] => {
  const all: (RawBuilder<boolean> | false | undefined | '')[] = [
    within(ctx.me, 'case.read', 'cases'),
    f.status && sql<boolean>`cases.status = ${f.status}`,
    f.open === true && sql<boolean>`cases.status <> 'archived'`,
    // What is merged is handled as its survivor; who looks for it by its words finds it all the same.
    f.open === true && !f.q && sql<boolean>`cases.status <> 'merged'`,
    f.open === false && sql<boolean>`cases.status = 'archived'`,
    f.overdue === true && overdue(ctx.now),
    f.overdue === false && sql<boolean>`not (${overdue(ctx.now)})`,
    f.departmentId && sql<boolean>`${f.departmentId} in (cases.department_id, cases.handling_department_id)`,
    f.category && sql<boolean>`${f.category} in (cases.category, left(cases.category, 1))`,
    f.repeat === true && repeats(ctx),
    f.mine === true && sql<boolean>`cases.owner_id = ${ctx.me.id}`,
    f.turn === true && waitsFor(ctx),
    f.source && sql<boolean>`cases.source_id = ${f.source}`,
    f.patientId && sql<boolean>`cases.patient_id = ${f.patientId}`,
    f.ids !== undefined && sql<boolean>`cases.id = any(${idsOf(f.ids)}::uuid[])`,
  ]
  return all.filter((one) => one !== false && one !== undefined && one !== '')
}

/** What is open stands in the order of its deadlines; what may be archived too, newest first. */
const orderOf = (f: Filter) =>
  f.open || f.overdue || f.turn || (f.status && f.status !== 'archived')
    ? { key: sql.ref('cases.due_at'), by: sql`cases.due_at, cases.id`, beyond: sql`>`, column: 'dueAt' as const }
    : {
        key: sql.ref('cases.received_at'),
        by: sql`cases.received_at desc, cases.id desc`,
        beyond: sql`<`,
        column: 'receivedAt' as const,
      }

/** Beyond this many hits of 200,000 the page is found sooner by walking its order than by collecting the hits. */
const commonFrom = 5000

/**
 * The condition that a case is found by these words. A rare word is collected first and then ordered, for walking the
 * order would pass every row before it met the few; a common word is looked for on the walk, for collecting it would
 * fetch half the table. The limited count before is what tells the two apart (`is true` keeps the index out of the walk).
 */
const foundBy = async (ctx: Ctx, words: string): Promise<RawBuilder<boolean>> => {
  const match = sql<boolean>`search @@ ${words}::tsquery`
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from case_search where ${match} limit ${commonFrom + 1}) as hits`.execute(ctx.tx)
  if (rows[0]!.n > commonFrom)
    return sql<boolean>`exists (
      select from case_search where case_id = cases.id and (${match}) is true offset 0)`
  return sql<boolean>`cases.id in (select case_id from found)`
}

/** Cases that the reader may know of; `q` finds any two characters of text, demand, number, name or record number. */
export const list = handle(cases.list, async (ctx, filter) => {
  const order = orderOf(filter)
  const conditions = conditionsOf(ctx, filter)
  const words = filter.q ? searchQuery(filter.q) : null
  if (filter.q && words === null) return { rows: [], next: null }
  if (words !== null) conditions.push(await foundBy(ctx, words))
  const after = afterInstant(filter.after)
  if (after) conditions.push(sql<boolean>`(${order.key}, cases.id) ${order.beyond} (${after.key}, ${after.id}::uuid)`)
  const { rows } = await sql<Parameters<typeof lineOf>[1]>`
    with found as materialized (select case_id from case_search where search @@ ${words}::tsquery),
    page as (
      select * from cases where ${sql.join(conditions, sql` and `)} order by ${order.by} limit ${filter.limit + 1}
    )
    select ${lineColumns}, left(cases.text, 120) as text
    from page as cases ${lineTables} order by ${order.by}`.execute(ctx.tx)
  const { page, next } = paged(rows, filter.limit, (row) => ({ key: row[order.column], id: row.id }))
  return { rows: page.map((row) => lineOf(ctx, row)), next }
})

/** How many open cases the reader may know of, by state; what is archived is the report's. */
export const counts = handle(cases.counts, async (ctx) => {
  const { rows } = await sql<{ status: string; n: number; overdue: number; today: number; mine: number; turn: number }>`
    select cases.status, count(*) as n, count(*) filter (where ${overdue(ctx.now)}) as overdue,
      count(*) filter (where cases.status <> 'told' and cases.due_at between ${ctx.now} and ${endOfDay(dayOf(ctx.now))}) as today,
      count(*) filter (where cases.owner_id = ${ctx.me.id}) as mine,
      count(*) filter (where ${waitsFor(ctx)}) as turn
    from cases where cases.status <> 'archived' and cases.status <> 'merged' and ${within(ctx.me, 'case.read', 'cases')}
    group by cases.status`.execute(ctx.tx)
  const sum = (key: 'overdue' | 'today' | 'mine' | 'turn') => rows.reduce((total, row) => total + row[key], 0)
  return {
    byStatus: Object.fromEntries(rows.map(({ status, n }) => [status, n])),
    overdue: sum('overdue'),
    dueToday: sum('today'),
    mine: sum('mine'),
    turn: sum('turn'),
  }
})

export const get = handle(cases.get, (ctx, { id }) => caseSheet(ctx, id))
