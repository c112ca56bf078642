// Which matters ring at all, and how long each step of a chain is waited for unless the hospital says otherwise.
import { type Words, w } from '#kernel/words.ts'

export type Alarm = 'danger' | 'urgent' | 'grave'

export type AlarmKind = { readonly alarm: Alarm; readonly code: string; readonly name: Words; readonly minutes: number }

/** In the order of their danger. */
export const alarms: readonly AlarmKind[] = [
  { alarm: 'danger', code: 'U0', name: w('危急', 'Danger'), minutes: 3 },
  { alarm: 'urgent', code: 'U1', name: w('紧急', 'Urgent'), minutes: 10 },
  { alarm: 'grave', code: 'SEV3', name: w('重大', 'Grave'), minutes: 10 },
]

/** Their names in that order, for lists. */
export const alarmNames: readonly Alarm[] = alarms.map(({ alarm }) => alarm)

export const alarmOf = (alarm: string): AlarmKind => alarms.find((one) => one.alarm === alarm)!

/** What rings for a case of this grading: danger and urgency by the clock, and what leadership must know at once. */
export const alarmsFor = ({ severity, urgency }: { severity: number; urgency: number }): Alarm[] => [
  ...(urgency === 0 ? (['danger'] as const) : []),
  ...(urgency === 1 ? (['urgent'] as const) : []),
  ...(severity >= 3 ? (['grave'] as const) : []),
]

/** One step: a person, whoever is on shift at that moment, or everyone of a role. */
export type ChainStep = {
  readonly who: 'staff' | 'shift' | 'role'
  readonly staffId: string | null
  readonly role: string | null
  readonly minutes: number
}
