// One running PostgreSQL server: reading its lock file, telling it from what only looks like it, starting, stopping.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { w } from '#kernel/words.ts'
import { type Engine, engineEnvironment } from './engine.ts'
import type { Place } from './place.ts'
import { commandOf, isRunning, processStart, workingFolderOf } from './process.ts'
import type { Door } from './settings.ts'
import { CannotStart } from './trouble.ts'

/** A server that runs, with the door through which it is reached. */
export type Server = {
  readonly pid: number
  readonly processStart: string | null
  readonly door: Door
  /** Present when this process started it. */
  readonly child?: ChildProcess
}

const lockOf = (data: string) => path.join(data, 'postmaster.pid')

/** `postmaster.pid` as PostgreSQL writes it, line by line as its start proceeds. */
const readLock = (data: string) => {
  try {
    const lines = readFileSync(lockOf(data), 'utf8').split('\n')
    const socket = lines[4]?.trim() || null
    return { pid: Number(lines[0]), port: Number(lines[3]), socket, status: lines[7]?.trim() ?? '' }
  } catch {
    return null
  }
}

const real = (folder: string) => {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

/** Whether this very process is the postmaster of this very data folder: a number in a file proves nothing. */
const isPostmasterOf = (pid: number, data: string): boolean => {
  if (!isRunning(pid)) return false
  const command = commandOf(pid)
  // Windows shows no command line to us; there the port must answer as well (see `answers`).
  if (!command) return process.platform === 'win32'
  if (path.basename(command[0] ?? '') !== 'postgres') return false
  const works = workingFolderOf(pid)
  return works ? works === real(data) : command.includes(data)
}

const connects = (to: net.NetConnectOpts): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(to)
    const done = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => done(true)).once('error', () => done(false))
    socket.setTimeout(1_000, () => done(false))
  })

const answers = (lock: { socket: string | null; port: number }) =>
  lock.socket
    ? connects({ path: path.join(lock.socket, `.s.PGSQL.${lock.port}`) })
    : lock.port > 0 && connects({ host: '127.0.0.1', port: lock.port })

/** The server that runs on this data folder and what it says of itself (`starting`, `ready`, `stopping`); else null. */
export const runningServer = (data: string): (Server & { status: string }) | null => {
  const lock = readLock(data)
  if (!lock || !isPostmasterOf(lock.pid, data)) return null
  const door: Door = lock.socket ? { socket: lock.socket, port: 5432 } : { socket: null, port: lock.port }
  return { pid: lock.pid, processStart: processStart(lock.pid), door, status: lock.status }
}

/** Higher than any operating system counts. */
const nobodysPid = 99_999_999

/**
 * Makes the lock files of a server that is gone harmless. PostgreSQL alone would refuse to start as long as any
 * process, even a zombie, has the number in them. The data folder's lock is not deleted but given a number that nobody
 * has, so that PostgreSQL still does its own check for orphaned workers that hold the shared memory.
 */
export const clearStaleLocks = async (data: string, socket: string | null): Promise<void> => {
  const lock = readLock(data)
  for (let tries = 0; lock && (await answers(lock)); tries++) {
    // Somebody whose process we cannot see answers at its door, as from another container on the same volume.
    if (tries === 20) {
      throw new CannotStart(
        w(
          `数据库文件夹 ${data} 正被另一个看不到的 PostgreSQL 使用（可能在另一个容器中）。请先停止它。`,
          `The database folder ${data} is in use by another PostgreSQL that cannot be seen from here (in another container?). Stop it first.`,
        ),
      )
    }
    await sleep(150)
  }
  if (lock && lock.pid !== nobodysPid) {
    const [, ...rest] = readFileSync(lockOf(data), 'utf8').split('\n')
    writeFileSync(lockOf(data), [nobodysPid, ...rest].join('\n'))
  }
  for (const folder of new Set([socket, lock?.socket])) {
    if (!folder) continue
    const file = path.join(folder, '.s.PGSQL.5432.lock')
    if (!existsSync(file) || isPostmasterOf(Number(readFileSync(file, 'utf8').split('\n')[0]), data)) continue
    rmSync(file, { force: true })
    rmSync(file.replace(/\.lock$/, ''), { force: true })
  }
}

const tail = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(-12).join('\n')
  } catch {
    return ''
  }
}

