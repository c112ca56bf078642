// What else came in during the demo's weeks, by every way: each matter a story of its own, told by the hospital's own verbs.
import { z } from 'zod'
import type { Handler } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import type { Vault } from '#engine/vault.ts'
import { addDays, at, type Day } from '#kernel/time.ts'
import { askAssist, contribute } from '#modules/cases/assists.ts'
import { convey, reply } from '#modules/cases/brief.ts'
import { meet } from '#modules/cases/clocks.ts'
import { answer, dispatch, pass, urge } from '#modules/cases/commands.ts'
import { open } from '#modules/cases/opening.ts'
import { pause } from '#modules/cases/pauses.ts'
import { confirm, recallAnswered, reopen, tell } from '#modules/cases/recalls.ts'
import type { CaseSheet } from '#modules/cases/shapes.ts'
import { say, speak } from '#modules/voices/saying.ts'
import { act } from './acting.ts'
import type { DemoHospital } from './hospital.ts'
import { nightClinic } from './improving.ts'
import { findings, matters } from './voices.ts'

/** A story goes on so many days before today, at this hour. */
type When = readonly [daysBefore: number, clock: string]
type Story = AsyncGenerator<When, void, void>
type Input = Record<string, unknown>

type Teller = {
  readonly day: (daysBefore: number) => Day
  readonly place: DemoHospital['placeOf']
  readonly person: (login: string) => string
  readonly does: (login: string, handler: Handler, input: Input) => Promise<CaseSheet>
  /** From a page without an account; answers the case’s id. */
  readonly onPage: (handler: Handler, input: Input) => Promise<string>
  readonly rates: (caseId: string, grade: 'satisfied' | 'fairly') => Promise<void>
}

const found = (n: number) => {
  const { findings: what, measures } = findings[n]!
  return { findings: what, measures }
}

async function* enquiries({ does }: Teller): Story {
  for (const [i, [when, text, said]] of matters.enquiries.entries()) {
    yield when
    const common = { text, kind: 'enquiry', category: 'K1', channel: 'phone' }
    await does(i % 2 ? 'yinuo' : 'xiaoman', open, { ...common, answered: said })
  }
}

/** One kept in time, one kept late, one still to be kept. */
async function* promised({ does, day }: Teller): Story {
  const ask = (who: Input, text: string, what: string, byAt: Date) =>
    does('xiaoman', open, {
      ...{ text, kind: 'enquiry', category: 'K5', channel: 'phone', reporter: who },
      promised: { what, byAt: byAt.toISOString() },
    })
  yield [6, '09:20']
  const kept = await ask(
    { name: '孙静好', phone: '19900008101' },
    '出院诊断证明要补盖章，能不能寄',
    '问病案室后回电',
    at(day(6), '16:00'),
  )
  yield [6, '15:10']
  await does('xiaoman', reply, { id: kept.id, how: 'call', what: '可以邮寄到付，已登记地址' })
  yield [4, '10:05']
  const late = await ask(
    { name: '钟明远', phone: '19900008102' },
    '核磁检查要不要空腹',
    '问影像科后回电',
    at(day(4), '11:00'),
  )
  yield [3, '09:15']
  await does('xiaoman', reply, { id: late.id, how: 'call', what: '腹部核磁需空腹四小时；昨天没有及时回电，已致歉' })
  yield [1, '15:30']
  await ask(
    { name: '梁思齐', phone: '19900008103', relation: 'family', speaksFor: '梁老' },
    '住院费用里有一项不明白，想问清楚',
    '请财务科核对后回电',
    at(day(-1), '10:00'),
  )
}

