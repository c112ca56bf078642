// A bulletin from its draft to the department that reads it, on the screens of all who have a part in it; what is downloaded says the same.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { partOf } from '../package-part.ts'
import { fillMonth } from '../season.ts'
import { fine, noBrowser, openScreens, phone, type Screens, shots, told } from './driver.ts'

describe('月度通报,在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
    await fillMonth(screens.desk, '2026-02', 42, 90)
  })
  after(() => screens?.close())

  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()

  test('监察室起草、写编者按、报批;院领导批准;发布', async () => {
    const supervision = await screens.at('supervision', '/bulletins')
    await supervision.getByText('还没有通报').waitFor()
    await press(supervision, '起草')
    await told(supervision, /已起草/)
    await press(supervision, '写编者按')
    await supervision.getByLabel('编者按').fill('二月正值春节，各科室坚持回访，辛苦了。')
    await press(supervision, '写入')
    await told(supervision, '已写入')
    await fine(supervision, 'bulletins-draft')
    await press(supervision, '报院领导审批')
    await told(supervision, '已报院领导审批')
    const director = await screens.at('director', '/bulletins')
    await director.keyboard.press('j')
    await press(director, '批准')
    await told(director, '已批准')
    await press(supervision, '发布')
    await told(supervision, /已发布/)
    await director.context().close()
  })

  test('科主任读、阅签;监察室看到;带走的 Word 和 Excel 与屏幕同数', async () => {
    const head = await screens.at('cardiology', '/inbox')
    // The notice leads to the bulletin itself.
    await head.locator('.bell > summary').click()
    await head.getByRole('link', { name: /全院通报已发布/ }).click()
    await head.getByText('辛苦了').waitFor()
    await fine(head, 'bulletins-read')
    const shown = await head
      .locator('.bulletin-table tbody tr', { hasText: '回访率' })
      .first()
      .locator('td')
      .allTextContents()
    const numbers = await head.locator('.bulletin-table tbody td.number').allTextContents()
    const download = async (name: string): Promise<Buffer> => {
      const [file] = await Promise.all([
        head.waitForEvent('download'),
        head.getByRole('link', { name, exact: true }).click(),
      ])
      return readFile(await file.path())
    }
    const word = partOf(await download('Word'), 'word/document.xml')
    const excel = await download('Excel')
    const sheet = partOf(excel, 'xl/worksheets/sheet1.xml')
    assert.ok(shown[0]?.endsWith('%') && numbers.length > 60)
    for (const text of numbers.filter((one) => one !== '')) {
      assert.ok(word.includes(`>${text}<`), `${text} is in the DOCX`)
      assert.ok(sheet.includes(`>${text}<`) || sheet.includes(`<v>${Number(text)}</v>`), `${text} is in the XLSX`)
    }
    await press(head, '已阅')
    await told(head, /已阅/)
    await head.context().close()
    const supervision = await screens.at('supervision', '/bulletins')
    await supervision.getByText(/^1 \/ \d+$/).waitFor()
    await supervision.keyboard.press('j')
    await supervision.getByText('阅签', { exact: true }).click()
    await supervision.getByText('心内主任').waitFor()
    await fine(supervision, 'bulletins-receipts')
    await press(supervision, '提醒未阅的人')
    await told(supervision, '已提醒')
    await supervision.context().close()
  })

  test('回访员在手机上看全院的;打印是一张 A4', async () => {
    const nurse = await screens.at('nurse', '/bulletins', phone)
    await nurse.getByText('2026 年 2 月').first().click()
    await nurse.getByText('辛苦了').waitFor()
    await fine(nurse, 'bulletins-phone')
    await nurse.emulateMedia({ media: 'print' })
    assert.equal(await nurse.locator('.bulletin-files').isVisible(), false)
    await nurse.setViewportSize({ width: 680, height: 960 })
    if (shots) await nurse.screenshot({ path: `${shots}/bulletins-print.png`, fullPage: true })
    await nurse.context().close()
    assert.deepEqual(screens.complaints, [])
  })
})
