// Three months of a hospital, made anew: invented calls and matters that come to exactly the figures that the hospital gave.
import { type Chance, chanceFrom } from '#src/demo/chance.ts'
import { addDays, addWorkdays } from './time.ts'
import { type LivedStay, livedStays, type YearFigures } from './year.ts'

export const quarter = { from: '2024-07-01', until: '2024-09-30' } as const

/** Of the calls: over ten thousand, 622 opinions out of them. What they leave unsaid is ours. */
export const quarterCalls: YearFigures = {
  // Forty of them came home on the last days: their lists are in, nobody has called yet.
  discharges: 10_100,
  reached: 9810,
  unreached: 250,
  died: 25,
  reached_by_group: { 外科: 2400, 内科: 2600, 妇产科: 2610, 儿科: 2200 },
  unreached_by_reason: { 号码错误: 120, 多次未接: 45, 拒访: 60, 死亡: 25 },
  satisfied: 9420,
  fairly: 318,
  dissatisfied: 72,
  opinions: 622,
  attempts: 10_275,
  male: 4116,
}
export const pending = 40

/** What people say in a follow-up call, and which of the first level it is about. */
const about = ['服务态度', '沟通与知情', '流程与等候', '收费与医保', '环境设施', '后勤餐饮']

/** Everybody who went home in the quarter. */
export const quarterStays = (): LivedStay[] => {
  const called = { ...quarterCalls, discharges: quarterCalls.discharges - pending, male: quarterCalls.male - 16 }
  const late = { ...called, discharges: pending, male: 16, reached: pending, opinions: 0, fairly: 0, dissatisfied: 0 }
  const fewer = { satisfied: pending, attempts: pending, unreached_by_reason: {}, reached_by_group: { 内科: pending } }
  return [
    ...livedStays({ figures: called, from: quarter.from, days: 86, within: 3, seed: 2024, about }),
    ...livedStays({
      figures: { ...late, ...fewer, reached_by_group: { 内科: 10, 外科: 10, 妇产科: 10, 儿科: 10 } },
      ...{ from: '2024-09-28', days: 2, seed: 929, first: 21_000_000 },
    }).map((stay) => ({ ...stay, tries: 0 })),
  ]
}

/** What becomes of a matter. In time is on or before the fifth working day, the tenth where several departments are concerned. */
export const fates = {
  /** Told within the law's days, and content with it when asked. */
  kept: { days: 5, judged: 'in-time', grade: 'satisfied' },
  fairly: { days: 5, judged: 'in-time', grade: 'fairly' },
  letter: { days: 5, judged: 'in-time', grade: 'satisfied' },
  /** Leadership had to consent. */
  grave: { days: 5, judged: 'in-time', grade: 'satisfied' },
  several: { days: 10, judged: 'in-time', grade: 'satisfied' },
  severalLate: { days: 13, judged: 'late', grade: 'satisfied' },
  late: { days: 8, judged: 'late', grade: 'satisfied' },
  /** The first answer did not content the person, the second did. */
  second: { days: 9, judged: 'in-time', grade: 'satisfied' },
  /** Neither did: it lies with leadership. */
  escalated: { days: 9, judged: 'in-time', grade: 'dissatisfied' },
  /** The clock stood still for papers; told after the fifth day, before the day it was moved to. */
  paused: { days: 9, judged: 'in-time', grade: 'satisfied' },
  /** Told; three recalls reached nobody, and a lead archived it with a reason. */
  unreachable: { days: 9, judged: 'in-time', grade: null },
  /** Told; nobody has said yet whether it contents him. */
  unrated: { days: 5, judged: 'in-time', grade: null },
  /** Came in during the last days. */
  open: { days: 0, judged: 'open-in-time', grade: null },
  overdue: { days: 7, judged: 'open-late', grade: null },
} as const satisfies Record<string, { days: number; judged: string; grade: string | null }>
export type Fate = keyof typeof fates

const ofPatients: Partial<Record<Fate, number>> = {
  ...{ kept: 58, fairly: 9, letter: 6, grave: 3, several: 5, severalLate: 1, late: 4, second: 6 },
  ...{ escalated: 1, paused: 3, unreachable: 2, open: 3, overdue: 1 },
}
const ofStaff: Partial<Record<Fate, number>> = {
  ...{ kept: 22, fairly: 4, unrated: 4, late: 2, second: 2, open: 2, overdue: 1 },
}

/** What the report on cases has to say on the last evening. */
export const quarterCases = {
  registered: { 意见建议: 622, 患者投诉: 102, 员工投诉: 37, 表扬: 15, 咨询: 42 },
  complaints: 139,
  answeredInTime: 125,
  answeredLate: 7,
  openWithinTime: 5,
  openOverdue: 2,
  satisfied: 112,
  fairly: 13,
  dissatisfied: 1,
  secondRounds: 9,
  asOf: quarter.until,
  period: [quarter.from, quarter.until],
  rows: 622 + 139 + 15 + 42,
} as const
/** What was promised: the mother’s call back among those kept; one is still owed though its hour has passed. */
export const quarterPromises = { due: 13, kept: 11, late: 1, cancelled: 0 }

