// Whether a figure moved: the past that is compared with, the points of its run chart, and the verdict by an exact test.
import { type Comparison, type Count, compareRates, compareShares } from '#kernel/statistics.ts'
import { addDays, type Day, daysBetween } from '#kernel/time.ts'
import { standards } from '#src/standards.ts'

/** What a figure came to on each day; days without anything may be missing where they expose nothing either. */
export type Daily = ReadonlyMap<Day, Count>

export type Verdict = 'better' | 'same' | 'worse' | 'unknown'
/** Why nothing can be said yet. */
export type Lack = 'past' | 'window' | 'few'

/** Days, both included. */
export type Span = { readonly from: Day; readonly until: Day }
export type Spans = {
  /** The past that is compared with, before anything was changed. */
  readonly past: Span
  /** The days that made somebody look: cut out of the past, for whoever looks at a peak sees it fall by itself. */
  readonly cut: Span
  /** From the day on which all was done; null as long as that is not so. */
  readonly window: Span | null
}

export type Point = Span &
  Count & {
    readonly part: 'past' | 'cut' | 'between' | 'window'
    /** Three-sigma limits around the past's middle, for the point's own exposure; null where it has none. */
    readonly lower: number | null
    readonly upper: number | null
  }

export type Reckoned = {
  readonly verdict: Verdict
  readonly lack: Lack | null
  readonly past: Count
  readonly window: Count
  readonly pastDays: number
  readonly windowDays: number
  /** How much more it varies than chance does; 1: no more. Above 1 every count stands for so much less. */
  readonly spread: number
  /** How far this time of the year is lower by itself, as last year showed; 1: not. So much less is expected of the window. */
  readonly season: number
  /** After to before (a rate), or after less before (a share); its exact 95 % interval. */
  readonly change: number | null
  readonly from: number | null
  readonly until: number | null
  /** How likely chance alone makes it as low. */
  readonly byChance: number | null
}

/** A past or a window of fewer days says nothing about what is usual. */
export const leastDays = 28
/** On either side; so of a hundred remedies that change nothing two or three would be called an improvement. */
const border = 0.025

const within = (day: Day, span: Span | null): boolean => span !== null && day >= span.from && day <= span.until
const daysOf = ({ from, until }: Span): number => Math.max(0, daysBetween(from, until) + 1)

const total = (daily: Daily, is: (day: Day) => boolean): Count => {
  const found = [...daily].filter(([day]) => is(day)).map(([, it]) => it)
  return { count: found.reduce((a, b) => a + b.count, 0), of: found.reduce((a, b) => a + b.of, 0) }
}

const isPast =
  ({ past, cut }: Spans) =>
  (day: Day) =>
    within(day, past) && !within(day, cut)

const partOf = (day: Day, spans: Spans): Point['part'] =>
  within(day, spans.window) ? 'window' : within(day, spans.cut) ? 'cut' : within(day, spans.past) ? 'past' : 'between'

/** A span in pieces of so many days; the last one may be shorter. */
const piecesOf = ({ from, until }: Span, days: number): Span[] => {
  const pieces: Span[] = []
  for (let at = from; at <= until; at = addDays(at, days)) {
    const end = addDays(at, days - 1)
    pieces.push({ from: at, until: end < until ? end : until })
  }
  return pieces
}

/** Weeks, or four weeks where weeks would be more than forty points; the window begins a point of its own. */
const stepsOf = ({ past, window }: Spans, asOf: Day): Span[] => {
  const last = window && window.until < asOf ? window.until : asOf
  const days = daysBetween(past.from, last) > 280 ? 28 : 7
  if (!window || window.from > last) return piecesOf({ from: past.from, until: last }, days)
  return [
    ...piecesOf({ from: past.from, until: addDays(window.from, -1) }, days),
    ...piecesOf({ from: window.from, until: last }, days),
  ]
}

/** Of a share nothing is told of fewer (house rule): it would be what one or two people answered. */
const shownFrom = standards.shownFrom.value
const isFew = (kind: 'rate' | 'share', { of }: Count): boolean => kind === 'share' && of > 0 && of < shownFrom

