// An assessment from rules to a final sheet, and a good practice from a nurse to a matter that it helps, on the screens of all who have a part in it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { putMatter } from '#test/past.ts'
import { fine, noBrowser, openScreens, phone, type Screens, shots } from './driver.ts'

describe('科室考核与优务经验的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  let matter: string
  before(async () => {
    screens = await openScreens({ at: '2026-03-20T09:00+08:00' })
    const { desk } = screens
    const handling_department_id = desk.people.departments.心内科
    matter = await putMatter(desk, new Date('2026-02-10T10:00+08:00'), 'D3', '心内科', {
      round: 2,
      handling_department_id,
    })
  })
  after(() => screens?.close())

  const at: Screens['at'] = (...who) => screens.at(...who)
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  test('rules are drafted, tried and published by somebody else', async () => {
    const lead = await at('lead', '/assessments/rules?form=new')
    await lead.getByText('每件二次处理扣 0.5 分，最多扣 3 分。').waitFor()
    await fine(lead, 'assessments-form')
    await press(lead, '保存')
    await press(lead, '用去年试算')
    await lead.getByText('按过去 12 个月，各科室会得多少分？').waitFor()
    await fine(lead, 'assessments-rules')
    const director = await at('director', '/assessments/rules')
    await director.keyboard.press('j')
    await press(director, '发布…')
    await press(director, '发布')
    await director.getByText('已发布，未生效').first().waitFor()
  })

  test('a sheet is sent, objected to, corrected and final', async () => {
    const { desk } = screens
    // As if they had been in force in the month that is over.
    await sql`update rule_sets set from_month = '2026-02'`.execute(desk.house.db)
    await desk.settle()
    const { rows } = await desk.people.supervision.assessments.list({})
    const sheet = `/assessments?id=${rows.find(({ department }) => department === '心内科')!.id}`
    const supervision = await at('supervision', sheet)
    await fine(supervision, 'assessments-sheet')
    await press(supervision, '发给科室')
    await supervision.getByText('已发科室').first().waitFor()
    const head = await at('cardiology', sheet, phone)
    await head.getByText('二次处理 1 件：扣 0.5 分').waitFor()
    await fine(head, 'assessments-phone')
    await press(head, '有异议…')
    await head.getByLabel('为什么不对').fill('第二次是患者自己改约的')
    await press(head, '提出异议')
    await press(supervision, '答复异议…')
    await supervision.getByLabel('这一条应为').fill('0')
    await supervision.getByLabel('理由').fill('核对录音，属实')
    await press(supervision, '答复')
    await head.getByText('核对录音，属实').waitFor()
    await press(head, '无异议')
    await press(supervision, '定稿')
    await supervision.getByText('已定稿').first().waitFor()
    await supervision.emulateMedia({ media: 'print' })
    if (shots) await supervision.pdf({ path: `${shots}/assessments-sheet.pdf`, format: 'A4' })
    const year = await at('director', '/assessments/year')
    await year.getByRole('link', { name: '心内科' }).waitFor()
    await fine(year, 'assessments-year')
    const [book] = await Promise.all([
      year.waitForEvent('download'),
      year.getByRole('link', { name: 'Excel', exact: true }).click(),
    ])
    assert.equal(book.suggestedFilename(), '2026年度科室考核.xlsx')
    await year.getByRole('link', { name: '心内科' }).click()
    await year.getByText('定稿 1 个月').waitFor()
    await fine(year, 'assessments-year-one')
  })

  test('a practice is recognised, adopted, and seen beside a matter of the same kind', async () => {
    const nurse = await at('nurse', '/practices?form=new')
    await nurse.getByLabel('一句话说清').fill('候诊半小时有人说一声')
    await nurse.getByLabel('怎么做的').fill('每半小时由导医告诉大家还有几位')
    await nurse.getByLabel('为什么有效').fill('人怕的是没人管')
    await nurse.getByLabel('别的科室怎么照着做').fill('整点半点各走一圈')
    await nurse.getByLabel('解决哪类问题').selectOption('D3')
    await fine(nurse, 'practices-form')
    await press(nurse, '推荐')
    await nurse.getByText('怎么照着做').waitFor()
    const supervision = await at('supervision', '/practices?view=nominated')
    await supervision.keyboard.press('j')
    await press(supervision, '认定…')
    await press(supervision, '认定')
    await press(supervision, '推广…')
    await press(supervision, '推广')
    await supervision.getByText('4 科已通知').waitFor()
    await fine(supervision, 'practices-wide')
    const head = await at('cardiology', '/practices?view=toLearn', phone)
    await fine(head, 'practices-phone')
    await head.locator('.two-list button.card').first().click()
    await press(head, '已采用…')
    await head.getByLabel('本科室怎么做的').fill('候诊区整点报一次')
    await press(head, '已采用')
    await head.getByText('1 科已采用').waitFor()
    const lead = await at('lead', `/cases/${matter}`)
    await lead.getByText('同类问题的好经验').waitFor()
    await lead.getByRole('link', { name: '候诊半小时有人说一声' }).click()
    await lead.getByText('候诊区整点报一次').waitFor()
    await lead.getByRole('link', { name: '推广情况' }).click()
    await lead.getByText('谁还没有学习？').waitFor()
    await lead.getByText('1（25%）').first().waitFor()
    await fine(lead, 'practices-spread')
  })
})
