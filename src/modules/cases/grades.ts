// How grave a matter is and how soon it must be in hands: two scales that are never mixed (severity after HCAT).

import { type Words, w } from '#kernel/words.ts'
import { type StandardName, standards } from '#src/standards.ts'

export type Severity = 0 | 1 | 2 | 3
export type Urgency = 0 | 1 | 2 | 3

type SeverityGrade = {
  readonly level: Severity
  readonly code: `SEV${Severity}`
  readonly name: Words
  readonly criteria: Words
  readonly action: Words
}

/** Graver is higher. Grave matters (2 and up) may not be settled on the spot; see the lifecycle's rules. */
export const severities: readonly SeverityGrade[] = [
  {
    level: 0,
    code: 'SEV0',
    name: w('轻微', 'Slight'),
    criteria: w('造成不便，没有伤害，可以当场解决', 'An inconvenience, no harm, can be settled on the spot'),
    action: w('当场办结，简要记录', 'Settle now and note it briefly'),
  },
  {
    level: 1,
    code: 'SEV1',
    name: w('一般', 'Ordinary'),
    criteria: w('就医体验受损，需要科室核实', 'The experience suffered and a department has to look into it'),
    action: w('转责任科室，5 个工作日内反馈', 'To the department; answer within five working days'),
  },
  {
    level: 2,
    code: 'SEV2',
    name: w('较重', 'Serious'),
    criteria: w(
      '可能有损害或权益受损，同类问题反复，情绪激烈，或可能升级到院外',
      'Possible harm or loss of rights, repeated, heated, or about to leave the hospital',
    ),
    action: w(
      '5 或 10 个工作日内反馈，主管督办，办结后重点回访',
      'Answer within five or ten working days, watched by a lead, called back with special care',
    ),
  },
  {
    level: 3,
    code: 'SEV3',
    name: w('重大', 'Grave'),
    criteria: w(
      '死亡或残疾，疑似医疗损害，群体性，涉媒体，涉违纪违法，或可能发生暴力',
      'Death or disability, suspected injury by care, many people, media, breach of law, or violence ahead',
    ),
    action: w(
      '立即报告院领导；提示封存病历和实物；按规定上报主管部门',
      'Tell leadership at once; have records and objects sealed; report to the authority as the law asks',
    ),
  },
]

type UrgencyGrade = {
  readonly level: Urgency
  readonly code: `U${Urgency}`
  readonly name: Words
  readonly criteria: Words
  readonly action: Words
  /** The clocks that it starts, in natural hours; none means the clock of working days alone. */
  readonly clocks: readonly StandardName[]
}

/** Sooner is lower: U0 is danger of life. */
export const urgencies: readonly UrgencyGrade[] = [
  {
    level: 0,
    code: 'U0',
    name: w('危急', 'Danger'),
    criteria: w(
      '此刻有生命安全风险：红旗症状，轻生或伤人倾向，正在发生输液反应',
      'Life is at risk now: red-flag symptoms, thoughts of suicide or violence, an infusion reaction under way',
    ),
    action: w(
      `立即请对方拨打 120 或到急诊；${standards.dangerDoctorContacted.value} 分钟内联系值班医师，${standards.dangerConfirmed.value} 分钟内确认`,
      `120 or the emergency room at once; a doctor within ${standards.dangerDoctorContacted.value} minutes, confirmed within ${standards.dangerConfirmed.value}`,
    ),
    clocks: ['dangerDoctorContacted', 'dangerConfirmed'],
  },
  {
    level: 1,
    code: 'U1',
    name: w('紧急', 'Urgent'),
    criteria: w(
      '人在医院且矛盾正在升级；涉及今天的检查、手术或停诊；夜间无处就诊',
      'In the house and getting worse; about today’s test, operation or clinic; nowhere to go at night',
    ),
    action: w(
      `${standards.urgentTaken.value} 分钟内有人接手，${standards.urgentPlanned.value} 小时内给出方案`,
      `In hands within ${standards.urgentTaken.value} minutes, a plan within ${standards.urgentPlanned.value} hours`,
    ),
    clocks: ['urgentTaken', 'urgentPlanned'],
  },
  {
    level: 2,
    code: 'U2',
    name: w('优先', 'Soon'),
    criteria: w(
      '24 小时内会恶化或错过就诊时机；12345 限时工单',
      'Gets worse or misses its moment within 24 hours; a timed order of the 12345 line',
    ),
    action: w('当日处理', 'Today'),
    clocks: [],
  },
  {
    level: 3,
    code: 'U3',
    name: w('常规', 'Routine'),
    criteria: w('其余情况', 'Everything else'),
    action: w('按法定期限办理', 'Within the statutory time'),
    clocks: [],
  },
]

export const severityOf = (level: number): SeverityGrade | undefined => severities[level]

export const urgencyOf = (level: number): UrgencyGrade | undefined => urgencies[level]
