// From counts to figures that may be shown: rates with what they are a share of, and nothing about fewer than five people.
import type { MonthReport, Rate } from './contract.ts'
import { type Counts, dueOf } from './reckoning.ts'

type Slice = MonthReport['by']['campus'][number]

/** From how many people something is shown, and ranked (house rule); the hospital may set them higher. */
export type Limits = { readonly shownFrom: number; readonly rankedFrom: number }

const hiddenRate: Rate = { numerator: null, denominator: null, rate: null, hidden: true, ranked: false }

/** A share, to four places. Of one to four people nothing is shown; of nobody there is no rate, and nothing to hide. */
export const rateOf = (numerator: number, denominator: number, { shownFrom, rankedFrom }: Limits): Rate => {
  if (denominator > 0 && denominator < shownFrom) return hiddenRate
  const rate = denominator === 0 ? null : Math.round((numerator / denominator) * 10_000) / 10_000
  return { numerator, denominator, rate, hidden: false, ranked: denominator >= rankedFrom }
}

/** Groups of which the number of all together is told somewhere: the whole, a campus, a department group. */
export type Family = {
  readonly members: readonly string[]
  /** That number is itself hidden: then one hidden member suffices. */
  readonly totalHidden?: boolean
}

/**
 * The groups that must not be shown: those of one to four people, and as many of the next smallest as it takes that no
 * hidden number can be had by subtraction from a family's total (one alone hidden is no secret, nor are several that
 * together are fewer than five). `secret`: groups that are not to be shown for another reason.
 */
export const hiddenGroups = (
  sizes: ReadonlyMap<string, number>,
  families: readonly Family[],
  { shownFrom }: Limits,
  secret: ReadonlySet<string> = new Set(),
): Set<string> => {
  const hidden = new Set(
    [...sizes].filter(([key, n]) => (n > 0 && n < shownFrom) || secret.has(key)).map(([key]) => key),
  )
  const size = (key: string) => sizes.get(key) ?? 0
  for (let again = true; again; ) {
    again = false
    for (const { members, totalHidden = false } of families) {
      const kept = members.filter((key) => hidden.has(key))
      const people = kept.reduce((sum, key) => sum + size(key), 0)
      const safe = totalHidden ? kept.length > 0 : kept.length === 0 || (kept.length > 1 && people >= shownFrom)
      if (safe) continue
      const [next] = members
        .filter((key) => !hidden.has(key) && size(key) > 0)
        .sort((a, b) => size(a) - size(b) || (a < b ? -1 : 1))
      if (next === undefined) continue
      hidden.add(next)
      again = true
    }
  }
  return hidden
}

/** One group of a report; hidden, it keeps nothing but its name. */
export const sliceOf = (
  key: string,
  label: string,
  counts: Counts,
  { hidden, limits }: { hidden: boolean; limits: Limits },
): Slice => {
  const nothing = { discharges: null, excluded: null, due: null, opinions: null }
  if (hidden) return { key, label, ...nothing, reached: hiddenRate, satisfied: hiddenRate, hidden }
  const { discharges, excluded, opinions } = counts
  const due = dueOf(counts)
  const reached = rateOf(counts.reached, due, limits)
  const satisfied = rateOf(counts.satisfied, counts.graded, limits)
  return { key, label, discharges, excluded, due, opinions, reached, satisfied, hidden }
}

/** The parts of a whole that is told: those of one to four are null, and one more with them where the rest would tell it. */
export const toldParts = <T extends { readonly key: string; readonly count: number }>(
  parts: readonly T[],
  limits: Limits,
): (Omit<T, 'count'> & { count: number | null })[] => {
  const sizes = new Map(parts.map(({ key, count }) => [key, count]))
  const hidden = hiddenGroups(sizes, [{ members: [...sizes.keys()] }], limits)
  return parts.map((part) => ({ ...part, count: hidden.has(part.key) ? null : part.count }))
}
