// The first loop, told in the hospital's words: from a discharge to a satisfied patient.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { calm, satisfactionAnswers } from '../calls.ts'
import { type Desk, openDesk } from '../desk.ts'
import { handled } from '../handling.ts'
import { dischargedPatient } from '../patients.ts'

describe('不满意的回访成为诉求，整改反馈后再次回访', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  test('回访 → 不满意 → 科室 → 反馈 → 再次回访 → 满意归档', async () => {
    const { nurse, supervision, cardiology, surgery } = desk.people
    const stay = await dischargedPatient(desk, { department: '心内科', daysAgo: 7 })
    await desk.settle()

    const [call] = (await nurse.followups.list({ view: 'all', kind: 'wave' })).rows.filter(
      (row) => row.wave === 'satisfaction',
    )
    assert.ok(call, 'a satisfaction call was planned')
    await desk.people.lead.followups.handOver({ id: call.id, to: desk.people.ids.nurse })
    const before = await nurse.followups.get({ id: call.id })
    assert.match(before.patient.name, /^.\*+$/, 'names are masked')
    assert.ok(!JSON.stringify(before).includes(stay.phone!), 'no number leaves the server unasked')
    assert.equal((await nurse.followups.reveal({ id: call.id })).number, stay.phone)

    const done = await nurse.followups.complete({
      id: call.id,
      answers: satisfactionAnswers('dissatisfied'),
      respondent: 'patient',
      numberOwner: 'patient',
      opinion: { text: '候诊两个小时没有人解释原因', category: 'D3', demand: '请说明原因并改进' },
    })
    assert.equal(done.status, 'done')

    const [opened] = (await supervision.cases.list({ source: call.id })).rows
    assert.ok(opened)
    assert.equal(opened.status, 'investigating')
    assert.equal((await surgery.cases.list({})).rows.length, 0, 'another department sees nothing')
    const inbox = await cardiology.cases.list({})
    assert.deepEqual(
      inbox.rows.map((row) => row.id),
      [opened.id],
    )
    const sheet = await cardiology.cases.get({ id: opened.id })
    // Received on a Monday: the fifth working day is the Monday after.
    assert.equal(sheet.deadline.days.at(-1)?.day, '2026-03-16')
    assert.equal(sheet.call?.disposition, 'reached', 'the call it came from is attached')

    await desk.pass('2 workdays')
    await cardiology.cases.answer({
      id: opened.id,
      findings: '当日门诊系统切换，叫号延迟约一百分钟。',
      measures: '增设导诊人员，延迟超过二十分钟即广播说明。',
    })
    await assert.rejects(nurse.cases.pass({ id: opened.id }), { status: 403 })
    await supervision.cases.pass({ id: opened.id })
    await nurse.cases.tell({ id: opened.id, how: 'call', what: '已向您说明原因，并增设了导诊。' })
    await desk.settle()
    await assert.rejects(supervision.cases.approve({ id: opened.id, reason: '想直接归档了事' }), { status: 409 })

    await desk.pass('1 workday')
    const [recall] = (await nurse.followups.list({ view: 'all', kind: 'recall' })).rows
    assert.ok(recall, 'a recall was planned')
    assert.equal(recall.mine, true, 'the first asker calls again')
    const asked = await nurse.followups.get({ id: recall.id })
    assert.equal(asked.forCase?.number, opened.number)
    await nurse.followups.complete({
      id: recall.id,
      answers: calm(asked.questionnaire, { overall: 'satisfied' }),
      respondent: 'patient',
      numberOwner: 'patient',
      note: '认可改进',
    })
    const closed = await supervision.cases.get({ id: opened.id })
    assert.equal(closed.status, 'archived')
    assert.equal(closed.archivedBy, 'person')
    assert.equal(closed.rounds.length, 1)
    assert.equal(closed.rounds[0]?.inTime, true)
  })

  test('再次回访仍不满意 → 第二轮 → 仍不满意 → 院领导', async () => {
    const { nurse, supervision, obstetrics, director } = desk.people
    const stay = await dischargedPatient(desk, { department: '产科', daysAgo: 7, sex: 'female' })
    const opened = await nurse.cases.open({
      encounterId: stay.encounterId,
      text: '夜间呼叫铃无人应答',
      category: 'B1',
      severity: 1,
    })
    const handle = async () => {
      await obstetrics.cases.answer({
        id: opened.id,
        findings: '夜班人手不足，已核实情况。',
        measures: '夜班增加一名护士，调整巡视。',
      })
    }
    const tellAndAsk = async (overall: string) => {
      await nurse.cases.tell({ id: opened.id, how: 'call', what: '已说明整改情况。' })
      await desk.settle()
      await desk.pass('1 workday')
      const recall = (await nurse.followups.list({ view: 'all', case: opened.id })).rows.find(
        (row) => row.status === 'open',
      )
      assert.ok(recall)
      const sheet = await nurse.followups.get({ id: recall.id })
      await nurse.followups.complete({
        id: recall.id,
        answers: calm(sheet.questionnaire, { overall }),
        respondent: 'patient',
        numberOwner: 'patient',
        note: '还是没有人来',
      })
    }
    await handle()
    await supervision.cases.pass({ id: opened.id })
    await tellAndAsk('dissatisfied')
    let now = await supervision.cases.get({ id: opened.id })
    assert.equal(now.status, 'investigating')
    assert.equal(now.round, 2)
    assert.equal(now.rounds[0]?.outcome, 'dissatisfied', 'the first round keeps its own verdict')

    await handle()
    await supervision.cases.pass({ id: opened.id })
    await tellAndAsk('dissatisfied')
    now = await supervision.cases.get({ id: opened.id })
    assert.equal(now.status, 'escalated')
    assert.equal((await director.cases.get({ id: opened.id })).status, 'escalated')
    await director.cases.dispatch({
      id: opened.id,
      departmentId: desk.people.departments.产科,
      demand: '院领导督办：请主任当面答复',
    })
    now = await supervision.cases.get({ id: opened.id })
    assert.equal(now.round, 3)
    await handle()
    await assert.rejects(supervision.cases.pass({ id: opened.id }), { status: 409 }, 'a third round needs leadership')
    await supervision.cases.propose({ id: opened.id, words: '第三轮，请院领导审定' })
    await director.cases.consent({ id: opened.id })
    await tellAndAsk('fairly')
    assert.equal((await supervision.cases.get({ id: opened.id })).status, 'archived')
  })

  test('三次回访未接通，由组长说明理由后归档', async () => {
    const { nurse, lead, supervision, cardiology } = desk.people
    const stay = await dischargedPatient(desk, { department: '心内科', daysAgo: 6 })
    const opened = await nurse.cases.open({ encounterId: stay.encounterId, text: '出院带药没有讲清楚', category: 'C3' })
    await handled(desk, opened.id, { answers: cardiology, tells: nurse })
    await desk.settle()
    for (let i = 0; i < 3; i++) {
      await desk.pass('1 workday')
      const recall = (await nurse.followups.list({ view: 'all', case: opened.id })).rows.find(
        (row) => row.status === 'open',
      )
      assert.ok(recall, `try ${i + 1}`)
      await nurse.followups.attempt({ id: recall.id, disposition: 'no-answer', numberOwner: 'patient' })
      if (i < 2) await assert.rejects(lead.cases.approve({ id: opened.id, reason: '联系不上患者' }), { status: 409 })
    }
    await assert.rejects(nurse.cases.approve({ id: opened.id, reason: '联系不上患者' }), { status: 403 })
    await lead.cases.approve({ id: opened.id, reason: '三次不同日期回访均未接通，已留言' })
    const closed = await supervision.cases.get({ id: opened.id })
    assert.equal(closed.archivedBy, 'approval')
    assert.match(closed.archiveReason ?? '', /未接通/)
  })
})
