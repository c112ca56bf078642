// A scorecard on the screens: its caller's own on a phone, then the lead's; and a training note there and back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { makeMonth } from '#modules/scorecards/making.ts'
import { fillMonth } from '../season.ts'
import { fine, noBrowser, openScreens, phone, type Screens, told } from './driver.ts'

describe('成绩卡的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-12T09:00+08:00' })
    const { desk } = screens
    await fillMonth(desk, '2026-02', 5, 250)
    await desk.house.db
      .updateTable('contacts')
      .set({ note: '患者反映护士态度差，已告知这事不归我们管' })
      .where('id', 'in', (q) =>
        q
          .selectFrom('contacts')
          .where('staff_id', '=', desk.people.ids.nurse)
          .where('restricted', '=', false)
          .where('taken_over', '=', false)
          .where('started_at', '>=', new Date('2026-02-02'))
          .where('started_at', '<', new Date('2026-02-27'))
          .select('id')
          .orderBy('id')
          .limit(2),
      )
      .execute()
    await desk.house.asSystem((ctx) => makeMonth(ctx, '2026-02'))
  })
  after(() => screens?.close())

  test('its caller sees it first, on a phone, and says a word', async () => {
    const lead = await screens.at('lead', '/scorecards')
    await lead.getByText('选择一张成绩卡').waitFor()
    assert.equal(await lead.getByText('2026 年 2 月').count(), 0)
    const page = await screens.at('nurse', '/scorecards', phone)
    await page.getByRole('button', { name: '我的本月' }).click()
    await page.getByText('只有您自己看得到').waitFor()
    await fine(page, 'scorecards-so-far-phone')
    await page.getByRole('button', { name: '返回列表' }).click()
    await page.getByText('2026 年 2 月').click()
    await page.getByText('几点打电话容易接通？').waitFor()
    await fine(page, 'scorecards-own-phone')
    await page.getByRole('button', { name: '我已看过' }).click()
    await page.getByLabel('我的说明').fill('这个月都在打晚班。')
    await page.getByRole('button', { name: '不是我说的' }).first().click()
    assert.match(
      await page.getByLabel('我的说明').inputValue(),
      /^这个月都在打晚班。\n2026-02-\d\d “.*不归我们管.*”不是我说的。$/,
    )
    await fine(page, 'scorecards-not-mine-phone')
    await page.getByRole('button', { name: '写上说明' }).click()
    await told(page, '已写上')
  })

  test('then the lead finds it, talks it over, and writes what to practise', async () => {
    const page = await screens.at('lead', '/scorecards')
    await page.getByText('2026 年 2 月').click()
    await page.getByText('这个月都在打晚班。').waitFor()
    await fine(page, 'scorecards-lead')
    await page.getByLabel('谈了什么，约定了什么').fill('早班的名单多留一些。')
    await page.getByRole('button', { name: '记下谈话' }).click()
    await told(page, '已记下谈话')
    await page.getByRole('link', { name: '给他写一条培训' }).click()
    await page.getByLabel('练什么').fill('问完再记，不打断。')
    await fine(page, 'scorecards-note-form')
    await page.getByRole('button', { name: '布置' }).click()
    await told(page, '已布置')
    const nurse = await screens.at('nurse', '/scorecards?view=notes')
    await nurse.getByText('问完再记，不打断。').first().click()
    await nurse.getByLabel('练得怎样').fill('练了一周。')
    await fine(nurse, 'scorecards-note')
    await nurse.getByRole('button', { name: '已练，回复' }).click()
    await told(nurse, '已回复')
    assert.deepEqual(screens.complaints, [])
  })
})
