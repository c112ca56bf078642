// Who comes in: the session or token of a request, the refusal of strangers and of requests from other sites.
import { isIP } from 'node:net'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint } from '#kernel/contract.ts'
import type { Me } from '#kernel/permission.ts'
import type { Verb } from '#src/permissions.ts'
import type { Clock } from './clock.ts'
import type { Db } from './database.ts'
import { mustEver } from './permit.ts'
import { DoorProblem } from './problem.ts'
import { machineOf, personOf, sleeperOf, type Visitor } from './sessions.ts'

/** What the sign-in endpoints need besides their ctx: where the visitor comes from, and the cookie to set. */
export type Door = {
  readonly visitor: Visitor | null
  /** The id of whoever signed in here, though his session may have idled out; for an alarm that must be heard. */
  asleep(): Promise<string | null>
  readonly address: string
  readonly agent: string
  /** A token to set, null to clear, undefined to leave the cookie alone. */
  cookie: string | null | undefined
  /** What a page without account calls the device it runs on; made by the page, worth nothing as a proof. */
  readonly device: string
  /** The token of a cookie of a page without account. */
  token(name: string): string | undefined
  /** Gives such a page a cookie that comes back to `path` only, for so many minutes; 0 takes it away. */
  keep(name: string, it: { readonly value: string; readonly path: string; readonly minutes: number }): void
  applyCookie(reply: FastifyReply): void
}

const plainName = 'huiyin'
const secureName = '__Host-huiyin'
const cookieOptions = (secure: boolean): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure,
})

/**
 * Where a visitor comes from, as throttling counts it: the address, and of a public IPv6 address the network of 2⁶⁴ that
 * one household can choose from at will. Inside the hospital (fc00::/7, fe80::/10) every desk is a place of its own.
 */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.)/i, '')
  if (!plain.includes(':') || /^f([cd]|e[89ab])/i.test(plain)) return plain
  const [head = '', tail] = plain.split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const full =
    tail === undefined
      ? groups
      : [...groups, ...Array(Math.max(0, 8 - groups.length - after.length)).fill('0'), ...after]
  return `${full
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** What the browser asks by itself says so, and does not keep a desk awake that somebody has left. */
const byItself = (request: FastifyRequest): boolean => request.headers['x-by-itself'] !== undefined

/** The visitor of a request, if he has one to show. Over HTTPS only the cookie that nobody else can plant is read. */
export const visitorOf = async (
  db: Db,
  clock: Clock,
  request: FastifyRequest,
  { secure, touch = !byItself(request) }: { secure: boolean; touch?: boolean },
): Promise<Visitor | null> => {
  const bearer = /^Bearer (\S{20,200})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer) return machineOf(db, bearer, clock.now())
  const token = request.cookies[secure ? secureName : plainName]
  return token ? personOf(db, token, clock.now(), touch) : null
}

export const doorOf = async (db: Db, clock: Clock, request: FastifyRequest, secure: boolean): Promise<Door> => {
  const asleep = async () => {
    const token = request.cookies[secure ? secureName : plainName]
    return token ? sleeperOf(db, token, clock.now()) : null
  }
  return doorFor(request, secure, await visitorOf(db, clock, request, { secure }), asleep)
}

/** The door of an endpoint that does not look who comes: whatever session the browser shows stays unread. */
export const doorApart = (request: FastifyRequest, secure: boolean): Door =>
  doorFor(request, secure, null, async () => null)

const doorFor = (request: FastifyRequest, secure: boolean, visitor: Visitor | null, asleep: Door['asleep']): Door => {
  const own = (name: string) => (secure ? `__Secure-${name}` : name)
  const kept = new Map<string, Parameters<Door['keep']>[1]>()
  const device = request.headers['x-device']
  const door: Door = {
    visitor,
    asleep,
    address: networkOf(request.ip),
    agent: request.headers['user-agent'] ?? '',
    device: typeof device === 'string' ? device.slice(0, 64) : '',
    token: (name) => request.cookies[own(name)],
    keep: (name, it) => void kept.set(name, it),
    cookie: undefined,
    applyCookie(reply) {
      for (const [name, { value, path, minutes }] of kept)
        reply.setCookie(own(name), value, { httpOnly: true, sameSite: 'strict', secure, path, maxAge: minutes * 60 })
      if (door.cookie === undefined) return
      const name = secure ? secureName : plainName
      if (door.cookie) reply.setCookie(name, door.cookie, cookieOptions(secure))
      else reply.clearCookie(name, cookieOptions(secure)).header('clear-site-data', '"cache", "storage"')
    },
  }
  return door
}

/** Nobody in particular: the one who asks an open endpoint. */
const stranger: Me = {
  id: '00000000-0000-7000-8000-000000000001',
  name: '',
  role: 'agent',
  departments: [],
  scopes: [],
}

const signInFirst = new DoorProblem(401, 'not-signed-in', {
  zh: '登录已结束，请重新登录。',
  en: 'You are not signed in.',
})
const owesSecondFactor = new DoorProblem(401, 'not-signed-in', {
  zh: '请先输入动态验证码。',
  en: 'The second factor is still owed.',
})
const owesPassword = new DoorProblem(403, 'not-allowed', {
  zh: '首次登录请先修改密码。',
  en: 'Change your password first.',
})

/** Lets the visitor through to the endpoint, or refuses. */
export const admit = (door: Door, endpoint: Endpoint): Me => {
  const { visitor } = door
  if (endpoint.open) return visitor ?? stranger
  if (!visitor) throw signInFirst
  if (visitor.stage !== 'full') throw owesSecondFactor
  if (visitor.mustChangePassword && !endpoint.verb.startsWith('session.')) throw owesPassword
  mustEver(visitor, endpoint.verb as Verb)
  return visitor
}

/**
 * Refuses a request under a name that is not ours: a page that has its own name point at this machine (DNS rebinding)
 * speaks to us as if it were one of our pages. It can do so with a name only, so an address is always right.
 */
export const ownName = (request: FastifyRequest, names: readonly string[]): void => {
  // No browser leaves its host out; a watchdog that speaks HTTP/1.0 does.
  if (request.headers.host === undefined) return
  const name = (request.hostname ?? '').toLowerCase().replace(/\.$/, '')
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || names.includes(name)) return
  throw new DoorProblem(421, 'not-allowed', {
    zh: '这里不是您要访问的网址。请使用医院公布的网址。',
    en: 'This is not the address you asked for; use the one that the hospital gave you.',
  })
}

/**
 * Refuses a request that a page of another site made the browser send (ASVS 5.0 3.5.1): one that changes
 * something must come from our own origin, or from a program that is no browser at all.
 */
export const crossSite = (request: FastifyRequest): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !sameHost(origin, request.host))
  if (foreign)
    throw new DoorProblem(403, 'not-allowed', {
      zh: '请求来自别的网站，已拒绝。',
      en: 'The request comes from another site.',
    })
}

const sameHost = (origin: string, host: string): boolean => URL.canParse(origin) && new URL(origin).host === host
