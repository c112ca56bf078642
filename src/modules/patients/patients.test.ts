// Who the patients of the lists are: what is new, what has changed, who may never be called, and what is shown of them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#kernel/ids.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { listOf, takeList } from '#test/lists.ts'
import { tasksOf } from '#test/patients.ts'

describe('患者:名单进来', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk?.close())

  const patientOf = (number: string) =>
    desk.house.db.selectFrom('patients').where('record_number', '=', number).selectAll().executeTakeFirstOrThrow()
  const stayOf = (number: string) =>
    desk.house.db
      .selectFrom('encounters')
      .innerJoin('patients', 'patients.id', 'encounters.patient_id')
      .where('patients.record_number', '=', number)
      .selectAll('encounters')
      .executeTakeFirstOrThrow()

  test('更正的电话说得出改了什么，号码只露头尾', async () => {
    const first = await takeList(desk, listOf({ number: '71000001', phone: '19912345678' }))
    assert.equal(first.created, 1)
    const second = await takeList(desk, listOf({ number: '71000001', phone: '199 8765 4321' }))
    assert.deepEqual([second.created, second.updated, second.unchanged], [0, 1, 0])
    const { changes } = await desk.people.lead.imports.get({ id: second.id })
    assert.deepEqual(changes, [
      {
        recordNumber: '71000001',
        admissionCount: 1,
        changed: [{ field: '电话', from: '199****5678', to: '199****4321' }],
      },
    ])
    assert.deepEqual((await patientOf('71000001')).phones, [
      { number: '19987654321', owner: 'patient', kind: 'mobile' },
    ])
    const third = await takeList(desk, listOf({ number: '71000001', phone: '+86-199-8765-4321' }))
    assert.deepEqual([third.updated, third.unchanged], [0, 1])
  })

  test('名单里没有的列不抹掉已知的内容', async () => {
    await takeList(desk, listOf({ number: '71000002', address: '人民路9号', diagnosis: '高血压病' }))
    const short = Buffer.from('病案号,姓名,出院日期,联系电话\n71000002,赵明远,2026-03-05,19912345678')
    const result = await takeList(desk, short)
    assert.deepEqual([result.updated, result.unchanged], [0, 1])
    assert.equal((await patientOf('71000002')).address, '人民路9号')
  })

  test('同一患者的两次住院无论先后导入,都以最近一次为准', async () => {
    const [old, fresh] = [
      { number: '71000003', count: '1', discharged: '2026-03-01', phone: '19911110001' },
      { number: '71000003', count: '2', discharged: '2026-03-06', phone: '19911110002' },
    ]
    await takeList(desk, listOf(fresh))
    await takeList(desk, listOf(old))
    const numbers = (await patientOf('71000003')).phones as { number: string }[]
    assert.deepEqual(
      numbers.map(({ number }) => number),
      ['19911110002'],
    )
    const both = await takeList(desk, listOf(old, fresh))
    assert.equal(both.unchanged, 2)
  })

  test('名单自己在下面改正过的行,再导一次也不来回改', async () => {
    const content = listOf(
      { number: '71000004', phone: '19911110003' },
      { number: '71000004', phone: '19911110004' },
      { number: '71000004', phone: '19911110003' },
      { number: '71000004', phone: '19911110005' },
    )
    const first = await takeList(desk, content)
    assert.deepEqual([first.created, first.updated], [1, 3])
    const again = await takeList(desk, content)
    assert.deepEqual([again.updated, again.unchanged], [0, 4])
    // Another list may say what was true before: then it is true again.
    const back = await takeList(desk, listOf({ number: '71000004', phone: '19911110006' }))
    assert.equal(back.updated, 1)
    const later = await takeList(desk, listOf({ number: '71000004', phone: '19911110005' }))
    assert.equal(later.updated, 1)
  })

  test('死亡的患者从不排任务,数据库也不让排', async () => {
    const result = await takeList(
      desk,
      listOf({ number: '71000010', leaving: '5' }, { number: '71000011', leaving: '医嘱离院' }),
    )
    assert.equal(result.doNotCall, 1)
    assert.equal((await tasksOf(desk, '71000010')).length, 0)
    const waiting = await tasksOf(desk, '71000011')
    assert.ok(waiting.length > 0)
    const dead = await patientOf('71000010')
    const stay = await stayOf('71000010')
    const now = desk.clock.now()
    await assert.rejects(
      sql`insert into tasks (id, kind, status, wave, patient_id, encounter_id, discharged_on, caller, due_at, next_at, order_at, created_at, updated_at)
        values (${newId(now)}, 'wave', 'open', 'w', ${dead.id}, ${stay.id}, '2026-03-05', 'centre', ${now}, ${now}, ${now}, ${now}, ${now})`.execute(
        desk.house.db,
      ),
      /foreign key/,
    )
    await assert.rejects(
      sql`insert into contacts (id, patient_id, channel, direction, started_at, ended_at, disposition)
        values (${newId(now)}, ${dead.id}, 'phone', 'out', ${now}, ${now}, 'reached')`.execute(desk.house.db),
      /must not be contacted/,
    )
  })

  test('名单后来写明死亡:等着的任务当场取消', async () => {
    await takeList(desk, listOf({ number: '71000012' }))
    assert.ok((await tasksOf(desk, '71000012')).every(({ status }) => status === 'open'))
    const result = await takeList(desk, listOf({ number: '71000012', leaving: '死亡' }))
    assert.equal(result.updated, 1)
    assert.ok((await tasksOf(desk, '71000012')).every(({ status }) => status === 'cancelled'))
    assert.equal((await patientOf('71000012')).contactable, false)
    // A list that takes the death back does not bring the calls back.
    const back = await takeList(desk, listOf({ number: '71000012' }))
    assert.equal(back.warnings, 1)
    assert.equal((await patientOf('71000012')).contactable, false)
  })

  test('勿扰是永久的,重复登记不再记账', async () => {
    await takeList(desk, listOf({ number: '71000013' }))
    const { id } = await patientOf('71000013')
    const { nurse, cardiology } = desk.people
    await assert.rejects(cardiology.patients.doNotCall({ id, reason: '本人要求' }), { status: 403 })
    await nurse.patients.doNotCall({ id, reason: '本人要求不再联系' })
    await nurse.patients.doNotCall({ id, reason: '又说了一次' })
    const events = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'patient.doNotCall')
      .where('subject', '=', id)
      .select('id')
      .execute()
    assert.equal(events.length, 1)
    assert.ok((await tasksOf(desk, '71000013')).every(({ status }) => status === 'cancelled'))
    const sheet = await nurse.patients.get({ id })
    assert.deepEqual([sheet.patient.why, sheet.can], ['do-not-call', ['died']])
    await takeList(desk, listOf({ number: '71000013', count: '2', discharged: '2026-03-07' }))
    assert.ok((await tasksOf(desk, '71000013')).every(({ status }) => status === 'cancelled'))
    await assert.rejects(nurse.patients.died({ id, diedOn: '2026-03-10', note: '' }), { status: 422 })
  })

  test('不认得的科室照收,确认一次,先后的行都有了着落', async () => {
    const { admin, cardiology } = desk.people
    await takeList(desk, listOf({ number: '71000020', department: '心血管内科一病区', campus: '' }))
    const waiting = await stayOf('71000020')
    assert.equal(waiting.department_id, null)
    const { rows } = await admin.departments.unconfirmed()
    const alias = rows.find(({ name }) => name === '心血管内科一病区')!
    assert.equal(alias.encounters, 1)
    const { encounters } = await admin.departments.confirm({
      id: alias.id,
      departmentId: desk.people.departments.心内科,
    })
    assert.equal(encounters, 1)
    await takeList(desk, listOf({ number: '71000021', department: '心血管内科一病区', campus: '' }))
    for (const number of ['71000020', '71000021']) {
      const { department_id, department_group, campus_id } = await stayOf(number)
      assert.deepEqual(
        [department_id, department_group, campus_id],
        [desk.people.departments.心内科, '内科', desk.people.campus],
      )
    }
    assert.ok((await tasksOf(desk, '71000020')).every(({ department_group }) => department_group === '内科'))
    const { rows: own } = await cardiology.encounters.list({ q: '71000021' })
    assert.deepEqual([own.length, own[0]!.departmentConfirmed], [1, true])
  })

  test('按姓名、病案号、电话尾号都找得到,给出的都已脱敏', async () => {
    const { nurse, surgery, admin } = desk.people
    const contact = '儿子13800001234'
    await takeList(
      desk,
      listOf({ number: '71000030', name: '欧阳若汐', phone: '19955557788', contact, department: '普外科' }),
    )
    for (const q of ['阳若', '71000030', '7788', '0001234']) {
      const { rows, total } = await nurse.patients.list({ q })
      assert.deepEqual([rows.map(({ name }) => name), total], [['欧***'], 1], q)
    }
    const { id } = (await nurse.patients.list({ q: '71000030' })).rows[0]!
    const sheet = await nurse.patients.get({ id })
    assert.deepEqual(
      sheet.phones.map(({ masked, owner, remark }) => [masked, owner, remark]),
      [
        ['199****7788', 'patient', null],
        ['138****1234', 'contact', '儿子'],
      ],
    )
    assert.equal(sheet.address, '解放路***')
    assert.deepEqual(sheet.can, ['doNotCall', 'died'])
    assert.doesNotMatch(JSON.stringify(sheet), /若汐|19955557788|13800001234/)
    await assert.rejects(surgery.patients.get({ id }), { status: 403 })
    assert.equal((await surgery.encounters.list({ q: '71000030' })).rows.length, 1)
    assert.equal((await desk.people.cardiology.encounters.list({ q: '71000030' })).total, 0)
    await assert.rejects(admin.patients.list(), { status: 403 })
  })

  test('翻页不重不漏', async () => {
    const lines = Array.from({ length: 25 }, (_, i) => ({
      number: String(71100000 + i),
      discharged: `2026-01-${i < 13 ? '10' : '11'}`,
    }))
    await takeList(desk, listOf(...lines.map((it) => ({ ...it, department: '儿科' }))))
    const seen = new Set<string>()
    let after: string | undefined
    do {
      const page = await desk.people.lead.encounters.list({
        from: '2026-01-10',
        to: '2026-01-11',
        departmentId: desk.people.departments.儿科,
        limit: 7,
        ...(after ? { after } : {}),
      })
      for (const row of page.rows) seen.add(row.id)
      after = page.next ?? undefined
    } while (after)
    assert.equal(seen.size, 25)
    await assert.rejects(desk.people.lead.encounters.list({ after: 'x' }), { status: 422 })
  })
})
