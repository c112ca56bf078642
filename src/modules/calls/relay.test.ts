// The relay between a page that means ill and an exchange that does not behave; the real exchange stands in test/lab.
import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { WebSocket } from 'ws'
import { header } from '#engine/outside/sip/message.ts'
import { type Desk, openDesk, password } from '#test/desk.ts'
import { type SipPage, sipPage } from '#test/lab/sip-page.ts'
import { rudeExchange } from '#test/rude-exchange.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { letGoOfOld } from './relay.ts'
import { through } from './relay-messages.ts'

test('what an exchange says of a number passes in no header and no line of an offer', () => {
  const said = through({
    status: 183,
    phrase: '13900000777',
    headers: [
      ['Allow', 'INVITE, 13900000777, BYE'],
      ['Session-Expires', '1800;note=139-0000-0777'],
      ['Subscription-State', 'active;expires=60'],
      ['Retry-After', '1 (139 0000 0777)'],
      ['RSeq', '1390000077'],
      ['P-Asserted-Identity', '<sip:13900000777@pbx>'],
      ['Reason', 'Q.850;cause=16;text="13900000777"'],
      ['Content-Type', 'application/sdp'],
    ],
    body: ['v=0', 'o=13900000777 1 1 IN IP4 192.0.2.1', 's=13900000777', 'a=x-caller:13900000777', 'a=sendrecv'].join(
      '\r\n',
    ),
  })
  assert.doesNotMatch(JSON.stringify(said), /139[-. 0]*0777/)
  assert.deepEqual(said.headers.slice(0, 3), [
    ['Allow', 'INVITE, BYE'],
    ['RSeq', '1390000077'],
    ['Subscription-State', 'active;expires=60'],
  ])
  assert.match(said.body, /a=sendrecv$/)
})

