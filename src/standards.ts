// The numbers the hospital is judged by: one table with the meaning and the source of each, for rules, screens and print.
import { type Words, w } from '#kernel/words.ts'

export type Unit =
  | 'days'
  | 'workdays'
  | 'hours'
  | 'minutes'
  | 'seconds'
  | 'percent'
  | 'people'
  | 'times'
  | 'rows'
  | 'years'

/** One number. `min` and `max` bound what the hospital may set instead; without them it cannot be changed. */
export type Standard = {
  readonly value: number
  readonly unit: Unit
  readonly says: Words
  /** The rule it comes from, parts with `; ` between: a law, a regulation, a study, the hospital's own rules, or `house` for our choice. */
  readonly source: string
  readonly min?: number
  readonly max?: number
}

const standard = (
  value: number,
  unit: Unit,
  says: Words,
  source: string,
  bounds: { min?: number; max?: number } = {},
): Standard => ({ value, unit, says, source, ...bounds })

/** What stands in many of them; screens know the hospital's own by this name. */
export const hospitalRules = 'the hospital’s rules for follow-up calls'
const days = { followup: hospitalRules, law: '《医疗机构投诉管理办法》' }

export const standards = {
  // Follow-up
  safetyCallFrom: standard(
    2,
    'days',
    w('安全回访自出院后第 2 天起', 'the safety call may begin two days after discharge'),
    'AHRQ Project RED (48–72 h)',
  ),
  safetyCallWithin: standard(
    3,
    'days',
    w('安全回访应在出院后 3 天内', 'the safety call is due within three days of discharge'),
    'AHRQ Project RED (48–72 h)',
  ),
  satisfactionCallFrom: standard(
    7,
    'days',
    w('满意度回访自出院后第 7 天起', 'the satisfaction call may begin seven days after discharge'),
    hospitalRules,
  ),
  satisfactionCallWithin: standard(
    10,
    'days',
    w('满意度回访应在出院后 10 天内', 'the satisfaction call is due within ten days of discharge'),
    hospitalRules,
  ),
  firstContactWithin: standard(
    7,
    'days',
    w('首次回访不超过出院后 7 天', 'first contact no later than seven days after discharge'),
    days.followup,
    { min: 1, max: 7 },
  ),
  monthlyReach: standard(
    80,
    'percent',
    w('每月回访率不低于 80 %', 'at least 80 % of those discharged in a month are reached'),
    hospitalRules,
    { min: 80, max: 100 },
  ),
  satisfaction: standard(
    95,
    'percent',
    w('回访满意度不低于 95 %', 'at least 95 % of those reached are satisfied'),
    hospitalRules,
    { min: 95, max: 100 },
  ),
  recallAfter: standard(
    3,
    'workdays',
    w('向患者反馈后 3 个工作日内再次回访', 'the person is called again within three working days of the answer'),
    `${hospitalRules}; 12320 lines (one working day); house`,
    { min: 1, max: 5 },
  ),
  unreachedTries: standard(
    3,
    'times',
    w('至少拨打 3 次仍未接通方可记为未访', 'unreached only after three tries'),
    'house',
    { min: 2, max: 6 },
  ),
  triesApart: standard(2, 'hours', w('两次拨打间隔不少于 2 小时', 'two hours at least between tries'), 'house', {
    min: 1,
    max: 48,
  }),
  triesOverDates: standard(2, 'days', w('拨打须分布在至少 2 个日期', 'the tries fall on at least two dates'), 'house', {
    min: 1,
    max: 5,
  }),

  // Complaints
  feedback: standard(
    5,
    'workdays',
    w('一般诉求 5 个工作日内反馈', 'an ordinary matter is answered within five working days'),
    days.law,
    { min: 1, max: 5 },
  ),
  feedbackManyDepartments: standard(
    10,
    'workdays',
    w('涉及多个科室的 10 个工作日内反馈', 'a matter of several departments is answered within ten working days'),
    days.law,
    { min: 1, max: 10 },
  ),
  extensionsPerRound: standard(
    1,
    'times',
    w('每轮办理至多延期 1 次，须说明理由', 'one extension a round, with a reason'),
    '《北京市接诉即办工作条例》第 15 条 (say why); house',
    { min: 0, max: 2 },
  ),
  extensionUpTo: standard(
    10,
    'workdays',
    w('延期后自接到之日起合计不超过 10 个工作日', 'with the extension, ten working days from receipt in all'),
    '《医疗机构投诉管理办法》 (knows no longer time than for several departments); house',
    { min: 5, max: 10 },
  ),
  pauseUpTo: standard(
    10,
    'workdays',
    w('停钟每轮至多 1 次，不超过 10 个工作日', 'a clock stops once a round, for ten working days at most'),
    'house',
    { min: 0, max: 15 },
  ),
  escalateFromRound: standard(3, 'times', w('第 3 轮办理上报院领导', 'the third round goes to leadership'), 'house'),
  repeatWithin: standard(
    30,
    'days',
    w(
      '同一人 30 日内再次反映同类问题的，自动关联并提醒组长',
      'who comes back with the same within thirty days: the two are linked, and the leads are told',
    ),
    'house',
  ),

  // Sheets of the public lines, where the sheet itself says nothing else
  sheetSigned: standard(
    1,
    'workdays',
    w('热线工单 1 个工作日内签收', 'a sheet of a public line is signed for within one working day'),
    '12320 lines (passed on within one working day); the sheet’s own term comes first; house',
    { min: 0, max: 2 },
  ),
  sheetObjected: standard(
    1,
    'workdays',
    w('热线工单的异议在 1 个工作日内提出', 'an objection to a sheet is made within one working day'),
    'State Council General Office on the 12345 lines, 2025 (派单异议审核); house',
    { min: 0, max: 5 },
  ),

  // Danger: natural hours, day and night
  dangerDoctorContacted: standard(
    10,
    'minutes',
    w('危急情况 10 分钟内联系值班医师', 'in danger of life a doctor is contacted within ten minutes'),
    'house',
    { min: 1, max: 10 },
  ),
  dangerConfirmed: standard(
    30,
    'minutes',
    w('危急情况 30 分钟内确认已有人处置', 'and someone has confirmed to be on it within thirty'),
    'house',
  ),
  urgentTaken: standard(
    30,
    'minutes',
    w('紧急诉求 30 分钟内有人接手', 'an urgent matter is in hands within thirty minutes'),
    'house',
  ),
  urgentPlanned: standard(2, 'hours', w('紧急诉求 2 小时内给出方案', 'and has a plan within two hours'), 'house'),

  handoverTaken: standard(
    30,
    'minutes',
    w('下一班开始 30 分钟内接班', 'the next shift has taken over within thirty minutes of its beginning'),
    'house',
    { min: 10, max: 120 },
  ),

  // Texts
  textsPerDay: standard(
    2,
    'times',
    w('同一号码每天至多收 2 条短信，本人索取的验证码除外', 'two texts a day to one number, but for codes it asked for'),
    'house (decision 0022)',
    { min: 1, max: 5 },
  ),

  // The assessment of departments
  assessmentObjected: standard(
    5,
    'workdays',
    w(
      '科室收到考核单后 5 个工作日内可提出异议',
      'a department may object within five working days of getting its sheet',
    ),
    'house',
    { min: 2, max: 15 },
  ),
  assessmentDrafted: standard(
    15,
    'days',
    w(
      '次月 15 日起草上月考核单，此时出院后 10 天内的回访都已到期',
      'last month’s sheets are drafted on the 15th, when the calls of its last discharges are due',
    ),
    'house (satisfactionCallWithin)',
    { min: 1, max: 28 },
  ),

  // The monthly bulletin
  bulletinDrafted: standard(
    8,
    'workdays',
    w(
      '每月第 8 个工作日起草上月通报，此时出院后 10 天内的回访都已到期',
      'last month’s bulletins are drafted on the eighth working day, when the calls of its last discharges are due',
    ),
    'house (satisfactionCallWithin)',
    { min: 1, max: 15 },
  ),
  bulletinReminded: standard(
    3,
    'workdays',
    w(
      '通报发布 3 个工作日后提醒还没有阅签的人',
      'who has not signed a bulletin is reminded three working days after it was published',
    ),
    'house',
    { min: 1, max: 10 },
  ),

  // Honest figures
  shownFrom: standard(5, 'people', w('不足 5 人不显示', 'nothing is shown of fewer than five people'), 'house', {
    min: 5,
    max: 20,
  }),
  rankedFrom: standard(30, 'people', w('不足 30 人不排名', 'nothing is ranked under thirty people'), 'house', {
    min: 30,
    max: 100,
  }),

  // Spot checks
  spotCheckShare: standard(
    2,
    'percent',
    w('每月抽查随访电话的 2 %', 'two in a hundred follow-up calls of a month are checked'),
    `${hospitalRules} (每月抽查); house`,
    { min: 1, max: 20 },
  ),
  spotCheckPerCaller: standard(
    3,
    'times',
    w('每位回访人每月至少抽查 3 通', 'three calls at least of each caller a month'),
    'house',
    { min: 1, max: 20 },
  ),
  spotCheckMost: standard(200, 'times', w('每月抽查至多 200 通', 'two hundred calls at most a month'), 'house', {
    min: 20,
    max: 2000,
  }),
  recheckWithin: standard(
    30,
    'days',
    w(
      '盲样复核在回访后 30 天内，每位患者一年至多 1 次',
      'a patient is called again blind within thirty days, once a year at most',
    ),
    'house',
    { min: 3, max: 60 },
  ),
  sideWithin: standard(
    3,
    'workdays',
    w('存疑记录请本人 3 个工作日内说明', 'who is asked about a record has three working days to say his side'),
    'house',
    { min: 1, max: 10 },
  ),

  // Scorecards
  scorecardMade: standard(
    12,
    'days',
    w(
      '每月 12 日生成上月成绩卡，此时出院后 10 天内的回访都已到期',
      'last month’s scorecards are made on the 12th, when the calls of its last discharges are due',
    ),
    'house (satisfactionCallWithin)',
    { min: 1, max: 28 },
  ),
  scorecardShown: standard(
    20,
    'days',
    w(
      '成绩卡先由本人看，月末 20 天后组长和监察室才能看',
      'a scorecard is its caller’s alone until he has seen it, or until twenty days after the month’s end',
    ),
    'house',
    { min: 1, max: 60 },
  ),
  callBackGrace: standard(
    30,
    'minutes',
    w('约定回电超过 30 分钟算迟', 'a call-back is late half an hour after the time agreed on'),
    'house',
    { min: 0, max: 120 },
  ),

  // The hotline
  missedCalledBack: standard(
    30,
    'minutes',
    w('漏接电话 30 分钟内回拨', 'who was missed is called back within thirty minutes of service'),
    'State Council General Office on the 12345 lines, 2025 (漏接电话回拨); house',
    { min: 5, max: 240 },
  ),
  missedTries: standard(
    3,
    'times',
    w('回拨 3 次仍未接通方可登记未联系上', 'not reached only after three tries to call back'),
    'house',
    { min: 1, max: 6 },
  ),
  answeredWithin: standard(
    20,
    'seconds',
    w('热线来电 20 秒内接听', 'a caller of the hotline is answered within twenty seconds'),
    'the usual service level of contact centres (80/20); house',
    { min: 5, max: 120 },
  ),

  // At the desk
  wrapUpWithin: standard(
    5,
    'minutes',
    w('通话结束后 5 分钟内登记，之后自动转为可接听', 'wrap-up ends by itself five minutes after a call'),
    'house',
    { min: 1, max: 30 },
  ),
  sessionIdle: standard(
    15,
    'minutes',
    w('15 分钟无操作须重新登录', 'a session ends after fifteen idle minutes'),
    'GB/T 22239-2019 (timeout); ASVS 5.0 §7.3; house',
    { min: 5, max: 60 },
  ),
  sessionTotal: standard(
    12,
    'hours',
    w('登录 12 小时后须重新登录', 'a session ends after twelve hours in any case'),
    'ASVS 5.0 §7.3; one long shift; house',
    { min: 1, max: 12 },
  ),
  auditKept: standard(
    184,
    'days',
    w('操作日志至少保存 6 个月', 'the record of operations is kept six months at least'),
    '《网络安全法》第 21 条',
  ),

  // Files of lists
  exportAlone: standard(
    500,
    'rows',
    w('一人可导出至多 500 行，超过须第二人审批', 'one person may take out 500 rows; more need a second one'),
    '《个人信息保护法》第 51 条 (access by need, measures against leaks); house',
    { min: 0, max: 500 },
  ),
  exportDecided: standard(
    7,
    'days',
    w('导出申请 7 天内无人审批即失效', 'an export that nobody decides on lapses after seven days'),
    'house',
    { min: 1, max: 30 },
  ),
  exportKept: standard(
    7,
    'days',
    w('导出文件保留 7 天后删除', 'a file is deleted seven days after it was made'),
    'house',
    {
      min: 1,
      max: 30,
    },
  ),

  // Keeping
  keepOrdinary: standard(
    3,
    'years',
    w('一般事项的档案自归档起保存 3 年', 'the file of an ordinary matter is kept three years from archiving'),
    '《个人信息保护法》第 19 条 (no longer than needed); registers of hospitals (three years); house',
    { min: 3, max: 30 },
  ),
  keepComplaint: standard(
    5,
    'years',
    w('投诉与员工声音的档案保存 5 年', 'the file of a complaint or a staff voice is kept five years'),
    '《医疗机构投诉管理办法》 (files of complaints); house',
    { min: 3, max: 30 },
  ),
  keepDispute: standard(
    15,
    'years',
    w(
      '重大、行风、三轮及转法定途径的档案保存 15 年',
      'the file of a grave, integrity or third-round matter, or one that went the ways of the law, is kept fifteen years',
    ),
    '《医疗纠纷预防和处理条例》第 23、24 条; as long as outpatient records; house',
    { min: 15, max: 30 },
  ),
  keepCall: standard(
    184,
    'days',
    w(
      '通话录音保存 184 天，涉及诉求的随该诉求的录音保存',
      'the recording of a call is kept half a year; one that belongs to a matter, as long as that matter’s recordings',
    ),
    '《个人信息保护法》第 19 条 (no longer than needed); as long as the record of operations; house (decision 0025)',
    { min: 30, max: 1095 },
  ),
  keepRecording: standard(
    365,
    'days',
    w('录音自归档起保存 365 天', 'recordings are kept a year from archiving'),
    '《个人信息保护法》第 19 条 (no longer than needed); house',
    { min: 184, max: 5475 },
  ),
} as const satisfies Record<string, Standard>

