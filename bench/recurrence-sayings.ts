// What people say who do not exist: for every category some matters, each told in different words, among what everybody says.
import { asides, feelings, openings, spots, told, wards } from './content/matters.ts'
import type { chanceOf } from './recurrence-years.ts'

type Chance = ReturnType<typeof chanceOf>

/** What number of a department or a place is called; beyond the list each has a number. */
const called = (list: readonly string[], i: number): string =>
  i < list.length ? list[i]! : `${list[i % list.length]}${Math.floor(i / list.length) + 1}区`

type Matter = readonly (readonly string[])[]

const matters = new Map<string, readonly Matter[]>(
  Object.entries(told).map(([code, lines]) => [
    code,
    lines.split('\n').map((line) =>
      line
        .trim()
        .split(' ')
        .map((part) => part.split('/')),
    ),
  ]),
)

/** The matters of a category. */
export const mattersOf = (code: string): readonly Matter[] => matters.get(code)!

/** How one of those who write it down writes: what he begins and ends with, and how much of what was said. */
export type Hand = { readonly opening: readonly string[]; readonly closing: readonly string[]; readonly terse: number }

/** A hand of its own. */
export const handOf = (chance: Chance): Hand => {
  const some = (list: readonly string[]) => list.filter(() => chance.next() < 0.4)
  return { opening: some(openings), closing: some(feelings), terse: chance.between(0, 0.5) }
}

const hours: Readonly<Record<string, readonly string[]>> = {
  night: ['夜里', '半夜', '晚上', '凌晨'],
  morning: ['上午', '早上', '一早'],
  noon: ['中午', '午休时'],
  afternoon: ['下午', '午后'],
  evening: ['傍晚', '晚上', '下班后'],
}

/** What a department and a place are called in texts. */
export const namesOf = ({ department, place }: { readonly department: string; readonly place: string }): string[] => [
  ...(department ? [called(wards, Number(department.slice(1)))] : []),
  ...(place ? [called(spots, Number(place.slice(1)))] : []),
]

/** A telling of a matter: its parts in somebody's own words, some of them left out, among what everybody says. */
export const tell = (
  chance: Chance,
  matter: Matter,
  hand: Hand,
  where: { readonly department: string; readonly place: string; readonly hours: string },
): string => {
  const one = <T>(list: readonly T[]): T | undefined => list[chance.whole(0, list.length - 1)]
  const parts = matter.filter(() => chance.next() > 0.15).map((words) => one(words)!)
  if (parts.length === 0) parts.push(one(one(matter)!)!)
  if (chance.next() < 0.3) parts.reverse()
  if (chance.next() < 0.3) parts.splice(chance.whole(0, parts.length), 0, one(hours[where.hours]!)!)
  if (where.place && chance.next() < 0.3) parts.unshift(called(spots, Number(where.place.slice(1))))
  if (where.department && chance.next() < 0.3) parts.unshift(called(wards, Number(where.department.slice(1))))
  // Somebody who is angry about one thing speaks of another besides.
  if (chance.next() < 0.12) {
    const other = one(one([...matters.values()])!)!
    parts.push(one(one(other)!)!)
  }
  let text = parts[0]!
  for (const part of parts.slice(1)) text += (chance.next() < 0.6 ? '，' : '') + part
  if (chance.next() < hand.terse) return text
  const before = chance.next() < 0.6 ? one(hand.opening) : undefined
  const beside = chance.next() < 0.4 ? one(asides) : undefined
  const after = chance.next() < 0.6 ? one(hand.closing) : undefined
  return [before, text, beside, after].filter(Boolean).join('，')
}
