// Arithmetic of chance on small counts: exact tails, intervals, limits and agreement; every formula with the paper it is from.

// Lanczos' approximation with g = 7 and nine terms (Lanczos 1964, SIAM J. Numer. Anal. 1; coefficients by P. Godfrey).
const lanczos: readonly number[] = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0; relative error about 1e-14. */
export const lnGamma = (x: number): number => {
  if (!(x > 0)) throw new RangeError(`ln Γ is asked for ${x}`)
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x)
  const z = x - 1
  const t = z + 7.5
  let sum = lanczos[0]!
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (z + i)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Half the gap of a double: a term smaller than this beside its sum changes nothing. */
const tiny = 1e-17

const whole = (n: number, what: string): void => {
  if (!Number.isInteger(n)) throw new RangeError(`${what} is no whole number: ${n}`)
}

/**
 * The sum of terms from `from` on, `first` its logarithm and `ratio(k)` what term k + 1 is to term k. Away from the bulk
 * the terms only shrink, so the sum ends; towards it the caller takes the other side.
 */
const series = (
  first: number,
  from: number,
  ratio: (k: number) => number,
  until = Number.POSITIVE_INFINITY,
): number => {
  let term = 1
  let sum = 1
  for (let k = from; k < until; k++) {
    term *= ratio(k)
    sum += term
    if (term < tiny * sum) break
  }
  return Math.exp(first + Math.log(sum))
}

const bounded = (p: number): number => Math.min(1, Math.max(0, p))

/**
 * P(X ≥ n) for X ~ Poisson(mean): the chance of at least `n` where `mean` are expected. Exact: summed from the side on
 * which the terms shrink, in logarithms, so that 1e-200 is as right as 0.2 (Johnson, Kemp & Kotz, *Univariate Discrete
 * Distributions*, 3rd ed., §4.3).
 */
export const poissonAtLeast = (n: number, mean: number): number => {
  whole(n, 'a count')
  if (!(mean >= 0)) throw new RangeError(`a mean is not ${mean}`)
  if (n <= 0) return 1
  if (mean === 0) return 0
  const log = (k: number) => k * Math.log(mean) - mean - lnGamma(k + 1)
  if (n > mean) return bounded(series(log(n), n, (k) => mean / (k + 1)))
  // Downwards from n − 1: term k − 1 is k / mean times term k.
  return bounded(1 - series(log(n - 1), 0, (k) => (n - 1 - k) / mean, n - 1))
}

/**
 * P(X ≥ n) for X ~ Binomial(trials, share): exact, as above (Johnson, Kemp & Kotz, §3.3).
 */
export const binomialAtLeast = (n: number, trials: number, share: number): number => {
  whole(n, 'a count')
  whole(trials, 'a number of trials')
  if (trials < 0 || !(share >= 0 && share <= 1)) throw new RangeError(`${trials} trials with the chance ${share}`)
  if (n <= 0) return 1
  if (n > trials || share === 0) return 0
  if (share === 1) return 1
  const log = (k: number) =>
    lnGamma(trials + 1) -
    lnGamma(k + 1) -
    lnGamma(trials - k + 1) +
    k * Math.log(share) +
    (trials - k) * Math.log1p(-share)
  const odds = share / (1 - share)
  if (n > trials * share) return bounded(series(log(n), n, (k) => ((trials - k) / (k + 1)) * odds, trials))
  return bounded(1 - series(log(n - 1), 0, (k) => (n - 1 - k) / (trials - n + 2 + k) / odds, n - 1))
}

/**
 * P(X ≥ n) for a count whose own mean is uncertain: Poisson with a gamma-distributed mean of shape `shape` and mean `mean`,
 * which is the negative binomial (Greenwood & Yule 1920, J. R. Stat. Soc. 83). As `shape` grows it becomes the Poisson.
 */
