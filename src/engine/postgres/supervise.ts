// Brings the program's own PostgreSQL and watches over it: start or adopt, restart when it dies, stop when the last leaves.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { w } from '#kernel/words.ts'
import { initialise, makeDatabase, urlOf } from './cluster.ts'
import { type Engine, readyEngine } from './engine.ts'
import { asHolder, inTurn, readHolder } from './lock.ts'
import { dataOf, makeFolder, type Place, settle, shelterOfRoot, socketFolder } from './place.ts'
import {
  clearStaleLocks,
  mayPass,
  pruneLogs,
  runningServer,
  type Server,
  startServer,
  stopServer,
  tellToStop,
  whenGone,
} from './postmaster.ts'
import { programOf } from './process.ts'
import { type Door, type OpenDoor, settingsFor, writeConfiguration } from './settings.ts'
import { line } from './trouble.ts'

export type PostgresOptions = {
  /** The data folder of the program, such as ./.huiyin. */
  folder: string
  /** Told what happens, a line at a time, in both languages. */
  say?: (line: string) => void
  /** False only for databases that may be lost, as in tests. */
  fsync?: boolean
  /** PostgreSQL settings that win over ours; they take effect when the server is started, not when it is adopted. */
  settings?: Record<string, string>
  /** Lets the hospital's tools on other machines read the open data; takes effect when the server is started. */
  openData?: OpenDoor | undefined
  /** The `native` folder of another PostgreSQL package. */
  native?: string
  /** Where root puts what the database's user could not reach otherwise. */
  shelter?: string
}

export type Database = {
  /** `postgres://…` for `pg`, as the program's own role, through a socket or the loopback address. */
  readonly url: string
  /** The same as the superuser, for what only that one may do. */
  readonly superuserUrl: string
  /** The data directory of the server itself, for physical backups. */
  readonly data: string
  /** The server ran already, started by a process that is gone or works beside this one. */
  readonly adopted: boolean
  /** Calls back each time the server died by itself (it is being restarted then); returns how to stop listening. */
  readonly onExit: (listener: () => void) => () => void
  /** Leaves the server; it is shut down unless another process still works with it. */
  readonly stop: () => Promise<void>
}

/** Whether the folder's own PostgreSQL runs now. */
export const hasRunningServer = (folder: string): boolean => {
  const data = dataOf(path.resolve(folder))
  return data !== null && runningServer(data) !== null
}

/** Whether an address and port of this machine can be listened on. */
const isFree = (address: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false))
    server.listen(port, address, () => server.close(() => resolve(true)))
  })

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })

let guests = 0

/** Notes in the folder that this process uses the server; the note of a process that is gone counts for nothing. */
const guestBook = (folder: string) => {
  const book = path.join(folder, 'database.users')
  mkdirSync(book, { recursive: true, mode: 0o700 })
  const name = `${process.pid}-${++guests}.json`
  return {
    enter: () => writeFileSync(path.join(book, name), JSON.stringify(asHolder()), { mode: 0o600 }),
    leave: () => rmSync(path.join(book, name), { force: true }),
    othersAreIn: () =>
      readdirSync(book).some((other) => {
        if (other === name) return false
        if (readHolder(path.join(book, other))) return true
        rmSync(path.join(book, other), { force: true })
        return false
      }),
  }
}

type House = {
  readonly folder: string
  readonly engine: Engine
  readonly place: Place
  readonly book: ReturnType<typeof guestBook>
  readonly say: (zh: string, en: string) => void
  readonly options: PostgresOptions
}

const waitUntilReady = async (data: string): Promise<Server | null> => {
  for (;;) {
    const server = runningServer(data)
    if (!server || server.status === 'ready') return server
    if (server.status === 'stopping') return null
    await sleep(10)
  }
}

/** The server that runs already, if it can be kept. */
const adopt = async ({ engine, place, book, say }: House): Promise<Server | null> => {
  const server = runningServer(place.data)
  if (!server) return null
  const program = programOf(server.pid)
  // After an update of the program its files are gone or of another version: unless somebody works with it, start anew.
  const outdated = program !== null && program !== engine.postgres && !book.othersAreIn()
  const ready = outdated ? null : await waitUntilReady(place.data)
  if (ready) {
    say(`沿用已在运行的数据库（进程 ${ready.pid}）`, `using the database that runs already (pid ${ready.pid})`)
    return ready
  }
  await stopServer(engine, place, server)
  return null
}

/** The door for other machines, if it can be had: the hospital does not stand still because a tool cannot read. */
const openDoor = async ({ options: { openData }, say }: House, door: Door): Promise<OpenDoor | undefined> => {
  if (!openData) return undefined
  const { address } = openData
  if (await isFree(address, door.port)) return openData
  say(
    `开放数据的地址 ${address}:${door.port} 不能监听（不是本机地址，或端口被占用），这次不对外开放`,
    `${address}:${door.port} cannot be listened on (no address of this machine, or in use): open data stays closed this time`,
  )
  return undefined
}

