// The demo's improvement projects: one in every interesting stage, told from an old register of the months before the centre began.
import { sql } from 'kysely'
import type { heldClock } from '#engine/clock.ts'
import type { OpenHouse } from '#engine/house.ts'
import { addDays, at, type Day } from '#kernel/time.ts'
import { finish } from '#modules/cases/measures.ts'
import { again, conclude, standardise, succeed } from '#modules/improvements/closing.ts'
import type { Project } from '#modules/improvements/contract-projects.ts'
import { analyse, begin, check, choose, measure } from '#modules/improvements/planning.ts'
import { appoint, make } from '#modules/improvements/projects.ts'
import { tell } from '#modules/improvements/telling.ts'
import { importFile } from '#modules/patients/importing.ts'
import { act, unlessRefused } from './acting.ts'
import { chanceFrom } from './chance.ts'
import type { DemoHospital } from './hospital.ts'

type Told = {
  readonly title: string
  readonly department: Parameters<DemoHospital['placeOf']>[0]
  /** As the old register calls it, and its code. */
  readonly category: readonly [name: string, code: string]
  readonly words: readonly string[]
  /** How many raise it in thirty days, and what share of them is left once it is done. */
  readonly monthly: number
  readonly left: number
  /** Days before today: made, done; and for how long it is watched. */
  readonly made: number
  readonly done: number | null
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
const told: readonly Told[] = [
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

const days = 420
const two = (n: number) => String(n).padStart(2, '0')

/** The lines of an old register: each problem at its own pace, less once it was remedied, until the centre began. */
const registerOf = (today: Day, began: number): string => {
  const chance = chanceFrom(20_110_515)
  const lines = told.flatMap((it, i) =>
    Array.from({ length: days - began }, (_, k) => days - k).flatMap((ago) => {
      const share = it.done !== null && ago <= it.done ? it.left : 1
      if (!chance.happens((it.monthly / 30) * share)) return []
      const day = addDays(today, -ago)
      const hour = `${two(chance.whole(8, 17))}:${two(chance.whole(0, 59))}`
      const grade = chance.happens(0.8) ? '满意' : '基本满意'
      return `旧${i}-${ago},患者投诉,电话,${day} ${hour},本部,${it.department},${it.category[0]},1,${chance.one(it.words)},${addDays(day, 3)},${grade},1`
    }),
  )
  return `登记号,类型,渠道,登记时间,院区,涉及科室,类别,严重度,内容,答复日期,满意度,轮次\n${lines.join('\n')}\n`
}

const casesOf = async (house: OpenHouse, departmentId: string, category: string, from: Day, until: Day) => {
  const { rows } = await sql<{ id: string }>`
    select id from cases where department_id = ${departmentId} and category = ${category}
      and received_at between ${at(from, '00:00')} and ${at(until, '00:00')} order by received_at desc limit 4`.execute(
    house.db,
  )
  return rows.map(({ id }) => id)
}

/** What the old register knew of who called is little; these left a number. */
const leaveNumbers = (house: OpenHouse, departmentId: string, category: string) =>
  sql`
  insert into reporters (case_id, name, phone, relation, reach)
  select id, (array['秦', '尤', '许', '何', '吕', '施', '张'])[1 + n % 7] || '某', '199' || lpad((70000000 + n * 977)::text, 8, '0'), 'self', 'phone'
  from (select id, row_number() over (order by received_at desc)::int as n from cases
    where department_id = ${departmentId} and category = ${category} and taken_over) c
  where n <= 14 on conflict do nothing`.execute(house.db)

/** Lives the months in which these projects ran; the clock is left where it stands. */
export const projects = async (
  house: OpenHouse,
  { people, placeOf, headOf }: DemoHospital,
  clock: ReturnType<typeof heldClock>,
  today: Day,
  began: number,
) => {
  const content = Buffer.from(registerOf(today, began))
  await importFile(house, { kind: 'cases', content, fileName: '旧投诉登记本.csv', by: people.zuzhang!.id })
  await house.jobs.drain()
  const on = (ago: number, clockTime = '10:00') => clock.set(at(addDays(today, -ago), clockTime))
  const {
    zuzhang: lead,
    jiancha: supervision,
    xiaoman: agent,
  } = people as Record<string, NonNullable<typeof people.zuzhang>>
  for (const it of told) {
    const departmentId = placeOf(it.department)
    const category = it.category[1]
    on(it.made)
    const caseIds = await casesOf(
      house,
      departmentId,
      category,
      addDays(today, -it.made - 60),
      addDays(today, -it.made),
    )
    if (caseIds.length === 0) continue
    const { id } = (await act(house, lead!, make, {
      title: it.title,
      caseIds,
      departmentId,
      problem: it.problem,
    })) as Project
    const head = headOf(departmentId)
    const step = (me: typeof lead, handler: Parameters<typeof act>[2], more: Record<string, unknown> = {}) =>
      act(house, me!, handler, { id, ...more }) as Promise<Project>
    await step(lead, appoint, {
      departmentId,
      ownerId: head?.id ?? null,
      team: [placeOf('护理部')].filter((one) => one !== departmentId),
    })
    const bones = it.bones.map(([branch, text, root = false]) => ({ branch, text, root }))
    await step(lead, analyse, { problem: it.problem, whys: it.whys, bones, cause: it.cause })
    const figure = { kind: 'matters', category, departmentId }
    const choice = { figure, target: 50, windowDays: it.window, past: 'year' }
    await step(lead, choose, choice)
    const dueOn = addDays(today, -(it.done ?? 2))
    const planned = await step(supervision, measure, { what: it.change, dueOn, departmentId })
    await step(lead, begin)
    if (it.done === null) continue
    on(it.done)
    if (head) await act(house, head, finish, { id: planned.measured[0]!.id, words: '已落实，现场照此执行' })
    await step(lead, check)
    const over = it.done - it.window - 1
    if (over <= began) continue
    on(over)
    await step(lead, conclude)
    if (it.ends === 'again') await step(lead, again, { reason: '张贴电话不等于解释；这一轮改为每日发清单并当面说明' })
    if (it.ends !== 'closed') continue
    await leaveNumbers(house, departmentId, category)
    await step(lead, standardise, {
      kind: 'rule',
      title: '门诊分时段放号规定',
      text: '专家号与普通号一律按半小时分段放出，复诊优先安排在前两段。',
    })
    await step(lead, standardise, {
      kind: 'training',
      title: '候诊告知一分钟',
      text: '候诊超过半小时主动告知前面还有几位、大约多久。',
    })
    await step(lead, succeed, { news: it.news })
    const { rows: list } = await sql<{ id: string }>`
      select id from project_people where project_id = ${id} and status = 'due' order by id limit 9`.execute(house.db)
    for (const one of list) await unlessRefused(step(agent, tell, { personId: one.id, how: 'call' }))
  }
}
