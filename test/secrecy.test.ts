// What was said against somebody reaches neither him nor those above him by any by-way: the call, its answers, its recalls.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { satisfactionAnswers } from './calls.ts'
import { type Desk, openDesk, type Person } from './desk.ts'
import { handled } from './handling.ts'
import { textOfPdf } from './packages.ts'
import { dischargedPatient } from './patients.ts'

const words = '护士长暗示要送翡翠镯'

describe('a matter that not everyone may know', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())

  /** A satisfaction call made by the nurse, in which this was said. */
  const told = async (opinion: {
    category: string
    accusedIds?: string[]
    severity?: number
    urgency?: number
    heated?: boolean
  }) => {
    const { nurse, lead, ids } = desk.people
    const stay = await dischargedPatient(desk, { daysAgo: 8 })
    const { rows } = await nurse.followups.list({ view: 'all', q: stay.recordNumber })
    const task = rows.find((row) => row.wave === 'satisfaction')!
    await lead.followups.handOver({ id: task.id, to: ids.nurse })
    const sheet = await nurse.followups.complete({
      id: task.id,
      answers: satisfactionAnswers('dissatisfied'),
      respondent: 'patient',
      note: `患者说：${words}`,
      opinion: { text: words, ...opinion },
    })
    const [opened] = (await desk.people.supervision.cases.list({ patientId: stay.patientId })).rows
    return { ...stay, taskId: task.id, sheet, caseId: opened!.id }
  }

  /** All the pages of the file that a person can have of a matter. */
  const paper = async (person: Person, id: string) => {
    const file = await person.dossiers.export({ id, reason: '核对卷宗内容', format: 'pdf' })
    return textOfPdf(file as unknown as Uint8Array)
      .join('')
      .replaceAll('\n', '')
  }

  /** The day shift, with everybody on it, has found its card. */
  const handOver = async () => {
    const { ids, lead } = desk.people
    const day = '2026-03-09'
    await lead.duties.set({ day, staffIds: [ids.nurse, ids.supervision] })
    const now = desk.clock.now()
    desk.clock.set(`${day}T16:40+08:00`)
    await desk.settle()
    desk.clock.set(now)
    const [card] = await cardsOf(desk.people.supervision)
    assert.match(JSON.stringify(card?.items), new RegExp(words), 'it is on the card for who may see it')
  }

  /** What stands on the hand-over cards that he may open. */
  const cardsOf = async (person: Person) => {
    const { rows } = await person.handovers.list({}).catch(() => ({ rows: [] }))
    return Promise.all(rows.map(({ id }) => person.handovers.get({ id }).catch(() => null)))
  }

  /** Everything a person can have said to him of a patient and a call. */
  const heard = async (
    person: Person,
    { patientId, taskId, caseId }: { patientId: string; taskId: string; caseId?: string },
  ) => {
    const none = () => null
    return JSON.stringify([
      await person.followups.get({ id: taskId }).catch(none),
      await person.followups.list({ view: 'all' }).catch(none),
      await person.contacts.list({ patientId }).catch(none),
      await person.patients.get({ id: patientId }).catch(none),
      await person.cases.list({ patientId }).catch(none),
      caseId && (await paper(person, caseId).catch(none)),
      await person.notices.list({}).catch(none),
      await person.rings.list({}).catch(none),
      await cardsOf(person),
    ])
  }

  test('an integrity matter said in a call is in no reply but supervision’s, the caller’s own included', async () => {
    const call = await told({ category: 'I1', urgency: 1 })
    await handOver()
    const { nurse, nurse2, lead, cardiology, supervision, director, admin } = desk.people
    assert.doesNotMatch(JSON.stringify(call.sheet), /翡翠镯/)
    for (const [who, person] of Object.entries({ nurse, nurse2, lead, cardiology, director, admin }))
      assert.doesNotMatch(await heard(person, call), /翡翠镯/, who)
    const attempt = (await nurse.followups.get({ id: call.taskId })).attemptsMade
    assert.deepEqual([attempt.length, attempt[0]?.note], [1, ''], 'that she called is no secret')
    const known = await supervision.followups.get({ id: call.taskId })
    assert.equal(known.opinion, words)
    assert.match(known.attemptsMade[0]!.note, /翡翠镯/)
    assert.match((await supervision.cases.get({ id: call.caseId })).call!.note, /翡翠镯/)
    assert.match(await paper(supervision, call.caseId), /翡翠镯/)
  })

  test('an ordinary word against a caller is not read by her, nor by her lead', async () => {
    const { nurse, nurse2, lead, supervision, ids } = desk.people
    const call = await told({ category: 'B2', accusedIds: [ids.nurse2] })
    for (const [who, person] of Object.entries({ nurse2, lead }))
      assert.doesNotMatch(await heard(person, call), /翡翠镯/, who)
    assert.match(await heard(nurse, call), /翡翠镯/, 'her colleague, who wrote it down, follows it up')
    assert.match(await heard(supervision, call), /翡翠镯/)
  })

  test('a recall of a matter that is judged anew is hidden with it, and with what was said in it', async () => {
    const { nurse, nurse2, lead, supervision, ids } = desk.people
    const { patientId, encounterId, recordNumber } = await dischargedPatient(desk)
    const opened = await lead.cases.open({ encounterId, text: '押金迟迟不退', category: 'E2', departmentId: null })
    await handled(desk, opened.id)
    await desk.pass('1 day')
    const recall = (await lead.followups.list({ view: 'all', case: opened.id })).rows[0]!
    await lead.followups.handOver({ id: recall.id, to: ids.nurse })
    await nurse.followups.attempt({ id: recall.id, disposition: 'busy', note: '家属说经手人收了翡翠镯' })
    assert.match(JSON.stringify(await nurse2.contacts.list({ patientId })), /翡翠镯/)
    const grading = { category: 'I1', severity: 2, urgency: 2, heated: false, reason: '涉及翡翠镯' }
    await supervision.cases.grade({ id: opened.id, ...grading, accusedIds: [ids.nurse2] })
    for (const [who, person] of Object.entries({ nurse, nurse2, lead })) {
      assert.doesNotMatch(await heard(person, { patientId, taskId: recall.id }), /翡翠镯/, who)
      assert.deepEqual((await person.followups.list({ view: 'all', kind: 'recall', q: recordNumber })).rows, [], who)
      await assert.rejects(person.followups.get({ id: recall.id }), { status: 404 }, who)
      assert.deepEqual((await person.contacts.list({ patientId })).rows, [], who)
    }
    assert.equal((await supervision.followups.get({ id: recall.id })).status, 'open')
    assert.equal((await supervision.contacts.list({ patientId })).rows.length, 1)
  })

  test('whoever comes to stand above the accused finds nothing from then on', async () => {
    const { supervision, admin, surgery, ids, departments, campus } = desk.people
    const { encounterId } = await dischargedPatient(desk, { department: '心内科' })
    const opened = await supervision.cases.open({
      encounterId,
      text: '医师态度生硬',
      category: 'B2',
      accusedIds: [ids.cardiologist],
      departmentId: departments.普外科,
    })
    assert.equal((await surgery.cases.get({ id: opened.id })).status, 'investigating')
    const form = { name: '心内医师', role: 'department' as const, campusId: campus }
    await admin.staff.change({
      id: ids.cardiologist,
      ...form,
      departments: [departments.心内科],
      superiorId: ids.surgery,
    })
    await assert.rejects(surgery.cases.get({ id: opened.id }), { status: 404 })
  })

  test('a recall about a caller is allotted to another one', async () => {
    const { supervision, lead, nurse, nurse2, ids } = desk.people
    const { encounterId } = await dischargedPatient(desk)
    const opened = await nurse.cases.open({ encounterId, text: '态度不好', category: 'B2', accusedIds: [ids.nurse] })
    assert.equal(
      (await desk.house.db.selectFrom('cases').where('id', '=', opened.id).select('owner_id').executeTakeFirst())
        ?.owner_id,
      ids.supervision,
    )
    await desk.house.db
      .updateTable('tasks')
      .set({ status: 'cancelled', cancelled_reason: '试验' })
      .where('status', '=', 'open')
      .execute()
    await handled(desk, opened.id, { tells: supervision })
    await desk.pass('1 day')
    const task = (await supervision.followups.list({ view: 'all', case: opened.id })).rows[0]!
    await supervision.followups.putBack({ id: task.id })
    await desk.pass('1 day')
    assert.equal((await nurse2.followups.get({ id: task.id })).mine, true)
    await assert.rejects(nurse.followups.get({ id: task.id }), { status: 404 })
    assert.deepEqual((await lead.followups.list({ view: 'all', case: opened.id })).rows, [])
  })
})
