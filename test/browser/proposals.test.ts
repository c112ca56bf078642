// A question that keeps coming back, on the screen of the lead: found in the night, read with its cases, dismissed with a reason.
import { after, before, describe, test } from 'node:test'
import { putMatter } from '#test/past.ts'
import { password } from '../desk.ts'
import { fine, noBrowser, openScreens, phone, type Screens, settled } from './driver.ts'

describe('苗头的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00+08:00' })
    const { desk } = screens
    const now = desk.clock.now().getTime()
    for (let i = 0; i < 300; i++)
      await putMatter(desk, new Date(now - (320 - i) * 86_400_000), ['D3', 'F3', 'B1', 'C1'][(i * 7) % 4]!, '心内科')
    const words = [
      '夜里孩子起皮疹，没有皮肤科门诊',
      '晚上皮疹，夜里没有皮肤科医生',
      '夜里没有皮肤科，急诊让等天亮',
      '夜里没有皮肤科门诊，跑了两家',
    ]
    for (const [i, text] of words.entries())
      await putMatter(desk, new Date(now - (20 - 5 * i) * 86_400_000), 'D5', '普外科', { text, place: '急诊 一楼' })
    await desk.pass('1 day')
  })
  after(() => screens?.close())

  test('the lead reads it with its cases, and dismisses it with a reason', async () => {
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/proposals`)
    await settled(page)
    await page.keyboard.press('j')
    await page.getByText('说法相近：').waitFor()
    await page.getByText('4 人反映').first().waitFor()
    await fine(page, 'proposals-wide')
    await page.getByRole('button', { name: '排除…' }).click()
    await page.getByLabel('为什么不是问题').fill('皮肤科夜门诊下周开诊')
    await page.getByRole('button', { name: '排除', exact: true }).click()
    await page.getByText('没有反复出现的问题').waitFor()
    await page.goto(`${screens.url}/proposals?view=dismissed`)
    await settled(page)
    await page.keyboard.press('j')
    await page.getByText('皮肤科夜门诊下周开诊').waitFor()
  })

  test('on a phone the cards open to the cases', async () => {
    const page = await screens.sitDown('supervision', password, phone)
    await page.goto(`${screens.url}/proposals?view=dismissed`)
    await settled(page)
    await fine(page, 'proposals-phone')
    await page.locator('.two-list button.card').first().click()
    await page.getByText('依据的诉求').waitFor()
    await fine(page, 'proposals-phone-record')
    await page.getByRole('button', { name: '采纳' }).waitFor()
  })
})
