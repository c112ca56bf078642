// The arithmetic of the assessment: what a rule makes of a figure, in hundredths, and how it is said in a plain sentence.
import type { FieldProblem } from '#kernel/refusal.ts'
import { type Words, w } from '#kernel/words.ts'
import { catalogue, type FigureKind, hundredths, valueWords } from './catalogue.ts'

/** All points and borders are whole hundredths: −50 takes half a point, 9500 is 95 %. */
export type Shape =
  /** So many points for each piece. */
  | { readonly kind: 'piece'; readonly points: number }
  /** The farthest border that was passed counts alone. */
  | {
      readonly kind: 'steps'
      readonly side: 'below' | 'above'
      readonly steps: readonly { readonly at: number; readonly points: number }[]
    }
  /** Nothing from `from` to `until`; beyond, so many points for each whole unit, in proportion. */
  | {
      readonly kind: 'band'
      readonly from: number
      readonly until: number
      readonly below: number
      readonly above: number
    }

export type Item = {
  readonly key: string
  readonly figure: string
  readonly shape: Shape
  /** The most that it gives or takes in a month; null: no limit. */
  readonly cap: number | null
  /** From how many on it is judged: people of a share or score, discharges of a ratio, pieces of a count. */
  readonly least: number
  /** 1 to 12; none means every month. */
  readonly months: readonly number[]
  /** What is said on the sheet beside points given, and beside points taken; a deduction with words is a criticism. */
  readonly praise: string
  readonly criticism: string
}
export type Rules = { readonly base: number; readonly items: readonly Item[] }

/**
 * A figure of a department and a month, as the screens show it. `value` is null where there is nothing or it is hidden; `people` is
 * what `least` looks at. `cases` are the matters it counts, in their order; null where it rests on others (stays, measures …).
 */
export type Figure = {
  readonly value: number | null
  readonly numerator: number | null
  readonly denominator: number | null
  readonly people: number
  readonly hidden: boolean
  readonly cases: readonly string[] | null
}
export type Figures = Readonly<Record<string, Figure>>

/** What an item says of a month. */
export type Judged = {
  readonly item: Item
  readonly figure: Figure
  readonly points: number
  /** It would have counted but for the small number. */
  readonly few: boolean
}

/** To the nearest hundredth, halves away from zero, so that a deduction and a bonus are rounded alike. */
export const rounded = (n: number): number => Math.sign(n) * Math.round(Math.abs(n)) + 0

const capped = (points: number, cap: number | null): number =>
  cap === null ? points : Math.max(-cap, Math.min(cap, points))

const shaped = (shape: Shape, value: number): number => {
  if (shape.kind === 'piece') return rounded((shape.points * value) / 100)
  if (shape.kind === 'band') {
    if (value < shape.from) return rounded((shape.below * (shape.from - value)) / 100)
    if (value > shape.until) return rounded((shape.above * (value - shape.until)) / 100)
    return 0
  }
  const passed = shape.steps.filter(({ at }) => (shape.side === 'below' ? value < at : value >= at))
  const farthest = passed.toSorted((a, b) => (shape.side === 'below' ? a.at - b.at : b.at - a.at))[0]
  return farthest?.points ?? 0
}

/** What the rules say of a department's figures in a month (1–12): one line for each item that applies, in the order of the rules. */
export const judge = ({ items }: Rules, figures: Figures, month: number): Judged[] =>
  items
    .filter(({ months }) => months.length === 0 || months.includes(month))
    .flatMap((item) => {
      const figure = figures[item.figure]
      if (!figure) return []
      if (figure.value === null) return [{ item, figure, points: 0, few: figure.hidden }]
      const full = capped(shaped(item.shape, figure.value), item.cap)
      const few = full !== 0 && figure.people < item.least
      return [{ item, figure, points: few ? 0 : full, few }]
    })

/** The foot of the sheet: what it begins with and all lines, never below nothing. */
export const totalOf = (base: number, points: readonly number[]): number =>
  Math.max(
    0,
    points.reduce((sum, n) => sum + n, base),
  )

// In words

const gives = (points: number): Words =>
  points < 0
    ? w(`扣 ${hundredths(-points)} 分`, `takes ${hundredths(-points)}`)
    : w(`加 ${hundredths(points)} 分`, `gives ${hundredths(points)}`)

const unitOf = (kind: FigureKind): Words => (kind === 'rate' ? w('个百分点', 'percentage point') : w('分', 'point'))

const shapeWords = ({ figure, shape }: Item): Words => {
  const { kind, words } = catalogue[figure]!
  if (shape.kind === 'piece')
    return w(`每件${words.zh}${gives(shape.points).zh}`, `each “${words.en}” ${gives(shape.points).en}`)
  if (shape.kind === 'steps') {
    const say = shape.side === 'below' ? w('低于', 'below') : w('达到', 'from')
    // The nearest border first, as one reads on from bad to worse, or from good to better.
    const sorted = shape.steps.toSorted((a, b) => (shape.side === 'below' ? b.at - a.at : a.at - b.at))
    const parts = sorted.map(({ at, points }) => ({ at: valueWords(kind, at), by: gives(points) }))
    return w(
      `${words.zh}${parts.map(({ at, by }) => `${say.zh} ${at.zh} ${by.zh}`).join('，')}`,
      `${words.en} ${parts.map(({ at, by }) => `${say.en} ${at.en} ${by.en}`).join(', ')}`,
    )
  }
  const { from, until, below, above } = shape
  const unit = kind === 'ratio' ? w('件', 'piece') : unitOf(kind)
  const range =
    from === until
      ? valueWords(kind, from)
      : w(`${hundredths(from)}–${valueWords(kind, until).zh}`, `${hundredths(from)}–${valueWords(kind, until).en}`)
  return w(
    [
      `${words.zh} ${range.zh} 不加不扣`,
      ...(below === 0 ? [] : [`每低 1 ${unit.zh}${gives(below).zh}`]),
      ...(above === 0 ? [] : [`每高 1 ${unit.zh}${gives(above).zh}`]),
    ].join('，'),
    [
      `${words.en} ${range.en}: nothing`,
      ...(below === 0 ? [] : [`each ${unit.en} below ${gives(below).en}`]),
      ...(above === 0 ? [] : [`each ${unit.en} above ${gives(above).en}`]),
    ].join('; '),
  )
}

