// Every way in before everybody's eyes: an enquiry of two fields and one key, the night call about a rash, a matter of two departments.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { noBrowser, openScreens, type Screens, told } from './driver.ts'

describe('登记,在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T21:00:00+08:00' })
  })
  after(async () => {
    await screens?.close()
    assert.deepEqual(screens?.complaints ?? [], [])
  })

  const beside = (page: Page, name: string) => page.locator('.section', { has: page.getByRole('heading', { name }) })

  test('咨询当场答复:两栏、一个键', async () => {
    const page = await screens.at('nurse', '/cases?new=1')
    await page.getByLabel(/说了什么/).fill('病历复印在哪里办')
    await page.getByLabel(/答复（当场办结）/).fill('住院部一楼病案室，带身份证')
    await page.keyboard.press('Control+Enter')
    await told(page, /已答复办结/)
    const [one] = (await screens.desk.people.nurse.cases.list({ q: '病历复印' })).rows
    assert.equal(one?.status, 'archived')
    await page.context().close()
  })

  test('夜里的皮疹来电:承诺、时钟,再来电时不必从头再说', async () => {
    const page = await screens.at('nurse', '/cases?new=1')
    await page.getByText('求助', { exact: true }).click()
    await page.getByLabel(/说了什么/).fill('孩子起红疹，晚上皮肤科有没有门诊')
    await page.getByLabel(/姓名或病案号/).fill('赵女士')
    await page.getByLabel(/^电话/).fill('199 0000 4321')
    await page.getByLabel(/需要核实，承诺回复/).check()
    await page.getByLabel('承诺什么').fill('联系皮肤科值班医师后回电')
    await page.getByRole('button', { name: '半小时内' }).click()
    await page.getByText('渠道与分级').click()
    await page.getByText('紧急', { exact: true }).click()
    await page.keyboard.press('Control+Enter')
    await told(page, /已登记 HY/)
    await beside(page, '应急时限').getByText(/分钟/).first().waitFor()
    await beside(page, '承诺').getByText('联系皮肤科值班医师后回电').waitFor()
    assert.equal(await page.getByText('199 0000 4321').count(), 0)

    await page.getByRole('button', { name: '记录应急处置' }).click()
    await page.getByLabel('谁做了什么').fill('已接手，联系皮肤科二线')
    await page.keyboard.press('Control+Enter')
    await beside(page, '应急时限').getByText('按时').waitFor()

    // She calls again: another nurse has her matter before the story is told twice.
    const other = await screens.at('nurse2', '/cases?new=1')
    await other.getByLabel(/^电话/).fill('19900004321')
    await other.getByRole('button', { name: /HY2026-.*孩子起红疹/ }).click()
    await other.getByRole('button', { name: '答复并办结' }).click()
    await other.getByLabel('答复了什么').fill('皮肤科医师在急诊等您')
    await other.keyboard.press('Control+Enter')
    await told(other, /已办：答复并办结/)
    await page.context().close()
    await other.context().close()

    const ledger = await screens.at('lead', '/promises?view=ended')
    await ledger.getByText('联系皮肤科值班医师后回电').waitFor()
    await ledger.context().close()
  })

  test('涉及两个科室:协办、督办、停钟,期限逐日说清', async () => {
    const { desk } = screens
    const { nurse, supervision, departments } = { ...desk.people }
    desk.clock.set('2026-03-11T09:00:00+08:00')
    const { id } = await nurse.cases.open({
      text: '两个科说法不一，术后没有人管',
      kind: 'complaint',
      category: 'C6',
      departmentId: departments.心内科,
      reporter: { name: '钱先生', phone: '19900002222', relation: 'family', speaksFor: '钱母' },
    })
    const page = await screens.at('supervision', `/cases/${id}`)
    await page.getByRole('button', { name: '请科室协办' }).click()
    await page.getByLabel('协办科室').selectOption({ label: '普外科' })
    await page.getByLabel('请它做什么').fill('请说明术后交接')
    await page.getByLabel(/为什么涉及多科室/).fill('涉及心内科与普外科')
    await page.keyboard.press('Control+Enter')
    await beside(page, '协办科室').getByText('普外科').first().waitFor()
    await page.getByRole('button', { name: '督办' }).click()
    await page.getByLabel('督办意见').fill('请尽快核实')
    await page.keyboard.press('Control+Enter')
    await told(page, /已办：督办/)
    await page.getByRole('button', { name: '停钟' }).click()
    await page.getByText('等待鉴定或专家意见').click()
    await page.getByLabel('具体说明').fill('等病理会诊意见')
    await page.keyboard.press('Control+Enter')
    await beside(page, '停钟').getByText('停钟中').waitFor()
    await page.context().close()

    const surgery = await screens.at('surgery', '/inbox')
    await surgery.keyboard.press('j')
    const assist = beside(surgery, '协办科室')
    await assist.getByRole('button', { name: '提交协办意见' }).click()
    await assist.getByLabel('协办意见').fill('术后由普外科随访，交接单漏填一项')
    await assist.getByRole('button', { name: '提交协办意见' }).click()
    await assist.getByText('已回复').waitFor()
    await surgery.context().close()

    const sheet = await supervision.cases.get({ id })
    assert.equal(sheet.assists[0]?.status, 'answered')
    assert.equal(sheet.deadline.workdays, 10)
    assert.equal(sheet.urged, 1)
    assert.ok(sheet.deadline.days.some(({ why }) => /停钟/.test(why)))
  })
})
