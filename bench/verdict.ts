// Whether a project's verdict is right: remedies that change nothing and remedies that do, in made-up hospitals of chance, bunches and seasons.
import type { Count } from '#kernel/statistics.ts'
import { addDays, type Day } from '#kernel/time.ts'
import { type Spans, type Verdict, verdictOf } from '#modules/improvements/verdict.ts'
import type { Line } from './lab.ts'
import { chanceOf } from './recurrence-years.ts'

const begins: Day = '2021-01-01'
/** Two years of past, then what the project takes. */
const looked = 760
const planned = 45
const watched = 91
const days = looked + planned + watched + 10

type Chance = ReturnType<typeof chanceOf>
type World = {
  /** Voices in thirty days, or calls for a share. */
  readonly monthly: number
  /** What is left of the problem afterwards; 1: nothing changed. */
  readonly left: number
  /** News comes in bunches of so many on average; 1: each by himself. */
  readonly bunch: number
  /** How far the year goes up and down. */
  readonly season: number
  readonly past: 'year' | 'found'
  readonly kind: 'rate' | 'share'
}

const poisson = (chance: Chance, mean: number): number => {
  let n = 0
  for (let p = chance.next(); p > Math.exp(-mean); p *= chance.next()) n++
  return n
}

/** One cell from day to day: counts of voices, or of the unhappy among those called. */
const lived = (chance: Chance, world: World, share: number): Count[] => {
  const phase = chance.next() * 365
  return Array.from({ length: days }, (_, day) => {
    const change = day >= looked + planned ? world.left : 1
    const wave = 1 + world.season * Math.sin(((day - phase) * 2 * Math.PI) / 365)
    if (world.kind === 'share') {
      const of = poisson(chance, world.monthly / 30)
      let count = 0
      for (let i = 0; i < of; i++) if (chance.next() < share * change) count++
      return { count, of }
    }
    const bunches = poisson(chance, (world.monthly / 30 / world.bunch) * change * wave)
    // As many as a geometric number with that mean, one at least.
    const one = () => {
      let n = 1
      while (world.bunch > 1 && chance.next() < 1 - 1 / world.bunch) n++
      return n
    }
    return { count: Array.from({ length: bunches }).reduce((so: number) => so + one(), 0), of: 1 }
  })
}

/** The cell that a person looks at is, of many alike, the one with the worst four weeks: chance has chosen it. */
const chosen = (chance: Chance, world: World): Count[] => {
  const share = 0.08 + chance.next() * 0.15
  const recent = (cell: readonly Count[]) => cell.slice(looked - 28, looked).reduce((so, { count }) => so + count, 0)
  return Array.from({ length: 8 }, () => lived(chance, world, share)).reduce((worst, cell) =>
    recent(cell) > recent(worst) ? cell : worst,
  )
}

const at = (day: number): Day => addDays(begins, day)

const judge = (chance: Chance, world: World): Verdict => {
  const cell = chosen(chance, world)
  const daily = new Map(cell.map((it, day) => [at(day), it]))
  const spans: Spans = {
    past: { from: at(world.past === 'found' ? looked : looked - 28 - 365), until: at(looked + planned - 1) },
    cut: { from: at(looked - 28), until: at(looked - 1) },
    window: { from: at(looked + planned), until: at(looked + planned + watched - 1) },
  }
  return verdictOf(world.kind, daily, spans, spans.window!.until).verdict
}

const worlds = (left: number): World[] =>
  (['rate', 'share'] as const).flatMap((kind) =>
    [4, 12, 40, 120].flatMap((monthly) =>
      (['year', 'found'] as const).flatMap((past) => [
        { kind, monthly, past, left, bunch: 1, season: 0 },
        ...(kind === 'rate'
          ? [
              { kind, monthly, past, left, bunch: 2.5, season: 0 },
              { kind, monthly, past, left, bunch: 1, season: 0.3 },
            ]
          : []),
      ]),
    ),
  )

const says = ({ kind, monthly, past, bunch, season }: World): string =>
  `${kind} ${monthly} ${past}${bunch > 1 ? ' bunched' : ''}${season > 0 ? ' seasonal' : ''}`

type Rated = { readonly world: World; readonly share: number }

const mean = (list: readonly Rated[]): number => list.reduce((so, { share }) => so + share, 0) / list.length
const said = (list: readonly Rated[]) =>
  Object.fromEntries(list.map(({ world, share }) => [says(world), Number(share.toFixed(3))]))

/**
 * `verdict-false-improved`: of projects that changed nothing, the share that would be called an improvement, over all worlds
 * that are no stranger than the program knows of; `verdict-false-worst`: in the worst of them, made once more, since the
 * first time chance had a part in its being the worst. `verdict-found`: of remedies that leave a third, the share called an
 * improvement where the past holds thirty or more; the rest are said to be too little to tell, or missed.
 */
export const benchVerdict = async (quick: boolean, seed = 1): Promise<Line[]> => {
  const chance = chanceOf(seed)
  const times = quick ? 60 : 600
  const better = (world: World, times: number): Rated => {
    let found = 0
    for (let i = 0; i < times; i++) if (judge(chance, world) === 'better') found++
    return { world, share: found / times }
  }
  const none = worlds(1).map((world) => better(world, times))
  const worst = none.reduce((a, b) => (b.share > a.share ? b : a)).world
  const again = better(worst, times * 5)
  const third = worlds(1 / 3).map((world) => better(world, quick ? times : times / 3))
  const enough = third.filter(
    ({ world: { kind, monthly, past, bunch, season } }) =>
      bunch === 1 && season === 0 && monthly >= (kind === 'share' ? 120 : past === 'year' ? 12 : 40),
  )
  const common = { direction: 'min', goal: 0.05, seed } as const
  return [
    {
      ...{ name: 'verdict-false-improved', ratio: mean(none), ...common },
      ...{ projects: none.length * times, byWorld: said(none) },
    },
    { name: 'verdict-false-worst', ratio: again.share, ...common, projects: times * 5, world: says(worst) },
    { name: 'verdict-found', ratio: mean(enough), goal: 0.8, direction: 'max', seed, byWorld: said(third) },
  ]
}
