// The night at the screens: an alarm above whatever is open, heard behind a lapsed door too, and the card in the morning.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { usualShifts } from '#modules/directory/shift-times.ts'
import { password } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

const night = usualShifts[2].id

describe('夜班的屏幕', { skip: noBrowser, timeout: 120_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-10T02:50+08:00' })
    const { lead, ids } = screens.desk.people
    await lead.duties.set({ day: '2026-03-10', shiftId: night, staffIds: [ids.nurse] })
  })
  after(() => screens.close())

  const look = async (page: Page, name: string) => {
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
    assert.deepEqual(await violationsOf(page), [], name)
  }
  const danger = async () => {
    const { encounterId } = await dischargedPatient(screens.desk, { daysAgo: 3 })
    const text = '输液后全身皮疹、呼吸困难'
    return screens.desk.people.lead.cases.open({ encounterId, text, category: 'A1', urgency: 0 } as never)
  }

  test('排班表：键盘排班，空当写在上面', async () => {
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/roster`)
    await settled(page)
    await page.getByText(/有 \d+ 段时间无人值守/).waitFor()
    const box = page.getByRole('checkbox', { name: '周一诺 周二 白班' })
    await box.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await page.getByRole('checkbox', { name: '周一诺 周二 小夜', checked: true }).waitFor()
    await page.getByText('周二 3/10 08:00', { exact: false }).waitFor({ state: 'detached' })
    await look(page, 'roster')
    const { rows } = await screens.desk.people.lead.duties.list({ from: '2026-03-10', to: '2026-03-10' })
    assert.equal(rows.length, 3)
    await page.context().close()
  })

  test('值班链：组长给心内科加一条', async () => {
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/chains`)
    await settled(page)
    await page.getByRole('button', { name: '科室值班链' }).click()
    await page.getByLabel('科室', { exact: true }).selectOption({ label: '心内科' })
    await page.getByLabel('呼叫').selectOption('urgent')
    await page.getByRole('button', { name: '添加一步' }).click()
    await page.getByLabel('第 1 步', { exact: true }).selectOption({ label: '全体科室' })
    await look(page, 'chain-form')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('全体科室').first().waitFor()
    await look(page, 'chains')
    await page.context().close()
  })

  test('呼叫在每个页面上方，应答后消失；登录过期也听得到有人呼叫', async () => {
    const { desk } = screens
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${screens.url}/patients`)
    await settled(page)
    desk.clock.set('2026-03-10T03:00+08:00')
    await danger()
    const bar = page.getByRole('alert', { name: '呼叫' })
    await bar.getByText('U0 危急').waitFor()
    await page.waitForFunction(() => document.title.includes('请应答'))
    await look(page, 'ring')
    // The chain goes on while she is away from her desk; the lead's phone rings.
    const leads = await screens.sitDown('lead', password, phone)
    await leads.goto(`${screens.url}/roster`)
    await settled(leads)
    assert.equal(await leads.getByRole('alert', { name: '呼叫' }).count(), 0)
    await desk.pass('3 minutes')
    await leads.getByRole('alert', { name: '呼叫' }).getByText('U0 危急').waitFor()
    await look(leads, 'ring-phone')
    await page.keyboard.press('Alt+a')
    await page.getByLabel('您正在做什么').fill('已请家属打 120，正在联系值班医师')
    await look(page, 'ring-answer')
    await page.keyboard.press('Enter')
    await bar.waitFor({ state: 'detached' })
    await leads.getByRole('alert', { name: '呼叫' }).waitFor({ state: 'detached' })
    await leads.context().close()

    // Half an hour later her session has idled out, and somebody calls again: behind the door it is heard, not told.
    desk.clock.set('2026-03-10T03:40+08:00')
    await danger()
    await page.getByText('有紧急呼叫，请登录应答').waitFor()
    assert.equal(await page.getByText('U0 危急').count(), 0)
    await look(page, 'ring-behind-door')
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await bar.getByText('U0 危急').waitFor()
    await page.context().close()
  })

  test('早上的交班卡：看过、追问、接班，手机上也一样', async () => {
    const { desk } = screens
    desk.clock.set('2026-03-10T07:40+08:00')
    await desk.settle()
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${screens.url}/handovers`)
    await settled(page)
    await page.getByRole('alert', { name: '呼叫' }).getByRole('button', { name: '应答' }).click()
    await page.getByRole('button', { name: '我正在赶往现场' }).click()
    await page.getByRole('alert', { name: '呼叫' }).waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.getByLabel('补充交代').fill('家属在急诊候诊，请继续跟进')
    await look(page, 'card-give')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已交班').first().waitFor()
    await page.context().close()

    const next = await screens.sitDown('nurse2', password, phone)
    await next.goto(`${screens.url}/handovers`)
    await settled(next)
    await next.locator('summary[title="提醒"]').click()
    await next.getByText('上一班已交班，请接班').click()
    await next.getByText('家属在急诊候诊').waitFor()
    await look(next, 'card-take')
    await next.getByRole('button', { name: '已逐项看过，接班' }).click()
    await next.getByText('已接班').first().waitFor()
    await next.context().close()
    assert.deepEqual(screens.complaints, [])
    const [card] = (await desk.people.lead.handovers.list({})).rows
    assert.deepEqual([card?.status, card?.takenBy], ['taken', '周一诺'])
  })
})
