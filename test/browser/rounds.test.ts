// A matter to its very end before everybody's eyes: what is changed is verified by another, what is not contented is told the law's ways, one matter becomes two.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { dischargedPatient } from '../patients.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

const shots = process.env.SHOTS
const findings = '经查，当日两台电梯停用一台，候梯近二十分钟。'
const measures = '检修改在夜间进行，停用前一天在病房张贴通知。'

describe('整改、转法定途径、拆分和关联，在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(async () => {
    await screens?.close()
    assert.deepEqual(screens?.complaints ?? [], [])
  })

  const look = async (page: Page, name: string): Promise<void> => {
    if (shots) await page.screenshot({ path: `${shots}/rounds-${name}.png`, animations: 'disabled' })
  }
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const raised = async (text: string) => {
    const { encounterId } = await dischargedPatient(screens.desk, { department: '心内科' })
    return screens.desk.people.nurse.cases.open({ encounterId, text, kind: 'complaint', category: 'F6' })
  }
  /** As `raised`, with the department that has it. */
  const atCardiology = async (text: string) => {
    const it = await raised(text)
    const { supervision, departments } = screens.desk.people
    if (it.handling !== '心内科')
      await supervision.cases.dispatch({ id: it.id, departmentId: departments.心内科, demand: '请核实' })
    return it
  }

  test('科室随答复列出整改，附照片落实；到期由监察室在手机上验证，科室自己验不了', async () => {
    const { desk } = screens
    const it = await atCardiology('电梯停了，等了二十分钟')
    const page = await screens.at('cardiology', `/cases/${it.id}`)
    await press(page, '提交调查与整改')
    await page.getByLabel('调查核实情况').fill(findings)
    await page.getByLabel('整改措施', { exact: true }).fill(measures)
    await press(page, '列入整改台账')
    await page.getByLabel('整改第 1 项').fill('检修改在夜间')
    await page.getByLabel('哪天之前').fill('2026-03-12')
    await look(page, 'plan')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已提交，由监察室审核').first().waitFor()

    await page.goto(`${screens.url}/measures`)
    await settled(page)
    const row = page.locator('.beside-row', { hasText: '检修改在夜间' })
    await row.getByRole('button', { name: '已落实' }).click()
    const picture = await page.screenshot({ type: 'jpeg' })
    await row.locator('input[type=file]').setInputFiles({ name: '通知.jpg', mimeType: 'image/jpeg', buffer: picture })
    await row.getByRole('link', { name: '通知.jpg' }).waitFor()
    await look(page, 'finish')
    // A photo without a word is enough.
    await row.getByRole('button', { name: '已落实' }).click()
    await page.getByText('已办：已落实').waitFor()
    await row.waitFor({ state: 'detached' })
    await page
      .getByRole('radio', { name: /待验证/ })
      .or(page.getByRole('button', { name: /待验证/ }))
      .first()
      .click({ force: true })
    assert.equal(await page.getByRole('button', { name: '验证通过' }).count(), 0)

    await desk.pass('3 days')
    const hand = await screens.at('supervision', '/measures', phone)
    const due = hand.locator('.beside-row', { hasText: '检修改在夜间' })
    await due.getByRole('button', { name: '验证通过' }).click()
    await due.getByLabel('看到了什么').fill('夜间检修，通知已贴')
    await look(hand, 'verify-phone')
    assert.deepEqual(await violationsOf(hand), [])
    await due.getByRole('button', { name: '验证通过' }).click()
    await due.waitFor({ state: 'detached' })
    const after = await screens.at('cardiology', `/cases/${it.id}`)
    const section = after.locator('.beside-row', { hasText: '检修改在夜间' })
    await section.getByText('已验证').first().waitFor()
    await section.getByText('夜间检修，通知已贴').waitFor()
    await look(after, 'verified')
    for (const one of [page, hand, after]) await one.context().close()
  })

  test('三轮仍不满意：院领导告知法定途径，少一条不行，本人的话如实留下', async () => {
    const { nurse, supervision, director, departments } = screens.desk.people
    const { cardiology } = screens.desk.people
    const it = await atCardiology('多次反映仍无人道歉')
    const { id } = it
    for (let round = 1; round < 4; round++) {
      if (round === 3) await director.cases.dispatch({ id, departmentId: departments.心内科, demand: '当面沟通' })
      await cardiology.cases.answer({ id, findings, measures })
      if (round < 3) await supervision.cases.pass({ id })
      else {
        await supervision.cases.propose({ id, words: '拟同意' })
        await director.cases.consent({ id })
      }
      await nurse.cases.tell({ id, how: 'in-person', what: '已当面说明' })
      if (round === 1) await nurse.cases.reopen({ id, words: '不满意' })
      if (round === 2) await nurse.cases.escalate({ id, words: '还是不满意' })
    }
    const page = await screens.at('director', `/cases/${id}`)
    await press(page, '告知法定途径，办结')
    const dock = page.locator('.dock')
    for (const says of ['医疗纠纷人民调解委员会申请调解', '申请行政调解', '向人民法院提起诉讼'])
      await dock.getByText(says).waitFor()
    await dock.getByRole('checkbox', { name: '诉讼' }).uncheck()
    await dock.getByLabel('患者的话').fill('我还是要个说法')
    await press(page, '告知并办结')
    await dock.getByText('还须告知：诉讼').first().waitFor()
    // Showing the field that is wrong moves the record and nothing around it.
    assert.equal(await page.evaluate(() => document.documentElement.scrollTop), 0)
    await look(page, 'refer-missing')
    await dock.getByRole('checkbox', { name: '诉讼' }).check()
    await dock.getByRole('checkbox', { name: '病历查阅、复制与封存' }).check()
    await look(page, 'refer')
    assert.deepEqual(await violationsOf(page), [])
    await press(page, '告知并办结')
    await dock.waitFor({ state: 'detached' })
    await page.getByText('我还是要个说法').first().waitFor()
    await look(page, 'referred')
    const ended = await supervision.cases.get({ id })
    assert.deepEqual([ended.status, ended.archivedBy, ended.satisfaction], ['archived', 'referred', 'dissatisfied'])
    await page.context().close()
  })

  test('一次说了两件事：组长拆出一件，另与别人的关联，又取消', async () => {
    const { lead } = screens.desk.people
    const both = await atCardiology('病房热，护理费也多收了')
    const like = await raised('五楼病房也热')
    const page = await screens.at('lead', `/cases/${both.id}`)
    await page.locator('.with-others').getByRole('button', { name: '拆出一件' }).click()
    const dock = page.locator('.dock')
    await dock.getByLabel('拆出的是哪件事').fill('多收护理费')
    await dock.getByLabel('分类').selectOption('E1')
    await dock.getByLabel('为什么分开办').fill('收费另行核实')
    await look(page, 'split')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已拆成两件，各自办理').waitFor()
    const [part] = (await lead.cases.list({ q: '多收护理费', category: 'E' })).rows
    assert.equal(part?.receivedAt, both.receivedAt)

    await page.goto(`${screens.url}/cases/${both.id}`)
    await settled(page)
    await page.getByText(part!.number).first().waitFor()
    await page.locator('.with-others').getByRole('button', { name: '关联' }).click()
    await dock.getByLabel('与哪一件').fill('五楼病房')
    await dock
      .getByRole('list', { name: '可选的诉求' })
      .getByRole('button', { name: new RegExp(like.number) })
      .click()
    await dock.getByLabel('说明').fill('同一台空调')
    await look(page, 'link')
    assert.deepEqual(await violationsOf(page), [])
    await page.keyboard.press('Control+Enter')
    const linked = page.locator('.beside-row', { hasText: like.number })
    await linked.getByText('同一台空调').waitFor()
    await look(page, 'linked')
    await linked.getByRole('button', { name: '取消关联' }).click()
    await linked.waitFor({ state: 'detached' })
    await page.context().close()
  })
})
