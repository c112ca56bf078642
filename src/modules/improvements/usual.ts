// What is usual in a cell, and how often a month it would show so many by chance; and where the border is drawn for all.
import { gammaPoissonAtLeast } from '#kernel/statistics.ts'
import { type Cell, isProposed, levels } from './cells.ts'
import { between, type Memory, namesOf, yearBefore } from './memory.ts'

/** The spans that are looked back over, in days. */
export const spans = [7, 14, 28, 56, 91] as const
/** Fewer people than this are no pattern, however unlikely. */
export const fewest = 3
/** So many people does a rise elsewhere need before it explains much of one here. */
const inertia = 4
/**
 * However long a past, a rate is not known better than this: habits change. As many notional people as stand behind a rate
 * that is right within a third.
 */
const surest = 10
/**
 * For how many false proposals a month the border is drawn, over all cells and spans. Spans overlap and are counted as if
 * they did not, so fewer come than are allowed for.
 */
const allowed = 1.4

/** A cell's own rate for each voice of the whole hospital, how sure it is, and what lifts it for a reason that is known. */
export type Usual = { readonly rate: number; readonly shape: number; readonly lift: number }

/** What its parts let expect of a cell, as a share of all voices: of two attributes the product, of one an even share. */
const prior = (memory: Memory, cell: Cell, today: number, span: number, base: number): number => {
  const names = namesOf(cell)
  if (names.length === 1) return 1 / 50
  return names.reduce(
    (so, name) => (so * (yearBefore(memory.alone(name, cell[name]), today, span) + 0.5)) / (base + 0.5),
    1,
  )
}

/**
 * How many times as many there are as were usual, less what chance may add to few. Each is counted in people for itself, so
 * that a part may hold more than its whole: then there are no others.
 */
const surely = (now: number, was: number): number => {
  const others = Math.max(0, now)
  return (others - Math.sqrt(others) + inertia) / (Math.max(0, was) + inertia)
}

/** How far the rest of its category or place has risen as well; of one attribute alone, how far last year's season rose. */
const liftOf = (
  memory: Memory,
  cell: Cell,
  days: readonly number[],
  today: number,
  span: number,
  base: number,
): number => {
  const names = namesOf(cell)
  const own = yearBefore(days, today, span)
  if (names.length === 1) {
    if (memory.length(today, span) < 395) return 1
    const [from, until] = [today - 365 - span - 14, today - 365 + 14]
    const season = between(memory.total.days, from, until)
    return Math.max(1, surely(between(days, from, until), (own / base) * season))
  }
  const near = Math.max(span, 28)
  return Math.max(
    1,
    ...names.map((name) => {
      const whole = memory.alone(name, cell[name])
      const now = between(whole, today - near, today) - between(days, today - near, today)
      const was = ((yearBefore(whole, today, span) - own) / base) * memory.volume(today, near)
      return surely(now, was)
    }),
  )
}

/**
 * The usual of a cell before a span: its own past year, counted in people and for each person that the whole hospital heard
 * (so that growth is no finding), drawn towards what its parts let expect (gamma–Poisson shrinkage: DuMouchel 1999, Am.
 * Stat. 53), and lifted where there is a known reason.
 */
export const usualOf = (
  memory: Memory,
  { cell, level, days }: { readonly cell: Cell; readonly level: number; readonly days: readonly number[] },
  today: number,
  span: number,
  weights: readonly number[],
): Usual => {
  const base = Math.max(1, yearBefore(memory.total.days, today, span))
  const own = yearBefore(days, today, span)
  const weight = weights[level]!
  const rate = (weight + own) / (weight / prior(memory, cell, today, span, base) + base)
  return { rate, shape: Math.min(surest, weight + own), lift: liftOf(memory, cell, days, today, span, base) }
}

/** How many people a span lets expect. */
export const expectedOf = (memory: Memory, usual: Usual, today: number, span: number): number =>
  usual.rate * usual.lift * memory.volume(today, span)

