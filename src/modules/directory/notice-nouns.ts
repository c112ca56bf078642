// What a notice may be about, and in which table that lies: its words are told only to who may still see it.

export const noticeNouns = {
  case: 'cases',
  task: 'tasks',
  handover: 'handovers',
  proposal: 'proposals',
  project: 'projects',
  practice: 'practices',
  export: 'exports',
  assessment: 'assessments',
  ruleSet: 'rule_sets',
  bulletin: 'bulletins',
} as const

export type NoticeNoun = keyof typeof noticeNouns
