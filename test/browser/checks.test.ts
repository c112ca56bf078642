// Spot checks on the screens: supervision checks a call by keyboard and releases, and the caller finds his own and objects.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../desk.ts'
import { calledPatients, finishedCalls } from '../finished-calls.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

const shots = process.env.SHOTS

describe('质检的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-02T09:00+08:00' })
    const { desk } = screens
    const patients = await calledPatients(desk, 4)
    await finishedCalls(
      desk,
      patients.map((patient, i) => ({
        patient,
        by: desk.people.ids.nurse,
        at: new Date(Date.UTC(2026, 1, 20 + i, 2)),
        talk: 80,
      })),
    )
    await desk.settle()
  })
  after(() => screens?.close())

  const look = async (page: Page, name: string) => {
    await settled(page)
    assert.deepEqual(await violationsOf(page), [], name)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 1, name)
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })
  }

  test('supervision proves the drawing, scores one after another by keyboard, and releases', async () => {
    const page = await screens.sitDown('supervision', password)
    await page.goto(`${screens.url}/checks`)
    await settled(page)
    await page.getByText('怎样抽的').click()
    await page.getByText('重抽结果相同').waitFor()
    await page.getByText('怎样抽的').click()
    await page.keyboard.press('j')
    for (let i = 0; i < 3; i++) {
      await page.locator('.check-head').getByText('待查').waitFor()
      await page.getByRole('radio', { name: '看记录' }).check()
      for (const key of i === 1 ? '113111111' : '111111111') await page.keyboard.press(key)
      if (i === 1) {
        await page.keyboard.press('Alt+n')
        await page.keyboard.type('打断了患者的话')
        await page.keyboard.press('Enter')
        await look(page, 'checks-wide')
      }
      const saved = page.waitForResponse((reply) => reply.url().endsWith('/score') && reply.ok())
      await page.keyboard.press('Control+Enter')
      await saved
      await settled(page)
    }
    await page.getByText('已查 3 / 3 通').waitFor()
    await page.getByRole('button', { name: '公布结果' }).click()
    await page.locator('dialog').getByRole('button', { name: '公布结果' }).click()
    await page.getByText('已公布，共 3 通').waitFor()
    await page.goto(`${screens.url}/checks?view=results`)
    await page.getByText('哪一项做得最少？').waitFor()
    await look(page, 'checks-results')
  })

  test('the caller finds his own on a phone, and objects', async () => {
    const page = await screens.sitDown('nurse', password, phone)
    await page.goto(`${screens.url}/checks`)
    await settled(page)
    await page.getByText('2026 年 2 月抽查').waitFor()
    await look(page, 'checks-own-phone')
    await page.locator('.two-list button.card').nth(1).click()
    await page.getByText('打断了患者的话').waitFor()
    await page.getByLabel('不同意的地方').fill('患者说得太远，只好拉回来')
    await page.getByRole('button', { name: '提出异议' }).click()
    await page.getByText('患者说得太远，只好拉回来').waitFor()
    await look(page, 'checks-own-phone-record')
  })
})
