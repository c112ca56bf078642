// The least that can be done: node:http, the same statements, JSON. No permission, no validation, no schema.
import { once } from 'node:events'
import { createServer } from 'node:http'
import pg from 'pg'
import { idOf, namesOf, repeat, type Template } from './statements.ts'

const [{ url, templates }] = (await once(process, 'message')) as [{ url: string; templates: Record<string, Template> }]
const pool = new pg.Pool({ connectionString: url, max: 10 })
/** Each request is about the next row, as those to our server are; about other rows, so that neither meets the other's. */
let turn = 0
const names = namesOf(Object.values(templates))

const server = createServer((request, reply) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    try {
      if (parts.length > 0) JSON.parse(Buffer.concat(parts).toString())
      const client = await pool.connect()
      try {
        const name = request.url!.slice(1)
        turn++
        const row = name === 'create' ? idOf(1, 1 + (turn % 1000)) : idOf(2, 40_001 + (turn % 9_000))
        const rows = await repeat(client, templates[name]!, names, row)
        reply.setHeader('content-type', 'application/json').end(JSON.stringify(rows))
      } finally {
        client.release()
      }
    } catch (error) {
      reply.statusCode = 500
      reply.end(String(error))
    }
  })
})
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as { port: number }).port }))
process.on('message', async (message: { stop?: boolean }) => {
  if (!message.stop) return
  server.close()
  await pool.end()
  process.exit(0)
})
// The bench has ended: nobody is left to serve.
process.on('disconnect', () => process.exit())