export const gammaPoissonAtLeast = (n: number, mean: number, shape: number): number => {
  whole(n, 'a count')
  if (!(mean >= 0) || !(shape > 0)) throw new RangeError(`a mean of ${mean} with the shape ${shape}`)
  if (n <= 0) return 1
  if (mean === 0) return 0
  const q = mean / (mean + shape)
  const log = (k: number) =>
    lnGamma(k + shape) - lnGamma(shape) - lnGamma(k + 1) + shape * Math.log1p(-q) + k * Math.log(q)
  if (n > mean) return bounded(series(log(n), n, (k) => ((k + shape) / (k + 1)) * q))
  return bounded(1 - series(log(n - 1), 0, (k) => (n - 1 - k) / ((n - 2 - k + shape) * q), n - 1))
}

/**
 * Which of the hypotheses fall when the share of false ones among those that fall is to be at most `rate`: the step-up rule
 * of Benjamini & Hochberg 1995 (J. R. Stat. Soc. B 57). Holds for independent tests and for those that rise together;
 * for one look. In the order given.
 */
export const falseDiscoveries = (p: readonly number[], rate: number): boolean[] => {
  const sorted = [...p].sort((a, b) => a - b)
  let limit = -1
  sorted.forEach((value, i) => {
    if (value <= (rate * (i + 1)) / p.length) limit = value
  })
  return p.map((value) => value <= limit)
}

/** A range with its two ends. */
export type Interval = { readonly from: number; readonly until: number }

/** Two-sided 95 %: the quantile of the normal distribution. */
const z95 = 1.959963984540054

/**
 * The interval of a share, `hits` of `trials` (Wilson 1927, J. Am. Stat. Assoc. 22): keeps its promise for small numbers, and
 * never leaves 0 to 1. Without trials everything is possible.
 */
export const wilson = (hits: number, trials: number, z = z95): Interval => {
  if (trials === 0) return { from: 0, until: 1 }
  if (!(hits >= 0 && hits <= trials)) throw new RangeError(`${hits} of ${trials}`)
  const p = hits / trials
  const middle = p + (z * z) / (2 * trials)
  const half = z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))
  const all = 1 + (z * z) / trials
  return {
    from: hits === 0 ? 0 : bounded((middle - half) / all),
    until: hits === trials ? 1 : bounded((middle + half) / all),
  }
}

/** The middle line of a control chart and its three-sigma limits for one point. */
export type Limits = { readonly middle: number; readonly lower: number; readonly upper: number }

/**
 * u-chart: events per unit of exposure, each point with its own exposure (Shewhart 1931; Montgomery, *Introduction to Statistical
 * Quality Control*, 7.3). `counts[i]` events in `exposures[i]`.
 */
export const uChart = (counts: readonly number[], exposures: readonly number[]): Limits[] => {
  const all = exposures.reduce((a, b) => a + b, 0)
  const middle = all === 0 ? 0 : counts.reduce((a, b) => a + b, 0) / all
  return exposures.map((exposure) => {
    const half = exposure === 0 ? Number.POSITIVE_INFINITY : 3 * Math.sqrt(middle / exposure)
    return { middle, lower: Math.max(0, middle - half), upper: middle + half }
  })
}

/** p-chart: shares, each point with its own number of trials (Montgomery, 7.2). */
export const pChart = (hits: readonly number[], trials: readonly number[]): Limits[] => {
  const all = trials.reduce((a, b) => a + b, 0)
  const middle = all === 0 ? 0 : hits.reduce((a, b) => a + b, 0) / all
  return trials.map((n) => {
    const half = n === 0 ? Number.POSITIVE_INFINITY : 3 * Math.sqrt((middle * (1 - middle)) / n)
    return { middle, lower: Math.max(0, middle - half), upper: Math.min(1, middle + half) }
  })
}

/** How far two judges agree beyond chance, and the 95 % interval of it; `kappa` is null where both always said the same one thing. */
export type Agreement = Interval & {
  readonly kappa: number | null
  readonly observed: number
  readonly expected: number
}

