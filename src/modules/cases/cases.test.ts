// The promises of a case, told as stories: from what was said to the person's own answer.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { dayOf } from '#kernel/time.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Refused } from '#web/client.ts'

const findings = '经查,当日该诊区一名医师临时会诊,候诊时间延长。'
const measures = '增派一名医师,候诊超过三十分钟由导医说明原因。'

/** A refusal with this status, and words that a nurse can read. */
const refused = (status: number) => (error: unknown) => {
  assert.equal((error as Refused).status, status, (error as Error).message)
  assert.match((error as Error).message, /[\u4e00-\u9fff]/)
  return true
}

describe('a case', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  const opened = async (it: Record<string, unknown> = {}, stay: Parameters<typeof dischargedPatient>[1] = {}) => {
    const patient = await dischargedPatient(desk, stay)
    const sheet = await desk.people.nurse.cases.open({
      encounterId: patient.encounterId,
      text: '候诊时间过长,叫号混乱。',
      demand: '希望缩短候诊时间',
      category: 'D3',
      ...it,
    })
    return { ...sheet, patientId: patient.patientId, inClear: patient.phone! }
  }
  const answered = async (id: string) => {
    await desk.people.cardiology.cases.answer({ id, findings, measures })
    await desk.people.supervision.cases.pass({ id, words: '情况属实,措施可行。' })
    return desk.people.nurse.cases.tell({ id, how: 'call', what: '已说明原因和改进措施并致歉。' })
  }

  test('an ordinary opinion goes to its department and ends with the person, who is content', async () => {
    const { nurse, supervision, cardiology, surgery, lead } = desk.people
    const it = await opened()
    assert.match(it.number, /^HY2026-\d{6}$/)
    assert.equal(it.status, 'investigating')
    assert.equal(it.handling, '心内科')
    assert.equal(it.ownerId, desk.people.ids.nurse)
    assert.equal(dayOf(new Date(it.dueAt)), '2026-03-16')
    assert.equal(it.patient?.name, '张**')
    assert.deepEqual(it.can.sort(), ['add', 'attach', 'comment', 'link', 'unlink'])
    // A copy to supervision: it is on their list at once, and nobody asked.
    assert.ok((await supervision.cases.list({ open: 'true' })).rows.some(({ id }) => id === it.id))
    await assert.rejects(surgery.cases.get({ id: it.id }), refused(404))

    const given = await cardiology.cases.answer({ id: it.id, findings, measures })
    assert.equal(given.rounds[0]!.inTime, true)
    assert.equal((await supervision.cases.pass({ id: it.id })).status, 'reviewed')
    const told = await nurse.cases.tell({ id: it.id, how: 'call', what: '已说明原因和改进措施并致歉。' })
    assert.equal(told.status, 'told')
    assert.ok(told.can.includes('confirm') && told.can.includes('reopen') && !told.can.includes('approve'))
    const done = await nurse.cases.confirm({ id: it.id, satisfaction: 'satisfied', words: '挺好的' })
    assert.equal(done.status, 'archived')
    assert.equal(done.archivedBy, 'person')
    assert.equal(done.rounds[0]!.outcome, 'satisfied')
    assert.deepEqual(done.can, ['link', 'unlink'])
    assert.deepEqual(
      done.timeline.map(({ title, by }) => `${title} ${by}`),
      ['登记诉求 林小满', '提交调查与整改 心内主任', '审核通过 方监察', '已告知患者 林小满', '患者满意，归档 林小满'],
    )
    assert.match(done.timeline[0]!.words, /HY2026-\d+，来自前台登记；流程与等候 · 候诊；一般、常规；转心内科/)
    assert.ok(!JSON.stringify(done).includes(it.inClear), 'the number is masked everywhere')
    await assert.rejects(lead.cases.approve({ id: it.id, reason: '想再归档一次试试' }), refused(409))
  })

  test('a department that it does not concern sends it back, and the clock goes on', async () => {
    const { cardiology, surgery, lead } = desk.people
    const it = await opened()
    const back = await cardiology.cases.object({ id: it.id, reason: '患者说的是外科门诊' })
    assert.equal(back.status, 'received')
    assert.equal(back.handling, null)
    assert.deepEqual(back.can, [])
    await assert.rejects(cardiology.cases.get({ id: it.id }), refused(404))
    const again = await lead.cases.dispatch({
      id: it.id,
      departmentId: desk.people.departments.普外科,
      demand: '请会同门诊办核实,涉及多个科室',
      workdays: 10,
    })
    assert.equal(again.status, 'investigating')
    assert.equal(dayOf(new Date(again.dueAt)), '2026-03-23')
    assert.equal(again.rounds.length, 1)
    assert.equal(again.rounds[0]!.department, '普外科')
    assert.equal(again.deadline.workdays, 10)
    assert.equal((await surgery.cases.get({ id: it.id })).status, 'investigating')
    // The department has it now: it goes nowhere else behind its back.
    const elsewhere = { id: it.id, departmentId: desk.people.departments.产科, demand: '改派' }
    await assert.rejects(lead.cases.dispatch(elsewhere), refused(409))
  })

  test('more time is asked for with a reason, once, and moves the deadline with its explanation', async () => {
    const { cardiology, supervision } = desk.people
    const it = await opened()
    await assert.rejects(supervision.cases.grantTime({ id: it.id }), refused(409))
    await assert.rejects(cardiology.cases.askTime({ id: it.id, workdays: 6, reason: '当事医师外出进修' }), refused(409))
    const asked = await cardiology.cases.askTime({ id: it.id, workdays: 3, reason: '当事医师外出进修' })
    assert.equal(dayOf(new Date(asked.extensions[0]!.until)), '2026-03-19')
    assert.equal(dayOf(new Date(asked.dueAt)), '2026-03-16')
    await assert.rejects(cardiology.cases.askTime({ id: it.id, workdays: 1, reason: '再申请一次' }), refused(409))
    const granted = await supervision.cases.grantTime({ id: it.id, words: '同意' })
    assert.equal(dayOf(new Date(granted.dueAt)), '2026-03-19')
    assert.equal(granted.rounds[0]!.dueAt, granted.dueAt)
    assert.equal(granted.deadline.days.filter((day) => day.counts).length, 8)
    assert.equal(granted.extensions[0]!.granted, true)
    await assert.rejects(cardiology.cases.askTime({ id: it.id, workdays: 1, reason: '还想再延长' }), refused(409))

    const other = await opened()
    await cardiology.cases.askTime({ id: other.id, workdays: 5, reason: '需要外院资料' })
    const no = await supervision.cases.refuseTime({ id: other.id, words: '情况简单,按期办理' })
    assert.equal(dayOf(new Date(no.dueAt)), '2026-03-16')
    assert.equal(no.extensions[0]!.granted, false)
    // A request that nobody decided falls with the answer.
    await cardiology.cases.askTime({ id: other.id, workdays: 2, reason: '再核实一次' })
    const given = await cardiology.cases.answer({ id: other.id, findings, measures })
    assert.equal(given.extensions.length, 2)
    assert.ok(!given.can.includes('grantTime'))
  })

  test('not content: a second round of its own, then leadership, and a third that leadership consents to', async () => {
    const { nurse, cardiology, supervision, director, lead } = desk.people
    const it = await opened()
    const first = await answered(it.id)
    await assert.rejects(nurse.cases.escalate({ id: it.id, words: '还是不满意' }), refused(409))
    await desk.pass('2 days')
    const second = await nurse.cases.reopen({ id: it.id, words: '还是等了两个小时' })
    assert.equal(second.round, 2)
    assert.equal(second.handling, '心内科')
    assert.equal(dayOf(new Date(second.dueAt)), '2026-03-18')
    assert.equal(second.rounds[0]!.outcome, 'dissatisfied')
    assert.equal(second.rounds[0]!.dueAt, first.dueAt, 'the first round keeps its own deadline')
    await answered(it.id)
    await assert.rejects(nurse.cases.reopen({ id: it.id, words: '仍不满意' }), refused(409))
    await assert.rejects(director.cases.get({ id: '01890000-0000-7000-8000-000000000000' }), refused(404))
    const up = await nurse.cases.escalate({ id: it.id, words: '仍不满意，要求院领导答复' })
    assert.equal(up.status, 'escalated')
    assert.ok((await director.cases.list({ status: 'escalated' })).rows.some(({ id }) => id === it.id))
    await director.cases.dispatch({
      id: it.id,
      departmentId: desk.people.departments.心内科,
      demand: '科主任当面沟通',
    })
    const third = await cardiology.cases.answer({ id: it.id, findings, measures })
    assert.equal(third.round, 3)
    await assert.rejects(supervision.cases.pass({ id: it.id }), refused(409))
    await supervision.cases.propose({ id: it.id, words: '建议同意科室意见' })
    const consented = await director.cases.consent({ id: it.id, words: '同意,举一反三。' })
    assert.equal(consented.status, 'reviewed')
    assert.equal(consented.rounds[2]!.consentedBy, '院长')
    await nurse.cases.tell({ id: it.id, how: 'in-person', what: '科主任当面说明并致歉' })
    // Three failed tries do not archive by themselves: a lead has to say why.
    for (const words of ['无人接听', '关机', '无人接听']) {
      await assert.rejects(lead.cases.approve({ id: it.id, reason: '联系不上患者' }), refused(409))
      await nurse.cases.failRecall({ id: it.id, words })
    }
    const closed = await lead.cases.approve({ id: it.id, reason: '三次回访未接通,已短信留言' })
    assert.equal(closed.archivedBy, 'approval')
    assert.equal(closed.satisfaction, null)
  })

  test('a grave matter is for supervision and leadership, and leadership consents before the person is told', async () => {
    const { nurse, lead, cardiology, supervision, director } = desk.people
    const it = await opened({ severity: 3, category: 'A2', text: '术后出血未及时处理,家属情绪激动。' })
    assert.equal(it.status, 'received')
    assert.equal(it.restricted, true)
    assert.equal(it.owner, '方监察')
    assert.deepEqual(it.can, [], 'the agent keeps a receipt and nothing else')
    for (const person of [nurse, lead, cardiology]) await assert.rejects(person.cases.get({ id: it.id }), refused(404))
    assert.equal((await director.cases.get({ id: it.id })).id, it.id)
    await assert.rejects(supervision.cases.settle({ id: it.id, how: '当场道歉' }), refused(409))
    const departmentId = desk.people.departments.心内科
    await supervision.cases.dispatch({ id: it.id, departmentId, demand: '封存病历,限期说明' })
    await cardiology.cases.answer({ id: it.id, findings, measures })
    await assert.rejects(supervision.cases.pass({ id: it.id }), refused(409))
    await supervision.cases.propose({ id: it.id, words: '拟同意' })
    const declined = await director.cases.decline({ id: it.id, words: '措施不够具体' })
    assert.equal(declined.status, 'investigating')
    assert.equal(declined.rounds[0]!.answeredAt, null, 'an answer that was not accepted was not yet given')
  })

  test('settled on the spot it still asks the person, and who is not content goes to leadership', async () => {
    const { nurse, lead } = desk.people
    const it = await opened({}, { department: null })
    assert.equal(it.status, 'received')
    const settled = await nurse.cases.settle({ id: it.id, how: '当场补打了报告并致歉' })
    assert.equal(settled.status, 'told')
    await assert.rejects(nurse.cases.reopen({ id: it.id, words: '不行' }), refused(409))
    assert.equal((await nurse.cases.escalate({ id: it.id, words: '没有解决' })).status, 'escalated')
    const again = await lead.cases.dispatch({
      id: it.id,
      departmentId: desk.people.departments.儿科,
      demand: '请核实',
    })
    assert.equal(again.round, 2)
  })

  test('who died or asked not to be called is not called, and a lead may close with a reason', async () => {
    const { nurse, cardiology, supervision, lead } = desk.people
    const it = await opened({}, { doNotCall: true })
    await assert.rejects(nurse.cases.reveal({ id: it.id, reason: '告知结果' }), refused(409))
    await cardiology.cases.answer({ id: it.id, findings, measures })
    await supervision.cases.pass({ id: it.id })
    await assert.rejects(nurse.cases.tell({ id: it.id, how: 'call', what: '电话告知' }), refused(409))
    const told = await nurse.cases.tell({ id: it.id, how: 'letter', what: '书面答复已寄出' })
    assert.equal(told.patient?.why, 'do-not-call')
    assert.ok((await lead.cases.get({ id: it.id })).can.includes('approve'))
    assert.equal((await lead.cases.approve({ id: it.id, reason: '患者要求勿扰，已书面答复' })).status, 'archived')
  })

  test('where a daughter raised it and left a number she is asked: nothing is closed past her before three tries', async () => {
    const { nurse, cardiology, supervision, lead } = desk.people
    const { encounterId } = await dischargedPatient(desk, { doNotCall: true })
    const reporter = { name: '司马秋', phone: '13900005678', relation: 'family', reach: 'phone' } as const
    const { id } = await nurse.cases.open({ encounterId, text: '母亲住院时无人翻身', category: 'C1', reporter })
    await cardiology.cases.answer({ id, findings, measures })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'call', what: '已告知女儿' })
    const waits = async () => (await lead.cases.list({ turn: 'true', ids: id })).rows[0]
    assert.ok(!(await lead.cases.get({ id })).can.includes('approve'))
    await assert.rejects(lead.cases.approve({ id, reason: '患者要求勿扰' }), refused(409))
    for (let i = 0; i < 3; i++) await nurse.cases.failRecall({ id, words: '无人接听' })
    assert.ok((await waits())?.can.includes('approve'))
    assert.equal((await lead.cases.approve({ id, reason: '女儿三次未接，已寄信' })).status, 'archived')
  })

  test('a number is shown for a reason, and the ledger keeps the reason and not the number', async () => {
    const it = await opened()
    assert.match(it.patient!.recordNumber, /^ZY/)
    assert.equal((await desk.people.nurse.cases.reveal({ id: it.id, reason: '告知结果' })).number, it.inClear)
    const [event] = await desk.house.db.selectFrom('events').where('verb', '=', 'case.reveal').selectAll().execute()
    assert.equal((event!.data as { reason: string }).reason, '告知结果')
    assert.ok(!JSON.stringify(event).includes(it.inClear))
  })

  test('whose number the sheet shows is whose number is shown', async () => {
    const { nurse } = desk.people
    const raised = (doNotCall: boolean, reporter: object) =>
      dischargedPatient(desk, { doNotCall }).then(({ encounterId }) =>
        nurse.cases.open({ encounterId, text: '女儿来说,探视时间太短', category: 'D3', reporter }),
      )
    const daughter = { name: '王芳', phone: '139 1234 5678', relation: 'family' as const }
    for (const doNotCall of [false, true]) {
      const it = await raised(doNotCall, daughter)
      assert.equal(it.phone, '139****5678')
      assert.equal((await nurse.cases.reveal({ id: it.id, reason: '告知结果' })).number, '13912345678')
      assert.equal((await answered(it.id)).status, 'told', 'and who may be called may be told by a call')
    }
    const himself = await raised(true, { phone: '13912345678', relation: 'self' as const })
    await assert.rejects(nurse.cases.reveal({ id: himself.id, reason: '告知结果' }), refused(409))
  })

  test('judged graver, it leaves the department and the centre, and supervision owns it', async () => {
    const { lead, cardiology, nurse, supervision } = desk.people
    const it = await opened()
    const graded = { id: it.id, category: 'I1', severity: 2, urgency: 2, heated: false, reason: '回访中提到红包' }
    await assert.rejects(nurse.cases.grade(graded), refused(403))
    const after = await lead.cases.grade(graded)
    assert.equal(after.restricted, true)
    assert.equal(after.handling, null)
    for (const person of [lead, nurse, cardiology]) await assert.rejects(person.cases.get({ id: it.id }), refused(404))
    const seen = await supervision.cases.get({ id: it.id })
    assert.equal(seen.ownerId, desk.people.ids.supervision)
    assert.ok(seen.can.includes('dispatch') && seen.can.includes('answer'))
    const [event] = await desk.house.db.selectFrom('events').where('verb', '=', 'case.grade').selectAll().execute()
    assert.equal(event!.restricted, true)
    await assert.rejects(supervision.cases.grade({ ...graded, category: 'A99' }), refused(422))
  })

  test('found by any two characters, a name, a number; page by page without gaps', async () => {
    const { nurse } = desk.people
    const it = await opened({ text: '停车场收费标准不清楚', category: 'F7' }, { name: '欧阳明月' })
    const found = async (q: string) => (await nurse.cases.list({ q })).rows.map(({ id }) => id)
    for (const q of ['停车', '标准不清', '欧阳', it.number, it.patient!.recordNumber])
      assert.deepEqual(await found(q), [it.id], q)
    assert.deepEqual(await found('停车 欧阳'), [it.id])
    assert.deepEqual(await found('查无此词'), [])
    assert.deepEqual(await found('!'), [])
    const all = await nurse.cases.list({ open: 'true', limit: 200 })
    const paged: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await nurse.cases.list({ open: 'true', limit: 2, ...(after ? { after } : {}) })
      paged.push(...page.rows.map(({ id }) => id))
      if (page.next === null) break
      after = page.next
    }
    assert.deepEqual(
      paged,
      all.rows.map(({ id }) => id),
    )
    assert.equal(new Set(paged).size, paged.length)
    const counted = await nurse.cases.counts()
    assert.equal(
      Object.values(counted.byStatus).reduce((a, b) => a + b, 0),
      all.rows.length,
    )
    assert.equal((await nurse.cases.list({ ids: it.id, category: 'F', patientId: it.patientId })).rows.length, 1)
    await assert.rejects(nurse.cases.list({ after: 'nonsense' }), refused(422))
    await assert.rejects(nurse.cases.list({ ids: 'x,y' }), refused(422))
  })
})

