// Two nodes on one database: what is done on one is known on the other, and what must happen once happens once.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { heldClock } from '#engine/clock.ts'
import { every } from '#engine/ctx.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { openLog } from '#engine/log.ts'
import { openServer } from '#engine/serve.ts'
import { contracts } from '#src/contracts.ts'
import { modules } from '#src/modules.ts'
import { type Api, client, type WireRequest } from '#web/client.ts'
import { satisfactionAnswers } from './calls.ts'
import { freshDatabase, password } from './desk.ts'
import { dischargedPatient } from './patients.ts'
import { type People, populate } from './people.ts'

type Person = Api<typeof contracts>
type Node = { readonly house: OpenHouse; readonly server: FastifyInstance; readonly port: number }

const clock = heldClock('2026-03-09T09:00:00+08:00')
// Something that looks around by itself, so that it can be seen how often it did.
const probe = {
  name: 'probe',
  reactions: [every(1, 'probe.tick', (ctx) => record(ctx, 'probe.tick', { subject: null }))],
}

const openNode = async (url: string): Promise<Node> => {
  const house = await openHouse({ url, modules: [...modules, probe], clock, log: openLog('silent'), poolSize: 5 })
  const server = await openServer(house, { perMinute: 1_000_000 })
  await server.listen({ port: 0, host: '127.0.0.1' })
  return { house, server, port: (server.server.address() as AddressInfo).port }
}

type Browser = { at(node: Node): Person; cookie(): string }

/** Somebody's browser, with one cookie for whichever node the balancer picks. */
const openBrowser = (): Browser => {
  let cookie = ''
  const ask = async (node: Node, { method, url, headers, body }: WireRequest) => {
    const reply = await fetch(`http://127.0.0.1:${node.port}${url}`, {
      method,
      headers: { ...headers, cookie },
      ...(body === undefined ? {} : { body: body as string }),
    })
    const [set] = reply.headers.getSetCookie()
    if (set) cookie = set.split(';')[0]!
    const bytes = new Uint8Array(await reply.arrayBuffer())
    return { status: reply.status, headers: Object.fromEntries(reply.headers), bytes }
  }
  return { at: (node) => client(contracts, (request) => ask(node, request)), cookie: () => cookie }
}

/** The nouns that a screen hears of, as they come. */
const listen = async (node: Node, cookie: string): Promise<{ heard: string[]; end(): void }> => {
  const heard: string[] = []
  const request = httpGet({ host: '127.0.0.1', port: node.port, path: '/api/v1/live', headers: { cookie } })
  request.on('error', () => {})
  const [reply] = (await once(request, 'response')) as [IncomingMessage]
  assert.equal(reply.statusCode, 200)
  reply.on('error', () => {})
  reply.setEncoding('utf8').on('data', (text: string) => {
    for (const [, nouns] of text.matchAll(/^data: (.*)$/gm)) heard.push(...(JSON.parse(nouns!) as string[]))
  })
  return { heard, end: () => request.destroy() }
}

const until = async <T>(what: string, ask: () => Promise<T> | T, ms = 10_000): Promise<NonNullable<T>> => {
  for (const begun = performance.now(); performance.now() - begun < ms; await sleep(25)) {
    const answer = await ask()
    if (answer) return answer
  }
  throw new Error(`in vain: ${what}`)
}

