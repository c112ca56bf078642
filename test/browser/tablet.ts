// A tablet of one's own: a Chromium with a disk that stays, killed as a battery kills it, and what lies on that disk.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium as engine, type Page } from 'playwright-core'
import { chromium } from '../chromium.ts'

export type Tablet = {
  /** Switches it on, at an hour of its own clock, and opens an address. */
  start(address: string, at: Date): Promise<Page>
  /** The battery is pulled out: nothing is written any more. */
  kill(): Promise<void>
  /** Every file on its disk that holds the text in clear, in any of the ways in which a browser writes text. */
  filesWith(text: string): Promise<string[]>
  throwAway(): Promise<void>
}

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
  '--window-size=1180,820',
]

export const openTablet = async (): Promise<Tablet> => {
  const disk = await mkdtemp(join(tmpdir(), 'huiyin-tablet-'))
  let running: { process: ChildProcess; browser: Browser } | null = null
  const kill = async () => {
    if (!running) return
    const { process: child, browser } = running
    running = null
    const gone = once(child, 'exit')
    // The whole group: the browser is several processes.
    process.kill(-child.pid!, 'SIGKILL')
    await gone
    await browser.close().catch(() => {})
  }
  return {
    start: async (address, at) => {
      await kill()
      const child = spawn(chromium()!, [...flags, `--user-data-dir=${disk}`, 'about:blank'], {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const lines = createInterface({ input: child.stderr! })
      const door = await new Promise<string>((found) =>
        lines.on('line', (line) => {
          const said = /DevTools listening on (ws:\S+)/.exec(line)
          if (said) found(said[1]!)
        }),
      )
      const browser = await engine.connectOverCDP(door)
      running = { process: child, browser }
      const [context] = browser.contexts()
      context!.setDefaultTimeout(15_000)
      const page = await context!.newPage()
      await page.setViewportSize({ width: 1180, height: 820 })
      await page.clock.install({ time: at })
      await page.goto(address)
      return page
    },
    kill,
    filesWith: async (text) => {
      const spellings = [
        Buffer.from(text),
        Buffer.from(text, 'utf16le'),
        Buffer.from(
          JSON.stringify(text)
            .slice(1, -1)
            .replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
        ),
      ]
      const found: string[] = []
      for (const entry of await readdir(disk, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        const content = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0))
        if (spellings.some((spelling) => content.includes(spelling))) found.push(entry.name)
      }
      return found
    },
    throwAway: async () => {
      await kill()
      await rm(disk, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