const leastWords = ({ figure, least }: Item): Words[] => {
  if (least <= 1) return []
  const { kind } = catalogue[figure]!
  if (kind === 'count') return [w(`满 ${least} 件起计`, `counts from ${least}`)]
  return [
    kind === 'ratio'
      ? w(`出院不足 ${least} 人次不计`, `not under ${least} discharges`)
      : w(`不足 ${least} 人不计`, `not under ${least} people`),
  ]
}

/** 每件二次处理扣 0.5 分，最多扣 3 分。 */
export const sentenceOf = (item: Item): Words => {
  const { shape, cap, months } = item
  const takes = shape.kind === 'piece' ? shape.points < 0 : false
  const one = shape.kind === 'piece'
  const most =
    cap === null
      ? []
      : [
          one
            ? w(`最多${takes ? '扣' : '加'} ${hundredths(cap)} 分`, `at most ${hundredths(cap)}`)
            : w(`加减都不超过 ${hundredths(cap)} 分`, `at most ${hundredths(cap)} either way`),
        ]
  const when = months.length === 0 ? [] : [w(`只在 ${months.join('、')} 月`, `only in months ${months.join(', ')}`)]
  const parts = [shapeWords(item), ...most, ...leastWords(item), ...when]
  return w(`${parts.map(({ zh }) => zh).join('，')}。`, `${parts.map(({ en }) => en).join(', ')}.`)
}

/** What a line of the sheet says: 回访率 91.2 %（114/125）：扣 1 分。 */
export const lineWords = ({ item, figure, points, few }: Judged): Words => {
  const { kind, words } = catalogue[item.figure]!
  if (figure.hidden) return w(`${words.zh}：人数太少，不显示、不计分`, `${words.en}: too few to be shown or judged`)
  if (figure.value === null) return w(`${words.zh}：本月没有`, `${words.en}: none this month`)
  const { numerator, denominator } = figure
  const of = kind === 'count' || numerator === null || denominator === null ? '' : `（${numerator}/${denominator}）`
  const value = valueWords(kind, figure.value)
  const so = few
    ? w(
        `不足 ${item.least}${kind === 'count' ? ' 件' : kind === 'ratio' ? ' 人次' : ' 人'}，不计分`,
        `fewer than ${item.least}, not judged`,
      )
    : points === 0
      ? w('不加不扣', 'nothing')
      : gives(points)
  return w(`${words.zh} ${value.zh}${of}：${so.zh}`, `${words.en} ${value.en} ${of}: ${so.en}`)
}

// What rules may be

const mostPoints = 10_000

/** What is wrong with rules, by the fields of the request (`rules.items.2.cap`). */
export const problemsOf = ({ items }: Rules): FieldProblem[] => {
  const problems: FieldProblem[] = []
  const keys = new Set<string>()
  for (const [i, item] of items.entries()) {
    const wrong = (field: string, reason: string) => problems.push({ field: `rules.items.${i}.${field}`, reason })
    if (keys.has(item.key)) wrong('key', '两条规则的编号相同')
    keys.add(item.key)
    const kind = catalogue[item.figure]?.kind
    if (!kind) {
      wrong('figure', '没有这个指标')
      continue
    }
    const { shape } = item
    const all =
      shape.kind === 'piece'
        ? [shape.points]
        : shape.kind === 'steps'
          ? shape.steps.map(({ points }) => points)
          : [shape.below, shape.above]
    if (all.every((points) => points === 0)) wrong('shape', '加减分不能都是 0')
    if (all.some((points) => Math.abs(points) > mostPoints)) wrong('shape', '一次加减不能超过 100 分')
    if (shape.kind === 'piece' && kind !== 'count') wrong('shape', '只有按件计的指标可以每件加减')
    if (shape.kind === 'band' && kind === 'count') wrong('shape', '按件计的指标请用每件或分档')
    if (shape.kind === 'band' && shape.from > shape.until) wrong('shape', '区间的下限不能高于上限')
    if (shape.kind === 'steps') {
      if (shape.steps.length === 0) wrong('shape', '至少写一档')
      if (new Set(shape.steps.map(({ at }) => at)).size < shape.steps.length) wrong('shape', '两档的界限相同')
    }
    if (item.cap !== null && item.cap <= 0) wrong('cap', '上限须大于 0')
    if (kind !== 'count' && item.least < 5) wrong('least', '至少 5 人起计，人数太少时一个人就能左右')
    if (new Set(item.months).size < item.months.length) wrong('months', '月份重复')
    if (
      all.some((points) => points < 0) &&
      kind === 'count' &&
      ['praise', 'practices', 'adoptions', 'projects'].includes(item.figure)
    )
      wrong('shape', '表扬、经验和改进项目只能加分')
  }
  return problems
}