describe('searching many', () => {
  test('a rare word and a common one find what they should, page by page, in the order of their days', async () => {
    const desk = await openDesk()
    try {
      const { nurse, director } = desk.people
      const { encounterId } = await dischargedPatient(desk)
      const base = { encounterId, category: 'D3' }
      const { id } = await nurse.cases.open({ ...base, text: '候诊时间过长' })
      const rare = await nurse.cases.open({ ...base, text: '候诊时见到切口渗液' })
      // More than the program collects: from here on it walks.
      await sql`
        with copied as (
          insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'C' || n,
            'due_at', c.due_at + n * interval '1 minute', 'restricted', n % 2 = 0))).*
          from cases c, generate_series(1, 5100) n where c.id = ${id} returning id)
        insert into case_search select copied.id, s.search from copied, case_search s where s.case_id = ${id}`.execute(
        desk.house.db,
      )
      const pages: string[] = []
      for (let after: string | undefined; pages.length < 600; ) {
        const page = await nurse.cases.list({ q: '候诊', open: 'true', limit: 200, ...(after ? { after } : {}) })
        pages.push(...page.rows.map((row) => row.dueAt))
        after = page.next ?? assert.fail('there are more')
      }
      assert.deepEqual(pages, pages.toSorted())
      const found = await nurse.cases.list({ q: '渗液' })
      assert.deepEqual(
        found.rows.map((row) => row.id),
        [rare.id],
      )
      const { byStatus } = await nurse.cases.counts()
      assert.equal(byStatus.investigating, 2552)
      assert.deepEqual((await director.cases.list({ q: '候诊', status: 'escalated' })).rows, [])
    } finally {
      await desk.close()
    }
  })
})

