// The telephone: how soon the other side rings after the click, beside bare JsSIP in the same page; and what the machine and the texts lose.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { openScreens, type Screens, settled } from '#test/browser/driver.ts'
import { password, stopPostgres } from '#test/desk.ts'
import { type TelephoneLab, telephoneLab, withoutLabs } from '#test/labs.ts'
import { dischargedPatient } from '#test/patients.ts'
import { furnishTelephone } from '#test/telephone.ts'
import { type Line, median } from './lab.ts'
import { benchMessages } from './telephone-messages.ts'
import { benchVoice } from './telephone-voice.ts'

/** Rings for half a second before it answers, as often as one likes. */
const number = '13900000201'
const labPage = join(import.meta.dirname, '../../shared/labs/telephony/test/agent-page.ts')

/** The lab's own agent: JsSIP without anything of ours, speaking straight to the exchange. */
const bareAgent = async (): Promise<string> => {
  const jssip = dirname(createRequire(import.meta.url).resolve('jssip/package.json'))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: dirname(labPage),
    resolve: { alias: [{ find: 'jssip', replacement: jssip }] },
    build: { write: false, rollupOptions: { input: labPage, output: { format: 'iife' } } },
  })
  const { output } = (Array.isArray(built) ? built[0]! : built) as { output: { type: string; code?: string }[] }
  return output.find(({ type }) => type === 'chunk')!.code!
}

type Agent = {
  log: { at: number; state: string }[]
  start(url: string, extension: string, domain: string, password: string): Promise<void>
  dial(number: string, domain: string): void
  hangup(): void
}

/** Milliseconds from asking JsSIP to its 180. */
const bareRing = async (page: Page, domain: string): Promise<number> => {
  const ms = await page.evaluate(
    async ([number, domain]) => {
      const { agent } = window as unknown as { agent: Agent }
      const from = performance.now()
      agent.dial(number!, domain!)
      while (!agent.log.some(({ state }) => state === 'progress')) await new Promise((next) => setTimeout(next, 1))
      const ms = agent.log.find(({ state }) => state === 'progress')!.at - from
      // Answered and ended in order: whoever is cancelled keeps the lab's telephone busy for a while.
      while (!agent.log.some(({ state }) => state === 'confirmed')) await new Promise((next) => setTimeout(next, 5))
      agent.hangup()
      while (!agent.log.some(({ state }) => state === 'ended')) await new Promise((next) => setTimeout(next, 5))
      return ms
    },
    [number, domain],
  )
  return ms
}

/** Milliseconds from the key on the desk to the word on the record that it rings. */
const ourRing = async (page: Page): Promise<number> => {
  await page.evaluate(() => {
    const rung = new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error('it did not ring')), 10_000)
      let from = 0
      addEventListener('keydown', () => (from = performance.now()), { capture: true, once: true })
      const look = new MutationObserver(() => {
        if (!/对方振铃/.test(document.querySelector('.call-standing')?.textContent ?? '')) return
        look.disconnect()
        resolve(performance.now() - from)
      })
      look.observe(document.body, { subtree: true, childList: true, characterData: true })
    })
    Object.assign(window, { rung })
  })
  await page.keyboard.press('c')
  const ms = await page.evaluate(() => (window as unknown as { rung: Promise<number> }).rung)
  await page.locator('.call-standing', { hasText: '通话中' }).waitFor()
  await page.keyboard.press('F4')
  await page.locator('.call-standing.over').waitFor()
  return ms
}

/** The desk of one caller with one patient to be called, and the bare agent beside it in the same page. */
const openDeskPage = async (screens: Screens, lab: TelephoneLab): Promise<Page> => {
  const { desk, url, browser } = screens
  await furnishTelephone(desk, lab, [{ number: '1002', login: 'nurse' }])
  const { encounterId } = await dischargedPatient(desk, { phone: number, daysAgo: 7 })
  await desk.settle()
  const { id } = await desk.house.db
    .updateTable('tasks')
    .set({ assignee_id: desk.people.ids.nurse })
    .where('encounter_id', '=', encounterId)
    .returning('id')
    .executeTakeFirstOrThrow()
  // The bare agent speaks to another machine, which our pages may not.
  const context = await browser.newContext({ bypassCSP: true, locale: 'zh-CN', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const data = { login: 'nurse', password }
  await page.request.post(`${url}/api/v1/session/sign-in`, { data, headers: { origin: url } })
  await page.goto(`${url}/desk?view=all&id=${id}`)
  await settled(page)
  await page.addScriptTag({ content: await bareAgent() })
  await page.evaluate(
    ([ws, domain, word]) => (window as unknown as { agent: Agent }).agent.start(ws!, '1099', domain!, word!),
    [lab.ws, lab.domain, lab.password],
  )
  await page.waitForFunction(() => /已注册/.test(document.querySelector('.phone-state')?.textContent ?? ''))
  return page
}

/**
 * `click-to-ringing`: from the key on the desk until the record says that it rings (the server looks the number up, the
 * relay passes on), over the lab's bare JsSIP, which knows the number already; alternating calls, medians.
 */
export const clickToRinging = async (quick: boolean): Promise<Line[]> => {
  const lab = await telephoneLab()
  const screens = await openScreens({ at: '2026-03-09T09:00:00+08:00', sound: {} })
  try {
    const page = await openDeskPage(screens, lab)
    const ours: number[] = []
    const bare: number[] = []
    for (let i = 0; i < (quick ? 6 : 20); i++) {
      bare.push(await bareRing(page, lab.domain))
      await page.waitForTimeout(150)
      ours.push(await ourRing(page))
      await page.waitForTimeout(150)
    }
    // The first of each has loaded things.
    const [of, beside] = [median(ours.slice(1)), median(bare.slice(1))]
    const round = (ms: number) => Math.round(ms * 10) / 10
    return [
      {
        name: 'click-to-ringing',
        ratio: of / beside,
        goal: 2,
        direction: 'min',
        ours: round(of),
        bare: round(beside),
        calls: ours.length,
      },
    ]
  } finally {
    await screens.close()
  }
}

/** Without the lab there is nothing to measure, and that is said. */
export const benchTelephone = async (quick: boolean): Promise<Line[]> => {
  const without = withoutLabs()
  if (without) throw new Error(`the telephone cannot be measured here: ${without}`)
  try {
    return [...(await clickToRinging(quick)), ...(await benchVoice()), ...(await benchMessages())]
  } finally {
    await stopPostgres()
  }
}
