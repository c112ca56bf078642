// What the checks of a month say: of each caller and of the centre; and the same figures for scorecards and the bulletin.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver, within } from '#engine/permit.ts'
import { addDays, type Day, monthOf, monthSpan, startOfDay } from '#kernel/time.ts'
import { type Agreed, agreedOn, type Pair } from './agreement.ts'
import { checks, type Results } from './contract.ts'
import type { Item, Mark } from './scoring.ts'

/** Whose checks, of calls of which days; `released`: only what its callers know. */
type Question = {
  readonly from: Day
  readonly until: Day
  readonly staffId?: string | undefined
  readonly released: boolean
}

type Row = {
  staff_id: string
  caller: string
  month: string
  method: string
  score: number
  passed: boolean
  failed: string[]
  marks: Record<string, Mark>
  items: Item[]
  training: string
}

const scoredOf = async (ctx: Ctx, { from, until, staffId, released }: Question): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select checks.staff_id, s.name as caller, d.month, checks.method, checks.score, checks.passed, checks.failed, checks.marks, f.items,
      checks.training
    from checks join check_draws d on d.id = checks.draw_id join staff s on s.id = checks.staff_id
    join quality_forms f on f.id = checks.form_id
    where checks.called_at >= ${startOfDay(from)} and checks.called_at < ${startOfDay(until)}
      and checks.status = any(${released ? ['released', 'objected', 'settled'] : ['scored', 'released', 'objected', 'settled']})
      and ${staffId ? sql<boolean>`checks.staff_id = ${staffId}` : sql<boolean>`true`}
      and ${within(ctx.me, 'check.read', 'checks')}
    order by s.name, checks.called_at`.execute(ctx.tx)
  return rows
}

const pairsOf = async (ctx: Ctx, { from, until, staffId, released }: Question): Promise<Pair[]> => {
  const { rows } = await sql<Pair>`
    select checks.staff_id as "staffId", p.question, p.name, p.kind, p.first, p.second
    from check_pairs p join checks on checks.id = p.check_id
    where checks.called_at >= ${startOfDay(from)} and checks.called_at < ${startOfDay(until)}
      and ${released ? sql<boolean>`checks.status in ('released', 'objected', 'settled')` : sql<boolean>`checks.status <> 'dropped'`}
      and ${staffId ? sql<boolean>`checks.staff_id = ${staffId}` : sql<boolean>`true`}
      and ${within(ctx.me, 'check.read', 'checks')}`.execute(ctx.tx)
  return rows
}

type Flags = { staffId: string; open: number; confirmed: number }

const suspicionsOf = async (ctx: Ctx, { from, until, staffId }: Omit<Question, 'released'>): Promise<Flags[]> => {
  const { rows } = await sql<Flags>`
    select staff_id as "staffId", count(*) filter (where status in ('flagged', 'asked'))::int as open,
      count(*) filter (where status = 'confirmed')::int as confirmed
    from suspicions where called_at >= ${startOfDay(from)} and called_at < ${startOfDay(until)}
      and ${staffId ? sql<boolean>`staff_id = ${staffId}` : sql<boolean>`true`}
      and ${within(ctx.me, 'suspicion.read', 'suspicions')} group by staff_id`.execute(ctx.tx)
  return rows
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round((10 * values.reduce((a, b) => a + b, 0)) / values.length) / 10

/** What the checks of some calls say together. */
const tally = (rows: readonly Row[]) => {
  const items = new Map<string, { key: string; name: string; met: number; marked: number }>()
  for (const { marks, items: form } of rows)
    for (const { key, name } of form) {
      const mark = marks[key]
      if (!mark || mark === 'none') continue
      const it = items.get(key) ?? { key, name, met: 0, marked: 0 }
      items.set(key, { ...it, name, met: it.met + (mark === 'met' ? 1 : 0), marked: it.marked + 1 })
    }
  return {
    checks: rows.length,
    score: mean(rows.map(({ score }) => score)),
    passed: rows.filter(({ passed }) => passed).length,
    critical: rows.filter(({ failed }) => failed.length > 0).length,
    heard: rows.filter(({ method }) => method === 'heard').length,
    items: [...items.values()],
  }
}

/** Kappa is reckoned over twelve months: a single one brings too few pairs. */
const year = (until: Day): Day => monthSpan(monthOf(addDays(until, -360))).from

const latest = async (ctx: Ctx): Promise<string> => {
  const { rows } = await sql<{ month: string | null }>`
    select max(d.month) as month from checks join check_draws d on d.id = checks.draw_id
    where ${within(ctx.me, 'check.read', 'checks')} and checks.status not in ('drawn', 'dropped')`.execute(ctx.tx)
  return rows[0]?.month ?? monthOf(ctx.now)
}

export const results = handle(checks.results, async (ctx, input): Promise<Results> => {
  const all = mayEver(ctx.me, 'check.score')
  const month = input.month ?? (await latest(ctx))
  const { from, until } = monthSpan(month)
  const own = all ? {} : { staffId: ctx.me.id }
  const asked = { from, until, released: !all, ...own }
  const scored = await scoredOf(ctx, asked)
  const twelve = { ...asked, from: year(until) }
  const pairs = await pairsOf(ctx, twelve)
  const flags = await suspicionsOf(ctx, asked)
  const before = await scoredOf(ctx, twelve)
  // Of a drawing that is not released only supervision knows.
  const { rows: open } = await sql`
    select from check_draws d where month = ${month} and status = 'drawn' and ${within(ctx.me, 'draw.read', 'd')}`.execute(
    ctx.tx,
  )
  const told = ({ open, confirmed }: Omit<Flags, 'staffId'>) => ({ open, confirmed })
  const sum = (of: (one: Flags) => number) => flags.reduce((a, one) => a + of(one), 0)
  const names = new Map(scored.map((row) => [row.staff_id, row.caller]))
  return {
    month,
    released: open.length === 0 && scored.length > 0,
    centre: all
      ? {
          ...tally(scored),
          agreed: agreedOn(pairs),
          suspicions: { open: sum((one) => one.open), confirmed: sum((one) => one.confirmed) },
        }
      : null,
    callers: [...Map.groupBy(scored, ({ staff_id }) => staff_id)].map(([staffId, rows]) => ({
      caller: { id: staffId, name: names.get(staffId)! },
      ...tally(rows),
      agreed: agreedOn(pairs.filter((one) => one.staffId === staffId)),
      suspicions: told(flags.find((one) => one.staffId === staffId) ?? { open: 0, confirmed: 0 }),
      training: [...new Set(rows.map(({ training }) => training).filter((one) => one !== ''))],
    })),
    trend: [...Map.groupBy(before, (row) => row.month)]
      .map(([name, rows]) => ({ month: name, checks: rows.length, score: mean(rows.map(({ score }) => score)) }))
      .sort((a, b) => (a.month < b.month ? -1 : 1)),
    questions: all
      ? [...Map.groupBy(pairs, ({ question }) => question)].map(([question, some]) => ({
          question,
          name: some[0]!.name,
          ...agreedOn(some),
        }))
      : [],
  }
})

/** What was found about somebody's calls of some days, as he knows it himself: only what is released. For scorecards. */
export type Quality = {
  readonly checks: number
  readonly score: number | null
  readonly passed: number
  readonly critical: number
  readonly items: readonly { key: string; name: string; met: number; marked: number }[]
  readonly agreed: Agreed
  readonly training: readonly string[]
}

type Asked = { readonly from: Day; readonly until: Day; readonly staffId?: string | undefined }

/**
 * Quality of the calls of `[from, until)`, of one caller or of all, in the eyes of the actor: a caller finds his own, supervision
 * everybody's. Whoever reckons for others (a schedule) does it as the system.
 */
export const qualityOf = async (ctx: Ctx, asked: Asked): Promise<Quality> => {
  const rows = await scoredOf(ctx, { ...asked, released: true })
  return {
    ...tally(rows),
    agreed: agreedOn(await pairsOf(ctx, { ...asked, released: true })),
    training: [...new Set(rows.map(({ training }) => training).filter((one) => one !== ''))],
  }
}

/** Records of calls of these days that were confirmed to be made up; what is only suspected is nobody's figure. */
export const flagsOf = async (ctx: Ctx, asked: Asked): Promise<{ readonly confirmed: number }> => ({
  confirmed: (await suspicionsOf(ctx, asked)).reduce((sum, one) => sum + one.confirmed, 0),
})

/** The month in a few figures, for the bulletin: only once it is released; null before. Agreement is that of the screen, over twelve months. */
export const summaryOf = async (
  ctx: Ctx,
  month: string,
): Promise<(Quality & { readonly confirmed: number }) | null> => {
  const span = monthSpan(month)
  const quality = await qualityOf(ctx, span)
  if (quality.checks === 0) return null
  const agreed = agreedOn(await pairsOf(ctx, { ...span, from: year(span.until), released: true }))
  return { ...quality, agreed, ...(await flagsOf(ctx, span)) }
}
