// `serve`: opens the hospital to its people, looks after what runs beside the requests, and closes in good order.
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { systemClock } from '#engine/clock.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { type Logger, openLog } from '#engine/log.ts'
import { type FolderLock, lockFolder } from '#engine/postgres/folder.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { openServer } from '#engine/serve.ts'
import { type Words, w } from '#kernel/words.ts'
import { modules } from '#src/modules.ts'
import { isLoopback, type Settings } from '#src/settings.ts'
import { anchorFile, beginAnchors, noteAnchor } from './anchor.ts'
import { checkDatabase } from './beside.ts'
import { type Call, Sorry } from './command.ts'
import { clearHalfDemo, settleHospital } from './hospital.ts'
import { mustFit, readyVaultKey } from './vault.ts'
import { superviseVoice } from './voice.ts'
import { readyWeb } from './web.ts'

const drainMs = 10_000

const inUse = (port: number) =>
  new Sorry(
    `端口 ${port} 已被其他程序占用。请关闭该程序，或换一个端口，例如 PORT=${port + 1} npm start。`,
    `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start.`,
  )

const cannotListen = (error: unknown, { host, port }: Settings): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return inUse(port)
  if (code === 'EACCES')
    return new Sorry(
      `没有权限监听端口 ${port}（1024 以下的端口需要特权）。请换一个端口，例如 PORT=8080。`,
      `Port ${port} may not be listened on (those below 1024 need a privilege). Choose another, such as PORT=8080.`,
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Sorry(`HOST=${host} 不是本机的地址。`, `HOST=${host} is not an address of this machine.`)
  return error
}

/** Better known before the database is made than after it. */
const mustBeFree = (settings: Settings): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(cannotListen(error, settings)))
    probe.listen(settings.port, settings.host, () => probe.close(() => resolve()))
  })

/** Does `work` again and again until the signal, each time after the pause; what fails is logged and tried again. */
const keepDoing = async (log: Logger, what: string, ms: number, signal: AbortSignal, work: () => Promise<unknown>) => {
  while (!signal.aborted) {
    await sleep(ms, undefined, { signal }).catch(() => {})
    if (!signal.aborted) await work().catch((error) => log.error({ err: error, what }, 'background work failed'))
  }
}

/** Resolves at the first signal to stop; a later one ends the program at once. */
const untilStopped = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let first = 0
    const stop = (signal: NodeJS.Signals) => {
      // A terminal sends Ctrl+C to npm and to us, and npm passes it on: that is one wish, not two.
      if (first > 0 && performance.now() - first > 500) process.exit(130)
      first ||= performance.now()
      resolve(signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    // Whoever stops npm stops only the shell between it and us, which leaves without a word.
    const parent = process.ppid
    const watch = () => {
      if (process.ppid !== parent) resolve('SIGTERM')
    }
    if (process.env.npm_lifecycle_event) setInterval(watch, 250).unref()
  })

type Opened = {
  house: OpenHouse
  server: FastifyInstance
  demo: boolean
  vacant: boolean
  stopDatabase: () => Promise<void>
}

const open = async (settings: Settings, lock: FolderLock, call: Call, log: Logger): Promise<Opened> => {
  const { say, sayLine } = call
  const building = readyWeb(say)
  // Its failure is met below; until then it must not count as unhandled.
  building.catch(() => {})
  let stopDatabase = async () => {}
  let house: OpenHouse | undefined
  try {
    let url = settings.databaseUrl
    if (url) {
      say(w('连接数据库…', 'connecting to the database…'))
      await checkDatabase(url)
      lock.update({ url })
    } else {
      say(w('准备数据库…', 'preparing the database…'))
      const database = await startPostgres({ folder: settings.data, say: sayLine, openData: settings.openData })
      url = database.url
      stopDatabase = database.stop
    }
    await clearHalfDemo(url)
    say(w('升级数据表…', 'bringing the tables up to date…'))
    const vault = readyVaultKey(settings)
    house = await openHouse({
      url,
      modules,
      clock: systemClock,
      log,
      vaultKey: vault.key,
      neighbours: settings.neighbours,
      speech: settings.speech,
    })
    await mustFit(house, vault)
    const { demo, begun, vacant } = await settleHospital(house, settings, say)
    if (begun) await beginAnchors(house, anchorFile(settings.data, settings.databaseUrl))
    const web = await building
    if (!web) say(w('没有界面可用，只提供接口', 'there are no screens here; serving the interface only'))
    const { tls, proxies, secure } = settings
    const server = await openServer(house, { web, tls, proxies, secure, ...ownNames(settings) })
    await server.listen({ port: settings.port, host: settings.host }).catch((error) => {
      throw cannotListen(error, settings)
    })
    return { house, server, demo, vacant, stopDatabase }
  } catch (error) {
    await building.catch(() => {})
    await house?.stop()
    await stopDatabase()
    throw error
  }
}