/**
 * Cohen's kappa (Cohen 1960, Educ. Psychol. Meas. 20) with the large-sample interval of Fleiss, Cohen & Everitt 1969
 * (Psychol. Bull. 72). `table[i][j]`: how often the first judge said i and the second j.
 */
export const kappa = (table: readonly (readonly number[])[]): Agreement => {
  const n = table.flat().reduce((a, b) => a + b, 0)
  if (n === 0) return { kappa: null, observed: 0, expected: 0, from: -1, until: 1 }
  const share = (i: number, j: number) => table[i]![j]! / n
  const kinds = table.map((_, i) => i)
  const total = (of: (k: number) => number) => kinds.reduce((so, k) => so + of(k), 0)
  const rows = kinds.map((i) => total((j) => share(i, j)))
  const columns = kinds.map((j) => total((i) => share(i, j)))
  const observed = total((i) => share(i, i))
  const expected = total((i) => rows[i]! * columns[i]!)
  if (expected === 1) return { kappa: null, observed, expected, from: -1, until: 1 }
  const k = (observed - expected) / (1 - expected)
  const onDiagonal = total((i) => share(i, i) * (1 - (rows[i]! + columns[i]!) * (1 - k)) ** 2)
  const beside = total((i) => total((j) => (i === j ? 0 : share(i, j) * (columns[i]! + rows[j]!) ** 2)))
  const variance = (onDiagonal + (1 - k) ** 2 * beside - (k - expected * (1 - k)) ** 2) / ((1 - expected) ** 2 * n)
  const half = z95 * Math.sqrt(Math.max(0, variance))
  return { kappa: k, observed, expected, from: Math.max(-1, k - half), until: Math.min(1, k + half) }
}

