// The file of a matter in a real browser: taken out with one click, its letter, its hold, and its end by two people.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { password } from '../desk.ts'
import { filesOfZip, textOfPdf } from '../packages.ts'
import { dischargedPatient } from '../patients.ts'
import { noBrowser, openScreens, type Screens, settled, violationsOf } from './driver.ts'

const findings = '当日夜班两名护士中一名外出送检，情况属实。'

describe('卷宗', { skip: noBrowser ?? false, timeout: 120_000 }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => screens?.close())

  const fileOf = (page: Page) =>
    page.locator('details.fold', { has: page.locator('summary', { hasText: '卷宗' }) }).last()
  const unfolded = async (page: Page, id: string) => {
    await page.goto(`${screens.url}/cases/${id}`)
    await settled(page)
    await fileOf(page).locator('summary').click()
  }
  const downloaded = async (page: Page, name: string): Promise<Buffer> => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
    return readFile(await file.path())
  }

  test('一键导出、打印答复函、保全，期满后由两人销毁', async () => {
    const { nurse, cardiology, supervision } = screens.desk.people
    const stay = await dischargedPatient(screens.desk, { name: '欧阳若汐' })
    const { id, number } = await nurse.cases.open({
      encounterId: stay.encounterId,
      text: '夜间按铃无人应答',
      category: 'D3',
    })
    await cardiology.cases.answer({ id, findings, measures: '增设夜间机动护士，超过三分钟由护士长到场。' })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'call', what: '已说明原因并致歉。' })
    await nurse.cases.confirm({ id, satisfaction: 'satisfied' })

    const agent = await screens.sitDown('nurse', password)
    await unfolded(agent, id)
    await agent.getByRole('button', { name: '导出卷宗' }).click()
    assert.equal(await agent.getByLabel('实名').count(), 0, 'not hers to take out in clear')
    await agent.getByLabel('用途').fill('上级检查调阅')
    const masked = filesOfZip(await downloaded(agent, '导出卷宗'))
    const pages = textOfPdf(masked.get('卷宗.pdf')!).join('').replaceAll('\n', '')
    assert.ok(pages.includes(findings) && !pages.includes('欧阳若汐'))
    await fileOf(agent).getByText('上级检查调阅').waitFor()
    await agent.context().close()

    const page = await screens.sitDown('supervision', password)
    await unfolded(page, id)
    await page.getByRole('button', { name: '答复函' }).click()
    const letter = textOfPdf(await downloaded(page, '打印答复函'))
      .join('')
      .replaceAll('\n', '')
    assert.ok(letter.includes('欧阳若汐：') && letter.includes('人民调解'))
    await page.getByRole('button', { name: '保全' }).click()
    await page.getByLabel('保全理由').fill('法院调取证据')
    await page.getByRole('button', { name: '保全' }).click()
    await page.getByText('保全中，不得销毁').waitFor()
    assert.deepEqual(await violationsOf(page), [])

    screens.desk.clock.set('2029-06-11T09:00:00+08:00')
    const later = await screens.sitDown('supervision', password)
    await later.goto(`${screens.url}/keeping?view=held`)
    await later.getByText('法院调取证据').waitFor()
    await supervision.dossiers.release({ id, reason: '诉讼已结案' })
    await later.goto(`${screens.url}/keeping`)
    await later.getByLabel(`选中 ${number}`).check()
    await later.getByRole('button', { name: '提请销毁 1 件' }).click()
    await later.getByText('没有到期的档案').waitFor()
    assert.deepEqual(await violationsOf(later), [])

    const leader = await screens.sitDown('director', password)
    await leader.goto(`${screens.url}/keeping?view=proposed`)
    await leader.getByRole('button', { name: '复核销毁' }).click()
    await leader.getByLabel('复核意见').fill('核对无误')
    await leader.getByRole('button', { name: '复核无误，销毁' }).click()
    await leader.getByText('没有待复核的销毁').waitFor()
    await leader.getByText('已销毁', { exact: true }).first().click()
    await leader.getByText(/^[0-9a-f]{64}$/).waitFor()
    await leader.goto(`${screens.url}/cases/${id}`)
    await leader.getByText('卷宗已按期销毁，只留登记').waitFor()
    assert.doesNotMatch(await leader.locator('.main').innerText(), /按铃|外出送检/)
    assert.deepEqual(screens.complaints, [])
  })
})