export type StandardName = keyof typeof standards

/** What the hospital set instead, or the shipped value. Throws a RangeError outside the bounds: a legal limit is no setting. */
export const standardValue = (
  name: StandardName,
  settings: Partial<Readonly<Record<StandardName, number>>> = {},
): number => {
  const { value, min, max }: Standard = standards[name]
  const set = settings[name]
  if (set === undefined || set === value) return value
  if (min === undefined || max === undefined || !Number.isFinite(set) || set < min || set > max)
    throw new RangeError(`${name} cannot be ${set}`)
  return set
}

/** Texts that nobody asked for go out between these times of day (decision 0022). */
export const textHours = { from: '08:00', until: '20:00' } as const

/** When and how often an unreached person is called again. Times of day are half-open ranges in which nobody is called. */
export type RetryPolicy = {
  readonly tries: number
  readonly apartHours: number
  readonly dates: number
  readonly quiet: readonly { readonly from: string; readonly until: string }[]
}

/**
 * The default policy (house rule): three tries, two hours apart, on two dates, not over noon, not after 20:00 and not
 * before 8:00. A red-flag check is bound by none of it, and a promised call-back outranks it.
 */
export const retryPolicy: RetryPolicy = {
  tries: standards.unreachedTries.value,
  apartHours: standards.triesApart.value,
  dates: standards.triesOverDates.value,
  quiet: [
    { from: '00:00', until: '08:00' },
    { from: '12:00', until: '14:00' },
    { from: '20:00', until: '24:00' },
  ],
}
