// Promises of the door: who gets in, who does not, and what a stranger can learn by trying.
import assert from 'node:assert/strict'
import { createHook } from 'node:async_hooks'
import { after, before, beforeEach, describe, test } from 'node:test'
import { TOTP } from 'otpauth'
import { type Desk, openDesk, password } from '#test/desk.ts'
import { Refused } from '#web/client.ts'

type Sent = {
  status: number
  body: Record<string, unknown>
  headers: Record<string, unknown>
  cookie: string | undefined
}

/** A request as an attacker sends it: any address, any header. */
const send = async (
  desk: Desk,
  url: string,
  body: unknown,
  { from = '10.0.0.1', headers = {} as Record<string, string>, method = 'POST' as 'POST' | 'GET' } = {},
): Promise<Sent> => {
  const reply = await desk.server.inject({
    method,
    url: `/api/v1${url}`,
    remoteAddress: from,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  const cookie = [reply.headers['set-cookie'] ?? []].flat()[0]
  return {
    status: reply.statusCode,
    body: reply.body === '' ? {} : (JSON.parse(reply.body) as Record<string, unknown>),
    headers: reply.headers,
    cookie,
  }
}
const tryIn = (desk: Desk, login: string, word: string, from?: string) =>
  send(desk, '/session/sign-in', { login, password: word }, from ? { from } : {})

/** The code that the person's telephone shows now. */
const shownBy = (desk: Desk, secret: string): string =>
  new TOTP({ secret }).generate({ timestamp: desk.clock.now().getTime() })

const withApp = async (desk: Desk, login: string) => {
  const person = await desk.signIn(login)
  const { secret } = await person.session.enrol({ password })
  const { recoveryCodes } = await person.session.confirmEnrolment({ secret, code: shownBy(desk, secret) })
  desk.clock.pass(60_000)
  return { person, secret, recoveryCodes }
}

const refusedWith = (status: number, sentence?: RegExp) => (error: unknown) =>
  error instanceof Refused && error.status === status && (sentence?.test(error.message) ?? true)

describe('the door', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  // A new quarter of an hour for each: none inherits another's failures.
  beforeEach(() => desk.clock.pass(16 * 60_000))
  after(() => desk.close())

  test('the five wrong passwords lock the account for a quarter of an hour, the right one too', async () => {
    for (let i = 0; i < 5; i++) assert.equal((await tryIn(desk, 'nurse', 'wrong', `10.1.0.${i}`)).status, 401)
    const locked = await tryIn(desk, 'nurse', password, '10.1.0.9')
    assert.equal(locked.status, 429)
    assert.equal(locked.headers['retry-after'], '900')
    assert.match(locked.body.detail as string, /15 分钟/)
    assert.equal((await tryIn(desk, 'nurse2', password, '10.1.0.9')).status, 200, 'others get in')
    desk.clock.pass(15 * 60_000 + 1)
    assert.equal((await tryIn(desk, 'nurse', password, '10.1.0.9')).status, 200)
  })

  test('trying while locked out does not make it last longer', async () => {
    for (let i = 0; i < 5; i++) await tryIn(desk, 'lead', 'wrong')
    desk.clock.pass(10 * 60_000)
    assert.equal((await tryIn(desk, 'lead', 'wrong')).headers['retry-after'], '300')
    desk.clock.pass(5 * 60_000 + 1)
    assert.equal((await tryIn(desk, 'lead', password)).status, 200)
  })

  test('nobody can lock a nurse out of her own desk from another', async () => {
    assert.equal((await tryIn(desk, 'admin', password, '10.8.0.1')).status, 200)
    for (let i = 0; i < 6; i++) await tryIn(desk, 'admin', 'wrong', `10.8.1.${i}`)
    assert.equal((await tryIn(desk, 'admin', password, '10.8.1.9')).status, 429)
    assert.equal((await tryIn(desk, 'admin', password, '10.8.0.1')).status, 200)
    for (let i = 0; i < 5; i++) assert.equal((await tryIn(desk, 'admin', 'wrong', '10.8.0.1')).status, 401)
    assert.equal((await tryIn(desk, 'admin', password, '10.8.0.1')).status, 429, 'five tries are all that a desk has')
  })

  test('a hundred guesses at once get no further than five', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, i) => tryIn(desk, 'surgery', `guess ${i}`, `10.2.0.${i}`)),
    )
    assert.equal(all.filter(({ status }) => status === 401).length, 5)
    assert.equal(all.filter(({ status }) => status === 429).length, 95)
  })

  test('the right password wipes out the wrong ones before it', async () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) await tryIn(desk, 'director', 'wrong', '10.3.0.1')
      assert.equal((await tryIn(desk, 'director', password, '10.3.0.1')).status, 200)
    }
  })

  test('thirty failures from one place close it to that place, whatever the accounts, and no other', async () => {
    for (let i = 0; i < 30; i++) assert.equal((await tryIn(desk, `nobody${i}`, 'x', '10.4.0.1')).status, 401)
    const closed = await tryIn(desk, 'nurse', password, '10.4.0.1')
    assert.equal(closed.status, 429)
    assert.ok(Number(closed.headers['retry-after']) > 0)
    assert.equal((await tryIn(desk, 'nurse', password, '10.4.0.2')).status, 200)
  })

  test('one who owns a whole IPv6 network is one place', async () => {
    for (let i = 0; i < 30; i++) await tryIn(desk, `nobody${i}`, 'x', `2001:db8::${(i + 1).toString(16)}`)
    assert.equal((await tryIn(desk, 'nurse', password, '2001:db8::ffff')).status, 429)
    assert.equal((await tryIn(desk, 'nurse', password, '2001:db8:0:1::1')).status, 200)
    for (let i = 0; i < 30; i++) await tryIn(desk, `nobody${i}`, 'x', 'fd00::1')
    assert.equal((await tryIn(desk, 'nurse', password, 'fd00::2')).status, 200, 'but not the desks inside')
  })

  test('what a stranger reads does not tell whether an account exists', async () => {
    const seen = async (login: string) => {
      const replies: string[] = []
      for (let i = 0; i < 7; i++) {
        const { status, body, headers } = await tryIn(desk, login, 'wrong', `10.5.${login.length}.${i}`)
        const { request: _, ...said } = body
        replies.push(JSON.stringify([status, said, headers['retry-after'], headers['content-length']]))
      }
      return replies
    }
    await desk.people.admin.staff.disable({ id: desk.people.ids.obstetrics })
    const [real, none, closed] = [await seen('cardiologist'), await seen('nobody'), await seen('obstetrics')]
    assert.deepEqual(real, none)
    assert.deepEqual(closed, none)
  })

  test('nor does the time it takes: the one thing that is slow is done for every login, once', async () => {
    const hashings = async (login: string) => {
      let count = 0
      const hook = createHook({ init: (_, type) => void (type === 'ARGON2REQUEST' && count++) }).enable()
      await tryIn(desk, login, 'wrong', `10.6.${login.length}.1`)
      hook.disable()
      return count
    }
    assert.deepEqual([await hashings('cardiology'), await hashings('nobodyatall')], [1, 1])
  })

  test('a login is found however the telephone wrote it', async () => {
    assert.equal((await tryIn(desk, ' Nurse2 ', password)).status, 200)
  })

  test('the stored hash opens nothing', async () => {
    const { password_hash } = await desk.house.db
      .selectFrom('staff')
      .where('login', '=', 'nurse2')
      .select('password_hash')
      .executeTakeFirstOrThrow()
    assert.equal((await tryIn(desk, 'nurse2', password_hash!)).status, 401)
  })

  test('every try is written down, without what was typed as the login', async () => {
    await tryIn(desk, 'my-secret-typed-into-the-wrong-field', 'x', '10.7.0.1')
    const rows = await desk.house.db
      .selectFrom('sign_in_attempts')
      .where('address', '=', '10.7.0.1')
      .selectAll()
      .execute()
    assert.deepEqual(
      rows.map(({ outcome }) => outcome),
      ['failed'],
    )
    assert.ok(!JSON.stringify(rows).includes('my-secret'))
    const events = await desk.house.db.selectFrom('events').where('verb', '=', 'session.fail').selectAll().execute()
    assert.ok(events.length > 0 && !JSON.stringify(events).includes('my-secret'))
  })

  test('the cookie is for this site and for no script, and it is another one at each sign-in', async () => {
    const first = await tryIn(desk, 'nurse2', password)
    assert.match(first.cookie!, /^huiyin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const headers = { cookie: first.cookie!.split(';')[0]! }
    const again = await send(desk, '/session/sign-in', { login: 'nurse2', password }, { headers })
    assert.notEqual(again.cookie, first.cookie)
    const me = await send(desk, '/session/me', undefined, { headers, method: 'GET' })
    assert.equal(me.body.person, null, 'the one from before is worth nothing')
    const planted = { cookie: 'huiyin=chosen-by-somebody-else-chosen-by-somebody' }
    const fixed = await send(desk, '/session/sign-in', { login: 'nurse2', password }, { headers: planted })
    assert.ok(!fixed.cookie!.includes('chosen'))
  })

  test('signing out ends the session and clears the cookie', async () => {
    const { cookie } = await tryIn(desk, 'nurse2', password)
    const headers = { cookie: cookie!.split(';')[0]! }
    const out = await send(desk, '/session/sign-out', undefined, { headers })
    assert.match(out.cookie!, /^huiyin=; .*Expires=Thu, 01 Jan 1970/)
    assert.equal((await send(desk, '/staff', undefined, { headers, method: 'GET' })).status, 401)
  })

  test('a page of another site cannot sign anybody in or out, nor do anything else', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const reply = await send(desk, '/session/sign-in', { login: 'nurse2', password }, { headers })
      assert.equal(reply.status, 403, JSON.stringify(headers))
      assert.equal(reply.cookie, undefined)
    }
    const own = { origin: 'http://localhost:8080', host: 'localhost:8080', 'sec-fetch-site': 'same-origin' }
    assert.equal((await send(desk, '/session/sign-in', { login: 'nurse2', password }, { headers: own })).status, 200)
  })

  test('a session ends when nobody has touched it, and after a long shift in any case', async () => {
    const nurse = await desk.signIn('nurse2')
    desk.clock.pass(14 * 60_000)
    await nurse.staff.list()
    desk.clock.pass(14 * 60_000)
    await nurse.staff.list()
    desk.clock.pass(15 * 60_000)
    await assert.rejects(nurse.staff.list(), refusedWith(401))
    const busy = await desk.signIn('nurse2')
    for (let minutes = 0; minutes < 12 * 60 - 10; minutes += 10) {
      desk.clock.pass(10 * 60_000)
      await busy.session.list()
    }
    desk.clock.pass(10 * 60_000)
    await assert.rejects(busy.session.list(), refusedWith(401))
  })

  test('what the browser asks by itself does not keep a desk awake that somebody has left', async () => {
    const { cookie } = await tryIn(desk, 'nurse2', password)
    const headers = { cookie: cookie!.split(';')[0]!, 'x-by-itself': '1' }
    const ask = () => send(desk, '/staff', undefined, { headers, method: 'GET' })
    desk.clock.pass(14 * 60_000)
    assert.equal((await ask()).status, 200)
    desk.clock.pass(2 * 60_000)
    assert.equal((await ask()).status, 401)
  })

  test('one sees one’s own sessions and can end the others', async () => {
    const here = await desk.signIn('supervision')
    const there = await desk.signIn('supervision')
    const { rows } = await here.session.list()
    assert.equal(rows.filter(({ current }) => current).length, 1)
    assert.ok(rows.length >= 2)
    await here.session.endOthers()
    assert.equal((await here.session.list()).rows.length, 1)
    await assert.rejects(there.session.list(), refusedWith(401))
  })

  test('the passwords of a demo are shown in a demo only', async () => {
    assert.deepEqual(await desk.stranger().session.demoPeople(), { password: null, people: [] })
    await desk.house.db.insertInto('settings').values({ key: 'demo', value: '{"password":"shared"}' }).execute()
    await desk.house.db.updateTable('staff').set({ demo: true }).where('login', 'in', ['nurse', 'cardiology']).execute()
    const { password: shared, people } = await desk.stranger().session.demoPeople()
    assert.equal(shared, 'shared')
    assert.deepEqual(people.map(({ login, says }) => [login, says]).sort(), [
      ['cardiology', '心内科'],
      ['nurse', '回访员'],
    ])
    assert.equal((await desk.stranger().session.me()).demo, true)
    await desk.house.db.deleteFrom('settings').where('key', '=', 'demo').execute()
  })
})

