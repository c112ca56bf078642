// A death, a wrong number, a red flag, a promise: what a caller meets, and what must follow.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { calm, satisfactionAnswers } from '../calls.ts'
import { type Desk, openDesk } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

describe('回访员的一天', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk.close())

  /** A patient discharged three days ago, and the safety call on the nurse's own list. */
  const safetyCall = async (department: '心内科' | '普外科' | '产科' | '儿科', more: object = {}) => {
    const stay = await dischargedPatient(desk, { department, daysAgo: 3, ...more })
    const { rows } = await desk.people.nurse.followups.list({ view: 'all', q: stay.recordNumber })
    const task = rows.find((row) => row.wave === 'safety')
    assert.ok(task, 'a safety call was planned')
    await desk.people.lead.followups.handOver({ id: task.id, to: desk.people.ids.nurse })
    return { ...stay, taskId: task.id }
  }

  test('死亡：立即停止一切电话，数据库也不让再打', async () => {
    const { nurse } = desk.people
    const { taskId, patientId, encounterId, recordNumber } = await safetyCall('心内科')
    const after = await nurse.followups.attempt({
      id: taskId,
      disposition: 'died',
      numberOwner: 'contact',
      note: '家属告知昨日去世',
    })
    assert.equal(after.status, 'unreached')
    assert.equal(after.unreachedReason, 'died')
    const rest = (await nurse.followups.list({ view: 'all', q: recordNumber })).rows
    assert.ok(
      rest.length >= 2 && rest.every((row) => ['unreached', 'cancelled'].includes(row.status)),
      'the other wave is cancelled',
    )
    await assert.rejects(nurse.followups.attempt({ id: taskId, disposition: 'no-answer', numberOwner: 'patient' }), {
      status: 409,
    })
    // Behind the program's back, too.
    const task = (
      id: string,
    ) => sql`insert into tasks (id, kind, status, wave, patient_id, encounter_id, discharged_on, caller, due_at, next_at, order_at, created_at, updated_at)
      values (${id}, 'wave', 'open', 'x', ${patientId}, ${encounterId}, '2026-03-06', 'centre', ${desk.clock.now()}, ${desk.clock.now()}, ${desk.clock.now()}, ${desk.clock.now()}, ${desk.clock.now()})`
    await assert.rejects(task('019c0000-0000-7000-8000-000000000001').execute(desk.house.db), /foreign key/)
    const call = sql`insert into contacts (id, patient_id, channel, direction, started_at, ended_at, disposition)
      values ('019c0000-0000-7000-8000-000000000002', ${patientId}, 'phone', 'out', ${desk.clock.now()}, ${desk.clock.now()}, 'reached')`
    await assert.rejects(call.execute(desk.house.db), /must not be contacted/)
  })

  test('拒访：永久勿扰，没有谁能撤销', async () => {
    const { nurse, lead } = desk.people
    const { taskId, patientId } = await safetyCall('普外科')
    await nurse.followups.attempt({ id: taskId, disposition: 'refused', numberOwner: 'patient', note: '不要再打' })
    const patient = await nurse.patients.get({ id: patientId })
    assert.equal(patient.patient.contactable, false)
    assert.equal(patient.patient.why, 'do-not-call')
    await assert.rejects(lead.followups.reopen({ id: taskId }), { status: 409 })
  })

  test('号码错误：没有别的号码时登记未访', async () => {
    const { nurse } = desk.people
    const { taskId } = await safetyCall('产科', { sex: 'female' })
    const after = await nurse.followups.attempt({ id: taskId, disposition: 'wrong-number', numberOwner: 'patient' })
    assert.equal(after.status, 'unreached')
    assert.equal(after.unreachedReason, 'wrong-number')
  })

  test('多次未接：三次、跨两天才算未访；约定回拨优先', async () => {
    const { nurse } = desk.people
    const { taskId } = await safetyCall('心内科')
    let sheet = await nurse.followups.attempt({ id: taskId, disposition: 'no-answer', numberOwner: 'patient' })
    assert.equal(sheet.status, 'open')
    assert.equal(sheet.nextAllowedAt, '2026-03-09T03:00:00.000Z', 'two hours later, before noon')
    desk.clock.set('2026-03-09T11:30:00+08:00')
    sheet = await nurse.followups.attempt({ id: taskId, disposition: 'no-answer', numberOwner: 'patient' })
    assert.equal(sheet.nextAllowedAt, '2026-03-10T00:00:00.000Z', 'the third must fall on another date')
    sheet = await nurse.followups.attempt({
      id: taskId,
      disposition: 'call-back',
      numberOwner: 'patient',
      callBackAt: '2026-03-09T19:30:00+08:00',
    })
    assert.equal(sheet.status, 'open', 'a promise outranks the policy')
    assert.equal(sheet.promisedAt, '2026-03-09T11:30:00.000Z')
    await assert.rejects(
      nurse.followups.attempt({ id: taskId, disposition: 'call-back', numberOwner: 'patient' }),
      (error: { fields: { field: string }[] }) => error.fields[0]?.field === 'callBackAt',
    )
    desk.clock.set('2026-03-10T09:00:00+08:00')
    sheet = await nurse.followups.attempt({ id: taskId, disposition: 'no-answer', numberOwner: 'patient' })
    assert.equal(sheet.status, 'unreached')
    assert.equal(sheet.attemptsMade.length, 4)
    assert.equal((await nurse.followups.reopen({ id: taskId })).status, 'open', 'a slip can be taken back')
  })

  test('红旗：锁住记录，直到选定处置；医师收到紧急联系', async () => {
    const { nurse, surgery } = desk.people
    const { taskId } = await safetyCall('普外科')
    const before = await nurse.followups.get({ id: taskId })
    const questionnaire = before.questionnaire as {
      questions: { key: string; options?: { value: string; redFlag?: string }[] }[]
    }
    const dangerous = questionnaire.questions.find((q) => q.options?.some((o) => o.redFlag === 'now'))!
    const value = dangerous.options!.find((o) => o.redFlag === 'now')!.value
    const answers = calm(before.questionnaire)
    const many = Array.isArray(answers[dangerous.key]?.value)
    const flagged = await nurse.followups.complete({
      id: taskId,
      answers: { ...answers, [dangerous.key]: { value: many ? [value] : value } },
      respondent: 'patient',
      numberOwner: 'patient',
    })
    assert.equal(flagged.status, 'flagged')
    assert.deepEqual(
      flagged.can.filter((verb) => ['complete', 'attempt', 'putBack'].includes(verb)),
      [],
      'locked',
    )
    const urgent = (await surgery.followups.list({ view: 'flagged' })).rows.find((row) => row.kind === 'urgent')
    assert.ok(urgent, 'the department has an urgent contact')
    assert.equal(new Date(urgent.dueAt).getTime() - desk.clock.now().getTime(), 10 * 60_000)
    await assert.rejects(nurse.followups.resolve({ id: taskId, done: '120', note: '' }), { status: 422 })
    const closed = await nurse.followups.resolve({ id: taskId, done: '120', note: '已指导拨打 120，家属陪同' })
    assert.equal(closed.status, 'done')
    const confirmed = await surgery.followups.confirm({ id: urgent.id, note: '已电话联系患者，急诊接诊' })
    assert.equal(confirmed.status, 'done')
  })

  test('浏览器中途崩溃：草稿还在', async () => {
    const { nurse } = desk.people
    const { taskId } = await safetyCall('儿科', { age: 6 })
    await nurse.followups.draft({
      id: taskId,
      draft: { answers: { temperature: { value: 37.1 } }, note: '孩子精神好' },
    })
    const again = await nurse.followups.get({ id: taskId })
    assert.deepEqual(again.draft, { answers: { temperature: { value: 37.1 } }, note: '孩子精神好' })
    assert.equal(again.draftBy, '林小满')
  })

  test('行风：科室负责人怎么也找不到', async () => {
    const { nurse, cardiology, cardiologist, supervision, lead, director } = desk.people
    const stay = await dischargedPatient(desk, { department: '心内科', daysAgo: 8 })
    const task = (await nurse.followups.list({ view: 'all', q: stay.recordNumber })).rows.find(
      (row) => row.wave === 'satisfaction',
    )!
    await desk.people.lead.followups.handOver({ id: task.id, to: desk.people.ids.nurse })
    await nurse.followups.complete({
      id: task.id,
      answers: satisfactionAnswers('satisfied', { g7: 'yes' }),
      respondent: 'family',
      numberOwner: 'patient',
    })
    const [integrity] = (await supervision.cases.list({ source: task.id })).rows
    assert.ok(integrity, 'a yes to the red-envelope question is a case although nobody wrote one')
    assert.equal(integrity.integrity, true)
    const nothing = '019c0000-0000-7000-8000-00000000dead'
    for (const who of [cardiology, cardiologist, nurse, lead, director]) {
      assert.ok(!(await who.cases.list({})).rows.some((row) => row.id === integrity.id), 'list')
      assert.ok(!(await who.cases.list({ q: '红包' })).rows.some((row) => row.id === integrity.id), 'search')
      const [mine, none]: string[] = await Promise.all(
        [integrity.id, nothing].map((id) =>
          who.cases.get({ id }).then(
            () => 'seen',
            (e: Error & { status: number }) => `${e.status} ${e.message}`,
          ),
        ),
      )
      assert.equal(mine, none, 'by its address it is as if it did not exist')
      const form: unknown = await who.cases.form({ id: integrity.id }).then(
        () => 'seen',
        (e: { status: number }) => e.status,
      )
      assert.equal(form, 404)
    }
    const counted = await cardiology.cases.counts({})
    assert.equal(
      Object.values(counted.byStatus).reduce((a, b) => a + b, 0),
      (await cardiology.cases.list({})).rows.length,
      'count',
    )
    const seen = await nurse.followups.get({ id: task.id })
    assert.ok(!('g7' in (seen.answers ?? {})), 'the answer itself is for supervision only')
    assert.deepEqual(
      seen.openCases.filter((one) => one.id === integrity.id),
      [],
    )
  })
})
