// WebSockets that modules offer on our own origin: only to signed-in people of the right verb, from our own pages, and no longer than their session.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Me } from '#kernel/permission.ts'
import type { Verb } from '#src/permissions.ts'
import { visitorOf } from './admit.ts'
import type { OpenHouse } from './house.ts'
import { mayEver } from './permit.ts'

/** What a module does with one socket once it is open. */
export type SocketUse = {
  readonly heard: (text: string) => void
  /** Told once; `normal` where the page itself said goodbye. */
  readonly closed: (normal: boolean) => void
  /** Whether the one who holds it is at work with it: then his session stays awake. */
  readonly busy: () => boolean
  /** The session is over, or the server stops: whatever hangs on the socket ends in good order. */
  readonly end: () => Promise<void>
}

export type Held = {
  send(text: string): void
  /** `code` of 4000 and more is ours; the reason is for people. */
  close(code: number, reason: string): void
  /** Whether the other end answers within a second. */
  answers(): Promise<boolean>
}

export type Socketry = {
  readonly path: string
  readonly protocol: string
  readonly verb: Verb
  open(
    house: OpenHouse,
    me: Me,
    socket: Held,
    query: URLSearchParams,
  ): Promise<SocketUse | { refused: [number, string] }>
}

const largest = 65_536
const beat = 15_000
/** Messages a second, with some to spare for a burst: more is no telephone. */
const perSecond = 50
const burst = 200

const over: readonly [number, string] = [4401, '登录已结束']

const refuse = (raw: Duplex, status: string) => {
  raw.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}

/** A page of another site, or no page at all: neither has business here. */
const foreign = ({ headers }: IncomingMessage): boolean => {
  const { origin, host } = headers
  return origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host
}

/** Serves the modules' sockets on the server's own port. */
export const serveSockets = (
  server: FastifyInstance,
  house: OpenHouse,
  { secure, names }: { readonly secure: boolean; readonly names?: readonly string[] | undefined },
): void => {
  if (house.sockets.length === 0) return
  const { db, clock, log } = house
  const upgrades = new WebSocketServer({
    noServer: true,
    maxPayload: largest,
    perMessageDeflate: false,
    handleProtocols: (offered) => {
      const [known] = [...offered].filter((name) => house.sockets.some(({ protocol }) => protocol === name))
      return known ?? false
    },
  })
  const open = new Set<() => Promise<void>>()

  const admitted = async (raw: IncomingMessage, it: Socketry) => {
    // What the door reads of a request: its headers and cookies.
    const request = { headers: raw.headers, cookies: server.parseCookie(raw.headers.cookie ?? '') }
    const ask = (touch: boolean) => visitorOf(db, clock, request as unknown as FastifyRequest, { secure, touch })
    const visitor = await ask(true)
    if (visitor?.stage !== 'full' || visitor.mustChangePassword || !visitor.session) return null
    return mayEver(visitor, it.verb) ? { visitor, ask } : null
  }

  const hold = (socket: WebSocket): Held => ({
    send: (text) => {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > 1024 * 1024) socket.terminate()
      else socket.send(text)
    },
    close: (code, reason) => socket.close(code, reason),
    answers: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => resolve(false), 1000)
        socket.once('pong', () => {
          clearTimeout(late)
          resolve(true)
        })
        if (socket.readyState === socket.OPEN) socket.ping()
        else resolve(false)
      }),
  })

  const use = async (
    socket: WebSocket,
    it: Socketry,
    { visitor, ask }: NonNullable<Awaited<ReturnType<typeof admitted>>>,
    query: URLSearchParams,
  ) => {
    // What comes before the module is ready waits.
    const early: string[] = []
    let tokens = burst
    let refilled = performance.now()
    let used: SocketUse | undefined
    let closed: boolean | undefined
    const hear = (text: string) => {
      const now = performance.now()
      tokens = Math.min(burst, tokens + ((now - refilled) / 1000) * perSecond)
      refilled = now
      tokens -= 1
      if (tokens < 0) return socket.close(4429, '消息太多')
      if (used) used.heard(text)
      else early.push(text)
    }
    socket.on('message', (data, binary) => {
      if (!binary) hear(String(data))
    })
    socket.on('error', () => {})
    let alive = true
    socket.on('pong', () => {
      alive = true
    })
    const end = async () => {
      await used?.end()
      socket.close(1012, '服务正在重启')
    }
    const pulse = setInterval(() => {
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
      ask(used?.busy() === true).then(
        async (still) => {
          if (still && mayEver(still, it.verb)) return
          await used?.end()
          socket.close(...over)
        },
        () => {},
      )
    }, beat)
    socket.once('close', (code) => {
      clearInterval(pulse)
      open.delete(end)
      closed = code === 1000 || code === 1001
      used?.closed(closed)
    })
    const answer = await it.open(house, visitor, hold(socket), query)
    if ('refused' in answer) return socket.close(...answer.refused)
    used = answer
    if (closed !== undefined) return used.closed(closed)
    open.add(end)
    for (const text of early) used.heard(text)
  }

  server.server.on('upgrade', (raw: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => {})
    const url = new URL(raw.url ?? '/', 'http://here')
    const it = house.sockets.find(({ path }) => path === url.pathname)
    if (!it) return refuse(stream, '404 Not Found')
    const host = (raw.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
    if (foreign(raw) || (names && !names.includes(host) && !/^[\d.]+$|^\[/.test(host)))
      return refuse(stream, '403 Forbidden')
    const offered = (raw.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    if (!offered.includes(it.protocol)) return refuse(stream, '400 Bad Request')
    admitted(raw, it)
      .then((who) => {
        if (!who) return refuse(stream, '401 Unauthorized')
        upgrades.handleUpgrade(raw, stream, head, (socket) => {
          use(socket, it, who, url.searchParams).catch((error) => {
            log.error({ err: error, path: it.path }, 'socket failed')
            socket.close(1011, '服务器错误')
          })
        })
      })
      .catch((error) => {
        log.error({ err: error, path: it.path }, 'socket refused')
        refuse(stream, '500 Internal Server Error')
      })
  })
  server.addHook('preClose', async () => {
    await Promise.allSettled([...open].map((end) => end()))
    upgrades.close()
  })
}
