// Promises about people, tokens, departments, the roster and settings: who may change them, and what follows.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { type Desk, openDesk, password } from '#test/desk.ts'
import { Refused } from '#web/client.ts'
import { calendarOf, standardOf } from './settings.ts'

const refusedWith = (status: number, field?: string) => (error: unknown) =>
  error instanceof Refused && error.status === status && (!field || error.fields.some((one) => one.field === field))

const nowhere = '00000000-0000-7000-8000-0000000000ff'

describe('people', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  beforeEach(() => desk.clock.pass(16 * 60_000))
  after(() => desk.close())

  const formOf = async (login: string) => {
    const { rows } = await desk.people.admin.staff.list({ q: login })
    const { id, name, role, departments, campusId, superiorId } = rows.find((row) => row.login === login)!
    return { id, name, role, departments, campusId, superiorId }
  }

  test('everybody sees who works here; only the administrator sees buttons', async () => {
    const { rows } = await desk.people.nurse.staff.list()
    assert.equal(rows.length, 10)
    assert.ok(rows.every((row) => row.can.length === 0))
    assert.ok(!JSON.stringify(rows).includes('argon2'))
    const found = (await desk.people.nurse.staff.list({ q: '医师' })).rows.map(({ login }) => login)
    assert.deepEqual(found, ['cardiologist'])
    assert.deepEqual((await desk.people.nurse.staff.list({ q: '%' })).rows, [])
    const heart = await desk.people.nurse.staff.list({ departmentId: desk.people.departments.心内科 })
    assert.deepEqual(heart.rows.map(({ login }) => login).sort(), ['cardiologist', 'cardiology'])
    const seen = (await desk.people.admin.staff.list({ q: 'nurse2' })).rows[0]!
    assert.deepEqual(seen.can, ['change', 'reset', 'disable'])
    await assert.rejects(desk.people.lead.staff.reset({ id: desk.people.ids.nurse }), refusedWith(403))
    const refusal = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'refusal.record')
      .select(['actor_id', 'data'])
      .executeTakeFirstOrThrow()
    assert.deepEqual(
      [refusal.actor_id, refusal.data],
      [desk.people.ids.lead, { verb: 'staff.reset', path: '/staff/{id}/reset' }],
    )
  })

  test('another role ends the person’s sessions within the next request, another name does not', async () => {
    const nurse = await desk.signIn('nurse')
    const form = await formOf('nurse')
    await desk.people.admin.staff.change({ ...form, name: '林大满' })
    await nurse.staff.list()
    await desk.people.admin.staff.change({ ...form, role: 'lead' })
    await assert.rejects(nurse.staff.list(), refusedWith(401))
    assert.equal((await (await desk.signIn('nurse')).session.me()).person?.role, 'lead')
    await desk.people.admin.staff.change(form)
  })

  test('another department or superior ends them too', async () => {
    const form = await formOf('surgery')
    const { 普外科, 心内科 } = desk.people.departments
    const changes = [{ departments: [普外科, 心内科] }, { superiorId: desk.people.ids.lead }]
    for (const change of changes) {
      const head = await desk.signIn('surgery')
      await desk.people.admin.staff.change({ ...form, ...change })
      await assert.rejects(head.staff.list(), refusedWith(401))
    }
  })

  test('a disabled account is out at once, and in again when enabled', async () => {
    const nurse = await desk.signIn('nurse2')
    const { id } = await formOf('nurse2')
    const line = await desk.people.admin.staff.disable({ id })
    assert.deepEqual([line.status, line.can], ['disabled', ['enable']])
    await assert.rejects(nurse.staff.list(), refusedWith(401))
    await assert.rejects(desk.signIn('nurse2'), refusedWith(401))
    await assert.rejects(desk.people.admin.staff.disable({ id }), refusedWith(409))
    await desk.people.admin.staff.enable({ id })
    await desk.signIn('nurse2')
  })

  test('a reset gives a new first password, ends sessions and a lock-out', async () => {
    const lead = await desk.signIn('lead')
    for (let i = 0; i < 5; i++) await assert.rejects(desk.signIn('lead', 'wrong'), refusedWith(401))
    await assert.rejects(desk.signIn('lead'), refusedWith(429))
    const { password: first } = await desk.people.admin.staff.reset({ id: desk.people.ids.lead })
    await assert.rejects(lead.staff.list(), refusedWith(401))
    await assert.rejects(desk.signIn('lead'), refusedWith(401))
    assert.equal((await (await desk.signIn('lead', first)).session.me()).person?.mustChangePassword, true)
  })

  test('what is not in the directory is refused by field', async () => {
    const { admin, ids, campus } = desk.people
    const form = { login: 'somebody', name: '某人', role: 'department' as const, campusId: campus }
    await assert.rejects(admin.staff.create({ ...form, departments: [nowhere] }), refusedWith(422, 'departments.0'))
    await assert.rejects(admin.staff.create(form), refusedWith(422, 'departments'))
    const agent = { ...form, role: 'agent' as const }
    await assert.rejects(admin.staff.create({ ...agent, superiorId: nowhere }), refusedWith(422, 'superiorId'))
    await assert.rejects(admin.staff.create({ ...agent, campusId: nowhere }), refusedWith(422, 'campusId'))
    await assert.rejects(admin.staff.create({ ...agent, login: 'NURSE' }), refusedWith(422, 'login'))
    await assert.rejects(admin.staff.create({ ...agent, login: 'a b' }), refusedWith(422, 'login'))
    await admin.staff.create({ ...agent, superiorId: ids.nurse })
  })

  test('nobody is his own superior, directly or in a circle', async () => {
    const director = await formOf('director')
    const { ids, admin } = desk.people
    await assert.rejects(admin.staff.change({ ...director, superiorId: ids.director }), refusedWith(422, 'superiorId'))
    await assert.rejects(
      admin.staff.change({ ...director, superiorId: ids.cardiologist }),
      refusedWith(422, 'superiorId'),
    )
    const [a, b] = [await formOf('obstetrics'), await formOf('supervision')]
    const both = await Promise.allSettled([
      admin.staff.change({ ...a, superiorId: ids.supervision }),
      admin.staff.change({ ...b, superiorId: ids.obstetrics }),
    ])
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1, 'not even by two changes at once')
  })

  test('the last active administrator stays', async () => {
    const { admin, ids } = desk.people
    const form = await formOf('admin')
    const line = (await admin.staff.list({ q: 'admin' })).rows[0]!
    assert.ok(!line.can.includes('disable'))
    await assert.rejects(admin.staff.disable({ id: ids.admin }), refusedWith(409))
    await assert.rejects(admin.staff.change({ ...form, role: 'agent' }), refusedWith(409))
    const { id, password: first } = await admin.staff.create({ login: 'admin2', name: '信息科二', role: 'admin' })
    const second = await desk.signIn('admin2', first)
    await second.session.changePassword({ current: first, fresh: 'seven lanterns by the well' })
    const both = await Promise.allSettled([
      admin.staff.disable({ id }),
      second.staff.change({ ...form, role: 'agent' }),
    ])
    assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1, 'nor do two remove each other')
  })
})