/** Nine in the evening: a child with a rash, and no clinic. From one call to a clinic that stays. */
async function* rash({ does, day, place, person }: Teller): Story {
  yield [16, '21:00']
  const { id } = await does('wanqing', open, {
    ...{ text: '孩子身上起红疹，白天上班上学，问晚上皮肤科有没有门诊', kind: 'help', category: 'K4', urgency: 1 },
    ...{ channel: 'phone', mood: 'worried', calmed: '请她先别着急，正在联系皮肤科' },
    reporter: { name: '赵女士', phone: '19900008104', relation: 'guardian', speaksFor: '赵小宝' },
    promised: { what: '联系皮肤科值班医师后回电', byAt: at(day(16), '21:20').toISOString() },
  })
  await does('wanqing', meet, { id, standard: 'urgentTaken', how: '已接手，正在联系皮肤科二线' })
  yield [16, '21:15']
  await does('wanqing', meet, { id, standard: 'urgentPlanned', how: '皮肤科医师在急诊等候' })
  await does('wanqing', reply, { id, how: 'call', what: '皮肤科医师在急诊等您，请带孩子直接过去' })
  yield [15, '09:10']
  const wish = await does('zuzhang', open, {
    ...{ text: '夜间常有皮肤病患者来电，本部晚上没有皮肤科门诊', kind: 'suggestion', category: 'D1' },
    ...{ channel: 'department', severity: 0, reporter: { name: '客户服务中心', relation: 'department' } },
  })
  yield [13, '10:00']
  const plans = [
    { what: '开设皮肤科夜门诊，每晚到九点', dueOn: day(2) },
    { what: '夜门诊时间写进挂号页和电话语音', dueOn: day(-4) },
  ]
  await does('menzhen', answer, { id: wish.id, ...found(0), plans })
  yield [12, '10:00']
  await does('jiancha', pass, { id: wish.id, words: '措施可行，到期验证。' })
  await does('zuzhang', tell, { id: wish.id, how: 'call', what: '已定开设夜门诊' })
  yield [11, '10:00']
  await does('zuzhang', confirm, { id: wish.id, satisfaction: 'satisfied', words: '' })
  yield [11, '14:00']
  await nightClinic(does, place('门诊办'), person('menzhen'), [id, wish.id])
}

async function* praise({ does, place }: Teller): Story {
  yield [9, '11:00']
  const common = { kind: 'praise', category: 'K3' }
  const { id } = await does('xiaoman', open, { ...common, channel: 'letter', text: matters.praise[0] })
  await does('xiaoman', convey, { id, departmentId: place('产科'), words: '来信已转护士长，在晨会上读了' })
  yield [1, '11:20']
  await does('xiaoman', open, { ...common, channel: 'desk', text: matters.praise[1], departmentId: place('心内科') })
}

/** By letter, and answered by letter. */
async function* letter({ does }: Teller): Story {
  yield [14, '10:20']
  const { id } = await does('zuzhang', open, {
    ...{
      text: matters.letter,
      kind: 'complaint',
      category: 'E1',
      channel: 'letter',
      demand: '请逐项说明并退还多收部分',
    },
    reporter: { name: '郭德厚', reach: 'letter', address: '文化路 18 号', relation: 'self' },
  })
  yield [12, '15:00']
  await does('caiwu', answer, {
    id,
    findings: '核对住院清单，一项敷料因退药未冲减，重复计入一次。',
    measures: '已办理退费；出院结算前增加一次自动核对。',
  })
  yield [11, '09:30']
  await does('jiancha', pass, { id })
  await does('zuzhang', tell, { id, how: 'letter', what: '随信寄去核对清单与退费凭证', ways: ['mediation'] })
  yield [6, '10:30']
  await does('zuzhang', confirm, { id, satisfaction: 'fairly', words: '收到退款，希望以后别再发生' })
}

/** Two departments asked to help, of which one has answered; urged, for the day comes nearer. */
async function* several({ does, place }: Teller): Story {
  yield [8, '09:40']
  const { id } = await does('xiaoman', open, {
    ...{ text: matters.several, kind: 'complaint', category: 'C6', aspects: ['A10'], channel: 'desk' },
    ...{ departmentId: place('心内科'), mood: 'upset', calmed: '请家属坐下慢慢说，逐条记下后复述一遍' },
    reporter: { name: '钱若水', phone: '19900008105', relation: 'family', speaksFor: '钱老' },
  })
  yield [7, '10:00']
  const reason = '涉及心内科、普外科和护理交接'
  const demand = '请说明术前术后的交接经过'
  const asked = await does('jiancha', askAssist, { id, departmentId: place('普外科'), demand, reason })
  await does('jiancha', askAssist, { id, departmentId: place('护理部'), demand: '请核对交接单', reason })
  yield [5, '16:00']
  await does('puwai', contribute, {
    id: asked.assists[0]!.id,
    findings: '术后当日由普外科随访，交接单漏填一项，已补。',
  })
  yield [2, '09:00']
  await does('jiancha', urge, { id, words: '家属又来电询问，请护理部今日回复，心内科尽快汇总。' })
}

/** The clock stands still until the person has brought the bills. */
async function* paused({ does }: Teller): Story {
  yield [3, '10:10']
  const { id } = await does('yinuo', open, {
    ...{ text: matters.paused, kind: 'complaint', category: 'E3', channel: 'phone' },
    reporter: { name: '程嘉言', phone: '19900008106' },
  })
  yield [2, '10:30']
  await does('jiancha', pause, { id, reason: 'material', words: '缴费原始票据在家中，本人三日内补交', workdays: 5 })
}

