// Those who said the same as somebody today: how many are usual, and how rarely chance brings so many together.
import { type Attribute, type Cell, cellOf, keyOf, levels, liesIn, type Voice } from './cells.ts'
import { inPast, type Memory, namesOf, pastOf, reachOf, type Window } from './memory.ts'
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

/** How much texts must share to be near: so much that three, or one, in a hundred of other matters of the category do. */
const nearness = [2.7, 3.4] as const
/** Spans that are looked back over for the same words, in days. */
const spans = [28, 91] as const
/**
 * There are more matters than cells, each looked for at two nearnesses and over two spans, so words must be so much rarer than
 * a cell to stand out. With `allowed` this is what leaves under one false proposal a month; found on synthetic years.
 */
const topical = 0.25
/** Notional people who said something near, and as many who said something else. */
const doubt = 1
/** How much departments and places differ in what they hear of within a category: a gamma of this shape. */
const evenness = 3

/** A voice, and those that said something near to it in its category before and since. */
export type Centre = {
  readonly voice: Voice
  readonly near: readonly Near[]
  /** Spoke before these days, and is near to one who spoke today: what that one says may gather around him sooner. */
  readonly before?: true
}

/** Looks up who said something near to a voice, as far back as a look reaches. */
export const centreOf = (memory: Memory, voice: Voice, today: number): Centre => ({
  voice,
  near: memory.sayings.near(voice, today - reachOf(farthest), nearness[0]),
})

/** Those of the longest span, there where a voice is, who said something near to it. */
export const besideOf = ({ voice, near }: Centre, today: number): Voice[] =>
  near.flatMap(({ voice: other }) =>
    other.day > today - spans.at(-1)! &&
    scopes.some((names) => names.length > 1 && liesIn(cellOf(names, voice) ?? nowhere, other))
      ? [other]
      : [],
  )
const nowhere: Cell = { category: '' }

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
 * How many are usual who say so in a cell: as many as did in the past, drawn towards what the cell hears of its category,
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
  const past = (voices: readonly Voice[]) => inPast(today, span, (from, until) => peopleIn(voices, from, until))
  const own = past(here)
  const names = namesOf(cell)
  if (names.length === 1) return { rate: (0.5 + own) / base, shape: Math.min(surest, 0.5 + own), lift: 1 }
  const all = past(everywhere)
  const category = pastOf(memory.alone('category', cell.category), today, span)
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
