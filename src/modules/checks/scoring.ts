// By what a call is judged, and what comes of it: items with weights, and those in which one failure is enough.
import { type Words, w } from '#kernel/words.ts'

export const markNames = ['met', 'partly', 'not', 'none'] as const
export type Mark = (typeof markNames)[number]
export const markWords: Readonly<Record<Mark, Words>> = {
  met: w('做到', 'Met'),
  partly: w('部分', 'Partly'),
  not: w('没做到', 'Not met'),
  none: w('不涉及', 'Not asked for'),
}

export type Item = {
  readonly key: string
  readonly name: string
  readonly help: string
  readonly weight: number
  /** 一票否决: whoever fails here has not passed, whatever the rest. */
  readonly critical: boolean
}

const worth: Record<Mark, number> = { met: 1, partly: 0.5, not: 0, none: 0 }

export type Scored = { readonly score: number; readonly failed: string[]; readonly passed: boolean }

/** The share of the weights that apply, of a hundred; a form of which nothing applies is full. */
export const scoreOf = (items: readonly Item[], marks: Readonly<Record<string, Mark>>, passing: number): Scored => {
  const applies = items.filter(({ key }) => marks[key] !== undefined && marks[key] !== 'none')
  const all = applies.reduce((sum, { weight }) => sum + weight, 0)
  const got = applies.reduce((sum, { key, weight }) => sum + weight * worth[marks[key]!], 0)
  const score = all === 0 ? 100 : Math.round((1000 * got) / all) / 10
  const failed = items.filter(({ key, critical }) => critical && marks[key] === 'not').map(({ key }) => key)
  return { score, failed, passed: failed.length === 0 && score >= passing }
}

/** What to train, from what was not met: the heaviest first. */
export const trainingOf = (items: readonly Item[], marks: Readonly<Record<string, Mark>>): string =>
  items
    .filter(({ key }) => marks[key] === 'not' || marks[key] === 'partly')
    .toSorted((a, b) => Number(b.critical) - Number(a.critical) || b.weight - a.weight)
    .map(({ name }) => name)
    .join('、')

/** The form that a hospital begins with: its rules for calls, the politeness they ask for, and the bounds of what may be advised. */
export const firstForm: { readonly passing: number; readonly items: readonly Item[] } = {
  passing: 80,
  items: [
    { key: 'greeting', name: '问候与自报', help: '问好，报医院和工号，问方便不方便', weight: 10, critical: false },
    { key: 'identity', name: '核对身份', help: '说病情前核对出院科室或出生年份', weight: 15, critical: true },
    {
      key: 'courtesy',
      name: '态度与倾听',
      help: '语速适中，不抢话、不争执，先安抚再询问',
      weight: 15,
      critical: false,
    },
    { key: 'phrases', name: '没有忌语', help: '不说服务忌语，不推诿', weight: 10, critical: true },
    {
      key: 'guidance',
      name: '只按已审定条目指导',
      help: '不诊断、不改药；答不了的承诺回复或建议就诊',
      weight: 15,
      critical: true,
    },
    { key: 'promise', name: '该承诺的已承诺', help: '约定的回电登记了时间', weight: 10, critical: false },
    { key: 'red-flag', name: '红旗已处置', help: '危险信号当场转医师或嘱就医', weight: 10, critical: true },
    { key: 'record', name: '记录与所听一致', help: '答案、意见、未说的话都如实', weight: 10, critical: true },
    { key: 'ending', name: '规范结束', help: '问还有没有别的需要，致谢，等对方先挂', weight: 5, critical: false },
  ],
}
