// What keeps coming back: cells in which more people speak than chance explains, the most telling of those that share their voices.
import { type Cell, isProposed, keyOf, levels, liesIn, type Voice } from './cells.ts'
import { type Memory, once, type Series } from './memory.ts'
import { borderAt, byChance, expectedOf, fewest, spans, usualOf, weightsAt } from './usual.ts'

/** The least past that anything can be compared with, in days. */
const shortestPast = 90
/** A cell in which nobody has spoken for so long does not stand out anew. */
const fresh = 7

/** One cell that stands out. */
export type Recurrence = {
  readonly cell: Cell
  /** Days looked back over, people in them, and how many the past lets expect. */
  readonly span: number
  readonly observed: number
  readonly expected: number
  /** How often a month this cell would show so many by chance. */
  readonly byChance: number
  /** The day of the first of them. */
  readonly since: number
  readonly voices: readonly Voice[]
}

/**
 * A cell that a proposal stands for already: its cases, and what is said there since, are explained by it; only for a narrower
 * cell inside it does what is said since count by itself.
 */
export type Standing = {
  readonly cell: Cell
  readonly since: number
  readonly ids: readonly string[]
  /** Dismissed: so many in so many days are usual there from now on, and only more stand out. */
  readonly dismissed?: { readonly observed: number; readonly span: number } | undefined
}

/** The border of a day, good for a month: to be kept between looks. */
export type Border = { readonly day: number; readonly at: number; readonly weights: readonly number[] }

/** Where the border lies as of a day; nothing stands out before there is a past to compare with. */
export const borderOf = (memory: Memory, day: number): Border => {
  const weights = weightsAt(memory, day)
  return { day, at: memory.length(day, 0) < shortestPast ? 0 : borderAt(memory, day, weights), weights }
}

/** The voices of the last `span` days, the latest first. */
const lately = (voices: readonly Voice[], today: number, span: number): Voice[] => {
  const found: Voice[] = []
  for (let i = voices.length - 1; i >= 0 && voices[i]!.day > today - span; i--) found.push(voices[i]!)
  return found
}

/** How one cell stands, at its most telling span; null where it does not stand out. */
const judged = (
  memory: Memory,
  it: Series,
  today: number,
  border: Border,
  explained: (voice: Voice) => boolean,
  dismissed: Standing['dismissed'],
): Recurrence | null => {
  const all = lately(it.voices, today, once).filter((voice) => !explained(voice))
  let best: Recurrence | null = null
  for (const span of spans) {
    if (memory.length(today, span) < shortestPast) continue
    const voices = all.filter((voice) => voice.day > today - span)
    const observed = new Set(voices.map(({ person }) => person)).size
    if (observed < fewest) continue
    let usual = usualOf(memory, it, today, span, border.weights)
    if (dismissed) {
      const known = dismissed.observed / memory.volume(today, dismissed.span)
      if (known > usual.rate * usual.lift)
        usual = { rate: known, shape: Math.max(usual.shape, dismissed.observed), lift: 1 }
    }
    const chance = byChance(memory, usual, observed, today, span)
    if (chance > border.at || (best && best.byChance <= chance)) continue
    const expected = expectedOf(memory, usual, today, span)
    best = { cell: it.cell, span, observed, expected, byChance: chance, since: voices.at(-1)!.day, voices }
  }
  return best
}

/**
 * What stands out today beside what is known already. Of cells that share their voices the most telling is taken, and the
 * others are judged by what it leaves unexplained; so nested cells come alone.
 */
export const lookAt = (memory: Memory, today: number, border: Border, standings: readonly Standing[]): Recurrence[] => {
  const known = new Map(standings.map((it) => [keyOf(it.cell), it]))
  const ids = new Set(standings.flatMap((it) => it.ids))
  const found: Recurrence[] = []
  const explainedFor = (cell: Cell, own: Standing | undefined) => (voice: Voice) =>
    own
      ? false
      : ids.has(voice.id) ||
        standings.some((it) => voice.day >= it.since && liesIn(it.cell, voice) && !liesIn(it.cell, cell))
  const judge = (it: Series): Recurrence | null => {
    const own = known.get(keyOf(it.cell))
    if (own && !own.dismissed) return null
    return judged(memory, it, today, border, explainedFor(it.cell, own), own?.dismissed)
  }
  let open = [...memory.cells.values()].filter(
    (it) => isProposed(levels[it.level]!) && it.days.length >= fewest && it.voices.at(-1)!.day > today - fresh,
  )
  for (;;) {
    const telling = open.flatMap((it) => {
      const said = judge(it)
      return said ? [{ it, said }] : []
    })
    if (telling.length === 0) return found
    const { it, said } = telling.reduce((a, b) => (b.said.byChance < a.said.byChance ? b : a))
    found.push(said)
    for (const { id } of said.voices) ids.add(id)
    open = telling.flatMap((one) => (one.it === it ? [] : [one.it]))
  }
}
