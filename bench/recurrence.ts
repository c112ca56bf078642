// Whether what keeps coming back is found: planted problems in synthetic years, looked for day by day with only what was there.
import { openMemory } from '#modules/improvements/memory.ts'
import { type Border, borderOf, lookAt, type Standing } from '#modules/improvements/recurrence.ts'
import type { Line } from './lab.ts'
import { history, judgedDays, type Problem, shapes, type Year, yearOf } from './recurrence-years.ts'

/** Voices a month. Seed 003 heard about 250. */
const sizes = [30, 80, 250, 600] as const
/** A proposal is judged by a person so many days after it was made. */
const judgedAfter = 14

type Score = {
  readonly problem: Problem
  readonly size: number
  readonly inTime: boolean
  readonly ever: boolean
  readonly voices: number
}

/** One year, a look every night: which problems were found by the end of the day of their fourth voice, and what was proposed for nothing. */
const play = (year: Year): { scores: Score[]; proposals: number; wrong: number } => {
  const memory = openMemory()
  const standings: (Standing & { readonly day: number; readonly right: boolean })[] = []
  const voiced = new Map<Problem, number[]>()
  const foundOn = new Map<Problem, number>()
  let border: Border | null = null
  let next = 0
  let wrong = 0
  for (let day = 0; day < history + judgedDays; day++) {
    for (; next < year.voices.length && year.voices[next]!.day === day; next++) {
      const voice = year.voices[next]!
      memory.add(voice)
      const problem = year.plantedBy.get(voice.id)
      if (problem) voiced.set(problem, [...(voiced.get(problem) ?? []), day])
    }
    if (day < history) continue
    if (!border || day - border.day >= 30) border = borderOf(memory, day)
    standings.forEach((it, i) => {
      if (it.day !== day - judgedAfter || it.right || it.dismissed) return
      const observed = it.ids.length
      standings[i] = { ...it, dismissed: { observed, span: Math.max(7, it.day - it.since + 1) } }
    })
    for (const it of lookAt(memory, day, border, standings)) {
      const planted = it.voices.flatMap(({ id }) => year.plantedBy.get(id) ?? [])
      // What is claimed is the excess; right is who explains half of it, and two at least.
      const enough = Math.max(2, (it.observed - it.expected) / 2)
      const problem = year.problems.find((one) => planted.filter((of) => of === one).length >= enough)
      const right = planted.length >= enough
      if (problem && !foundOn.has(problem)) foundOn.set(problem, day)
      if (!right) wrong++
      const { cell, since } = it
      const own = standings.findIndex((one) => JSON.stringify(one.cell) === JSON.stringify(cell))
      if (own >= 0) standings.splice(own, 1)
      standings.push({ cell, since, ids: it.voices.map(({ id }) => id), day, right })
    }
  }
  const scores = year.problems.flatMap((problem) => {
    const days = voiced.get(problem) ?? []
    // Who has not spoken four times was never there to be found.
    if (days.length < 4) return []
    const on = foundOn.get(problem) ?? Number.POSITIVE_INFINITY
    return [
      {
        problem,
        size: year.size,
        inTime: on <= days[3]!,
        ever: on < Number.POSITIVE_INFINITY,
        voices: days.filter((it) => it <= on).length,
      },
    ]
  })
  return { scores, proposals: standings.length, wrong }
}

const share = (scores: readonly Score[]): string => `${scores.filter(({ inTime }) => inTime).length}/${scores.length}`

/**
 * Years of hospitals of four sizes; found is what was proposed by the night after its fourth planted voice. Where problems lie is drawn
 * without regard to how much is said there anyway, so some cannot be told from chance by then; each month of each is a month in which something may be proposed for nothing. */
export const benchRecurrence = async (quick: boolean, seed = 1): Promise<Line[]> => {
  const years = sizes.flatMap((size, i) =>
    Array.from({ length: quick ? 1 : 3 }, (_, k) => yearOf(seed * 1000 + i * 100 + k, size)),
  )
  const played = years.map((year) => ({ size: year.size, ...play(year) }))
  const scores = played.flatMap((one) => one.scores)
  const months = (years.length * judgedDays) / 30
  const count = (of: readonly Score[], is: (it: Score) => boolean) => of.filter(is).length
  return [
    {
      name: 'recurrence-found',
      ratio: count(scores, ({ inTime }) => inTime) / scores.length,
      goal: 0.9,
      direction: 'max',
      seed,
      planted: scores.length,
      everFound: count(scores, ({ ever }) => ever) / scores.length,
      byShape: Object.fromEntries(
        shapes.map((shape) => [shape, share(scores.filter(({ problem }) => problem.shape === shape))]),
      ),
      bySize: Object.fromEntries(sizes.map((size) => [size, share(scores.filter((it) => it.size === size))])),
      foundAtVoice: [3, 4, 5, 6, 8].map((n) => [n, count(scores, (it) => it.ever && it.voices <= n)]),
    },
    {
      name: 'recurrence-false-per-month',
      ratio: played.reduce((so, { wrong }) => so + wrong, 0) / months,
      goal: 1,
      direction: 'min',
      seed,
      months: Math.round(months),
      bySize: Object.fromEntries(
        sizes.map((size) => {
          const of = played.filter((it) => it.size === size)
          return [size, (of.reduce((so, { wrong }) => so + wrong, 0) * 30) / (of.length * judgedDays)]
        }),
      ),
    },
  ]
}
