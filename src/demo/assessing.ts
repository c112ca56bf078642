// The demo's assessment and good practice: rules in force, last month's sheets with an objection, and three practices.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import { addMonths, monthOf } from '#kernel/time.ts'
import { accept, add, draft, finish, object, send } from '#modules/assessments/commands.ts'
import type { RuleSet } from '#modules/assessments/contract.ts'
import { createRules, publishRules, simulateRules, takeForce } from '#modules/assessments/rule-sets.ts'
import type { Item } from '#modules/assessments/rules.ts'
import { adopt, create, learn, recognise, tell } from '#modules/practices/commands.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'

const item = (key: string, figure: string, shape: Item['shape'], more: Partial<Item> = {}): Item => ({
  ...{ key, figure, shape, cap: null, least: 0, months: [], praise: '', criticism: '' },
  ...more,
})

const rules = {
  base: 10_000,
  items: [
    item(
      'reach',
      'reached',
      {
        kind: 'steps',
        side: 'below',
        steps: [
          { at: 8000, points: -100 },
          { at: 7000, points: -200 },
        ],
      },
      { least: 10 },
    ),
    item(
      'satisfied',
      'satisfied',
      { kind: 'band', from: 9000, until: 9500, below: -10, above: 10 },
      { cap: 200, least: 10 },
    ),
    item('in-time', 'in-time', { kind: 'steps', side: 'below', steps: [{ at: 9000, points: -100 }] }, { least: 5 }),
    item(
      'second',
      'second-rounds',
      { kind: 'piece', points: -50 },
      { cap: 300, criticism: '反复处理仍不满意，请分析原因。' },
    ),
    item('complaints', 'complaints', { kind: 'piece', points: -20 }, { cap: 200, least: 2 }),
    item('overdue', 'measures-overdue', { kind: 'piece', points: -50 }, { cap: 200 }),
    item('promises', 'promises-broken', { kind: 'piece', points: -50 }, { cap: 200 }),
    item('praise', 'praise', { kind: 'piece', points: 20 }, { cap: 100, praise: '患者表扬，继续保持。' }),
    item('practice', 'practices', { kind: 'piece', points: 100 }, { praise: '总结出全院可学的经验。' }),
    item('adoption', 'adoptions', { kind: 'piece', points: 50 }, { cap: 100 }),
  ],
}

/** Drafted and tried by the lead, published by leadership, at a time when the month to be judged had not begun. */
export const rulesInForce = async (house: OpenHouse, { people }: DemoHospital): Promise<void> => {
  const { zuzhang, yuanzhang } = people
  const { id } = (await act(house, zuzhang!, createRules, { name: '科室服务考核办法', rules })) as RuleSet
  // It reads month by month outside of a transaction, and writes in steps of its own.
  await simulateRules.run(house.ctx(house.db, zuzhang!), { id } as never)
  const next = addMonths(monthOf(house.clock.now()), 1)
  await act(house, yuanzhang!, publishRules, { id, fromMonth: next, words: '各科室先学习，下月起执行。' })
}

const texts = {
  bedside: {
    title: '出院前一天床旁讲一遍用药',
    what: '责任护士在出院前一天下午带着药盒到床旁，请患者或家属自己说一遍每种药怎么吃、什么时候停。',
    why: '回访时“不知道药怎么吃”的少了，家属自己说一遍比听一遍记得牢。',
    how: '用科室现有的药品清单，一张纸写清药名、时间、停药日；护士听患者复述，说错的当场讲。',
    category: 'C2',
  },
  waiting: {
    title: '等候超过半小时有人出来说一声',
    what: '诊室外每半小时由导医告诉大家前面还有几位、大约还要多久，急的先量血压。',
    why: '等得住的多了，吵起来的少了：人怕的是没人管，不是等。',
    how: '导医台放一张时间表，整点和半点各走一圈；系统慢时也照样说。',
    category: 'D3',
  },
  quiet: {
    title: '夜里十点后病房走廊调暗灯',
    what: '晚上十点走廊灯调到一半，治疗车换静音轮，家属陪护到休息室说话。',
    why: '夜里吵的意见少了，患者睡得好，早上量血压也稳。',
    how: '请后勤科装分路开关，护士长排班时指定一人十点巡一圈。',
    category: 'F3',
  },
} as const

/** One adopted elsewhere, one that departments still have to learn, one that waits to be recognised. */
export const practices = async (house: OpenHouse, { people, placeOf }: DemoHospital): Promise<void> => {
  const { xiaoman, zuzhang, jiancha, chanke, xinnei, puwai, erke } = people
  type Made = { id: string }
  const { rows: praise } = await sql<{ id: string }>`select id from cases where kind = 'praise' and not restricted
    and department_id = ${placeOf('产科')} order by received_at desc limit 2`.execute(house.db)
  const caseIds = praise.map(({ id }) => id)
  const bedside = (await act(house, zuzhang!, create, {
    ...texts.bedside,
    departmentId: placeOf('产科'),
    caseIds,
  })) as Made
  await act(house, jiancha!, recognise, { id: bedside.id, words: '几位产妇都说到，值得全院学。' })
  await act(house, zuzhang!, tell, { id: bedside.id, departmentIds: [] })
  for (const head of [chanke!, puwai!]) await act(house, head, learn, { id: bedside.id })
  await act(house, xinnei!, adopt, { id: bedside.id, did: '抗凝药单独做了一张卡，出院前一天由责任护士请患者复述。' })
  const waiting = (await act(house, xiaoman!, create, { ...texts.waiting, departmentId: null })) as Made
  await act(house, jiancha!, recognise, { id: waiting.id, words: '' })
  await act(house, zuzhang!, tell, {
    id: waiting.id,
    departmentIds: [placeOf('心内科'), placeOf('普外科'), placeOf('门诊办')],
  })
  await act(house, erke!, create, { ...texts.quiet, departmentId: placeOf('儿科') })
}

/** Last month's sheets: most still drafts, some with their departments, one objected to and one final. */
export const lastMonth = async (house: OpenHouse, { people, placeOf }: DemoHospital): Promise<void> => {
  const { jiancha, xinnei, erke } = people
  const month = addMonths(monthOf(house.clock.now()), -1)
  await house.asSystem(takeForce)
  await act(house, jiancha!, draft, { month })
  const sheetOf = async (name: '心内科' | '普外科' | '儿科') => {
    const { rows } = await sql<{
      id: string
    }>`select id from assessments where month = ${month} and department_id = ${placeOf(name)}`.execute(house.db)
    return rows[0]!.id
  }
  const [heart, surgery, children] = [await sheetOf('心内科'), await sheetOf('普外科'), await sheetOf('儿科')]
  await act(house, jiancha!, add, {
    id: heart,
    tone: 'praise',
    points: 50,
    reason: '主动整改候诊叫号，患者不再追问',
    source: '院领导查房记录',
  })
  for (const id of [heart, surgery, children]) await act(house, jiancha!, send, { id })
  const { rows } = await sql<{
    id: string
  }>`select id from assessment_lines where assessment_id = ${heart} and kind = 'rule'
    order by points, position limit 1`.execute(house.db)
  const reason = '本月有两天电话线路故障，回访是第二天补打的，请核对通话记录。'
  await house.run(xinnei!, (ctx) => object.run(ctx, { id: heart, lineId: rows[0]!.id, reason } as never))
  await act(house, erke!, accept, { id: children })
  const { rows: calm } = await sql<{
    criticised: boolean
  }>`select criticised from assessments where id = ${children}`.execute(house.db)
  if (!calm[0]!.criticised) await act(house, jiancha!, finish, { id: children })
}
