// What the demo's improvement projects are about: what was said, why it was so, and what was changed.
import type { DemoHospital } from './hospital.ts'

type Voiced = {
  readonly department: Parameters<DemoHospital['placeOf']>[0]
  /** As the old register calls it, and its code. */
  readonly category: readonly [name: string, code: string]
  readonly words: readonly string[]
  /** How many raise it in thirty days, and what share of them is left once it is done, so many days before today. */
  readonly monthly: number
  readonly left: number
  readonly done: number | null
}

type Told = Voiced & {
  readonly title: string
  /** Days before today on which it was made; and for how long it is watched. */
  readonly made: number
  readonly window: number
  readonly problem: string
  readonly whys: readonly string[]
  readonly bones: readonly (readonly [branch: string, text: string, root?: true])[]
  readonly cause: string
  readonly change: string
  /** What comes after the window: closed and told, round again, or left where it stands. */
  readonly ends?: 'closed' | 'again'
  readonly news?: string
}

// biome-ignore format: one project a paragraph
export const told: readonly Told[] = [
  {
    title: '心内科门诊候诊不超过四十分钟', department: '心内科', category: ['候诊', 'D3'], monthly: 6, left: 0.15, made: 165, done: 150, window: 91, ends: 'closed',
    words: ['上午候诊等了两个多小时', '约了九点，十一点半才看上', '候诊区没有人说还要等多久', '老人空腹等到中午'],
    problem: '心内科门诊上午 8:00–10:30 放出全天七成号源，实测平均候诊 96 分钟，每月约 6 人反映。',
    whys: ['上午患者扎堆', '号源集中在 8:00–10:30', '放号规则按半天一次放出', '系统上线后没有改过分段设置'],
    bones: [['methods', '号源按半天一次放出', true], ['methods', '复诊与初诊不分开'], ['people', '叫号护士只有一人'], ['machines', '叫号屏只显示当前号'], ['surroundings', '候诊区座位不足'], ['measuring', '没有候诊时长数据', true]],
    cause: '放号没有分时段，也没有人看候诊时长', change: '按半小时分段放号，候诊屏显示预计时间',
    news: '心内科门诊已按半小时分段放号，候诊屏显示预计时间，现在平均候诊不到四十分钟。',
  },
  {
    title: '住院费用当天说得清', department: '普外科', category: ['价格不明', 'E2'], monthly: 5, left: 1, made: 130, done: 110, window: 60, ends: 'again',
    words: ['费用清单看不懂', '问护士站说要去财务问', '出院才知道有自费项目'],
    problem: '普外科每月约 5 人反映费用说不清，多在出院当天。',
    whys: ['出院才看到明细', '住院期间没有人解释', '护士站打不出当日清单'],
    bones: [['methods', '每日清单不主动发'], ['people', '护士不熟悉自费项目', true], ['machines', '护士站没有打印权限']],
    cause: '费用解释没有固定的人和时间', change: '护士站张贴收费咨询电话',
  },
  {
    title: '自助机缺纸卡纸有人管', department: '信息科', category: ['自助机', 'H2'], monthly: 5, left: 0.1, made: 125, done: 105, window: 91,
    words: ['一楼自助机打不出报告', '自助机卡纸没人来', '三台自助机两台停用'],
    problem: '门诊一楼自助机每月约 5 人反映打不出单据，报修到恢复平均 9 小时。',
    whys: ['缺纸没人知道', '没有巡检', '报修电话写在机器背面'],
    bones: [['materials', '热敏纸没有备量', true], ['methods', '没有巡检表', true], ['machines', '传感器失灵'], ['people', '夜间无人值守']],
    cause: '没有巡检和备纸', change: '每日两次巡检并备纸，机身贴报修码',
  },
  {
    title: '病房夜间降噪', department: '骨科', category: ['噪音', 'F2'], monthly: 4, left: 0.3, made: 55, done: 38, window: 60,
    words: ['夜里推车声音很大', '护士站半夜说话吵', '门关得很响'],
    problem: '骨科病房 22:00 后每月约 4 人反映吵闹，主要是推车、关门和交谈。',
    whys: ['推车轮子响', '夜间治疗集中在零点'], bones: [['machines', '治疗车轮子老旧', true], ['people', '夜间交谈不压低声音'], ['surroundings', '病房门无缓冲']],
    cause: '治疗车和门没有降噪', change: '更换静音轮，病房门加缓冲条',
  },
  {
    title: '出院带药说得明白', department: '心内科', category: ['用药检查未告知', 'C2'], monthly: 3, left: 1, made: 12, done: null, window: 91,
    words: ['出院带药不知道怎么吃', '两种药能不能一起吃没人讲'],
    problem: '心内科出院患者每月约 3 人反映带药讲解不清，老年患者为主。',
    whys: ['讲解只有口头', '出院集中在上午'], bones: [['methods', '没有书面用药卡', true], ['people', '出院集中，讲解匆忙']],
    cause: '没有书面用药卡', change: '出院时发大字用药卡并当面复述',
  },
]

/** What was said of it for a year before the call at nine in the evening (stories.ts): nobody had asked after all of them. */
export const night = {
  ...{ department: '门诊办', category: ['挂号预约', 'D1'], monthly: 4, left: 1, done: null },
  words: ['晚上皮肤科没有号，只能去急诊', '孩子夜里起疹子，问晚上有没有皮肤科', '白天上班请不了假，晚上想看皮肤科'],
} as const satisfies Voiced

export const nightProject = {
  title: '晚上也能看皮肤科',
  problem:
    '晚上九点一位家长来电，孩子起红疹，本部夜间没有皮肤科门诊。翻看登记簿，一年里每月约 4 人反映夜间看不了皮肤科。',
  whys: ['夜间没有皮肤科门诊', '排班只按白天的挂号量', '没人统计过晚上有多少人想看', '来电各办各的，没有合起来看'],
  bones: [
    { branch: 'methods', text: '门诊只排白天', root: true },
    { branch: 'measuring', text: '夜间需求没有统计', root: true },
    { branch: 'people', text: '皮肤科二线不坐诊' },
    { branch: 'surroundings', text: '夜间挂号窗口关闭' },
  ],
  cause: '夜间的需求没有人合起来看，排班只看白天',
} as const
