// `voice`: works the machine's own telephone lines, beside the server or on another machine of the hospital.
import { fork } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '#engine/clock.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { openVoice } from '#engine/outside/voice/working.ts'
import { w } from '#kernel/words.ts'
import { hasMachineLines, machineLines } from '#modules/calls/machines.ts'
import { modules } from '#src/modules.ts'
import { withDatabase } from './beside.ts'
import type { Call } from './command.ts'
import { mustFit, readyVaultKey } from './vault.ts'

/** Until a signal comes, or the one who started us is gone. */
const untilTold = (): Promise<unknown> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve)
    if (process.connected) process.once('disconnect', () => resolve('left alone'))
  })

/** Works the lines until it is told to stop. Beside a server of ours it is started by it. */
export const voice = async (call: Call): Promise<number> => {
  const settings = call.settings()
  const log = openLog(settings.logLevel)
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'bug'))
  process.on('uncaughtException', (error) => log.error({ err: error }, 'bug'))
  const told = untilTold()
  await withDatabase(call, async (url) => {
    const vault = readyVaultKey(settings)
    const house = await openHouse({
      ...{ url, modules, clock: systemClock, log, vaultKey: vault.key, poolSize: 8 },
      neighbours: settings.neighbours,
      speech: settings.speech,
    })
    try {
      await mustFit(house, vault)
      const working = await openVoice({
        house,
        modules,
        rows: () => machineLines(house, settings.voiceUrl),
        ports: settings.voicePorts,
      })
      call.answer({ pid: process.pid, lines: working.lines.length }, '语音进程已启动 · the voice process is at work')
      await told
      call.say(w('正在挂断并停止…', 'hanging up and stopping…'))
      await working.stop()
    } finally {
      await house.stop()
    }
  })
  process.exit(0)
}

const pauses = [1, 2, 5, 10, 30, 60]

/**
 * Keeps a voice process running beside the server while there are lines for it, and starts it again when it dies, each
 * time a little later; one that ran for ten minutes is trusted anew.
 */
export const superviseVoice = (house: OpenHouse, env: Readonly<Record<string, string>>) => {
  const stopping = new AbortController()
  let child: ReturnType<typeof fork> | undefined
  const start = () =>
    fork(path.join(import.meta.dirname, '../main.ts'), ['voice', '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
  const done = (async () => {
    let fails = 0
    while (!stopping.signal.aborted) {
      const wanted = await hasMachineLines(house).catch(() => false)
      if (wanted) {
        const began = performance.now()
        const mine = start()
        child = mine
        // Lines that were taken away leave a process with nothing to do: it stays until the server stops.
        const code = await new Promise((resolve) => mine.once('exit', resolve).once('error', resolve))
        child = undefined
        if (stopping.signal.aborted) return
        fails = performance.now() - began > 600_000 ? 0 : fails + 1
        house.log.error({ code, fails }, 'the voice process ended; it is started again')
      }
      const pause = wanted ? pauses[Math.min(fails, pauses.length) - 1]! : 10
      await sleep(pause * 1000, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: async () => {
      stopping.abort()
      child?.kill('SIGTERM')
      const slow = setTimeout(() => child?.kill('SIGKILL'), 8000)
      await done
      clearTimeout(slow)
    },
  }
}
