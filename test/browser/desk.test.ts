// What an agent relies on for eight hours: the desk is there quickly, and a line that breaks loses nothing.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { password } from '../desk.ts'
import { dischargedPatient } from '../patients.ts'
import { noBrowser, openScreens, type Screens, settled } from './driver.ts'
import { answerByKeyboard, readyToWrite } from './keyboard.ts'

/** Issue 2, “the web”: what the desk needs of script before it can be used, as it comes over the wire. */
const scriptAtMost = 300_000

describe('随访工作台', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => screens?.close())

  const patientOf = async (name: string): Promise<string> => {
    const { desk } = screens
    const stay = await dischargedPatient(desk, { department: '心内科', daysAgo: 3, name })
    const { rows } = await desk.people.lead.followups.list({ view: 'all', q: stay.recordNumber })
    const task = rows.find((row) => row.wave === 'safety')
    await desk.people.lead.followups.handOver({ id: task!.id, to: desk.people.ids.nurse })
    return task!.id
  }

  test('第一次打开,压缩后的脚本不超过 300 kB', async () => {
    const id = await patientOf('吴春华')
    const page = await screens.sitDown('nurse', password)
    const wire = await page.context().newCDPSession(page)
    await wire.send('Network.enable')
    const scripts = new Set<string>()
    let bytes = 0
    wire.on('Network.responseReceived', ({ type, requestId }) => type === 'Script' && scripts.add(requestId))
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength
    })
    await page.goto(`${screens.url}/desk?id=${id}`)
    await settled(page)
    await readyToWrite(page)
    await page.waitForLoadState('load')
    assert.ok(bytes > 20_000, 'the scripts were measured')
    assert.ok(bytes <= scriptAtMost, `${bytes} bytes of script`)
    await page.context().close()
  })

  test('断网片刻:横幅提示,写的都在,恢复后自己提交', async () => {
    const { desk, cable, url } = screens
    const { nurse } = desk.people
    const id = await patientOf('冯立春')
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${url}/desk?id=${id}`)
    await readyToWrite(page)
    const banner = page.getByText('连不上服务器')
    assert.equal(await banner.count(), 0)

    await answerByKeyboard(page)
    cable.cut()
    await page.getByLabel('备注').fill('家属说恢复得不错,下周来复诊。')
    await banner.waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: /等待连接/ }).waitFor()
    assert.equal((await nurse.followups.get({ id })).status, 'open', 'nothing arrived')

    cable.mend()
    await page.locator('.toast', { hasText: '已保存' }).waitFor({ timeout: 30_000 })
    await banner.waitFor({ state: 'detached' })
    const sheet = await nurse.followups.get({ id })
    assert.equal(sheet.status, 'done')
    assert.equal(sheet.attemptsMade.length, 1, 'once, however often it was sent')
    assert.match(sheet.attemptsMade[0]!.note, /下周来复诊/)
    await page.context().close()
  })

  test('写到一半关掉浏览器,再打开还在', async () => {
    const id = await patientOf('陈知秋')
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${screens.url}/desk?id=${id}`)
    await readyToWrite(page)
    await page.getByLabel('备注').fill('正在通话,写到一半')
    await page.getByText(/已暂存/).waitFor()
    await page.context().close()

    const again = await screens.sitDown('nurse', password)
    await again.goto(`${screens.url}/desk?id=${id}`)
    await readyToWrite(again)
    assert.equal(await again.getByLabel('备注').inputValue(), '正在通话,写到一半')
    await again.context().close()
  })

  test('浏览器没有一句怨言', () => assert.deepEqual(screens.complaints, []))
})
