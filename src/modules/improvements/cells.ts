// Where a matter lies: the cells of category × department × place × time in which the same may come back.

/** What one matter says of itself, as far as the reckoning looks. Missing values are empty. */
export type Voice = {
  readonly id: string
  /** Whole days since any fixed day. */
  readonly day: number
  /** One who speaks three times is one. */
  readonly person: string
  readonly category: string
  readonly department: string
  readonly place: string
  readonly hours: string
  readonly weekday: string
  /** What was said; empty where only the cell is known. */
  readonly text: string
}

export const attributes = ['category', 'department', 'place', 'hours', 'weekday'] as const
export type Attribute = (typeof attributes)[number]

/** A cell: the values that all its matters share. */
export type Cell = Partial<Readonly<Record<Attribute, string>>>

/**
 * Which attributes are looked at together: a category alone, or with where and when; a department alone; a place
 * alone, or with the hour. Each level costs all others some of their sight. Hours and weekdays alone are counted, since the others are measured by them, and never proposed.
 */
export const levels: readonly (readonly Attribute[])[] = [
  ['category'],
  ['department'],
  ['place'],
  ['hours'],
  ['weekday'],
  ['category', 'department'],
  ['category', 'place'],
  ['category', 'hours'],
  ['category', 'weekday'],
  ['place', 'hours'],
]

/** May a cell of this level be proposed? */
export const isProposed = (level: readonly Attribute[]): boolean =>
  level.length > 1 || (level[0] !== 'hours' && level[0] !== 'weekday')

/** The hours of a day as people speak of them; half-open, the night over midnight. */
export const hourBands = ['night', 'morning', 'noon', 'afternoon', 'evening'] as const
export type HourBand = (typeof hourBands)[number]

/** The band of an hour 0–23: night 22–7, morning 7–12, noon 12–14, afternoon 14–18, evening 18–22. */
export const bandOf = (hour: number): HourBand => {
  if (hour < 7 || hour >= 22) return 'night'
  if (hour < 12) return 'morning'
  if (hour < 14) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** A place as people write it: without spaces and case, so that “3 楼 B 超室” and “3楼b超室” are one. */
export const placeKey = (place: string): string =>
  place
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s，。、,.]+/g, '')

/** What was said without where: a place's own name ties all together that was ever said there. */
export const saidIn = (text: string, names: readonly string[]): string =>
  names.reduce((so, name) => (name.length < 2 ? so : so.replaceAll(name, ' ')), text)

/** The name of a cell among all: its values in the order of the attributes. */
export const keyOf = (cell: Cell): string =>
  attributes.flatMap((it) => (cell[it] === undefined ? [] : [`${it}=${cell[it]}`])).join('|')

/** The cell of a level in which a matter lies; null where it does not say. */
export const cellOf = (level: readonly Attribute[], voice: Cell): Cell | null =>
  level.every((it) => voice[it]) ? Object.fromEntries(level.map((it) => [it, voice[it]])) : null

/** Does the matter lie in the cell? */
export const liesIn = (cell: Cell, voice: Cell): boolean =>
  attributes.every((it) => cell[it] === undefined || cell[it] === voice[it])
