// What a set of rules would have said about each department in the past months, and how much of it chance would have said anyway.

import { catalogue } from './catalogue.ts'
import type { Simulated } from './contract.ts'
import type { Department } from './figures.ts'
import { type Figure, type Figures, judge, type Rules, rounded, totalOf } from './rules.ts'

export type Past = { readonly month: string; readonly departments: readonly Department[] }

/** How many years are played for the interval of a department. */
const plays = 200

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
const chanceFrom = (seed: string) => {
  let state = 0
  for (const character of seed) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
type Chance = () => number

/** From the normal distribution (Box & Muller 1958). */
const normal = (chance: Chance): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())

/** A Poisson count: by products of uniforms (Knuth), by the normal distribution where that is as good. */
const poisson = (mean: number, chance: Chance): number => {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)))
  const limit = Math.exp(-mean)
  let n = 0
  for (let product = chance(); product > limit; product *= chance()) n++
  return n
}

const binomial = (trials: number, share: number, chance: Chance): number => {
  const spread = Math.sqrt(trials * share * (1 - share))
  if (trials > 60 && spread > 3)
    return Math.max(0, Math.min(trials, Math.round(trials * share + spread * normal(chance))))
  let hits = 0
  for (let i = 0; i < trials; i++) if (chance() < share) hits++
  return hits
}

/** What a department’s figure is like over all months, if nothing but chance sets the months apart. */
type Usual = (chance: Chance, month: Figure) => Figure

const usualOf = (key: string, figures: readonly Figure[]): Usual => {
  const known = figures.filter(({ value }) => value !== null)
  const sum = (of: (figure: Figure) => number) => known.reduce((so, figure) => so + of(figure), 0)
  const { kind } = catalogue[key]!
  if (kind === 'rate') {
    // Jeffreys: a share that was always whole is not certain to stay so.
    const share = (sum((it) => it.numerator ?? 0) + 0.5) / (sum((it) => it.denominator ?? 0) + 1)
    return (chance, month) => {
      const hits = binomial(month.denominator!, share, chance)
      return { ...month, numerator: hits, value: Math.round((hits / month.denominator!) * 10_000) }
    }
  }
  if (kind === 'score') {
    // At most as scattered as answers that are all or nothing.
    const middle =
      sum((it) => it.value! * it.people) /
      Math.max(
        1,
        sum((it) => it.people),
      ) /
      10_000
    return (chance, month) => {
      const off = Math.sqrt((middle * (1 - middle)) / month.people) * normal(chance)
      return { ...month, value: Math.round(Math.max(0, Math.min(1, middle + off)) * 10_000) }
    }
  }
  if (kind === 'ratio') {
    const rate =
      sum((it) => it.numerator ?? 0) /
      Math.max(
        1,
        sum((it) => it.denominator ?? 0),
      )
    return (chance, month) => {
      const n = poisson(rate * month.denominator!, chance)
      return { ...month, numerator: n, value: Math.round((n * 100_000) / month.denominator!) }
    }
  }
  const each = sum((it) => it.value! / 100) / Math.max(1, known.length)
  return (chance, month) => {
    const n = poisson(each, chance)
    return { ...month, numerator: n, people: n, value: n * 100 }
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
const varianceOf = (values: readonly number[]): number => {
  const middle = meanOf(values)
  return meanOf(values.map((value) => (value - middle) ** 2))
}

const monthOf = (month: string): number => Number(month.slice(5))

const scoreOf = (rules: Rules, figures: Figures, month: string): number =>
  totalOf(
    rules.base,
    judge(rules, figures, monthOf(month)).map(({ points }) => points),
  )

/** Years in which each figure is drawn anew around what is usual for the department. */
const played = (rules: Rules, months: readonly { month: string; figures: Figures }[], chance: Chance): number[] => {
  const keys = [...new Set(rules.items.map(({ figure }) => figure))]
  const usual = keys.map(
    (key) =>
      [
        key,
        usualOf(
          key,
          months.map(({ figures }) => figures[key]!),
        ),
      ] as const,
  )
  return Array.from({ length: plays }, () =>
    meanOf(
      months.map(({ month, figures }) => {
        const drawn = Object.fromEntries(
          usual.map(([key, draw]) => [key, figures[key]!.value === null ? figures[key]! : draw(chance, figures[key]!)]),
        )
        return scoreOf(rules, drawn, month)
      }),
    ),
  )
}

/**
 * Plays the rules over past months. The mean is what the months would have come to; `from` and `until` hold 95 of 100 years in
 * which nothing differed but chance, drawn anew from a seed so that the same rules say the same again; `byChance` is the share of
 * the variance between departments that chance makes within each. Departments under `rankedFrom` discharges have no rank.
 */
export const simulate = (rules: Rules, past: readonly Past[], rankedFrom: number, seed: string): Simulated => {
  const ids = past.at(-1)?.departments ?? []
  const lived = ids.flatMap(({ id, name }) => {
    const months = past.flatMap(({ month, departments }) => {
      const found = departments.find((one) => one.id === id)
      return found ? [{ month, figures: found.figures, discharges: found.discharges }] : []
    })
    const judged = months.map(({ month, figures }) => ({ month, lines: judge(rules, figures, monthOf(month)) }))
    const totals = judged.map(({ month, lines }) => ({
      month,
      total: totalOf(
        rules.base,
        lines.map(({ points }) => points),
      ),
    }))
    const years = played(rules, months, chanceFrom(`${seed} ${id}`)).sort((a, b) => a - b)
    const hits = rules.items.flatMap(({ key }) => {
      const points = judged.flatMap(({ lines }) =>
        lines.filter(({ item }) => item.key === key).map((line) => line.points),
      )
      const months = points.filter((n) => n !== 0).length
      return months === 0 ? [] : [{ item: key, points: points.reduce((a, b) => a + b, 0), months }]
    })
    return [
      {
        id,
        name,
        discharges: months.reduce((sum, it) => sum + it.discharges, 0),
        mean: rounded(meanOf(totals.map(({ total }) => total))),
        from: rounded(years[Math.floor(plays * 0.025)]!),
        until: rounded(years[Math.ceil(plays * 0.975) - 1]!),
        months: totals,
        hits,
        within: varianceOf(years),
      },
    ]
  })
  const ranked = lived.filter(({ discharges }) => discharges >= rankedFrom)
  const between = varianceOf(ranked.map(({ mean }) => mean))
  const byChance =
    ranked.length < 2 || between === 0 ? null : Math.min(1, meanOf(ranked.map((it) => it.within)) / between)
  return {
    months: past.map(({ month }) => month),
    byChance: byChance === null ? null : Math.round(byChance * 100) / 100,
    departments: lived
      .map(({ within: _, ...it }) => ({
        ...it,
        rank: it.discharges < rankedFrom ? null : 1 + ranked.filter(({ mean }) => mean > it.mean).length,
      }))
      .sort((a, b) => b.mean - a.mean || a.name.localeCompare(b.name, 'zh')),
  }
}
