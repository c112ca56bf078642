// Board, register and report on cases in a real browser: every number pressed shows as many rows as it says, on a desk and on a phone.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { importFile } from '#modules/patients/importing.ts'
import { password } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

const shots = process.env.SHOTS

/** An old register of forty lines, some of them still open, one whose words could be taken for a page. */
const old = [
  '登记号,类型,渠道,登记时间,涉及科室,类别,严重度,内容,答复日期,满意度,轮次',
  ...Array.from({ length: 40 }, (_, i) => {
    const kind = ['患者投诉', '意见建议', '咨询', '员工投诉'][i % 4]
    const category = ['环境设施', '服务态度与行为', '收费与医保', '流程与等候'][i % 3]
    const open = i % 10 === 0
    const day = `2026-02-${String(2 + (i % 20)).padStart(2, '0')}`
    return `旧${i},${kind},${['电话', '网站', '公众号'][i % 3]},${day} 10:00,${i % 5 ? '心内科' : '心内科、普外科'},${category},${i % 3},<img src=x onerror=alert(1)>病区空调不制冷${i},${open ? '' : '2026-03-02'},${open || i % 2 ? '' : '满意'},${i % 8 ? 1 : 2}`
  }),
].join('\n')

describe('看板、登记簿与诉求报表', { skip: noBrowser ?? false, timeout: 240_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-13T10:00:00+08:00' })
    const { desk } = screens
    const { nurse, lead } = desk.people
    await importFile(desk.house, { kind: 'cases', content: Buffer.from(old), fileName: '旧登记本.csv' })
    for (const department of ['心内科', '普外科'] as const) {
      const { encounterId } = await dischargedPatient(desk, { department })
      await nurse.cases.open({ encounterId, text: '候诊时间过长', category: 'D3', kind: 'complaint' })
    }
    await lead.cases.open({ text: '夜班排班不公平', category: 'J1', kind: 'staff' })
  })
  after(() => screens?.close())

  const picture = async (page: Page, name: string) => {
    if (shots) await page.screenshot({ path: `${shots}/${name}.png`, animations: 'disabled' })
  }
  const rowsShown = async (page: Page): Promise<number> => {
    await page.waitForURL(/\/register/)
    await settled(page)
    const said = await page.locator('.register [role=status]').filter({ hasText: /\d/ }).textContent()
    return Number(/\d+/.exec(said ?? '')?.[0])
  }
  const fine = async (page: Page, name: string) => {
    assert.deepEqual(await violationsOf(page), [], name)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(sideways <= 1, `${name}: ${sideways} px reach beyond the edge`)
  }

  /** Presses every number of a page, one after the other, and counts the rows that it opens. */
  const pressAll = async (page: Page, path: string) => {
    await page.goto(`${screens.url}${path}`)
    await settled(page)
    const numbers = page.locator('.board a.count')
    const many = await numbers.count()
    assert.ok(many > 8, `${path} has ${many} numbers`)
    // The journey of registers and boards asks every number of everybody; here every third is pressed.
    for (let i = 0; i < many; i += 3) {
      const says = Number(/\d+/.exec((await numbers.nth(i).textContent()) ?? '')?.[0])
      const name = await numbers.nth(i).textContent()
      await numbers.nth(i).click()
      assert.equal(await rowsShown(page), says, `${path}: ${name}`)
      await page.goBack()
      await settled(page)
      await numbers.first().waitFor()
    }
  }

  test('组长按看板上的每一个数，登记簿里正好这么多行', async () => {
    const page = await screens.sitDown('lead', password)
    await pressAll(page, '/board')
    await picture(page, 'board')
    await fine(page, 'board')
    await page.context().close()
  })

  test('监察室按诉求报表上的每一个数，也是', async () => {
    const page = await screens.sitDown('supervision', password)
    const path = '/reports/cases?from=2026-02&to=2026-03'
    await pressAll(page, path)
    await picture(page, 'case-report')
    await fine(page, 'case-report')
    await page.context().close()
  })

  test('筛选、排序都在地址里，刷新、后退不变；点开一行就是那件诉求', async () => {
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/register`)
    await settled(page)
    await picture(page, 'register')
    await page.getByLabel('类型').selectOption('complaint')
    await page.waitForURL(/kind=complaint/)
    await page.getByLabel('渠道').selectOption('phone')
    await page.waitForURL(/channel=phone/)
    await page.getByRole('button', { name: '期限 / 答复' }).click()
    const narrowed = await rowsShown(page)
    assert.match(page.url(), /kind=complaint/)
    assert.match(page.url(), /sort=due/)
    await page.reload()
    assert.equal(await rowsShown(page), narrowed)
    assert.equal(await page.getByLabel('类型').inputValue(), 'complaint')
    await fine(page, 'register')
    await page.locator('tr.opens').first().click()
    await page.waitForURL(/\/cases\//)
    await settled(page)
    await page.getByText('旧登记本').first().waitFor()
    await picture(page, 'taken-over')
    await fine(page, 'a case that was taken over')
    await page.goBack()
    assert.equal(await rowsShown(page), narrowed)
    await page.context().close()
  })

  test('科室只看到自己的；手机上一样能用', async () => {
    const { cardiology } = screens.desk.people
    const board = await cardiology.register.board()
    const page = await screens.sitDown('cardiology', password, phone)
    await page.goto(`${screens.url}/board`)
    await settled(page)
    const tile = page.locator('.board-tile a.count').first()
    assert.equal(Number.parseInt((await tile.textContent()) ?? '', 10), board.open)
    await picture(page, 'board-phone')
    await fine(page, 'board on a phone')
    await tile.click()
    assert.equal(await rowsShown(page), board.open)
    await picture(page, 'register-phone')
    await fine(page, 'register on a phone')
    await page.goto(`${screens.url}/reports/cases?from=2026-02&to=2026-03`)
    await settled(page)
    await picture(page, 'case-report-phone')
    await fine(page, 'report on a phone')
    await page.context().close()
  })

  test('旧登记本从导入页进来：先看列对应，再导，再看结果', async () => {
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/imports`)
    await settled(page)
    const more = `${old.split('\n')[0]}\n新1,患者投诉,电话,2026-03-02 09:00,心内科,环境设施,1,太吵,,,1\n新2,不知道,电话,2026-03-02,心内科,环境设施,1,太吵,,,1\n旧1,意见建议,网站,2026-02-03 10:00,心内科,服务态度与行为,1,改过的内容,2026-03-02,,1`
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '旧本.csv', mimeType: 'text/csv', buffer: Buffer.from(more) })
    await page.getByText('旧诉求登记本').first().waitFor()
    await page.getByText('1 行不能读入').waitFor()
    await picture(page, 'mapping')
    await page.getByRole('button', { name: '开始导入' }).click()
    await screens.desk.settle()
    await page.getByText('拒收的 1 行').waitFor()
    await page.getByText('更新了什么').click()
    await page.getByText('改过的内容').waitFor()
    await picture(page, 'import-result')
    await fine(page, 'the result of an import')
    await page.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