describe('the deadline', () => {
  test('2024-10-08 is due on 2024-10-14, and says why every day counts or not', async () => {
    const desk = await openDesk({ at: '2024-10-08T10:00:00+08:00' })
    try {
      const { encounterId } = await dischargedPatient(desk)
      const { nurse } = desk.people
      const it = await nurse.cases.open({ encounterId, text: '候诊时间过长', category: 'D3' })
      assert.equal(dayOf(new Date(it.dueAt)), '2024-10-14')
      assert.deepEqual(
        it.deadline.days.map(({ day, number, why }) => `${day} ${number ?? '—'} ${why}`),
        [
          '2024-10-08 — 接到当日，不计入',
          '2024-10-09 1 工作日',
          '2024-10-10 2 工作日',
          '2024-10-11 3 工作日',
          '2024-10-12 4 国庆节调休上班',
          '2024-10-13 — 周末',
          '2024-10-14 5 工作日',
        ],
      )
      assert.deepEqual(it.deadline.warnings, [])
      desk.clock.set('2024-10-14T23:59:59+08:00')
      assert.equal((await nurse.cases.get({ id: it.id })).overdue, false)
      desk.clock.set('2024-10-15T00:00:00+08:00')
      assert.equal((await nurse.cases.list({ overdue: 'true' })).rows.length, 1)
      assert.equal((await nurse.cases.counts()).overdue, 1)
      const late = await desk.people.cardiology.cases.answer({ id: it.id, findings, measures })
      assert.equal(late.rounds[0]!.inTime, false)
    } finally {
      await desk.close()
    }
  })
})
