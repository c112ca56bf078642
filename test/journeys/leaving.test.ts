// Somebody leaves, or does another job from now on: what was his to answer for is somebody else's in the same moment.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Desk, openDesk } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'

describe('人走事不走', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())

  const opened = async (login: 'nurse' | 'nurse2' | 'supervision', more: object = {}) => {
    const { encounterId } = await dischargedPatient(desk, { department: '普外科', daysAgo: 9 })
    return desk.people[login].cases.open({ encounterId, text: '候诊太久', category: 'D3', ...more })
  }

  test('停用账号：未归档的诉求当即由别人负责，时间线写明', async () => {
    const { admin, supervision, ids } = desk.people
    const { id, ownerId } = await opened('nurse2')
    assert.equal(ownerId, ids.nurse2)
    await admin.staff.disable({ id: ids.nurse2 })
    const sheet = await supervision.cases.get({ id })
    assert.equal(sheet.ownerId, ids.lead)
    assert.equal(sheet.timeline.at(-1)?.title, '更换负责人')
    assert.match(sheet.timeline.at(-1)?.words ?? '', /由陈组长/)
  })

  test('换了岗位：看不到的诉求不再由他负责，看得到的照旧', async () => {
    const { admin, director, ids } = desk.people
    const grave = await opened('supervision', { severity: 3, urgency: 0 })
    const plain = await opened('supervision')
    assert.equal(grave.ownerId, ids.supervision)
    const form = { name: '方监察', departments: [], campusId: null, superiorId: ids.director }
    await admin.staff.change({ id: ids.supervision, ...form, role: 'lead' })
    const owners = await sql<{ id: string; owner_id: string }>`
      select id, owner_id from cases where id in (${grave.id}, ${plain.id})`.execute(desk.house.db)
    const ownerOf = new Map(owners.rows.map((row) => [row.id, row.owner_id]))
    assert.equal(ownerOf.get(plain.id), ids.supervision, 'he still sees it')
    assert.equal(ownerOf.get(grave.id), ids.director, 'nobody of supervision is left: leadership answers')
    assert.equal((await director.cases.get({ id: grave.id })).ownerId, ids.director)
  })

  test('没有人能接手时，账号停用不了', async () => {
    const { admin, ids } = desk.people
    const { id } = await opened('nurse', { accusedIds: [ids.cardiologist] })
    const everybodyElse = sql`array(select id from staff where login <> 'nurse')`
    await sql`update cases set barred_staff = ${everybodyElse} where id = ${id}`.execute(desk.house.db)
    await assert.rejects(admin.staff.disable({ id: ids.nurse }), { status: 409 })
    const { rows } = await sql<{ status: string }>`
      select status from staff where id = ${ids.nurse}`.execute(desk.house.db)
    assert.equal(rows[0]?.status, 'active')
  })

  test('数据库也不让一件诉求没有在岗的负责人', async () => {
    const { ids } = desk.people
    const { id } = await opened('nurse')
    const toNobody = sql`update cases set owner_id = ${ids.nurse2} where id = ${id}`
    await assert.rejects(toNobody.execute(desk.house.db), /nobody who works here/)
  })
})
