// The pages without account on a telephone and a slow line: light, readable, heard, nothing lost, and nothing of an attacker's runs.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../desk.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf } from './driver.ts'

/** Issue 3, item 7: all that a page without account needs, as it comes over the wire. */
const atMost = 100_000

const torture = join(import.meta.dirname, '../../../shared/data/torture/strings')
const attacks = existsSync(torture)
  ? readdirSync(torture)
      .filter((name) => name.startsWith('xss'))
      .flatMap((name) => readFileSync(join(torture, name), 'utf8').split('\n'))
      .filter((line) => line.trim().length > 3)
  : ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)']

describe('不用登录的页面', { skip: noBrowser ?? false, timeout: 240_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
    const { admin } = screens.desk.people
    await admin.settings.change({ hospitalName: '市第一医院', hotline: '0771-5772309' })
  })
  after(() => screens?.close())

  const key = () => randomBytes(24).toString('base64url')
  const wrongWith = async (page: Page): Promise<string[]> => {
    const found = (await violationsOf(page)).map(({ rule, where }) => `${rule} ${where.join('; ')}`)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    const small = await page.evaluate(
      () =>
        [...document.querySelectorAll('main *')].filter(
          (one) => one.childNodes[0]?.nodeType === 3 && Number.parseFloat(getComputedStyle(one).fontSize) < 18,
        ).length,
    )
    return [
      ...found,
      ...(sideways > 1 ? [`${sideways} px beyond the edge`] : []),
      ...(small > 0 ? [`${small} small`] : []),
    ]
  }
  const send = (page: Page) => page.getByRole('button', { name: '发送', exact: true }).click()

  test('慢网上也打得开:全部内容不超过 100 kB,字大,读屏可用,中英文', async () => {
    const page = await screens.visit(phone)
    const wire = await page.context().newCDPSession(page)
    await wire.send('Network.enable')
    // A bad line of the second generation.
    await wire.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 600,
      downloadThroughput: 20_000,
      uploadThroughput: 8000,
    })
    let bytes = 0
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    for (const address of ['/say', '/say/staff', '/answer']) {
      await page.goto(`${screens.url}${address}`)
      await page.getByRole('button', { name: /^(发送|查看)$/ }).waitFor()
      assert.deepEqual(await wrongWith(page), [], address)
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByRole('button', { name: /^(Send|Look)$/ }).waitFor()
      assert.deepEqual(await wrongWith(page), [], `${address} in English`)
      await page.getByRole('button', { name: '中文' }).click()
    }
    assert.ok(bytes > 5000 && bytes <= atMost, `${bytes} bytes for all three`)
    await page.context().close()
  })

  test('说一句,断网,刷新,再发:一个字不丢,只收一次;照片随后传到', async () => {
    const page = await screens.visit(phone)
    await page.goto(`${screens.url}/say`)
    await send(page)
    await page.locator('.wrong').first().waitFor()
    const text = '检查预约改了三次，每次都没有人通知'
    await page.getByLabel('发生了什么').fill(text)
    await page.getByRole('textbox', { name: '电话' }).fill('138 1234 5678')
    await page.getByRole('combobox', { name: '哪个科室' }).fill('心内科')
    await page.reload()
    await page.getByText('上次没发出的内容还在').waitFor()
    assert.equal(await page.getByLabel('发生了什么').inputValue(), text)
    await page
      .locator('#pictures')
      .setInputFiles({ name: 'IMG_1.png', mimeType: 'image/png', buffer: Buffer.from(red, 'base64') })
    await page.locator('.pictures img').waitFor()
    screens.cable.cut()
    await send(page)
    await page.getByText('没有发出去').waitFor()
    screens.cable.mend()
    await send(page)
    await page.getByText('1 张照片已收到').waitFor()
    const code = await page.locator('.code').innerText()
    assert.match(code, /^([2-9A-Z]{4}-){4}[2-9A-Z]{4}$/)
    assert.deepEqual(await wrongWith(page), [])
    assert.equal(await page.evaluate(() => sessionStorage.getItem('say')), null, 'the draft is gone')
    const { supervision } = screens.desk.people
    const { rows } = await supervision.cases.list({ q: '检查预约改了三次' })
    assert.equal(rows.length, 1)
    const sheet = await supervision.cases.get({ id: rows[0]!.id })
    assert.deepEqual([sheet.department, sheet.phone, sheet.files.length], ['心内科', '138****5678', 1])

    // By the link: the token leaves the address at once, and no script can read the cookie.
    await page.getByRole('link', { name: '打开我的查看页' }).click()
    await page.getByRole('heading', { name: '正在调查核实' }).waitFor()
    assert.equal(page.url(), `${screens.url}/answer`)
    assert.equal(await page.evaluate(() => document.cookie), '')
    assert.deepEqual(await wrongWith(page), [])
    await page.getByRole('textbox', { name: '补充' }).fill('最后一次是三月五日')
    await page.getByRole('button', { name: '发送补充' }).click()
    await page.getByText('最后一次是三月五日').waitFor()

    await supervision.cases.answer({
      id: sheet.id,
      findings: '核实预约系统短信未发送,情况属实。',
      measures: '恢复短信通知,并电话致歉。',
    })
    await supervision.cases.pass({ id: sheet.id })
    await supervision.cases.tell({ id: sheet.id, how: 'receipt', what: '短信通知已恢复,向您致歉。' })
    await page.reload()
    await page.getByText('短信通知已恢复').waitFor()
    await page.getByRole('radio', { name: /^不满意/ }).check()
    await page.getByLabel('想说的').fill('没有说补约到哪天')
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByRole('heading', { name: '正在调查核实' }).waitFor()
    assert.equal((await supervision.cases.get({ id: sheet.id })).round, 2)

    // With the code: the number that was left gets a one-time code.
    await page.getByRole('button', { name: '离开' }).click()
    await page.getByLabel('凭码').fill(code.toLowerCase())
    await page.getByRole('button', { name: '查看', exact: true }).click()
    await page.getByLabel('6 位验证码').waitFor()
    const nurse = screens.desk.people.nurse
    const [waiting] = (await nurse.messages.list()).rows
    const { text: sms } = await nurse.messages.reveal({ id: waiting!.id, reason: '代为发送' })
    await page.getByLabel('6 位验证码').fill(/\d{6}/.exec(sms)![0])
    await page.getByRole('button', { name: '确认' }).click()
    await page.getByRole('heading', { name: '正在调查核实' }).waitFor()
    await page.context().close()
  })

  test('员工页:不带任何登录,身份不进草稿,人少的科室当场说明', async () => {
    const page = await screens.sitDown('cardiology', password, phone)
    const asked: (string | undefined)[] = []
    page.on('request', async (request) => {
      if (request.url().includes('/voices/')) asked.push((await request.allHeaders()).cookie)
    })
    await page.goto(`${screens.url}/say/staff`)
    await page.getByRole('radio', { name: '管理公平' }).check()
    await page.getByLabel('发生了什么').fill('值班表临时改动从不通知')
    await page.getByRole('combobox', { name: '哪个科室' }).fill('产科')
    await page.getByText('只记为“妇产科”').waitFor()
    await page.getByRole('radio', { name: /^保密/ }).check()
    await page.getByRole('textbox', { name: '姓名' }).fill('秦晓雯')
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage })), /秦晓雯/)
    await send(page)
    await page.getByText('由监察室办理').waitFor()
    assert.deepEqual(asked, [undefined, undefined], 'the form and what was said went without a cookie')
    await page.getByRole('link', { name: '打开我的查看页' }).click()
    await page.getByText('没有人申请过').waitFor()
    assert.deepEqual(await wrongWith(page), [])
    await page.context().close()
  })

  test('不允许脚本时,写明该打哪个电话', async () => {
    const context = await screens.browser.newContext({ viewport: phone, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${screens.url}/say`)
    assert.match(await page.locator('body').innerText(), /市第一医院[\s\S]*0771-5772309/)
    await context.close()
  })

  test('每一栏都写上攻击串:页面和员工界面照字显示,一个也不运行', async () => {
    const { desk, url } = screens
    const { supervision, lead, director, ids } = desk.people
    await director.custodians.name({ staffIds: [ids.lead, ids.admin] })
    await lead.settings.change({ hospitalName: `市第一医院${attacks[0]!.slice(0, 40)}` })
    const at = (i: number, most: number) => attacks[i % attacks.length]!.slice(0, most)
    const all = attacks.join('\n').slice(0, 3990)
    const receipts = []
    for (let i = 0; i < 5; i++) {
      const page = desk.stranger()
      const { token } = await page.voices.say({
        key: key(),
        kind: 'complaint',
        topic: 'F',
        text: i === 0 ? all : `${at(i, 2000)} `.repeat(3),
        demand: at(i + 1, 1000),
        place: at(i + 2, 100),
        name: at(i + 3, 40),
        speaksFor: at(i + 4, 40),
        relation: 'family',
      })
      await page.answers.enter({ token })
      await page.answers.add({ key: key(), text: (all.slice(i * 300, i * 300 + 1900) + at(i, 900)).slice(0, 1900) })
      receipts.push(token)
    }
    const voice = await desk.stranger().voices.speak({
      key: key(),
      topic: 'J2',
      text: all,
      demand: at(7, 1000),
      place: at(8, 60),
      about: [at(9, 20), at(10, 20)],
      identity: { mode: 'named', name: at(11, 40), department: at(12, 60), phone: at(13, 40) },
    })
    receipts.push(voice.token)
    const [staff] = (await supervision.cases.list({ q: voice.number })).rows
    const { id } = await supervision.openings.ask({ caseId: staff!.id, reason: at(14, 500).padEnd(6, '。') })
    await lead.openings.refuse({ id, reason: at(15, 500).padEnd(6, '。') })

    const page = await screens.sitDown('supervision', password)
    const dialogs: string[] = []
    page.on('dialog', async (dialog) => {
      dialogs.push(dialog.message())
      await dialog.dismiss()
    })
    await page.goto(`${url}/cases`)
    await settled(page)
    for (const { id } of (await supervision.cases.list({ limit: 20 })).rows) {
      await page.goto(`${url}/cases/${id}`)
      await settled(page)
    }
    await page.goto(`${url}/vault`)
    await settled(page)
    const visitor = await screens.visit(phone)
    visitor.on('dialog', async (dialog) => {
      dialogs.push(dialog.message())
      await dialog.dismiss()
    })
    for (const token of receipts) {
      await visitor.goto('about:blank')
      await visitor.goto(`${url}/answer#${token}`)
      await visitor.getByRole('heading', { name: '您说的' }).waitFor()
    }
    assert.equal(await visitor.locator('main script, main img, main iframe, main svg').count(), 0)
    await visitor.goto(`${url}/say`)
    await visitor.getByRole('button', { name: '发送', exact: true }).waitFor()
    assert.deepEqual(dialogs, [])
    await page.context().close()
    await visitor.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})

/** A red square. */
const red =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=='