describe('what a request cannot smuggle in', () => {
  let desk: Desk
  let headers: Record<string, string>
  before(async () => {
    desk = await openDesk()
    const reply = await desk.server.inject({
      method: 'POST',
      url: '/api/v1/session/sign-in',
      payload: { login: 'admin', password },
    })
    headers = { cookie: [reply.headers['set-cookie']].flat()[0]!.split(';')[0]! }
  })
  after(() => desk.close())
  const post = (url: string, payload: object, more: Record<string, string> = {}) =>
    desk.server.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers: { ...headers, ...more } })
  const rowOf = (login: string) =>
    desk.house.db.selectFrom('staff').where('login', '=', login).selectAll().executeTakeFirstOrThrow()

  test('fields that the form does not have', async () => {
    const smuggled = {
      password_hash: 'x',
      passwordHash: 'x',
      status: 'disabled',
      demo: true,
      totp_secret: 'x',
      id: nowhere,
    }
    const form = { login: 'plain', name: '普通', role: 'agent', ...smuggled, mustChangePassword: false }
    assert.equal((await post('/staff', form)).statusCode, 200)
    const { password_hash, status, demo, totp_secret, must_change_password, id } = await rowOf('plain')
    assert.match(password_hash!, /^\$argon2id\$/)
    assert.deepEqual([status, demo, totp_secret, must_change_password], ['active', false, null, true])
    assert.notEqual(id, nowhere)
  })

  test('another id than the path’s, another login than the person’s', async () => {
    const { nurse, nurse2 } = desk.people.ids
    const form = { id: nurse2, login: 'renamed', name: '林中满', role: 'agent', superior_id: null }
    assert.equal((await post(`/staff/${nurse}/change`, form)).statusCode, 200)
    assert.equal((await rowOf('nurse')).name, '林中满')
    assert.equal((await rowOf('nurse2')).name, '周一诺')
  })

  test('a key used for one row does not answer for another', async () => {
    const { nurse, nurse2 } = desk.people.ids
    const key = { 'idempotency-key': 'disable-somebody' }
    const first = await post(`/staff/${nurse}/disable`, {}, key)
    assert.equal(first.json().id, nurse)
    assert.equal((await post(`/staff/${nurse2}/disable`, {}, key)).statusCode, 422)
    assert.equal((await rowOf('nurse2')).status, 'active')
    const again = await post(`/staff/${nurse}/disable`, {}, key)
    assert.deepEqual([again.statusCode, again.json()], [200, first.json()], 'the same again is answered, not done')
    const done = await desk.house.db.selectFrom('events').where('verb', '=', 'staff.disable').selectAll().execute()
    assert.equal(done.length, 1)
  })

  test('the same key sent ten times at once does it once', async () => {
    const key = { 'idempotency-key': 'one-department-only' }
    const form = { campus: '本部', name: '一次科', group: '内科' }
    const all = await Promise.all(Array.from({ length: 10 }, () => post('/departments', form, key)))
    assert.deepEqual(new Set(all.map(({ statusCode, body }) => `${statusCode} ${body}`)).size, 1)
    assert.equal(all[0]!.statusCode, 200)
  })
})

