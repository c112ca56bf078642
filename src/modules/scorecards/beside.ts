// Beside the others: how many they would have reached at the same hours, and whether chance explains how many opinions somebody found.
import { compareRates } from '#kernel/statistics.ts'
import type { Figures } from './contract.ts'

/** Calls made in an hour of the day, and how many of them were answered by the person. */
export type HourCount = { readonly hour: number; readonly calls: number; readonly reached: number }
type Limits = { readonly shownFrom: number; readonly rankedFrom: number }
type Verdict = 'low' | 'usual' | 'high'

/** Of one other caller alone nothing is told: it would be a comparison with him. */
export const leastOthers = 2

const tenth = (value: number): number => Math.round(value * 10) / 10

/**
 * How many of his calls the others would have reached at the hours at which he called (indirect standardisation), with the
 * range in which chance leaves 95 %: the variance of his own calls and of the others' shares, hour by hour. Hours in which
 * the others made fewer than `shownFrom` calls are left out; null where fewer than `rankedFrom` calls remain.
 */
export const adjustedFor = (
  own: readonly HourCount[],
  others: readonly HourCount[],
  { shownFrom, rankedFrom }: Limits,
): Figures['adjusted'] => {
  const usual = new Map(others.filter(({ calls }) => calls >= shownFrom).map((one) => [one.hour, one]))
  const compared = own.filter(({ hour }) => usual.has(hour))
  const sum = (of: (one: HourCount) => number) => compared.reduce((so, one) => so + of(one), 0)
  const calls = sum((one) => one.calls)
  if (calls < rankedFrom) return null
  const share = ({ hour }: HourCount) => usual.get(hour)!.reached / usual.get(hour)!.calls
  const reached = sum((one) => one.reached)
  const expected = sum((one) => one.calls * share(one))
  const spread = Math.sqrt(
    sum((one) => one.calls * share(one) * (1 - share(one)) * (1 + one.calls / usual.get(one.hour)!.calls)),
  )
  const [from, until] = [Math.max(0, expected - 1.96 * spread), Math.min(calls, expected + 1.96 * spread)]
  const verdict: Verdict = reached < from ? 'low' : reached > until ? 'high' : 'usual'
  return { calls, reached, expected: tenth(expected), from: tenth(from), until: tenth(until), verdict }
}

/** Opinions among so many reached. */
export type Found = { readonly found: number; readonly reached: number }

/**
 * Opinions found of a hundred reached, beside the others'; too few as well as many, each beyond 2.5 % of chance by the
 * exact test of two Poisson rates. None of fewer than `shownFrom`, no comparison under `rankedFrom`.
 */
export const opinionsBeside = (own: Found, others: Found | null, limits: Limits): Figures['opinions'] => {
  const per100 = ({ found, reached }: Found) => tenth((100 * found) / reached)
  const shown = own.reached >= limits.shownFrom
  const compared = others !== null && own.reached >= limits.rankedFrom && others.reached >= limits.rankedFrom
  const it = { found: own.found, per100: shown ? per100(own) : null }
  if (!compared) return { ...it, others: null, verdict: null }
  const { asLow, asHigh } = compareRates(
    { count: others.found, of: others.reached },
    { count: own.found, of: own.reached },
  )
  return { ...it, others: per100(others), verdict: asLow < 0.025 ? 'low' : asHigh < 0.025 ? 'high' : 'usual' }
}
