// Every cell's voices in the order of time, counted in people: what a look at one day may know.
import { type Attribute, attributes, type Cell, cellOf, keyOf, levels, type Voice } from './cells.ts'
import { openSayings } from './sayings.ts'

/** Nobody is counted twice in a cell within so many days: one who complains often is one. */
export const once = 91
/** What a span is compared with: the year before it, and the one before that for so much. */
const year = 365
const faded = 0.5
/** So many days before today does a look need, that spans `farthest` days. */
export const reachOf = (farthest: number): number => 2 * year + farthest + 1

/** One cell through time: all its voices, and the days of those that count. */
export type Series = {
  readonly cell: Cell
  /** Its place in `levels`. */
  readonly level: number
  /** What it is made of: the cells of each of its attributes alone. */
  readonly parts: readonly Series[]
  readonly voices: Voice[]
  readonly days: number[]
  readonly heard: Map<string, number>
}

const series = (cell: Cell, level: number, parts: readonly Series[] = []): Series => ({
  ...{ cell, level, parts, voices: [], days: [], heard: new Map() },
})

/** Of ascending days, how many are not later than `day`. */
const upTo = (days: readonly number[], day: number): number => {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle]! > day) high = middle
    else low = middle + 1
  }
  return low
}

/** Of ascending days, how many lie in (from, until]. */
export const between = (days: readonly number[], from: number, until: number): number =>
  upTo(days, until) - upTo(days, from)

/**
 * How many there were before the `span` days that end today: in the year before them, and half of those in the year before
 * that, since habits change; `within` says how many of one's own lie in (from, until].
 */
export const inPast = (today: number, span: number, within: (from: number, until: number) => number): number => {
  const until = today - span
  return within(until - year, until) + faded * within(until - 2 * year, until - year)
}

/** Of a cell's days, how many lie in the past that a span is compared with. */
export const pastOf = (days: readonly number[], today: number, span: number): number =>
  inPast(today, span, (from, until) => between(days, from, until))

/** What a look back from a day over a span is measured by. */
export type Window = {
  readonly today: number
  readonly span: number
  /** People that the whole hospital heard in the past before the span (`inPast`); it hears now in as many days as the span; and in a month. */
  readonly base: number
  readonly volume: number
  readonly month: number
  /** Days of memory before the span. */
  readonly length: number
}

export type Memory = ReturnType<typeof openMemory>

/** An empty memory: voices are told to it in the order of their days, and it knows nothing later. */
export const openMemory = () => {
  const cells = new Map<string, Series>()
  const total = series({}, -1)
  const sayings = openSayings()

  const put = (into: Series, voice: Voice): void => {
    into.voices.push(voice)
    if (voice.day - (into.heard.get(voice.person) ?? Number.NEGATIVE_INFINITY) < once) return
    into.heard.set(voice.person, voice.day)
    into.days.push(voice.day)
  }

  const volume = (today: number, days: number): number => {
    const over = Math.max(days, 56)
    return (days * between(total.days, today - over, today)) / over
  }

  return {
    cells,
    total,
    sayings,
    /** Takes in the next voice. */
    add(voice: Voice): void {
      if (voice.day < (total.voices.at(-1)?.day ?? voice.day))
        throw new RangeError('voices come in the order of their days')
      put(total, voice)
      sayings.add(voice)
      levels.forEach((level, i) => {
        const cell = cellOf(level, voice)
        if (!cell) return
        const key = keyOf(cell)
        const parts = () => (level.length === 1 ? [] : level.map((it) => cells.get(keyOf({ [it]: cell[it] }))!))
        const known = cells.get(key) ?? series(cell, i, parts())
        cells.set(key, known)
        put(known, voice)
      })
    },
    /** Every cell in which a voice lies. */
    around: (voice: Voice): Series[] =>
      levels.flatMap((level) => {
        const cell = cellOf(level, voice)
        return cell ? [cells.get(keyOf(cell))!] : []
      }),
    /** The days of one attribute's value alone. */
    alone: (attribute: Attribute, value: string | undefined): readonly number[] =>
      cells.get(`${attribute}=${value}`)?.days ?? [],
    /** Every value of an attribute that was ever heard. */
    values: (attribute: Attribute): Series[] =>
      [...cells.values()].filter(({ cell, level }) => levels[level]!.length === 1 && cell[attribute] !== undefined),
    /** People that the whole hospital hears in so many days now: over eight weeks at least, so that one quiet week says nothing. */
    volume,
    window: (today: number, span: number): Window => ({
      ...{ today, span, base: Math.max(1, pastOf(total.days, today, span)) },
      ...{ volume: volume(today, span), month: volume(today, 30), length: today - span - (total.days[0] ?? today) },
    }),
  }
}

/** The attributes that a cell names. */
export const namesOf = (cell: Cell): Attribute[] => attributes.filter((it) => cell[it] !== undefined)