describe('tokens', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())
  const as = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    desk.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    })

  test('a token does what its scopes say, as its person, and nothing more', async () => {
    const { admin } = desk.people
    const { token } = await admin.tokens.create({ name: '信息平台', login: 'admin', scopes: ['staff.read'] })
    assert.match(token, /^hy_[\w-]{43}$/)
    assert.equal((await as(token, 'GET', '/staff')).statusCode, 200)
    assert.equal((await as(token, 'GET', '/settings')).statusCode, 403)
    const form = { login: 'ghost', name: '幽灵', role: 'admin' }
    assert.equal((await as(token, 'POST', '/staff', form)).statusCode, 403)
    const { token: agents } = await admin.tokens.create({ name: '坐席', login: 'nurse', scopes: ['*'] })
    assert.equal((await as(agents, 'POST', '/staff', form)).statusCode, 403, 'a person’s own limits hold')
    assert.equal((await as(`${token}x`, 'GET', '/staff')).statusCode, 401)
  })

  test('a token cannot act at the door in the person’s place', async () => {
    const { token } = await desk.people.admin.tokens.create({ name: '全部', login: 'nurse', scopes: ['*'] })
    const fresh = 'nine lanterns by the well'
    assert.equal((await as(token, 'POST', '/session/change-password', { current: password, fresh })).statusCode, 403)
    assert.equal((await as(token, 'POST', '/session/end-others', {})).statusCode, 403)
    assert.equal((await as(token, 'POST', '/session/second-factor/enrol', { password })).statusCode, 403)
  })

  test('a token cannot make one that may more', async () => {
    const { token } = await desk.people.admin.tokens.create({
      name: '发令牌',
      login: 'admin',
      scopes: ['token.create'],
    })
    const more = { name: '更多', login: 'admin', scopes: ['*'] }
    assert.equal((await as(token, 'POST', '/tokens', more)).statusCode, 422)
  })

  test('revoked, expired, or of a disabled person it opens nothing', async () => {
    const { admin, ids } = desk.people
    const make = (login: string, expiresAt?: string) =>
      admin.tokens.create({ name: '临时', login, scopes: ['*'], ...(expiresAt ? { expiresAt } : {}) })
    const [revoked, expired, orphan] = [
      await make('nurse'),
      await make('nurse', '2026-03-09T10:00:00+08:00'),
      await make('nurse2'),
    ]
    for (const { token } of [revoked, expired, orphan]) assert.equal((await as(token, 'GET', '/staff')).statusCode, 200)
    await admin.tokens.revoke({ id: revoked.id })
    await admin.staff.disable({ id: ids.nurse2 })
    desk.clock.set('2026-03-09T10:00:00+08:00')
    for (const { token } of [revoked, expired, orphan]) assert.equal((await as(token, 'GET', '/staff')).statusCode, 401)
    await assert.rejects(admin.tokens.revoke({ id: revoked.id }), refusedWith(409))
    const { rows } = await admin.tokens.list()
    assert.ok(!JSON.stringify(rows).includes('hy_'))
    assert.equal(rows.find(({ id }) => id === revoked.id)?.status, 'revoked')
  })

  test('unknown verbs, unknown people and the past are refused by field', async () => {
    const { tokens } = desk.people.admin
    const form = { name: '错', login: 'admin', scopes: ['staff.read'] }
    await assert.rejects(tokens.create({ ...form, scopes: ['staff.read', 'staff.eat'] }), refusedWith(422, 'scopes.1'))
    await assert.rejects(tokens.create({ ...form, scopes: ['constructor'] }), refusedWith(422, 'scopes.0'))
    await assert.rejects(tokens.create({ ...form, login: 'nobody' }), refusedWith(422, 'login'))
    const past = '2020-01-01T00:00:00Z'
    await assert.rejects(tokens.create({ ...form, expiresAt: past }), refusedWith(422, 'expiresAt'))
  })
})

