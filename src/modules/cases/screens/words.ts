// The words of cases that are not in a table of their own: kinds, channels, ways of telling, grades, and their colours.
import type { Wire } from '#kernel/contract.ts'
import { type Words, w } from '#kernel/words.ts'
import { useMe } from '#web/me.tsx'
import { t } from '#web/ui/language.ts'
import type { Tone } from '#web/ui/marks.tsx'
import type { CaseLine, CaseSheet } from '../contract.ts'
import { severityOf, urgencyOf } from '../grades.ts'
import { caseLifecycle } from '../lifecycle.ts'
import { categoryOf, categoryWords, subcategoryOf } from '../taxonomy.ts'

export type Line = Wire<CaseLine>
export type Sheet = Wire<CaseSheet>

type Table = Readonly<Record<string, Words>>

export const kindWords: Table = {
  opinion: w('意见', 'Opinion'),
  complaint: w('投诉', 'Complaint'),
  suggestion: w('建议', 'Suggestion'),
  praise: w('表扬', 'Praise'),
  enquiry: w('咨询', 'Enquiry'),
}
export const channelWords: Table = {
  'follow-up-call': w('电话回访', 'Follow-up call'),
  phone: w('来电', 'Telephone'),
  desk: w('前台登记', 'Desk'),
  web: w('网上', 'Web'),
  wechat: w('微信', 'WeChat'),
  station: w('流动站', 'Station'),
  staff: w('员工', 'Staff'),
  12345: w('12345 热线', 'The 12345 line'),
}
export const tellWords: Table = {
  call: w('电话', 'By telephone'),
  'in-person': w('当面', 'In person'),
  letter: w('书面', 'In writing'),
}
export const gradeWords: Table = {
  satisfied: w('满意', 'Satisfied'),
  fairly: w('基本满意', 'Fairly satisfied'),
  dissatisfied: w('不满意', 'Not satisfied'),
}
const sexWords: Table = { male: w('男', 'M'), female: w('女', 'F') }

/** The word of a code; a code that no table knows is shown as it is. */
export const say = (table: Table, code: string): string => (table[code] ? t(table[code]) : code)

/** 男 63: what one wants to know beside a name. */
export const sayWho = ({ sex, age }: { sex: string; age: number | null }): string =>
  [sexWords[sex] ? t(sexWords[sex]) : '', age ?? ''].filter((part) => part !== '').join(' ')

export const sayCategory = (code: string): string => t(categoryWords(code))
/** The second level alone: 候诊. */
export const sayItem = (code: string): string => t(subcategoryOf(code)?.name ?? categoryOf(code)?.name ?? w(code, code))
export const saySeverity = (level: number): string => t(severityOf(level)?.name ?? w(String(level), String(level)))
export const sayUrgency = (level: number): string => t(urgencyOf(level)?.name ?? w(String(level), String(level)))

export const severityTone = (level: number): Tone => (level >= 3 ? 'bad' : level === 2 ? 'warn' : 'plain')
export const gradeTone = (grade: string): Tone =>
  grade === 'satisfied' ? 'good' : grade === 'fairly' ? 'plain' : 'warn'

const carriesOn = ['answer', 'grantTime', 'dispatch', 'pass', 'propose', 'consent', 'tell', 'approve'] as const

/**
 * What this reader would do next: the first of the verbs that carry a case on. Supervision may answer for a department
 * and tell the person for the centre, but it is not its turn, unless the case is restricted (cases/turn.ts).
 */
export const useTurn = () => {
  const { role } = useMe().person
  return ({ can, restricted }: { can: readonly string[]; restricted: boolean }) =>
    carriesOn.find((verb) => {
      if (!can.includes(verb)) return false
      if (verb === 'answer') return role === 'department'
      return role !== 'supervision' || restricted || (verb !== 'tell' && verb !== 'approve')
    })
}

export const stateTone = (status: string, mine: boolean): Tone =>
  status === 'archived' ? 'good' : mine ? 'accent' : 'plain'

/** What was done, in the reader's language: the button that was pressed, or the server's own word. */
export const sayDone = ({ verb, title }: { verb: string; title: string }): string => {
  const act = caseLifecycle.acts.find(([name]) => `case.${name}` === verb)
  return act ? t(act[3]) : verb === 'case.open' ? t('登记诉求', 'Opened') : title
}