/** The server's log files, oldest first; none when the folder was taken away. */
const logsOf = (place: Place): string[] => {
  try {
    return readdirSync(place.log).sort()
  } catch {
    return []
  }
}

const newestLog = (place: Place): string => {
  const newest = logsOf(place).at(-1)
  return newest ? tail(path.join(place.log, newest)) : ''
}

const failed = (detail: string) =>
  new CannotStart(
    w('PostgreSQL 未能启动，原因见下。', 'PostgreSQL did not start; this is what it said.'),
    detail || 'no message',
  )

/** Orphans of a killed server need a moment to notice; then the same start succeeds. */
export const mayPass = (error: unknown): boolean =>
  error instanceof CannotStart && /still in use|already exists|Address already in use/.test(error.detail)

/** Starts the server and waits until it is ready, however long it needs to recover from a crash. */
export const startServer = async (engine: Engine, place: Place, startLog: string, slow: () => void) => {
  // A file and no pipe: the server must be able to write when we are long gone.
  const log = openSync(startLog, 'w', 0o600)
  const windows = process.platform === 'win32'
  // On Windows only pg_ctl can shed administrator rights.
  const child = spawn(
    windows ? engine.pgctl : engine.postgres,
    windows ? ['start', '-W', '-D', place.data, '-l', `${startLog}.server`] : ['-D', place.data],
    {
      cwd: windows ? undefined : '/',
      env: engineEnvironment(),
      // A process group of its own: Ctrl+C is for us, and we stop it when our requests are done.
      detached: !windows,
      stdio: ['ignore', log, log],
      ...(place.user && { uid: place.user.uid, gid: place.user.gid }),
    },
  )
  closeSync(log)
  let ended: string | null = null
  child.once('error', (error) => {
    ended = String(error)
  })
  child.once('exit', () => {
    if (!windows) ended = `${newestLog(place)}\n${tail(startLog)}`
  })
  const begun = Date.now()
  for (let told = false; ; ) {
    if (ended !== null) throw failed(ended)
    const server = runningServer(place.data)
    if (server?.status === 'ready' && (windows || server.pid === child.pid)) {
      if (windows) return server
      // The server is watched, but it is not what keeps this program alive.
      child.unref()
      return { ...server, child }
    }
    if (!told && Date.now() - begun > 5_000) {
      told = true
      slow()
    }
    if (windows && Date.now() - begun > 120_000) throw failed(newestLog(place))
    await sleep(10)
  }
}

/** Whether this server still runs. */
const isUp = (server: Server): boolean => isRunning(server.pid, server.processStart)

/** Resolves when the server is gone; looks only now and then at a server that another process started. */
export const whenGone = async (server: Server, signal: AbortSignal): Promise<void> => {
  const { child } = server
  if (child) {
    await new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve()
      child.once('exit', () => resolve())
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    return
  }
  while (!signal.aborted && isUp(server)) await sleep(250, undefined, { ref: false, signal }).catch(() => {})
}

/** Asks the server to stop, if it is still the one we mean; false when it is not. */
export const tellToStop = (engine: Engine, place: Place, server: Server, how: 'fast' | 'immediate'): boolean => {
  if (!isUp(server) || !(server.child || isPostmasterOf(server.pid, place.data))) return false
  if (process.platform === 'win32') {
    execFileSync(engine.pgctl, ['stop', '-W', '-m', how, '-D', place.data], { stdio: 'ignore' })
    return true
  }
  try {
    return process.kill(server.pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch {
    return false
  }
}

/** Stops the server: sessions are ended, everything is written. After 30 s without that: a crash it recovers from. */
export const stopServer = async (engine: Engine, place: Place, server: Server): Promise<void> => {
  if (!tellToStop(engine, place, server, 'fast')) return
  const begun = Date.now()
  for (let harder = false; isUp(server); await sleep(15)) {
    if (!harder && Date.now() - begun > 30_000) {
      harder = true
      tellToStop(engine, place, server, 'immediate')
    }
  }
}

/** Keeps the newest log files only: PostgreSQL begins new ones by size but never removes any. */
export const pruneLogs = (place: Place, keep = 10): void => {
  for (const name of logsOf(place).slice(0, -keep)) {
    const file = path.join(place.log, name)
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) rmSync(file, { force: true })
  }
}
