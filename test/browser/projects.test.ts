// From one call at night to no more of them: cases chosen in the register become a project, its figure falls, and whoever raised it is told.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { dayOf } from '#kernel/time.ts'
import { putMatter } from '#test/past.ts'
import { fine, noBrowser, openScreens, phone, type Screens, told } from './driver.ts'

const title = '晚上也能看皮肤科'

describe('改进项目的页面', { skip: noBrowser ?? false, timeout: 180_000 }, () => {
  let screens: Screens
  let id: string
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00+08:00' })
    // What was said all year, one matter at a time, and by whom: by telephone, by letter, by nobody who left a name.
    const { db } = screens.desk.house
    const said = await Promise.all(Array.from({ length: 80 }, (_, i) => put(2 + i * 4.5)))
    const reporter = (case_id: string, more: Record<string, unknown>) =>
      db
        .insertInto('reporters')
        .values({ case_id, relation: 'self', ...more } as never)
        .execute()
    await reporter(said[0]!, { name: '秦一', phone: '13812345678', reach: 'phone' })
    await reporter(said[1]!, { name: '郭老', phone: '', reach: 'letter', address: '青石巷 7 号' })
  })
  after(() => screens?.close())

  const put = (daysAgo: number) =>
    putMatter(screens.desk, new Date(screens.desk.clock.now().getTime() - daysAgo * 86_400_000), 'D1', '普外科')

  test('the lead chooses cases in the register, plans with the keyboard and begins', async () => {
    const { desk } = screens
    const page = await screens.at('lead', '/register')
    const boxes = page.getByRole('checkbox', { name: /^选择 / })
    await boxes.nth(1).check()
    await boxes.nth(2).check()
    await page.getByText('已选 2 件').waitFor()
    await fine(page, 'projects-chosen-wide')
    await page.getByRole('button', { name: '用这些发起改进项目' }).click()
    await page.getByLabel('要改变什么').fill(title)
    await page.getByRole('dialog').getByLabel('牵头科室').selectOption({ label: '普外科' })
    await page.getByRole('button', { name: '发起', exact: true }).click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    id = page.url().split('/').at(-1)!
    await page.getByRole('textbox', { name: /^问题/ }).fill('夜里没有皮肤科门诊，每月约七人反映。')
    await page.getByLabel('1 为什么').fill('排班只看白天')
    await page.keyboard.press('Enter')
    await page.keyboard.type('没人统计晚上有多少人')
    await page.getByLabel('法（制度流程）').fill('门诊只排白天')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '要因 门诊只排白天' }).click()
    await page.getByLabel('根本原因').fill('夜间需求没有人合起来看')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('img', { name: '鱼骨图' }).first().waitFor()
    await page.getByRole('button', { name: '选定指标' }).click()
    await page.getByLabel('分类').selectOption('D1')
    await page.getByLabel('整改全部落实后观察几天').fill('28')
    await page.getByRole('button', { name: '选定', exact: true }).click()
    await told(page, '已选定')
    // Supervision plans the measure; the lead's screen shows it by itself.
    const { supervision, departments } = { ...desk.people, departments: desk.people.departments }
    const dueOn = dayOf(desk.clock.now())
    await supervision.projects.measure({ id, what: '开皮肤科夜门诊，到九点', dueOn, departmentId: departments.普外科 })
    await page.getByText('开皮肤科夜门诊，到九点').first().waitFor()
    await page.getByRole('button', { name: '开始实施' }).click()
    await page.getByText('已固定', { exact: true }).waitFor()
    await fine(page, 'projects-doing-wide')
  })

  test('the head of the department finds its measure on his phone and reports it done', async () => {
    const page = await screens.at('surgery', '/projects', phone)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: '已落实' }).click()
    await page.getByLabel(/怎样落实的/).fill('夜门诊已开诊')
    await page.getByRole('button', { name: '已落实' }).click()
    await told(page, /已办/)
    await fine(page, 'projects-sheet-phone')
  })

  test('the figure fell: it becomes the rule, whoever raised it is told once, and leadership prints the report', async () => {
    const { desk, url } = screens
    const { lead } = desk.people
    // Somebody without a name had said the same.
    const said = await lead.voices.say({
      ...{ key: randomBytes(24).toString('base64url'), kind: 'complaint', text: '夜里没有皮肤科' },
    })
    const [spoken] = (await lead.cases.list({ q: said.number })).rows
    await lead.projects.join({ id, caseIds: [spoken!.id] })
    await lead.projects.check({ id })
    await desk.pass('30 days')
    const page = await screens.at('lead', `/projects/${id}`)
    await page.getByText('确有改善').first().waitFor()
    await page.getByRole('button', { name: '固化成果' }).click()
    await page.getByRole('radio', { name: /健康指导/ }).check()
    await page.getByLabel('标题').fill('夜里起疹子怎么办')
    await page.getByRole('textbox', { name: '内容' }).fill('皮肤科夜门诊每晚开到九点，之后请到急诊。')
    await page.getByRole('button', { name: '固化', exact: true }).click()
    await page.getByText('待医师审定').first().waitFor()
    await page.getByRole('button', { name: '成功结题' }).click()
    const news = '皮肤科夜门诊每晚开到九点，可以提前挂号。'
    await page.getByLabel('您说，我改：对反映过的人说的话').fill(news)
    await page.getByRole('button', { name: '成功结题' }).click()
    await page.getByText('秦*').waitFor()
    await fine(page, 'projects-told-wide')
    // Letters: printed with their addresses, then in the post.
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', document.documentElement.dataset.paper ?? '')
    })
    await page.getByRole('button', { name: '打印要寄的信' }).click()
    await page.locator('body[data-printed="letters"]').waitFor()
    assert.match((await page.locator('.project-letters').textContent())!, /青石巷 7 号.*郭老.*夜门诊每晚开到九点/)
    await page.getByRole('button', { name: '这 1 封都已寄出' }).click()
    await page.getByText('已告知 1 人').waitFor()
    await page.getByRole('button', { name: '已说到' }).click()
    await page.getByText('已告知 2 人').waitFor()
    // Who never said his name reads it on the page of his receipt, and has been told by it.
    const visitor = await screens.visit(phone)
    await visitor.goto(`${url}/answer#${said.token}`)
    await visitor.getByText(news).waitFor()
    assert.equal((await lead.projects.get({ id })).told?.told, 3)
    const director = await screens.at('director', '/projects?view=standards')
    await director.getByRole('link', { name: new RegExp(title) }).click()
    await director.getByText('确有改善').first().waitFor()
    const pdf = (await director.pdf({ preferCSSPageSize: true })).toString('latin1')
    assert.ok(Number(/\/Count (\d+)/.exec(pdf)?.[1]) <= 2, 'the report is two sheets at most')
    assert.match(pdf, /\/MediaBox \[0 0 59[45]/)
    const board = await screens.at('lead', '/projects?view=closed', phone)
    await fine(board, 'projects-phone')
    assert.deepEqual(screens.complaints, [])
  })
})
