// “0 for a person”, with a real page: the agent's telephone rings with the patient and the task on the screen, and both hear each other.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Working } from '#engine/outside/voice/working.ts'
import { furnishAutocalls, longQuestions, testSpeech, toBeCalled, untilOver, workLines } from '#test/autocalling.ts'
import { noBrowser, openScreens, type Screens, settled } from '#test/browser/driver.ts'
import { password } from '#test/desk.ts'
import { type Phone, type TelephoneLab, telephoneLab, withoutLabs } from '#test/labs.ts'
import { furnishTelephone } from '#test/telephone.ts'

describe('“0 for a person”', { skip: withoutLabs() ?? noBrowser ?? false, timeout: 150_000 }, () => {
  let lab: TelephoneLab
  let phone: Phone
  let screens: Screens
  let working: Working | undefined
  before(async () => {
    lab = await telephoneLab()
    phone = await lab.connectPhone(lab.phone)
    screens = await openScreens({ speech: testSpeech, sound: {} })
    await furnishTelephone(screens.desk, lab, [
      { number: '1900', kind: 'machine' },
      { number: '1002', login: 'nurse' },
    ])
    await furnishAutocalls(screens.desk, longQuestions)
    const usual = { from: '08:00', until: '20:00', days: 'all', tries: 2, callBackMinutes: 30 } as const
    await screens.desk.people.lead.autocalls.set({ ...usual, lines: 1, perSecond: 1 })
  })
  after(async () => {
    await working?.stop()
    phone?.close()
    await screens?.close()
  })

  test('the page rings, the person is on the line, the task is the agent’s with what was said so far', async () => {
    const { desk } = screens
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${screens.url}/desk`)
    await settled(page)
    await page.waitForFunction(() => /已注册/.test(document.querySelector('.phone-state')?.textContent ?? ''))
    await desk.people.nurse.agents.ready()
    const { taskId } = await toBeCalled(desk, '13900000200')
    const established = phone.once_('CALL_ESTABLISHED', 30_000)
    working = await workLines(desk)
    await established
    const passes = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
    // A person hears the question first; what is pressed before it was heard for a second is no answer to it.
    await passes(6000)
    await phone.press('1')
    await passes(3500)
    await phone.press('1')
    const incoming = page.locator('.phone-incoming')
    for (let i = 0; i < 15 && !(await incoming.isVisible()); i++) {
      await passes(2500)
      if (!(await incoming.isVisible())) await phone.press('0')
    }
    await incoming.waitFor({ timeout: 20_000 })
    const shots = process.env.HUIYIN_SHOTS
    await page.waitForTimeout(1500)
    if (shots) await page.screenshot({ path: `${shots}/handed-over.png` })
    await page.keyboard.press('F2')
    await page.waitForFunction(() =>
      /通话中/.test(document.querySelector('.phone')?.textContent ?? document.body.textContent ?? ''),
    )
    await page.waitForTimeout(2500)
    const sheet = await desk.people.nurse.followups.get({ id: taskId })
    assert.deepEqual(
      [sheet.mine, sheet.status, (sheet.draft as { answers: unknown }).answers],
      [true, 'open', { wound: { value: 'good' } }],
    )
    const mine = await desk.people.nurse.calls.mine()
    const [call] = mine.calls
    assert.deepEqual([call?.status, call?.aboutNoun, call?.aboutId], ['talking', 'task', taskId])
    if (shots) await page.screenshot({ path: `${shots}/handed-over-talking.png` })
    await phone.command('hangup')
    const [row] = await untilOver(desk, 1)
    assert.deepEqual([row!.result, row!.agent_id, row!.ended_by], ['person', desk.people.ids.nurse, 'person'])
    assert.equal(row!.call_id, (await desk.people.nurse.calls.get({ id: call!.id })).parentId)
  })
})