/** Where a function that rises or falls steadily between two ends is `wanted`, by halving: sixty halvings use up a double. */
const where = (of: (x: number) => number, wanted: number, from: number, until: number): number => {
  const rises = of(until) > of(from)
  let [low, high] = [from, until]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (of(middle) < wanted === rises) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(X ≤ n) for X ~ Binomial(trials, share). */
const binomialAtMost = (n: number, trials: number, share: number): number =>
  n >= trials ? 1 : binomialAtLeast(trials - n, trials, 1 - share)

/**
 * The exact interval of a share, `hits` of `trials`, whose two sides each err at `tail` at most (Clopper & Pearson 1934,
 * Biometrika 26).
 */
export const clopperPearson = (hits: number, trials: number, tail = 0.025): Interval => ({
  from: hits === 0 ? 0 : where((share) => binomialAtLeast(hits, trials, share), tail, 0, hits / trials),
  until: hits === trials ? 1 : where((share) => binomialAtMost(hits, trials, share), tail, hits / trials, 1),
})

/** Events within an exposure (days, thousand discharges), or hits among trials. */
export type Count = { readonly count: number; readonly of: number }

/** A comparison of before and after: how likely chance alone makes it as low, or as high; and the interval of what changed. */
export type Comparison = Interval & {
  /** After to before, or after less before; null where before was nothing. */
  readonly change: number | null
  readonly asLow: number
  readonly asHigh: number
}

/**
 * Two Poisson rates: given their sum the later count is binomial, with the share of the exposure (Przyborowski & Wilenski
 * 1940, Biometrika 31). The interval of the ratio is exact by the same way; its upper end lies below 1 just when `asLow` < 0.025.
 */
export const compareRates = (before: Count, after: Count): Comparison => {
  if (!(before.of > 0 && after.of > 0)) throw new RangeError('a rate needs an exposure')
  const all = before.count + after.count
  const share = after.of / (before.of + after.of)
  const ratio = (p: number) => (p / (1 - p)) * (before.of / after.of)
  const { from, until } = all === 0 ? { from: 0, until: 1 } : clopperPearson(after.count, all)
  return {
    change: before.count === 0 ? null : after.count / after.of / (before.count / before.of),
    asLow: binomialAtMost(after.count, all, share),
    asHigh: binomialAtLeast(after.count, all, share),
    from: ratio(from),
    until: until === 1 ? Number.POSITIVE_INFINITY : ratio(until),
  }
}

/** P(X ≥ n): of `drawn` from `all`, of which `marked` are marked, at least `n` are (the hypergeometric tail). */
const hypergeometricAtLeast = (n: number, all: number, marked: number, drawn: number): number => {
  const choose = (a: number, b: number) => lnGamma(a + 1) - lnGamma(b + 1) - lnGamma(a - b + 1)
  const most = Math.min(marked, drawn)
  let sum = 0
  for (let k = Math.max(n, 0, drawn + marked - all); k <= most; k++)
    sum += Math.exp(choose(marked, k) + choose(all - marked, drawn - k) - choose(all, drawn))
  return bounded(sum)
}

/**
 * Two shares: Fisher's exact test, one side at a time (Fisher 1935, J. R. Stat. Soc. 98), and the interval of their
 * difference from the two Wilson intervals (Newcombe 1998, Stat. Med. 17, method 10).
 */
export const compareShares = (before: Count, after: Count): Comparison => {
  const all = before.of + after.of
  const marked = before.count + after.count
  if (!(before.of > 0 && after.of > 0)) throw new RangeError('a share needs trials')
  const [p, q] = [before.count / before.of, after.count / after.of]
  const [a, b] = [wilson(before.count, before.of), wilson(after.count, after.of)]
  return {
    change: q - p,
    asLow: bounded(1 - hypergeometricAtLeast(after.count + 1, all, marked, after.of)),
    asHigh: hypergeometricAtLeast(after.count, all, marked, after.of),
    from: q - p - Math.hypot(q - b.from, a.until - p),
    until: q - p + Math.hypot(b.until - q, p - a.from),
  }
}

/** How grave it is that one judge said i and the other j of `kinds` in an order: the square of how far apart (Cohen 1968). */
const squared = (i: number, j: number, kinds: number): number => 1 - ((i - j) / (kinds - 1)) ** 2

/**
 * Weighted kappa for grades that have an order, with quadratic weights (Cohen 1968, Psychol. Bull. 70) and the
 * large-sample interval of Fleiss, Cohen & Everitt 1969; the same as `kappa` for two grades. `observed` is the weighted share.
 */
export const weightedKappa = (table: readonly (readonly number[])[]): Agreement => {
  const n = table.flat().reduce((a, b) => a + b, 0)
  if (n === 0) return { kappa: null, observed: 0, expected: 0, from: -1, until: 1 }
  const kinds = table.map((_, i) => i)
  const total = (of: (k: number) => number) => kinds.reduce((so, k) => so + of(k), 0)
  const share = (i: number, j: number) => table[i]![j]! / n
  const weight = (i: number, j: number) => (kinds.length === 1 ? 1 : squared(i, j, kinds.length))
  const rows = kinds.map((i) => total((j) => share(i, j)))
  const columns = kinds.map((j) => total((i) => share(i, j)))
  const observed = total((i) => total((j) => weight(i, j) * share(i, j)))
  const expected = total((i) => total((j) => weight(i, j) * rows[i]! * columns[j]!))
  if (1 - expected < 1e-12) return { kappa: null, observed, expected, from: -1, until: 1 }
  const k = (observed - expected) / (1 - expected)
  const ofRow = kinds.map((i) => total((j) => weight(i, j) * columns[j]!))
  const ofColumn = kinds.map((j) => total((i) => weight(i, j) * rows[i]!))
  const spread = total((i) => total((j) => share(i, j) * (weight(i, j) - (ofRow[i]! + ofColumn[j]!) * (1 - k)) ** 2))
  const variance = (spread - (k - expected * (1 - k)) ** 2) / (n * (1 - expected) ** 2)
  const half = z95 * Math.sqrt(Math.max(0, variance))
  return { kappa: k, observed, expected, from: Math.max(-1, k - half), until: Math.min(1, k + half) }
}
