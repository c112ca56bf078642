// The mobile station before everybody's eyes: two hours without a network, the battery pulled twice, nothing lost, nothing twice.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newId } from '#kernel/ids.ts'
import { password } from '../desk.ts'
import { noBrowser, openScreens, type Screens, settled, violationsOf } from './driver.ts'
import { openTablet, type Tablet } from './tablet.ts'

const secret = '静海无声'
const code = '246813'
const start = new Date('2026-03-09T09:00:00+08:00')
const after_ = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

describe('流动站的平板', { skip: noBrowser ?? false, timeout: 240_000 }, () => {
  let screens: Screens
  let tablet: Tablet
  let stationId = ''
  let patrolId = ''
  before(async () => {
    screens = await openScreens({ at: start.toISOString() })
    tablet = await openTablet()
    const { lead, ids, campus } = screens.desk.people
    const items = Array.from({ length: 6 }, (_, i) => ({
      key: `item-${i}`,
      way: (['look', 'ask', 'fault'] as const)[i % 3]!,
      place: i < 3 ? '一楼大厅' : '二楼候诊区',
      text: `第 ${i + 1} 项是否正常`,
    }))
    patrolId = (await lead.patrols.create({ name: '门诊巡查', items })).id
    stationId = (
      await lead.stations.plan({
        campusId: campus,
        place: '门诊一楼大厅',
        startsAt: '2026-03-09T08:00:00+08:00',
        endsAt: '2026-03-09T18:00:00+08:00',
        staffIds: [ids.nurse],
        patrolId,
      })
    ).id
  })
  after(async () => {
    await tablet?.throwAway()
    await screens?.close()
  })

  const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name }).click()
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  const unlock = async (page: Page, typed = code) => {
    await page.getByLabel('开锁码').fill(typed)
    await press(page, '打开')
  }
  const shot = async (page: Page, name: string) => {
    if (process.env.HUIYIN_SHOTS) await page.screenshot({ path: `${process.env.HUIYIN_SHOTS}/${name}.png` })
  }

  /** A picture as a camera would give it, drawn by the browser itself. */
  const photograph = async (page: Page) => {
    const bytes = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(2400, 1800)
      const draw = canvas.getContext('2d')!
      for (let i = 0; i < 60; i++) {
        draw.fillStyle = `hsl(${i * 37} 70% 50%)`
        draw.fillRect((i * 397) % 2400, (i * 211) % 1800, 300, 200)
      }
      return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())]
    })
    const taken = page.locator('.photos li img')
    const before = await taken.count()
    await page
      .locator('.photos input')
      .setInputFiles({ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) })
    await taken.nth(before).waitFor()
  }
  /** How many bytes the sealed draft of a matter has on the disk; 0 while there is none. */
  const draftBytes = (page: Page) =>
    page.evaluate(
      () =>
        new Promise<number>((found) => {
          const asked = indexedDB.open('huiyin-station')
          asked.onsuccess = () => {
            const got = asked.result.transaction('records').objectStore('records').get('draft:matter')
            got.onsuccess = () => {
              asked.result.close()
              const parts = Object.values((got.result ?? {}) as object)
              found(parts.reduce((sum: number, part) => sum + ((part as ArrayBuffer).byteLength ?? 0), 0))
            }
          }
        }),
    )
  /** Waits until so much of what is being typed lies on the disk: what is not there yet may be lost with the plug. */
  const kept = async (page: Page, bytes: number) => {
    for (let tries = 0; (await draftBytes(page)) < bytes; tries++) {
      assert.ok(tries < 200, 'what is being typed reaches the disk')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const tell = async (page: Page, n: number, photos = 0) => {
    await page.getByLabel('说了什么').fill(`${secret} 第 ${n} 件，等候太久`)
    await page.getByLabel('分类').selectOption('D3')
    for (let i = 0; i < photos; i++) await photograph(page)
  }
  const matter = async (page: Page, n: number, photos = 0) => {
    await tell(page, n, photos)
    await press(page, '记下')
    await press(page, '再记一条')
  }
  const survey = async (page: Page, grade: string, words: string) => {
    await page.getByRole('group', { name: '总体满意吗' }).getByText(grade, { exact: true }).click()
    await page.getByLabel('您最希望我们改进什么').fill(words)
    await press(page, '记下')
    await press(page, '再记一条')
  }
  const waiting = async (page: Page, n: number) => page.getByText(`${n} 条待发送`).waitFor()

  test('联网登录一次，设置开锁码，看到今天的站点', async () => {
    const page = await tablet.start(`${screens.url}/station`, start)
    await page.getByLabel('登录名').fill('nurse')
    await page.getByLabel('密码').fill(password)
    await press(page, '登录')
    await page.getByLabel('平板名称').fill('门诊 1 号')
    await page.getByLabel('开锁码').fill('123456')
    await page.getByLabel('再输一次').fill('123456')
    await press(page, '开始使用')
    await page.getByText('不能是同一个数字或顺序数字').waitFor()
    await page.getByLabel('开锁码').fill(code)
    await page.getByLabel('再输一次').fill(code)
    await press(page, '开始使用')
    await page.getByText('门诊一楼大厅').waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    assert.deepEqual(await violationsOf(page), [])
    await shot(page, 'today')
    assert.equal(new URL(page.url()).pathname, '/station/')
    const [line] = (await screens.desk.people.lead.tablets.list({})).rows
    assert.equal(line?.name, '门诊 1 号')
  })

  test('断网两小时记三十条，浏览器被强行关闭两次', async () => {
    screens.cable.cut()
    await tablet.kill()
    let page = await tablet.start(`${screens.url}/station/`, after_(10))
    await unlock(page)
    await page.getByText('离线').waitFor()
    await go(page, '登记')
    for (let n = 1; n <= 6; n++) await matter(page, n, n % 3 === 0 ? 2 : 0)
    await waiting(page, 6)
    await go(page, '测评')
    for (let n = 1; n <= 4; n++) await survey(page, '满意', `${secret} 好评 ${n}`)
    await waiting(page, 10)
    // In the middle of a sentence, with a photograph just taken.
    await go(page, '登记')
    await tell(page, 7)
    await page.clock.runFor(1000)
    await kept(page, 1)
    const sentence = await draftBytes(page)
    await photograph(page)
    await page.clock.runFor(1000)
    await kept(page, sentence + 1)
    await shot(page, 'matter')
    await tablet.kill()

    page = await tablet.start(`${screens.url}/station/`, after_(70))
    await unlock(page)
    await waiting(page, 10)
    await go(page, '登记')
    assert.match(await page.getByLabel('说了什么').inputValue(), /第 7 件/)
    await page.locator('.photos li img').waitFor()
    await press(page, '记下')
    await press(page, '再记一条')
    for (let n = 8; n <= 12; n++) await matter(page, n)
    await go(page, '巡查')
    for (let i = 0; i < 5; i++)
      await page
        .getByRole('group', { name: `第 ${i + 1} 项是否正常` })
        .getByText('没问题')
        .click()
    await page.getByRole('group', { name: '第 6 项是否正常' }).getByText('有问题').click()
    await page.getByLabel('发现了什么').fill(`${secret} 灯坏了`)
    await photograph(page)
    await shot(page, 'patrol')
    await press(page, '记下，当天整改')
    await waiting(page, 22)
    await tablet.kill()

    page = await tablet.start(`${screens.url}/station/`, after_(110))
    await unlock(page)
    await waiting(page, 22)
    await go(page, '测评')
    for (let n = 5; n <= 11; n++) await survey(page, n % 2 ? '不满意' : '基本满意', `${secret} 评 ${n}`)
    await go(page, '登记')
    // A number with a digit missing: the server will refuse it, later.
    await tell(page, 13)
    await page.getByLabel('电话').fill('1380013')
    await press(page, '记下')
    await waiting(page, 30)
    // Left lying for ten minutes it locks itself.
    await page.clock.fastForward('00:11:00')
    await page.getByLabel('开锁码').waitFor()
    await tablet.kill()
    assert.deepEqual(await tablet.filesWith(secret), [], 'nothing of what was typed lies in clear on the disk')
    assert.deepEqual(await tablet.filesWith('门诊一楼大厅'), [], 'nor what was taken along')
  })

  test('网络恢复后全部送达，一条不多一条不少；冲突并排，由人决定', async () => {
    const { desk } = screens
    const { lead, nurse2, supervision, ids } = desk.people
    await desk.pass('2 hours')
    // Meanwhile somebody else has answered the first item otherwise, and the plan has changed.
    const other = newId(desk.clock.now())
    await nurse2.tablets.enrol({ id: other, name: '门诊 2 号' })
    const answer = {
      patrolId,
      itemKey: 'item-0',
      itemText: '第 1 项是否正常',
      outcome: 'found',
      words: '地面有水',
    } as const
    await nurse2.entries.send({
      id: newId(desk.clock.now()),
      tabletId: other,
      by: ids.nurse2,
      madeAt: desk.clock.now().toISOString(),
      stationId,
      kind: 'answer',
      answer,
    })
    const { campusId, startsAt, endsAt } = (await lead.stations.list({ from: '2026-03-09' })).rows[0]!
    await lead.stations.change({
      id: stationId,
      campusId,
      startsAt,
      endsAt,
      place: '门诊二楼',
      staffIds: [ids.nurse],
      patrolId,
    })

    screens.cable.mend()
    const page = await tablet.start(`${screens.url}/station/`, after_(121))
    // The first answer of the server is lost on the way; it had done the work.
    let lost = 0
    await page.context().route('**/api/v1/entries', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await unlock(page)
    // The session had ended in the meantime: everything waits, and goes on after signing in.
    await page.getByText('登录已结束').waitFor()
    await press(page, '登录')
    await page.getByLabel('登录名').fill('nurse')
    await page.getByLabel('密码').fill(password)
    await press(page, '登录')
    // What was lost on the way is sent again by itself, half a minute later.
    for (let i = 0; i < 4 && (await page.getByText('1 条待发送').count()) === 0; i++) {
      await page.clock.runFor(31_000)
      await page.getByText('正在发送').waitFor({ state: 'detached' })
    }
    assert.ok(lost > 1, 'a reply was lost')
    await waiting(page, 1)
    // Signing out at the desk of the same browser would empty it.
    const beside = await page.context().newPage()
    await beside.goto(screens.url)
    await beside.locator('summary', { hasText: '林小满' }).click()
    await beside.getByRole('button', { name: '退出登录' }).click()
    await beside.getByText('还有 1 条没有发送').waitFor()
    await beside.close()

    const sent = (await supervision.entries.list({ limit: 200 })).rows.filter(({ by }) => by === '林小满')
    assert.equal(sent.length, 29)
    assert.equal((await supervision.cases.list({ limit: 200 })).rows.length, 12)
    await go(page, '发送')
    await shot(page, 'outbox')
    assert.deepEqual(await violationsOf(page), [])
    await page.getByText('应为 11 位手机号').first().waitFor()
    await press(page, '改正')
    await page.getByLabel('电话').fill('13800138000')
    await press(page, '记下')
    await page.getByText('全部送达').waitFor()
    const all = (await supervision.entries.list({ limit: 200 })).rows.filter(({ by }) => by === '林小满')
    assert.equal(all.length, 30)
    assert.equal(new Set(all.map(({ id }) => id)).size, 30)
    const matters = (await supervision.cases.list({ limit: 200 })).rows
    assert.deepEqual(
      [...new Set(matters.map(({ text }) => Number(/第 (\d+) 件/.exec(text)?.[1])))].sort((a, b) => a - b),
      Array.from({ length: 13 }, (_, i) => i + 1),
    )
    assert.equal(matters.length, 13)
    const photos = await Promise.all(matters.map(({ id }) => supervision.cases.get({ id })))
    assert.deepEqual(
      photos.flatMap(({ files }) => files).map(({ type, locked }) => [type, locked]),
      Array(5).fill(['image/jpeg', false]),
    )
    const [found] = (await supervision.findings.list({})).rows.filter(({ words }) => words.includes('灯坏了'))
    assert.equal(found?.photos.length, 1)

    // Two answers to one item, side by side.
    const contest = page.locator('.sent-line', { hasText: '同一项有两份不同的记录' })
    await contest.getByText('地面有水').waitFor()
    await shot(page, 'contest')
    await contest.getByRole('button', { name: '不采用我这份' }).click()
    await contest.waitFor({ state: 'detached' })
    await go(page, '今天')
    await page.getByText('安排有变').waitFor()
    await shot(page, 'changed')
    await press(page, '知道了，按新的来')
    await page.getByText('安排有变').waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 390, height: 844 })
    await go(page, '登记')
    await shot(page, 'matter-phone')
    assert.deepEqual(await violationsOf(page), [])
  })

  test('组长在电脑上看到当天结果，裁决、整改、另作安排', async () => {
    const { desk } = screens
    const { nurse2, ids } = desk.people
    const other = newId(desk.clock.now())
    await nurse2.tablets.enrol({ id: other, name: '门诊 3 号' })
    await nurse2.entries.send({
      id: newId(desk.clock.now()),
      tabletId: other,
      by: ids.nurse2,
      madeAt: desk.clock.now().toISOString(),
      stationId,
      kind: 'answer',
      answer: { patrolId, itemKey: 'item-1', itemText: '第 2 项是否正常', outcome: 'found', words: '排队四十分钟' },
    })
    const page = await screens.sitDown('lead', password)
    await page.goto(`${screens.url}/stations`)
    await settled(page)
    await page.getByText('排队四十分钟').first().waitFor()
    await page.locator('.station-contest').getByRole('button', { name: '采用左边', exact: true }).click()
    await page.locator('.station-contest').waitFor({ state: 'detached' })
    const finding = page.locator('.station-finding', { hasText: '灯坏了' })
    await finding.getByRole('button', { name: '已整改…' }).click()
    await finding.getByLabel('怎样整改的').fill('已换灯管')
    await finding.getByRole('button', { name: '已整改', exact: true }).click()
    await finding.getByText('当天整改').waitFor()
    await page.getByRole('button', { name: '安排站点' }).click()
    await page.getByLabel('地点').fill('住院部一楼')
    await page.getByLabel('巡查清单').selectOption({ index: 1 })
    assert.deepEqual(await violationsOf(page), [])
    await shot(page, 'desk-plan')
    await page.getByRole('button', { name: '安排', exact: true }).click()
    await page.getByRole('heading', { name: '住院部一楼' }).waitFor()
    await shot(page, 'desk')
    await page.getByRole('tab', { name: '巡查清单' }).click()
    await page.getByRole('button', { name: '改一版' }).click()
    await page.getByRole('button', { name: '加一项' }).click()
    await page.getByLabel('看什么、问什么').last().fill('轮椅够不够')
    await shot(page, 'desk-list')
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByText('第 2 版', { exact: true }).waitFor()
    await page.getByRole('tab', { name: '平板' }).click()
    await page.getByText('门诊 1 号').waitFor()
    assert.deepEqual(await violationsOf(page), [])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('tab', { name: '安排与结果' }).click()
    await page.getByRole('heading', { name: '住院部一楼' }).waitFor()
    await shot(page, 'desk-phone')
    assert.deepEqual(screens.complaints, [])
  })

  test('开锁码输错越等越久，十次后清空', async () => {
    const page = await tablet.start(`${screens.url}/station/`, after_(200))
    for (let n = 9; n > 0; n--) {
      await unlock(page, '999111')
      await page.getByText(`还可以试 ${n} 次`).waitFor()
      if (n <= 6) {
        await unlock(page, code)
        await page.getByText(/请等 \d+ 秒/).waitFor()
      }
      await page.clock.fastForward('00:21:00')
    }
    await unlock(page, '999111')
    await page.getByText('平板已清空').waitFor()
    await press(page, '重新登记')
    await page.getByLabel('登录名').waitFor()
  })
})
