// What an attacker sends: the door answers each with one of the refusals, never with a bug, and gives nothing away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openServer } from '#engine/serve.ts'
import { type Desk, openDesk, password } from './desk.ts'
import { dischargedPatient } from './patients.ts'

describe('at the door', () => {
  let desk: Desk
  let cookie: string
  let caseId: string
  before(async () => {
    desk = await openDesk()
    const entered = await desk.server.inject({
      method: 'POST',
      url: '/api/v1/session/sign-in',
      payload: { login: 'nurse', password },
    })
    cookie = String(entered.headers['set-cookie']).split(';')[0]!
    const { encounterId } = await dischargedPatient(desk)
    const opened = await desk.people.nurse.cases.open({ encounterId, text: '候诊时间太长', category: 'D1' })
    caseId = opened.id
  })
  after(() => desk.close())

  const send = (url: string, payload: string, headers: Record<string, string> = {}) =>
    desk.server.inject({
      method: 'POST',
      url: `/api/v1${url}`,
      headers: { cookie, 'content-type': 'application/json', ...headers },
      payload,
    })
  const ask = (url: string, headers: Record<string, string> = {}) =>
    desk.server.inject({ url, headers: { cookie, ...headers } })

  test('a body that is nested without end, or holds half a character, is not valid', async () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    for (const body of [
      `{"words":"好","more":${nested(300_000)}}`,
      `{"words":"好","more":${nested(9000)}}`,
      '{"words":"a\\ud800b"}',
      '{"words":"a\\u0000b"}',
      '{"words":"好","a\\udfff":1}',
    ]) {
      const reply = await send(`/cases/${caseId}/comment`, body)
      assert.equal(reply.statusCode, 422, body.slice(0, 40))
      assert.equal(reply.json().type, '/problems/invalid')
    }
  })

  test('days and places that no calendar and no list has are not valid', async () => {
    const id = '01890000-0000-7000-8000-000000000000'
    for (const url of [
      '/encounters?from=0000-01-01',
      `/followups?after=abc_${id}`,
      `/followups?after=2026-01-01T00:00:00Z_${'-'.repeat(36)}`,
      `/followups?after=-271821-04-20T00:00:00Z_${id}`,
      `/cases?after=-8640000000000000.${id}`,
      `/cases?after=-271821-04-20T00:00:00Z_${id}`,
      '/duties?from=0000-01-01&to=0000-01-02',
      '/register?from=0000-01-01',
      '/register?to=9999-12-31',
      '/register?asOf=0000-01-01',
      '/register?asOf=9999-12-31',
      '/register?told=9999-12-31',
      '/register?sort=constructor',
      '/register?owner=nobody',
      `/register?after=2026_${'-'.repeat(36)}`,
    ])
      assert.equal((await ask(`/api/v1${url}`)).statusCode, 422, url)
    const { lead } = desk.people
    for (const year of ['0000', '9999']) {
      await assert.rejects(lead.reports.year({ year }), { status: 422 })
      await assert.rejects(lead.reports.month({ month: `${year}-12` }), { status: 422 })
    }
    await assert.rejects(lead.reports.cases({ from: '2026-03', asOf: '9999-12-31' }), { status: 422 })
    await assert.rejects(lead.reports.cases({ from: '2026-03', to: '2026-02' }), { status: 422 })
    for (const figure of ['constructor', '__proto__', 'opinion:constructor', 'dimension:__proto__'])
      await assert.rejects(lead.reports.rows({ period: '2026-03', figure }), { status: 404 }, figure)
  })

  test('an address that cannot be read is a refusal like the others', async () => {
    const reply = await ask('/api/v1/cases/%E0%A4%A')
    assert.equal(reply.statusCode, 400)
    assert.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
    assert.equal(reply.headers['x-content-type-options'], 'nosniff')
    assert.doesNotMatch(reply.body, /E0/)
  })

  test('a name that is not ours is turned away; addresses and our own names are let in', async () => {
    const server = await openServer(desk.house, { names: ['localhost', 'huiyin.hospital.example'] })
    const under = async (host: string) => (await server.inject({ url: '/healthz', headers: { host } })).statusCode
    assert.equal(await under('evil.example:8080'), 421)
    assert.equal(await under('localhost.evil.example'), 421)
    assert.equal(await under('127.0.0.1.nip.io'), 421)
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'HUIYIN.hospital.example', '10.1.2.3'])
      assert.equal(await under(host), 200, host)
    await server.close()
  })

  test('figures are for this machine, not for whom a proxy on it speaks', async () => {
    assert.equal((await ask('/metrics')).statusCode, 200)
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      assert.equal((await ask('/metrics', { [header]: '203.0.113.9' })).statusCode, 404, header)
  })

  test('a number in clear is told once and kept nowhere for a repetition', async () => {
    const key = { 'idempotency-key': 'reveal-me-once' }
    const reveal = () => send(`/cases/${caseId}/reveal`, '{"reason":"联系患者"}', key)
    const first = await reveal()
    assert.equal(first.statusCode, 200)
    assert.equal((await reveal()).statusCode, 409)
    const kept = await desk.house.db.selectFrom('commands_done').select('reply').execute()
    assert.doesNotMatch(JSON.stringify(kept), new RegExp(first.json().number))
  })
})
