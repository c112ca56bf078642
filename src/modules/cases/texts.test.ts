// What people write about a matter lies behind its walls: in the list of replies, in the outbox and in their conversations, also when it is judged anew.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { hearReply } from '#modules/messages/coming.ts'
import { sendText } from '#modules/messages/texting.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'

describe('a reply about a hidden matter', () => {
  let desk: Desk
  let gateway: string
  let n = 0
  before(async () => {
    desk = await openDesk()
    const { admin } = desk.people
    const settings = {
      kind: 'kannel',
      name: 'Kannel',
      address: 'http://192.0.2.7/sendsms',
      user: 'u',
      signature: '医院',
    }
    gateway = (await admin.gateways.create({ settings: { ...settings, base: '' } as never, password: 'x' })).id
  })
  after(() => desk.close())

  const writes = (from: string, text: string) =>
    desk.house.asSystem((ctx) => hearReply(ctx, gateway, { id: `r${++n}`, from, text }))
  const matter = async (phone: string, category: string) => {
    const { patientId, encounterId } = await dischargedPatient(desk, { phone, daysAgo: 3 })
    const reporter = { name: '本人', phone, relation: 'self' as const }
    const { id } = await desk.people.nurse.cases.open({
      encounterId,
      text: '说明情况',
      category,
      severity: 2,
      reporter,
    })
    return { id, patientId }
  }
  const judgeAnew = async (id: string) => {
    const { urgency, heated } = await desk.people.supervision.cases.get({ id })
    await desk.people.supervision.cases.grade({ id, category: 'I1', severity: 2, urgency, heated, reason: '涉及廉洁' })
  }
  /** All that a person can find of some words, wherever texts and conversations are shown. */
  const found = async (who: 'nurse' | 'lead' | 'supervision', patientId: string, words: string) => {
    const person = desk.people[who]
    const places = [await person.replies.list({}), await person.contacts.list({ patientId })]
    return places.map((place) => JSON.stringify(place).includes(words))
  }

  test('is hidden with it, and so is the conversation in which it stands', async () => {
    const { patientId } = await matter('13900000668', 'I1')
    await writes('13900000668', '收了红包的是某某')
    assert.deepEqual(await found('nurse', patientId, '某某'), [false, false])
    assert.deepEqual(await found('lead', patientId, '某某'), [false, false])
    assert.deepEqual(await found('supervision', patientId, '某某'), [true, true])
  })

  test('is hidden when the matter is judged anew, with the texts about it', async () => {
    const { id, patientId } = await matter('13900000667', 'C1')
    await writes('13900000667', '其实是要了红包')
    await desk.house.asSystem((ctx) => {
      const until = new Date(ctx.now.getTime() + 3_600_000)
      const about = { noun: 'case', id }
      return sendText(ctx, { to: '13900000667', template: 'one-time', values: { code: '1' }, until, about, patientId })
    })
    assert.deepEqual(await found('nurse', patientId, '其实'), [true, true])
    await judgeAnew(id)
    assert.deepEqual(await found('nurse', patientId, '其实'), [false, false])
    assert.deepEqual(await found('lead', patientId, '其实'), [false, false])
    assert.deepEqual(await found('supervision', patientId, '其实'), [true, true])
    assert.equal((await desk.people.nurse.messages.list({})).rows.filter(({ aboutId }) => aboutId === id).length, 0)
    assert.equal(
      (await desk.people.supervision.messages.list({})).rows.filter(({ aboutId }) => aboutId === id).length,
      1,
    )
  })

  test('of whom several matters are is hidden as soon as one of them is', async () => {
    const { id, patientId } = await matter('13900000669', 'C1')
    await sql`update reporters set phone = '13900000669' where case_id = ${(await matter('13900000670', 'C1')).id}`.execute(
      desk.house.db,
    )
    await writes('13900000669', '两件事都有话说')
    assert.deepEqual(await found('nurse', patientId, '两件事'), [true, true])
    await judgeAnew(id)
    assert.deepEqual(await found('nurse', patientId, '两件事'), [false, false])
  })

  test('a one-time code is read by nobody while a gateway sends it, and by hand where none does', async () => {
    const { admin, nurse } = desk.people
    const code = (asked = '482913') =>
      desk.house.asSystem((ctx) => {
        const until = new Date(ctx.now.getTime() + 600_000)
        return sendText(ctx, { to: '13900000701', template: 'one-time', values: { code: asked }, until, asked: true })
      })
    const id = await code()
    assert.match((await nurse.messages.reveal({ id, reason: '代为发送' })).text, /482913/)
    await admin.gateways.open({ id: gateway })
    await assert.rejects(nurse.messages.reveal({ id, reason: '代为发送' }), { status: 409 })
    await sql`update gateways set trouble = '连不上' where id = ${gateway}`.execute(desk.house.db)
    assert.match((await nurse.messages.reveal({ id, reason: '代为发送' })).text, /482913/)
  })
})
