// What may be dialled by hand: no way to a colleague's call, to an outside line or to somebody who is not to be called.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type Desk, openDesk } from '#test/desk.ts'
import { dischargedPatient } from '#test/patients.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { emergencyIn, isInternal, numbersWithin } from './numbers.ts'
import { outgoing } from './relay-targets.ts'
import { accountOfPerson } from './secrets.ts'

const rules = { outside_prefix: '9', mobile_prefix: '0', emergency_prefix: '9', area_code: '0512', internal_digits: 6 }

test('whoever types the outside prefix leaves the house, however short the number', () => {
  assert.equal(isInternal('1002', rules), true)
  assert.equal(isInternal('910086', rules), false)
  assert.equal(isInternal('910086', { ...rules, outside_prefix: '' }), true)
  assert.equal(emergencyIn('9120', rules), '120')
  assert.equal(emergencyIn('120', rules), '120')
  assert.equal(emergencyIn('91200', rules), undefined)
})

test('a mobile is found wherever it stands among the digits', () => {
  for (const typed of ['13900000777', '9013900000777', '8613900000777', '1390000077712', '139-0000-0777'])
    assert.ok(numbersWithin(typed, rules).includes('13900000777'), typed)
})

describe('a number that is typed', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
    const { exchangeId } = await furnishTelephone(
      desk,
      { ws: 'ws://127.0.0.1:9', domain: 'pbx.test', password: 'lab-only' },
      [
        { number: '1001', login: 'nurse' },
        { number: '1002', login: 'nurse2' },
        { number: '1003', login: 'lead' },
      ],
    )
    await desk.house.db
      .updateTable('exchanges')
      .set({ listen_code: '*1', outside_prefix: '9', internal_digits: 6 })
      .where('id', '=', exchangeId)
      .execute()
  })
  after(() => desk?.close())

  test('is no way to listen, to turn lines away or to get out', async () => {
    const { nurse, lead } = desk.people
    for (const number of ['*11002', '*72', '910086', '912345'])
      await assert.rejects(nurse.calls.free({ number, reason: '试一试' }), { status: 403 }, number)
    await assert.rejects(lead.calls.free({ number: '*11002', reason: '试一试' }), { status: 403 })
    assert.equal((await nurse.calls.free({ number: '9120', reason: '急救' })).shown, '120')
    assert.equal((await nurse.calls.free({ number: '1002', reason: '问一声' })).shown, '1002')
  })

  test('never reaches who is not to be called, however it is written', async () => {
    const { patientId } = await dischargedPatient(desk, { phone: '13900000777', daysAgo: 3 })
    await desk.people.nurse.patients.doNotCall({ id: patientId, reason: '要求勿扰' })
    for (const number of [
      '13900000777',
      '013900000777',
      '8613900000777',
      '9013900000777',
      '13900000777*',
      '1390000077712',
    ])
      await assert.rejects(desk.people.lead.calls.free({ number, reason: '试一试' }), { status: 409 }, number)
    assert.match((await desk.people.lead.calls.free({ number: '13900000778', reason: '核对' })).target, /^call-/)
  })

  test('with the code for listening opens only a call that may be heard, and says so', async () => {
    const { house, people, clock } = desk
    const account = (await house.asSystem((ctx) => accountOfPerson(ctx, people.ids.lead)))!
    const me = async (login: 'lead' | 'nurse2') => {
      const { rows } = await sql<{ name: string; role: string }>`
        select name, role from staff where id = ${people.ids[login]}`.execute(house.db)
      return { id: people.ids[login], departments: [], ...rows[0]! } as never
    }
    const dial = async (login: 'lead' | 'nurse2') =>
      outgoing(house, await me(login), account, '*11001', `sip ${Math.random()}`)
    assert.equal(await dial('lead'), null)
    const { callId } = await people.nurse.calls.test()
    await sql`update calls set status = 'talking', answered_at = ${clock.now()}, restricted = true where id = ${callId}`.execute(
      house.db,
    )
    assert.equal(await dial('lead'), null)
    await sql`update calls set restricted = false where id = ${callId}`.execute(house.db)
    assert.equal(await dial('nurse2'), null)
    assert.equal((await dial('lead'))?.number, '*11001')
    const { rows } = await sql<{ subject: string }>`select subject from events where verb = 'call.listen'`.execute(
      house.db,
    )
    assert.deepEqual(rows, [{ subject: callId }])
  })
})
