// What is usual in a cell, and how often a month it would show so many by chance; and where the border is drawn for all.
import { gammaPoissonAtLeast } from '#kernel/statistics.ts'
import { isProposed, levels } from './cells.ts'
import { between, type Memory, pastOf, type Series, type Window } from './memory.ts'

/** The spans that are looked back over, in days. */
export const spans = [7, 14, 28, 56, 91, 182] as const
/** The longest of them. */
export const farthest = 182
/** The least past that anything can be compared with, in days. */
export const shortestPast = 90
/** Fewer people than this are no pattern, however unlikely. */
export const fewest = 3
/** So many people does a rise elsewhere need before it explains much of one here. */
const inertia = 4
/**
 * However long a past, a rate is not known better than this: habits change. As many notional people as stand behind a rate
 * that is right within a third.
 */
export const surest = 10
/**
 * For how many false proposals a month the border is drawn, over all cells and spans. Spans overlap and are counted as if
 * they did not, so fewer come than are allowed for.
 */
const allowed = 0.7

/** A cell's own rate for each voice of the whole hospital, how sure it is, and what lifts it for a reason that is known. */
export type Usual = { readonly rate: number; readonly shape: number; readonly lift: number }

/** What its parts let expect of a cell, as a share of all voices: of two attributes the product, of one an even share. */
const prior = ({ parts }: Counted, { today, span, base }: Window): number =>
  parts.length === 0
    ? 1 / 50
    : parts.reduce((so, part) => (so * (pastOf(part.days, today, span) + 0.5)) / (base + 0.5), 1)

/**
 * How many times as many there are as were usual, less what chance may add to few. Each is counted in people for itself, so
 * that a part may hold more than its whole: then there are no others.
 */
export const surely = (now: number, was: number): number => {
  const others = Math.max(0, now)
  return (others - Math.sqrt(others) + inertia) / (Math.max(0, was) + inertia)
}

/** How far the rest of its category or place has risen as well; of one attribute alone, how far last year's season rose. */
const liftOf = (memory: Memory, { parts, days }: Counted, window: Window): number => {
  const { today, span, base } = window
  const own = pastOf(days, today, span)
  if (parts.length === 0) {
    if (window.length < 395) return 1
    const [from, until] = [today - 365 - span - 14, today - 365 + 14]
    const season = between(memory.total.days, from, until)
    return Math.max(1, surely(between(days, from, until), (own / base) * season))
  }
  const near = Math.max(span, 28)
  const volume = near === span ? window.volume : memory.volume(today, near)
  const ownNow = between(days, today - near, today)
  let lift = 1
  for (const { days: whole } of parts) {
    const was = ((pastOf(whole, today, span) - own) / base) * volume
    lift = Math.max(lift, surely(between(whole, today - near, today) - ownNow, was))
  }
  return lift
}

/** As much of a cell as its usual is reckoned from. */
export type Counted = Pick<Series, 'level' | 'days' | 'parts'>

/**
 * The usual of a cell before a span: its own past, counted in people and for each person that the whole hospital heard
 * (so that growth is no finding), drawn towards what its parts let expect (gamma–Poisson shrinkage: DuMouchel 1999, Am.
 * Stat. 53), and lifted where there is a known reason.
 */
export const usualOf = (memory: Memory, it: Counted, window: Window, weights: readonly number[]): Usual => {
  const own = pastOf(it.days, window.today, window.span)
  const weight = weights[it.level]!
  const rate = (weight + own) / (weight / prior(it, window) + window.base)
  return { rate, shape: Math.min(surest, weight + own), lift: liftOf(memory, it, window) }
}

/** How many people a span lets expect. */
export const expectedOf = ({ rate, lift }: Usual, { volume }: Window): number => rate * lift * volume

/**
 * How often a month a cell shows `n` people or more within a span by chance: how often somebody speaks there, times the tail
 * of the others before him (Slivnyak's theorem; the recurrence interval of prospective scan statistics: Kulldorff 2001,
 * J. R. Stat. Soc. A 164). That somebody spoke makes a high rate likelier: hence the shape and one.
 */