describe('the relay', () => {
  let desk: Desk
  let exchange: Awaited<ReturnType<typeof rudeExchange>>
  let port = 0
  let mood: 'silent' | 'ringing' | 'answering' = 'answering'
  const ends: (() => void)[] = []

  const cookieOf = async (login: string): Promise<string> => {
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` },
      body: JSON.stringify({ login, password }),
    })
    return reply.headers.getSetCookie()[0]!.split(';')[0]!
  }
  const page = async (login: string, extension: string): Promise<SipPage> => {
    const one = await sipPage({ port, cookie: await cookieOf(login), extension })
    ends.push(one.kill)
    return one
  }
  /** A page that says whatever it likes. */
  const wild = async (login: string) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sip?tab=wild`, 'sip', {
      headers: { cookie: await cookieOf(login), origin: `http://127.0.0.1:${port}` },
    })
    ends.push(() => socket.terminate())
    await new Promise((resolve) => socket.once('open', resolve))
    await sleep(300)
    return (method: string, to: string, sipId: string, ...more: string[]) =>
      socket.send(
        [
          `${method} sip:${to}@pbx.test SIP/2.0`,
          `Via: SIP/2.0/WS a.invalid;branch=z9hG4bK${sipId}`,
          'From: <sip:1002@pbx.test>;tag=a',
          `To: <sip:${to}@pbx.test>`,
          `Call-ID: ${sipId}`,
          `CSeq: 1 ${method}`,
          'Contact: <sip:a@a.invalid>',
          ...more,
          '',
          '',
        ].join('\r\n'),
      )
  }
  const until = async (done: () => boolean | Promise<boolean>, ms = 15_000) => {
    for (let waited = 0; !(await done()); waited += 100) {
      if (waited > ms) assert.fail('it did not come')
      await sleep(100)
    }
  }

  before(async () => {
    exchange = await rudeExchange(({ method }, answer) => {
      if (method === 'INVITE' && mood === 'ringing') answer(180)
      else if (method === 'INVITE' && mood === 'answering') answer(200, [['Contact', '<sip:x@pbx.test;transport=ws>']])
      else if (method === 'REFER') answer(202)
      else if (method === 'BYE') answer(200)
    })
    desk = await openDesk()
    await furnishTelephone(
      desk,
      exchange,
      [
        { number: '1001', login: 'nurse' },
        { number: '1002', login: 'nurse2' },
        { number: '1003', login: 'lead' },
      ],
      { ringSeconds: 5 },
    )
    await desk.server.listen({ port: 0, host: '127.0.0.1' })
    port = (desk.server.server.address() as AddressInfo).port
  })
  after(async () => {
    for (const end of ends) end()
    exchange?.close()
    await desk?.close()
  })

  test('a call that the exchange never answers ends when it is given up', async () => {
    mood = 'silent'
    const nurse = await page('nurse', '1001')
    const call = nurse.invite(`staff-${desk.people.ids.nurse2}`)
    await until(() => exchange.requests('INVITE', call.sipId).length === 1)
    call.cancel()
    await until(async () => {
      const { rows } = await sql<{ status: string }>`
        select status from calls where sip_id = ${call.sipId} and outcome = 'cancelled'`.execute(desk.house.db)
      return rows[0]?.status === 'ended'
    })
    nurse.close()
  })

  test('a hand-over names only somebody who is being spoken to, in our own words', async () => {
    mood = 'answering'
    const nurse = await page('nurse', '1001')
    const { target } = await desk.people.nurse.calls.free({ number: '1002', reason: '第一通' })
    const first = nurse.invite(target)
    assert.equal((await first.final).status, 200)
    await first.bye()
    const held = nurse.invite(`staff-${desk.people.ids.lead}`)
    await held.final
    const forged = '?Replaces=x%0d%0aX-Evil%3A1%3Bto-tag%3D1%3Bfrom-tag%3D2'
    assert.equal((await held.refer(`sip:${target}@pbx.test${forged}`)).status, 403)
    const asked = nurse.invite(`staff-${desk.people.ids.nurse2}`)
    await asked.final
    assert.equal((await held.refer(`sip:staff-${desk.people.ids.nurse2}@pbx.test${forged}`)).status, 202)
    const [refer] = exchange.requests('REFER')
    const referred = decodeURIComponent(header(refer!, 'Refer-To')!)
    assert.match(referred, new RegExp(`^<sip:1002@pbx.test\\?Replaces=${asked.sipId};to-tag=rude;from-tag=\\w+>$`))
    nurse.close()
  })

  test('of two windows that come in one moment one has the telephone; a new owner’s calls never ring at the old one’s', async () => {
    const cookie = await cookieOf('lead')
    const open = async (tab: string) => {
      const one = await sipPage({ port, cookie, extension: '1003', tab })
      ends.push(one.kill)
      return one
    }
    ;(await open('before')).kill()
    await sleep(300)
    const both = await Promise.all([open('left'), open('right')])
    await sleep(1000)
    const told = await Promise.all(both.map((one) => Promise.race([one.closed, sleep(100).then(() => null)])))
    const taken = told.findIndex((end) => end?.code === 4409)
    assert.ok(taken >= 0 && told[1 - taken] === null, JSON.stringify(told))
    const { rows } = await desk.people.admin.lines.list()
    const { id, exchangeId, number } = rows.find((row) => row.number === '1003')!
    desk.clock.pass(1000)
    await desk.people.admin.lines.set({ id, exchangeId, number, kind: 'agent', staffId: desk.people.ids.supervision })
    await letGoOfOld(desk.house)
    assert.equal((await both[1 - taken]!.closed).code, 1012)
  })

  test('one Call-ID is one call, a page rings few at once, and nothing rides along', async () => {
    mood = 'ringing'
    const say = await wild('nurse2')
    const { nurse, lead } = desk.people.ids
    say('INVITE', `staff-${nurse}`, 'same')
    say('INVITE', `staff-${lead}`, 'same')
    say('INVITE', `staff-${nurse}`, 'ride', 'Replaces: other;to-tag=1;from-tag=2', 'X-Huiyin-Call: 1', 'Route: <sip:a>')
    await until(() => ['same', 'ride'].every((id) => exchange.requests('INVITE', id).length > 0))
    await sleep(300)
    assert.equal(exchange.requests('INVITE', 'same').length, 1)
    const [ride] = exchange.requests('INVITE', 'ride')
    assert.deepEqual(
      ride!.headers.map(([name]) => name).filter((name) => /Replaces|Huiyin|Route/.test(name)),
      [],
    )
    for (let i = 0; i < 40; i++) say('INVITE', `staff-${nurse}`, `flood${i}`)
    await sleep(1500)
    const rung = exchange.requests('INVITE').filter((one) => header(one, 'Call-ID')!.startsWith('flood'))
    assert.ok(rung.length <= 6, `${rung.length} at once`)
  })
})