/** Points of a share stand for enough people each: one of too few is joined with the next, the last with the one before. */
const enough = (steps: readonly Span[], isFewIn: (span: Span) => boolean): Span[] => {
  const joined: Span[] = []
  for (const step of steps) {
    const last = joined.at(-1)
    if (last && isFewIn(last)) joined[joined.length - 1] = { from: last.from, until: step.until }
    else joined.push(step)
  }
  const [before, last] = joined.slice(-2)
  if (!before || !last || !isFewIn(last)) return joined
  return [...joined.slice(0, -2), { from: before.from, until: last.until }]
}

/** Its standard deviation, of one point with this exposure. */
const sigma = (kind: 'rate' | 'share', middle: number, of: number): number =>
  Math.sqrt((kind === 'rate' ? middle : middle * (1 - middle)) / of)

/** The points of the run chart, with limits from the past alone, so that what comes later is judged by it. */
export const pointsOf = (kind: 'rate' | 'share', daily: Daily, spans: Spans, asOf: Day): Point[] => {
  const past = total(daily, isPast(spans))
  const middle = past.of === 0 || isFew(kind, past) ? null : past.count / past.of
  const totalIn = (span: Span) => total(daily, (day) => within(day, span))
  const steps = stepsOf(spans, asOf)
  const isAfter = ({ from }: Span) => spans.window !== null && from >= spans.window.from
  const sides = [steps.filter((step) => !isAfter(step)), steps.filter(isAfter)]
  const shown = sides.flatMap((side) => enough(side, (span) => isFew(kind, totalIn(span))))
  return shown.map((span) => {
    const it = isFew(kind, totalIn(span)) ? { count: 0, of: 0 } : totalIn(span)
    const part = partOf(span.from, spans)
    if (middle === null || it.of === 0) return { ...span, ...it, part, lower: null, upper: null }
    const half = 3 * sigma(kind, middle, it.of)
    const top = middle + half
    return {
      ...span,
      ...it,
      part,
      lower: Math.max(0, middle - half),
      upper: kind === 'share' ? Math.min(1, top) : top,
    }
  })
}

/** The first day whose figure a verdict looks at: where the past is no whole year, last year's same days tell the season. */
export const knownFrom = ({ past }: Spans): Day => (daysOf(past) >= 300 ? past.from : addDays(past.from, -365))

/**
 * How many times as much the weeks before anything was done vary as chance lets them (Pearson's χ² by its degrees of freedom); 1
 * unless it is surely more: above twice its own deviation, which is that of Poisson counts as small as these. What lies before
 * and what lies after the days that made somebody look have each their own mean. Twelve weeks have to show it.
 */
const spreadOf = (kind: 'rate' | 'share', daily: Daily, spans: Spans): number => {
  const { past, cut } = spans
  const parts = [
    { from: knownFrom(spans), until: addDays(cut.from < past.until ? cut.from : past.until, -1) },
    { from: addDays(cut.until, 1) > past.from ? addDays(cut.until, 1) : past.from, until: past.until },
  ].map((part) => {
    const weeks = piecesOf(part, 7).map((span) => total(daily, (day) => within(day, span)))
    return weeks.filter(({ of }) => of > 0)
  })
  const told = parts.map((weeks) => {
    const all = weeks.reduce((so, it) => ({ count: so.count + it.count, of: so.of + it.of }), { count: 0, of: 0 })
    const middle = all.of === 0 ? 0 : all.count / all.of
    const shown = middle > 0 && (kind === 'rate' || middle < 1)
    const chi = weeks.reduce(
      (so, { count, of }) => so + (shown ? ((count / of - middle) / sigma(kind, middle, of)) ** 2 : 0),
      0,
    )
    return { chi, count: all.count, weeks: shown ? weeks.length : 0, free: shown ? weeks.length - 1 : 0 }
  })
  const sum = (of: 'chi' | 'count' | 'weeks' | 'free') => told.reduce((so, it) => so + it[of], 0)
  const free = sum('free')
  if (free < 11) return 1
  const spread = sum('chi') / free
  return spread > 1 + 2 * Math.sqrt((2 + sum('weeks') / sum('count')) / free) ? spread : 1
}

/** So many people does last year have to show before it explains much. */
const inertia = 4
const yearAgo = ({ from, until }: Span): Span => ({ from: addDays(from, -365), until: addDays(until, -365) })