/**
 * The names under which we are reached: those of this machine, and the one that HUIYIN_URL says. Without it a server that
 * others reach, or a proxy in front of one, may have any name.
 */
const ownNames = ({ host, publicUrl, proxies }: Settings): { names?: string[] } => {
  if (publicUrl) return { names: ['localhost', new URL(publicUrl).hostname] }
  return isLoopback(host) && proxies.length === 0 ? { names: ['localhost', host.toLowerCase()] } : {}
}

/** The address that people type. */
const addressOf = (server: FastifyInstance, { host, tls, publicUrl }: Settings): { url: string; port: number } => {
  const { port } = server.server.address() as { port: number }
  const name = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)
    ? 'localhost'
    : host.includes(':')
      ? `[${host}]`
      : host
  return { url: publicUrl ?? `${tls ? 'https' : 'http'}://${name}:${port}`, port }
}

const firstSteps = 'npm run -s huiyin -- init --admin NAME --departments departments.csv'

const welcome = (url: string, demo: boolean, vacant: boolean): Words => {
  if (demo)
    return w(
      `演示医院已开放：${url}\n  登录页列出了演示人员及其密码；数据均为虚构，只允许本机访问。\n  按 Ctrl+C 停止。`,
      `The demo hospital is open: ${url}\n  The sign-in page lists the demo people with their password; all data is invented; this machine only.\n  Stop with Ctrl+C.`,
    )
  if (vacant)
    return w(
      `已开放：${url}\n  这里还没有人员和科室，请另开一个终端执行：${firstSteps}\n  按 Ctrl+C 停止。`,
      `Open: ${url}\n  Nobody works here yet; in another terminal: ${firstSteps}\n  Stop with Ctrl+C.`,
    )
  return w(`已开放：${url}\n  按 Ctrl+C 停止。`, `Open: ${url}\n  Stop with Ctrl+C.`)
}

const close = async ({ house, server, stopDatabase }: Opened, log: Logger, anchor: string): Promise<void> => {
  const slow = setTimeout(() => server.server.closeAllConnections(), drainMs)
  await server.close().catch((error) => log.error({ err: error }, 'closing'))
  clearTimeout(slow)
  // The database may be away just now; what is not sealed today is sealed at the next start.
  await house
    .seal()
    .then(() => noteAnchor(house, anchor))
    .catch((error) => log.error({ err: error }, 'sealing'))
  await house.stop().catch((error) => log.error({ err: error }, 'closing'))
  await stopDatabase()
}

/** Serves until it is told to stop. */
export const serve = async (call: Call): Promise<number> => {
  const settings = call.settings()
  const log = openLog(settings.logLevel)
  const stopped = untilStopped()
  // Not caught by anybody: a bug, but one request's bug must not end the night's work of all others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'bug'))
  process.on('uncaughtException', (error) => log.error({ err: error }, 'bug'))

  const lock = await lockFolder(settings.data, { purpose: 'serve' })
  try {
    await mustBeFree(settings)
    const opened = await open(settings, lock, call, log)
    const { house, server, demo, vacant } = opened
    const { url, port } = addressOf(server, settings)
    lock.update({ port })
    const anchor = anchorFile(settings.data, settings.databaseUrl)
    const closing = new AbortController()
    const beside = [
      keepDoing(log, 'seal', 1000, closing.signal, house.seal),
      keepDoing(log, 'anchor', 3_600_000, closing.signal, () => noteAnchor(house, anchor)),
    ]
    await house.work()
    const voice = superviseVoice(house, { DATABASE_URL: house.url, HUIYIN_DATA: settings.data })
    const said = welcome(url, demo, vacant)
    call.answer({ url, port, pid: process.pid, demo }, `\n${said.zh}\n\n${said.en}\n`)

    const signal = await stopped
    call.say(w(`收到 ${signal}，正在停止…`, `${signal}: stopping…`))
    closing.abort()
    await voice.stop()
    await Promise.all(beside)
    await close(opened, log, anchor)
    call.say(w('已停止。', 'stopped.'))
  } finally {
    lock.release()
  }
  // Whatever still holds the process open has nothing left to do.
  process.exit(0)
}
