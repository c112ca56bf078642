// The report on cases of a period: registered, answered in time, satisfied, second rounds, by category, with promises and stopped clocks.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { mayEver, mustEver, within } from '#engine/permit.ts'
import { invalid } from '#kernel/refusal.ts'
import { addDays, type Day, dayOf, isDay, monthSpan, startOfDay } from '#kernel/time.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { standardValue } from '#src/standards.ts'
import { type CaseColumn, caseCellsOf } from './case-cells.ts'
import { type Sort, sorts, usualSorts } from './case-words.ts'
import type { CaseReport } from './contract.ts'
import { type Limits, rateOf } from './figures.ts'
import { type Standing, standingOf } from './matters.ts'
import { readerOf } from './one-department.ts'
import { atOneMoment } from './report.ts'
import { categoryName } from './words.ts'

/** A period in whole months, both ends within it. */
type CasePeriod = { readonly from: Day; readonly to: Day; readonly standing: Standing }

/** From the first day of a month to the last day of another; judged as of a day, today where none is named. */
const casePeriodOf = async (
  ctx: Ctx,
  it: { readonly from: string; readonly to?: string | undefined; readonly asOf?: string | undefined },
): Promise<CasePeriod> => {
  const from = monthSpan(it.from).from
  const to = addDays(monthSpan(it.to ?? it.from).until, -1)
  if (to < from)
    throw invalid('结束月份早于开始月份。', 'The period ends before it begins.', [
      { field: 'to', reason: '不早于开始月份' },
    ])
  if (it.asOf !== undefined && !isDay(it.asOf))
    throw invalid(`没有“${it.asOf}”这一天。`, `There is no day “${it.asOf}”.`, [{ field: 'asOf', reason: '日期有误' }])
  return { from, to, standing: await standingOf(ctx, it.asOf ?? dayOf(ctx.now)) }
}

const caseKinds = ['opinion', 'suggestion', 'complaint', 'staff', 'praise', 'enquiry', 'help'] as const

type Counts = {
  readonly kinds: Readonly<Record<string, number>>
  readonly takenOver: number
  readonly inTime: number
  readonly late: number
  readonly openInTime: number
  readonly openLate: number
  readonly satisfied: number
  readonly fairly: number
  readonly dissatisfied: number
  readonly ungraded: number
  readonly secondRounds: number
  readonly categories: readonly { readonly letter: string; readonly said: string | null; readonly n: number }[]
  readonly paused: { readonly cases: number; readonly days: number }
  readonly promises: { readonly due: number; readonly kept: number; readonly late: number; readonly cancelled: number }
}

/** The numbers of a period within what the reader may read, all of one moment. */
const countCases = async (ctx: Ctx, { from, to, standing }: CasePeriod): Promise<Counts> => {
  const { asOf } = standing
  const promisedUntil = startOfDay(addDays(to < asOf ? to : asOf, 1))
  const { groups, categories } = await caseCellsOf(ctx, { from, until: addDays(to, 1), standing, categories: true })
  const of = (column: CaseColumn) => groups[0]?.[column] ?? 0
  const { rows } = await sql<Pick<Counts, 'paused' | 'promises'>>`
    with stopped as (
      select p.case_id, greatest(0, least(coalesce(${dayIn(sql`p.ended_at`)}, p.until_on), p.until_on, ${asOf}::date)
        - ${dayIn(sql`p.began_at`)}) as days
      -- Case by case: there are a thousand times as many cases as stops.
      from pauses p cross join lateral (select * from cases c where c.id = p.case_id offset 0) c
      where p.began_at >= ${startOfDay(from)} and p.began_at < ${startOfDay(addDays(asOf, 1))}
        and c.received_at >= ${startOfDay(from)} and c.received_at < ${startOfDay(addDays(to < asOf ? to : asOf, 1))} and ${within(ctx.me, 'case.read', 'c')}
    ),
    promised as (
      select p.status, p.status = 'kept' and p.kept_at <= p.by_at as in_time
      from promises p cross join lateral (select * from cases c where c.id = p.case_id offset 0) c
      where p.by_at >= ${startOfDay(from)} and p.by_at < ${promisedUntil} and ${within(ctx.me, 'promise.read', 'p')} and ${within(ctx.me, 'case.read', 'c')}
    )
    select (select jsonb_build_object('cases', count(distinct case_id), 'days', coalesce(sum(days), 0)) from stopped) as paused,
      (select jsonb_build_object('due', count(*) filter (where status <> 'cancelled'), 'kept', count(*) filter (where in_time),
        'late', count(*) filter (where status = 'kept' and not in_time), 'cancelled', count(*) filter (where status = 'cancelled')) from promised) as promises`.execute(
    ctx.tx,
  )
  return {
    kinds: Object.fromEntries(caseKinds.map((kind) => [kind, of(`kind_${kind}`)])),
    takenOver: of('taken_over'),
    inTime: of('told_in_time'),
    late: of('told_late'),
    openInTime: of('open_in_time'),
    openLate: of('open_late'),
    satisfied: of('satisfied'),
    fairly: of('fairly'),
    dissatisfied: of('dissatisfied'),
    ungraded: of('ungraded'),
    secondRounds: of('complaint_second_rounds'),
    categories,
    ...rows[0]!,
  }
}

