// The test driver: a hospital of its own on a real database under a clock that the test holds, spoken to by the typed client.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { type Clock, heldClock } from '#engine/clock.ts'
import { openDatabase } from '#engine/database.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { migrate } from '#engine/migrate.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { openServer } from '#engine/serve.ts'
import { contracts } from '#src/contracts.ts'
import { modules } from '#src/modules.ts'
import { type Api, client, type Wire, type WireReply, type WireRequest } from '#web/client.ts'
import { type People, populate } from './people.ts'
import { addDays, addWorkdays, at, clockOf, dayOf } from './time.ts'

export type Person = Api<typeof contracts>

let server: Promise<{ url: string; stop(): Promise<void> }> | undefined

/** One PostgreSQL for all tests of a run: our own without fsync, or the one that DATABASE_URL names. */
const postgres = () => {
  server ??= (async () => {
    if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} }
    const folder = await mkdtemp(join(tmpdir(), 'huiyin-test-'))
    const database = await startPostgres({ folder, fsync: false })
    const stop = async () => {
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    }
    return { url: database.url, stop }
  })()
  return server
}

/** Called once by the runner's last file. */
export const stopPostgres = async (): Promise<void> => (await server)?.stop()

const named = (url: string, database: string): string => {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** Roles that a hospital made for its readers outlive its database: they belong to the server. */
const dropReaders = (database: string): string => `do $$ declare r text; begin
  for r in select rolname from pg_roles where rolname like 'huiyin\\_bi\\_${createHash('sha256').update(database).digest('hex').slice(0, 6)}%' loop
    execute format('drop role if exists %I', r);
  end loop; end $$`

let migrated: Promise<string> | undefined

/**
 * The name of a database that has been through every migration, for tests to have copies of: a copy costs a fifth of
 * migrating. It is named by what the migrations say, so an edited one is not mistaken for what it was.
 */
const template = (): Promise<string> => {
  migrated ??= (async () => {
    const { url } = await postgres()
    const folder = join(import.meta.dirname, '../migrations')
    const texts = (await readdir(folder)).sort().map((name) => readFile(join(folder, name)))
    const said = createHash('sha256').update(Buffer.concat(await Promise.all(texts)))
    const name = `huiyin_template_${said.digest('hex').slice(0, 12)}`
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      // Of several processes on one server the first makes it and the others wait.
      await client.query(`select pg_advisory_lock(hashtext('huiyin_template'))`)
      const { rows } = await client.query('select from pg_database where datname = $1 and not datallowconn', [name])
      if (rows.length === 0) {
        await client.query(`drop database if exists ${name} with (force)`)
        await client.query(`create database ${name} template template0 encoding 'UTF8'`)
        const { db, close } = openDatabase(named(url, name), 1)
        await migrate(db).finally(close)
        await client.query(`alter database ${name} allow_connections false`)
      }
    } finally {
      await client.end()
    }
    return name
  })()
  return migrated
}

/** A database of its own, empty or a copy of another; drop it when done. */
export const freshDatabase = async (from = 'template0'): Promise<{ url: string; drop(): Promise<void> }> => {
  const { url } = await postgres()
  const name = `huiyin_test_${randomBytes(6).toString('hex')}`
  const say = async (words: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(words).finally(() => client.end())
  }
  await say(`create database ${name} template ${from} encoding 'UTF8'`)
  // A worker that is just vacuuming it may not be sent away by us; a moment later it has gone by itself.
  const drop = async (tries = 20): Promise<void> => {
    await say(`drop database if exists ${name} with (force)`).catch(async (error) => {
      if (tries === 0 || (error as { code?: string }).code !== '42501') throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
      await drop(tries - 1)
    })
  }
  return { url: named(url, name), drop: () => drop().then(() => say(dropReaders(name))) }
}

