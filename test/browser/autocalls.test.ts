// What the program says on the telephone, in a browser: written, given its sound, proposed, approved by another; and the pause key.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { toneOf } from '#engine/outside/voice/tones.ts'
import { writeWave } from '#engine/outside/voice/wave.ts'
import { longQuestions, putAutocalls } from '#test/autocalling.ts'
import { password } from '#test/desk.ts'
import { noBrowser, openScreens, phone, type Screens, settled, violationsOf, wide } from './driver.ts'

describe('the program’s calls in a browser', { skip: noBrowser ?? false }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-sound-'))
  const shots = process.env.HUIYIN_SHOTS
  let screens: Screens
  before(async () => {
    writeFileSync(join(folder, 'said.wav'), writeWave(toneOf('5', 1)))
    // An engine that says the same to everything.
    screens = await openScreens({ speech: `cp ${join(folder, 'said.wav')} {file}` })
    const { lead } = screens.desk.people
    const { id } = await lead.questionnaires.create({ definition: longQuestions })
    await lead.questionnaires.publish({ id })
  })
  after(async () => {
    await screens?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const picture = async (page: Page, name: string) => {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' })
    assert.deepEqual(await violationsOf(page), [], name)
  }
  const open = async (page: Page, path: string) => {
    await page.goto(`${screens.url}${path}`)
    await settled(page)
  }

  test('a script is written by one, approved by another, and never edited again', async () => {
    const lead = await screens.sitDown('lead', password)
    await open(lead, '/scripts')
    await lead.getByRole('button', { name: '新建话术' }).click()
    await lead.getByLabel('用哪份问卷').selectOption({ label: '语音问卷' })
    await lead.getByLabel('名称').fill('术后语音随访')
    await lead.getByLabel('代码').fill('after-surgery')
    const said = lead.getByLabel('怎么说').first()
    assert.match(await said.inputValue(), /伤口怎么样？很好请按 1，出血请按 2。/)
    await picture(lead, 'script-form-wide')
    await lead.getByRole('button', { name: '保存为草稿' }).click()
    await lead.getByText('句还没有语音').waitFor()
    await lead.getByRole('button', { name: /^合成 \d+ 句语音$/ }).click()
    await lead.getByText('语音已合成').waitFor()
    await lead.locator('.prompt audio').nth(8).waitFor()
    // The browser can play what it is given.
    const seconds = await lead
      .locator('.prompt audio')
      .first()
      .evaluate(
        (audio: HTMLAudioElement) =>
          new Promise<number>((resolve, reject) => {
            audio.onloadedmetadata = () => resolve(audio.duration)
            audio.onerror = () => reject(new Error('not playable'))
            audio.load()
            audio.preload = 'metadata'
          }),
      )
    assert.ok(seconds > 0.9 && seconds < 1.1)
    await lead.getByRole('button', { name: '送审' }).click()
    await lead.getByText('已送审').waitFor()
    assert.equal(await lead.getByRole('button', { name: '批准使用' }).count(), 0)
    await picture(lead, 'script-wide')

    const supervision = await screens.sitDown('supervision', password, phone)
    await open(supervision, '/scripts')
    await supervision.getByText('术后语音随访').click()
    await supervision.getByRole('button', { name: '批准使用' }).waitFor()
    await picture(supervision, 'script-phone')
    await supervision.getByRole('button', { name: '批准使用' }).click()
    await supervision.getByText('已批准').waitFor()
    await lead.getByText('使用中').first().waitFor()
    assert.equal(await lead.getByRole('button', { name: '修改文字' }).count(), 0)
    assert.deepEqual(screens.complaints, [])
  })

  test('the board says what was done today; anybody pauses, the lead goes on', async () => {
    await putAutocalls(screens.desk)
    const nurse = await screens.sitDown('nurse', password, phone)
    await open(nurse, '/autocalls')
    await nurse.getByText('转接 林小满').waitFor()
    await picture(nurse, 'autocalls-phone')
    await nurse.getByRole('button', { name: '暂停外呼' }).click()
    await nurse.getByText('已由林小满暂停').waitFor()
    assert.equal(await nurse.getByRole('button', { name: '继续外呼' }).count(), 0)

    const lead = await screens.sitDown('lead', password, wide)
    await open(lead, '/autocalls')
    await lead.getByText('已由林小满暂停').waitFor()
    await lead.getByRole('button', { name: '外呼设置' }).click()
    await picture(lead, 'autocalls-wide')
    await lead.getByLabel('同时通话').fill('20')
    await lead.getByRole('button', { name: '保存' }).click()
    await lead.getByText('已保存').waitFor()
    await lead.getByRole('button', { name: '继续外呼' }).click()
    await lead.getByRole('button', { name: '暂停外呼' }).waitFor()
    assert.equal((await screens.desk.people.lead.autocalls.today()).pace.lines, 20)
    assert.deepEqual(screens.complaints, [])
  })
})
