// What people say later, by the program's own verbs: what is kept ready says at every step what calls, answers and events say.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { snapshot } from '#engine/step.ts'
import { emptyMatter } from '#modules/dossiers/emptying.ts'
import { voidTask } from '#modules/followups/voiding.ts'
import { importFile } from '#modules/patients/importing.ts'
import { standardValue } from '#src/standards.ts'
import { satisfactionAnswers } from '#test/calls.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { handled } from '#test/handling.ts'
import { type Discharge, dischargedPatient } from '#test/patients.ts'
import { caseCellsOf } from './case-cells.ts'
import { standingOf } from './matters.ts'
import { differences, reckonRaw } from './raw.ts'
import { reckon, reckonLive } from './reckoning.ts'
import { refreshRollups } from './rollups.ts'

const period = { name: 'late', from: '2026-01-01', until: '2026-04-01' }
const question = { period, firstCallDays: standardValue('firstContactWithin', {}) }
const opinion = { text: '候诊时间太长，没有人说明。', category: 'D3', severity: 1 } as const
const asIs = { category: 'D3', severity: 1, urgency: 3, heated: false } as const

describe('事后更正，由各人自己的动作作出', () => {
  let desk: Desk
  const readers: Ctx['me'][] = [systemMe]
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
    const staff = await desk.house.db
      .selectFrom('staff')
      .where('login', 'in', ['supervision', 'cardiology'])
      .selectAll()
      .execute()
    readers.push(...(staff as unknown as Ctx['me'][]))
  })
  after(() => desk.close())

  const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort()
  const prove = async (what: string) => {
    for (const me of readers) {
      const found = await snapshot(desk.house.ctx(desk.house.db, me), async (ctx) => {
        const kept = await reckon(ctx, question)
        const standing = await standingOf(ctx)
        const asked = { ...period, standing, groups: { monthly: true, byPlace: true }, categories: true, taken: [{}] }
        const [a, b] = [await caseCellsOf(ctx, asked), await caseCellsOf(ctx, { ...asked, live: true })]
        return [
          ...differences(kept, await reckonLive(ctx, question), 'rows'),
          ...differences(kept, await reckonRaw(ctx, question), 'calls'),
          ...(['groups', 'categories', 'taken'] as const).flatMap((part) =>
            differences(sorted(a[part]), sorted(b[part]), part),
          ),
        ]
      })
      assert.deepEqual(found, [], `${what}, ${me.name}`)
    }
  }
  const refresh = () => desk.house.asSystem((ctx) => refreshRollups(ctx))
  /** Done, and right before and after it is counted away. */
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const result = await work()
    await prove(what)
    await refresh()
    await prove(`${what}, counted`)
    return result
  }

  const callFor = async (it: Discharge = {}) => {
    const { nurse, lead, ids } = desk.people
    const stay = await dischargedPatient(desk, { daysAgo: 7, ...it })
    const { rows } = await lead.followups.list({ view: 'all', q: stay.recordNumber })
    const { id } = rows.find(({ wave }) => wave === 'satisfaction')!
    const { assignee, mine } = await nurse.followups.get({ id })
    if (!mine && assignee) await lead.followups.handOver({ id, to: ids.nurse })
    else if (!mine) await nurse.followups.claim({ id })
    return { ...stay, id }
  }
  const said = async (id: string) => {
    const answers = satisfactionAnswers('fairly')
    await desk.people.nurse.followups.complete({ id, answers, respondent: 'patient', opinion })
    const { rows } = await desk.people.lead.cases.list({ source: id })
    return rows[0]!.id
  }

  test('电话：记下的是编造的；事后才知道去世、勿扰；旧登记本又说了一遍', async () => {
    const { nurse, lead } = desk.people
    const [first, second, third] = [await callFor(), await callFor({ department: '普外科' }), await callFor()]
    await refresh()
    const matter = await step('a call is kept', () => said(first.id))
    await step('its matter is escalated out of sight', () =>
      desk.people.supervision.cases.grade({ ...asIs, id: matter, severity: 3, reason: '核查发现问题严重' }),
    )
    await step('another one', () => said(second.id))
    await step('the record was never a call', () => desk.house.asSystem((ctx) => voidTask(ctx, second.id)))
    await step('he died', () => nurse.patients.died({ id: third.patientId, diedOn: '2026-03-05', note: '家属来电' }))
    await step('who was reached asks not to be called', () =>
      lead.patients.doNotCall({ id: first.patientId, reason: '不愿再接电话' }),
    )
    const old = await dischargedPatient(desk, { daysAgo: 40 })
    const register = (result: string) => ({
      kind: 'register' as const,
      fileName: '旧登记本.csv',
      content: Buffer.from(
        `病案号,住院次数,结果,未访原因,拨打次数,首访日期,满意度,意见类别,意见\n${old.recordNumber},1,${result}`,
      ),
    })
    await step('an old register brings a call', () =>
      importFile(desk.house, register('已访,,2,2026-02-03,满意,流程与等候,排队太久')),
    )
    await step('and says it otherwise', () => importFile(desk.house, register('未访,拒访,3,2026-02-04,,,')))
  })

  test('诉求：退回再派、改类别、拆开、合并又分开、旧登记本、到期清空', async () => {
    const { nurse, lead, cardiology, supervision, departments } = desk.people
    const { encounterId } = await dischargedPatient(desk)
    const open = (text: string) => nurse.cases.open({ encounterId, kind: 'complaint', text, category: 'D3' })
    const { id } = await step('it comes', () => open('候诊两小时没有人说明情况。'))
    await step('it is sent back', () => cardiology.cases.object({ id, reason: '患者说的是外科门诊' }))
    await step('and goes to another', () =>
      lead.cases.dispatch({ id, departmentId: departments.普外科, demand: '请核实候诊情况' }),
    )
    await step('it is of another category', () =>
      lead.cases.grade({ ...asIs, id, category: 'B1', reason: '说的是态度' }),
    )
    await step('a part of it is a matter of its own', () =>
      lead.cases.split({ id, text: '费用清单看不懂', category: 'E1', reason: '两件事' }),
    )
    const again = await step('he says it again', () => open('上次说的候诊问题还是没有人管。'))
    await step('they are merged', () => lead.cases.merge({ id: again.id, intoId: id, reason: '同一件事' }))
    await step('and parted', () => lead.cases.unmerge({ id: again.id, reason: '不是一件事' }))
    await step('it is answered and told', () => handled(desk, id, { answers: supervision }))
    await step('and archived', () => nurse.cases.confirm({ id, satisfaction: 'satisfied' }))
    await step('and emptied when its term is over', () => desk.house.asSystem((ctx) => emptyMatter(ctx, id)))
    const line = (category: string, told: string) => ({
      kind: 'cases' as const,
      fileName: '登记本.csv',
      content: Buffer.from(
        `登记号,类型,渠道,登记时间,涉及科室,类别,严重度,内容,答复日期,满意度,轮次\n甲1,患者投诉,电话,2026-02-02 10:00,心内科,${category},1,候诊时间过长,${told},满意,1`,
      ),
    })
    await step('an old register brings one', () => importFile(desk.house, line('服务态度与行为', '2026-02-04')))
    await step('and says it otherwise', () => importFile(desk.house, line('流程与等候', '2026-02-20')))
  })
})
