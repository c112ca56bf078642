// The pages without account seen from outside: who guesses, who writes from another site, who looks for a difference.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openServer } from '#engine/serve.ts'
import type { Endpoint } from '#kernel/contract.ts'
import { type Desk, openDesk, password } from '#test/desk.ts'
import { answers, voices } from './contract.ts'
import { limits } from './limits.ts'

const key = () => randomBytes(24).toString('base64url')

describe('从外面看这些页面', () => {
  let desk: Desk
  let receipt: { code: string; token: string }
  before(async () => {
    desk = await openDesk()
    receipt = await desk
      .stranger()
      .voices.say({ key: key(), kind: 'complaint', text: '夜里没有热水', phone: '13912345678' })
  })
  after(() => desk.close())

  const send = (path: string, payload: object, headers: Record<string, string> = {}) =>
    desk.server.inject({ method: 'POST', url: `/api/v1${path}`, headers: { 'x-device': key(), ...headers }, payload })

  test('别的网站发来的不收', async () => {
    const body = { key: key(), kind: 'praise', text: '护士很耐心' }
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      for (const path of [
        '/voices/say',
        '/voices/speak',
        '/answers/add',
        '/answers/rate',
        '/answers/identify',
        '/answers/enter',
      ])
        assert.equal((await send(path, body, headers as never)).statusCode, 403, path)
    assert.equal((await send('/voices/say', body, { origin: 'http://localhost', host: 'localhost' })).statusCode, 200)
  })

  test('有的凭码和没有的凭码答得一样:状态、字节、抬头', async () => {
    const told = async (code: string) => {
      const { statusCode, body, headers } = await send('/answers/code', { code })
      const { 'x-request-id': _, date: __, 'x-ratelimit-remaining': ___, ...rest } = headers
      return { statusCode, body, rest }
    }
    const there = await told(receipt.code)
    assert.deepEqual(await told('2345-6789-ABCD-EFGH-JKMN'), there)
    assert.equal(there.rest['set-cookie'], undefined)
    const confirmed = async (code: string) => {
      const reply = await send('/answers/confirm', { code, oneTime: '000000' })
      return [reply.statusCode, reply.body.replace(/"request":"[^"]*"/, '')]
    }
    assert.deepEqual(await confirmed('2345-6789-ABCD-EFGH-JKMN'), await confirmed(receipt.code))
  })

  test('猜凭码的很快要等;猜的人换设备,也过不了这个网址的总数', async () => {
    const guess = (device: string) =>
      desk.server.inject({
        method: 'POST',
        url: '/api/v1/answers/code',
        remoteAddress: '198.51.100.9',
        headers: { 'x-device': device },
        payload: {
          code: key()
            .replaceAll(/[^A-Za-z]/g, 'A')
            .slice(0, 20),
        },
      })
    const one = await Promise.all(Array.from({ length: 20 }, () => guess('guesser')))
    assert.equal(one.filter(({ statusCode }) => statusCode === 200).length, 12)
    const many = await Promise.all(Array.from({ length: 260 }, (_, n) => guess(`guesser-${n}`)))
    assert.equal(many.filter(({ statusCode }) => statusCode === 200).length, 240 - 12)
    // Nobody else is shut out by it.
    assert.equal((await send('/answers/code', { code: receipt.code })).statusCode, 200)
  })

  test('打不开的链接也算一次', async () => {
    const wrong = () => send('/answers/enter', { token: key() }, { 'x-device': 'wrong-links' })
    const got = await Promise.all(Array.from({ length: limits.enter.device + 5 }, wrong))
    assert.equal(got.filter(({ statusCode }) => statusCode === 404).length, limits.enter.device)
    assert.equal(got.filter(({ statusCode }) => statusCode === 429).length, 5)
  })

  test('查看的时间有限,只在这一页有效,脚本读不到;登录的人用它也不留痕', async () => {
    const entered = await send('/answers/enter', { token: receipt.token })
    const cookie = String(entered.headers['set-cookie'])
    assert.match(cookie, /^huiyin-answer=[\w-]{43}; Max-Age=1800; Path=\/api\/v1\/answers; HttpOnly; SameSite=Strict$/)
    const secure = await openServer(desk.house, { secure: true })
    const over = await secure.inject({
      method: 'POST',
      url: '/api/v1/answers/enter',
      payload: { token: receipt.token },
    })
    assert.match(String(over.headers['set-cookie']), /^__Secure-huiyin-answer=.*; Secure; /)
    await secure.close()
    const mine = { cookie: cookie.split(';')[0]! }
    const look = (headers: Record<string, string>) => desk.server.inject({ url: '/api/v1/answers', headers })
    assert.equal((await look(mine)).statusCode, 200)
    assert.equal(
      (await desk.server.inject({ url: '/api/v1/cases', headers: mine })).statusCode,
      401,
      'opens nothing else',
    )
    desk.clock.pass(31 * 60_000)
    assert.equal((await look(mine)).statusCode, 401)

    const signed = await desk.server.inject({
      method: 'POST',
      url: '/api/v1/session/sign-in',
      payload: { login: 'nurse', password },
    })
    const session = String(signed.headers['set-cookie']).split(';')[0]!
    const trace = () =>
      desk.house.db.selectFrom('sessions').select(['seen_at', 'agent']).orderBy('token_hash').execute()
    desk.clock.pass(5 * 60_000)
    const before = await trace()
    const said = { key: key(), topic: 'J1', text: '排班总是临时改', identity: { mode: 'anonymous' } }
    const reply = await send('/voices/speak', said, { cookie: session, 'idempotency-key': 'a key of the nurse' })
    assert.equal(reply.statusCode, 200)
    assert.deepEqual(await trace(), before, 'her session was not even kept awake')
    assert.deepEqual(
      await desk.house.db.selectFrom('commands_done').where('key', '=', 'a key of the nurse').selectAll().execute(),
      [],
    )
    const { rows } = await desk.people.supervision.cases.list({ q: '排班总是临时改' })
    const sheet = await desk.people.supervision.cases.get({ id: rows[0]!.id })
    assert.ok(sheet.timeline.every(({ by }) => by === null))
  })

  test('姓名、电话、编号都查不到;读的请求什么也不改;多写的字段不算数', async () => {
    for (const code of ['13912345678', 'HY2026-000001', '13912345678 13912345678'])
      assert.equal((await send('/answers/code', { code })).json().became ?? null, null)
    const spoken = await send('/voices/say', {
      key: key(),
      kind: 'suggestion',
      text: '建议增设母婴室',
      restricted: false,
      ownerId: desk.people.ids.nurse,
      channel: 'staff',
      severity: 3,
      status: 'archived',
      accusedIds: [desk.people.ids.supervision],
    })
    assert.equal(spoken.statusCode, 200)
    const [line] = (await desk.people.supervision.cases.list({ q: '建议增设母婴室' })).rows
    assert.deepEqual([line!.channel, line!.severity, line!.status], ['web', 1, 'received'])
  })

  test('页面上写的每个地址都在约定里', () => {
    const paths = new Set([...Object.values(voices), ...Object.values(answers)].map(({ path }: Endpoint) => path))
    const folder = join(import.meta.dirname, 'pages')
    const written = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/['`}](\/(?:voices|answers)[\w/]*)['`]/g),
      ])
      .map(([, path]) => path!)
    assert.ok(written.length >= 9)
    assert.deepEqual(
      written.filter((path) => !paths.has(path)),
      [],
    )
  })
})
