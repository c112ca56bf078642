// Leadership's one page in a real browser: read, opened down to a case by keyboard, printed on one sheet; and the board on the wall.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { addDays, monthOf } from '#kernel/time.ts'
import { putMatter } from '#test/past.ts'
import { fillMonth } from '#test/season.ts'
import { fine, noBrowser, openScreens, phone, type Screens, settled } from './driver.ts'

describe('院领导的一页和墙上看板', { skip: noBrowser ?? false, timeout: 180_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-13T10:00:00+08:00' })
    const { desk } = screens
    for (let i = 0; i < 8; i++) await fillMonth(desk, monthOf(addDays('2026-02-15', -30 * i)), 300 + i, 40)
    for (let i = 0; i < 6; i++) await putMatter(desk, new Date(`2026-02-0${i + 1}T10:00:00+08:00`), 'D3', '心内科')
  })
  after(() => screens?.close())

  const shown = async (page: Page): Promise<number> => {
    await settled(page)
    return Number(/\d+/.exec((await page.locator('.behind-head h2 .none').textContent()) ?? '')?.[0])
  }

  /** What a line is tells its pattern or its weight, what a point is its shape and whether it is filled, what has grown its sign. */
  const tellsWithoutColour = async (page: Page) => {
    const { lines, shapes, hollow, grown } = await page.evaluate(() => {
      const svg = document.querySelector('.run svg')!
      const drawn = (group: string, line: string) => {
        const outer = document.createElementNS('http://www.w3.org/2000/svg', 'g')
        const inner = document.createElementNS('http://www.w3.org/2000/svg', 'line')
        outer.setAttribute('class', group)
        inner.setAttribute('class', line)
        svg.append(outer)
        outer.append(inner)
        const { strokeDasharray, strokeWidth } = getComputedStyle(inner)
        outer.remove()
        return `${strokeDasharray} ${strokeWidth}`
      }
      const points = [...document.querySelectorAll('.run-point')]
      const kindOf = (point: Element) => ['special', 'missing', 'plain'].find((kind) => point.classList.contains(kind))!
      const styleOf = (point: Element) => getComputedStyle(point.querySelector('path')!)
      return {
        lines: [
          drawn('', 'run-line'),
          drawn('', 'run-limit'),
          drawn('', 'run-middle'),
          drawn('run-target', ''),
          drawn('run-mark', ''),
        ],
        shapes: [...new Set(points.map((one) => `${kindOf(one)} ${one.querySelector('path')!.getAttribute('d')}`))],
        hollow: points
          .filter((one) => kindOf(one) === 'plain')
          .map((one) => [one.classList.contains('pale'), styleOf(one).fill !== styleOf(one).stroke, styleOf(one).fill]),
        grown: [...document.querySelectorAll('.pareto li')].map((one) => [
          one.querySelector('.strip')!.classList.contains('warn'),
          one.textContent!.includes('▲'),
        ]),
      }
    })
    assert.equal(new Set(lines).size, lines.length, lines.join(', '))
    assert.equal(new Set(shapes.map((one) => one.split(' ').slice(1).join(' '))).size, shapes.length, shapes.join(', '))
    const fills = (pale: boolean) => new Set(hollow.filter(([is]) => is === pale).map(([, , fill]) => fill))
    const [paper] = fills(true)
    assert.ok(fills(true).size === 1 && !fills(false).has(paper), 'a point that is not compared is hollow')
    for (const [coloured, signed] of grown) assert.equal(coloured, signed, 'what is marked by colour has its sign')
  }

  test('院领导一进来就看到三个回答，用键盘把一个数打开到那一件，再打印在一张纸上', async () => {
    const page = await screens.at('director', '/')
    assert.equal(new URL(page.url()).pathname, '/page')
    await page.getByText('2026 年 3 月').first().waitFor()
    await page.getByRole('button', { name: '上一月' }).click()
    for (const question of ['在变好吗？', '现在什么迟了？', '什么最伤人？'])
      await page.getByRole('heading', { name: question, exact: true }).first().waitFor()
    await page.getByText('2026 年 2 月').first().waitFor()
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    await settled(page)
    await fine(page, 'page-wide', { whole: true })
    await tellsWithoutColour(page)
    const facts = page.locator('.page-facts .page-fact').filter({ hasText: /÷/ })
    for (const fact of await facts.all())
      if (/%/.test((await fact.locator('strong').textContent()) ?? ''))
        assert.match((await fact.locator('.page-range').textContent()) ?? '', /95%：.+ – .+%/, 'a share has its range')

    // From point to point with the arrows; Enter opens the rows that the point counts.
    const last = page.locator('.run').first().locator('[data-point="11"]')
    await last.focus()
    await page.keyboard.press('ArrowLeft')
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    const [, numerator] = /（(\d+) ÷ \d+）/.exec(name)!
    assert.match(name, /^2026 年 1 月：/)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/reports\?/)
    assert.equal(await shown(page), Number(numerator), name)

    await page.goto(`${screens.url}/page?month=2026-02`)
    await settled(page)
    await page.getByRole('group', { name: '访到的人多了吗？' }).waitFor()
    const pain = page.locator('.page-hurts .pareto a.count').first()
    const count = Number(/\d+/.exec((await pain.textContent()) ?? '')?.[0])
    await pain.click()
    await page.waitForURL(/\/register\?/)
    await settled(page)
    const rows = page.locator('.register [role=status]').filter({ hasText: /\d/ })
    assert.equal(Number(/\d+/.exec((await rows.textContent()) ?? '')?.[0]), count)
    await page.locator('.register tr.opens').first().click()
    await page.waitForURL(/\/cases\//)

    await page.goto(`${screens.url}/page?month=2026-02`)
    await settled(page)
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    assert.equal(paper.match(/\/Type\s*\/Page\b/g)?.length, 1, 'one sheet')
    await page.context().close()
  })

  test('手机上一列排开；科室主任看到的是本科室', async () => {
    const page = await screens.at('cardiology', '/page?month=2026-02', phone)
    await page.getByText('心内科').first().waitFor()
    await page.locator('.chart-table summary').first().click()
    await page.getByRole('table').first().waitFor()
    await fine(page, 'page-phone', { whole: true })
    await page.context().close()
  })

  test('墙上看板：登录结束后数字还在，说清楚怎么回来', async () => {
    const page = await screens.at('lead', '/board')
    await page.getByRole('link', { name: '挂到墙上' }).click()
    await page.locator('.wall-number').first().waitFor()
    await fine(page, 'wall', { whole: true })
    await page.keyboard.press('Escape')
    await page.waitForURL(/\/board$/)
    await page.goBack()
    await page.locator('.wall-number').first().waitFor()
    await page.request.post(`${screens.url}/api/v1/session/sign-out`, { headers: { origin: screens.url } })
    // The next change anywhere asks anew; the session is over, and no door is put over the numbers.
    await screens.desk.people.nurse.cases.open({ text: '候诊太久', category: 'D3', kind: 'complaint' })
    await page.getByText('登录已到期').waitFor({ timeout: 30_000 })
    assert.equal(await page.locator('.wall-number').count(), 6)
    assert.equal(await page.getByRole('dialog').count(), 0)
    await page.getByRole('button', { name: '重新登录' }).click()
    await page.getByRole('dialog', { name: '重新登录' }).waitFor()
    await page.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
