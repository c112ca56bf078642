// Leadership's one page: put together from the reports, the board and the register, so that no figure is counted another way.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mustEver, within } from '#engine/permit.ts'
import { addDays, type Day, dayOf, type Month, monthSpan } from '#kernel/time.ts'
import { clockRules } from '#modules/cases/due.ts'
import { boardOf } from './board.ts'
import { caseReport } from './case-report.ts'
import { type OnePage, page } from './contract-page.ts'
import type { Limits } from './figures.ts'
import { standingOf } from './matters.ts'
import { onceOf, painKinds, painsOf, praiseOf, roundsOf, tookOf } from './page-parts.ts'
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

/** What patients raised in each month. */
const raisedByMonth = async (ctx: Ctx, from: Day, until: Day): Promise<ReadonlyMap<Month, number>> => {
  const { rows } = await sql<{ month: Month; n: number }>`
    select to_char(timezone('UTC', c.received_at) + interval '8 hours', 'YYYY-MM') as month, count(*)::int as n
    from cases c where c.kind = any(${painKinds}) and ${within(ctx.me, 'case.read', 'c')}
      and c.received_at >= timezone('UTC', ${from}::date::timestamp) - interval '8 hours'
      and c.received_at < timezone('UTC', ${until}::date::timestamp) - interval '8 hours'
    group by 1`.execute(ctx.tx)
  return new Map(rows.map(({ month, n }) => [month, n]))
}

const trendsOf = async (
  ctx: Ctx,
  month: Month,
): Promise<{ trends: OnePage['trends']; discharges: number[]; limits: Limits }> => {
  const months = Array.from({ length: shown }, (_, i) => before(month, shown - 1 - i))
  const { rules, question } = await reckoningOf(ctx, { period: month })
  const span = { name: month, from: monthSpan(months[0]!).from, until: monthSpan(month).until }
  const reckoned = await reckonMonths(ctx, { ...question, period: span }, [])
  const raised = await raisedByMonth(ctx, span.from, span.until)
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
        figures(over, (i) => [raised.get(months[i]!) ?? 0, totals[i]!.discharges]),
        { limits: rules, per: 1000, open: true },
      ),
    },
  }
}

const shownLate = 5
/** Whose hands are behind, the latest first. */
const behind = <P extends { readonly late: number }>(parts: readonly P[]): P[] =>
  parts.filter(({ late }) => late > 0).sort((a, b) => b.late - a.late)

/** What is late now, for whom it waits, and what has waited longest. Of now, whatever month is asked. */
const lateOf = async (ctx: Ctx): Promise<OnePage['late']> => {
  const { open, late, soon, by } = await boardOf(ctx)
  const standing = await standingOf(ctx)
  const filter = { late: true, sort: 'due', order: 'asc', limit: shownLate } as const
  const oldest = await registerRows(ctx, filter, { standing, limit: shownLate })
  return {
    ...{ open, late, soon },
    waiting: behind(by.waiting),
    department: behind(by.department).slice(0, shownLate),
    oldest: oldest.map(lineOf),
  }
}

/**
 * The page of a month `2011-03`, within what the reader may count and read. Refuses one who may not read reports. What is
 * late is of now; everything else is of the month.
 */
export const pageOf = (reader: Ctx, month: Month): Promise<OnePage> =>
  atOneMoment(reader, async (ctx) => {
    mustEver(ctx.me, 'report.read')
    const report = await reportOf(ctx, { period: month })
    const cases = await caseReport(ctx, { from: month })
    const { trends, discharges, limits } = await trendsOf(ctx, month)
    const { names } = await reckoningOf(ctx, { period: month })
    const standing = await standingOf(ctx)
    const { calendar } = await clockRules(ctx)
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
      departmentName: report.departmentName,
      trends,
      late: await lateOf(ctx),
      hurts: await painsOf(ctx, days, earlier, exposed, names),
      praise: await praiseOf(ctx, days, names),
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
        ...(await tookOf(ctx, days, standing, calendar)),
      },
      rounds: await roundsOf(ctx, days, standing),
      once: await onceOf(ctx, days, standing, open),
      promises: cases.promises && {
        rate: cases.promises.rate,
        late: cases.promises.late,
        cancelled: cases.promises.cancelled,
      },
      paused: cases.paused,
      rules: { shownFrom: limits.shownFrom, rankedFrom: limits.rankedFrom },
    }
  })

export const onePage = handle(page.get, (ctx, { month }) => pageOf(ctx, month))
