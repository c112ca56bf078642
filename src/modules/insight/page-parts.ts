// Parts of leadership's one page that no report tells: what hurts, where praise comes from, in which round it was done, what was asked twice.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { binomialAtLeast, falseDiscoveries } from '#kernel/statistics.ts'
import { addDays, type Day, startOfDay } from '#kernel/time.ts'
import { complaintKinds, sorts } from './case-words.ts'
import { askedSigns, type OnePage } from './contract-page.ts'
import { type Limits, rateOf } from './figures.ts'
import type { Names } from './names.ts'
import { type AskedSign, askedColumns, isAsked } from './once.ts'

/** What patients raise that should not have had to be raised. */
export const painKinds: readonly string[] = [...sorts.意见建议.kinds, ...sorts.患者投诉.kinds]

/** Days, both included. */
type Days = { readonly from: Day; readonly to: Day }

const received = ({ from, to }: Days) =>
  sql<boolean>`c.received_at >= ${startOfDay(from)} and c.received_at < ${startOfDay(addDays(to, 1))}`

/** What is counted of a place where one chance in ten of the findings may be false. */
const falseShare = 0.1
/** A rise is looked for where there are so many at least. */
const leastRisen = 3
const shownPains = 8

type Pair = { letter: string; department: string; now: number; before: number }

/**
 * Categories by departments, the most first. A pair has grown where this month holds more of all its cases, exactly
 * reckoned, than the month's share of the discharges lets expect (given the sum the later count is binomial, Przyborowski &
 * Wilenski 1940), the false ones among those found held at a tenth (Benjamini & Hochberg 1995).
 */
export const painsOf = async (
  ctx: Ctx,
  month: Days,
  past: Days & { readonly months: number },
  exposed: { readonly now: number; readonly before: number },
  { label }: Names,
): Promise<OnePage['hurts']> => {
  const { rows } = await sql<Pair>`
    select coalesce(nullif(left(c.category, 1), ''), 'none') as letter,
      coalesce(coalesce(c.handling_department_id, c.department_id)::text, 'none') as department,
      (count(*) filter (where ${received(month)}))::int as now, (count(*) filter (where not (${received(month)})))::int as before
    from cases c
    where c.kind = any(${painKinds}) and ${received({ from: past.from, to: month.to })} and ${within(ctx.me, 'case.read', 'c')}
    group by 1, 2`.execute(ctx.tx)
  const share = exposed.now / (exposed.now + exposed.before)
  const found = rows.filter(({ now }) => now > 0)
  const tested =
    past.months > 0 && exposed.now > 0 && exposed.before > 0 ? found.filter(({ now }) => now >= leastRisen) : []
  const grown = falseDiscoveries(
    tested.map(({ now, before }) => binomialAtLeast(now, now + before, share)),
    falseShare,
  )
  const has = new Set(tested.filter((_, i) => grown[i]))
  const pains = found
    .map((pair) => ({
      letter: pair.letter,
      key: pair.department,
      label: label('department', pair.department),
      count: pair.now,
      usual: tested.length > 0 ? (pair.before * exposed.now) / exposed.before : null,
      grown: has.has(pair),
    }))
    .sort((a, b) => b.count - a.count || a.letter.localeCompare(b.letter) || a.label.localeCompare(b.label, 'zh'))
  return {
    total: found.reduce((sum, { now }) => sum + now, 0),
    pains: pains.filter(({ grown: risen }, i) => i < shownPains || risen),
    tested: tested.length,
    months: past.months,
  }
}

const shownPraised = 6

/** Whom people thanked, by the department that they thanked. */
export const praiseOf = async (ctx: Ctx, month: Days, { label }: Names): Promise<OnePage['praise']> => {
  const { rows } = await sql<{ key: string; count: number }>`
    select coalesce(coalesce(c.handling_department_id, c.department_id)::text, 'none') as key, count(*)::int as count
    from cases c where c.kind = 'praise' and ${received(month)} and ${within(ctx.me, 'case.read', 'c')} group by 1`.execute(
    ctx.tx,
  )
  const from = rows
    .map(({ key, count }) => ({ key, label: label('department', key), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'zh'))
  return { total: from.reduce((sum, { count }) => sum + count, 0), from: from.slice(0, shownPraised) }
}

/** In which round the month's complaints are, or ended. */
export const roundsOf = async (ctx: Ctx, month: Days): Promise<OnePage['rounds']> => {
  const { rows } = await sql<OnePage['rounds']>`
    select (count(*) filter (where c.round = 1))::int as first, (count(*) filter (where c.round >= 2))::int as second,
      (count(*) filter (where c.round >= 3))::int as third
    from cases c where c.kind = any(${complaintKinds}) and ${received(month)} and ${within(ctx.me, 'case.read', 'c')}`.execute(
    ctx.tx,
  )
  return rows[0]!
}

/** How many of the month's matters had to be told only once, and what made the others be told again. */
export const onceOf = async (ctx: Ctx, month: Days, limits: Limits): Promise<OnePage['once']> => {
  const signs = askedSigns.map((key) => sql`(count(*) filter (where ${sql.ref(key)}))::int as ${sql.ref(key)}`)
  const any = sql.join(
    askedSigns.map((key) => sql.ref(key)),
    sql` or `,
  )
  const { rows } = await sql<{ asked: number; once: number } & Record<AskedSign, number>>`
    with signed as (
      select ${askedColumns(ctx.me)} from cases m where ${isAsked} and ${within(ctx.me, 'case.read', 'm')}
        and m.received_at >= ${startOfDay(month.from)} and m.received_at < ${startOfDay(addDays(month.to, 1))}
    )
    select count(*)::int as asked, (count(*) filter (where not (${any})))::int as once, ${sql.join(signs)} from signed`.execute(
    ctx.tx,
  )
  const { asked, once, ...found } = rows[0]!
  return {
    rate: rateOf(once, asked, limits),
    signs: askedSigns.map((key) => ({ key, count: found[key] })),
  }
}
