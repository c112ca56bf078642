// Recorded calls of a matter: they lie with it, leave with it for whoever may hear them, and go when it goes.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { heardIn } from '#engine/sound/packets.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { filesOfZip } from '#test/packages.ts'
import { dischargedPatient } from '#test/patients.ts'
import { recorded, talkingCall } from '#test/recording.ts'

describe('recordings of a matter', { timeout: 120_000 }, () => {
  let desk: Desk
  let caseId: string
  let id: string
  before(async () => {
    desk = await openDesk()
    const { nurse, ids } = desk.people
    const { encounterId, patientId } = await dischargedPatient(desk)
    caseId = (await nurse.cases.open({ encounterId, text: '候诊时间过长，没有座位。', category: 'D3' })).id
    const about = { noun: 'case', id: caseId }
    id = (await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse, patientId, about }))).id
  })
  after(() => desk.close())

  const statusOf = async (which: string) =>
    (await desk.house.db.selectFrom('recordings').where('id', '=', which).select('status').executeTakeFirstOrThrow())
      .status
  const linesOf = async (person: Person) => (await person.dossiers.recordings({ id: caseId })).rows

  test('lie with the matter, on its paper with their checksum, and leave in its package', async () => {
    const { lead } = desk.people
    assert.deepEqual(
      (await linesOf(lead)).map((row) => row.id),
      [id],
    )
    const zip = await lead.dossiers.reveal({ id: caseId, reason: '纠纷调解需要', format: 'zip' })
    const files = filesOfZip(zip as unknown as Uint8Array)
    const name = [...files.keys()].find((one) => one.startsWith('录音/'))
    assert.match(name ?? '', /^录音\/01-2026-03-09-林小满\.webm$/)
    assert.equal((await heardIn(files.get(name!)!)).packets, 450)
    const row = await desk.house.db
      .selectFrom('recordings')
      .where('id', '=', id)
      .select('sha256')
      .executeTakeFirstOrThrow()
    assert.ok(Buffer.from(files.get('dossier.json')!).includes(row.sha256!.toString('hex')))
    assert.ok(Buffer.from(files.get('SHA256SUMS')!).includes(name!))
    const { listened } = await lead.recordings.get({ id })
    assert.deepEqual(
      listened.map(({ by, reason }) => [by, reason]),
      [['陈组长', '随卷宗导出：纠纷调解需要']],
    )
  })

  test('are not in the package of whoever may see the matter and not hear the call', async () => {
    const { supervision } = desk.people
    const zip = await desk.people.cardiology.dossiers.export({
      id: caseId,
      reason: '科室内讨论',
      format: 'zip',
      originals: true,
    })
    const names = [...filesOfZip(zip as unknown as Uint8Array).keys()]
    assert.ok(!names.some((one) => one.startsWith('录音/')))
    assert.equal((await linesOf(desk.people.cardiology)).length, 0)
    assert.equal((await linesOf(supervision)).length, 1)
  })

  test('of no matter are destroyed when their term is over; of a matter they wait for its own end; held ones stay', async () => {
    const { nurse, supervision, ids } = desk.people
    const made = async () => (await recorded(desk, nurse, await talkingCall(desk, { staffId: ids.nurse }))).id
    const [alone, held] = [await made(), await made()]
    await supervision.recordings.hold({ id: held, reason: '法院来函' })
    await desk.pass('184 days')
    assert.equal(await statusOf(alone), 'mended', 'the last day is a day on which it is kept')
    await desk.pass('1 day')
    assert.deepEqual(
      [await statusOf(alone), await statusOf(id), await statusOf(held)],
      ['destroyed', 'mended', 'mended'],
    )
    const { keepUntil } = await supervision.recordings.get({ id })
    assert.equal(keepUntil, '2026-10-10')
    await supervision.recordings.release({ id: held, reason: '案件已结' })
    await desk.pass('1 day')
    assert.equal(await statusOf(held), 'destroyed')
  })

  test('are hidden with the matter when it is judged anew', async () => {
    const { lead, supervision } = desk.people
    assert.equal((await linesOf(lead)).length, 1)
    await sql`update cases set restricted = true where id = ${caseId}`.execute(desk.house.db)
    await assert.rejects(lead.recordings.get({ id }), { status: 404 })
    assert.equal((await lead.recordings.list({})).rows.filter((row) => row.id === id).length, 0)
    assert.equal((await supervision.recordings.get({ id })).id, id)
    await sql`update cases set restricted = false where id = ${caseId}`.execute(desk.house.db)
  })

  test('go with the matter’s recordings, proposed by one and destroyed by another; their hash stays', async () => {
    const { supervision } = desk.people
    const now = desk.clock.now()
    await sql`update cases set status = 'archived', archived_at = ${now}, archived_by = 'person', satisfaction = 'satisfied'
      where id = ${caseId}`.execute(desk.house.db)
    await desk.pass('367 days')
    await supervision.disposals.propose({ caseIds: [caseId], what: 'recordings', reason: '录音保存期满' })
    const [line] = (await supervision.disposals.list({})).rows
    const decided = await desk.people.director.disposals.destroy({ id: line!.id, words: '核对无误' })
    assert.equal(await statusOf(id), 'destroyed')
    const row = await desk.house.db.selectFrom('recordings').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
    assert.equal(row.sealed_key, null)
    assert.equal(decided.inventory!.files[0]!.sha256, row.sha256!.toString('hex'))
  })
})
