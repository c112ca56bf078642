// A hospital with its real screens in a real Chromium: people who sign in, what they look at, and what the browser complains of.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium as engine, type Page } from 'playwright-core'
import { readyWeb } from '#src/cli/web.ts'
import { chromium } from '../chromium.ts'
import { type Desk, password as everybodys, openDesk } from '../desk.ts'
import { type Cable, layCable } from './cable.ts'

/** Why there is no browser test here; undefined where there is a Chromium. */
export const noBrowser = chromium() ? undefined : '这台机器上没有 Chromium · there is no Chromium on this machine'

export const wide = { width: 1440, height: 900 } as const
export const phone = { width: 390, height: 844 } as const

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A microphone that nobody has to allow, sound that needs no click, and calls within this machine. */
const withSound = (voice: string | undefined) => [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  ...(voice ? [`--use-file-for-fake-audio-capture=${voice}`] : []),
]

export type Screens = {
  readonly desk: Desk
  readonly url: string
  readonly cable: Cable
  readonly browser: Browser
  /** What the browser complained of: errors of scripts, breaches of the policy, answers that are bugs. */
  readonly complaints: string[]
  /** Somebody sits down at a browser of his own, signed in. */
  sitDown(login: string, password: string, size?: typeof wide | typeof phone): Promise<Page>
  /** The same, and looks at a screen that has its content. */
  at(login: string, path: string, size?: typeof wide | typeof phone): Promise<Page>
  /** A browser in which nobody has signed in. */
  visit(size?: typeof wide | typeof phone): Promise<Page>
  close(): Promise<void>
}

/**
 * Opens a hospital as `openDesk` does, with its screens behind a cable of its own. `sound`: the browser can telephone;
 * its `voice` is a sound file that the agents' microphones hear.
 */
export const openScreens = async ({
  sound,
  ...options
}: Parameters<typeof openDesk>[0] & { sound?: { voice?: string } } = {}): Promise<Screens> => {
  const web = await readyWeb(() => {})
  assert.ok(web, 'the screens are built')
  const desk = await openDesk({ ...options, web })
  await desk.server.listen({ port: 0, host: '127.0.0.1' })
  const cable = await layCable((desk.server.server.address() as { port: number }).port)
  const url = `http://127.0.0.1:${cable.port}`
  const args = sound ? [...quiet, ...withSound(sound.voice)] : quiet
  const browser = await engine.launch({ executablePath: chromium()!, args })
  const complaints: string[] = []
  const listen = (page: Page, who: string) => {
    const complain = (what: string) => complaints.push(`${who} ${new URL(page.url()).pathname}: ${what}`)
    page.on('pageerror', (error) => complain(error.message))
    page.on('console', (said) => {
      // A refusal and a pulled cable are answers that the page shows itself.
      const answered = /Failed to load resource.*(status of 4\d\d|net::ERR_)/.test(said.text())
      if (said.type() === 'error' && !answered) complain(said.text())
    })
  }
  const visit = async (size: typeof wide | typeof phone = wide, who = 'somebody'): Promise<Page> => {
    const context: BrowserContext = await browser.newContext({
      viewport: size,
      locale: 'zh-CN',
      // A workstation may stand anywhere: the pages speak of hospital time.
      timezoneId: 'America/New_York',
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(8000)
    const page = await context.newPage()
    listen(page, who)
    return page
  }
  const sitDown: Screens['sitDown'] = async (login, password, size) => {
    const page = await visit(size, login)
    const reply = await page.request.post(`${url}/api/v1/session/sign-in`, {
      data: { login, password },
      headers: { origin: url },
    })
    assert.equal(reply.status(), 200, `${login} signs in`)
    return page
  }
  return {
    ...{ desk, url, cable, browser, complaints, visit, sitDown },
    at: async (login, path, size) => {
      const page = await sitDown(login, everybodys, size)
      await page.goto(`${url}${path}`)
      await settled(page)
      return page
    },
    close: async () => {
      await browser.close()
      await cable.close()
      await desk.close()
    },
  }
}

/** Waits until the page shows its content: no bones of it are left and nothing is being asked. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('.main h1, .main h2, .main .empty, .main .error-note').first().waitFor({ state: 'attached' })
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
}

/** Waits until the page has said it: the words of a toast. */
export const told = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('.toast', { hasText: text }).first().waitFor()

let axe: Promise<string> | undefined

export type Violation = { readonly rule: string; readonly where: readonly string[] }

/** What axe finds on this page against WCAG 2.2 AA and its own best practices. */
export const violationsOf = async (page: Page): Promise<Violation[]> => {
  axe ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axe)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(what: Document, how: object): Promise<never> } }
    const found: { violations: { id: string; nodes: { target: string[]; html: string }[] }[] } = await axe.run(
      document,
      {
        resultTypes: ['violations'],
        // Nothing is fetched a second time for a rule about orientation that we have no style for.
        preload: false,
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      },
    )
    return found.violations.map(({ id, nodes }) => ({
      rule: id,
      where: nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)}`),
    }))
  })
}

/** Where pictures are kept, for whoever wants to look at them. */
export const shots = process.env.SHOTS

/**
 * The page as it is now has no fault for axe and is no wider than its screen; a picture of it is kept, with `whole` of all
 * of it.
 */
export const fine = async (page: Page, name: string, { whole = false } = {}): Promise<void> => {
  await settled(page)
  assert.deepEqual(await violationsOf(page), [], name)
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 1, name)
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, animations: 'disabled', fullPage: whole })
}
