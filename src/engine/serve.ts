// The door: every endpoint of every module is served here in the same way, and nothing is served in any other.
import { createHash, randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { z } from 'zod'
import type { Endpoint } from '#kernel/contract.ts'
import { languageOf } from '#kernel/words.ts'
import { admit, crossSite, type Door, doorApart, doorOf, networkOf, ownName } from './admit.ts'
import { mustBeWritable } from './bodies.ts'
import type { Ctx, Download, Handler, Upload } from './ctx.ts'
import { transact } from './database.ts'
import { type OpenHouse, systemMe } from './house.ts'
import { once } from './once.ts'
import { openapi } from './openapi.ts'
import { servePages } from './pages.ts'
import { inPieces, sendPieces } from './pieces.ts'
import { DoorProblem, problemOf } from './problem.ts'
import { writerOf } from './serialise.ts'
import { serveSockets } from './sockets.ts'
import { serveLive } from './stream.ts'
import { meter } from './telemetry.ts'
import { watchReads } from './watch.ts'

type ServeOptions = {
  /** Where the built screens lie; absent in tests of the API. */
  readonly web?: string
  /** HTTPS by our own certificate: PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string }
  /** Hops of the hospital's proxy that may say who the visitor is; empty: none is believed. */
  readonly proxies?: readonly string[]
  /** The pages are reached over HTTPS (ours or the proxy's): cookies are marked so. */
  readonly secure?: boolean
  /** The names under which people reach this server; absent: any. Its addresses are always right. */
  readonly names?: readonly string[]
  /** Requests a minute from one person or address. */
  readonly perMinute?: number
}

const paramsSchema = (path: string) =>
  z.object(
    Object.fromEntries(
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [
        name!,
        name === 'id' || name!.endsWith('Id') ? z.uuid() : z.string().max(100),
      ]),
    ),
  )

const none = z.object({})

/** Reads what an endpoint takes: path, query and body, the path last so that a body can never override it. */
const reader = (endpoint: Endpoint) => {
  const params = paramsSchema(endpoint.path)
  const query = (endpoint.query ?? none) as z.ZodType<object>
  const body = (endpoint.body ?? none) as z.ZodType<object>
  return (request: FastifyRequest): object => {
    // A path that cannot be an id names nothing.
    const path = params.safeParse(request.params)
    if (!path.success) throw new DoorProblem(404, 'not-found', { zh: '没有找到这条记录。', en: 'Nothing here.' })
    mustBeWritable(request.body)
    return {
      ...(endpoint.query ? query.parse(request.query) : {}),
      ...(endpoint.body ? body.parse(request.body ?? {}) : {}),
      ...path.data,
    }
  }
}

const fileOf = async (request: FastifyRequest): Promise<Upload> => {
  const part = await request.file()
  if (!part) throw new DoorProblem(422, 'invalid', { zh: '没有收到文件。', en: 'No file was sent.' })
  return { name: part.filename.slice(0, 200), type: part.mimetype, content: await part.toBuffer() }
}

/** What a repetition must have in common with the first: the address, ids included, the body and the file. */
const contentOf = ({ method, url, body }: FastifyRequest, { file }: { file?: Upload }): string => {
  const attached = file ? createHash('sha256').update(file.content).digest('hex') : ''
  return `${method} ${url} ${JSON.stringify(file ? null : (body ?? null))} ${attached}`
}