describe('两个节点,一个数据库', { timeout: 60_000 }, () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let nodes: Node[]
  let people: People
  const browsers: Record<string, Browser> = {}
  before(async () => {
    database = await freshDatabase()
    // Three at once on an empty database: each migration is made once, and nobody stumbles over another.
    nodes = await Promise.all([openNode(database.url), openNode(database.url), openNode(database.url)])
    people = await populate(nodes[0]!.house, (login) => {
      browsers[login] = openBrowser()
      return browsers[login].at(nodes[0]!)
    })
    for (const [login, browser] of Object.entries(browsers))
      await browser.at(nodes[0]!).session.signIn({ login, password })
    for (const { house } of nodes) await house.jobs.work()
  })
  after(async () => {
    for (const { server, house } of nodes) {
      await server.close()
      await house.stop()
    }
    await database.drop()
  })
  const count = async (query: ReturnType<typeof sql<{ n: number }>>) =>
    Number((await query.execute(nodes[0]!.house.db)).rows[0]!.n)
  const patient = (more: object = {}) => dischargedPatient({ house: nodes[0]!.house, clock, people } as never, more)

  test('三个节点同时启动,每个迁移只做一次', async () => {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(nodes[0]!.house.db)
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length)
    const begun = sql<{
      n: number
    }>`select count(*) as n from questionnaires q join questionnaires r on q.key = r.key and q.id < r.id`
    assert.equal(await count(begun), 0, 'what a hospital begins with was put there once')
  })

  test('在一个节点上办理,另一个节点上的屏幕随之刷新;限监察室的事不惊动别人', async () => {
    const [one, two] = nodes as [Node, Node]
    const stay = await patient()
    const nurse = await listen(two, browsers.nurse!.cookie())
    const supervision = await listen(two, browsers.supervision!.cookie())
    const grave = { encounterId: stay.encounterId, text: '术后纱布遗留体内', category: 'A1', severity: 3 }
    await browsers.supervision!.at(one).cases.open(grave)
    await until('supervision hears of it', () => supervision.heard.includes('case'))
    assert.ok(!nurse.heard.includes('case'), 'not the nurse')
    await browsers.nurse!.at(one).cases.open({ encounterId: stay.encounterId, text: '候诊太久', category: 'D3' })
    await until('the nurse hears of it', () => nurse.heard.includes('case'))
    nurse.end()
    supervision.end()
  })

  test('后续动作只做一次', async () => {
    const [one, two, three] = nodes as [Node, Node, Node]
    const told: string[] = []
    for (let i = 0; i < 6; i++) {
      const { encounterId } = await patient()
      const opened = await browsers.nurse!.at(one).cases.open({ encounterId, text: `候诊太久 ${i}`, category: 'D3' })
      const { id } = opened
      await browsers
        .cardiology!.at(two)
        .cases.answer({ id, findings: '核实:当日门诊系统切换。', measures: '增设导诊人员两名,延迟即广播。' })
      await browsers.supervision!.at(three).cases.pass({ id })
      told.push(id)
    }
    await Promise.all(
      told.map((id, i) => browsers.nurse!.at(nodes[i % 3]!).cases.tell({ id, how: 'call', what: '已说明原因。' })),
    )
    const recalls = sql<{ n: number }>`select count(*) as n from tasks where kind = 'recall' and case_id = any(${told})`
    await until('every recall is planned', async () => (await count(recalls)) >= told.length)
    const waiting = sql<{
      n: number
    }>`select count(*) as n from pgboss.job where name = 'reaction' and state in ('created', 'active', 'retry')`
    await until('nothing waits', async () => (await count(waiting)) === 0)
    assert.equal(await count(recalls), told.length)
    const marks = sql<{ n: number }>`select count(*) as n from reactions_done where reaction = 'followups.planRecall'`
    assert.equal(await count(marks), told.length)
  })

  test('定时事务只做一次', async () => {
    // The queue looks at its schedules every half minute; two nodes that open later look at once, when it is time.
    const ticks = sql<{ n: number }>`select count(*) as n from events where verb = 'probe.tick'`
    const slots = sql<{
      n: number
    }>`select count(distinct singleton_on) as n from pgboss.job where data->>'name' = 'probe.tick'`
    assert.equal(await count(sql<{ n: number }>`select count(*) as n from pgboss.schedule where key = 'probe.tick'`), 1)
    await sql`update pgboss.version set cron_on = now() - interval '1 hour'`.execute(nodes[0]!.house.db)
    const late = await Promise.all([openNode(database.url), openNode(database.url)])
    for (const { house } of late) await house.jobs.work()
    nodes.push(...late)
    await until('it ticks', async () => (await count(ticks)) > 0, 20_000)
    await sleep(2500)
    assert.ok(
      (await count(ticks)) <= Math.max(1, await count(slots)),
      'once for each minute, however many nodes there are',
    )
  })

  test('同一条任务同时被五个节点领取:恰好一人领到', async () => {
    for (let round = 0; round < 4; round++) {
      const { recordNumber } = await patient({ daysAgo: 3, department: '普外科' })
      const [task] = (await browsers.nurse!.at(nodes[0]!).followups.list({ view: 'all', q: recordNumber })).rows
      const racers = ['nurse', 'nurse2', 'lead', 'supervision'].flatMap((login, i) => [
        browsers[login]!.at(nodes[i % nodes.length]!).followups.claim({ id: task!.id }),
        browsers[login]!.at(nodes[(i + 1) % nodes.length]!).followups.claim({ id: task!.id }),
      ])
      const outcomes = await Promise.allSettled(racers)
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') assert.equal(outcome.reason.status, 409, outcome.reason.message)
      const claims = sql<{
        n: number
      }>`select count(*) as n from events where verb = 'task.claim' and subject = ${task!.id}`
      assert.equal(await count(claims), 1)
    }
  })

  test('同一个 Idempotency-Key 同时发往两个节点:只办一次,回复相同', async () => {
    const { encounterId } = await patient()
    const key = 'one-wish-two-nodes'
    const wish = { encounterId, text: '同一句话说了很多遍', category: 'D3' }
    const replies = await Promise.all(
      [0, 1, 2, 0, 1].map((i) => browsers.nurse!.at(nodes[i]!).cases.open(wish, { key })),
    )
    for (const reply of replies) assert.deepEqual(reply, replies[0])
    assert.equal(await count(sql<{ n: number }>`select count(*) as n from cases where text = ${wish.text}`), 1)
    await assert.rejects(browsers.nurse!.at(nodes[1]!).cases.open({ ...wish, text: '另一句话' }, { key }), {
      status: 422,
    })
  })

  test('在一个节点上退出或停用,另一个节点上的下一次请求即被拒绝', async () => {
    const [one, two] = nodes as [Node, Node]
    const browser = openBrowser()
    await browser.at(one).session.signIn({ login: 'nurse2', password })
    await browser.at(two).followups.counts({})
    await browser.at(one).session.signOut({})
    await assert.rejects(browser.at(two).followups.counts({}), { status: 401 })
    // His other browser is still signed in, until the account is closed.
    const other = browsers.nurse2!
    await other.at(two).followups.counts({})
    const { id } = await patient({ daysAgo: 3 }).then(async ({ recordNumber }) => {
      const [task] = (await other.at(two).followups.list({ view: 'all', q: recordNumber })).rows
      await other.at(two).followups.claim({ id: task!.id })
      return task!
    })
    await browsers.admin!.at(one).staff.disable({ id: people.ids.nurse2 })
    const draft = other
      .at(two)
      .followups.complete({ id, answers: satisfactionAnswers('satisfied'), respondent: 'patient' })
    await assert.rejects(draft, { status: 401 })
    assert.equal((await browsers.lead!.at(two).followups.get({ id })).assignee, null, 'his calls are free again')
  })

  test('一个节点停下,其余照常', async () => {
    const gone = nodes.pop()!
    await gone.server.close()
    await gone.house.stop()
    const { encounterId } = await patient()
    await browsers.nurse!.at(nodes[1]!).cases.open({ encounterId, text: '照常受理', category: 'D3' })
  })
})
