// The numbers of a report before anything is hidden: what is counted from what is kept ready, and by whom it is compared.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { type Month, startOfDay } from '#kernel/time.ts'
import { type CaseColumn, caseCellsOf } from './case-cells.ts'
import { type Cell, type CellCut, cellsOf } from './cells.ts'
import { mattersAmong, type Standing, standingOf } from './matters.ts'
import type { Question, SliceName } from './stays.ts'

/** The counts of one group of stays; `due` is discharges − excluded, `graded` those reached who gave a grade. */
export type Counts = {
  readonly discharges: number
  readonly excluded: number
  readonly pending: number
  readonly reached: number
  readonly graded: number
  readonly satisfied: number
  readonly fairly: number
  readonly dissatisfied: number
  readonly opinions: number
  readonly attempts: number
  readonly firstCallJudged: number
  readonly firstCallInTime: number
}

export type CaseCounts = {
  readonly opened: number
  readonly judged: number
  readonly inTime: number
  readonly archived: number
  readonly archivedByPerson: number
  readonly secondRounds: number
  readonly open: number
}

export type Reckoning = {
  readonly total: Counts
  readonly by: Readonly<Record<SliceName, Readonly<Record<string, Counts>>>>
  /** How many stays came to each outcome. */
  readonly outcomes: Readonly<Record<string, number>>
  /** Opinions by the first letter of their category; `none` where the old register's words fit no category. */
  readonly opinions: Readonly<Record<string, number>>
  /** Of the graded calls, those that answered a dimension, and the mean of their answers from 0 (worst) to 1. */
  readonly dimensions: Readonly<Record<string, { readonly people: number; readonly score: number }>>
}

export const noCounts: Counts = {
  discharges: 0,
  excluded: 0,
  pending: 0,
  reached: 0,
  graded: 0,
  satisfied: 0,
  fairly: 0,
  dissatisfied: 0,
  opinions: 0,
  attempts: 0,
  firstCallJudged: 0,
  firstCallInTime: 0,
}

const nil = '00000000-0000-0000-0000-000000000000'

const countsOf = (cell: Cell): Counts => ({
  discharges: cell.discharges,
  excluded: cell.excluded,
  pending: cell.pending,
  reached: cell.reached,
  graded: cell.graded,
  satisfied: cell.satisfied,
  fairly: cell.fairly,
  dissatisfied: cell.dissatisfied,
  opinions: cell.opinions,
  attempts: cell.attempts,
  firstCallJudged: cell.first_call_judged,
  firstCallInTime: cell.first_call_in_time,
})

/** Those who were to be called. */
export const dueOf = ({ discharges, excluded }: Pick<Counts, 'discharges' | 'excluded'>): number =>
  discharges - excluded
/** Those whom nobody will reach any more. */
export const unreachedOf = (it: Counts): number => dueOf(it) - it.reached - it.pending
/** Those reached who gave no grade. */
export const unaskedOf = ({ reached, graded }: Counts): number => reached - graded

/** The sum of two groups of stays. */
export const plus = (a: Counts, b: Counts): Counts =>
  Object.fromEntries((Object.keys(noCounts) as (keyof Counts)[]).map((key) => [key, a[key] + b[key]])) as Counts

/** Cells of one period as a reckoning; what nobody counts is not in it. */
const reckoningFrom = (cells: readonly Cell[]): Reckoning => {
  const of = (cut: Cell['cut']) => cells.filter((cell) => cell.cut === cut)
  const slice = (cut: Cell['cut']) =>
    Object.fromEntries(
      of(cut)
        .filter(({ discharges }) => discharges > 0)
        .map((cell) => [cell.key === nil ? 'none' : cell.key, countsOf(cell)]),
    )
  const numbers = (cut: Cell['cut'], column: 'discharges' | 'opinions') =>
    Object.fromEntries(
      of(cut)
        .filter((cell) => cell[column] > 0)
        .map((cell) => [cell.key, cell[column]]),
    )
  return {
    total: of('total').map(countsOf).reduce(plus, noCounts),
    by: {
      campus: slice('campus'),
      group: slice('group'),
      department: slice('total'),
      caller: slice('caller'),
      sex: slice('sex'),
      age: slice('age'),
    },
    outcomes: numbers('outcome', 'discharges'),
    opinions: numbers('opinion', 'opinions'),
    dimensions: Object.fromEntries(
      of('dimension')
        .filter(({ discharges }) => discharges > 0)
        .map(({ key, discharges, graded, score }) => [
          key,
          { people: discharges, score: Math.round((score / graded) * 10_000) / 10_000 },
        ]),
    ),
  }
}

/** Counts a period in one statement, so that all figures of a report are of the same moment. */
export const reckon = async (ctx: Ctx, question: Question): Promise<Reckoning> =>
  reckoningFrom(await cellsOf(ctx, question))

/** The same from the rows themselves, as if nothing were kept ready. */
export const reckonLive = async (ctx: Ctx, question: Question): Promise<Reckoning> =>
  reckoningFrom(await cellsOf(ctx, question, { live: true }))

/**
 * The same for each month of a period by itself (`2026-03`), in one statement; a month without discharges is not there.
 * Cuts that are not asked for are empty; the departments and the total are always there.
 */
export const reckonMonths = async (
  ctx: Ctx,
  question: Question,
  cuts?: readonly CellCut[],
): Promise<ReadonlyMap<Month, Reckoning>> => {
  const cells = await cellsOf(ctx, question, { monthly: true, ...(cuts ? { cuts } : {}) })
  const months = Map.groupBy(cells, ({ month }) => month)
  return new Map([...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, list]) => [month, reckoningFrom(list)]))
}

/** `matters` of the cases that came in during a period, in the state of now; those the reader may not read are not there. */
export const mattersOfPeriod = (ctx: Ctx, { period, departmentId }: Question, standing: Standing) =>
  mattersAmong(standing, {
    from: sql`cases c`,
    where: sql`c.received_at >= ${startOfDay(period.from)} and c.received_at < ${startOfDay(period.until)}
      and ${within(ctx.me, 'case.read', 'c')}
      ${departmentId ? sql`and coalesce(c.handling_department_id, c.department_id) = ${departmentId}` : sql``}`,
  })

export const reckonCases = async (ctx: Ctx, { period, departmentId }: Question, live = false): Promise<CaseCounts> => {
  const { from, until } = period
  const { groups } = await caseCellsOf(ctx, { from, until, departmentId, standing: await standingOf(ctx), live })
  const of = (column: CaseColumn) => groups[0]?.[column] ?? 0
  return {
    opened: of('opened'),
    judged: of('judged'),
    inTime: of('in_time'),
    archived: of('archived'),
    archivedByPerson: of('archived_by_person'),
    secondRounds: of('second_rounds'),
    open: of('open'),
  }
}
