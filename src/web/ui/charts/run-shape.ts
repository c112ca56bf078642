// Where the parts of a run chart lie, and what one point of it says.
import { t } from '#web/ui/language.ts'
import type { Opens } from './frame.tsx'

export type RunPoint = {
  readonly key: string
  /** Under the axis, as short as can be: 3月. */
  readonly label: string
  /** In a sentence: 2026 年 3 月. */
  readonly name: string
  /** Null where there is nothing, or nothing that may be shown. */
  readonly value: number | null
  readonly hidden?: boolean
  readonly numerator?: number | null
  readonly denominator?: number | null
  /** The limits of chance at this point; none where they cannot be drawn. */
  readonly lower?: number | null
  readonly upper?: number | null
  /** The range in which the true value may lie, as a whisker. */
  readonly range?: { readonly from: number; readonly until: number } | null
  /** Beyond chance, and why, in words: it is marked by shape. */
  readonly special?: string | undefined
  /** Not over yet, or too few to be compared: drawn hollow. */
  readonly pale?: boolean
  readonly opens?: Opens | undefined
}

export const finite = (values: readonly (number | null | undefined)[]): number[] =>
  values.filter((one): one is number => typeof one === 'number' && Number.isFinite(one))

/** From what to what the axis goes: all that is drawn with some air, within what can be. */
export const domainOf = ({
  points,
  middle,
  target,
  bounds = [0, Number.POSITIVE_INFINITY],
}: {
  readonly points: readonly RunPoint[]
  readonly middle?: number | null
  readonly target?: { readonly value: number } | undefined
  readonly bounds?: readonly [least: number, most: number]
}) => {
  const drawn = finite([
    ...points.flatMap(({ value, lower, upper, range }) => [value, lower, upper, range?.from, range?.until]),
    middle,
    target?.value,
  ])
  if (drawn.length === 0) return [0, 1] as const
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)]
  const air = (most - least) * 0.12 || Math.abs(most) * 0.1 || 1
  return [Math.max(bounds[0], least - air), Math.min(bounds[1], most + air)] as const
}

/** What one point says in a sentence. */
export const sentenceOf = (
  { name, value, hidden, numerator, denominator, special, pale }: RunPoint,
  say: (v: number) => string,
) => {
  if (hidden) return `${name}：${t('不足 5，不显示', 'under 5, not shown')}`
  if (value === null) return `${name}：${t('没有数', 'nothing')}`
  const of = numerator != null && denominator != null ? `（${numerator} ÷ ${denominator}）` : ''
  const more = [special, pale ? t('未完结或人数少', 'not over, or few') : undefined].filter(Boolean)
  return `${name}：${say(value)}${of}${more.length > 0 ? ` · ${more.join(' · ')}` : ''}`
}

/** Steps along the limits of chance, broken where there are none: each point's own limit, half a step to either side. */
export const stepsOf = (
  points: readonly RunPoint[],
  of: (point: RunPoint) => number | null | undefined,
  x: (i: number) => number,
  y: (value: number) => number,
  half: number,
): string =>
  points
    .flatMap((point, i) => {
      const value = of(point)
      if (value == null || !Number.isFinite(value)) return []
      const before = i > 0 ? of(points[i - 1]!) : null
      const joined = before != null && Number.isFinite(before)
      return [`${joined ? 'L' : 'M'}${x(i) - half} ${y(value)}H${x(i) + half}`]
    })
    .join('')

/** The line through the values, broken where one is missing. */
export const lineOf = (points: readonly RunPoint[], x: (i: number) => number, y: (value: number) => number): string =>
  points
    .flatMap(({ value }, i) =>
      value === null ? [] : [`${i > 0 && points[i - 1]!.value !== null ? 'L' : 'M'}${x(i)} ${y(value)}`],
    )
    .join('')

/** Where a line at height `at` may be written about: left or right, above or below, farthest from the points. */
export const freePlace = (
  points: readonly { readonly x: number; readonly y: number }[],
  at: number,
  [left, right]: readonly [number, number],
): { readonly right: boolean; readonly y: number } => {
  const long = 64
  const places = [true, false].flatMap((isRight) => [at - 5, at + 14].map((y) => ({ right: isRight, y })))
  const room = ({ right: isRight, y }: (typeof places)[number]) =>
    Math.min(
      999,
      ...points
        .filter((point) => (isRight ? point.x > right - long : point.x < left + long))
        .map((point) => Math.abs(point.y - (y - 4))),
    )
  return places.reduce((best, one) => (room(one) > room(best) ? one : best))
}
