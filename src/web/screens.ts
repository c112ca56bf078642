// Every screen by its address: who is offered it, how it is called, and the file that is loaded when it is opened.
import type { ComponentType } from 'react'
import { type Words, w } from '#kernel/words.ts'
import type { Verb } from '#src/permissions.ts'
import type { IconName } from './ui/icon.tsx'

export type ScreenEntry = {
  /** The address; `$id` stands for a record. */
  readonly path: string
  /** Two to four characters. */
  readonly words: Words
  readonly icon: IconName
  /** Offered to whom has any of these verbs for some row. */
  readonly verbs: readonly Verb[]
  /** Has its place in the rail; `more`: behind 更多 where the rail would grow too long; the others are reached from a screen. */
  readonly rail: boolean | 'more'
  /** A file that exports `Screen`. */
  readonly load: () => Promise<{ Screen: ComponentType }>
}

/** In the order of the rail. */
export const screens: readonly ScreenEntry[] = [
  {
    path: '/desk',
    words: w('随访', 'Calls'),
    icon: 'phone',
    verbs: ['task.read'],
    rail: true,
    load: () => import('#modules/followups/screens/desk.tsx'),
  },
  {
    path: '/inbox',
    words: w('收件箱', 'Inbox'),
    icon: 'tray',
    verbs: ['case.object'],
    rail: true,
    load: () => import('#modules/cases/screens/inbox.tsx'),
  },
  {
    path: '/cases',
    words: w('诉求', 'Cases'),
    icon: 'speech',
    verbs: ['case.tell', 'case.consent'],
    rail: true,
    load: () => import('#modules/cases/screens/cases.tsx'),
  },
  {
    path: '/cases/$id',
    words: w('诉求', 'Case'),
    icon: 'speech',
    verbs: ['case.read'],
    rail: false,
    load: () => import('#modules/cases/screens/case.tsx'),
  },
  {
    path: '/promises',
    words: w('承诺', 'Promises'),
    icon: 'checks',
    verbs: ['promise.keep'],
    rail: true,
    load: () => import('#modules/cases/screens/promises.tsx'),
  },
  {
    path: '/board',
    words: w('看板', 'Board'),
    icon: 'chart',
    verbs: ['case.read'],
    rail: true,
    load: () => import('#modules/insight/screens/board.tsx'),
  },
  {
    path: '/register',
    words: w('登记簿', 'Register'),
    icon: 'list',
    verbs: ['case.read'],
    rail: true,
    load: () => import('#modules/insight/screens/register.tsx'),
  },
  {
    path: '/patients',
    words: w('患者', 'Patients'),
    icon: 'person',
    verbs: ['patient.read'],
    rail: true,
    load: () => import('#modules/patients/screens/patients.tsx'),
  },
  {
    path: '/discharges',
    words: w('出院', 'Stays'),
    icon: 'list',
    verbs: ['encounter.read'],
    rail: 'more',
    load: () => import('#modules/patients/screens/discharges.tsx'),
  },
  {
    path: '/imports',
    words: w('导入', 'Imports'),
    icon: 'upload',
    verbs: ['import.read'],
    rail: 'more',
    load: () => import('#modules/patients/screens/imports.tsx'),
  },
  {
    path: '/reports',
    words: w('报表', 'Reports'),
    icon: 'chart',
    verbs: ['report.read'],
    rail: true,
    load: () => import('#modules/insight/screens/reports.tsx'),
  },
  {
    path: '/reports/cases',
    words: w('诉求报表', 'Cases'),
    icon: 'chart',
    verbs: ['report.read'],
    rail: false,
    load: () => import('#modules/insight/screens/case-report.tsx'),
  },
  {
    path: '/keeping',
    words: w('保管', 'Keeping'),
    icon: 'lock',
    verbs: ['disposal.read'],
    rail: 'more',
    load: () => import('#modules/dossiers/screens/keeping.tsx'),
  },
  {
    path: '/guidance',
    words: w('指导', 'Guidance'),
    icon: 'book',
    verbs: ['guidance.create', 'contact.read'],
    rail: 'more',
    load: () => import('#modules/knowledge/screens/guidance.tsx'),
  },
  {
    path: '/care-notes',
    words: w('注意', 'Notes'),
    icon: 'info',
    verbs: ['careNote.set', 'contact.read'],
    rail: 'more',
    load: () => import('#modules/knowledge/screens/care-notes.tsx'),
  },
  {
    path: '/programmes',
    words: w('方案', 'Programmes'),
    icon: 'path',
    verbs: ['programme.create', 'task.cancel'],
    rail: 'more',
    load: () => import('#modules/followups/screens/programmes.tsx'),
  },
  {
    path: '/questionnaires',
    words: w('问卷', 'Questions'),
    icon: 'checks',
    verbs: ['questionnaire.create', 'task.cancel'],
    rail: 'more',
    load: () => import('#modules/followups/screens/questionnaires.tsx'),
  },
  {
    path: '/handovers',
    words: w('交班', 'Hand-over'),
    icon: 'swap',
    verbs: ['handover.take'],
    rail: true,
    load: () => import('#modules/shifts/screens/handovers.tsx'),
  },
  {
    path: '/chains',
    words: w('值班链', 'On-call'),
    icon: 'bell',
    verbs: ['ring.read', 'chain.set'],
    rail: false,
    load: () => import('#modules/shifts/screens/chains.tsx'),
  },
  {
    path: '/roster',
    words: w('排班', 'Roster'),
    icon: 'calendar',
    verbs: ['duty.set', 'shift.set', 'contact.read'],
    rail: true,
    load: () => import('#modules/directory/screens/roster.tsx'),
  },
  {
    path: '/staff',
    words: w('人员', 'Staff'),
    icon: 'people',
    verbs: ['staff.create'],
    rail: 'more',
    load: () => import('#modules/directory/screens/staff.tsx'),
  },
  {
    path: '/departments',
    words: w('科室', 'Places'),
    icon: 'building',
    verbs: ['department.create', 'department.confirm'],
    rail: 'more',
    load: () => import('#modules/directory/screens/departments.tsx'),
  },
  {
    path: '/tokens',
    words: w('令牌', 'Tokens'),
    icon: 'key',
    verbs: ['token.read'],
    rail: 'more',
    load: () => import('#modules/directory/screens/tokens.tsx'),
  },
  {
    path: '/jobs',
    words: w('后台', 'Jobs'),
    icon: 'again',
    verbs: ['job.read'],
    rail: 'more',
    load: () => import('#modules/directory/screens/jobs.tsx'),
  },
  {
    path: '/routes',
    words: w('分工', 'Routes'),
    icon: 'path',
    verbs: ['route.set'],
    rail: 'more',
    load: () => import('#modules/cases/screens/routes.tsx'),
  },
  {
    path: '/settings',
    words: w('设置', 'Settings'),
    icon: 'sliders',
    verbs: ['setting.change'],
    rail: 'more',
    load: () => import('#modules/directory/screens/settings.tsx'),
  },
  {
    path: '/account',
    words: w('账号', 'Account'),
    icon: 'person',
    verbs: ['session.use'],
    rail: false,
    load: () => import('#modules/directory/screens/account.tsx'),
  },
  {
    path: '/api-docs',
    words: w('接口', 'Interface'),
    icon: 'file',
    verbs: ['token.read'],
    rail: false,
    load: () => import('./api-docs.tsx'),
  },
]
