// The stream of server-sent events behind live refresh.
import type { FastifyInstance } from 'fastify'
import { visitorOf } from './admit.ts'
import type { Clock } from './clock.ts'
import type { Db } from './database.ts'
import type { Live } from './live.ts'
import { DoorProblem } from './problem.ts'

const heartbeat = 20_000
/** More screens than anybody has open; beyond, a stream that does not read is a way to fill the memory. */
const mostStreams = 30
const mostUnread = 64 * 1024

/** Serves `/api/v1/live`: nouns that changed; the session is asked again at every heartbeat. */
export const serveLive = (
  server: FastifyInstance,
  { db, clock, live, secure }: { db: Db; clock: Clock; live: Live; secure: boolean },
): void => {
  const open = new Map<() => void, string>()
  server.addHook('preClose', async () => {
    for (const end of open.keys()) end()
  })
  server.get('/api/v1/live', async (request, reply) => {
    // The stream of a desk that somebody has left does not keep his session awake.
    const ask = () => visitorOf(db, clock, request, { secure, touch: false })
    const visitor = await ask()
    if (visitor?.stage !== 'full' || visitor.mustChangePassword)
      throw new DoorProblem(401, 'not-signed-in', { zh: '请先登录。', en: 'Sign in first.' })
    if ([...open.values()].filter((id) => id === visitor.id).length >= mostStreams)
      throw new DoorProblem(
        429,
        'too-many',
        { zh: '打开的窗口太多，请关闭一些。', en: 'Too many windows are open; close some.' },
        60,
      )
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    raw.write('retry: 2000\n\n')
    const say = (words: string) => (raw.writableLength > mostUnread ? end() : raw.write(words))
    const deaf = live.listen({
      me: visitor,
      tell: (nouns) => say(`event: changed\ndata: ${JSON.stringify(nouns)}\n\n`),
    })
    const beat = setInterval(() => {
      ask().then(
        (still) => (still ? say(': here\n\n') : end()),
        () => {},
      )
    }, heartbeat)
    const end = () => {
      clearInterval(beat)
      deaf()
      open.delete(end)
      raw.end()
    }
    open.set(end, visitor.id)
    request.raw.once('close', end)
  })
}
