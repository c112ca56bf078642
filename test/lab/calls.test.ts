// Calls against a real exchange, as the server witnesses them: every end with its outcome, no number in any page, and whatever dies is found.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { header } from '#engine/outside/sip/message.ts'
import { type Desk, openDesk, password } from '#test/desk.ts'
import { type TelephoneLab, telephoneLab, withoutLabs } from '#test/labs.ts'
import { dischargedPatient } from '#test/patients.ts'
import type { Login } from '#test/people.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { type SipPage, sipPage } from './sip-page.ts'

describe('calls against the lab', { skip: withoutLabs() ?? false }, () => {
  let desk: Desk
  let lab: TelephoneLab
  let port = 0
  let nurse: SipPage
  const pages: SipPage[] = []

  const cookieOf = async (login: string): Promise<string> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` },
      body: JSON.stringify({ login, password }),
    })
    return reply.headers.getSetCookie()[0]!.split(';')[0]!
  }
  const open = async (login: Login, extension: string, tab = 'one') => {
    const page = await sipPage({ port, cookie: await cookieOf(login), extension, tab })
    pages.push(page)
    return page
  }
  let tab = 0
  /** The nurse's page: loaded anew, or the same one with another connection. */
  const nurseComes = async (anew = true) => {
    if (anew) tab++
    nurse = await open('nurse', '1001', `nurse${tab}`)
    return nurse
  }
  /** The row, once it is as wanted. */
  const call = async (
    id: string,
    done: (row: Record<string, unknown>) => boolean = (row) => row.status === 'ended',
  ) => {
    for (let i = 0; ; i++) {
      const row = await desk.house.db.selectFrom('calls').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
      if (done(row)) return row
      if (i > 150) assert.fail(`the call stays ${JSON.stringify(row)}`)
      await sleep(100)
    }
  }
  const taskFor = async (phone: string) => {
    const { patientId } = await dischargedPatient(desk, { phone, daysAgo: 7 })
    await desk.settle()
    const task = await desk.house.db
      .selectFrom('tasks')
      .where('patient_id', '=', patientId)
      .where('caller', '=', 'centre')
      .select('id')
      .executeTakeFirstOrThrow()
    await desk.house.db
      .updateTable('tasks')
      .set({ assignee_id: desk.people.ids.nurse })
      .where('id', '=', task.id)
      .execute()
    return { id: task.id, patientId }
  }

  before(async () => {
    lab = await telephoneLab()
    desk = await openDesk()
    await furnishTelephone(
      desk,
      lab,
      [
        { number: '1001', login: 'nurse' },
        { number: '1002', login: 'nurse2' },
        { number: '1003', login: 'lead' },
      ],
      { ringSeconds: 8 },
    )
    await desk.server.listen({ port: 0, host: '127.0.0.1' })
    port = (desk.server.server.address() as { port: number }).port
    await nurseComes()
  })
  after(async () => {
    for (const page of pages) page.kill()
    await desk?.close()
  })

  test('a page registers without knowing a password', async () => {
    assert.equal((await nurse.register()).status, 200)
    const { telephone } = await desk.people.nurse.calls.account()
    assert.equal(telephone?.extension, '1001')
    assert.doesNotMatch(JSON.stringify(telephone), /lab-only|ha1|password/)
  })

  const ends: readonly (readonly [
    number: string,
    sip: number,
    q850: number | null,
    outcome: string,
    proposed: string | null,
  ])[] = [
    ['13900000486', 486, 17, 'busy', 'busy'],
    ['13900000603', 603, 21, 'rejected', 'not-now'],
    ['13900000480', 480, 20, 'unreachable', 'powered-off'],
    ['13900000404', 404, null, 'wrong-number', 'out-of-service'],
    ['13900000403', 403, 57, 'failed', null],
    ['13900000503', 500, null, 'failed', null],
    ['13900000183', 404, 1, 'wrong-number', 'out-of-service'],
  ]
  for (const [number, sip, q850, outcome, proposed] of ends) {
    test(`${number}: ${sip} is ${outcome}`, async () => {
      const { id } = await taskFor(number)
      const placed = await desk.people.nurse.followups.dial({ id })
      const { status } = await nurse.invite(placed.target).final
      assert.equal(status, sip)
      const row = await call(placed.callId)
      assert.deepEqual([row.sip_status, row.q850, row.outcome], [sip, q850, outcome])
      assert.equal(row.early_media, number.endsWith('183'))
      const sheet = await desk.people.nurse.calls.get({ id: placed.callId })
      assert.equal(sheet.proposed, proposed)
      assert.equal(sheet.number, `139****${number.slice(-4)}`)
      if (proposed) {
        const filed = await desk.people.nurse.followups.attempt({
          id,
          disposition: proposed as 'busy',
          callId: placed.callId,
        })
        assert.equal(filed.attempts, 1)
        assert.equal((await desk.people.nurse.calls.get({ id: placed.callId })).disposition, proposed)
      } else {
        assert.match(sheet.advice!, /信息科|稍后再拨/)
        await desk.people.nurse.calls.wrap({ id: placed.callId })
      }
    })
  }

  test('answered, spoken, hung up by us; the right to dial holds once', async () => {
    const { id } = await taskFor('13900000201')
    const placed = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(placed.target)
    assert.equal((await it.final).status, 200)
    const talking = await call(placed.callId, (row) => row.status === 'talking')
    assert.ok(talking.ringing_at)
    const { agent, calls } = await desk.people.nurse.calls.mine()
    assert.deepEqual([agent?.state, calls[0]?.id], ['calling', placed.callId])
    assert.equal((await nurse.invite(placed.target).final).status, 403)
    assert.equal((await it.bye()).status, 200)
    const row = await call(placed.callId)
    assert.deepEqual([row.outcome, row.ended_by], ['answered', 'us'])
    const after_ = await desk.people.nurse.calls.mine()
    assert.deepEqual([after_.agent?.state, after_.toFile.map((one) => one.id)], ['wrap-up', [placed.callId]])
    await desk.people.nurse.calls.wrap({ id: placed.callId })
    assert.equal((await desk.people.nurse.calls.mine()).agent?.state, 'off')
  })

  test('the patient hangs up', async () => {
    const { id } = await taskFor('13900000200')
    const phone = await lab.connectPhone(lab.phone)
    const placed = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(placed.target)
    assert.equal((await it.final).status, 200)
    await phone.command('hangup')
    await it.over
    const row = await call(placed.callId)
    assert.deepEqual([row.outcome, row.ended_by], ['answered', 'person'])
    phone.close()
  })

  test('the agent gives up; and a telephone that rings out by our own clock', async () => {
    const { id } = await taskFor('13900000180')
    const first = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(first.target)
    await it.reply(180)
    it.cancel()
    assert.equal((await it.final).status, 487)
    const given = await call(first.callId)
    assert.deepEqual([given.outcome, given.ended_by, given.sip_status], ['cancelled', 'us', 487])
    const second = await desk.people.nurse.followups.dial({ id })
    assert.equal((await nurse.invite(second.target).final).status, 487)
    const rung = await call(second.callId)
    assert.deepEqual([rung.outcome, rung.ended_by], ['no-answer', 'us'])
  })

  test('what nobody allowed is not dialled, and somebody else’s right is not his', async () => {
    const { id } = await taskFor('13900000201')
    const placed = await desk.people.nurse.followups.dial({ id })
    const other = await open('nurse2', '1002')
    assert.equal((await other.register()).status, 200)
    assert.equal((await other.invite(placed.target).final).status, 403)
    for (const target of ['13900000201', '1003', `call-${'0'.repeat(8)}`, 'staff-x', 'anybody'])
      assert.equal((await nurse.invite(target).final).status, 403, target)
    other.close()
  })

  test('a colleague is called and comes to the telephone', async () => {
    const other = await open('nurse2', '1002', 'two')
    await other.register()
    const { people } = await desk.people.nurse.calls.colleagues()
    const target = people.find(({ extension }) => extension === '1002')!.target
    const it = nurse.invite(target)
    const ring = await other.incoming()
    assert.match(header(ring.request, 'From')!, /林小满.*sip:call-/)
    ring.answer(180)
    await it.reply(180)
    ring.answer(200)
    assert.equal((await it.final).status, 200)
    await it.bye()
    await ring.over
    const rows = await desk.house.db.selectFrom('calls').where('number_owner', '=', 'staff').selectAll().execute()
    assert.equal(rows.length, 2)
    for (const row of rows) assert.equal((await call(row.id)).outcome, 'answered')
    other.close()
  })

  test('a patient calls in: the page gets the call, not the number', async () => {
    const phone = await lab.connectPhone(lab.phone)
    await phone.be('13911112222', lab.domain, lab.udp)
    await phone.command('dial', `sip:1001@${lab.domain}`)
    const ring = await nurse.incoming()
    const callId = /sip:call-([0-9a-f-]{36})@/.exec(header(ring.request, 'From')!)![1]!
    const { calls } = await desk.people.nurse.calls.mine()
    assert.deepEqual(
      calls.map(({ id, number, direction }) => [id, number, direction]),
      [[callId, '139****2222', 'in']],
    )
    ring.answer(200)
    await call(callId, (row) => row.status === 'talking')
    await phone.command('hangup')
    await ring.over
    assert.deepEqual([(await call(callId)).outcome, (await call(callId)).ended_by], ['answered', 'person'])
    // Nobody picks up the second time.
    await phone.command('dial', `sip:1001@${lab.domain}`)
    const again = await nurse.incoming()
    const missed = /sip:call-([0-9a-f-]{36})@/.exec(header(again.request, 'From')!)![1]!
    again.answer(180)
    await sleep(300)
    await phone.command('hangup')
    assert.equal((await again.over).method, 'CANCEL')
    assert.deepEqual([(await call(missed)).outcome, (await call(missed)).ended_by], ['no-answer', 'person'])
    phone.close()
  })

  test('a blind transfer: the colleague is rung by the patient’s side, under the patient’s call', async () => {
    const other = await open('nurse2', '1002', 'three')
    await other.register()
    const { id } = await taskFor('13900000200')
    const placed = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(placed.target)
    assert.equal((await it.final).status, 200)
    assert.equal((await it.refer('sip:13900000201@pbx.test')).status, 403)
    const { people } = await desk.people.nurse.calls.colleagues()
    const accepted = await it.refer(`sip:${people.find(({ extension }) => extension === '1002')!.target}@pbx.test`)
    assert.ok(accepted.status < 300, `${accepted.status}`)
    const ring = await other.incoming()
    ring.answer(200)
    await sleep(300)
    await it.bye()
    await call(placed.callId)
    const events = await desk.house.db.selectFrom('events').where('verb', '=', 'call.transfer').selectAll().execute()
    assert.equal((events[0]!.data as { to: string }).to, '周一诺')
    other.close()
  })

  test('a page that dies in a call: the exchange gets its BYE within the grace time', async () => {
    const phone = await lab.connectPhone(lab.phone)
    const { id } = await taskFor('13900000200')
    const placed = await desk.people.nurse.followups.dial({ id })
    assert.equal((await nurse.invite(placed.target).final).status, 200)
    const closed = phone.once_('CALL_CLOSED', 14_000)
    nurse.kill()
    await closed
    const row = await call(placed.callId)
    assert.deepEqual([row.outcome, row.ended_by], ['answered', 'lost'])
    phone.close()
    await nurseComes()
    assert.equal((await nurse.register()).status, 200)
  })

  test('a page that comes back keeps its call', async () => {
    const { id } = await taskFor('13900000201')
    const placed = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(placed.target)
    const answer = await it.final
    assert.equal(answer.status, 200)
    nurse.kill()
    await sleep(500)
    await nurseComes(false)
    assert.equal((await nurse.register()).status, 200)
    assert.equal((await call(placed.callId, () => true)).status, 'talking')
    nurse.close()
    const row = await call(placed.callId)
    assert.deepEqual([row.outcome, row.ended_by], ['answered', 'lost'])
    await nurseComes()
    assert.equal((await nurse.register()).status, 200)
  })

  test('the exchange is started again in a call: the page hears of it, comes back, and hangs up for real', async () => {
    const { id } = await taskFor('13900000200')
    const placed = await desk.people.nurse.followups.dial({ id })
    const it = nurse.invite(placed.target)
    assert.equal((await it.final).status, 200)
    await lab.stop('kamailio')
    const { code, reason } = await nurse.closed
    assert.deepEqual([code, reason], [4503, '电话系统暂时连不上'])
    const early = await nurseComes(false)
    assert.equal((await early.closed).code, 4503)
    await lab.up()
    await nurseComes(false)
    assert.equal((await nurse.register()).status, 200)
    assert.equal((await call(placed.callId, () => true)).status, 'talking')
    const phone = await lab.connectPhone(lab.phone)
    const closed = phone.once_('CALL_CLOSED', 8000)
    nurse.close()
    await closed
    assert.equal((await call(placed.callId)).outcome, 'answered')
    phone.close()
    await nurseComes()
    assert.equal((await nurse.register()).status, 200)
  })

  test('no page ever received a number', () => {
    const all = pages.flatMap(({ frames }) => frames)
    assert.ok(all.length > 60)
    const told = all.filter((frame) =>
      /139(0000|1111)\d|\b127\.1\.\d|lab-only|Record-Route/.test(frame.split('\r\n\r\n')[0]!),
    )
    assert.deepEqual(told, [])
    assert.deepEqual(
      all.filter((frame) => /139(0000|1111)/.test(frame)),
      [],
    )
  })
})
