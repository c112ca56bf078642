// Those who said the same as somebody today: how many are usual, and how rarely chance brings so many together.
import { type Attribute, type Cell, cellOf, keyOf, levels, liesIn, type Voice } from './cells.ts'
import { between, type Memory, namesOf, type Window, yearBefore } from './memory.ts'
import type { Border } from './recurrence.ts'
import type { Near } from './sayings.ts'
import {
  byChance,
  type Counted,
  expectedOf,
  farthest,
  fewest,
  shortestPast,
  surely,
  surest,
  type Usual,
  usualOf,
} from './usual.ts'

/** Where the same words are looked for: all over a category, and in one of its departments or places. */
const scopes: readonly (readonly Attribute[])[] = [['category'], ['category', 'department'], ['category', 'place']]

/** How much texts must share to be near: a word that every fifth text of the category has, or as much as every twentieth has. */
const nearness = [1.5, 3] as const
/** Spans that are looked back over for the same words, in days. */
const spans = [28, 91] as const
/**
 * There are more matters than cells, each looked for at two nearnesses and over two spans, so words must be so much rarer than
 * a cell to stand out. With `allowed` this is what leaves under one false proposal a month; found on synthetic years.
 */
const topical = 0.4
/** Notional people who said something near, and as many who said something else. */
const doubt = 1
/** How much departments and places differ in what they hear of within a category: a gamma of this shape. */
const evenness = 3

/** A voice of these days, and those that said something near to it in its category before and since. */
export type Centre = { readonly voice: Voice; readonly near: readonly Near[] }

/** Looks up who said something near to a voice, as far back as a look reaches. */
export const centreOf = (memory: Memory, voice: Voice, today: number): Centre => {
  const since = today - 365 - farthest - 1
  const of = between(memory.alone('category', voice.category), since, today)
  const near = memory.sayings.near(
    voice,
    since,
    nearness[0]!,
    of,
    between(memory.total.days, since, today),
    (other) => other.category === voice.category,
  )
  return { voice, near }
}

export type Gathering = {
  readonly cell: Cell
  readonly near: number
  readonly span: number
  readonly observed: number
  readonly expected: number
  /** In the measure of cells: how often a month so many would say the same here by chance, made dearer by `topical`. */
  readonly byChance: number
  readonly since: number
  readonly voices: readonly Voice[]
}

const peopleIn = (voices: readonly Voice[], from: number, until: number): number => {
  const people = new Set<string>()
  for (const { day, person } of voices) if (day > from && day <= until) people.add(person)
  return people.size
}

/** The cell as the memory counts it, also where nobody was heard in it. */
const countedIn = (memory: Memory, cell: Cell, names: readonly Attribute[]): Counted =>
  memory.cells.get(keyOf(cell)) ?? {
    level: levels.findIndex((it) => it.length === names.length && it.every((name) => names.includes(name))),
    days: [],
    parts: names.map((it) => memory.cells.get(keyOf({ [it]: cell[it] }))!),
  }

/**
 * How many are usual who say so in a cell: as many as did in the past year, drawn towards what the cell hears of its category,
 * times the share of the category that says so anywhere; lifted where more say so elsewhere too.
 */
const usualHere = (
  memory: Memory,
  cell: Cell,
  here: readonly Voice[],
  everywhere: readonly Voice[],
  window: Window,
  weights: readonly number[],
): Usual => {
  const { today, span, base } = window
  const from = today - span - 365
  const own = peopleIn(here, from, today - span)
  const names = namesOf(cell)
  if (names.length === 1) return { rate: (0.5 + own) / base, shape: Math.min(surest, 0.5 + own), lift: 1 }
  const all = peopleIn(everywhere, from, today - span)
  const category = yearBefore(memory.alone('category', cell.category), today, span)
  const usual = usualOf(memory, countedIn(memory, cell, names), window, weights)
  const prior = (usual.rate * (all + doubt)) / (category + 2 * doubt)
  const weight = 1 / (1 / usual.shape + 1 / evenness)
  const elsewhere = peopleIn(everywhere, today - span, today) - peopleIn(here, today - span, today)
  return {
    rate: (weight + own) / (weight / prior + base),
    shape: Math.min(surest, weight + own),
    lift: Math.max(1, surely(elsewhere, ((all - own) / base) * window.volume)),
  }
}

/** The most telling gathering around a voice; null where there is none within the border. */
export const gatheringOf = (
  memory: Memory,
  { voice: centre, near }: Centre,
  today: number,
  border: Border,
  explained: (cell: Cell, voice: Voice) => boolean,
): Gathering | null => {
  let best: Gathering | null = null
  for (const level of nearness) {
    const everywhere = near.flatMap(({ voice, score }) =>
      score >= level && voice.person !== centre.person ? [voice] : [],
    )
    if (everywhere.length < fewest - 1) continue
    for (const names of scopes) {
      const cell = cellOf(names, centre)
      if (!cell || explained(cell, centre)) continue
      const here = names.length === 1 ? everywhere : everywhere.filter((voice) => liesIn(cell, voice))
      const lately = here.filter((voice) => voice.day > today - farthest && !explained(cell, voice))
      if (lately.length < fewest - 1) continue
      for (const span of spans) {
        const window = memory.window(today, span)
        if (window.length < shortestPast) continue
        const others = lately.filter((voice) => voice.day > today - span)
        const observed = 1 + peopleIn(others, today - span, today)
        if (observed < fewest) continue
        const usual = usualHere(memory, cell, here, everywhere, window, border.weights)
        const chance = byChance(usual, observed, window) / topical
        if (chance > border.at || (best && chance >= best.byChance)) continue
        const voices = [centre, ...others].sort((a, b) => b.day - a.day)
        const figures = { span, observed, expected: expectedOf(usual, window), byChance: chance }
        best = { cell, near: level, ...figures, since: voices.at(-1)!.day, voices }
      }
    }
  }
  return best
}
