// What keeps coming back: cells in which more people speak than chance explains, and words that more people say there.
import { type Cell, isProposed, keyOf, levels, liesIn, type Voice } from './cells.ts'
import type { Memory, Series } from './memory.ts'
import { besideOf, type Centre, centreOf, gatheringOf } from './topics.ts'
import { borderAt, byChance, expectedOf, farthest, fewest, shortestPast, spans, usualOf, weightsAt } from './usual.ts'

/** What one looks at anew each night: what came in so many days, since matters are put right in their first days. */
const fresh = 7
/** So many of them are asked about, the latest, and as many who spoke before: what a night has time for in the largest hospital. */
const asked = 1000

/** One that stands out. */
export type Recurrence = {
  readonly cell: Cell
  /** Where it is not the cell that stands out but what is said in it: how much its texts share. */
  readonly near?: number | undefined
  /** Days looked back over, people in them, and how many the past lets expect. */
  readonly span: number
  readonly observed: number
  readonly expected: number
  /** How often a month this cell would show so many by chance. */
  readonly byChance: number
  /** The day of the first of them. */
  readonly since: number
  /** The latest first. */
  readonly voices: readonly Voice[]
  /** Which of the standings it is that has risen again. */
  readonly again?: number | undefined
}

/**
 * What a proposal stands for already: the voices it was found by explain themselves; what joined it since is explained by it
 * too, but for a narrower cell inside it counts by itself.
 */
export type Standing = {
  readonly cell: Cell
  readonly near?: number | undefined
  readonly since: number
  readonly ids: readonly string[]
  readonly joined: readonly string[]
  /** Dismissed: so many in so many days are usual there from now on, and only more stand out. */
  readonly dismissed?: { readonly observed: number; readonly span: number } | undefined
}

/** The border of a day, good for a month: to be kept between looks. */
export type Border = { readonly day: number; readonly at: number; readonly weights: readonly number[] }

/** Where the border lies as of a day; nothing stands out before there is a past to compare with. */
export const borderOf = (memory: Memory, day: number): Border => {
  const weights = weightsAt(memory, day)
  return { day, at: memory.window(day, 0).length < shortestPast ? 0 : borderAt(memory, day, weights), weights }
}

/** The voices of the last `span` days, the latest first. */
const lately = (voices: readonly Voice[], today: number, span: number): Voice[] => {
  const found: Voice[] = []
  for (let i = voices.length - 1; i >= 0 && voices[i]!.day > today - span; i--) found.push(voices[i]!)
  return found
}

const peopleOf = (voices: readonly Voice[]): number => new Set(voices.map(({ person }) => person)).size

/** How one cell stands, at its most telling span; null where it does not stand out. */
const judged = (
  memory: Memory,
  it: Series,
  today: number,
  border: Border,
  explained: (voice: Voice) => boolean,
  dismissed: Standing['dismissed'],
): Recurrence | null => {
  const all = lately(it.voices, today, farthest).filter((voice) => !explained(voice))
  if (all.length < fewest) return null
  let best: Recurrence | null = null
  for (const span of spans) {
    const window = memory.window(today, span)
    if (window.length < shortestPast) continue
    const voices = all.filter((voice) => voice.day > today - span)
    const observed = peopleOf(voices)
    if (observed < fewest) continue
    let usual = usualOf(memory, it, window, border.weights)
    if (dismissed) {
      const known = dismissed.observed / memory.volume(today, dismissed.span)
      if (known > usual.rate * usual.lift)
        usual = { rate: known, shape: Math.max(usual.shape, dismissed.observed), lift: 1 }
    }
    const chance = byChance(usual, observed, window)
    if (chance > border.at || (best && best.byChance <= chance)) continue
    const expected = expectedOf(usual, window)
    best = { cell: it.cell, span, observed, expected, byChance: chance, since: voices.at(-1)!.day, voices }
  }
  return best
}

/** Words that were dismissed: they stand out again when more say them than did. */
const risen = (memory: Memory, it: Standing, again: number, today: number, border: Border): Recurrence | null => {
  const { cell, near, dismissed } = it
  if (near === undefined || !dismissed || it.joined.length === 0) return null
  const ours = new Set([...it.ids, ...it.joined])
  const { span } = dismissed
  const window = memory.window(today, span)
  const voices = lately(memory.total.voices, today, span).filter(({ id }) => ours.has(id))
  const observed = peopleOf(voices)
  if (observed <= dismissed.observed || window.volume === 0) return null
  const usual = { rate: dismissed.observed / window.volume, shape: dismissed.observed, lift: 1 }
  const chance = byChance(usual, observed, window)
  if (chance > border.at) return null
  const figures = { span, observed, expected: dismissed.observed, byChance: chance }
  return { cell, near, ...figures, since: voices.at(-1)!.day, voices, again }
}

