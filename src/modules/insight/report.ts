// The report of a month or a year: counted from what is kept ready, hidden where it must be, explained in plain words.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may, mustEver } from '#engine/permit.ts'
import { snapshot } from '#engine/step.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { addDays } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { type StandardName, standardValue } from '#src/standards.ts'
import { familiesOfCallers, readsCallers, unseenCallers } from './callers.ts'
import type { MonthReport } from './contract.ts'
import { type Family, hiddenGroups, type Limits, rateOf, sliceOf, toldParts } from './figures.ts'
import { inOrder, type Names, namesOf } from './names.ts'
import { type CaseCounts, dueOf, type Reckoning, reckon, reckonCases, unaskedOf, unreachedOf } from './reckoning.ts'
import { type Period, periodOf, type Question, type SliceName } from './stays.ts'
import { type CountingRules, categoryLetters, categoryName, excludedNames, notesOf, unreachedNames } from './words.ts'

export type Asked = { readonly period: string; readonly departmentId?: string | undefined }

type Rules = Limits & CountingRules & { readonly reach: number; readonly satisfaction: number }

const rulesOf = async (ctx: Ctx): Promise<Rules> => {
  const { standards } = await settingsOf(ctx, 'standards')
  const value = (name: StandardName) => standardValue(name, standards)
  return {
    shownFrom: value('shownFrom'),
    rankedFrom: value('rankedFrom'),
    firstCallDays: value('firstContactWithin'),
    reach: value('monthlyReach'),
    satisfaction: value('satisfaction'),
  }
}

const whole = (sizes: ReadonlyMap<string, number>): Family => ({ members: [...sizes.keys()] })

/** The departments of one campus or one group, whose number is told beside theirs. */
const familiesBy = (
  sizes: ReadonlyMap<string, number>,
  belongsTo: (key: string) => string | undefined,
  hiddenTotals: ReadonlySet<string>,
): Family[] =>
  [...Map.groupBy(sizes.keys(), belongsTo)].flatMap(([parent, members]) =>
    parent === undefined ? [] : [{ members, totalHidden: hiddenTotals.has(parent) }],
  )

/** Which groups of each cut must not be shown; departments also on account of their campus and their group. */
const hiddenIn = (by: Reckoning['by'], { places }: Names, limits: Limits): Record<SliceName, Set<string>> => {
  const sizesOf = (slice: SliceName) =>
    new Map(Object.entries(by[slice]).map(([key, { discharges }]) => [key, discharges]))
  const alone = (slice: SliceName) => hiddenGroups(sizesOf(slice), [whole(sizesOf(slice))], limits)
  const [campus, group] = [alone('campus'), alone('group')]
  const sizes = sizesOf('department')
  const families = [
    whole(sizes),
    ...familiesBy(sizes, (key) => places.get(key)?.campusId, campus),
    ...familiesBy(sizes, (key) => places.get(key)?.group, group),
  ]
  const department = hiddenGroups(sizes, families, limits)
  return { campus, group, department, caller: new Set(), sex: alone('sex'), age: alone('age') }
}

/** By caller, as far as the reader may know: how one works is his own to look at first. */
const byCaller = async (ctx: Ctx, reckoning: Reckoning, period: Period, names: Names, limits: Limits) => {
  if (!readsCallers(ctx)) return []
  const sizes = new Map(Object.entries(reckoning.by.caller).map(([key, { discharges }]) => [key, discharges]))
  const keys = [...sizes.keys()]
  const unseen = await unseenCallers(ctx, period, keys)
  const hidden = hiddenGroups(sizes, familiesOfCallers(ctx, keys, unseen), limits, unseen)
  return cut('caller', reckoning, names, hidden, limits).map((slice) =>
    unseen.has(slice.key) ? { ...slice, unseen: true } : slice,
  )
}

/**
 * A department asked for by itself must be one that the report of all those the reader may read shows: otherwise the
 * one is had by asking, or by subtraction. A department outside his scope is not found.
 */
const mustBeShown = async (ctx: Ctx, question: Question, names: Names, limits: Limits): Promise<void> => {
  const { departmentId } = question
  if (!departmentId) return
  if (!names.places.has(departmentId) || !may(ctx.me, 'report.read', { department_id: departmentId })) throw notFound()
  // As the report of all those he may read says it: which groups are hidden is worked out of the same sizes.
  const { by } = await reckon(ctx, { ...question, departmentId: undefined })
  if (Object.keys(by.department).length > 1 && hiddenIn(by, names, limits).department.has(departmentId)) throw tooFew()
}

