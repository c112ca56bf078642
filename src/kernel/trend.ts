// Whether a figure moves from month to month beyond what chance does: limits for each month, and a comparison of then and now.
import { type Count, compareRates, compareShares } from './statistics.ts'

/** A month of a figure: hits among trials, or events within an exposure. Without trials it says nothing. */
export type MonthCount = Count & {
  /** Not over, or still filling up: drawn, but neither in the limits nor compared. */
  readonly unsettled?: boolean
}

/** Why a month stands out: beyond its own limits, or the eighth in a row on one side of the middle. */
export type Signal = 'above' | 'below' | 'run-above' | 'run-below'

export type Charted = {
  readonly middle: number | null
  /** How many times as wide as chance alone the limits are; 1: no wider. */
  readonly spread: number
  readonly points: readonly {
    readonly lower: number | null
    readonly upper: number | null
    readonly signal: Signal | null
  }[]
}

export type Kind = 'share' | 'rate'

/** So many in a row on one side (Western Electric 1956, *Statistical Quality Control Handbook*). */
const inARow = 8
/** Fewer months make no limits. */
const leastMonths = 6
/** The mean range of two neighbours to their standard deviation (Montgomery, table VI). */
const d2 = 1.128

const sigma = (kind: Kind, middle: number, of: number): number =>
  Math.sqrt((kind === 'share' ? middle * (1 - middle) : middle) / of)

const total = (months: readonly Count[]): Count =>
  months.reduce((so, { count, of }) => ({ count: so.count + count, of: so.of + of }), { count: 0, of: 0 })

/**
 * The p′- or u′-chart of Laney 2002 (Qual. Eng. 14): the months' own variation, by the mean moving range of their z-values,
 * widens the limits where it is more than chance (with many thousands a month it always is). Never narrower than chance.
 */
export const chart = (kind: Kind, months: readonly MonthCount[]): Charted => {
  const settled = months.filter(({ of, unsettled }) => of > 0 && !unsettled)
  const all = total(settled)
  const middle = all.of > 0 ? all.count / all.of : null
  const nothing = months.map(() => ({ lower: null, upper: null, signal: null }))
  if (middle === null || settled.length < leastMonths) return { middle, spread: 1, points: nothing }
  const z = settled.map(({ count, of }) => {
    const one = sigma(kind, middle, of)
    return one === 0 ? 0 : (count / of - middle) / one
  })
  const ranges = z.slice(1).map((value, i) => Math.abs(value - z[i]!))
  const spread = Math.max(1, ranges.reduce((a, b) => a + b, 0) / ranges.length / d2)
  let [side, run] = [0, 0]
  const points = months.map(({ count, of, unsettled }) => {
    if (of === 0) return { lower: null, upper: null, signal: null }
    const half = 3 * spread * sigma(kind, middle, of)
    const lower = Math.max(0, middle - half)
    const upper = kind === 'share' ? Math.min(1, middle + half) : middle + half
    if (unsettled) return { lower, upper, signal: null }
    const value = count / of
    const here = Math.sign(value - middle)
    run = here !== 0 && here === side ? run + 1 : 1
    side = here
    const far = value > upper ? 'above' : value < lower ? 'below' : null
    const long = run >= inARow && here !== 0 ? (here > 0 ? 'run-above' : 'run-below') : null
    return { lower, upper, signal: (far ?? long) as Signal | null }
  })
  return { middle, spread, points }
}

export type Moved = {
  readonly verdict: 'up' | 'down' | 'same' | 'unknown'
  readonly before: Count
  readonly after: Count
  /** After less before of a share, after to before of a rate, with its 95 % interval; null where nothing can be said. */
  readonly change: number | null
  readonly from: number | null
  readonly until: number | null
}

/** On either side: so a figure that does not move is called moved once in a hundred looks. */
const border = 0.005
/** The months that are compared with those before them. */
const lately = 3
/** Beyond so many the exact test is long and the normal one right. */
const many = 20_000

/** Φ(−z), to seven places (Abramowitz & Stegun 26.2.17). */
const tail = (z: number): number => {
  if (z < 0) return 1 - tail(-z)
  const k = 1 / (1 + 0.2316419 * z)
  const series = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/** Two large shares by the pooled normal test, the interval unpooled. */
const compareLarge = (before: Count, after: Count) => {
  const [p, q] = [before.count / before.of, after.count / after.of]
  const all = (before.count + after.count) / (before.of + after.of)
  const z = (q - p) / Math.sqrt(all * (1 - all) * (1 / before.of + 1 / after.of))
  const half = 1.959963984540054 * Math.sqrt((p * (1 - p)) / before.of + (q * (1 - q)) / after.of)
  return { change: q - p, asHigh: tail(z), asLow: tail(-z), from: q - p - half, until: q - p + half }
}

/** What varies `spread` times as much as chance counts for so much less. */
const thinned = ({ count, of }: Count, kind: Kind, spread: number): Count => {
  const by = spread * spread
  if (kind === 'rate') return { count: Math.round(count / by), of: of / by }
  const trials = Math.max(1, Math.round(of / by))
  return { count: Math.min(trials, Math.round((count / of) * trials)), of: trials }
}

/**
 * The last three settled months against those before (three at least): `up` or `down` where chance does it less than once in
 * a hundred looks. `unknown` where there is too little to say anything, `same` where it would have shown.
 */
export const moved = (kind: Kind, months: readonly MonthCount[], spread = 1): Moved => {
  const settled = months.filter(({ of, unsettled }) => of > 0 && !unsettled)
  const [before, after] = [total(settled.slice(0, -lately)), total(settled.slice(-lately))]
  const nothing = { before, after, change: null, from: null, until: null }
  if (settled.length < 2 * lately || before.count + after.count === 0) return { verdict: 'unknown', ...nothing }
  const [a, b] = [thinned(before, kind, spread), thinned(after, kind, spread)]
  const all = total([a, b])
  if (all.count === 0 || all.count === all.of) return { verdict: 'same', ...nothing }
  const it = kind === 'rate' ? compareRates(a, b) : all.of > many ? compareLarge(a, b) : compareShares(a, b)
  const verdict = it.asHigh <= border ? 'up' : it.asLow <= border ? 'down' : 'same'
  const until = Number.isFinite(it.until) ? it.until : null
  return { verdict, before, after, change: it.change, from: it.from, until }
}