/**
 * What a fall at this time of the year owes to the time of the year: last year's same days against the rest of that past, drawn
 * towards 1 where few spoke. Never above 1: a season that is usually higher is no excuse and no merit.
 */
const seasonOf = (daily: Daily, spans: Spans, window: Span): number => {
  const then = yearAgo(window)
  const usual = total(daily, daysOf(spans.past) >= 300 ? isPast(spans) : (day) => within(day, yearAgo(spans.past)))
  const inSame = (day: Day) => within(day, then) && !within(day, spans.cut)
  const same = total(daily, inSame)
  // What is not recorded of last year says nothing of its season.
  if (usual.of === 0 || [...daily.keys()].filter(inSame).length < leastDays) return 1
  const season = (same.count + inertia) / ((usual.count / usual.of) * same.of + inertia)
  const unsure = Math.sqrt(1 / (same.count + inertia) + 1 / (usual.count + inertia))
  // A season that shows itself is not known better than last year tells it: what it may be beyond that is granted, too.
  return Math.min(1, season < 1 - unsure ? season * (1 - unsure) : season)
}

/** Events that come in bunches are worth fewer: as many as would vary so by chance. What came after is rounded up. */
const thinned = (kind: 'rate' | 'share', it: Count, spread: number, round: (n: number) => number): Count => {
  if (spread === 1) return it
  const of = it.of / spread
  return { count: round(it.count / spread), of: kind === 'rate' ? of : Math.max(1, Math.ceil(of)) }
}

const compare = (kind: 'rate' | 'share', past: Count, window: Count): Comparison =>
  kind === 'rate' ? compareRates(past, window) : compareShares(past, window)

/**
 * Did it move? Reckoned as of the end of a day. `better` and `worse` only where chance does it less than once in forty times;
 * `unknown` where past or window are too short, or so little is counted that even none at all would prove nothing.
 */
export const verdictOf = (kind: 'rate' | 'share', daily: Daily, spans: Spans, asOf: Day): Reckoned => {
  const window = spans.window && {
    from: spans.window.from,
    until: spans.window.until < asOf ? spans.window.until : asOf,
  }
  const told = (it: Count): Count => (isFew(kind, it) ? { count: 0, of: 0 } : it)
  const before = told(total(daily, isPast(spans)))
  const after = total(daily, (day) => within(day, window))
  const cut = {
    from: spans.cut.from > spans.past.from ? spans.cut.from : spans.past.from,
    until: spans.cut.until < spans.past.until ? spans.cut.until : spans.past.until,
  }
  const pastDays = daysOf(spans.past) - daysOf(cut)
  const windowDays = window ? daysOf(window) : 0
  const spread = spreadOf(kind, daily, spans)
  const season = kind === 'rate' && window && windowDays > 0 ? seasonOf(daily, spans, window) : 1
  const shown = { past: before, window: told(after), pastDays, windowDays, spread, season }
  const none = { change: null, from: null, until: null, byChance: null }
  const lacking = (lack: Lack) => ({ verdict: 'unknown' as const, lack, ...shown, ...none })
  if (pastDays < leastDays || before.of === 0) return lacking('past')
  if (windowDays < leastDays || after.of === 0) return lacking('window')
  if (isFew(kind, after)) return lacking('few')
  const b = thinned(kind, before, spread, Math.floor)
  const a = thinned(kind, { ...after, of: after.of * season }, spread, Math.ceil)
  const it = compare(kind, b, a)
  const said = {
    ...shown,
    change: it.change,
    from: it.from,
    until: Number.isFinite(it.until) ? it.until : null,
    byChance: it.asLow,
  }
  if (it.asHigh <= border) return { verdict: 'worse', lack: null, ...said }
  if (it.asLow <= border) return { verdict: 'better', lack: null, ...said }
  if (compare(kind, b, { ...a, count: 0 }).asLow > border) return { verdict: 'unknown', lack: 'few', ...said }
  return { verdict: 'same', lack: null, ...said }
}

/** Whether it fell by as many percent as was wanted. */
export const reached = ({ past, window }: Pick<Reckoned, 'past' | 'window'>, target: number): boolean =>
  past.of > 0 && window.of > 0 && window.count / window.of <= (past.count / past.of) * (1 - target / 100)
