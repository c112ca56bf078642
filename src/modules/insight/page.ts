// Leadership's one page: put together from the reports, the board and the register, so that no figure is counted another way.
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver, mustEver } from '#engine/permit.ts'
import { addDays, type Day, dayOf, type Month, monthSpan } from '#kernel/time.ts'
import { toldShare } from '#modules/improvements/told.ts'
import { boardOf } from './board.ts'
import { type CaseGroup, caseCellsOf, type Taken } from './case-cells.ts'
import { caseReport } from './case-report.ts'
import { type OnePage, page } from './contract-page.ts'
import { type Limits, rateOf } from './figures.ts'
import { type Standing, standingOf } from './matters.ts'
import { readerOf } from './one-department.ts'
import { begunIn } from './page-begun.ts'
import { onceOf, painsOf, partColumns, praiseOf, raisedIn, roundsOf } from './page-parts.ts'
import { noCounts, reckonMonths } from './reckoning.ts'
import { lineOf, registerRows } from './register.ts'
import { atOneMoment, reckoningOf, reportOf } from './report.ts'
import { type MonthFigure, trendOf } from './trends.ts'

/** How many months a chart shows. */
const shown = 12
/** A month's calls are due ten days after its last discharge (standard `satisfactionCallWithin`). */
const callsDue = 10

/** The month some months before. */
const before = (month: Month, n: number): Month => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - n
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

const lastDay = (month: Month): Day => addDays(monthSpan(month).until, -1)

type Months = {
  readonly trends: OnePage['trends']
  readonly discharges: readonly number[]
  readonly limits: Limits
  /** How long the complaints of the last month took. */
  readonly took: Taken | undefined
  /** What patients raised and thanked for, by month and department. */
  readonly groups: readonly CaseGroup[]
}

const trendsOf = async (ctx: Ctx, month: Month, standing: Standing): Promise<Months> => {
  const months = Array.from({ length: shown }, (_, i) => before(month, shown - 1 - i))
  const { rules, question } = await reckoningOf(ctx, { period: month })
  const span = { name: month, from: monthSpan(months[0]!).from, until: monthSpan(month).until }
  const reckoned = await reckonMonths(ctx, { ...question, period: span }, [])
  const cells = await caseCellsOf(ctx, {
    ...{ from: span.from, until: span.until, standing },
    ...{ groups: { monthly: true, byPlace: true }, only: partColumns },
  })
  const { taken } = await caseCellsOf(ctx, { ...monthSpan(month), standing, only: ['opened'], taken: [{}] })
  const raised = Map.groupBy(cells.groups, (one) => one.month)
  const today = dayOf(ctx.now)
  const totals = months.map((one) => reckoned.get(one)?.total ?? noCounts)
  const figures = (settled: (last: Day) => boolean, of: (i: number) => readonly [number, number]): MonthFigure[] =>
    months.map((one, i) => {
      const [numerator, denominator] = of(i)
      return { month: one, numerator, denominator, settled: settled(lastDay(one)) }
    })
  const called = (last: Day) => addDays(last, callsDue) < today
  const over = (last: Day) => last < today
  return {
    limits: rules,
    took: taken[0]?.workdays,
    groups: cells.groups,
    discharges: totals.map(({ discharges }) => discharges),
    trends: {
      reached: trendOf(
        'share',
        figures(called, (i) => [totals[i]!.reached, totals[i]!.discharges - totals[i]!.excluded]),
        { limits: rules, target: rules.reach / 100 },
      ),
      satisfied: trendOf(
        'share',
        figures(called, (i) => [totals[i]!.satisfied, totals[i]!.graded]),
        { limits: rules, target: rules.satisfaction / 100 },
      ),
      matters: trendOf(
        'rate',
        figures(over, (i) => [
          (raised.get(months[i]!) ?? []).reduce((sum, one) => sum + raisedIn(one), 0),
          totals[i]!.discharges,
        ]),
        { limits: rules, per: 1000, open: true },
      ),
    },
  }
}

const shownLate = 5
/** Whose hands are behind, the latest first. */
const behind = <P extends { readonly late: number }>(parts: readonly P[]): P[] =>
  parts.filter(({ late }) => late > 0).sort((a, b) => b.late - a.late)

