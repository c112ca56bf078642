// Whether what keeps coming back is found: planted problems in synthetic years, looked for day by day with only what was there.
import { liesIn } from '#modules/improvements/cells.ts'
import { openMemory } from '#modules/improvements/memory.ts'
import { type Border, borderOf, centresOf, joins, lookAt, type Standing } from '#modules/improvements/recurrence.ts'
import type { Line } from './lab.ts'
import { history, judgedDays, type Problem, shapes, type Year, yearOf } from './recurrence-years.ts'

/** Voices a month. Seed 003 heard about 250. */
const sizes = [30, 80, 250, 600] as const
/** A proposal is judged by a person so many days after it was made. */
const judgedAfter = 14

type Score = {
  readonly problem: Problem
  readonly size: number
  /** By the night after the fourth case more than expected. */
  readonly inTime: boolean
  /** By the night after the fourth planted one, however many came by chance. */
  readonly byFourth: boolean
  readonly ever: boolean
  readonly voices: number
  /** People whom chance was to bring into the cell by then. */
  readonly usual: number
}

/** A problem through its days: who spoke in its cell, when its planted ones did, and when four more than usual had. */
type Course = { readonly people: Set<string>; readonly planted: number[]; excessOn: number; foundOn: number }

/**
 * One year, a look every night. The fourth case more than expected is there on the first day on which the people in the
 * problem's own cell, counted from its beginning, are four more than the generator's own rate lets expect.
 */
const play = (year: Year): { scores: Score[]; wrong: number } => {
  const memory = openMemory()
  const standings: (Standing & { readonly joined: string[]; readonly day: number; readonly right: boolean })[] = []
  const never = Number.POSITIVE_INFINITY
  const courses = new Map<Problem, Course>(
    year.problems.map((it) => [it, { people: new Set(), planted: [], excessOn: never, foundOn: never }]),
  )
  let border: Border | null = null
  let next = 0
  let wrong = 0
  for (let day = 0; day < history + judgedDays; day++) {
    for (; next < year.voices.length && year.voices[next]!.day === day; next++) {
      const voice = year.voices[next]!
      memory.add(voice)
      for (const [problem, course] of courses) {
        if (day < problem.from || day >= problem.until || !liesIn(problem.cell, voice)) continue
        course.people.add(voice.person)
        if (year.plantedBy.get(voice.id) === problem) course.planted.push(day)
      }
    }
    for (const [problem, course] of courses)
      if (day >= problem.from && day < problem.until && course.excessOn === never)
        if (course.people.size - year.usual.get(problem)![day - problem.from]! >= 4) course.excessOn = day
    if (day < history) continue
    if (!border || day - border.day >= 30) border = borderOf(memory, day)
    standings.forEach((it, i) => {
      if (it.day !== day - judgedAfter || it.right || it.dismissed) return
      const observed = it.ids.length
      standings[i] = { ...it, dismissed: { observed, span: Math.max(7, it.day - it.since + 1) } }
    })
    const centres = centresOf(memory, day, 1)
    for (const it of standings) for (const one of centres) if (joins(it, one)) it.joined.push(one.voice.id)
    for (const it of lookAt(memory, day, border, standings, centres)) {
      const planted = it.voices.flatMap(({ id }) => year.plantedBy.get(id) ?? [])
      // What is claimed is the excess; right is who explains half of it, and two at least.
      const enough = Math.max(2, (it.observed - it.expected) / 2)
      const problem = year.problems.find((one) => planted.filter((of) => of === one).length >= enough)
      const course = problem && courses.get(problem)!
      if (course && course.foundOn === never) course.foundOn = day
      const right = planted.length >= enough
      if (!right) wrong++
      const { cell, near, since } = it
      const one = { cell, near, since, ids: it.voices.map(({ id }) => id), joined: [], day, right }
      standings.splice(it.again ?? standings.length, it.again === undefined ? 0 : 1, one)
    }
  }
  const scores = [...courses].flatMap(([problem, { planted, excessOn, foundOn }]) => {
    const fourth = planted[3]
    // What never had four more than expected was never there to be found.
    if (fourth === undefined || excessOn === never) return []
    return {
      ...{ problem, size: year.size, inTime: foundOn <= excessOn, byFourth: foundOn <= fourth },
      ...{ ever: foundOn < never, voices: planted.filter((it) => it <= foundOn).length },
      usual: year.usual.get(problem)![Math.min(excessOn, fourth) - problem.from]!,
    }
  })
  return { scores, wrong }
}

const share = (scores: readonly Score[]): string => `${scores.filter(({ inTime }) => inTime).length}/${scores.length}`

/**
 * Years of hospitals of four sizes; found is what was proposed by the night after its fourth case more than expected. Where
 * problems lie is drawn without regard to how much is said there anyway, so some cannot be told from chance by then; each
 * month of each is a month in which something may be proposed for nothing. What was not planted counts as nothing, seasons too.
 */
export const benchRecurrence = async (quick: boolean, seed = 1): Promise<Line[]> => {
  const years = sizes.flatMap((size, i) =>
    Array.from({ length: quick ? 1 : 4 }, (_, k) => yearOf(seed * 1000 + i * 100 + k, size)),
  )
  const played = years.map((year) => ({ size: year.size, ...play(year) }))
  const scores = played.flatMap((one) => one.scores)
  const months = (years.length * judgedDays) / 30
  const count = (of: readonly Score[], is: (it: Score) => boolean) => of.filter(is).length
  const some = (is: (it: Score) => boolean) => share(scores.filter(is))
  return [
    {
      name: 'recurrence-found',
      ratio: count(scores, ({ inTime }) => inTime) / scores.length,
      goal: 0.9,
      direction: 'max',
      seed,
      planted: scores.length,
      byFourthPlanted: count(scores, ({ byFourth }) => byFourth) / scores.length,
      everFound: count(scores, ({ ever }) => ever) / scores.length,
      byWords: {
        same: some(({ problem }) => problem.matter !== null),
        loose: some(({ problem }) => problem.matter === null),
      },
      byUsual: { 'under 1': some(({ usual }) => usual < 1), '1 and more': some(({ usual }) => usual >= 1) },
      byShape: Object.fromEntries(shapes.map((shape) => [shape, some(({ problem }) => problem.shape === shape)])),
      bySize: Object.fromEntries(sizes.map((size) => [size, some((it) => it.size === size)])),
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
