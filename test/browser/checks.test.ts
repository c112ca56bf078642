// Spot checks on the screens: supervision checks a call by keyboard and releases, and the caller finds his own and objects.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { password } from '../desk.ts'
import { calledPatients, finishedCalls } from '../finished-calls.ts'
import { fine, noBrowser, openScreens, phone, type Screens, settled, told } from './driver.ts'
import { answerByKeyboard, readyToWrite } from './keyboard.ts'

describe('质检的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-02T09:00+08:00' })
    const { desk } = screens
    const patients = await calledPatients(desk, 4)
    await finishedCalls(
      desk,
      patients.map((patient, i) => ({
        patient,
        by: desk.people.ids.nurse,
        at: new Date(Date.UTC(2026, 1, 20 + i, 2)),
        talk: 80,
      })),
    )
    await desk.settle()
  })
  after(() => screens?.close())

  test('a colleague calls the patient again blind, and both answers stand side by side', async () => {
    const page = await screens.at('supervision', '/checks')
    await page.keyboard.press('j')
    await page.getByLabel('由谁再打一次').selectOption({ index: 1 })
    await page.getByRole('button', { name: '请他再打一次' }).click()
    await told(page, '已安排复核')
    await page.getByText('等待复核').last().waitFor()

    const again = await screens.at('nurse2', '/desk?view=mine')
    await again.keyboard.press('j')
    await readyToWrite(again)
    const met = await answerByKeyboard(again, { g1: '2', g2: '2' })
    assert.ok(met > 3, 'the key questions were asked')
    const saved = again.waitForResponse((reply) => reply.url().endsWith('/complete') && reply.ok())
    await again.keyboard.press('Control+Enter')
    await saved
    await again.context().close()

    await page.reload()
    await page.getByText('≠').first().waitFor()
    await page.getByText('≠').first().scrollIntoViewIfNeeded()
    await fine(page, 'checks-recalled')
    await page.context().close()
  })

  test('supervision proves the drawing, scores one after another by keyboard, and releases', async () => {
    const page = await screens.sitDown('supervision', password)
    await page.goto(`${screens.url}/checks`)
    await settled(page)
    await page.getByText('怎样抽的').click()
    await page.getByText('重抽结果相同').waitFor()
    await page.getByText('怎样抽的').click()
    await page.keyboard.press('j')
    for (let i = 0; i < 3; i++) {
      await page.locator('.check-head').getByText('待查').waitFor()
      await page.getByRole('radio', { name: '看记录' }).check()
      for (const key of i === 1 ? '113111111' : '111111111') await page.keyboard.press(key)
      if (i === 1) {
        await page.keyboard.press('Alt+n')
        await page.keyboard.type('打断了患者的话')
        await page.keyboard.press('Enter')
        await fine(page, 'checks-wide')
      }
      const saved = page.waitForResponse((reply) => reply.url().endsWith('/score') && reply.ok())
      await page.keyboard.press('Control+Enter')
      await saved
      await settled(page)
    }
    await page.getByText('已查 3 / 3 通').waitFor()
    await page.getByRole('button', { name: '公布结果' }).click()
    await page.locator('dialog').getByRole('button', { name: '公布结果' }).click()
    await page.getByText('已公布，共 3 通').waitFor()
    await page.goto(`${screens.url}/checks?view=results`)
    await page.getByText('哪一项做得最少？').waitFor()
    await fine(page, 'checks-results')
  })

  test('the caller finds his own on a phone, and objects', async () => {
    const page = await screens.sitDown('nurse', password, phone)
    await page.goto(`${screens.url}/checks`)
    await settled(page)
    await page.getByText('2026 年 2 月抽查').waitFor()
    await fine(page, 'checks-own-phone')
    await page.locator('.two-list button.card').nth(1).click()
    await page.getByText('打断了患者的话').waitFor()
    await page.getByLabel('不同意的地方').fill('患者说得太远，只好拉回来')
    await page.getByRole('button', { name: '提出异议' }).click()
    await page.getByText('患者说得太远，只好拉回来').waitFor()
    await fine(page, 'checks-own-phone-record')
  })

  test('a record that was found untrue is voided', async () => {
    const { db, clock } = screens.desk.house
    const { ids } = screens.desk.people
    const { id: task } = await db
      .selectFrom('tasks')
      .where('kind', '=', 'repeat')
      .select('id')
      .executeTakeFirstOrThrow()
    const now = clock.now()
    await db
      .insertInto('suspicions')
      .values({
        ...{ id: newId(now), status: 'confirmed', task_id: task, staff_id: ids.nurse, called_at: now, score: 4 },
        reasons: JSON.stringify([{ rule: 'no-call', weight: 4, zh: '没有通话', en: 'No call' }]),
        ...{ restricted: false, barred_staff: [ids.nurse], found_at: now, updated_at: now, asked_at: now },
        ...{ decided_at: now, decided_by_id: ids.supervision, finding: '通话记录中没有这一通。' },
      })
      .execute()
    const page = await screens.at('supervision', '/checks?view=doubts&status=confirmed')
    await page.keyboard.press('j')
    await page.getByRole('button', { name: '作废记录' }).click()
    await page.locator('dialog').getByRole('button', { name: '作废记录' }).click()
    await told(page, '已作废')
    await page.getByText('记录已作废').waitFor()
    await fine(page, 'checks-voided')
    assert.deepEqual(screens.complaints, [])
  })
})