type Asked = { readonly reader: Ctx; readonly departmentId?: string | undefined }

/** What is late now, for whom it waits, and what has waited longest. Of now, whatever month is asked. */
const lateOf = async (ctx: Ctx, { reader, departmentId }: Asked): Promise<OnePage['late']> => {
  const { open, late, soon, by } = await boardOf(ctx)
  const standing = await standingOf(ctx)
  // One by one they are rows, and those are read by him who looks.
  const filter = { late: true, sort: 'due', order: 'asc', limit: shownLate, part: departmentId } as const
  const oldest = await registerRows(reader, filter, { standing, limit: shownLate })
  return {
    ...{ open, late, soon },
    waiting: behind(by.waiting),
    department: behind(by.department).slice(0, shownLate),
    oldest: oldest.map(lineOf),
  }
}

/** Of those who raised what became better, who was told: over the twelve months, since few projects end in one. */
const toldOf = async (ctx: Ctx, year: { from: Day; to: Day }, limits: Limits): Promise<OnePage['told']> => {
  if (!mayEver(ctx.me, 'project.read')) return null
  const { projects, told, of, posted, unable } = await toldShare(ctx, year)
  return { projects, rate: rateOf(told, of, limits), posted, unable }
}

/**
 * The page of a month `2011-03`, within what the reader may count and read, or of one department. Refuses one who may not
 * read reports. What is late is of now; everything else is of the month.
 */
export const pageOf = (asker: Ctx, month: Month, departmentId?: string): Promise<OnePage> =>
  atOneMoment(asker, async (reader) => {
    mustEver(reader.me, 'report.read')
    const ctx = await readerOf(reader, month, departmentId)
    const report = await reportOf(ctx, { period: month })
    const cases = await caseReport(ctx, { from: month })
    const standing = await standingOf(ctx)
    const { trends, discharges, limits, took, groups } = await trendsOf(ctx, month, standing)
    const { names } = await reckoningOf(ctx, { period: month })
    const days = { from: monthSpan(month).from, to: lastDay(month) }
    const past = discharges.slice(0, -1)
    const exposed = { now: discharges.at(-1)!, before: past.reduce((sum, n) => sum + n, 0) }
    const earlier = {
      from: monthSpan(before(month, shown - 1)).from,
      to: addDays(days.from, -1),
      months: past.filter((n) => n > 0).length,
    }
    const { judged } = cases
    const open = { shownFrom: 1, rankedFrom: limits.rankedFrom }
    return {
      month,
      from: days.from,
      until: days.to,
      at: ctx.now,
      over: days.to < dayOf(ctx.now),
      departmentId: departmentId ?? null,
      departmentName: report.departmentName,
      trends,
      begun: await begunIn(ctx, { from: earlier.from, to: days.to }),
      late: await lateOf(ctx, { reader, departmentId }),
      hurts: painsOf(groups, month, earlier, exposed, names),
      praise: praiseOf(groups, month, names),
      coverage: {
        discharges: report.discharges,
        excluded: report.excluded.reduce((sum, { count }) => sum + count, 0),
        pending: report.pending,
        reached: report.reached,
        target: report.targets.reached,
        department: report.by.department,
        group: report.by.group,
      },
      satisfied: {
        rate: report.satisfaction.rate,
        target: report.targets.satisfied,
        unasked: report.satisfaction.unasked,
      },
      dimensions: report.dimensions,
      deadlines: {
        complaints: cases.complaints,
        rate: judged.rate,
        told: judged.inTime + judged.late,
        openInTime: judged.openInTime,
        openLate: judged.openLate,
        mean: took?.mean ?? null,
        median: took?.median ?? null,
        p90: took?.p90 ?? null,
      },
      rounds: roundsOf(groups, month),
      once: await onceOf(ctx, days, open),
      promises: cases.promises && {
        rate: cases.promises.rate,
        late: cases.promises.late,
        cancelled: cases.promises.cancelled,
      },
      paused: cases.paused,
      told: await toldOf(ctx, { from: earlier.from, to: days.to }, open),
      rules: { shownFrom: limits.shownFrom, rankedFrom: limits.rankedFrom },
    }
  })

export const onePage = handle(page.get, (ctx, { month, departmentId }) => pageOf(ctx, month, departmentId))
