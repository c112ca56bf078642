// Parts of leadership's one page that no report tells: what hurts, where praise comes from, in which round it was done, what was asked twice.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { binomialAtLeast, falseDiscoveries } from '#kernel/statistics.ts'
import type { Day, Month } from '#kernel/time.ts'
import { type CaseColumn, type CaseGroup, raised } from './case-cells.ts'
import { askedSigns, type OnePage } from './contract-page.ts'
import { type Limits, rateOf } from './figures.ts'
import type { Names } from './names.ts'
import { type AskedSign, askedAmong } from './once.ts'

/** Days, both included. */
type Days = { readonly from: Day; readonly to: Day }

/** What is counted of a place where one chance in ten of the findings may be false. */
const falseShare = 0.1
/** A rise is looked for where there are so many at least. */
const leastRisen = 3
const shownPains = 8

type Pair = {
  readonly letter: string
  readonly department: string
  readonly now: number
  readonly before: number
}

/** The counts by month and department of which the page is made; of cases that the reader may read. */
export const partColumns: readonly CaseColumn[] = [
  ...raised.map(({ column }) => column),
  ...(['kind_praise', 'kind_complaint', 'kind_staff', 'complaint_second_rounds', 'complaint_third_rounds'] as const),
]
/** What patients raised, of whatever category. */
export const raisedIn = (group: CaseGroup): number => raised.reduce((sum, { column }) => sum + group[column], 0)

const nil = '00000000-0000-0000-0000-000000000000'
const departmentOf = ({ place }: CaseGroup): string => (place === nil ? 'none' : place)

const pairsOf = (groups: readonly CaseGroup[], month: Month): Pair[] =>
  [...Map.groupBy(groups, departmentOf)].flatMap(([department, list]) =>
    raised.map(({ letter, column }) => {
      const sum = (some: readonly CaseGroup[]) => some.reduce((so, one) => so + one[column], 0)
      const now = sum(list.filter((one) => one.month === month))
      return { letter, department, now, before: sum(list) - now }
    }),
  )

/**
 * Categories by departments, the most first, of the twelve months that end with this one. A pair has grown where this month
 * holds more of all its cases, exactly reckoned, than the month's share of the discharges lets expect (given the sum the later
 * count is binomial, Przyborowski & Wilenski 1940), the false ones among those found held at a tenth (Benjamini & Hochberg 1995).
 */
export const painsOf = (
  groups: readonly CaseGroup[],
  month: Month,
  past: { readonly months: number },
  exposed: { readonly now: number; readonly before: number },
  { label }: Names,
): OnePage['hurts'] => {
  const rows = pairsOf(groups, month)
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
export const praiseOf = (groups: readonly CaseGroup[], month: Month, { label }: Names): OnePage['praise'] => {
  const from = groups
    .filter((one) => one.month === month && one.kind_praise > 0)
    .map((one) => ({ key: departmentOf(one), count: one.kind_praise }))
    .map(({ key, count }) => ({ key, label: label('department', key), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label, 'zh'))
  return { total: from.reduce((sum, { count }) => sum + count, 0), from: from.slice(0, shownPraised) }
}

/** In which round the month's complaints are, or ended. */
export const roundsOf = (groups: readonly CaseGroup[], month: Month): OnePage['rounds'] => {
  const own = groups.filter((one) => one.month === month)
  const sum = (of: (group: CaseGroup) => number) => own.reduce((so, one) => so + of(one), 0)
  const second = sum((one) => one.complaint_second_rounds)
  return {
    first: sum((one) => one.kind_complaint + one.kind_staff) - second,
    second,
    third: sum((one) => one.complaint_third_rounds),
  }
}

/** How many of the month's matters had to be told only once, and what made the others be told again. */
export const onceOf = async (ctx: Ctx, month: Days, limits: Limits): Promise<OnePage['once']> => {
  const { rows } = await sql<{ asked: number; once: number; signs: Partial<Record<AskedSign, number>> }>`
    with ${askedAmong(ctx.me, month)}
    select count(*)::int as asked, (count(*) filter (where id not in (select id from signed)))::int as once,
      (select coalesce(jsonb_object_agg(sign, n), '{}') from (select sign, count(*) as n from signed group by sign) s) as signs
    from asked`.execute(ctx.tx)
  const { asked, once, signs } = rows[0]!
  return {
    rate: rateOf(once, asked, limits),
    signs: askedSigns.map((key) => ({ key, count: signs[key] ?? 0 })),
  }
}
