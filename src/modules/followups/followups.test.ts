// Promises of the desk that are no story of their own: the hospital's numbers hold, and a secret stays one.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { dayOf } from '#kernel/time.ts'
import { satisfactionAnswers } from '#test/calls.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { type Discharge, dischargedPatient } from '#test/patients.ts'

describe('随访的约定', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00+08:00' })
  })
  after(() => desk.close())

  /** The satisfaction call of somebody who went home a week ago, in the nurse's hands. */
  const callFor = async (discharge: Discharge = {}) => {
    const { nurse, lead, ids } = desk.people
    const { patientId, recordNumber } = await dischargedPatient(desk, { daysAgo: 7, ...discharge })
    const { rows } = await lead.followups.list({ view: 'all', q: recordNumber })
    const { id } = rows.find(({ wave }) => wave === 'satisfaction')!
    const { assignee, mine } = await nurse.followups.get({ id })
    if (!mine && assignee) await lead.followups.handOver({ id, to: ids.nurse })
    else if (!mine) await nurse.followups.claim({ id })
    return { id, patientId }
  }

  test('本院设定的期限作数：告知后再次回访的时限', async () => {
    const { nurse, lead, admin, cardiology, supervision } = desk.people
    await admin.settings.change({ standards: { recallAfter: 1 } })
    const { id } = await callFor()
    const opinion = { text: '候诊时间太长，没有人说明。', category: 'D3', severity: 1 }
    await nurse.followups.complete({
      id,
      answers: satisfactionAnswers('dissatisfied'),
      respondent: 'patient',
      opinion,
    })
    const [opened] = (await lead.cases.list({ source: id })).rows
    await cardiology.cases.answer({
      id: opened!.id,
      findings: '当日分诊没有说明等候。',
      measures: '等候超过三十分钟即说明原因。',
    })
    await supervision.cases.pass({ id: opened!.id })
    await nurse.cases.tell({ id: opened!.id, how: 'call', what: '已说明整改措施。' })
    await desk.settle()
    const [recall] = (await lead.followups.list({ view: 'all', case: opened!.id })).rows
    assert.equal(dayOf(new Date(recall!.dueAt)), '2026-03-10')
    await admin.settings.change({ standards: {} })
  })

  test('几个方案都合适时，归条件最细的那个', async () => {
    const { lead } = desk.people
    const wave = { key: 'heart', name: '心衰回访', from: 1, until: 3, questionnaire: 'by-group' } as const
    const narrow = { conditions: { groups: ['内科'], diagnosisContains: ['心力衰竭'] }, waves: [wave] }
    const { id } = await lead.programmes.create({ key: 'heart-failure', name: '心衰随访', definition: narrow })
    await lead.programmes.start({ id })
    const wavesOf = async (diagnosis: string) => {
      const { recordNumber } = await dischargedPatient(desk, { diagnosis, daysAgo: 2 })
      const { rows } = await lead.followups.list({ view: 'all', q: recordNumber })
      return rows.map((row) => row.wave).sort()
    }
    assert.deepEqual(await wavesOf('慢性心力衰竭'), ['heart'])
    assert.deepEqual(await wavesOf('冠心病'), ['safety', 'satisfaction'])
    await lead.programmes.stop({ id })
  })

  test('等待确认时患者去世：没有人可以再问，轮到组长批准归档', async () => {
    const { nurse, lead, cardiology, supervision } = desk.people
    const { patientId, encounterId } = await dischargedPatient(desk)
    const { id } = await nurse.cases.open({ encounterId, text: '饭菜常常是凉的。', category: 'G1' })
    await cardiology.cases.answer({
      id,
      findings: '送餐车的保温装置已经损坏。',
      measures: '已经更换送餐车，每餐抽查温度。',
    })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'call', what: '已说明整改措施。' })
    const waiting = async () => (await lead.cases.list({ turn: 'true' })).rows.some((row) => row.id === id)
    assert.equal(await waiting(), false)
    await nurse.patients.died({ id: patientId, diedOn: '2026-03-09' })
    assert.equal(await waiting(), true)
    const archived = await lead.cases.approve({ id, reason: '患者去世，家属无异议。' })
    assert.equal(archived.status, 'archived')
  })
})
