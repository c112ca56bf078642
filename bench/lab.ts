// The bench's ground: a PostgreSQL of its own with fsync on, servers as children, load from here, CPU from the kernel's books.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '#engine/postgres/supervise.ts'

/** One line of the bench: a ratio taken in one run, and what it should be. */
export type Line = {
  readonly name: string
  readonly ratio: number
  readonly goal: number
  readonly direction: 'min' | 'max'
  readonly [detail: string]: unknown
}

export const met = ({ ratio, goal, direction }: Line): boolean => (direction === 'min' ? ratio <= goal : ratio >= goal)

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** Starts a database for the bench; `cpu` is what its processes have used so far, in milliseconds. */
export const openLab = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-bench-'))
  const database = await startPostgres({ folder })
  const postmaster = postmasterOf(database.data)
  return {
    url: database.url,
    cpu: () => databaseCpu(postmaster),
    close: async () => {
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The process that serves a database folder. */
export const postmasterOf = (data: string): number =>
  Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])

const tickMs = 10

/** Fields of /proc/pid/stat behind the name, which may hold spaces: [3] parent, [13] user, [14] system, [15] and [16] of ended children. */
const statOf = (pid: number | string): number[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return ['', '', ...text.slice(text.lastIndexOf(')') + 2).split(' ')].map(Number)
  } catch {
    return []
  }
}

/** What the processes of a database have used so far, in milliseconds. */
export const databaseCpu = (postmaster: number): number => {
  const [, , , , , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] = statOf(postmaster)
  let ticks = user + system + endedUser + endedSystem
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const stat = statOf(pid)
    if (stat[3] === postmaster) ticks += (stat[13] ?? 0) + (stat[14] ?? 0)
  }
  return ticks * tickMs
}

/** What a process has used so far, in milliseconds. */
export const processCpu = (pid: number): number => {
  const stat = statOf(pid)
  return ((stat[13] ?? 0) + (stat[14] ?? 0)) * tickMs
}

export type Server = {
  readonly port: number
  readonly pid: number
  ask<T>(message: object): Promise<T>
  stop(): Promise<void>
}

/** Starts a server as a child; it is sent the argument, says `{port}` when it listens, and answers every message once. */
export const startServer = async (file: string, argument: object): Promise<Server> => {
  const child: ChildProcess = fork(join(import.meta.dirname, file), [], { stdio: 'inherit', serialization: 'advanced' })
  child.send(argument)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return {
    port,
    pid: child.pid!,
    ask: async <T>(message: object) => {
      child.send(message)
      const [answer] = await once(child, 'message')
      return answer as T
    },
    stop: async () => {
      child.send({ stop: true })
      await once(child, 'exit')
    },
  }
}

export type Shot = {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body?: string | undefined
}

/** Sends one request over a kept connection; refuses anything but success. */
export const send = (agent: Agent, port: number, shot: Shot): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { agent, port, host: '127.0.0.1', method: shot.method, path: shot.path, headers: shot.headers },
      (reply) => {
        const parts: Buffer[] = []
        reply.on('data', (part: Buffer) => parts.push(part))
        reply.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if ((reply.statusCode ?? 500) < 300) resolve(text)
          else reject(new Error(`${shot.method} ${shot.path}: ${reply.statusCode} ${text.slice(0, 300)}`))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(shot.body)
  })

/** Fires `count` shots over `connections`; answers seconds and the slowest times in milliseconds. */
export const fire = async (
  port: number,
  connections: number,
  count: number,
  shot: (i: number) => Shot,
): Promise<{ seconds: number; p50: number; p95: number; p99: number }> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) {
        const i = next++
        const from = performance.now()
        await send(agent, port, shot(i))
        times.push(performance.now() - from)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!
  return { seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
