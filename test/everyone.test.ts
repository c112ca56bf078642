// Every endpoint for everybody: what each may see and do follows from the matrix, and nothing else is answered, named or leaked.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newToken, openSession, tokenHash } from '#engine/sessions.ts'
import type { Endpoint } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { admits, type Me, roles, type Scope } from '#kernel/permission.ts'
import { contracts } from '#src/contracts.ts'
import { lifecycles } from '#src/lifecycles.ts'
import { matrix, scopes } from '#src/permissions.ts'
import { type Desk, openDesk } from './desk.ts'
import { patient, putRows, type Row, type Rows, tableOf } from './rows.ts'
import { bodySchema, refsIn, replaced, requestOf, sampleOf } from './sample.ts'

type Somebody = {
  readonly says: string
  readonly me: Me | null
  readonly owes?: 'factor' | 'password'
  enter(): Promise<Record<string, string>>
}

/** The cell of the matrix as the scope that it stands for; an API token has only the verbs it was given. */
const scopeOf = (me: Me, verb: string): Scope => {
  const [noun] = verb.split('.') as [keyof typeof scopes]
  const cell = matrix[verb as keyof typeof matrix][roles.indexOf(me.role)]!
  if (cell === '-' || (me.scopes && !me.scopes.includes(verb))) return []
  return (scopes[noun] as Record<string, (me: Me) => Scope>)[cell]!(me)
}

/** What must come of it: the refusal, or `in` for whatever the rules then say. */
const expected = ({ me, owes }: Somebody, { open, verb, path }: Endpoint, row: Row | null): number | 'in' => {
  if (open) return 'in'
  if (!me || owes === 'factor') return 401
  if (owes === 'password' && !verb.startsWith('session.')) return 403
  if (scopeOf(me, verb).length === 0) return 403
  if (!/^\/.*\{id\}/.test(path)) return 'in'
  const noun = verb.split('.')[0]!
  if (!row || !admits(scopeOf(me, `${noun}.read`), row)) return 404
  return admits(scopeOf(me, verb), row) ? 'in' : 403
}

const nothing = '019c0000-0000-7000-8000-00000000dead'
const leaks = new RegExp([patient.name, patient.phone, patient.idNumber, '\\$argon2'].join('|'))
const secretKeys = /"\w*(argon2|hash|secret|totp|password)\w*":(?!null|true|false)/i

/** Making a whole paper takes a second: of the rows whose paper somebody may have, three show it. */
const papers = /\/(export|export-in-clear|letter|simulate)$|\.(pdf|docx|xlsx)$/
const enough = 3