const sendFile = (request: FastifyRequest, reply: FastifyReply, { name, type, content, inline }: Download) => {
  reply
    .header('content-type', type)
    .header(
      'content-disposition',
      `${inline ? 'inline' : 'attachment'}; filename="file"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
  return inPieces(content) ? sendPieces(request, reply, content) : reply.send(content)
}

/** Serves the house; the answer is ready to listen, or to be injected into by tests. */
export const openServer = async (house: OpenHouse, options: ServeOptions = {}): Promise<FastifyInstance> => {
  const { db, clock, log, live } = house
  const secure = options.secure ?? options.tls !== undefined
  const server = Fastify({
    loggerInstance: log as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: options.proxies && options.proxies.length > 0 ? [...options.proxies] : false,
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    routerOptions: { ignoreTrailingSlash: true },
    // An address that cannot be read comes to no hook and no handler.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      reply
        .header('content-security-policy', "default-src 'none'")
        .header('x-content-type-options', 'nosniff')
        .code(400)
        .type('application/problem+json')
        .send(problemOf(error, request.id, languageOf(request.headers['accept-language'])).problem),
    ...(options.tls ? { https: options.tls } : {}),
  } as object) as unknown as FastifyInstance
  const metrics = meter(house)
  const reads = watchReads(house)

  await server.register(cookie)
  await server.register(multipart, { limits: { files: 1, fileSize: 64 * 1024 * 1024, fields: 10 } })
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  })
  await server.register(rateLimit, {
    global: true,
    max: options.perMinute ?? 1200,
    timeWindow: '1 minute',
    keyGenerator: (request) => networkOf(request.ip),
    errorResponseBuilder: () =>
      new DoorProblem(
        429,
        'too-many',
        { zh: '操作太频繁，请稍等一分钟再试。', en: 'Too many requests; wait a minute.' },
        60,
      ),
  })

  server.setErrorHandler((error, request, reply) => {
    const language = languageOf(request.headers['accept-language'])
    const { problem, retryAfter, bug } = problemOf(error, request.id, language, house.constraints)
    if (bug) log.error({ err: error, request: request.id, route: request.routeOptions.url }, 'bug')
    if (retryAfter) reply.header('retry-after', retryAfter)
    return reply.code(problem.status).type('application/problem+json').send(problem)
  })
  server.addHook('onRequest', async (request) => {
    if (options.names) ownName(request, options.names)
    crossSite(request)
  })
  server.addHook('onSend', async (request, reply) => {
    // The number under which log and ledger know this request, also of one that succeeded.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store').header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => metrics.answered(request, reply))

  const serveOne = (handler: Handler) => {
    const { endpoint } = handler
    const read = reader(endpoint)
    const write = endpoint.reply && endpoint.carriage !== 'file' ? writerOf(endpoint.reply) : undefined
    const url = `/api/v1${endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')}`

    server.route({
      method: endpoint.method,
      url,
      handler: async (request, reply) => {
        const door: Door = endpoint.apart ? doorApart(request, secure) : await doorOf(db, clock, request, secure)
        const told = async (error: unknown): Promise<never> => {
          await reads.refused(door, endpoint, request.id, error)
          throw error
        }
        const me = await (async () => admit(door, endpoint))().catch(told)
        const input = read(request) as { file?: Upload }
        if (endpoint.carriage === 'upload') input.file = await fileOf(request)
        const begin = (tx: Ctx['tx']): Ctx => ({ ...house.ctx(tx, me, request.id), door })
        const perform = async (): Promise<{ ctx: Ctx; result: unknown }> => {
          if (endpoint.method === 'GET' || handler.long) {
            const ctx = begin(db)
            return { ctx, result: await handler.run(ctx, input as never) }
          }
          // Strangers share one identity: a key of theirs would answer another.
          const key = door.visitor ? request.headers['idempotency-key'] : undefined
          return transact(db, async (tx) => {
            const ctx = begin(tx)
            const result = await once(ctx, { key, content: contentOf(request, input), secret: endpoint.secret }, () =>
              handler.run(ctx, input as never),
            )
            return { ctx, result }
          })
        }
        const { ctx, result } = await perform().catch(told)
        house.committed(ctx)
        door.applyCookie(reply)
        if (endpoint.carriage === 'file') return sendFile(request, reply, result as Download)
        if (!write) return reply.code(204).send()
        return reply.type('application/json; charset=utf-8').send(write(result))
      },
    })
  }
  for (const handler of house.handlers) serveOne(handler)
  serveLive(server, { db, clock, live, secure })
  serveSockets(server, house, { secure, names: options.names })

  // Made when somebody asks for it: few do, and every start would wait for it.
  let document: object | undefined
  server.get('/openapi.json', () => (document ??= openapi(house.handlers.map((handler) => handler.endpoint))))
  server.get('/healthz', async (_request, reply) => {
    const well = await metrics.healthy()
    return reply.code(well ? 200 : 503).send({ status: well ? 'ok' : 'database away' })
  })
  server.get('/metrics', async (request, reply) => {
    metrics.mustBeLocal(request)
    return reply.type('text/plain; version=0.0.4').send(await metrics.page())
  })

  if (options.web) {
    await server.register(fastifyStatic, {
      root: options.web,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
      preCompressed: true,
    })
    servePages(server, options.web, () => house.blanks(house.ctx(db, systemMe)))
  }
  server.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' && !request.url.startsWith('/api/') && request.headers.accept?.includes('text/html')
    if (options.web && page) return reply.header('cache-control', 'no-cache').sendFile('index.html')
    throw new DoorProblem(404, 'not-found', { zh: '没有这个地址。', en: 'There is no such address.' })
  })
  return server
}
