// Texts before everybody's eyes: a gateway set up and tested, a wording written and approved, what came of it, and what was written back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openSender } from '#modules/messages/sender.ts'
import { sendText } from '#modules/messages/texting.ts'
import { dischargedPatient } from '../patients.ts'
import { openGateway } from '../sms-gateway.ts'
import { noBrowser, openScreens, phone, type Screens, told, violationsOf, wide } from './driver.ts'

describe('短信，在浏览器里', { skip: noBrowser ?? false, timeout: 120_000 }, () => {
  let screens: Screens
  let gateway: Awaited<ReturnType<typeof openGateway>>
  let inbound = ''
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
    gateway = await openGateway()
  })
  after(async () => {
    gateway?.close()
    await screens?.close()
  })

  const picture = async (page: Page, name: string) => {
    if (process.env.MESSAGES_SHOTS)
      await page.screenshot({ path: `${process.env.MESSAGES_SHOTS}/${name}.png`, animations: 'disabled' })
    assert.deepEqual(await violationsOf(page), [], name)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(sideways <= 1, `${name} reaches ${sideways} px beyond the edge`)
  }
  const round = async () => {
    const sender = openSender(screens.desk.house, { byItself: false })
    await sender.round()
    await sender.stop()
  }

  test('信息科照着平台的信填好，自检说密码不对，改好再试，启用', async () => {
    const page = await screens.at('admin', '/gateways')
    await page.getByRole('button', { name: '新建' }).click()
    await page.getByLabel('名称').fill('院内短信网关')
    await page.getByLabel('发送地址').fill('http://169.254.169.254/cgi-bin/sendsms')
    await page.getByLabel('用户名').fill('followup')
    await page.getByLabel('密码').fill('wrong')
    await page.getByLabel('签名').fill('市人民医院')
    await page.getByRole('button', { name: '保存' }).click()
    await page
      .getByText(/HUIYIN_NEIGHBOURS/)
      .first()
      .waitFor()
    await page.getByLabel('发送地址').fill(gateway.address)
    await picture(page, 'gateway-form')
    await page.getByRole('button', { name: '保存' }).click()
    await told(page, '已保存')
    gateway.says((query) => (query.get('password') === 'right' ? [202, ''] : [403, 'Authorization failed for sendsms']))
    await page.getByLabel('发到哪个手机').fill('13800138000')
    await page.getByRole('button', { name: '发一条试试' }).click()
    await page.getByText('不认这个用户名或密码').waitFor()
    await picture(page, 'gateway-wrong')
    await page.getByRole('button', { name: '修改设置' }).click()
    await page.getByLabel('密码').fill('right')
    await page.getByRole('button', { name: '保存' }).click()
    const [it] = (await screens.desk.people.admin.gateways.list()).rows
    inbound = new URL(it!.replyAddress).pathname
    gateway.says((query) => {
      const id = new URL(query.get('dlr-url')!).searchParams.get('id')
      void screens.desk.server.inject({ url: `${new URL(it!.reportAddress).pathname}?id=${id}&state=1` })
      return [202, '']
    })
    await page.getByLabel('发到哪个手机').fill('13800138000')
    await page.getByRole('button', { name: '发一条试试' }).click()
    await page.getByText('一切正常，可以启用。').waitFor()
    await picture(page, 'gateway-well')
    await page.getByRole('button', { name: '启用' }).click()
    await told(page, '已启用')
    await page.setViewportSize(phone)
    await picture(page, 'gateway-phone')
    await page.context().close()
  })

  test('组长写模板，监察室批准', async () => {
    const writing = await screens.at('lead', '/templates')
    await writing.getByRole('button', { name: '新建' }).click()
    await writing.getByLabel('名称').fill('复诊提醒')
    await writing.getByLabel('文字').fill('您好，请按时到')
    await writing.getByRole('button', { name: '出院科室 {department}' }).click()
    await writing.getByLabel('文字').press('End')
    await writing.getByLabel('文字').pressSequentially('复诊，{illness}。')
    await writing.getByRole('button', { name: '提交，待批准' }).click()
    await writing.getByText('没有这个变量：{illness}').waitFor()
    await picture(writing, 'template-form')
    await writing.getByLabel('文字').fill('您好，请按时到{department}复诊。')
    await writing.getByRole('button', { name: '提交，待批准' }).click()
    await told(writing, '已提交批准')
    await writing.context().close()
    const page = await screens.at('supervision', '/templates')
    await page.getByText('复诊提醒').first().click()
    await page.getByRole('button', { name: '批准使用' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '批准使用' }).click()
    await told(page, '已批准')
    await picture(page, 'template')
    await page.setViewportSize(phone)
    await picture(page, 'template-phone')
    await page.context().close()
  })

  test('发件箱里看结果；患者回信，转为诉求', async () => {
    const { desk } = screens
    const { lead, supervision, nurse } = desk.people
    await lead.settings.change({ hotline: '0512-65226551' })
    for (const { id, status } of (await lead.templates.list()).rows)
      if (status === 'draft') await supervision.templates.approve({ id })
    const one = await dischargedPatient(desk, {
      department: '心内科',
      daysAgo: 3,
      phone: '13912340001',
      name: '张建国',
    })
    await dischargedPatient(desk, {
      department: '普外科',
      daysAgo: 4,
      phone: '13912340002',
      name: '李桂英',
    })
    await dischargedPatient(desk, { department: '产科', daysAgo: 5, phone: '13912340002', name: '王小丽' })
    const record = await screens.at('nurse', `/patients?id=${one.patientId}`)
    await record.getByRole('button', { name: '发短信' }).click()
    await record.getByLabel('回访提醒').check()
    await picture(record, 'text-patient')
    await record.getByRole('button', { name: '发到 139****0001' }).click()
    await told(record, '已放入发件箱')
    await record.context().close()
    await round()
    gateway.says((query) => (query.get('to') === '13912340003' ? 'hang-up' : [202, '']))
    const until = new Date(desk.clock.now().getTime() + 86_400_000)
    const remind = { template: 'call-ahead', values: {}, until }
    await desk.house.asSystem((ctx) => sendText(ctx, { ...remind, to: '13912340003' }))
    await round()
    await desk.pass('1 minute')
    await desk.house.asSystem((ctx) =>
      sendText(ctx, { ...remind, to: '13912340004', template: 'one-time', values: { code: '135790' }, asked: true }),
    )
    const page = await screens.at('lead', '/outbox')
    await page.getByText('不确定').first().waitFor()
    await picture(page, 'outbox')
    await page.getByRole('button', { name: '作决定' }).first().click()
    await picture(page, 'outbox-decide')
    await page.getByRole('button', { name: '没有发出，再发一次' }).click()
    await told(page, '将再发一次')
    await page.setViewportSize(phone)
    await picture(page, 'outbox-phone')
    await page.context().close()
    const says = (id: string, from: string, text: string) =>
      desk.server.inject({ url: `${inbound}?${new URLSearchParams({ id, from, text })}` })
    await says('1', '13912340001', '伤口有点疼，昨天开始发红，需要提前来医院看吗？')
    await says('2', '13912340002', '收到，谢谢')
    await says('3', '13912340005', 'TD')
    const reading = await screens.at('nurse', '/replies')
    await reading.getByText('收到，谢谢').click()
    await reading.getByText('这个号码留在几位患者名下').waitFor()
    await picture(reading, 'replies-candidates')
    await reading.getByRole('button', { name: '是这位' }).first().click()
    await told(reading, '已归到这位患者')
    await reading.getByLabel('怎么处理的').fill('不用回复')
    await reading.getByRole('button', { name: '已处理' }).click()
    await told(reading, '已处理')
    await reading.getByText('伤口有点疼').first().click()
    await picture(reading, 'replies')
    await reading.setViewportSize(phone)
    await picture(reading, 'replies-phone')
    await reading.setViewportSize(wide)
    await reading.getByRole('link', { name: '转为诉求' }).click()
    await reading.getByText(/对方号码 139\*\*\*\*0001/).waitFor()
    await picture(reading, 'reply-to-case')
    await reading.getByRole('button', { name: '登记', exact: true }).click()
    await told(reading, '已登记')
    assert.equal((await nurse.replies.counts()).unread, 1)
    await reading.context().close()
    assert.deepEqual(screens.complaints, [])
  })

  test('每个岗位都看得了自己的页面', async () => {
    for (const [login, path] of [
      ['nurse', '/outbox'],
      ['supervision', '/outbox'],
      ['admin', '/outbox'],
      ['director', '/templates'],
      ['nurse', '/templates'],
      ['supervision', '/replies'],
    ] as const) {
      const page = await screens.at(login, path)
      await picture(page, `${login}${path.replace('/', '-')}`)
      await page.setViewportSize(phone)
      await picture(page, `${login}${path.replace('/', '-')}-phone`)
      await page.context().close()
    }
    assert.deepEqual(screens.complaints, [])
  })
})
