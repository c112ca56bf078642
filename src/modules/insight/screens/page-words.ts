// What the one page says in sentences: whether a figure moves beyond chance, what is late, what hurts.
import type { Wire } from '#kernel/contract.ts'
import { percent } from '#web/ui/charts/frame.tsx'
import { t } from '#web/ui/language.ts'
import type { OnePage, Trend as TrendShape } from '../contract-page.ts'
import { type Filters, sayLetter, sayWaiting } from './register-words.ts'

export type Told = Wire<OnePage>
export type Trend = Wire<TrendShape>
export type TrendName = keyof Told['trends']

/** The rows of the register that a page counts, and of them the complaints. */
/** Of the department whose page it is. */
export const partOf = ({ departmentId }: Told): Filters => (departmentId ? { part: departmentId } : {})
export const rowsOf = (told: Told): Filters => ({ ...partOf(told), from: told.from, to: told.until })
export const complaintsOf = (told: Told): Filters => ({ ...rowsOf(told), kind: 'complaint,staff' })

export const sayMonth = (month: string): string => t(`${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`, month)

const points = (share: number): string => Math.abs(share * 100).toFixed(1)
export const perThousand = (value: number): string => value.toFixed(1)
export const sayValue = (name: TrendName) => (name === 'matters' ? perThousand : percent)

const names = () => ({
  reached: t('回访率', 'reach'),
  satisfied: t('满意率', 'satisfaction'),
  matters: t('每千出院人次反映的问题', 'matters by 1,000 discharges'),
})

/** 近三个月 84.2%，之前 81.0% … and whether chance explains it. */
export const sayTrend = (name: TrendName, { verdict, before, after, change, from, until }: Trend): string => {
  if (verdict === 'unknown' || !before || !after)
    return t('可比的月份还太少，看不出变化。', 'Too few months to compare.')
  const say = sayValue(name)
  const values = t(
    `近三个月 ${say(after.value)}，之前 ${say(before.value)}`,
    `${say(after.value)} in the last three months, ${say(before.value)} before`,
  )
  if (verdict === 'same') return t(`${values}，差别在偶然范围内。`, `${values}: no more than chance.`)
  const up = verdict === 'up'
  if (name === 'matters') {
    const by = change === null ? '' : `${Math.abs((change - 1) * 100).toFixed(0)}%`
    return t(
      `${values}，${up ? '多' : '少'}了 ${by}，超出偶然。`,
      `${values}: ${by} ${up ? 'more' : 'fewer'}, beyond chance.`,
    )
  }
  const range = from === null || until === null ? '' : `${points(up ? from : until)}–${points(up ? until : from)}`
  return t(
    `${values}，${up ? '升' : '降'} ${points(change ?? 0)} 个百分点（95% 区间 ${range}），超出偶然。`,
    `${values}: ${up ? 'up' : 'down'} ${points(change ?? 0)} points (95 % ${range}), beyond chance.`,
  )
}

export type Mood = 'better' | 'worse' | 'same' | 'unknown'

/** Fewer matters are only better where as many people were asked, and more only worse where not more were. */
export const moodOf = (name: TrendName, { trends }: Told): Mood => {
  const { verdict } = trends[name]
  if (verdict === 'same' || verdict === 'unknown') return verdict
  if (name !== 'matters') return verdict === 'up' ? 'better' : 'worse'
  if (verdict === trends.reached.verdict) return 'unknown'
  return verdict === 'down' ? 'better' : 'worse'
}

/** What must be thought of when reading how many matters there were. */
export const sayCaution = ({ trends: { matters, reached } }: Told): string =>
  (matters.verdict === 'up' || matters.verdict === 'down') && matters.verdict === reached.verdict
    ? matters.verdict === 'down'
      ? t('同期回访率也降了，可能只是听到的少了。', 'Reach fell too: perhaps less was heard.')
      : t('同期回访率也升了，可能只是听到的多了。', 'Reach rose too: perhaps more was heard.')
    : ''

const listOf = (of: readonly TrendName[]): string => of.map((name) => names()[name]).join(t('、', ', '))

/** The page's first answer, in one sentence. */
export const sayBetter = (told: Told): string => {
  const all = ['reached', 'satisfied', 'matters'] as const
  const of = (mood: Mood) => all.filter((name) => moodOf(name, told) === mood)
  const [better, worse, unknown] = [of('better'), of('worse'), of('unknown')]
  if (worse.length > 0 && better.length > 0)
    return t(
      `有好有坏：${listOf(better)}变好，${listOf(worse)}变差。`,
      `Both: ${listOf(better)} better, ${listOf(worse)} worse.`,
    )
  if (worse.length > 0) return t(`没有：${listOf(worse)}变差。`, `No: ${listOf(worse)} is worse.`)
  if (better.length > 0) return t(`是的：${listOf(better)}变好。`, `Yes: ${listOf(better)} is better.`)
  return unknown.length === all.length
    ? t('还看不出：可比的月份太少。', 'Not known yet: too few months.')
    : t('没有超出偶然的变化。', 'No change beyond chance.')
}

/** What is late now and at whom most of it waits. */
export const sayLate = ({ late }: Told): string => {
  const [most] = late.waiting
  if (late.late === 0 || !most)
    return late.soon > 0
      ? t(`没有超时；${late.soon} 件一个工作日内到期。`, `Nothing is late; ${late.soon} within a working day.`)
      : t('没有超时的。', 'Nothing is late.')
  return t(
    `${late.late} 件超时，其中 ${most.late} 件${sayWaiting(most.key)}。`,
    `${late.late} are late, ${most.late} of them ${sayWaiting(most.key).toLowerCase()}.`,
  )
}

export const placeName = (key: string, label: string): string =>
  key === 'none' ? t('未定科室', 'no department yet') : label

export const sayPain = ({ letter, key, label }: Told['hurts']['pains'][number]): string =>
  `${sayLetter(letter)} · ${placeName(key, label)}`

/** What hurts most, and what has grown. */
export const sayHurts = ({ hurts }: Told): string => {
  const [most] = hurts.pains
  if (!most) return t('本月没有人反映问题。', 'Nobody raised anything.')
  const grown = hurts.pains.filter((pain) => pain.grown)
  const first = t(
    `最多的是${sayPain(most)}：${most.count} 件，占 ${Math.round((most.count / hurts.total) * 100)}%。`,
    `Most: ${sayPain(most)}, ${most.count} of ${hurts.total}.`,
  )
  if (grown.length > 0)
    return t(
      `${first}${grown.map(sayPain).join('、')}比往常多。`,
      `${first} More than usual: ${grown.map(sayPain).join(', ')}.`,
    )
  return hurts.tested > 0 ? t(`${first}没有哪一项比往常多。`, `${first} None more than usual.`) : first
}

/** Why a point is marked. */
export const saySignal = (signal: Trend['points'][number]['signal']): string | undefined =>
  signal === null
    ? undefined
    : {
        above: t('高于偶然波动的上限', 'above the limits of chance'),
        below: t('低于偶然波动的下限', 'below the limits of chance'),
        'run-above': t('连续 8 个月高于中线', 'eight months in a row above the middle'),
        'run-below': t('连续 8 个月低于中线', 'eight months in a row below the middle'),
      }[signal]