export const tooFew = () =>
  conflict(
    w(
      '这一项不足 5 人，或可由其他数字相减推出，不单独显示。',
      'This stands for fewer than five people, or could be had by subtraction; it is not shown by itself.',
    ),
  )

/**
 * Reads at one moment, so that all figures of a report agree, with memory to group a month in, and planned for the month
 * that is asked rather than for any.
 */
export const atOneMoment = <T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
  if (ctx.tx.isTransaction) return work(ctx)
  return snapshot(ctx, async (inside) => {
    await sql`set local work_mem = '32MB'`.execute(inside.tx)
    await sql`set local plan_cache_mode = force_custom_plan`.execute(inside.tx)
    return work(inside)
  })
}

/** What a report is made of: the numbers before anything is hidden, and what hides them. */
export const reckoningOf = async (ctx: Ctx, asked: Asked) => {
  mustEver(ctx.me, 'report.read')
  const rules = await rulesOf(ctx)
  const names = await namesOf(ctx)
  const period = periodOf(asked.period)
  const question: Question = { period, departmentId: asked.departmentId, firstCallDays: rules.firstCallDays }
  await mustBeShown(ctx, question, names, rules)
  return { rules, names, period, question }
}

const parts = (named: Readonly<Record<string, { zh: string }>>, counts: Readonly<Record<string, number>>) =>
  Object.entries(named).flatMap(([key, { zh }]) => (counts[key] ? [{ key, label: zh, count: counts[key] }] : []))

const cut = (slice: SliceName, reckoning: Reckoning, names: Names, hidden: ReadonlySet<string>, limits: Limits) => {
  const slices = Object.entries(reckoning.by[slice]).map(([key, counts]) =>
    sliceOf(key, names.label(slice, key), counts, { hidden: hidden.has(key), limits }),
  )
  inOrder(slice, slices)
  return slices
}

/** The grades below satisfied are told together by the rate; one of them that stands for fewer than five is not told. */
const satisfactionOf = ({ total }: Reckoning, limits: Limits): MonthReport['satisfaction'] => {
  const { graded, satisfied } = total
  const rate = rateOf(satisfied, graded, limits)
  if (rate.hidden) return { satisfied: null, fairly: null, dissatisfied: null, unasked: null, rate }
  const below = (['fairly', 'dissatisfied'] as const).map((key) => ({ key, count: total[key] }))
  const [fairly, dissatisfied] = toldParts(below, limits)
  return { satisfied, fairly: fairly!.count, dissatisfied: dissatisfied!.count, unasked: unaskedOf(total), rate }
}

const dimensionsOf = ({ dimensions: counted }: Reckoning, { shownFrom }: Limits): MonthReport['dimensions'] =>
  Object.entries(dimensions).flatMap(([key, { zh }]) => {
    const one = counted[key]
    if (!one) return []
    const hidden = one.people < shownFrom
    return [
      {
        key,
        label: zh,
        answered: hidden ? null : one.people,
        score: hidden ? null : Math.round(one.score * 1000) / 10,
        hidden,
      },
    ]
  })

const opinionsOf = ({ total, opinions }: Reckoning, limits: Limits): MonthReport['opinions'] => ({
  total: total.opinions,
  byCategory: toldParts(
    categoryLetters.flatMap((key) =>
      opinions[key] ? [{ key, label: categoryName(key).zh, count: opinions[key] }] : [],
    ),
    limits,
  ),
})

const casesTold = (counts: CaseCounts, limits: Limits): MonthReport['cases'] => {
  const { judged, inTime, ...rest } = counts
  return { ...rest, answeredInTime: rateOf(inTime, judged, limits) }
}

/** Whose departments the figures are about; null: the whole hospital. */
const departmentNameOf = (ctx: Ctx, { label }: Names, departmentId: string | undefined): string | null => {
  if (departmentId) return label('department', departmentId)
  if (ctx.me.role !== 'department') return null
  return ctx.me.departments.map((id) => label('department', id)).join('、')
}

/**
 * The report of a month (`2011-03`) or a year (`2011`) within what the reader may count. Refuses one who may not read
 * reports, a department that is not his (*not found*), and one too small to stand alone (conflict).
 */