describe('everyone', { timeout: 560_000 }, () => {
  let desk: Desk
  let rows: Rows
  let everybody: Somebody[]
  let endpoints: Endpoint[]
  before(async () => {
    desk = await openDesk()
    endpoints = desk.house.handlers.map(({ endpoint }) => endpoint)
    const { db, clock } = desk.house
    const staff = await db.selectFrom('staff').selectAll().execute()
    const meOf = (login: string): Me => staff.find((one) => one.login === login) as unknown as Me
    const enter =
      (login: string, stage: 'full' | 'password' = 'full') =>
      async () => {
        const it = { staffId: meOf(login).id, stage, address: '127.0.0.1', agent: '', now: clock.now() }
        return { cookie: `huiyin=${await openSession(db, it)}` }
      }
    const narrow = ['case.read', 'case.comment', 'task.read']
    const token = newToken()
    const now = clock.now()
    await db
      .insertInto('api_tokens')
      .values({
        id: newId(now),
        name: '窄',
        token_hash: tokenHash(token),
        staff_id: meOf('supervision').id,
        scopes: narrow,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await db
      .insertInto('staff')
      .values({
        ...staff.find(({ login }) => login === 'lead')!,
        id: newId(now),
        login: 'newcomer',
        must_change_password: true,
      })
      .execute()
    const newcomer = await db.selectFrom('staff').where('login', '=', 'newcomer').selectAll().executeTakeFirstOrThrow()
    staff.push(newcomer)
    rows = await putRows(desk)
    everybody = [
      ...['nurse', 'lead', 'cardiology', 'supervision', 'director', 'admin'].map((login) => ({
        says: login,
        me: meOf(login),
        enter: enter(login),
      })),
      {
        says: 'a machine with a narrow token',
        me: { ...meOf('supervision'), scopes: narrow },
        enter: async () => ({ authorization: `Bearer ${token}` }),
      },
      {
        says: 'one who owes the second factor',
        me: meOf('supervision'),
        owes: 'factor',
        enter: enter('supervision', 'password'),
      },
      { says: 'one who owes a new password', me: meOf('newcomer'), owes: 'password', enter: enter('newcomer') },
      { says: 'a stranger', me: null, enter: async () => ({}) },
    ]
  })
  after(() => desk.close())

  const ask = async (who: Somebody, endpoint: Endpoint, row: string, body?: unknown) => {
    const names = {
      id: row,
      fileId: rows.files.get(row) ?? nothing,
      lineId: row,
      office: 'canteen',
      prompt: 'greeting',
      kind: 'music',
    }
    const request = requestOf(endpoint, names, rows.known(endpoint, who.me?.id ?? ''), body)
    const reply = await desk.server.inject({
      ...request,
      headers: { ...request.headers, ...(await who.enter()) },
    } as never)
    if (reply.statusCode < 300 && endpoint.method !== 'GET') await rows.restore()
    return reply
  }

  test('what each may see and do, cell by cell', async () => {
    const wrong: string[] = []
    const never = new Set(endpoints)
    for (const endpoint of endpoints) {
      const { method, path, verb, open, secret } = endpoint
      const table = tableOf(path)
      const there = table ? await rows.of(table) : []
      for (const who of everybody) {
        const none = await ask(who, endpoint, nothing)
        // Who may not at all is told so whatever the row is: one of them shows it.
        const refused = [401, 403].includes(expected(who, endpoint, null) as number)
        let made = 0
        for (const row of [null, ...there.slice(0, refused ? 1 : undefined)]) {
          const want = expected(who, endpoint, row)
          if (want === 'in' && made === enough) continue
          const reply = row ? await ask(who, endpoint, row.id) : none
          const got = reply.statusCode
          if (got < 300) never.delete(endpoint)
          if (got < 300 && papers.test(path)) made++
          const cell = `${who.says}: ${method} ${path} of ${row ? JSON.stringify({ status: row.status, number: row.number, kind: row.kind }) : 'nothing'}`
          const right = want === 'in' ? got < 500 && (open || ![401, 403, 404].includes(got)) : got === want
          if (!right) wrong.push(`${cell}: ${got} instead of ${want} ${reply.body.slice(0, 200)}`)
          // What may not be seen is told from what does not exist by nothing at all.
          const told = (it: typeof reply) => [
            it.body.replace(/"request":"[^"]*"/, ''),
            Object.keys(it.headers).sort(),
            it.statusCode,
          ]
          if (want === 404) assert.deepEqual(told(reply), told(none), cell)
          const revealing = verb.endsWith('.reveal') && got === 200
          if (leaks.test(revealing ? reply.body.replace(patient.phone, '') : reply.body))
            wrong.push(`${cell}: leaks ${leaks.exec(reply.body)}`)
          if (!secret && secretKeys.test(reply.body)) wrong.push(`${cell}: tells ${secretKeys.exec(reply.body)}`)
        }
      }
    }
    assert.deepEqual(wrong, [])
    // The requests are good ones: somebody could do everything but what needs an authenticator at hand or a job that failed.
    assert.deepEqual(
      [...never].map(({ path }) => path).filter((path) => !/second-factor|retry|^\/answers|\/sms\//.test(path)),
      [],
    )
  })

  test('what a body names must be there to be named', async () => {
    const wrong: string[] = []
    for (const endpoint of endpoints.filter((it) => it.body)) {
      const schema = bodySchema(endpoint)!
      const able = everybody.find(
        (who) => who.me && !who.me.scopes && !who.owes && scopeOf(who.me, endpoint.verb).length > 0,
      )!
      const table = tableOf(endpoint.path)
      for (const path of refsIn(schema))
        for (const row of table ? await rows.of(table) : [null]) {
          const body = replaced(sampleOf(schema, rows.known(endpoint, able.me!.id)), path, nothing)
          const { statusCode } = await ask(able, endpoint, row?.id ?? nothing, body)
          if (statusCode < 400 || statusCode >= 500)
            wrong.push(`${able.says}: ${endpoint.path} with a foreign ${path.join('.')}: ${statusCode}`)
        }
    }
    assert.deepEqual([...new Set(wrong)], [])
  })

  test('lists and counts hold what the scope admits, no more and no less', async () => {
    for (const who of everybody) {
      if (!who.me || who.owes) continue
      const { me, says } = who
      const headers = await who.enter()
      const seen = async (url: string) => (await desk.server.inject({ url: `/api/v1${url}`, headers })).json()
      for (const [noun, table, url] of [
        ['case', 'cases', '/cases?limit=200'],
        ['case', 'cases', '/register?limit=200'],
        ['task', 'tasks', '/followups?view=all&limit=200'],
      ] as const) {
        const scope = scopeOf(me, `${noun}.read`)
        if (scope.length === 0) continue
        const admitted = (await rows.of(table)).filter((row) => admits(scope, row)).map(({ id }) => id)
        const { rows: shown } = (await seen(url)) as { rows: { id: string }[] }
        const known = new Set((await rows.of(table)).map(({ id }) => id))
        assert.deepEqual(
          new Set(shown.map(({ id }) => id).filter((id) => known.has(id))),
          new Set(admitted),
          `${says}: ${url}`,
        )
      }
      if (scopeOf(me, 'case.read').length === 0) continue
      const open = ((await seen('/cases?open=true&limit=200')) as { rows: unknown[] }).rows.length
      const { byStatus } = (await seen('/cases/counts')) as { byStatus: Record<string, number> }
      assert.equal(
        Object.values(byStatus).reduce((sum, n) => sum + n, 0),
        open,
        `${says}: the count is that of the list`,
      )
    }
  })

  test('a department asks for no figures but its own', async () => {
    const headers = await everybody.find(({ says }) => says === 'cardiology')!.enter()
    const { departments } = desk.people
    for (const path of [
      'month?month=2026-03',
      'rows?period=2026-03&figure=discharges',
      'case-rows?period=2026-03&figure=opened',
      'month.xlsx?month=2026-03',
    ]) {
      const ask = (id: string) => desk.server.inject({ url: `/api/v1/reports/${path}&departmentId=${id}`, headers })
      assert.equal((await ask(departments.心内科)).statusCode, 200, path)
      const [another, none] = [await ask(departments.普外科), await ask(nothing)]
      assert.equal(another.statusCode, 404, path)
      assert.equal(another.body.replace(/"request":"[^"]*"/, ''), none.body.replace(/"request":"[^"]*"/, ''))
    }
  })

  test('a file of one case is not found under another', async () => {
    const file = endpoints.find(({ path }) => path === '/cases/{id}/files/{fileId}')!
    const [one, other] = [...rows.files]
    const supervision = everybody.find(({ says }) => says === 'supervision')!
    const under = (id: string, fileId: string) => requestOf(file, { id, fileId }, {})
    const headers = await supervision.enter()
    assert.equal((await desk.server.inject({ ...under(one![0], one![1]), headers } as never)).statusCode, 200)
    assert.equal((await desk.server.inject({ ...under(one![0], other![1]), headers } as never)).statusCode, 404)
  })

  test('what is not declared is not answered', async () => {
    const headers = await everybody.find(({ says }) => says === 'admin')!.enter()
    const declared = new Map<string, Set<string>>()
    for (const { path, method } of endpoints) declared.set(path, (declared.get(path) ?? new Set()).add(method))
    for (const [path, methods] of declared)
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const) {
        // `GET /followups/allot` asks for a task of that name, which is another endpoint and no id.
        const another = [...declared].some(
          ([other, its]) => its.has(method) && new RegExp(`^${other.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
        )
        if (methods.has(method) || another) continue
        const url = `/api/v1${path.replaceAll(/\{\w+\}/g, nothing)}`
        const { statusCode } = await desk.server.inject({ method: method as 'GET', url, headers })
        assert.ok([404, 405].includes(statusCode), `${method} ${path}: ${statusCode}`)
      }
  })

  test('the document, the routes, the contracts and the matrix say the same', async () => {
    const { paths } = (await desk.server.inject({ url: '/openapi.json' })).json()
    const line = (method: string, path: string, verb: string) => `${method} ${path} ${verb}`
    const documented = Object.entries(paths as Record<string, Record<string, { 'x-verb': string }>>).flatMap(
      ([path, operations]) =>
        Object.entries(operations).map(([method, it]) =>
          line(method.toUpperCase(), path.replace('/api/v1', ''), it['x-verb']),
        ),
    )
    const contracted = Object.values(contracts).flatMap((noun) =>
      Object.values(noun).map(({ method, path, verb }: Endpoint) => line(method, path, verb)),
    )
    const served = endpoints.map(({ method, path, verb }) => line(method, path, verb))
    assert.deepEqual(documented.sort(), contracted.sort())
    assert.deepEqual(served.sort(), contracted)
    for (const { method, path } of endpoints)
      assert.ok(desk.server.hasRoute({ method, url: `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}` }), path)
    const verbs = new Set(endpoints.map(({ verb }) => verb))
    for (const verb of verbs) assert.ok(verb in matrix, `${verb} has no line in the matrix`)
    // Verbs that the program does on the way of another one have a line and no address of their own.
    const onTheWay = Object.keys(matrix).filter((verb) => !verbs.has(verb))
    const acts = new Set(lifecycles.flatMap(({ noun, acts }) => acts.map(([verb]) => `${noun}.${verb}`)))
    for (const verb of acts) assert.ok(verb in matrix, `${verb} has no line in the matrix`)
    assert.deepEqual(
      onTheWay.filter((verb) => !acts.has(verb)),
      [],
    )
  })
})