const countOf = ({ kinds }: Counts, sort: Sort): number =>
  sorts[sort].kinds.reduce((sum, kind) => sum + (kinds[kind] ?? 0), 0)

const complaintsIn = (counts: Counts): number => countOf(counts, '患者投诉') + countOf(counts, '员工投诉')
const rowsIn = (counts: Counts): number => Object.values(counts.kinds).reduce((sum, n) => sum + n, 0)

/** The order in which the old registers tell their categories; others follow by their letters. */
const letters = 'ABHEFGCDIJK'
const place = (letter: string) => (letters.includes(letter) ? letters.indexOf(letter) : letters.length)

/** Categories by name; words of an old register that mean none of ours stand under themselves. */
const byCategory = ({ categories }: Counts): { letter: string; label: string; count: number }[] => {
  const found = new Map<string, { letter: string; label: string; count: number }>()
  for (const { letter, said, n } of categories) {
    const label = said || categoryName(letter).zh
    const before = found.get(label)
    found.set(label, { letter, label, count: (before?.count ?? 0) + n })
  }
  return [...found.values()].sort((a, b) => place(a.letter) - place(b.letter) || a.label.localeCompare(b.label, 'zh'))
}

/** What `report cases --json` prints: figures over complaints, and how many of each sort were registered. */
export type CaseFigures = {
  readonly registered: Readonly<Record<string, number>>
  readonly complaints: number
  readonly answeredInTime: number
  readonly answeredLate: number
  readonly openWithinTime: number
  readonly openOverdue: number
  readonly satisfied: number
  readonly fairly: number
  readonly dissatisfied: number
  readonly secondRounds: number
  readonly byCategory: Readonly<Record<string, number>>
  readonly asOf: Day
  readonly period: readonly [Day, Day]
  readonly rows: number
}

const sortsTold = (counts: Counts): Sort[] =>
  (Object.keys(sorts) as Sort[]).filter((sort) => usualSorts.includes(sort) || countOf(counts, sort) > 0)

export const caseFigures = (
  reader: Ctx,
  asked: { from: string; to?: string | undefined; asOf?: string | undefined },
): Promise<CaseFigures> =>
  atOneMoment(reader, async (ctx) => {
    mustEver(ctx.me, 'report.read')
    const period = await casePeriodOf(ctx, asked)
    const counts = await countCases(ctx, period)
    return {
      registered: Object.fromEntries(sortsTold(counts).map((sort) => [sort, countOf(counts, sort)])),
      complaints: complaintsIn(counts),
      answeredInTime: counts.inTime,
      answeredLate: counts.late,
      openWithinTime: counts.openInTime,
      openOverdue: counts.openLate,
      satisfied: counts.satisfied,
      fairly: counts.fairly,
      dissatisfied: counts.dissatisfied,
      secondRounds: counts.secondRounds,
      byCategory: Object.fromEntries(byCategory(counts).map(({ label, count }) => [label, count])),
      asOf: period.standing.asOf,
      period: [period.from, period.to],
      rows: rowsIn(counts),
    }
  })

const limitsOf = async (ctx: Ctx): Promise<Limits> => {
  const { standards } = await settingsOf(ctx, 'standards')
  return { shownFrom: 1, rankedFrom: standardValue('rankedFrom', standards) }
}

/**
 * The same for a screen, of one department where he asks for one, every rate with its numerator, denominator and what is left out. Nothing is hidden for being
 * few: whoever reads a number here may read the cases it counts.
 */
export const caseReport = (
  asker: Ctx,
  asked: {
    from: string
    to?: string | undefined
    asOf?: string | undefined
    departmentId?: string | undefined
  },
): Promise<CaseReport> =>
  atOneMoment(asker, async (reader) => {
    mustEver(reader.me, 'report.read')
    const ctx = await readerOf(reader, asked.from, asked.departmentId)
    const period = await casePeriodOf(ctx, asked)
    const counts = await countCases(ctx, period)
    const limits = await limitsOf(ctx)
    const { inTime, late, openInTime, openLate, satisfied, fairly, dissatisfied, promises } = counts
    return {
      from: period.from,
      to: period.to,
      asOf: period.standing.asOf,
      rows: rowsIn(counts),
      takenOver: counts.takenOver,
      registered: sortsTold(counts).map((sort) => ({ key: sort, label: sort, count: countOf(counts, sort) })),
      complaints: complaintsIn(counts),
      judged: { inTime, late, openInTime, openLate, rate: rateOf(inTime, inTime + late + openLate, limits) },
      grades: {
        satisfied,
        fairly,
        dissatisfied,
        ungraded: counts.ungraded,
        rate: rateOf(satisfied, satisfied + fairly + dissatisfied, limits),
      },
      secondRounds: counts.secondRounds,
      byCategory: byCategory(counts).map(({ letter, label, count }) => ({ key: letter, label, count })),
      paused: counts.paused,
      promises: mayEver(ctx.me, 'promise.read')
        ? { ...promises, rate: rateOf(promises.kept, promises.due, limits) }
        : null,
    }
  })