const start = async (house: House, door: Door): Promise<Server> => {
  const { engine, place, folder, say, options } = house
  const fsync = options.fsync ?? true
  const open = await openDoor(house, door)
  const settings = settingsFor(place, door, fsync, options.settings, open)
  for (let tries = 0; ; tries++) {
    await clearStaleLocks(place.data, door.socket)
    writeConfiguration(place, door, settings, open)
    try {
      return await startServer(engine, place, path.join(folder, 'database.start.log'), () =>
        say('数据库正在恢复上次未正常结束的数据，请稍候', 'the database recovers from an unclean end, please wait'),
      )
    } catch (error) {
      if (tries >= 20 || !mayPass(error)) throw error
      await sleep(250)
    }
  }
}

/** Adopts or starts; the caller holds the folder's turn, so two programs never do this at once. */
const bringUp = async (house: House, door: Door): Promise<{ server: Server; adopted: boolean }> => {
  const running = await adopt(house)
  return running ? { server: running, adopted: true } : { server: await start(house, door), adopted: false }
}

/** Seconds between attempts to bring a dead server back: at once, then ever more patiently. */
const patience = [0, 0.2, 0.5, 1, 2, 5, 10, 30]

/**
 * Starts the program's own PostgreSQL, or adopts the one that a killed program left running, and watches over it until
 * `stop`. Throws `CannotStart` with a sentence for people when it cannot be had.
 */
export const startPostgres = async (options: PostgresOptions): Promise<Database> => {
  const begun = performance.now()
  const folder = makeFolder(options.folder)
  const say = (zh: string, en: string) => options.say?.(line(w(zh, en)))
  const turn = path.join(folder, 'database.turn')
  const shelter = options.shelter ?? shelterOfRoot

  const { house, door, first } = await inTurn(turn, async () => {
    const place = settle(folder, shelter)
    const engine = await readyEngine(place.user, place.user ? shelter : folder, options.native)
    const house: House = { folder, engine, place, book: guestBook(folder), say, options }
    const fresh = !existsSync(place.data)
    if (fresh) say('首次启动，正在初始化数据库', 'first start, initialising the database')
    await initialise(engine, place, folder, options.fsync ?? true)
    pruneLogs(place)
    const socket = await socketFolder(place)
    // Tools on other machines have to find it at the same port again.
    const fixed = options.openData !== undefined && (await isFree('127.0.0.1', 5432))
    const first = await bringUp(
      house,
      socket ? { socket, port: 5432 } : { socket: null, port: fixed ? 5432 : await freePort() },
    )
    const { door } = first.server
    house.book.enter()
    try {
      await makeDatabase(folder, door, fresh)
    } catch (error) {
      house.book.leave()
      if (!house.book.othersAreIn()) await stopServer(engine, place, first.server)
      throw error
    }
    return { house, door, first }
  })
  const { engine, place, book } = house
  const took = ((performance.now() - begun) / 1000).toFixed(1)
  say(`数据库已就绪（${took} 秒）`, `database ready (${took} s)`)
  if (first.adopted && options.openData)
    say(
      '数据库早已在运行：开放数据的地址在它下次启动时生效',
      'the database ran already: the address for open data holds from its next start',
    )

  let server = first.server
  const listeners = new Set<() => void>()
  const stopping = new AbortController()
  const { signal } = stopping

  const revive = async () => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      const seconds = patience[Math.min(attempt, patience.length - 1)] ?? 30
      await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return
      try {
        server = (await inTurn(turn, () => bringUp(house, door))).server
        say(`数据库已恢复运行（进程 ${server.pid}）`, `the database runs again (pid ${server.pid})`)
        return
      } catch (error) {
        say(`数据库未能重新启动：${error}`, 'the database could not be restarted; trying again')
      }
    }
  }

  const watch = async () => {
    let early = 0
    while (!signal.aborted) {
      const since = Date.now()
      await whenGone(server, signal)
      if (signal.aborted) return
      say('数据库意外停止，正在重新启动', 'the database stopped unexpectedly; restarting it')
      for (const listener of listeners) listener()
      // One that dies right after each start must not be restarted in a tight circle.
      early = Date.now() - since < 10_000 ? early + 1 : 0
      if (early > 3) await sleep(Math.min(early, 30) * 1000, undefined, { signal, ref: false }).catch(() => {})
      await revive()
    }
  }
  const watching = watch()
  const pruning = setInterval(() => pruneLogs(place), 3_600_000).unref()

  // A program that ends without `stop`, by an exception or process.exit, does not leave a server behind.
  const onProcessExit = () => {
    book.leave()
    if (!book.othersAreIn()) tellToStop(engine, place, server, 'fast')
  }
  process.once('exit', onProcessExit)

  const leave = async () => {
    stopping.abort()
    clearInterval(pruning)
    await watching
    const last = async () => {
      book.leave()
      if (!book.othersAreIn()) await stopServer(engine, place, server)
    }
    // A folder that somebody deleted while we ran has no turns to wait for, but its server must still go.
    await (existsSync(folder) ? inTurn(turn, last) : last())
    process.off('exit', onProcessExit)
  }
  let left: Promise<void> | null = null

  return {
    url: urlOf(folder, door, 'huiyin'),
    superuserUrl: urlOf(folder, door, 'huiyin', 'superuser'),
    data: place.data,
    adopted: first.adopted,
    onExit: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: () => {
      left ??= leave()
      return left
    },
  }
}
