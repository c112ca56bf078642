// What the numbers of board, register and report on cases are called, and the filters of the register that each opens.
import { severityOf, urgencyOf } from '#modules/cases/grades.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { channelWords, kindWords, wordsOf } from '#modules/cases/words.ts'
import { grades } from '#modules/patients/words.ts'
import { t } from '#web/ui/language.ts'
import { askedWords, judgedWords, roundWords, type Sort, sorts, waitingWords } from '../case-words.ts'
import type { WaitingFor } from '../matters.ts'
import { categoryName } from '../words.ts'

/** The filters as they stand in the address. */
const filterNames = [
  ...([
    'q',
    'kind',
    'category',
    'said',
    'department',
    'part',
    'severity',
    'urgency',
    'channel',
    'owner',
    'state',
    'open',
  ] as const),
  ...([
    'late',
    'soon',
    'waiting',
    'judged',
    'grade',
    'round',
    'asked',
    'takenOver',
    'paused',
    'from',
    'to',
    'told',
  ] as const),
  ...(['closed', 'asOf', 'sort', 'order'] as const),
] as const
export type FilterName = (typeof filterNames)[number]
export type Filters = { readonly [K in FilterName]?: string }
export type SetFilters = (
  patch: { readonly [K in FilterName]?: string | undefined },
  options?: { back?: boolean },
) => void

/** What the address says, as the register is asked; anything else in it is not the register's. */
export const askedOf = (filters: Filters): Record<string, string> =>
  Object.fromEntries(filterNames.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])))

const listOf = (text: string, say: (one: string) => string): string => text.split(',').map(say).join('、')
const days = (words: string) => (text: string) => `${words} ${text}`

/** The sort of a list of kinds where it is exactly one of them: 意见建议. */
const sortSaid = (text: string): string | undefined => {
  const found = (Object.keys(sorts) as Sort[]).find((sort) => sorts[sort].kinds.join(',') === text)
  return found && t(sorts[found].words)
}

export const sayKind = (kind: string): string => t(wordsOf(kindWords, kind))
export const sayChannel = (channel: string): string => t(wordsOf(channelWords, channel))
export const sayWaiting = (waiting: string): string => t(waitingWords[waiting as WaitingFor])
export const sayLetter = (letter: string): string => t(categoryName(letter))
export const saySeverity = (level: string): string => t(severityOf(Number(level))!.name)
export const sayUrgency = (level: string): string => t(urgencyOf(Number(level))!.name)

/** A filter as a phrase; empty for those that have a field of their own to be seen in. */
const says: Partial<Record<FilterName, (value: string) => string>> = {
  kind: (value) =>
    value === 'complaint,staff' ? t('投诉（患者＋员工）', 'Complaints') : (sortSaid(value) ?? listOf(value, sayKind)),
  part: () => t('该科室承办或协办的', 'The department handles or helps with it'),
  said: (value) => (value === '-' ? t('没有类别', 'No category') : `“${value}”`),
  urgency: (value) => sayUrgency(value),
  state: (value) => t(caseLifecycle.states[value as 'received'] ?? { zh: value, en: value }),
  judged: (value) => listOf(value, (one) => t(judgedWords[one] ?? { zh: one, en: one })),
  grade: (value) =>
    listOf(value, (one) => (one === 'none' ? t('已答复未评价', 'No grade') : t(grades[one as 'satisfied']))),
  round: (value) => t(roundWords[value as 'second'] ?? roundWords.second),
  asked: (value) => t(askedWords[value as 'once'] ?? askedWords.all),
  takenOver: (value) => (value === 'true' ? t('接管自旧登记本', 'Taken over') : t('在本系统办理', 'Handled here')),
  paused: () => t('停过钟', 'Clock was stopped'),
  told: days('答复于'),
  closed: days('归档于'),
  asOf: days('截至'),
}

/** What the register is narrowed to besides its fields, each with the name to take it away by. */
export const phrasesOf = (filters: Filters): { name: FilterName; words: string }[] =>
  (Object.keys(says) as FilterName[]).flatMap((name) => {
    const value = filters[name]
    // A single kind has its field.
    if (!value || (name === 'kind' && !value.includes(','))) return []
    return [{ name, words: says[name]!(value) }]
  })