/**
 * The voices of the last days, each with those that said something near to it; and who is near to one of today, since two who
 * share no word with each other may both share one with him.
 */
export const centresOf = (memory: Memory, today: number, days = fresh): Centre[] => {
  const now = lately(memory.total.voices, today, days)
    .slice(0, asked)
    .map((voice) => centreOf(memory, voice, today))
  const known = new Set(now.map(({ voice }) => voice.id))
  const before = new Map(
    now
      .filter(({ voice }) => voice.day === today)
      .flatMap((it) => besideOf(it, today))
      .flatMap((voice) => (known.has(voice.id) ? [] : [[voice.id, voice] as const])),
  )
  return [
    ...now,
    ...[...before.values()]
      .slice(0, asked)
      .map((voice) => ({ ...centreOf(memory, voice, today), before: true as const })),
  ]
}

/** Does a voice go on with what a proposal stands for: in its cell since then, and near to one of its cases where it is words that stand out? */
export const joins = ({ cell, near, since, ids, joined }: Standing, { voice, near: others, before }: Centre): boolean =>
  !before &&
  voice.day >= since &&
  liesIn(cell, voice) &&
  (near === undefined ||
    others.some((it) => it.score >= near && (ids.includes(it.voice.id) || joined.includes(it.voice.id))))

type Candidate = { readonly said: Recurrence; readonly again: () => Recurrence | null }

/**
 * What stands out today beside what is known already. Of those that share their voices the most telling is taken, and the
 * others are judged by what it leaves unexplained; so nested cells come alone, and a cell or the words in it, not both.
 */
export const lookAt = (
  memory: Memory,
  today: number,
  border: Border,
  standings: readonly Standing[],
  centres: readonly Centre[],
): Recurrence[] => {
  if (border.at === 0) return []
  const known = new Map(standings.flatMap((it, i) => (it.near === undefined ? [[keyOf(it.cell), i] as const] : [])))
  const ids = new Set(standings.flatMap((it) => it.ids))
  const joined = new Map<string, Standing[]>()
  for (const it of standings) for (const id of it.joined) joined.set(id, [...(joined.get(id) ?? []), it])
  const explained = (cell: Cell, voice: Voice, words: boolean) =>
    ids.has(voice.id) ||
    (joined.get(voice.id)?.some((it) => words || it.near !== undefined || !liesIn(it.cell, cell)) ?? false)

  const judge = (it: Series): Recurrence | null => {
    const again = known.get(keyOf(it.cell))
    if (again === undefined)
      return judged(memory, it, today, border, (voice) => explained(it.cell, voice, false), undefined)
    const { dismissed } = standings[again]!
    const said = dismissed ? judged(memory, it, today, border, () => false, dismissed) : null
    return said && { ...said, again }
  }
  const candidate = (again: () => Recurrence | null): Candidate[] => {
    const said = again()
    return said ? [{ said, again }] : []
  }
  const touched = new Set(centres.flatMap(({ voice, before }) => (before ? [] : memory.around(voice))))
  let open = [
    ...[...touched]
      .filter((it) => isProposed(levels[it.level]!) && it.days.length >= fewest)
      .flatMap((it) => candidate(() => judge(it))),
    ...centres.flatMap((centre) =>
      candidate(() => gatheringOf(memory, centre, today, border, (cell, voice) => explained(cell, voice, true))),
    ),
  ]
  const found = standings.flatMap((it, i) => risen(memory, it, i, today, border) ?? [])
  while (open.length > 0) {
    const telling = open.reduce((a, b) => (b.said.byChance < a.said.byChance ? b : a))
    found.push(telling.said)
    for (const { id } of telling.said.voices) ids.add(id)
    open = open.flatMap((one) => (one === telling ? [] : candidate(one.again)))
  }
  return found
}

export type Reckoned = {
  readonly found: readonly Recurrence[]
  /** For each standing, what joined it. */
  readonly joined: readonly (readonly Voice[])[]
}

/** A whole look at a day: what joins the standings first, then what stands out beside them. */
export const reckonAt = (memory: Memory, today: number, standings: readonly Standing[]): Reckoned => {
  const centres = centresOf(memory, today)
  const joined = standings.map((it): Voice[] => {
    const known = new Set([...it.ids, ...it.joined])
    return it.near === undefined
      ? lately(memory.total.voices, today, today - it.since + 1).filter(
          (voice) => !known.has(voice.id) && liesIn(it.cell, voice),
        )
      : centres.filter((centre) => !known.has(centre.voice.id) && joins(it, centre)).map(({ voice }) => voice)
  })
  const now = standings.map((it, i) => ({ ...it, joined: [...it.joined, ...joined[i]!.map(({ id }) => id)] }))
  return { found: lookAt(memory, today, borderOf(memory, today), now, centres), joined }
}
