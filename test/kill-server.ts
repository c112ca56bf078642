// The real program in a process of its own, and what it takes to kill it: it, its database, or both, as a power cut would.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { urlOf } from '#engine/postgres/cluster.ts'
import { dataOf } from '#engine/postgres/place.ts'
import { runningServer } from '#engine/postgres/postmaster.ts'

const root = join(import.meta.dirname, '..')

/** Our variables are not inherited: the program gets what is said here. */
const environment = (env: Record<string, string>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(HUIYIN_|PORT$|HOST$|DATABASE_URL|TLS_|LOG_LEVEL|NODE_)/.test(name),
    ),
  ),
  ...env,
})

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** Every process with its parent. */
const parents = (): Map<number, number> => {
  try {
    const found = readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return []
      try {
        // The name of a program stands in parentheses and may itself hold some.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const]
      } catch {
        return []
      }
    })
    return new Map(found)
  } catch {
    const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' })
    return new Map(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
    )
  }
}

const killHard = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}

export type Victim = {
  readonly address: string
  /** The database as the program reaches it, or as its superuser. */
  url(as?: 'program' | 'superuser'): string
  readonly pid: () => number
  start(): Promise<void>
  /** Answers the milliseconds until it is well again by itself. */
  untilWell(): Promise<number>
  killProgram(): Promise<void>
  /** The postmaster and all its children at once; answers how many. */
  killDatabase(): number
  stop(): Promise<void>
  said(): string
  /** A command of the command line on the same folder. */
  huiyin(...words: string[]): Promise<{ code: number; out: string }>
}

/** A program to be killed, on its own data folder; not started yet. `more`: what else its environment says. */
export const victimOn = async (folder: string, more: Record<string, string> = {}): Promise<Victim> => {
  const port = await freePort()
  const env = environment({ HUIYIN_DATA: folder, HUIYIN_DEMO: '0', PORT: String(port), ...more })
  let child: ChildProcess | undefined
  let said = ''
  const address = `http://127.0.0.1:${port}`
  const gone = (which: ChildProcess) => which.exitCode !== null || which.signalCode !== null
  return {
    address,
    url: (as = 'program') => {
      const door = runningServer(dataOf(folder)!)?.door
      if (!door) throw new Error('the database does not run')
      return urlOf(folder, door, 'huiyin', as)
    },
    pid: () => child!.pid!,
    start: async () => {
      child = spawn(process.execPath, [join(root, 'src/main.ts'), 'serve', '--json'], {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr])
        stream!.on('data', (text) => (said = (said + text).slice(-200_000)))
    },
    untilWell: async () => {
      const begun = performance.now()
      for (;;) {
        if (child && gone(child)) throw new Error(`it did not start again by itself:\n${said}`)
        const well = await fetch(`${address}/healthz`).then(
          (reply) => reply.ok,
          () => false,
        )
        const took = performance.now() - begun
        if (well) return took
        if (took > 60_000) throw new Error(`not well after a minute:\n${said}`)
        await sleep(20)
      }
    },
    killProgram: async () => {
      const it = child!
      if (gone(it)) throw new Error(`it was gone already:\n${said}`)
      killHard(it.pid!)
      await once(it, 'exit')
    },
    killDatabase: () => {
      // Only the one that runs on this very folder: its number is believed after its working folder was looked at.
      const server = runningServer(dataOf(folder)!)
      if (!server) return 0
      const children = [...parents()].filter(([, parent]) => parent === server.pid).map(([pid]) => pid)
      for (const pid of [server.pid, ...children]) killHard(pid)
      return 1 + children.length
    },
    stop: async () => {
      if (!child || gone(child)) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
    said: () => said,
    huiyin: async (...words) => {
      const tool = spawn(process.execPath, [join(root, 'src/main.ts'), ...words], {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (text) => (out += text))
      const [code] = await once(tool, 'close')
      return { code: code as number, out }
    },
  }
}
