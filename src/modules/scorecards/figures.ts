// The figures of one caller's month: the report's own reckoning for what it reckons, the rest from the rows; the others only together.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { addMonths, type Month, monthSpan, startOfDay } from '#kernel/time.ts'
import { flagsOf, qualityOf } from '#modules/checks/results.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { type Limits, rateOf } from '#modules/insight/figures.ts'
import { type Counts, dueOf, noCounts, type Reckoning, reckonMonths } from '#modules/insight/reckoning.ts'
import { everyReaderOf } from '#src/scopes.ts'
import { adjustedFor, leastOthers, opinionsBeside } from './beside.ts'
import type { Figures } from './contract.ts'
import { callBacksOf, forbiddenOf, hoursOf, missedOf, promisesOf, recordsOf, telephoneOf } from './counting.ts'

const limitsOf = async (ctx: Ctx): Promise<Limits> => ({
  shownFrom: await standardOf(ctx, 'shownFrom'),
  rankedFrom: await standardOf(ctx, 'rankedFrom'),
})

/** The twelve months that end with this one, as the report counts them, by caller; nothing of a restricted matter is in a card. */
export const yearUntil = async (ctx: Ctx, month: Month): Promise<ReadonlyMap<Month, Reckoning>> => {
  const { until } = monthSpan(month)
  const { from } = monthSpan(addMonths(month, -11))
  const firstCallDays = await standardOf(ctx, 'firstContactWithin')
  return reckonMonths({ ...ctx, me: everyReaderOf() }, { period: { name: month, from, until }, firstCallDays }, [
    'caller',
  ])
}

const isPerson = (key: string): boolean => key !== 'none' && key !== 'register'

/** The other callers' opinions and reached together; null where there are too few of them to be together. */
const othersFound = (month: Reckoning | undefined, staffId: string) => {
  const others = Object.entries(month?.by.caller ?? {}).filter(
    ([key, { reached }]) => isPerson(key) && key !== staffId && reached > 0,
  )
  if (others.length < leastOthers) return null
  const sum = (of: (counts: Counts) => number) => others.reduce((so, [, counts]) => so + of(counts), 0)
  return { found: sum(({ opinions }) => opinions), reached: sum(({ reached }) => reached) }
}

/** What spot checks released so far say of his calls of a month, and in how many of them something was said that nobody says. */
export const checkedOf = async (
  ctx: Ctx,
  staffId: string,
  month: Month,
): Promise<{ quality: Figures['quality']; heard: number }> => {
  const whose = { ...monthSpan(month), staffId }
  // As the system: a caller is told what is released to him, whoever reckons.
  const system = { ...ctx, me: systemMe }
  const { items, agreed, checks, score, passed, critical, training } = await qualityOf(system, whose)
  const { confirmed } = await flagsOf(system, whose)
  const phrases = items.find(({ key }) => key === 'phrases')
  return {
    quality: {
      ...{ checks, score, passed, critical, confirmed, training: [...training] },
      items: items.map(({ key, name, met, marked }) => ({ key, name, met, marked })),
      agreed: agreed.hidden
        ? { pairs: agreed.pairs, same: 0, hidden: true, kappa: null, from: null, until: null }
        : {
            ...{ pairs: agreed.pairs, same: agreed.same, hidden: false },
            ...{ kappa: agreed.kappa, from: agreed.from, until: agreed.until },
          },
    },
    heard: phrases ? phrases.marked - phrases.met : 0,
  }
}

/**
 * The card of somebody for a month. The reached, first calls, attempts and opinions are those of the report's slice
 * `caller`; calls by hour, promises, records and what was checked are of the month itself.
 */
export const figuresOf = async (
  ctx: Ctx,
  { staffId, month, year }: { staffId: string; month: Month; year: ReadonlyMap<Month, Reckoning> },
): Promise<Figures> => {
  const limits = await limitsOf(ctx)
  const whose = { ...monthSpan(month), staffId }
  const reckoned = year.get(month)
  const own = reckoned?.by.caller[staffId] ?? noCounts
  const { own: hours, others, people } = await hoursOf(ctx, whose)
  const beside = people >= leastOthers ? others : []
  const shown = hours.filter(({ calls }) => calls >= limits.shownFrom)
  const sum = (list: typeof hours, of: 'calls' | 'reached') => list.reduce((so, one) => so + one[of], 0)
  const records = await recordsOf(ctx, whose)
  const { quality, heard } = await checkedOf(ctx, staffId, month)
  return {
    month,
    asOf: ctx.now.toISOString(),
    discharges: own.discharges,
    pending: own.pending,
    attempts: own.attempts,
    reached: rateOf(own.reached, dueOf(own), limits),
    firstContactInTime: rateOf(own.firstCallInTime, own.firstCallJudged, limits),
    opinions: opinionsBeside({ found: own.opinions, reached: own.reached }, othersFound(reckoned, staffId), limits),
    calls: rateOf(sum(hours, 'reached'), sum(hours, 'calls'), limits),
    hours: shown.map(({ hour, calls, reached }) => {
      const there = beside.find((one) => one.hour === hour && one.calls >= limits.rankedFrom)
      return {
        hour,
        rate: rateOf(reached, calls, limits),
        others: there ? Math.round((1000 * there.reached) / there.calls) / 1000 : null,
      }
    }),
    hoursHidden: sum(hours, 'calls') - sum(shown, 'calls'),
    adjusted: adjustedFor(hours, beside, limits),
    records: rateOf(records.whole, records.all, limits),
    promises: await promisesOf(ctx, whose),
    callBacks: await callBacksOf(ctx, whose, await standardOf(ctx, 'callBackGrace')),
    missed: await missedOf(ctx, whose),
    quality,
    forbidden: { ...(await forbiddenOf(ctx, whose)), heard },
    telephone: await telephoneOf(ctx, whose),
    course: [...year]
      .filter(([name, { by }]) => name === month || by.caller[staffId] !== undefined)
      .map(([name, { by }]) => {
        const counts = by.caller[staffId] ?? noCounts
        return { month: name, reached: rateOf(counts.reached, dueOf(counts), limits) }
      }),
  }
}

/** Who has a card for a month: agents and leads who called in it. */
export const callersOf = async (ctx: Ctx, month: Month): Promise<{ id: string; role: string }[]> => {
  const { from, until } = monthSpan(month)
  const { rows } = await sql<{ id: string; role: string }>`
    select s.id, s.role from staff s
    where s.role in ('agent', 'lead') and s.status = 'active' and s.id in (
      select c.staff_id from contacts c
      where c.started_at >= ${startOfDay(from)} and c.started_at < ${startOfDay(until)} and c.channel = 'phone'
        and c.direction = 'out' and not c.taken_over and not c.restricted)
    order by s.id`.execute(ctx.tx)
  return rows
}