/** The first answer did not content him. */
async function* second({ does, place }: Teller): Story {
  yield [13, '14:20']
  const { id } = await does('zuzhang', open, {
    ...{ text: matters.second, kind: 'complaint', category: 'B3', channel: 'desk', departmentId: place('普外科') },
    reporter: { name: '何永康', phone: '19900008109' },
  })
  yield [11, '10:00']
  await does('puwai', answer, { id, ...found(4) })
  yield [10, '10:00']
  await does('jiancha', pass, { id })
  await does('zuzhang', tell, { id, how: 'call', what: '已说明当日分工，并致歉' })
  yield [4, '15:20']
  await does('zuzhang', reopen, { id, words: '只说了道歉，没有说以后怎么办' })
}

/** On the patients’ page, and on the staff’s, where nobody has an account. */
async function* voices({ does, onPage, rates, place }: Teller): Story {
  const key = (n: number) => `demo-${String(n).padStart(20, '0')}`
  const spoken = (n: number, topic: string, mode: 'named' | 'confidential' | 'anonymous') =>
    onPage(speak, {
      key: key(n),
      text: matters.staff[n],
      topic,
      identity: { mode, name: mode === 'anonymous' ? '' : '安和' },
    })
  yield [12, '09:00']
  const printed = await spoken(0, 'J5', 'named')
  await does('jiancha', dispatch, { id: printed, departmentId: place('信息科'), demand: '请今日调整打印模板' })
  yield [12, '15:00']
  await does('xitong', answer, {
    id: printed,
    findings: '门诊病历模板沿用住院字号，一份要打四五页。',
    measures: '模板改为五号字并收窄页边，一页打完，当日上线。',
  })
  await does('jiancha', pass, { id: printed })
  await does('jiancha', tell, { id: printed, how: 'receipt', what: '已改为一页，当天完成' })
  yield [11, '12:00']
  await rates(printed, 'satisfied')
  yield [6, '22:00']
  const supper = await spoken(1, 'J4', 'confidential')
  yield [5, '09:00']
  await does('jiancha', dispatch, { id: supper, departmentId: place('食堂'), demand: '请研究夜间配送' })
  yield [3, '10:00']
  await does('shitang', answer, {
    id: supper,
    findings: '夜间值班约六十人，食堂晚七点后停止供餐。',
    measures: '下月起夜间十点配送一次，小份可选，先试四周。',
  })
  yield [2, '13:00']
  await onPage(say, {
    ...{ key: key(9), kind: 'complaint', topic: 'B', text: matters.page, departmentId: place('普外科') },
    ...{ place: '五楼护士站', demand: '希望好好解释' },
  })
  yield [1, '12:00']
  await spoken(2, 'J3', 'anonymous')
}

const all = [enquiries, promised, rash, praise, letter, several, paused, second, voices]

/**
 * The stories of the weeks before `today`, told by a house under a clock that moves. `until` goes on with all of them, one
 * step after another, as far as they come by then; the vault is that of the hospital itself.
 */
export const storiesOf = async (
  house: OpenHouse & { readonly clock: { set(to: Date): void } },
  { people, placeOf }: DemoHospital,
  today: Day,
  vault: Vault,
): Promise<{ until(moment: Date): Promise<void> }> => {
  const day = (daysBefore: number) => addDays(today, -daysBefore)
  const does: Teller['does'] = (login, handler, input) =>
    act(house, people[login]!, handler, input) as Promise<CaseSheet>
  const onPage: Teller['onPage'] = async (handler, input) => {
    const parsed = z.parse(handler.endpoint.body!, input)
    const receipt = await house.asSystem(
      (ctx) => handler.run({ ...ctx, house: { ...ctx.house, vault } }, parsed as never) as Promise<{ number: string }>,
    )
    const { id } = await house.db
      .selectFrom('cases')
      .where('number', '=', receipt.number)
      .select('id')
      .executeTakeFirstOrThrow()
    return id
  }
  const rates: Teller['rates'] = (id, grade) =>
    house.asSystem((ctx) => recallAnswered(ctx, id, grade, '本人在网上评价'))
  const teller: Teller = { day, does, onPage, rates, place: placeOf, person: (login) => people[login]!.id }
  const waiting = await Promise.all(
    all.map(async (story) => {
      const told = story(teller)
      return { told, next: await told.next() }
    }),
  )
  const momentOf = (it: (typeof waiting)[number]): Date | null =>
    it.next.done ? null : at(day(it.next.value[0]), it.next.value[1])
  return {
    until: async (moment) => {
      for (;;) {
        const due = waiting
          .flatMap((it) => {
            const when = momentOf(it)
            return when && when <= moment ? [{ it, when }] : []
          })
          .sort((a, b) => a.when.getTime() - b.when.getTime())[0]
        if (!due) return
        house.clock.set(due.when)
        due.it.next = await due.it.told.next()
      }
    },
  }
}
