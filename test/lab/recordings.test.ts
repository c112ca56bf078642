// A call that is recorded before everybody's eyes: told first, both voices in their own channel, heard while it lasts and afterwards.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, openScreens, type Screens, settled, phone as small, violationsOf, wide } from '../browser/driver.ts'
import { password } from '../desk.ts'
import { telephoneLab, withoutLabs } from '../labs.ts'
import type { Login } from '../people.ts'
import { furnishTelephone } from '../telephone.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('录音', { skip: withoutLabs() ?? noBrowser ?? false, timeout: 180_000 }, () => {
  let screens: Screens
  let folder: string
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'huiyin-tones-'))
    const voice = join(folder, 'agent.wav')
    // What the agents' microphones hear; the patient's telephone speaks with a tone of 1000 Hz in it.
    execFileSync('sox', [...'-q -n -r 48000 -c 1 -b 16'.split(' '), voice, ...'synth 60 sine 600 vol 0.3'.split(' ')])
    const lab = await telephoneLab()
    screens = await openScreens({ sound: { voice } })
    await furnishTelephone(screens.desk, lab, [
      { number: '1001', login: 'lead' },
      { number: '1002', login: 'supervision' },
    ])
  })
  after(async () => {
    await screens?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const rowOf = async (id: string) =>
    screens.desk.house.db.selectFrom('recordings').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
  /** The one that is being made. */
  const running = async () =>
    screens.desk.house.db.selectFrom('recordings').where('status', '=', 'recording').selectAll().executeTakeFirst()
  const pieces = async () => (await running())?.pieces ?? 0

  const until = async (holds: () => Promise<boolean>, what: string, seconds = 15) => {
    for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(100))
      if (await holds()) return
    assert.fail(what)
  }

  const seat = async (login: Login, path = '/recordings'): Promise<Page> => {
    const page = await screens.sitDown(login, password)
    await page.goto(`${screens.url}${path}`)
    await settled(page)
    return page
  }

  /** Dials the patient who answers at once, through the screen. */
  const call = async (page: Page): Promise<void> => {
    await page.locator('.phone-state .agent-state.ready, .phone-state .agent-state').first().waitFor()
    await page.locator('.phone-state summary').click()
    await page.getByRole('button', { name: '拨号' }).click()
    await page.getByLabel('号码').fill('13900000200')
    await page.getByRole('dialog').getByRole('button', { name: '拨打' }).click()
    await page.locator('.recorder.asking').waitFor()
  }
  const hangUp = async (page: Page) => {
    await page.locator('.phone-call').getByRole('button', { name: '挂断' }).click()
    await page.locator('.recorder').waitFor({ state: 'detached' })
  }

  const picture = async (page: Page, name: string) => {
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) })
  }

  /** The share of the energy at a frequency in the best half second of one channel. */
  const share = (file: string, channel: number, hz: number): number => {
    const words = ['-v', 'quiet', '-i', file, '-af', `pan=mono|c0=c${channel}`, '-f', 's16le', '-ar', '8000', '-']
    const raw = execFileSync('ffmpeg', words, { maxBuffer: 1 << 28 })
    const samples = new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1)
    const k = 2 * Math.cos((2 * Math.PI * hz) / 8000)
    let best = 0
    for (let at = 0; at + 4000 <= samples.length; at += 4000) {
      let [a, b, power] = [0, 0, 0]
      for (let i = at; i < at + 4000; i++) {
        const c = samples[i]! + k * a - b
        b = a
        a = c
        power += samples[i]! ** 2
      }
      if (power / 4000 > 400) best = Math.max(best, ((a * a + b * b - k * a * b) * 2) / (4000 * power))
    }
    return best
  }

  /** A right to the sound, asked for on the screen. */
  const openSound = async (page: Page, reason: string) => {
    await page.getByLabel('调听理由').fill(reason)
    await page.getByRole('button', { name: '调听', exact: true }).click()
    await page.locator('.waveform').waitFor()
    await page.waitForFunction(() => (document.querySelector('audio')?.readyState ?? 0) >= 1)
  }
  const secondsOf = (page: Page) => page.evaluate(() => document.querySelector('audio')!.currentTime)

  test('先告知后录音；通话中可听；两个声道各是各的；整理后能跳着听', async () => {
    const agent = await seat('lead')
    await call(agent)
    await agent.getByText('为了保证服务质量').waitFor()
    await picture(agent, 'asking')
    assert.deepEqual(await violationsOf(agent), [])
    assert.equal((await screens.desk.people.lead.recordings.list({})).rows.length, 0, 'nothing before the notice')
    await agent.keyboard.press('F6')
    await agent.locator('.recorder-mark', { hasText: '正在录音' }).waitFor()
    await until(async () => (await pieces()) >= 2, 'pieces come while it is spoken')
    const { id } = (await running())!

    // Somebody who watches over it hears what there is already.
    const watcher = await seat('supervision', `/recordings?id=${id}`)
    await openSound(watcher, '指导新人')
    await watcher.getByRole('button', { name: /播放/ }).click()
    await watcher.waitForFunction(() => document.querySelector('audio')!.currentTime > 1)

    await picture(agent, 'recording')
    assert.deepEqual(await violationsOf(agent), [])
    await agent.setViewportSize(small)
    await picture(agent, 'recording-phone')
    await agent.setViewportSize(wide)

    // An identity number is spoken: held for two seconds, which are not on the tape.
    await agent.keyboard.press('F7')
    await agent.getByText('录音已暂停').waitFor()
    const before = (await rowOf(id)).seconds
    await pause(2000)
    await agent.keyboard.press('F7')
    await agent.locator('.recorder-mark', { hasText: '正在录音' }).waitFor()
    await until(async () => (await rowOf(id)).seconds >= before + 5, 'it goes on')
    await hangUp(agent)
    assert.deepEqual([(await rowOf(id)).status, (await rowOf(id)).complete], ['closed', true])
    await screens.desk.settle()
    const mended = await rowOf(id)
    assert.equal(mended.status, 'mended')

    const file = join(folder, 'call.webm')
    const content = await screens.desk.people.lead.recordings.export({ id, reason: '核对声道' })
    writeFileSync(file, content as unknown as Uint8Array)
    const [left, right] = [share(file, 0, 600), share(file, 1, 1000)]
    const [leftOther, rightOther] = [share(file, 0, 1000), share(file, 1, 600)]
    assert.ok(left > 0.9, `the agent's 600 Hz left: ${left}`)
    assert.ok(right > 0.9, `the patient's 1000 Hz right: ${right}`)
    assert.ok(leftOther < 0.05 && rightOther < 0.05, `nothing of the other: ${leftOther}, ${rightOther}`)
    const length = execFileSync('ffprobe', ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', file])
    assert.ok(Math.abs(Number(String(length)) - mended.seconds) < 0.2, `it says its length: ${length}`)

    // Heard in a browser: jumped in, faster, marked; and who listened is there for all to see.
    const page = await seat('lead', `/recordings?id=${id}`)
    await openSound(page, '质量抽查')
    const sound = await page.evaluate(() => document.querySelector('audio')!.duration)
    assert.ok(Math.abs(sound - mended.seconds) < 0.2, `${sound}`)
    const target = Math.floor(mended.seconds) - 2
    await page.getByLabel('播放位置').fill(String(target))
    await page.waitForFunction((at) => Math.abs(document.querySelector('audio')!.currentTime - at) < 0.5, target)
    await page.keyboard.press('Alt+p')
    await page.waitForFunction((at) => document.querySelector('audio')!.currentTime > at + 0.5, target)
    await page.keyboard.press('Alt+ArrowLeft')
    assert.ok((await secondsOf(page)) < target, 'five seconds back')
    await page.getByRole('button', { name: '2×' }).click()
    assert.equal(await page.evaluate(() => document.querySelector('audio')!.playbackRate), 2)
    await page.getByRole('button', { name: '暂停' }).click()
    await page.getByLabel('在这里标记').fill('说明了复诊时间')
    await page.keyboard.press('Enter')
    await page.locator('.player-marks', { hasText: '说明了复诊时间' }).waitFor()
    await page.getByText(/方监察.*指导新人/).waitFor()
    assert.deepEqual(await violationsOf(page), [])
    await picture(page, 'player')
    await page.setViewportSize(small)
    await picture(page, 'player-phone')
    assert.deepEqual(await violationsOf(page), [])
    for (const one of [agent, watcher, page]) await one.context().close()
  })

  test('网断了接着录，恢复后补传；保持时不录；对方说不同意，录下的立即没有了', async () => {
    const agent = await seat('lead')
    await call(agent)
    await agent.getByRole('button', { name: /对方同意/ }).click()
    await until(async () => (await pieces()) >= 1, 'the first piece came')
    const { id } = (await running())!
    // The line to the server is away for a while; the sound goes another way and is kept here.
    await agent.route('**/append*', (route) => route.abort())
    const there = (await rowOf(id)).pieces
    await agent.getByText(/段待上传/).waitFor({ timeout: 20_000 })
    await agent.unroute('**/append*')
    await until(async () => (await rowOf(id)).pieces >= there + 3, 'what waited has come', 20)
    // While the other side is on hold, what is said here is not for the tape.
    await agent.keyboard.press('F9')
    await agent.getByText('录音已暂停').waitFor()
    await agent.keyboard.press('F9')
    await agent.locator('.recorder-mark', { hasText: '正在录音' }).waitFor()
    await agent.getByRole('button', { name: '对方不同意录音' }).click()
    await agent.getByRole('button', { name: /停止并销毁/ }).click()
    await agent.getByText('本次通话不录音').waitFor()
    await until(async () => (await rowOf(id)).status === 'destroyed', 'it is gone')
    const left = await screens.desk.house.db
      .selectFrom('recording_pieces')
      .where('recording_id', '=', id)
      .select('number')
      .execute()
    assert.deepEqual([left, (await rowOf(id)).sealed_key], [[], null])
    await hangUp(agent)
    await agent.context().close()
  })

  test('标签页被杀，至多丢最后一段', async () => {
    const agent = await seat('lead')
    await call(agent)
    await agent.keyboard.press('F6')
    await agent.locator('.recorder-mark', { hasText: '正在录音' }).waitFor()
    const began = performance.now()
    await until(async () => (await pieces()) >= 2, 'pieces come')
    const { id, call_id } = (await running())!
    // Killed from outside: no farewell is said.
    const devtools = await agent.context().newCDPSession(agent)
    void devtools.send('Page.crash').catch(() => {})
    const spoken = (performance.now() - began) / 1000
    const calls = () =>
      screens.desk.house.db.selectFrom('calls').where('id', '=', call_id).select('status').executeTakeFirstOrThrow()
    await until(async () => (await calls()).status === 'ended', 'the server ends the call that lost its page', 25)
    await screens.desk.settle()
    assert.equal((await rowOf(id)).status, 'closed')
    await screens.desk.pass('11 minutes')
    const row = await rowOf(id)
    assert.equal(row.status, 'mended')
    assert.ok(row.seconds > spoken - 4 && row.seconds < spoken + 1, `${row.seconds} of ${spoken} s`)
    await agent.context().close()
  })

  test('浏览器没有抱怨', () => assert.deepEqual(screens.complaints, []))
})
