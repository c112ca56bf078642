// Search of a two-character word in two hundred thousand texts, against reading one row by its key.
import pg from 'pg'
import { fillCases, fillStays, found, signIn } from './hospital.ts'
import { fire, type Line, openLab, startServer } from './lab.ts'
import { idOf } from './statements.ts'

const texts = 200_000
/** From one that stands in almost every text to one that stands in few. */
const words = ['候诊', '渗液', '退费', '排队', '第9', '96次']

export const benchSearch = async (quick: boolean): Promise<Line[]> => {
  const lab = await openLab()
  try {
    const ground = await found(lab.url)
    await fillStays(lab.url, ground, 1000)
    await fillCases(lab.url, ground, texts)
    const server = await startServer('serve-huiyin.ts', { url: lab.url })
    const headers = await signIn(server.port, 'supervision')
    const count = quick ? 120 : 600
    const path = (i: number) => `/api/v1/cases?q=${encodeURIComponent(words[i % words.length]!)}&limit=20`
    await fire(server.port, 1, 12, (i) => ({ method: 'GET', path: path(i), headers }))
    const found_ = await fire(server.port, 1, count, (i) => ({ method: 'GET', path: path(i), headers }))
    const client = new pg.Client({ connectionString: lab.url })
    await client.connect()
    const times: number[] = []
    for (let i = 0; i < count; i++) {
      const from = performance.now()
      await client.query({
        name: 'key',
        text: 'select * from cases where id = $1',
        values: [idOf(2, 1 + ((i * 317) % texts))],
      })
      times.push(performance.now() - from)
    }
    times.sort((a, b) => a - b)
    const key = times[Math.floor(count * 0.95)]!
    await client.end()
    await server.stop()
    return [
      {
        name: 'search-two-characters',
        ratio: found_.p95 / key,
        goal: 100,
        direction: 'min',
        p50Ms: found_.p50,
        p95Ms: found_.p95,
        keyP95Ms: key,
        texts,
      },
    ]
  } finally {
    await lab.close()
  }
}