describe('the second factor', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  beforeEach(() => desk.clock.pass(16 * 60_000))
  after(() => desk.close())

  test('with it a password alone opens nothing', async () => {
    const { secret } = await withApp(desk, 'nurse')
    const nurse = desk.stranger()
    assert.deepEqual(await nurse.session.signIn({ login: 'nurse', password }), { next: 'second-factor' })
    const { person, owes } = await nurse.session.me()
    assert.deepEqual([person, owes], [null, 'second-factor'])
    for (const ask of [nurse.staff.list, nurse.session.list, nurse.session.endOthers, nurse.settings.get])
      await assert.rejects(ask(), refusedWith(401))
    assert.deepEqual(await nurse.session.secondFactor({ code: shownBy(desk, secret) }), { next: 'in' })
    assert.equal((await nurse.session.me()).person?.hasSecondFactor, true)
  })

  test('the token changes with the second factor', async () => {
    const { secret } = await withApp(desk, 'nurse2')
    const half = await tryIn(desk, 'nurse2', password)
    const headers = { cookie: half.cookie!.split(';')[0]! }
    const full = await send(desk, '/session/second-factor', { code: shownBy(desk, secret) }, { headers })
    assert.equal(full.status, 200)
    assert.notEqual(full.cookie!.split(';')[0], headers.cookie)
    assert.equal((await send(desk, '/staff', undefined, { headers, method: 'GET' })).status, 401)
  })

  test('a code opens once, also when it is sent five times at the same instant', async () => {
    const { secret } = await withApp(desk, 'lead')
    const doors = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const half = desk.stranger()
        await half.session.signIn({ login: 'lead', password })
        return half
      }),
    )
    const code = shownBy(desk, secret)
    const opened = await Promise.allSettled(doors.map((half) => half.session.secondFactor({ code })))
    assert.equal(opened.filter(({ status }) => status === 'fulfilled').length, 1)
    const later = desk.stranger()
    await later.session.signIn({ login: 'lead', password })
    await assert.rejects(later.session.secondFactor({ code }), refusedWith(401, /已用过/))
  })

  test('wrong codes lock, and the right password in between does not wipe them out', async () => {
    const { secret } = await withApp(desk, 'supervision')
    for (let i = 0; i < 5; i++) {
      const half = desk.stranger()
      await half.session.signIn({ login: 'supervision', password })
      await assert.rejects(half.session.secondFactor({ code: '000000' }), refusedWith(401))
    }
    const half = desk.stranger()
    await half.session.signIn({ login: 'supervision', password })
    await assert.rejects(half.session.secondFactor({ code: shownBy(desk, secret) }), refusedWith(429))
  })

  test('a recovery code opens once, however it is typed', async () => {
    const { recoveryCodes } = await withApp(desk, 'surgery')
    assert.equal(recoveryCodes.length, 10)
    const enter = async (code: string) => {
      const half = desk.stranger()
      await half.session.signIn({ login: 'surgery', password })
      return half.session.secondFactor({ code })
    }
    assert.deepEqual(await enter(recoveryCodes[3]!.toUpperCase().replaceAll('-', ' ')), { next: 'in' })
    await assert.rejects(enter(recoveryCodes[3]!), refusedWith(401))
    assert.deepEqual(await enter(recoveryCodes[4]!), { next: 'in' })
  })

  test('it is enrolled only with the password and only with the secret that was handed out', async () => {
    const doctor = await desk.signIn('cardiologist')
    await assert.rejects(doctor.session.enrol({ password: 'wrong' }), refusedWith(403))
    const { uri, picture } = await doctor.session.enrol({ password })
    assert.match(uri, /^otpauth:\/\/totp\//)
    assert.match(picture, /^<svg/)
    const own = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    await assert.rejects(doctor.session.confirmEnrolment({ secret: own, code: shownBy(desk, own) }), refusedWith(409))
    assert.equal((await doctor.session.me()).person?.hasSecondFactor, false)
  })

  test('a reset password does not get past it', async () => {
    const { secret } = await withApp(desk, 'obstetrics')
    const { password: first } = await desk.people.admin.staff.reset({ id: desk.people.ids.obstetrics })
    const head = desk.stranger()
    assert.deepEqual(await head.session.signIn({ login: 'obstetrics', password: first }), { next: 'second-factor' })
    assert.deepEqual(await head.session.secondFactor({ code: shownBy(desk, secret) }), { next: 'change-password' })
  })

  test('it is removed only with the password', async () => {
    const { person } = await withApp(desk, 'cardiology')
    await assert.rejects(person.session.removeSecondFactor({ password: 'wrong' }), refusedWith(403))
    await person.session.removeSecondFactor({ password })
    assert.deepEqual(await desk.stranger().session.signIn({ login: 'cardiology', password }), { next: 'in' })
  })

  test('a secret that is no secret is refused, not a bug', async () => {
    const director = await desk.signIn('director')
    await assert.rejects(director.session.confirmEnrolment({ secret: '1!', code: '123456' }), refusedWith(422))
  })
})

