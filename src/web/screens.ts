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

type Row = readonly [
  path: ScreenEntry['path'],
  words: Words,
  icon: IconName,
  verbs: readonly Verb[],
  rail: ScreenEntry['rail'],
  load: ScreenEntry['load'],
]

/** In the order of the rail. */
// biome-ignore format: a table is read by its columns
const table: readonly Row[] = [
  // address, words, icon, offered to whom has one of, in the rail, loaded from
  ['/desk',           w('随访', 'Calls'),        'phone',    ['task.read'],                               true,   () => import('#modules/followups/screens/desk.tsx')],
  ['/inbox',          w('收件箱', 'Inbox'),      'tray',     ['case.object'],                             true,   () => import('#modules/cases/screens/inbox.tsx')],
  ['/page',           w('一页', 'One page'),     'file',     ['report.read'],                             true,   () => import('#modules/insight/screens/page.tsx')],
  ['/cases',          w('诉求', 'Cases'),        'speech',   ['case.tell', 'case.consent'],               true,   () => import('#modules/cases/screens/cases.tsx')],
  ['/cases/$id',      w('诉求', 'Case'),         'speech',   ['case.read'],                               false,  () => import('#modules/cases/screens/case.tsx')],
  ['/promises',       w('承诺', 'Promises'),     'checks',   ['promise.keep'],                            true,   () => import('#modules/cases/screens/promises.tsx')],
  ['/measures',       w('整改', 'Measures'),     'checks',   ['measure.finish', 'measure.verify'],        true,   () => import('#modules/cases/screens/measures.tsx')],
  ['/board',          w('看板', 'Board'),        'chart',    ['case.read'],                               true,   () => import('#modules/insight/screens/board.tsx')],
  ['/board/wall',     w('墙上看板', 'Wall'),     'chart',    ['case.read'],                               false,  () => import('#modules/insight/screens/wall.tsx')],
  ['/register',       w('登记簿', 'Register'),   'list',     ['case.read'],                               true,   () => import('#modules/insight/screens/register.tsx')],
  ['/sheets',         w('热线', 'Lines'),        'headset',  ['sheet.sign'],                              true,   () => import('#modules/sheets/screens/sheets.tsx')],
  ['/missed',         w('回拨', 'Missed'),       'again',    ['missed.read'],                             true,   () => import('#modules/queues/screens/missed.tsx')],
  ['/hotline',        w('来电', 'Hotline'),      'headset',  ['queue.set', 'missed.read'],                'more', () => import('#modules/queues/screens/hotline.tsx')],
  ['/stations',       w('流动', 'Stations'),     'pin',      ['finding.read'],                            true,   () => import('#modules/stations/screens/stations.tsx')],
  ['/patients',       w('患者', 'Patients'),     'person',   ['patient.read'],                            true,   () => import('#modules/patients/screens/patients.tsx')],
  ['/discharges',     w('出院', 'Stays'),        'list',     ['encounter.read'],                          'more', () => import('#modules/patients/screens/discharges.tsx')],
  ['/imports',        w('导入', 'Imports'),      'upload',   ['import.read'],                             'more', () => import('#modules/patients/screens/imports.tsx')],
  ['/recordings',     w('录音', 'Recordings'),   'sound',    ['recording.read', 'recording.setRules'],    'more', () => import('#modules/recordings/screens/recordings.tsx')],
  ['/reports',        w('报表', 'Reports'),      'chart',    ['report.read'],                             true,   () => import('#modules/insight/screens/reports.tsx')],
  ['/reports/cases',  w('诉求报表', 'Cases'),    'chart',    ['report.read'],                             false,  () => import('#modules/insight/screens/case-report.tsx')],
  ['/assessments',    w('考核', 'Assessment'),   'checks',   ['assessment.read'],                         'more', () => import('#modules/assessments/screens/assessments.tsx')],
  ['/assessments/rules', w('考核办法', 'Rules'), 'checks',   ['ruleSet.read'],                            false,  () => import('#modules/assessments/screens/rules.tsx')],
  ['/assessments/year', w('年度考核', 'The year'), 'checks', ['assessment.read'],                         false,  () => import('#modules/assessments/screens/year.tsx')],
  ['/bulletins',      w('通报', 'Bulletins'),    'book',     ['bulletin.read'],                           'more', () => import('#modules/bulletins/screens/bulletins.tsx')],
  ['/checks',         w('质检', 'Quality'),      'checks',   ['check.read'],                              'more', () => import('#modules/checks/screens/checks.tsx')],
  ['/scorecards',     w('成绩', 'Scorecards'),   'chart',    ['scorecard.read'],                          'more', () => import('#modules/scorecards/screens/scorecards.tsx')],
  ['/proposals',      w('苗头', 'Recurring'),    'flag',     ['proposal.read'],                           'more', () => import('#modules/improvements/screens/proposals.tsx')],
  ['/projects',       w('改进', 'Projects'),     'path',     ['project.start', 'project.tell', 'project.make'], 'more', () => import('#modules/improvements/screens/projects.tsx')],
  ['/projects/$id',   w('改进', 'Project'),      'path',     ['project.read'],                            false,  () => import('#modules/improvements/screens/project.tsx')],
  ['/practices',      w('优务', 'Practice'),     'book',     ['practice.read'],                           'more', () => import('#modules/practices/screens/practices.tsx')],
  ['/practices/spread', w('经验推广', 'Spread'), 'book',     ['practice.read'],                           false,  () => import('#modules/practices/screens/spread.tsx')],
  ['/keeping',        w('保管', 'Keeping'),      'lock',     ['disposal.read'],                           'more', () => import('#modules/dossiers/screens/keeping.tsx')],
  ['/guidance',       w('指导', 'Guidance'),     'book',     ['guidance.create', 'contact.read'],         'more', () => import('#modules/knowledge/screens/guidance.tsx')],
  ['/care-notes',     w('注意', 'Notes'),        'info',     ['careNote.set', 'contact.read'],            'more', () => import('#modules/knowledge/screens/care-notes.tsx')],
  ['/programmes',     w('方案', 'Programmes'),   'path',     ['programme.create', 'task.cancel'],         'more', () => import('#modules/followups/screens/programmes.tsx')],
  ['/questionnaires', w('问卷', 'Questions'),    'checks',   ['questionnaire.create', 'task.cancel'],     'more', () => import('#modules/followups/screens/questionnaires.tsx')],
  ['/autocalls',      w('语音随访', 'Voice'),    'phone',    ['autocall.read'],                           'more', () => import('#modules/autocalls/screens/runs.tsx')],
  ['/scripts',        w('话术', 'Scripts'),      'speech',   ['script.create', 'script.approve'],         'more', () => import('#modules/autocalls/screens/scripts.tsx')],
  ['/handovers',      w('交班', 'Hand-over'),    'swap',     ['handover.take'],                           true,   () => import('#modules/shifts/screens/handovers.tsx')],
  ['/chains',         w('值班链', 'On-call'),    'bell',     ['ring.read', 'chain.set'],                  false,  () => import('#modules/shifts/screens/chains.tsx')],
  ['/roster',         w('排班', 'Roster'),       'calendar', ['duty.set', 'shift.set', 'contact.read'],   true,   () => import('#modules/directory/screens/roster.tsx')],
  ['/calls',          w('通话', 'Calls made'),   'phone',    ['call.use'],                                'more', () => import('#modules/calls/screens/list.tsx')],
  ['/wall',           w('坐席', 'Agents'),       'headset',  ['agent.read'],                              'more', () => import('#modules/calls/screens/wall.tsx')],
  ['/telephone',      w('电话', 'Telephone'),    'phone',    ['exchange.set'],                            'more', () => import('#modules/calls/screens/exchanges.tsx')],
  ['/staff',          w('人员', 'Staff'),        'people',   ['staff.create'],                            'more', () => import('#modules/directory/screens/staff.tsx')],
  ['/departments',    w('科室', 'Places'),       'building', ['department.create', 'department.confirm'], 'more', () => import('#modules/directory/screens/departments.tsx')],
  ['/readers',        w('开放数据', 'Open data'),'chart',    ['reader.read'],                             'more', () => import('#modules/exports/screens/readers.tsx')],
  ['/tokens',         w('令牌', 'Tokens'),       'key',      ['token.read'],                              'more', () => import('#modules/directory/screens/tokens.tsx')],
  ['/jobs',           w('后台', 'Jobs'),         'again',    ['job.read'],                                'more', () => import('#modules/directory/screens/jobs.tsx')],
  ['/routes',         w('分工', 'Routes'),       'path',     ['route.set'],                               'more', () => import('#modules/cases/screens/routes.tsx')],
  ['/vault',          w('核实', 'Vault'),        'key',      ['opening.read'],                            'more', () => import('#modules/voices/screens/vault.tsx')],
  ['/outbox',         w('发件', 'Outbox'),       'tray',     ['message.read'],                            'more', () => import('#modules/messages/screens/outbox.tsx')],
  ['/replies',        w('回信', 'Replies'),      'speech',   ['reply.read'],                              'more', () => import('#modules/messages/screens/replies.tsx')],
  ['/templates',      w('短信模板', 'Wordings'), 'file',     ['template.read'],                           'more', () => import('#modules/messages/screens/templates.tsx')],
  ['/gateways',       w('短信平台', 'Gateways'), 'tray',     ['gateway.read'],                            'more', () => import('#modules/messages/screens/gateways.tsx')],
  ['/posters',        w('海报', 'Posters'),      'print',    ['voice.post'],                              false,  () => import('#modules/voices/screens/posters.tsx')],
  ['/exports',        w('导出', 'Exports'),      'download', ['export.ask'],                              'more', () => import('#modules/exports/screens/exports.tsx')],
  ['/settings',       w('设置', 'Settings'),     'sliders',  ['setting.change'],                          'more', () => import('#modules/directory/screens/settings.tsx')],
  ['/account',        w('账号', 'Account'),      'person',   ['session.use'],                             false,  () => import('#modules/directory/screens/account.tsx')],
  ['/api-docs',       w('接口', 'Interface'),    'file',     ['token.read'],                              false,  () => import('./api-docs.tsx')],
]

export const screens: readonly ScreenEntry[] = table.map(([path, words, icon, verbs, rail, load]) => ({
  ...{ path, words, icon, verbs, rail, load },
}))
