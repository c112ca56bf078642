// What the worklist costs over HTTP against its SQL, and whether a million tasks are slower than ten thousand.
import { Agent } from 'node:http'
import pg from 'pg'
import { fillStays, fillTasks, found, signIn } from './hospital.ts'
import { fire, type Line, median, openLab, type Shot, send, startServer } from './lab.ts'
import { namesOf, repeat, type Statement, templateOf } from './statements.ts'

const shot = (headers: Record<string, string>): Shot => ({
  method: 'GET',
  path: '/api/v1/followups?view=today&limit=50',
  headers,
})

/** Rates of the worklist over HTTP and as bare SQL, and its slowest hundredth, with so many tasks in the hospital. */
const measure = async (tasks: number, quick: boolean) => {
  const lab = await openLab()
  try {
    const ground = await found(lab.url)
    const stays = Math.min(tasks, 50_000)
    await fillStays(lab.url, ground, stays)
    await fillTasks(lab.url, ground, stays, tasks)
    const server = await startServer('serve-huiyin.ts', { url: lab.url })
    const one = shot(await signIn(server.port, 'nurse'))
    const agent = new Agent({ keepAlive: true })
    const runs: Statement[][] = []
    for (let i = 0; i < 2; i++) {
      await send(agent, server.port, one)
      await server.ask({ take: true })
      await send(agent, server.port, one)
      runs.push(await server.ask<Statement[]>({ taken: true }))
    }
    agent.destroy()
    const template = templateOf(runs[0]!, runs[1]!, ['', ''])
    const names = namesOf([template])
    const pool = new pg.Pool({ connectionString: lab.url, max: 8 })
    const count = quick ? 400 : 1500
    const bare = async (): Promise<number> => {
      let next = 0
      const began = performance.now()
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          const client = await pool.connect()
          while (next++ < count) await repeat(client, template, names, '')
          client.release()
        }),
      )
      return (count * 1000) / (performance.now() - began)
    }
    const ratios: number[] = []
    const slowest: number[] = []
    for (let round = 0; round < (quick ? 3 : 5); round++) {
      const fired = await fire(server.port, 8, count, () => one)
      slowest.push(fired.p99)
      ratios.push(count / fired.seconds / (await bare()))
    }
    await pool.end()
    await server.stop()
    return { ratio: median(ratios), p99: median(slowest) }
  } finally {
    await lab.close()
  }
}

export const benchWorklist = async (quick: boolean): Promise<Line[]> => {
  const few = await measure(10_000, quick)
  const many = await measure(1_000_000, quick)
  return [
    { name: 'worklist', ratio: many.ratio, goal: 0.4, direction: 'max', tasks: 1_000_000 },
    {
      name: 'worklist-p99-million',
      ratio: many.p99 / few.p99,
      goal: 1.5,
      direction: 'min',
      fewMs: few.p99,
      manyMs: many.p99,
    },
  ]
}
