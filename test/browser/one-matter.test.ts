// One matter of two people before everybody’s eyes: merged by hand and seen from both sides.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noBrowser, openScreens, type Screens } from './driver.ts'

describe('并案,在浏览器里', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(async () => {
    await screens?.close()
    assert.deepEqual(screens?.complaints ?? [], [])
  })

  test('两人反映同一件事:并入、主案看得到', async () => {
    const { nurse, supervision, departments } = screens.desk.people
    const raised = (name: string, phone: string) =>
      nurse.cases.open({
        text: '电梯坏了三天没有人修',
        kind: 'complaint',
        category: 'F6',
        departmentId: departments.普外科,
        reporter: { name, phone },
      })
    const first = await raised('吴先生', '19900006101')
    const second = await raised('郑女士', '19900006102')
    const page = await screens.at('supervision', `/cases/${second.id}`)
    await page.getByRole('button', { name: '并入另一件' }).first().click()
    await page.getByLabel('并入哪一件').fill(first.number)
    await page.getByRole('list', { name: '可选的诉求' }).getByRole('button').first().click()
    await page.getByLabel('为什么是同一件事').fill('同一部电梯')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已并入另一件办理').waitFor()
    const survivor = await screens.at('supervision', `/cases/${first.id}`)
    await survivor.getByText('连同本件 2 人反映').waitFor()
    assert.equal((await supervision.cases.get({ id: second.id })).status, 'merged')
    await survivor.context().close()
    await page.context().close()
  })
})
