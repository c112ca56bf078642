// The first loop before everybody's eyes: a list comes in, a patient is called by keyboard, is not satisfied, and is called again.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../desk.ts'
import { noBrowser, openScreens, type Screens, told } from './driver.ts'
import { answerByKeyboard, takeUp } from './keyboard.ts'

const list = `病案号,住院次数,姓名,性别,年龄,联系电话,院区,出院科室,入院日期,出院日期,出院诊断,离院方式
80010001,1,郑晓梅,女,54,19900007788,本部,心内科,2026-02-24,2026-03-01,冠状动脉粥样硬化性心脏病,医嘱离院
`

describe('第一个闭环,在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => screens?.close())

  /** One stroke: the record is saved and the server has said so. */
  const save = async (page: Page) => {
    const answered = page.waitForResponse((reply) => reply.url().endsWith('/complete'))
    await page.keyboard.press('Control+Enter')
    assert.equal((await answered).status(), 200)
  }

  test('组长拖入名单,任务随即出现', async () => {
    // One caller is on duty today: whatever is allotted is hers.
    const { lead, ids } = screens.desk.people
    await lead.duties.set({ day: '2026-03-09', staffIds: [ids.nurse] })
    const page = await screens.at('lead', '/imports')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '出院名单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
    await page.getByRole('button', { name: '开始导入' }).click()
    await page.waitForURL(/id=/)
    await screens.desk.settle()
    await page.getByText('全部导入，没有一行被拒。').waitFor()
    await page.context().close()
  })

  test('回访员只用键盘:登录、接任务、问答、不满意、保存并下一条', async () => {
    const { desk } = screens
    const page = await screens.visit()
    await page.goto(`${screens.url}/desk`)
    await page.getByLabel('登录名').focus()
    await page.keyboard.type('nurse')
    await page.keyboard.press('Tab')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.getByRole('table').waitFor()
    await page.keyboard.press('j')
    await page.getByRole('heading', { name: /郑/ }).waitFor()

    const calls = (await desk.people.nurse.followups.list({ view: 'all', q: '80010001' })).rows
    for (let n = 0; n < calls.length; n++) {
      const open = new URL(page.url()).searchParams.get('id')
      await takeUp(page)
      const met = await answerByKeyboard(page, {
        g5: '3',
        overall: '3',
        'g8-improve': '候诊时间太长,没有座位。',
        wish: '希望增加座位。',
      })
      assert.ok(met > 5, 'the questions were asked')
      await save(page)
      if (n + 1 < calls.length) await page.waitForFunction((open) => !location.search.includes(open ?? '-'), open)
    }
    const { rows } = await desk.people.supervision.cases.list({})
    assert.equal(rows.length, 1, 'the opinion became a case, nothing typed twice')
    assert.match(rows[0]!.text, /候诊时间太长/)
    await page.context().close()
  })

  test('科室答复,监察室审核,回访员告知', async () => {
    await screens.desk.settle()
    const [one] = (await screens.desk.people.supervision.cases.list({})).rows
    if (one!.status === 'received') {
      const page = await screens.at('lead', `/cases/${one!.id}`)
      await page.getByRole('button', { name: '转责任科室' }).click()
      await page.getByLabel('责任科室').selectOption({ label: '心内科' })
      await page.getByRole('button', { name: /^转办/ }).click()
      await told(page, '已转责任科室')
      await page.context().close()
    }
    const department = await screens.at('cardiology', `/cases/${one!.id}`)
    if (!(await department.getByLabel('调查核实情况').count()))
      await department.getByRole('button', { name: '提交调查与整改' }).click()
    await department.getByLabel('调查核实情况').fill('经核实,当日上午候诊区座位不足,患者等候约四十分钟。')
    await department.getByLabel('整改措施', { exact: true }).fill('已增设候诊座椅二十把,分时段叫号,由护士长每日巡查。')
    await department.keyboard.press('Control+Enter')
    await told(department, '已提交')
    await department.context().close()

    const supervision = await screens.at('supervision', `/cases/${one!.id}`)
    await supervision.getByRole('button', { name: '审核通过' }).first().click()
    await supervision.keyboard.press('Control+Enter')
    await supervision.locator('.state', { hasText: '待反馈患者' }).first().waitFor()
    await supervision.context().close()

    const nurse = await screens.at('nurse', `/cases/${one!.id}`)
    await nurse.getByRole('button', { name: '已告知患者' }).first().click()
    await nurse.getByLabel(/告知了什么/).fill('已电话告知整改结果,患者表示知道了。')
    await nurse.keyboard.press('Control+Enter')
    await told(nurse, '已记录')
    await nurse.context().close()
  })

  test('再次回访:满意，归档', async () => {
    const { desk } = screens
    // The recall is planned when the person has been told, for the day after.
    await desk.settle()
    await desk.pass('1 day')
    const page = await screens.at('nurse', '/desk')
    await page.keyboard.press('j')
    await page.getByRole('heading', { name: /郑/ }).waitFor()
    await takeUp(page)
    await answerByKeyboard(page, { overall: '1' })
    await save(page)
    await desk.settle()
    const [one] = (await desk.people.supervision.cases.list({})).rows
    const sheet = await desk.people.supervision.cases.get({ id: one!.id })
    assert.equal(sheet.status, 'archived')
    assert.equal(sheet.satisfaction, 'satisfied', 'by the answer of the person')
    await page.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