export const reportOf = (reader: Ctx, asked: Asked): Promise<MonthReport> =>
  atOneMoment(reader, (ctx) => reportNow(ctx, asked))

const reportNow = async (ctx: Ctx, asked: Asked): Promise<MonthReport> => {
  const { rules, names, period, question } = await reckoningOf(ctx, asked)
  const reckoning = await reckon(ctx, question)
  const cases = await reckonCases(ctx, question)
  const { total, outcomes } = reckoning
  const due = dueOf(total)
  const hidden = hiddenIn(reckoning.by, names, rules)
  const slices = (slice: SliceName) => cut(slice, reckoning, names, hidden[slice], rules)
  return {
    period: period.name,
    from: period.from,
    until: lastDay(period),
    departmentName: departmentNameOf(ctx, names, asked.departmentId),
    discharges: total.discharges,
    excluded: parts(excludedNames, outcomes),
    due,
    reached: rateOf(total.reached, due, rules),
    pending: total.pending,
    notReached: unreachedOf(total),
    unreached: toldParts(parts(unreachedNames, outcomes), rules),
    attempts: total.attempts,
    firstContactInTime: rateOf(total.firstCallInTime, total.firstCallJudged, rules),
    satisfaction: satisfactionOf(reckoning, rules),
    dimensions: dimensionsOf(reckoning, rules),
    by: {
      campus: slices('campus'),
      group: slices('group'),
      department: slices('department'),
      caller: await byCaller(ctx, reckoning, period, names, rules),
      sex: slices('sex'),
      age: slices('age'),
    },
    opinions: opinionsOf(reckoning, rules),
    cases: casesTold(cases, rules),
    targets: { reached: rules.reach / 100, satisfied: rules.satisfaction / 100 },
    rules: { shownFrom: rules.shownFrom, rankedFrom: rules.rankedFrom, firstCallDays: rules.firstCallDays },
    notes: notesOf(rules).map(({ zh }) => zh),
  }
}

const lastDay = ({ until }: Period) => addDays(until, -1)

/** The report of a month; `departmentId` for one department alone. */
export const monthReport = (ctx: Ctx, it: { month: string; departmentId?: string | undefined }): Promise<MonthReport> =>
  reportOf(ctx, { period: it.month, departmentId: it.departmentId })

/** The figures of a year as a hospital reported them, with its keys. */
export type YearFigures = {
  discharges: number
  reached: number
  unreached: number
  died: number
  reached_by_group: Record<string, number>
  unreached_by_reason: Record<string, number>
  satisfied: number
  fairly: number
  dissatisfied: number
  opinions: number
  attempts: number
  male: number
}

const yearWords: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(unreachedNames).map(([key, { zh }]) => [key, zh])),
  died: '死亡',
  'do-not-call': '勿扰',
}

/**
 * The figures of a year as the hospital reported them: of all discharges, none excluded, so that reached and
 * unreached (the died among them) are all of them once nothing is pending. Reasons and groups that did not occur are left
 * out. Whole numbers of the whole hospital, nothing hidden: for the hospital itself, by its command line.
 */
export const yearFigures = (reader: Ctx, year: string): Promise<YearFigures> =>
  atOneMoment(reader, (ctx) => yearNow(ctx, year))

const yearNow = async (ctx: Ctx, year: string): Promise<YearFigures> => {
  const { question } = await reckoningOf(ctx, { period: year })
  const { total, by, outcomes } = await reckon(ctx, question)
  const reachedBy = Object.entries(by.group).filter(([, { reached }]) => reached > 0)
  const reasons = Object.entries(yearWords).filter(([key]) => (outcomes[key] ?? 0) > 0)
  return {
    discharges: total.discharges,
    reached: total.reached,
    unreached: total.discharges - total.reached - total.pending,
    died: outcomes.died ?? 0,
    reached_by_group: Object.fromEntries(
      reachedBy.map(([group, { reached }]) => [group === 'none' ? '未确认' : group, reached]),
    ),
    unreached_by_reason: Object.fromEntries(reasons.map(([key, zh]) => [zh, outcomes[key]!])),
    satisfied: total.satisfied,
    fairly: total.fairly,
    dissatisfied: total.dissatisfied,
    opinions: total.opinions,
    attempts: total.attempts,
    male: by.sex.male?.discharges ?? 0,
  }
}
