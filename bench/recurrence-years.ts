// Years of hospitals that do not exist: what people speak of, unevenly and for no reason, and the problems that were planted among it.
import { categories } from '#modules/cases/taxonomy.ts'
import { bandOf, hourBands, saidIn, type Voice } from '#modules/improvements/cells.ts'
import { type Hand, handOf, mattersOf, namesOf, tell } from './recurrence-sayings.ts'

/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export const chanceOf = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape)
    const [d, c] = [shape - 1 / 3, 1 / Math.sqrt(9 * (shape - 1 / 3))]
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  return {
    next,
    normal,
    gamma,
    between: (low: number, high: number) => low + (high - low) * next(),
    evenLog: (low: number, high: number) => low * (high / low) ** next(),
    whole: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    poisson(mean: number): number {
      let n = 0
      for (let p = 1 - next(); p > Math.exp(-mean); p *= 1 - next()) n++
      return n
    },
    pick(weights: readonly number[]): number {
      let left = next() * weights.reduce((a, b) => a + b, 0)
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i]!
        if (left < 0) return i
      }
      return weights.length - 1
    },
  }
}

export const shapes = ['department', 'place', 'hour', 'rise'] as const
export type Shape = (typeof shapes)[number]

/** A planted problem: from when on, in which cell, and how many more a month at its height. */
export type Problem = {
  readonly shape: Shape
  readonly from: number
  readonly until: number
  readonly perMonth: number
  /** Which of the matters of its category it is; null where the same place brings up all of them. */
  readonly matter: number | null
  readonly cell: {
    readonly category: string
    readonly department?: string
    readonly place?: string
    readonly hours?: string
  }
}

export type Year = {
  readonly size: number
  readonly voices: readonly Voice[]
  readonly problems: readonly Problem[]
  /** Which problem a voice was planted for. */
  readonly plantedBy: ReadonlyMap<string, Problem>
  /** How many people chance alone brings into a problem's cell, from its first day up to the end of each. */
  readonly usual: ReadonlyMap<Problem, readonly number[]>
}

/** The days before the year that is judged, and of that year. */
export const history = 730
export const judgedDays = 365

const items = categories
  .filter(({ complaint, domain }) => complaint && domain === 'ordinary')
  .flatMap((one) => one.items)

/**
 * Three years of a hospital that hears `size` voices a month at first. Nothing here is even: categories, departments and
 * places are of very different size and prefer each other for no reason, some categories have their season, the
 * hospital grows or shrinks, weeks are noisy, preferences drift, some say it twice and a few complain all year.
 */