/**
 * How often a month a cell shows `n` people or more within a span by chance: how often somebody speaks there, times the tail
 * of the others before him (Slivnyak's theorem; the recurrence interval of prospective scan statistics: Kulldorff 2001,
 * J. R. Stat. Soc. A 164). That somebody spoke makes a high rate likelier: hence the shape and one.
 */
export const byChance = (memory: Memory, usual: Usual, n: number, today: number, span: number): number => {
  const { shape } = usual
  const others = (expectedOf(memory, usual, today, span) * (shape + 1)) / shape
  return expectedOf(memory, usual, today, 30) * gammaPoissonAtLeast(n - 1, others, shape + 1)
}

/** How much the cells of each level differ from what their parts let expect, by moments: what the prior weighs. */
export const weightsAt = (memory: Memory, today: number): number[] => {
  const base = Math.max(1, yearBefore(memory.total.days, today, 0))
  const sums = levels.map(() => ({ even: 0, uneven: 0 }))
  for (const { cell, level, days } of memory.cells.values()) {
    if (levels[level]!.length === 1) continue
    const expected = prior(memory, cell, today, 0, base) * base
    const sum = sums[level]!
    sum.even += expected ** 2
    sum.uneven += (yearBefore(days, today, 0) - expected) ** 2 - expected
  }
  return sums.map(({ even, uneven }) => (even === 0 || uneven <= 0 ? 1 : Math.min(4, Math.max(0.4, even / uneven))))
}

/** Cells of a level that nobody has spoken of, in classes of about the same size: how many there are of each. */
const unheard = (memory: Memory, level: number, today: number, base: number): Map<number, number> => {
  const [a, b] = levels[level]!
  const classes = new Map<number, number>()
  if (!a || !b) return classes
  const put = (share: number, n: number) => {
    const size = Math.round(2 * Math.log2(share))
    classes.set(size, Math.max(0, (classes.get(size) ?? 0) + n))
  }
  const shares = (name: typeof a) =>
    memory.values(name).map(({ days }) => (yearBefore(days, today, 0) + 0.5) / (base + 0.5))
  for (const x of shares(a)) for (const y of shares(b)) put(x * y, 1)
  for (const it of memory.cells.values()) if (it.level === level) put(prior(memory, it.cell, today, 0, base), -1)
  return classes
}

/**
 * The border: how rarely by chance a cell must show what it shows. Drawn where all cells together, heard of and not, would
 * pass it `allowed` times a month. It is reckoned from the cells' own discrete tails, so that those that could never
 * pass cost nothing (Tarone 1990, Biometrics 46).
 */
export const borderAt = (memory: Memory, today: number, weights: readonly number[]): number => {
  // At each value that a cell can show, what more is let through when the border is moved to it.
  const steps: [at: number, more: number][] = []
  const weigh = (usual: Usual, span: number, count: number) => {
    let beyond = 0
    const chances: number[] = []
    for (let n = Math.max(fewest, Math.floor(expectedOf(memory, usual, today, span))); n < 1000; n++) {
      const chance = byChance(memory, usual, n, today, span)
      chances.push(chance)
      if (chance * count < 1e-7) break
    }
    for (const chance of chances.reverse()) {
      steps.push([chance, (chance - beyond) * count])
      beyond = chance
    }
  }
  const base = Math.max(1, yearBefore(memory.total.days, today, 0))
  for (const span of spans) {
    for (const it of memory.cells.values())
      if (isProposed(levels[it.level]!) && it.days.length > 0) weigh(usualOf(memory, it, today, span, weights), span, 1)
    levels.forEach((_, level) => {
      const weight = weights[level]!
      for (const [size, count] of unheard(memory, level, today, base))
        if (count > 0) weigh({ rate: weight / (weight / 2 ** (size / 2) + base), shape: weight, lift: 1 }, span, count)
    })
  }
  steps.sort(([a], [b]) => a - b)
  let sum = 0
  let border = 0
  for (const [at, more] of steps) {
    sum += more
    if (sum > allowed) break
    border = at
  }
  return border
}
