// An integrity matter is supervision's alone: no list, search, count, address, attachment or form betrays it to anybody else.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Refused } from '#web/client.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const nowhere = '01890000-0000-7000-8000-000000000000'

/** Everything a refusal says but the number of the request. */
const saidOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => assert.fail('it was answered'),
    (refused: Refused) => refused,
  )
  const { status, kind, title, message, fields } = error
  return { status, kind, title, message, fields }
}

const graded = ({ category, severity, urgency, heated }: Awaited<ReturnType<Person['cases']['get']>>) => ({
  ...{ category, severity, urgency, heated },
})

describe('an integrity matter', () => {
  let desk: Desk
  let id: string
  let number: string
  let fileId: string
  let patientId: string
  before(async () => {
    desk = await openDesk()
    const { nurse, supervision } = desk.people
    const patient = await dischargedPatient(desk, { name: '司徒青云' })
    patientId = patient.patientId
    const opened = await nurse.cases.open({
      encounterId: patient.encounterId,
      text: '住院期间被暗示送红包,不送就推迟手术。',
      category: 'I1',
      severity: 2,
    })
    ;({ id, number } = opened)
    await supervision.cases.attach({ id }, { file: { name: '收据.png', type: 'image/png', content: png } })
    fileId = (await supervision.cases.get({ id })).files[0]!.id
    // Even when supervision sends it to the very department.
    await supervision.cases.dispatch({ id, departmentId: desk.people.departments.心内科, demand: '由监察室自查' })
  })
  after(() => desk.close())

  const blind = () => {
    const { nurse, nurse2, lead, cardiology, cardiologist, surgery, director } = desk.people
    return Object.entries({ nurse, nurse2, lead, cardiology, cardiologist, surgery, director })
  }

  test('supervision sees all of it', async () => {
    const { supervision } = desk.people
    const sheet = await supervision.cases.get({ id })
    assert.equal(sheet.handling, '心内科')
    assert.equal((await supervision.cases.list({ q: '红包' })).rows[0]?.id, id)
    assert.equal((await supervision.cases.file({ id, fileId })) instanceof Uint8Array, true)
  })

  test('list, search and count say nothing', async () => {
    for (const [who, person] of blind()) {
      for (const filter of [
        { q: '红包' },
        { q: '司徒' },
        { q: number },
        { open: 'true' as const },
        { patientId },
        { ids: id },
        { category: 'I' },
        { status: 'investigating' as const },
        { departmentId: desk.people.departments.心内科 },
        {},
      ])
        assert.deepEqual((await person.cases.list(filter)).rows, [], `${who} ${JSON.stringify(filter)}`)
      assert.deepEqual(await person.cases.counts(), { byStatus: {}, overdue: 0, dueToday: 0, mine: 0, turn: 0 }, who)
    }
  })

  test('every address of it answers, byte for byte, what an address of nothing answers', async () => {
    const asks: Record<string, (person: Person, id: string) => Promise<unknown>> = {
      get: (p, id) => p.cases.get({ id }),
      file: (p, id) => p.cases.file({ id, fileId }),
      form: (p, id) => p.cases.form({ id }),
      comment: (p, id) => p.cases.comment({ id, words: '看看' }),
      attach: (p, id) => p.cases.attach({ id }, { file: { name: 'a.png', type: 'image/png', content: png } }),
    }
    for (const [who, person] of blind())
      for (const [what, ask] of Object.entries(asks)) {
        const said = await saidOf(ask(person, id))
        assert.equal(said.status, 404, `${who} ${what}`)
        assert.deepEqual(said, await saidOf(ask(person, nowhere)), `${who} ${what}`)
      }
    const deeds: [Person, (person: Person, id: string) => Promise<unknown>][] = [
      [desk.people.nurse, (p, id) => p.cases.reveal({ id, reason: '联系患者' })],
      [desk.people.cardiology, (p, id) => p.cases.object({ id, reason: '不是我们科' })],
      [
        desk.people.cardiology,
        (p, id) => p.cases.answer({ id, findings: '没有这回事,没有这回事', measures: '加强教育,加强教育' }),
      ],
      [desk.people.director, (p, id) => p.cases.consent({ id })],
    ]
    for (const [person, deed] of deeds)
      assert.deepEqual(await saidOf(deed(person, id)), await saidOf(deed(person, nowhere)))
  })

  test('named or not, the accused, their superiors and nobody-named departments are barred, supervision is not', async () => {
    const { nurse, ids } = desk.people
    const barredIn = async (input: object) => {
      const { encounterId } = await dischargedPatient(desk)
      const base = { encounterId, text: '收受礼品', category: 'I1' }
      const { id } = await nurse.cases.open({ ...base, ...input })
      const row = await desk.house.db
        .selectFrom('cases')
        .where('id', '=', id)
        .select('barred_staff')
        .executeTakeFirstOrThrow()
      return row.barred_staff.toSorted()
    }
    assert.deepEqual(await barredIn({}), [ids.cardiology, ids.cardiologist].toSorted())
    assert.deepEqual(await barredIn({ accusedIds: [ids.cardiologist] }), [ids.cardiology, ids.cardiologist].toSorted())
    assert.deepEqual(await barredIn({ accusedIds: [ids.nurse2] }), [ids.nurse2, ids.lead].toSorted())
    assert.deepEqual(await barredIn({ accusedIds: [ids.director] }), [ids.director])
    assert.deepEqual((await saidOf(barredIn({ accusedIds: [nowhere] }))).status, 422)
  })

  test('what is split off is hidden from whom the whole was hidden, until it is graded anew', async () => {
    const { nurse, lead, cardiology, cardiologist, ids } = desk.people
    const { encounterId } = await dischargedPatient(desk)
    const it = { encounterId, text: '郑医生态度生硬；另外清单看不懂', category: 'B2', accusedIds: [ids.cardiologist] }
    const whole = await nurse.cases.open(it)
    const part = await lead.cases.split({ id: whole.id, text: '费用清单看不懂', category: 'F1', reason: '两件事' })
    const barredOf = async (id: string) => {
      const row = await desk.house.db.selectFrom('cases').where('id', '=', id).select('barred_staff').executeTakeFirst()
      return row!.barred_staff.toSorted()
    }
    assert.deepEqual(await barredOf(part.id), await barredOf(whole.id))
    assert.ok((await barredOf(part.id)).includes(ids.cardiologist))
    for (const who of [cardiology, cardiologist])
      assert.equal((await saidOf(who.cases.get({ id: part.id }))).status, 404)
    await lead.cases.grade({ id: part.id, ...graded(part), accusedIds: [], reason: '与人无关' })
    assert.deepEqual(await barredOf(part.id), [])
  })

  test('what was promised and planned about a staff voice is hidden with it, also from counts', async () => {
    const { nurse, lead, supervision, cardiology, departments } = desk.people
    const { 心内科: departmentId } = departments
    const { id: caseId } = await lead.cases.open({ text: '员工当面来说排班不公', category: 'J1', departmentId })
    assert.equal((await saidOf(nurse.cases.get({ id: caseId }))).status, 404)
    const byAt = new Date(desk.clock.now().getTime() + 86_400_000).toISOString()
    await lead.promises.make({ caseId, toWhom: '本人', what: '查排班表后答复', byAt })
    await supervision.measures.plan({ caseId, what: '公开排班规则', dueOn: '2026-12-20', departmentId })
    for (const who of [lead, supervision]) assert.equal((await who.promises.list({ caseId })).rows.length, 1)
    for (const who of [lead, supervision, cardiology])
      assert.equal((await who.measures.list({ caseId })).rows.length, 1)
    assert.deepEqual((await nurse.promises.list({})).rows, [])
    assert.deepEqual((await nurse.measures.list({})).rows, [])
    assert.equal((await nurse.measures.counts()).open, 0)
  })

  test('where nobody of supervision may know of it, leadership judges it, and no longer once somebody may', async () => {
    const { nurse, supervision, cardiology, director, admin, ids } = desk.people
    const said = { findings: '已核实，反映的情况基本属实', measures: '已当面说明并道歉，谈话流程已改' }
    const { encounterId } = await dischargedPatient(desk)
    const it = { encounterId, text: '监察室来人问话态度差', category: 'B2', accusedIds: [ids.supervision] }
    const { id } = await nurse.cases.open(it)
    await cardiology.cases.answer({ id, ...said })
    assert.equal((await saidOf(supervision.cases.get({ id }))).status, 404)
    assert.equal((await director.cases.list({ turn: 'true', ids: id })).rows.length, 1)
    const back = await director.cases.sendBack({ id, words: '请写明谈话人' })
    assert.ok(back.can.includes('grade') && back.can.includes('urge'))
    await cardiology.cases.answer({ id, ...said })
    assert.equal((await director.cases.pass({ id })).status, 'reviewed')
    // A heated one is nobody's but leadership's from the first hour.
    const heated = await nurse.cases.open({ ...it, heated: true })
    const led = await director.cases.get({ id: heated.id })
    assert.equal(led.owner, '院长')
    const another = await nurse.cases.open({ ...it, text: '又一次' })
    await admin.staff.create({ login: 'supervision2', name: '沈监察', role: 'supervision', departments: [] })
    assert.ok(!(await director.cases.get({ id: another.id })).can.includes('grade'))
    assert.equal(
      (await saidOf(director.cases.grade({ id: another.id, ...graded(another), reason: '重判' }))).status,
      403,
    )
    const { rows } = await supervision.cases.list({ turn: 'true' })
    assert.deepEqual(
      rows.filter((row) => row.id === another.id),
      [],
    )
  })

  test('an ordinary word against a head goes to nobody below or beside him alone', async () => {
    const { nurse, ids, cardiology, cardiologist, lead } = desk.people
    const open = async (accusedIds: string[]) => {
      const { encounterId } = await dischargedPatient(desk)
      return nurse.cases.open({ encounterId, text: '主任查房时态度生硬', category: 'B2', accusedIds })
    }
    const againstHead = await open([ids.cardiology])
    assert.equal(againstHead.handling, '心内科')
    assert.equal((await cardiologist.cases.get({ id: againstHead.id })).status, 'investigating')
    assert.equal((await saidOf(cardiology.cases.get({ id: againstHead.id }))).status, 404)
    const againstAll = await open([ids.cardiologist])
    assert.equal(againstAll.status, 'received', 'nobody of the department may know of it')
    assert.equal((await lead.cases.get({ id: againstAll.id })).can.includes('dispatch'), true)
  })
})
