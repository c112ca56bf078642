// From what keeps coming back to no more of it: a proposal becomes a project, its figure falls, and whoever raised it is told.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { dayOf } from '#kernel/time.ts'
import { putMatter } from '#test/past.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

const shots = process.env.SHOTS

describe('改进项目的页面', { skip: noBrowser ?? false, timeout: 120_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00+08:00' })
    const now = screens.desk.clock.now().getTime()
    for (let i = 0; i < 300; i++)
      await putMatter(
        screens.desk,
        new Date(now - (320 - i) * 86_400_000),
        ['D3', 'F3', 'B1', 'C1'][(i * 7) % 4]!,
        '心内科',
      )
    for (let i = 0; i < 4; i++) await put(20 - 5 * i)
    await screens.desk.pass('1 day')
  })
  after(() => screens?.close())

  const put = (daysAgo: number) =>
    putMatter(screens.desk, new Date(screens.desk.clock.now().getTime() - daysAgo * 86_400_000), 'D5', '普外科')
  const look = async (page: Page, name: string) => {
    await settled(page)
    assert.deepEqual(await violationsOf(page), [], name)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 1, name)
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled', fullPage: true })
  }

  test('from a proposal to the verdict to who was told', async () => {
    const { desk, url } = screens
    const { supervision, surgery, departments } = { ...desk.people, departments: desk.people.departments }
    const lead = desk.people.lead
    let page = await screens.at('lead', '/proposals')
    await page.keyboard.press('j')
    await page.getByRole('button', { name: '采纳，着手改进' }).click()
    await page.getByLabel('项目名称').fill('普外科少让人来回跑')
    await page.getByRole('button', { name: '立项' }).click()
    await page.getByRole('heading', { name: '普外科少让人来回跑', level: 1 }).waitFor()
    const id = page.url().split('/').at(-1)!
    // The root cause, with the keyboard alone.
    await page.getByLabel('1 为什么').fill('手续分在三处')
    await page.keyboard.press('Enter')
    await page.keyboard.type('没有一处能办完')
    await page.getByLabel('法（制度流程）').fill('手续分在三个窗口')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '要因 手续分在三个窗口' }).click()
    await page.getByLabel('根本原因').fill('没有一站办理')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('img', { name: '鱼骨图' }).waitFor()
    await page.getByRole('button', { name: '修改' }).last().click()
    await page.getByRole('radio', { name: /发现之后/ }).check()
    await page.getByLabel('整改全部落实后观察几天').fill('28')
    await page.getByRole('button', { name: '选定', exact: true }).click()
    await page.getByRole('button', { name: '选定', exact: true }).waitFor({ state: 'detached' })
    const what = { what: '设一站式窗口', dueOn: dayOf(new Date(desk.clock.now().getTime() + 45 * 86_400_000)) }
    const planned = await supervision.projects.measure({ id, ...what, departmentId: departments.普外科 })
    await page.getByRole('button', { name: '开始实施' }).click()
    await page.getByText('已固定', { exact: true }).waitFor()
    await look(page, 'projects-doing-wide')

    // Somebody without a name says the same; it goes on until the measure is done, and then it stops.
    const said = await lead.voices.say({
      ...{ key: randomBytes(24).toString('base64url'), kind: 'complaint', text: '出院手续跑了三趟' },
    })
    const [spoken] = (await lead.cases.list({ q: said.number })).rows
    await lead.projects.join({ id, caseIds: [spoken!.id] })
    await desk.pass('40 days')
    for (let i = 0; i < 20; i++) {
      const one = await put(1 + i * 2)
      if (i === 3)
        await desk.house.db
          .insertInto('reporters')
          .values({ case_id: one, name: '秦一', phone: '13812345678', relation: 'self', reach: 'phone' })
          .execute()
    }
    await surgery.measures.finish({ id: planned.measured[0]!.id, words: '窗口已开' })
    page = await screens.at('lead', `/projects/${id}`)
    await page.getByRole('button', { name: '进入检查' }).click()
    await page.getByText('目前：').first().waitFor()
    await desk.pass('30 days')

    page = await screens.at('lead', `/projects/${id}`)
    await page.getByText('确有改善').first().waitFor()
    await page.getByRole('button', { name: '固化成果' }).click()
    await page.getByLabel('标题').fill('一站办理')
    await page.getByRole('textbox', { name: '内容' }).fill('出院手续在一个窗口办完。')
    await page.getByRole('button', { name: '固化', exact: true }).click()
    await page.getByRole('button', { name: '成功结题' }).click()
    const news = '出院手续现在在一个窗口就能办完，不用再跑三趟。'
    await page.getByLabel('您说，我改：对反映过的人说的话').fill(news)
    await page.getByRole('button', { name: '成功结题' }).click()
    await page.getByText('秦*').waitFor()
    await look(page, 'projects-told-wide')
    await page.getByRole('button', { name: '已说到' }).click()
    await page.getByText('已告知 1 人').waitFor()

    // Who never said his name reads it on the page of his receipt, and has been told by it.
    const visitor = await screens.visit(phone)
    await visitor.goto(`${url}/answer#${said.token}`)
    await visitor.getByText(news).waitFor()
    const { told } = await lead.projects.get({ id })
    assert.equal(told?.told, 2)
  })

  test('on a phone: the board and the sheet', async () => {
    const page = await screens.at('lead', '/projects?view=closed', phone)
    await look(page, 'projects-phone')
    await page.getByRole('link', { name: '普外科少让人来回跑' }).click()
    await page.getByText('根本原因').first().waitFor()
    await look(page, 'projects-sheet-phone')
    assert.deepEqual(screens.complaints, [])
  })
})