export type Way = 'phone' | 'desk' | 'letter' | 'wechat' | 'station' | 'department' | 'web' | 'page' | 'lead'
export type Matter = {
  readonly n: number
  readonly kind: 'complaint' | 'staff'
  readonly fate: Fate
  readonly way: Way
  readonly day: string
  readonly hour: string
  readonly text: string
  readonly category: string
  /** A department of the hospital; null: whichever handles such matters. */
  readonly department: string | null
  /** The night call of a worried mother: natural hours, a promise. */
  readonly pressing?: boolean
  /** Answered on the day on which it came in. */
  readonly sameDay?: boolean
}

const wards = ['心内科', '普外科', '产科', '儿科']
const sayings: readonly (readonly [string, string])[] = [
  ['候诊两个多小时，没有人说明还要等多久', 'D3'],
  ['护士换药时说话生硬，家属很难受', 'B2'],
  ['出院带药怎么吃没有讲清楚', 'C3'],
  ['同一项检查收了两次费用', 'E1'],
  ['夜里按铃很久才有人来', 'B1'],
  ['病房卫生间地面一直是湿的', 'F1'],
  ['手术前后两位医生说法不一', 'C6'],
  ['检查预约排到下周，没有说能不能提前', 'D4'],
  ['送来的饭菜常常是凉的', 'G1'],
  ['退押金跑了三趟窗口', 'E3'],
]
const staffSayings: readonly (readonly [string, string])[] = [
  ['新上线的门诊系统操作不熟练，希望现场指导', 'J5'],
  ['夜班排得太密，连续三个夜班', 'J1'],
  ['更衣室太小，柜子不够用', 'J3'],
  ['科里轮椅坏了三台没有人修', 'J2'],
  ['夜间急诊常有醉酒者闹事，保安来得慢', 'J6'],
  ['希望多一些沟通技巧的培训', 'J9'],
]
/** What the hospital itself tells of, on its own days. */
const told: readonly Partial<Matter>[] = [
  {
    ...{ text: '孩子身上起红疹，白天上班上学，问晚上皮肤科有没有门诊', category: 'D1', day: '2024-07-09' },
    ...{ way: 'phone', hour: '21:00', pressing: true },
  },
]
const toldByStaff: readonly Partial<Matter>[] = [
  {
    ...{ text: '系统门诊病历字体太大，打印一份要用四五页纸', category: 'J5', day: '2024-08-17' },
    ...{ way: 'page', hour: '09:00', sameDay: true },
  },
  { text: '希望食堂提供配餐服务，皮肤科医务人员和患者都方便', category: 'J4', day: '2024-08-06', way: 'page' },
  { text: '办公室空调效果不好', category: 'J3', day: '2024-07-16', way: 'lead' },
  { text: '夜间值班希望食堂能配送宵夜', category: 'J4', day: '2024-07-23', way: 'page' },
  { text: '影像科预约处希望增设导医人员', category: 'J1', day: '2024-09-03', way: 'page' },
]

const wayOf = (kind: Matter['kind'], fate: Fate, n: number): Way => {
  if (fate === 'grave') return 'desk'
  if (kind === 'staff') return n % 5 === 4 ? 'lead' : 'page'
  const ways: Way[] = ['phone', 'desk', 'phone', 'web', 'letter', 'phone', 'station', 'desk', 'wechat', 'department']
  return ways[n % ways.length]!
}

/** On a day that leaves time for all that is to come, weekends among them. */
const dayFor = (chance: Chance, fate: Fate): string => {
  if (fate === 'open') return addDays('2024-09-25', chance.whole(0, 4))
  if (fate === 'overdue') return addDays('2024-09-05', chance.whole(0, 8))
  for (;;) {
    const day = addDays(quarter.from, chance.whole(0, 88))
    if (addWorkdays(day, fates[fate].days + 2) <= quarter.until) return day
  }
}

const spread = (chance: Chance, kind: Matter['kind'], counts: typeof ofPatients, known: typeof told): Matter[] =>
  (Object.entries(counts) as [Fate, number][])
    .flatMap(([fate, n]) => Array.from({ length: n }, () => fate))
    .map((fate, n): Matter => {
      const [text, category] = chance.one(kind === 'staff' ? staffSayings : sayings)
      const hour = chance.one(['09:00', '14:00', '21:00'])
      const department = kind === 'staff' ? null : chance.one(wards)
      const one = {
        n,
        kind,
        fate,
        way: wayOf(kind, fate, n),
        day: dayFor(chance, fate),
        hour,
        text,
        category,
        department,
      }
      // The hospital’s own come first, and were kept.
      return known[n] ? { ...one, department: null, ...known[n] } : one
    })

/** All 102 complaints of patients and 37 of staff, with what becomes of each. */
export const quarterMatters = (): Matter[] => {
  const chance = chanceFrom(139)
  return [...spread(chance, 'complaint', ofPatients, told), ...spread(chance, 'staff', ofStaff, toldByStaff)]
}
