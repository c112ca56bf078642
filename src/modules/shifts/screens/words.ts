// How alarms, chains and hand-overs are named on the screens.
import { roleWords } from '#kernel/permission.ts'
import { type Words, w } from '#kernel/words.ts'
import type { api } from '#web/api.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'

export type Ring = Awaited<ReturnType<typeof api.rings.answer>>
export type Chain = Awaited<ReturnType<typeof api.chains.list>>['rows'][number]
export type Card = Awaited<ReturnType<typeof api.handovers.get>>
export type CardItem = Card['items'][number]

export const kindWords: Readonly<Record<CardItem['kind'], Words>> = {
  ring: w('未应答的呼叫', 'Alarms nobody answered'),
  flag: w('红旗', 'Red flags'),
  urgent: w('危急与紧急', 'Danger and urgent'),
  promise: w('未兑现的承诺', 'Open promises'),
  overdue: w('已超期', 'Overdue'),
  due: w('下一班内到期', 'Due in the next shift'),
}

export const noticeIcons: Readonly<Record<string, IconName>> = {
  'due-soon': 'clock',
  overdue: 'alert',
  urged: 'flag',
  added: 'speech',
  'hand-over': 'people',
  'not-taken-over': 'alert',
  'ring-answered': 'check',
  recurring: 'flag',
  project: 'path',
}

/** Where news leads that is about no row of its own kind: by the beginning of its sort. */
export const noticePlaces: Readonly<Record<string, string>> = {
  assessment: '/assessments',
  rules: '/assessments/rules',
  practice: '/practices',
  bulletin: '/bulletins',
  export: '/exports',
}

/** A step as people say it: 在班人员, 组长（岗位）, 林小满. */
export const stepWords = ({ who, name, role }: Chain['steps'][number]): string =>
  who === 'shift'
    ? t('当时在班的人', 'Whoever is on shift then')
    : who === 'role'
      ? t(`全体${roleWords[role!].zh}`, `Every ${roleWords[role!].en.toLowerCase()}`)
      : (name ?? '')
