// The least that can be done: node:http, the same statements, JSON. No permission, no validation, no schema.
import { once } from 'node:events'
import { createServer } from 'node:http'
import pg from 'pg'
import { namesOf, repeat, type Template } from './statements.ts'

const [{ url, templates }] = (await once(process, 'message')) as [{ url: string; templates: Record<string, Template> }]
const pool = new pg.Pool({ connectionString: url, max: 10 })
const names = namesOf(Object.values(templates))

const server = createServer((request, reply) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', async () => {
    try {
      if (parts.length > 0) JSON.parse(Buffer.concat(parts).toString())
      const client = await pool.connect()
      try {
        const rows = await repeat(client, templates[request.url!.slice(1)]!, names)
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
