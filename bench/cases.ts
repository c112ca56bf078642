// What a case costs: a request of ours against the same statements with nothing around them.

import { Agent } from 'node:http'
import pg from 'pg'
import { fillCases, fillStays, found, signIn } from './hospital.ts'
import { fire, type Line, median, openLab, processCpu, type Server, type Shot, send, startServer } from './lab.ts'
import { idOf, namesOf, repeat, type Statement, type Template, templateOf } from './statements.ts'

const stay = (i: number) => idOf(1, 1 + (i % 1000))
const caseId = (i: number) => idOf(2, 1 + (i % 40_000))
const words = '候诊两个小时没有人解释原因，问了三个窗口都说不知道。'.repeat(30)

/** The five requests of the comparison in peers.md, as an agent (and the department, for resolving) makes them. */
const requests = (
  nurse: Record<string, string>,
  cardiology: Record<string, string>,
): Record<string, (i: number) => Shot> => ({
  create: (i) => ({
    method: 'POST',
    path: '/api/v1/cases',
    headers: nurse,
    body: JSON.stringify({ encounterId: stay(i), text: words, category: 'D3', severity: 1, urgency: 3 }),
  }),
  get: (i) => ({ method: 'GET', path: `/api/v1/cases/${caseId(i)}`, headers: nurse }),
  list: () => ({ method: 'GET', path: '/api/v1/cases?open=true&mine=true&limit=50', headers: nurse }),
  comment: (i) => ({
    method: 'POST',
    path: `/api/v1/cases/${caseId(i)}/comment`,
    headers: nurse,
    body: JSON.stringify({ words: '已联系科室核实。' }),
  }),
  resolve: (i) => ({
    method: 'POST',
    path: `/api/v1/cases/${caseId(i)}/answer`,
    headers: cardiology,
    body: JSON.stringify({
      findings: '经核实，当日就诊人数较多，未及时说明。',
      measures: '增设导诊，等候超过三十分钟即说明。',
    }),
  }),
})

/** Runs each request twice and takes down its statements. */
const templatesOf = async (
  server: Server,
  shots: Record<string, (i: number) => Shot>,
): Promise<Record<string, Template>> => {
  const agent = new Agent({ keepAlive: true })
  const templates: Record<string, Template> = {}
  for (const [name, shot] of Object.entries(shots)) {
    const runs: { i: number; said: Statement[] }[] = []
    let template: Template | undefined
    // Now and then something beside the request slips in: two runs that say the same are the request.
    for (let i = 39_001; !template && i < 39_010; i++) {
      // The first ones of a process set its connections up; they are no part of the request.
      if (name !== 'resolve') await send(agent, server.port, shot(i + 10))
      await server.ask({ take: true })
      // A case is opened each time about the same stay: what differs then was made by the request itself.
      await send(agent, server.port, shot(name === 'create' ? 39_001 : i))
      const said = await server.ask<Statement[]>({ taken: true })
      const twin = runs.find((run) => run.said.map(({ text }) => text).join() === said.map(({ text }) => text).join())
      if (twin) template = templateOf(twin.said, said, [caseId(twin.i), caseId(i)])
      runs.push({ i, said })
    }
    if (!template) throw new Error(`no two runs of ${name} say the same`)
    templates[name] = template
  }
  agent.destroy()
  return templates
}

type Cost = { cpu: number; rate: number }

export const benchCases = async (quick: boolean): Promise<Line[]> => {
  const lab = await openLab()
  const lines: Line[] = []
  try {
    const ground = await found(lab.url)
    await fillStays(lab.url, ground, 1000)
    await fillCases(lab.url, ground, 50_000)
    const ours = await startServer('serve-huiyin.ts', { url: lab.url })
    const shots = requests(await signIn(ours.port, 'nurse'), await signIn(ours.port, 'cardiology'))
    const templates = await templatesOf(ours, shots)
    const thin = await startServer('serve-thin.ts', { url: lab.url, templates })

    const count = quick ? 300 : 1200
    const rounds = quick ? 3 : 5
    const cost = async (server: Server, shot: (i: number) => Shot, from: number): Promise<Cost> => {
      const before = processCpu(server.pid) + lab.cpu()
      const { seconds } = await fire(server.port, 8, count, (i) => shot(from + i))
      return { cpu: (processCpu(server.pid) + lab.cpu() - before) / count, rate: count / seconds }
    }
    let used = 0
    for (const [name, shot] of Object.entries(shots)) {
      const ourCosts: Cost[] = []
      const thinCosts: Cost[] = []
      for (let round = 0; round < rounds; round++) {
        ourCosts.push(await cost(ours, shot, used))
        thinCosts.push(
          await cost(
            thin,
            () => ({
              method: 'POST',
              path: `/${name}`,
              headers: { 'content-type': 'application/json' },
              body: shot(0).body ?? '{}',
            }),
            0,
          ),
        )
        used += count
      }
      const [our, least] = [median(ourCosts.map((c) => c.cpu)), median(thinCosts.map((c) => c.cpu))]
      lines.push({
        name: `cpu-${name}`,
        ratio: our / least,
        goal: 3,
        direction: 'min',
        ourMs: our,
        thinMs: least,
        statements: templates[name]!.length,
        rate: median(ourCosts.map((c) => c.rate)),
      })
    }

    // Opening at 32 connections against the same statements straight on the database.
    const pool = new pg.Pool({ connectionString: lab.url, max: 10 })
    const names = namesOf([templates.create!])
    const straight = async (): Promise<number> => {
      let next = 0
      const began = performance.now()
      await Promise.all(
        Array.from({ length: 32 }, async () => {
          while (next++ < count) {
            const client = await pool.connect()
            try {
              await repeat(client, templates.create!, names, stay(next))
            } finally {
              client.release()
            }
          }
        }),
      )
      return (count * 1000) / (performance.now() - began)
    }
    const rates: number[] = []
    for (let round = 0; round < rounds; round++) {
      const { seconds } = await fire(ours.port, 32, count, shots.create!)
      rates.push(count / seconds / (await straight()))
    }
    lines.push({ name: 'open-a-case', ratio: median(rates), goal: 0.5, direction: 'max' })
    await pool.end()
    await thin.stop()
    await ours.stop()
  } finally {
    await lab.close()
  }
  return lines
}