export const byChance = (usual: Usual, n: number, window: Window): number => {
  const { rate, lift, shape } = usual
  const others = (expectedOf(usual, window) * (shape + 1)) / shape
  return rate * lift * window.month * gammaPoissonAtLeast(n - 1, others, shape + 1)
}

/** How much the cells of each level differ from what their parts let expect, by moments: what the prior weighs. */
export const weightsAt = (memory: Memory, today: number): number[] => {
  const window = memory.window(today, 0)
  const sums = levels.map(() => ({ even: 0, uneven: 0 }))
  for (const it of memory.cells.values()) {
    if (it.parts.length === 0) continue
    const expected = prior(it, window) * window.base
    const sum = sums[it.level]!
    sum.even += expected ** 2
    sum.uneven += (pastOf(it.days, today, 0) - expected) ** 2 - expected
  }
  return sums.map(({ even, uneven }) => (even === 0 || uneven <= 0 ? 1 : Math.min(4, Math.max(0.4, even / uneven))))
}

/** Cells of a level that nobody has spoken of, in classes of about the same size: how many there are of each. */
const unheard = (memory: Memory, level: number, window: Window): Map<number, number> => {
  const [a, b] = levels[level]!
  const classes = new Map<number, number>()
  if (!a || !b) return classes
  const put = (share: number, n: number) => {
    const size = Math.round(2 * Math.log2(share))
    classes.set(size, Math.max(0, (classes.get(size) ?? 0) + n))
  }
  const shares = (name: typeof a) => {
    const sizes = new Map<number, number>()
    for (const { days } of memory.values(name)) {
      const share = (pastOf(days, window.today, 0) + 0.5) / (window.base + 0.5)
      sizes.set(share, (sizes.get(share) ?? 0) + 1)
    }
    return sizes
  }
  const [xs, ys] = [shares(a), shares(b)]
  for (const [x, n] of xs) for (const [y, m] of ys) put(x * y, n * m)
  for (const it of memory.cells.values()) if (it.level === level) put(prior(it, window), -1)
  return classes
}

/** The chances are summed in classes, so many to each power of ten. */
const fine = 50

/**
 * The border: how rarely by chance a cell must show what it shows. Drawn where all cells together, heard of and not, would
 * pass it `allowed` times a month. It is reckoned from the cells' own discrete tails, so that those that could never
 * pass cost nothing (Tarone 1990, Biometrics 46).
 */
export const borderAt = (memory: Memory, today: number, weights: readonly number[]): number => {
  // At each value that a cell can show, what more is let through when the border is moved to it.
  const steps = new Float64Array(12 * fine)
  const weigh = (usual: Usual, window: Window, count: number) => {
    let beyond = 0
    const chances: number[] = []
    for (let n = Math.max(fewest, Math.floor(expectedOf(usual, window))); n < 1000; n++) {
      const chance = byChance(usual, n, window)
      chances.push(chance)
      if (chance * count < 1e-7) break
    }
    for (const chance of chances.reverse()) {
      const step = Math.min(steps.length - 1, Math.max(0, Math.floor(-Math.log10(chance) * fine)))
      steps[step]! += (chance - beyond) * count
      beyond = chance
    }
  }
  const now = memory.window(today, 0)
  for (const span of spans) {
    const window = memory.window(today, span)
    for (const it of memory.cells.values())
      if (isProposed(levels[it.level]!) && it.days.length > 0) weigh(usualOf(memory, it, window, weights), window, 1)
    levels.forEach((_, level) => {
      const weight = weights[level]!
      for (const [size, count] of unheard(memory, level, now))
        if (count > 0)
          weigh({ rate: weight / (weight / 2 ** (size / 2) + window.base), shape: weight, lift: 1 }, window, count)
    })
  }
  let sum = 0
  for (let step = steps.length - 1; step >= 0; step--) {
    sum += steps[step]!
    if (sum > allowed) return 10 ** (-(step + 1) / fine)
  }
  return 1
}