describe('the office', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk()
  })
  after(() => desk.close())

  test('a department of a new campus brings its campus', async () => {
    const { admin, nurse } = desk.people
    const line = await admin.departments.create({ campus: '东院区', name: '骨科', group: '外科' })
    assert.deepEqual([line.campus, line.name, line.group, line.active], ['东院区', '骨科', '外科', true])
    const { campuses, rows } = await nurse.departments.list()
    assert.deepEqual(
      campuses.map(({ name }) => name),
      ['本部', '东院区'],
    )
    assert.ok(rows.some(({ id }) => id === line.id))
    const same = { campus: '东院区', name: '骨科', group: '外科' }
    await assert.rejects(admin.departments.create(same), refusedWith(422, 'name'))
  })

  /** A stay whose department the lists name otherwise. */
  const stayUnder = async (name: string, campus: string) => {
    const { db } = desk.house
    const at = desk.clock.now()
    const patient = newId(at)
    const stamps = { created_at: at, updated_at: at }
    await db
      .insertInto('patients')
      .values({ id: patient, record_number: patient, name: '某某', sex: 'unknown', ...stamps })
      .execute()
    await db
      .insertInto('encounters')
      .values({
        id: newId(at),
        patient_id: patient,
        admission_count: 1,
        department_name: name,
        said: JSON.stringify({ campus }),
        discharged_on: '2026-03-01',
        leaving: 'home',
        sex: 'unknown',
        ...stamps,
      })
      .execute()
  }

  test('a name from the lists is shown with the stays that wait under it, and said once', async () => {
    const { admin, lead, nurse, departments } = desk.people
    const { db } = desk.house
    const alias = newId(desk.clock.now())
    await db
      .insertInto('department_aliases')
      .values({ id: alias, campus: '本部', name: '心血管内科', first_seen_at: desk.clock.now() })
      .execute()
    await stayUnder('心血管内科', '本部')
    await stayUnder('心血管内科', '本部')
    await stayUnder('心血管内科', '东院区')
    await stayUnder('别的科', '本部')
    const { rows } = await lead.departments.unconfirmed()
    assert.deepEqual(
      rows.map(({ name, encounters }) => [name, encounters]),
      [['心血管内科', 2]],
    )
    const say = { id: alias, departmentId: departments.心内科 }
    await assert.rejects(nurse.departments.confirm(say), refusedWith(403))
    await assert.rejects(admin.departments.confirm({ ...say, departmentId: nowhere }), refusedWith(422, 'departmentId'))
    assert.deepEqual(await lead.departments.confirm(say), { encounters: 2 })
    await assert.rejects(admin.departments.confirm(say), refusedWith(409))
    assert.deepEqual((await lead.departments.unconfirmed()).rows, [])
  })

  test('a department created under the very name of the lists is thereby confirmed', async () => {
    const { admin } = desk.people
    const at = desk.clock.now()
    await desk.house.db
      .insertInto('department_aliases')
      .values({ id: newId(at), campus: '西院区', name: '疼痛科', first_seen_at: at })
      .execute()
    await admin.departments.create({ campus: '西院区', name: '疼痛科', group: '外科' })
    assert.deepEqual((await admin.departments.unconfirmed()).rows, [])
  })

  test('the roster of a day is set as a whole', async () => {
    const { lead, nurse, ids } = desk.people
    await lead.duties.set({ day: '2026-03-10', staffIds: [ids.nurse, ids.nurse2, ids.nurse] })
    await lead.duties.set({ day: '2026-03-11', staffIds: [ids.nurse] })
    await lead.duties.set({ day: '2026-03-11', staffIds: [ids.nurse2] })
    const { rows } = await nurse.duties.list({ from: '2026-03-10', to: '2026-03-11' })
    assert.deepEqual(
      rows.map(({ day, name }) => `${day} ${name}`),
      ['2026-03-10 周一诺', '2026-03-10 林小满', '2026-03-11 周一诺'],
    )
    await lead.duties.set({ day: '2026-03-11', staffIds: [] })
    assert.equal((await nurse.duties.list({ from: '2026-03-11', to: '2026-03-11' })).rows.length, 0)
    await assert.rejects(lead.duties.set({ day: '2026-03-12', staffIds: [nowhere] }), refusedWith(422, 'staffIds.0'))
    await assert.rejects(nurse.duties.set({ day: '2026-03-12', staffIds: [] }), refusedWith(403))
    await assert.rejects(nurse.duties.list({ from: '2026-03-12', to: '2026-03-10' }), refusedWith(422, 'to'))
  })

  test('a number can be set within its bounds only', async () => {
    const { settings } = desk.people.admin
    const read = () => desk.house.asSystem((ctx) => standardOf(ctx, 'feedback'))
    assert.equal(await read(), 5)
    await settings.change({ standards: { feedback: 3 } })
    assert.equal(await read(), 3)
    const bad = { feedback: 6, triesApart: 1.5, nothing: 1, constructor: 1 }
    for (const [name, value] of Object.entries(bad))
      await assert.rejects(settings.change({ standards: { [name]: value } }), refusedWith(422, `standards.${name}`))
    assert.equal(await read(), 3)
    await assert.rejects(desk.people.nurse.settings.change({ hospitalName: '别院' }), refusedWith(403))
    await settings.change({ hospitalName: '示范医院' })
    assert.equal((await desk.stranger().session.me()).hospital, '示范医院')
    assert.deepEqual((await settings.get()).standards, { feedback: 3 }, 'what is not given stays')
  })

  test('an idle time that the hospital sets holds from the next request on', async () => {
    const nurse = await desk.signIn('nurse')
    desk.clock.pass(10 * 60_000)
    await desk.people.admin.settings.change({ standards: { sessionIdle: 5 } })
    await assert.rejects(nurse.staff.list(), refusedWith(401))
    await desk.people.admin.settings.change({ standards: {} })
  })

  test('the calendar warns of a missing year, takes the notice, and changes its version', async () => {
    const { admin } = desk.people
    const calendar = () => desk.house.asSystem((ctx) => calendarOf(ctx))
    assert.equal((await admin.settings.get()).calendarWarning, null)
    desk.clock.set('2026-11-02T09:00:00+08:00')
    assert.match((await admin.settings.get()).calendarWarning!, /2027/)
    const wrong = { '2027': '元旦 01-01~13-40' }
    await assert.rejects(admin.settings.change({ calendarYears: wrong }), refusedWith(422, 'calendarYears.2027'))
    await assert.rejects(
      admin.settings.change({ calendarYears: { '2026': '' } }),
      refusedWith(422, 'calendarYears.2026'),
    )
    const before = await calendar()
    await admin.settings.change({ calendarYears: { '2027': '元旦 01-01~01-03' } })
    assert.equal((await admin.settings.get()).calendarWarning, null)
    const known = await calendar()
    await admin.settings.change({ calendarExceptions: [{ day: '2026-11-06', works: false, why: '院庆' }] })
    const own = await calendar()
    assert.equal(new Set([before.version, known.version, own.version]).size, 3)
    const twice = { day: '2026-11-06', works: true, why: '两次' }
    await assert.rejects(
      admin.settings.change({ calendarExceptions: [twice, twice] }),
      refusedWith(422, 'calendarExceptions.1.day'),
    )
  })

  test('jobs that gave up are shown, and one that does not exist cannot be retried', async () => {
    assert.deepEqual((await desk.people.admin.jobs.failures()).rows, [])
    await assert.rejects(desk.people.admin.jobs.retry({ id: nowhere }), refusedWith(404))
    await assert.rejects(desk.people.lead.jobs.failures(), refusedWith(403))
  })
})
