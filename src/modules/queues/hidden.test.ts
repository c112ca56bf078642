// A call about a hidden matter stays hidden: saying afterwards that it was about something else opens nothing that was written.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { takeIn } from '#modules/calls/incoming.ts'
import { answered } from '#modules/calls/witness.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import { furnishTelephone } from '#test/telephone.ts'

describe('a call about a hidden matter', () => {
  let desk: Desk
  let patientId: string
  let caseId: string
  let lines: { exchangeId: string; lineIds: string[] }
  before(async () => {
    desk = await openDesk()
    lines = await furnishTelephone(desk, { ws: 'ws://127.0.0.1:9', domain: 'pbx.test', password: 'lab-only' }, [
      { number: '1001', login: 'nurse' },
      { number: '1003', login: 'supervision' },
    ])
    const patient = await dischargedPatient(desk, { phone: '13900000555', daysAgo: 3 })
    patientId = patient.patientId
    const { encounterId } = patient
    caseId = (await desk.people.nurse.cases.open({ encounterId, text: '被要红包', category: 'I1', severity: 2 })).id
  })
  after(() => desk.close())

  const comes = (login: 'nurse' | 'supervision') =>
    desk.house.asSystem(async (ctx) => {
      const line = { id: lines.lineIds[login === 'nurse' ? 0 : 1]!, exchangeId: lines.exchangeId }
      const staffId = desk.people.ids[login]
      const { callId } = await takeIn(ctx, { line, staffId, number: '13900000555', sipId: login })
      await answered(ctx, callId)
      return callId
    })
  const seenByLead = async (id: string) => (await desk.people.lead.calls.list({})).rows.some((row) => row.id === id)
  const about = (chosen: string | null) => ({ patientId, caseId: chosen, taskId: null, speaker: 'self' as const })

  test('may be said anew until it is filed, and then no more', async () => {
    const { supervision } = desk.people
    const id = await comes('supervision')
    await supervision.callers.choose({ id, ...about(caseId) })
    assert.equal(await seenByLead(id), false)
    await supervision.callers.choose({ id, ...about(null) })
    assert.equal(await seenByLead(id), true)
    await supervision.callers.choose({ id, ...about(caseId) })
    await supervision.callers.file({ id, words: '红包的事' })
    await supervision.callers.choose({ id, ...about(null) })
    assert.equal(await seenByLead(id), false)
  })

  test('that was handed to somebody who may not know the matter is not opened by him', async () => {
    const id = await comes('nurse')
    await desk.house.db
      .updateTable('calls')
      .set({ about_noun: 'case', about_id: caseId, restricted: true })
      .where('id', '=', id)
      .execute()
    await desk.people.nurse.callers.choose({ id, ...about(null) })
    assert.equal(await seenByLead(id), false)
    await desk.people.nurse.callers.file({ id, words: '说是红包的事' })
    const { rows } = await desk.people.lead.contacts.list({ patientId })
    assert.doesNotMatch(JSON.stringify(rows), /红包/)
  })
})
