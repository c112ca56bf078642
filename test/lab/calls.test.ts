// Calls against a real exchange, as the server witnesses them: every end with its outcome, no number in any page, and whatever dies is found.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { header } from '#engine/outside/sip/message.ts'
import { answered, dialledNow } from '#modules/calls/witness.ts'
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
    for (const target of ['13711110000', '1003', `call-${'0'.repeat(8)}`, 'staff-x', 'anybody'])
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

  test('the self-test says in plain words what is wrong, each fault really made', async () => {
    const { admin } = desk.people
    const base = { name: '总机', wsUrl: lab.ws, domain: lab.domain, internalDigits: 5 }
    const furnish = async (more: Partial<typeof base> & { ca?: string }, word = lab.password, number = '1555') => {
      const { id: exchangeId } = await admin.exchanges.set({ ...base, ...more })
      const { id: lineId } = await admin.lines.set({ exchangeId, number, kind: 'machine', password: word })
      return { exchangeId, lineId }
    }
    const found = async (asked: Parameters<typeof admin.exchanges.probe>[0]) => {
      const { steps, well } = await admin.exchanges.probe(asked)
      assert.equal(steps.length, 8)
      return { well, of: (step: string) => steps.find((one) => one.step === step)! }
    }
    const good = await furnish({})
    const whole = await found({ ...good, number: '13900000200', refused: '13900000480' })
    for (const step of ['address', 'protocol', 'registration', 'second-contact', 'call', 'reason', 'codec'])
      assert.equal(whole.of(step).result, 'good', `${step}: ${whole.of(step).zh}`)
    assert.equal(whole.well, true)
    const silent = await found({ ...good, refused: '13900000404' })
    assert.deepEqual([silent.of('reason').result, /没有 Reason/.test(silent.of('reason').zh)], ['doubtful', true])
    const wrong = await found(await furnish({}, 'not the password', '1556'))
    assert.deepEqual([wrong.of('registration').result, /密码不对/.test(wrong.of('registration').zh)], ['bad', true])
    assert.equal(wrong.of('call').result, 'skipped')
    const nobody = await found(await furnish({}, lab.password, '77'))
    assert.match(nobody.of('registration').zh, /没有分机 77/)
    const selfSigned = await found(await furnish({ wsUrl: lab.wss }))
    assert.match(selfSigned.of('certificate').zh, /自签名.*SHA-256 指纹：[0-9A-F:]{95}/)
    const ca = await readFile(join(lab.folder, 'tls.crt'), 'utf8')
    const pasted = await found(await furnish({ wsUrl: lab.wss, ca }))
    assert.equal(pasted.of('registration').result, 'good')
    // Valid for thirty days, and the hospital's clock is held before that.
    assert.notEqual(pasted.of('certificate').result, 'bad')
    const closed = await found(await furnish({ wsUrl: lab.ws.replace(':15080', ':15999') }))
    assert.match(closed.of('address').zh, /拒绝连接/)
    const noTls = await found(await furnish({ wsUrl: lab.wss.replace(':15081', ':15080') }))
    assert.match(noTls.of('certificate').zh, /不是加密端口/)
    const web = createServer((_, reply) => void reply.writeHead(404).end())
    web.on('upgrade', (_request, socket) => void socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const elsewhere = `ws://127.0.0.1:${(web.address() as { port: number }).port}/wss`
    assert.match((await found(await furnish({ wsUrl: elsewhere }))).of('protocol').zh, /路径 \/wss 不对/)
    web.close()
    // What went in does not come out, and one's line in use is not disturbed.
    assert.doesNotMatch(JSON.stringify([await admin.lines.list(), await admin.exchanges.list()]), /lab-only/)
    const used = (await admin.lines.list()).rows.find(({ number }) => number === '1001')!
    await desk.people.nurse.agents.ready()
    await assert.rejects(admin.exchanges.probe({ exchangeId: used.exchangeId, lineId: used.id }), { status: 409 })
  })

  test('extensions are pasted from a table, and each line that is not right is named', async () => {
    const { admin } = desk.people
    const { id: exchangeId } = (await admin.exchanges.list()).rows[0]!
    const { kept, problems } = await admin.lines.paste({
      exchangeId,
      text: '分机\t密码\t姓名\n1201\ts1\t方监察\n1202\ts2\t无名氏\nabc\ts3\n1203\n1201\tagain',
    })
    assert.equal(kept, 2)
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4, 5, 6],
    )
    const row = (await admin.lines.list()).rows.find(({ number }) => number === '1201')!
    assert.equal(row.name, '方监察')
  })

  test('a server that died in a call: it is closed as lost, when it was last seen', async () => {
    const { id } = await taskFor('13900000777')
    const placed = await desk.people.nurse.followups.dial({ id })
    await desk.house.asSystem((ctx) => dialledNow(ctx, placed.callId, 'of a process that is gone'))
    await desk.house.asSystem((ctx) => answered(ctx, placed.callId))
    const seen = desk.clock.now()
    await desk.pass('3 minutes')
    const row = await call(placed.callId)
    assert.deepEqual([row.outcome, row.ended_by, row.ended_at], ['answered', 'lost', seen])
    const never = await desk.people.nurse.followups.dial({ id })
    await desk.pass('3 minutes')
    assert.equal((await call(never.callId)).outcome, 'cancelled')
    const { toFile } = await desk.people.nurse.calls.mine()
    assert.ok(toFile.some((one) => one.id === placed.callId))
    assert.ok(!toFile.some((one) => one.id === never.callId))
  })

  test('who asked not to be called between the list and the dialling is not dialled', async () => {
    const { id, patientId } = await taskFor('13900000201')
    const placed = await desk.people.nurse.followups.dial({ id })
    await desk.people.nurse.patients.doNotCall({ id: patientId, reason: '本人要求' })
    assert.equal((await nurse.invite(placed.target).final).status, 403)
    assert.equal((await call(placed.callId)).outcome, 'cancelled')
    await assert.rejects(desk.people.lead.calls.free({ number: '13900000201', reason: '直接拨打' }), { status: 409 })
    assert.match((await desk.people.nurse.calls.free({ number: '120', reason: '急救' })).target, /^call-/)
    await assert.rejects(desk.people.nurse.calls.free({ number: '13900000999', reason: '随便' }), { status: 403 })
  })

  test('strangers and other sites do not come in; signing out ends the telephone', async () => {
    const refused = (it: Partial<Parameters<typeof sipPage>[0]>) =>
      assert.rejects(sipPage({ port, cookie: '', extension: '1003', ...it }), /Unexpected server response: 40[13]/)
    await refused({})
    const cookie = await cookieOf('lead')
    await refused({ cookie, origin: 'https://elsewhere.example' })
    await refused({ cookie: await cookieOf('admin') })
    const none = await sipPage({ port, cookie: await cookieOf('supervision'), extension: '1004' }).catch(() => null)
    // The extension that was pasted above has another password than the exchange knows: it comes in, and registers not.
    if (none) assert.equal((await none.register()).status, 403)
    none?.kill()
  })

  test('no page ever received a number', () => {
    const all = pages.flatMap(({ frames }) => frames)
    assert.ok(all.length > 2)
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
