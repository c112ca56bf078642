// How a proposal is said: its cell as a title, and its reckoning in a sentence that a nurse understands.
import { type Words, w } from '#kernel/words.ts'
import { categoryWords, subcategoryOf } from '#modules/cases/taxonomy.ts'
import type { HourBand } from './cells.ts'

export const hourWords: Readonly<Record<HourBand, Words>> = {
  night: w('夜间（22–7 点）', 'at night (22–7)'),
  morning: w('上午（7–12 点）', 'in the morning (7–12)'),
  noon: w('中午（12–14 点）', 'at noon (12–14)'),
  afternoon: w('下午（14–18 点）', 'in the afternoon (14–18)'),
  evening: w('晚上（18–22 点）', 'in the evening (18–22)'),
}

const weekdayWords: readonly Words[] = [
  w('周一', 'on Mondays'),
  w('周二', 'on Tuesdays'),
  w('周三', 'on Wednesdays'),
  w('周四', 'on Thursdays'),
  w('周五', 'on Fridays'),
  w('周六', 'on Saturdays'),
  w('周日', 'on Sundays'),
]

export type Said = {
  readonly category: string | null
  readonly department: string | null
  readonly place: string | null
  readonly hours: string | null
  readonly weekday: number | null
  /** Where it is words that stand out. */
  readonly words?: readonly string[] | null
}

/** 心内科 · 候诊 · 夜间: where first, then what, then when. */
export const titleOf = ({ category, department, place, hours, weekday, words }: Said): Words => {
  const what = category === null ? null : (subcategoryOf(category)?.name ?? categoryWords(category))
  const parts = [
    department === null ? null : w(department, department),
    place === null ? null : w(place, place),
    what,
    hours === null ? null : (hourWords[hours as HourBand] ?? w(hours, hours)),
    weekday === null ? null : weekdayWords[weekday - 1]!,
    words?.length ? w(words.map((it) => `“${it}”`).join(''), words.map((it) => `“${it}”`).join(' ')) : null,
  ].filter((it) => it !== null)
  return w(parts.map(({ zh }) => zh).join(' · '), parts.map(({ en }) => en).join(' · '))
}

/** The same without what people said themselves, for papers that hold nobody's own words. */
export const coldTitleOf = ({ words, ...cell }: Said): Words => {
  const { zh, en } = titleOf(cell)
  return words ? w(`${zh} · 说法相近`, `${en} · said alike`) : w(zh, en)
}

/** As people read a small number: 0.3, 2.4, 12. */
const few = (n: number): string =>
  n < 0.1 ? '不到 0.1' : n < 10 ? n.toFixed(1).replace(/\.0$/, '') : String(Math.round(n))

/** How rarely chance does it, as a time that people can imagine. */
const rarely = (byChance: number): Words => {
  const months = 1 / Math.max(byChance, 1e-6)
  if (months >= 1200) return w('一百年也难碰上一次', 'not once in a hundred years')
  if (months >= 24) {
    const years = Math.round(months / 12)
    return w(`约 ${years} 年才碰上一次`, `about once in ${years} years`)
  }
  return w(`约 ${Math.round(months)} 个月才碰上一次`, `about once in ${Math.round(months)} months`)
}

/** 近 28 天有 5 人反映,往常同样长的时间约 0.4 人;只凭巧合,约 90 年才碰上一次。 */
export const sentenceOf = (it: {
  span: number
  observed: number
  expected: number
  byChance: number
  words?: readonly string[] | null
}): Words => {
  const by = rarely(it.byChance)
  return w(
    `${it.span} 天里有 ${it.observed} 人${it.words ? '说了相近的话' : '反映'}，往常同样长的时间${it.expected < 0.1 ? '' : '约 '}${few(it.expected)} 人；若只是巧合，这里${by.zh}。`,
    `${it.observed} people ${it.words ? 'said much the same ' : ''}in ${it.span} days, where ${it.expected < 0.1 ? 'fewer than 0.1' : `about ${few(it.expected)}`} would be usual; by chance alone this place would show that ${by.en}.`,
  )
}
