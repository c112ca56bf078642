// How cases are said on a screen, and in what colour.
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { useMe } from '#web/me.tsx'
import { t } from '#web/ui/language.ts'
import type { Tone } from '#web/ui/marks.tsx'
import { severityOf, urgencyOf } from '../grades.ts'
import { caseLifecycle } from '../lifecycle.ts'
import type { CaseLine, CaseSheet } from '../shapes.ts'
import { categoryOf, categoryWords, subcategoryOf } from '../taxonomy.ts'

export type Line = Wire<CaseLine>
export type Sheet = Wire<CaseSheet>

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