describe('one’s own password', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  beforeEach(() => desk.clock.pass(16 * 60_000))
  after(() => desk.close())

  test('a new one ends every other session within the next request', async () => {
    const here = await desk.signIn('nurse')
    const there = await desk.signIn('nurse')
    assert.deepEqual(await here.session.changePassword({ current: password, fresh: '门前三棵老槐树和一口井啊啊' }), {
      next: 'in',
    })
    await assert.rejects(there.staff.list(), refusedWith(401))
    await here.staff.list()
    await assert.rejects(desk.signIn('nurse'), refusedWith(401))
    await desk.signIn('nurse', '门前三棵老槐树和一口井啊啊')
  })

  test('the current one is asked for, and guessing it at an open desk locks', async () => {
    const nurse = await desk.signIn('nurse2')
    const guess = (current: string) => nurse.session.changePassword({ current, fresh: 'a perfectly good password' })
    for (let i = 0; i < 5; i++) await assert.rejects(guess(`wrong ${i}`), refusedWith(403))
    await assert.rejects(guess(password), refusedWith(429))
  })

  test('short, common, or one’s own name is refused by field', async () => {
    const lead = await desk.signIn('lead')
    const refuse = async (fresh: string, why: RegExp) =>
      assert.rejects(lead.session.changePassword({ current: password, fresh }), (error: unknown) => {
        assert.ok(error instanceof Refused && error.status === 422, String(error))
        assert.equal(error.fields[0]?.field, 'fresh', fresh)
        assert.match(error.fields[0]!.reason, why)
        return true
      })
    await refuse('短了点', /12/)
    for (const common of [
      'a123456789012',
      'A123456789..',
      '123456789012',
      '098765432109',
      'qwertyuiop123',
      'P@ssw0rd2026',
      'huiyin123456',
      'Huiyin@2026!!',
      'woaini5201314',
      '1qaz2wsx3edc',
      'admin@123456',
      'aaaaaaaaaaaaa',
      'abcabcabcabc',
    ])
      await refuse(common, /常见/)
    await refuse('my name is lead 77', /登录名或姓名/)
    await refuse('陈组长今天值班到晚上八点', /登录名或姓名/)
    await refuse(password, /原来的一样/)
    await lead.session.changePassword({ current: password, fresh: '870412 槐树 井 lantern' })
  })

  test('a first password must be changed before anything else', async () => {
    const { password: first } = await desk.people.admin.staff.create({
      login: 'newcomer',
      name: '新来的',
      role: 'agent',
    })
    assert.match(first, /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    const newcomer = desk.stranger()
    assert.deepEqual(await newcomer.session.signIn({ login: 'newcomer', password: first }), { next: 'change-password' })
    assert.equal((await newcomer.session.me()).person?.mustChangePassword, true)
    await assert.rejects(newcomer.staff.list(), refusedWith(403, /修改密码/))
    await newcomer.session.changePassword({ current: first, fresh: 'three lanterns by the well' })
    assert.equal((await newcomer.session.me()).person?.mustChangePassword, false)
    await newcomer.staff.list()
  })

  test('nothing that carries a password is kept for repetitions', async () => {
    const doctor = await desk.signIn('cardiologist')
    const fresh = 'five lanterns by the well'
    await doctor.session.changePassword({ current: password, fresh }, { key: 'change-once-1' })
    const { admin } = desk.people
    const { password: first } = await admin.staff.create(
      { login: 'second', name: '第二位', role: 'agent' },
      { key: 'create-once-1' },
    )
    await assert.rejects(
      admin.staff.create({ login: 'second', name: '第二位', role: 'agent' }, { key: 'create-once-1' }),
      refusedWith(409, /只显示一次/),
    )
    const kept = JSON.stringify(await desk.house.db.selectFrom('commands_done').selectAll().execute())
    assert.ok(!kept.includes(first) && !kept.includes(fresh))
    const events = JSON.stringify(await desk.house.db.selectFrom('events').selectAll().execute())
    assert.ok(!events.includes(first) && !events.includes(fresh) && !events.includes('argon2'))
  })
})
