// A filtered list becomes a file: asked for on the screen, let go by another, fetched by the one who asked, equal cell by cell.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { readTable } from '#engine/tables/read.ts'
import { insightTables } from '#modules/insight/tables.ts'
import { putMatter } from '#test/past.ts'
import { password } from '../desk.ts'
import { fine, noBrowser, openScreens, phone, type Screens, settled } from './driver.ts'

const attack = '=HYPERLINK("http://x","点我")'

describe('导出的页面', { skip: noBrowser ?? false }, () => {
  let screens: Screens
  before(async () => {
    screens = await openScreens({ at: '2026-03-09T09:00+08:00' })
    const { desk } = screens
    await putMatter(desk, desk.clock.now(), 'D3', '心内科', { text: attack })
    await sql`
      insert into cases select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'M' || lpad(n::text, 5, '0'),
          'received_at', c.received_at - n * interval '1 second', 'text', ${attack}::text))).*
      from cases c, generate_series(1, 500) n`.execute(desk.house.db)
    await sql`insert into rounds (id, case_id, number, due_at) select gen_random_uuid(), id, 1, due_at from cases where number like 'M%'`.execute(
      desk.house.db,
    )
  })
  after(() => screens?.close())

  test('501 行等第二个人同意，做出来与列表逐格相同；别人下载不了', async () => {
    const { desk } = screens
    const page = await screens.sitDown('nurse', password)
    await page.goto(`${screens.url}/register?category=D`)
    await settled(page)
    await page.getByRole('button', { name: '导出', exact: true }).click()
    await page.getByText('超过 500 行，须另一人审批').waitFor()
    await fine(page, 'export-ask')
    await page.getByRole('button', { name: '提交审批' }).click()
    await page.getByText('已提交审批').waitFor()
    await desk.settle()

    const lead = await screens.sitDown('lead', password)
    await lead.goto(`${screens.url}/exports?view=decide`)
    await lead.getByText('501 行').waitFor()
    await fine(lead, 'export-decide')
    await lead.getByRole('button', { name: '同意导出' }).click()
    await lead.getByText('没有等您审批的导出').waitFor()
    await desk.settle()

    await page.goto(`${screens.url}/exports`)
    await page.getByText('可下载').waitFor()
    await fine(page, 'exports-mine')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载' }).click(),
    ])
    assert.match(download.suggestedFilename(), /^诉求登记簿-2026-03-09-DC2026-\d{6}\.xlsx$/)
    const table = await readTable(await readFile(await download.path()))
    const cells: string[][] = []
    for await (const row of table.rows) cells.push(row.cells)
    const { columns } = insightTables[0] as unknown as {
      columns: { personal?: true; head: { zh: string }; of(row: unknown): unknown }[]
    }
    const shown = columns.filter(({ personal }) => !personal)
    const expected: string[][] = []
    for (let after: string | undefined; ; ) {
      const said = await desk.people.nurse.register.list({ category: 'D', limit: 200, ...(after ? { after } : {}) })
      for (const row of said.rows) {
        const dated = { ...row, receivedAt: new Date(row.receivedAt), dueAt: new Date(row.dueAt) }
        expected.push(shown.map(({ of }) => String(of(dated) ?? '')))
      }
      if (said.next === null) break
      after = said.next
    }
    assert.equal(cells.length, 501)
    assert.deepEqual(
      table.header,
      shown.map(({ head }) => head.zh),
    )
    assert.deepEqual(cells, expected)
    assert.ok(!JSON.stringify(cells).includes('HYPERLINK'), 'nobody’s words')

    const { rows } = await desk.people.nurse.exports.list({})
    const other = await screens.sitDown('nurse2', password)
    const reply = await other.request.get(`${screens.url}/api/v1/exports/${rows[0]!.id}/file`)
    assert.equal(reply.status(), 404)
  })

  test('手机上也看得清；信息科给报表工具开一个账号，密码只显示一次', async () => {
    const small = await screens.sitDown('lead', password, phone)
    await small.goto(`${screens.url}/exports?view=all`)
    await fine(small, 'exports-phone')
    const admin = await screens.sitDown('admin', password)
    await admin.goto(`${screens.url}/readers?id=new`)
    await admin.getByLabel('给哪个工具、谁负责').fill('院长驾驶舱 信息科小刘')
    await admin.getByLabel('全院').check()
    await admin.getByLabel('用到哪天').fill('2026-12-31')
    await fine(admin, 'reader-new')
    await admin.getByRole('button', { name: '新建', exact: true }).click()
    await admin.getByText('只在此时显示一次').waitFor()
    await fine(admin, 'reader-made')
    await admin.goto(`${screens.url}/readers`)
    await admin.getByText('院长驾驶舱').first().click()
    await fine(admin, 'readers')
    assert.deepEqual(screens.complaints, [])
  })
})