export const yearOf = (seed: number, size: number): Year => {
  const chance = chanceOf(seed)
  const departments = Array.from(
    { length: Math.round(6 + Math.sqrt(size) * chance.between(1, 1.8)) },
    (_, i) => `d${i}`,
  )
  const places = Array.from({ length: Math.round(8 + Math.sqrt(size) * chance.between(0.8, 2)) }, (_, i) => `p${i}`)
  const weigh = (list: readonly unknown[], shape: number) => list.map(() => chance.gamma(shape) + 0.01)
  const sizes = { category: weigh(items, 0.7), department: weigh(departments, 0.9), place: weigh(places, 0.8) }
  const unevenness = chance.evenLog(0.5, 4)
  const likes = (list: readonly unknown[]) => items.map(() => list.map(() => chance.gamma(unevenness) / unevenness))
  const prefers = { department: likes(departments), place: likes(places) }
  const hours = items.map(() => hourBands.map((_, i) => [0.4, 1.6, 0.6, 1.4, 0.7][i]! * chance.gamma(4)))
  const season = items.map(() => (chance.next() < 0.25 ? chance.between(0.3, 0.9) : 0))
  const phase = items.map(() => chance.between(0, 365))
  const growth = chance.between(0.85, 1.5)
  const silent = { department: chance.between(0.05, 0.25), place: chance.between(0.3, 0.7) }
  const drift = chance.between(0, 0.25)
  const noise = chance.between(0, 0.25)
  // Of a category's matters some are always spoken of and others never, and departments differ in it.
  const matters = items.map(({ code }) => mattersOf(code).map(() => chance.gamma(0.6)))
  const ownMatters = items.map(() => departments.map(() => matters[0]!.map(() => chance.gamma(2) / 2)))
  const hands: Hand[] = Array.from({ length: chance.whole(3, 9) }, () => handOf(chance))

  const voices: Voice[] = []
  const plantedBy = new Map<string, Problem>()
  let people = 0
  const say = (
    day: number,
    cell: Partial<Voice>,
    { person = `m${people++}`, matter = null as number | null, text = '' } = {},
  ): Voice => {
    const k = cell.category ? items.findIndex(({ code }) => code === cell.category) : pickItem(day)
    const within = (name: 'department' | 'place', list: readonly string[]) =>
      chance.next() < silent[name]
        ? ''
        : list[chance.pick(list.map((_, i) => sizes[name][i]! * prefers[name][k]![i]!))]!
    const placed = {
      // One in ten is entered under another item of the same kind.
      category: items[chance.next() < 0.1 ? beside(k) : k]!.code,
      department: cell.department ?? within('department', departments),
      place: cell.place ?? within('place', places),
      hours: cell.hours ?? hourBands[chance.pick(hours[k]!)]!,
    }
    const own = ownMatters[k]![departments.indexOf(placed.department)]
    const said = matter ?? chance.pick(matters[k]!.map((x, i) => x * (own?.[i] ?? 1)))
    const hand = hands[chance.whole(0, hands.length - 1)]!
    const voice = {
      ...{ id: `v${voices.length}`, day, person, ...placed, weekday: String(1 + (day % 7)) },
      text: saidIn(text || tell(chance, mattersOf(items[k]!.code)[said]!, hand, placed), namesOf(placed)),
    }
    voices.push(voice)
    return voice
  }
  const beside = (k: number): number => {
    const kin = items.flatMap(({ code }, i) => (code[0] === items[k]!.code[0] ? [i] : []))
    return kin[chance.whole(0, kin.length - 1)]!
  }
  const itemsOn = (day: number) =>
    sizes.category.map((x, k) => x * (1 + season[k]! * Math.sin((2 * Math.PI * (day + phase[k]!)) / 365)))
  const pickItem = (day: number) => chance.pick(itemsOn(day))
  const shareOf = (weights: readonly number[], i: number) => weights[i]! / weights.reduce((a, b) => a + b, 0)
  const shareOn = (day: number, { category, department, place, hours: band }: Problem['cell']): number => {
    const k = items.findIndex(({ code }) => code === category)
    const within = (name: 'department' | 'place', value: string | undefined) =>
      value === undefined
        ? 1
        : (1 - silent[name]) *
          shareOf(
            sizes[name].map((x, i) => x * prefers[name][k]![i]!),
            Number(value.slice(1)),
          )
    return (
      shareOf(itemsOn(day), k) *
      within('department', department) *
      within('place', place) *
      (band === undefined ? 1 : shareOf(hours[k]!, hourBands.indexOf(band as (typeof hourBands)[number])))
    )
  }

  // Planted: in cells that are chosen without looking at how much is said there.
  const problems = Array.from({ length: Math.round(2 + Math.sqrt(size) / 4) }, (_, i): Problem => {
    const shape = shapes[(i + seed) % shapes.length]!
    const from = history + chance.whole(5, judgedDays - 120)
    const category = items[chance.whole(0, items.length - 1)]!.code
    const department = departments[chance.whole(0, departments.length - 1)]!
    const place = places[chance.whole(0, places.length - 1)]!
    const band = bandOf(chance.whole(0, 23))
    const cell = {
      department: { category, department },
      rise: { category, department },
      place: { category, place },
      hour: { category, place, hours: band },
    }[shape]
    const matter = chance.next() < 0.2 ? null : chance.whole(0, mattersOf(category).length - 1)
    return { shape, from, until: from + 120, perMonth: chance.evenLog(2, 12), matter, cell }
  })
  const usual = new Map(problems.map((it) => [it, [] as number[]]))
  const complainers = Array.from({ length: chance.whole(1, 3) }, (_, i) => ({
    person: `c${i}`,
    from: history + chance.whole(0, 250),
    days: chance.whole(20, 200),
    times: chance.whole(6, 30),
    cell: { category: items[pickItem(0)]!.code, department: departments[chance.pick(sizes.department)]! },
  }))

  let week = 1
  for (let day = 0; day < history + judgedDays; day++) {
    if (day % 7 === 0) week = Math.exp(noise * chance.normal())
    // One who writes things down goes, and another comes with his own way.
    if (day % 90 === 45) hands[chance.whole(0, hands.length - 1)] = handOf(chance)
    if (day % 120 === 0)
      for (const row of [...prefers.department, ...prefers.place])
        for (let i = 0; i < row.length; i++) row[i]! *= Math.exp(drift * chance.normal())
    const mean = (size / 30) * growth ** (day / 365) * week * (day % 7 > 4 ? 0.6 : 1.16)
    for (let n = chance.poisson(mean); n > 0; n--) {
      const said = say(day, {})
      if (chance.next() < 0.03) say(day, said, { person: said.person })
    }
    for (const it of problems) {
      if (day < it.from || day >= it.until) continue
      const height = it.shape === 'rise' ? (day - it.from) / 90 : 1
      for (let n = chance.poisson((it.perMonth / 30) * Math.min(1, height)); n > 0; n--) {
        // At a place and an hour people name the matter in different ways.
        const aside = it.shape === 'hour' && chance.next() < 0.2
        const cell = aside ? { ...it.cell, category: items[pickItem(day)]!.code } : it.cell
        // And one in six speaks of something else there.
        const matter = aside || chance.next() < 1 / 6 ? null : it.matter
        plantedBy.set(say(day, cell, { matter }).id, it)
      }
      const sum = usual.get(it)!
      sum.push((sum.at(-1) ?? 0) + mean * shareOn(day, it.cell))
    }
    for (const it of complainers)
      if (day >= it.from && day < it.from + it.days)
        for (let n = chance.poisson(it.times / it.days); n > 0; n--) say(day, it.cell, { person: it.person })
  }
  return { size, voices, problems, plantedBy, usual }
}
