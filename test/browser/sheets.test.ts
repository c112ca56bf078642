// A sheet of the 12345 line before everybody's eyes: dropped, signed for, answered, printed, and carried back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { handled } from '../handling.ts'
import { noBrowser, openScreens, phone, type Screens, settled, told, violationsOf } from './driver.ts'

const list = `工单编号,诉求人,联系电话,诉求类型,标题,诉求内容,派单时间,办理时限
2403090017,吴先生,13712345678,投诉,候诊时间长,上周一候诊三小时没人解释，希望医院改进叫号,2026-03-09 08:30,3个工作日
2403050003,郑女士,13712345690,求助,找不到检查报告,自助机上打不出检查报告,2026-03-04 08:30,2天
,某人,,投诉,,没有编号,,
`

describe('12345 工单,在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => screens?.close())

  const picture = async (page: Page, name: string) => {
    if (process.env.SHEETS_SHOTS)
      await page.screenshot({ path: `${process.env.SHEETS_SHOTS}/${name}.png`, animations: 'disabled' })
    assert.deepEqual(await violationsOf(page), [], name)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(sideways <= 1, `${name} reaches ${sideways} px beyond the edge`)
  }

  test('回访员拖入工单:收下两张,退回一行,超时的醒目,签收', async () => {
    const page = await screens.at('nurse', '/sheets?do=take')
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '工单.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
    await page.getByText('没有收下的行').waitFor()
    await page.getByText(/第 4 行/).waitFor()
    await picture(page, 'take')
    await page.getByRole('button', { name: '返回工单' }).click()
    await page.getByRole('table').waitFor()
    const first = page.locator('tbody tr').first()
    assert.match((await first.textContent()) ?? '', /2403050003/, 'what is late comes first')
    await page.getByText('候诊时间长').click()
    await page.getByRole('button', { name: '签收' }).click()
    await told(page, '已签收')
    await page.getByText('签收回执').waitFor()
    await picture(page, 'signed')
    await page.context().close()
  })

  test('组长回复:诉求里已有的不再抄写;回复表可打印;手机上也能看', async () => {
    const { lead, departments } = screens.desk.people
    const [line] = (await lead.sheets.list({ q: '2403090017', view: 'all' })).rows
    await lead.cases.dispatch({ id: line!.caseId, departmentId: departments.心内科!, demand: '请核实候诊情况' })
    await handled(screens.desk, line!.caseId)
    const page = await screens.at('lead', `/sheets?id=${line!.id}`)
    await page.getByRole('button', { name: '回复', exact: true }).click()
    assert.match(await page.getByLabel('办理情况').inputValue(), /经查：/)
    await page.getByText('满意', { exact: true }).click()
    await picture(page, 'reply')
    await page.getByRole('button', { name: /^回复热线/ }).click()
    await told(page, '已回复')
    await page.getByText('已回复').first().waitFor()
    const form = await page.request.get(`${screens.url}/api/v1/sheets/${line!.id}/form`)
    assert.match(await form.text(), /热线工单回复表[\s\S]*诉求人意见[\s\S]*满意/)
    await page.context().close()
    const small = await screens.at('lead', `/sheets?id=${line!.id}&view=all`, phone)
    await small.getByText('办理情况').waitFor()
    await picture(small, 'phone-record')
    await small.goto(`${screens.url}/sheets?view=all`)
    await settled(small)
    await picture(small, 'phone-list')
    await small.context().close()
  })

  test('待发的下载带走,标记一次', async () => {
    const page = await screens.at('nurse', '/sheets?do=send')
    await page.getByText('签收回执').waitFor()
    await picture(page, 'outgoing')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载 CSV' }).click(),
    ])
    assert.match(download.suggestedFilename(), /12345/)
    await page.getByRole('button', { name: /这 2 份已送达/ }).click()
    await told(page, '2 份已标记')
    await page.getByText('没有待发的').waitFor()
    await page.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