export type Desk = {
  readonly house: OpenHouse
  readonly server: FastifyInstance
  /** With which another process opens the same house. */
  readonly vaultKey: Buffer
  readonly clock: Clock & { set(to: Date | string): void; pass(ms: number): void }
  /** The people of the test hospital, each speaking to the server as the browser would. */
  readonly people: People
  /** Somebody who has not signed in. */
  stranger(): Person
  /** Another one signs in. */
  signIn(login: string, password?: string): Promise<Person>
  /** Runs what is waiting and what is due now. */
  settle(): Promise<void>
  /** Moves the clock (`3 workdays`, `2 days`, `90 minutes`) to the same hour and does what is due. */
  pass(span: string): Promise<void>
  close(): Promise<void>
}

export const password = 'a long enough password'

/** Opens a hospital at an instant; every test has its own. `web`: the folder of the built screens, for a browser. */
export const openDesk = async ({
  at: start = '2026-03-09T09:00:00+08:00',
  people: withPeople = true,
  web,
  speech,
  neighbours = ['127.0.0.0/8', '[::1]'],
}: {
  at?: string
  people?: boolean
  web?: string
  /** What makes words into sound; nothing, if absent. */
  speech?: string
  /** What may be called on this machine; by default all of it, since the houses of a test stand here. */
  neighbours?: readonly string[]
} = {}): Promise<Desk> => {
  const database = await freshDatabase(await template())
  const clock = heldClock(start)
  const vaultKey = randomBytes(32)
  const house = await openHouse({
    url: database.url,
    modules,
    clock,
    log: openLog((process.env.LOG_LEVEL as 'error' | undefined) ?? 'silent'),
    poolSize: 6,
    vaultKey,
    neighbours,
    speech,
  })
  const app = await openServer(house, { perMinute: 1_000_000, ...(web ? { web } : {}) })
  await app.ready()
  // `back` signs in, at first and again when the session has ended overnight, as people do in the morning.
  const speak = (back?: (again: Person) => Promise<unknown>): Person => {
    let cookie = ''
    const ask = async (request: WireRequest): Promise<WireReply> => {
      const reply = await app.inject({
        method: request.method as 'GET',
        url: request.url,
        headers: { ...request.headers, ...(cookie ? { cookie } : {}) },
        // What is not a Buffer would be injected as JSON.
        ...(request.body === undefined
          ? {}
          : { payload: request.body instanceof Uint8Array ? Buffer.from(request.body) : (request.body as string) }),
      })
      const set = [reply.headers['set-cookie'] ?? []].flat()[0]
      if (set) cookie = set.split(';')[0]!
      return { status: reply.statusCode, headers: reply.headers as Record<string, string>, bytes: reply.rawPayload }
    }
    if (!back) return client(contracts, ask)
    return client(contracts, async (request) => {
      if (!cookie) await back(client(contracts, ask))
      const reply = await ask(request)
      if (reply.status !== 401) return reply
      await back(client(contracts, ask))
      return ask(request)
    })
  }
  const settle = async () => {
    await house.jobs.drain()
    for (const schedule of house.schedules) await house.asSystem((ctx) => schedule.run(ctx))
    await house.jobs.drain()
  }
  const signIn = async (login: string, word = password) => {
    const person = speak()
    await person.session.signIn({ login, password: word })
    return person
  }
  const desk: Omit<Desk, 'people'> = {
    house,
    server: app,
    vaultKey,
    clock,
    stranger: () => speak(),
    signIn,
    settle,
    pass: async (span) => {
      const [, number, unit] = /^(\d+) (workday|day|hour|minute)s?$/.exec(span) ?? []
      if (!unit) throw new Error(`cannot pass ${span}`)
      const n = Number(number)
      const now = clock.now()
      if (unit === 'workday') clock.set(at(addWorkdays(dayOf(now), n), clockOf(now)))
      else if (unit === 'day') clock.set(at(addDays(dayOf(now), n), clockOf(now)))
      else clock.pass(n * (unit === 'hour' ? 3_600_000 : 60_000))
      await settle()
    },
    close: async () => {
      await app.close()
      await house.stop()
      await database.drop()
    },
  }
  // The people of the house stay for weeks under the held clock and sign in with their first word; whoever signs in by
  // `desk.signIn` does it once.
  const atWork = (login: string) => speak((someone) => someone.session.signIn({ login, password }))
  const people = withPeople ? await populate(house, atWork) : ({} as People)
  return { ...desk, people }
}

export type { Wire }
