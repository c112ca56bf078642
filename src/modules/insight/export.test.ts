// The exported report says what the screen says, cell by cell, and names nobody.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { readTable } from '#engine/tables/read.ts'
import { type Desk, openDesk, type Person } from '#test/desk.ts'
import { fillMonth } from '#test/season.ts'

const month = '2026-01'

const sheet = async (bytes: Uint8Array, name: string): Promise<string[][]> => {
  const table = await readTable(bytes, { sheet: name })
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  return rows
}
const taken = async (person: Person): Promise<Uint8Array> =>
  (await person.reports.export({ month })) as unknown as Uint8Array

describe('导出月报', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-16T10:00:00+08:00' })
    await fillMonth(desk, month, 42, 150)
  })
  after(() => desk.close())

  test('概览与分组逐格等于屏幕上的数字', async () => {
    const { supervision } = desk.people
    const report = await supervision.reports.month({ month })
    const bytes = await taken(supervision)
    const overview = new Map((await sheet(bytes, '概览')).map(([label, ...cells]) => [label, cells]))
    assert.equal(overview.get('出院人次')?.[0], String(report.discharges))
    assert.equal(overview.get('应访')?.[0], String(report.due))
    assert.deepEqual(
      overview.get('回访率')?.slice(1, 3),
      [report.reached.numerator, report.reached.denominator].map(String),
    )
    assert.equal(overview.get('拨打次数')?.[0], String(report.attempts))
    assert.equal(overview.get('不满意')?.[0], String(report.satisfaction.dissatisfied))
    for (const { label, count } of report.unreached)
      assert.equal(overview.get(`未访原因：${label}`)?.[0], count === null ? '不足 5 人，不显示' : String(count))
    const groups = await sheet(bytes, '分组')
    const slices = Object.values(report.by).flat()
    assert.equal(groups.length, slices.length)
    for (const [i, slice] of slices.entries()) {
      const [, label, discharges, excluded, due, reached] = groups[i]!
      const hidden = '不足 5 人，不显示'
      assert.deepEqual(
        [label, discharges, excluded, due, reached],
        [
          slice.label,
          ...[slice.discharges, slice.excluded, slice.due, slice.reached.numerator].map((n) => String(n ?? hidden)),
        ],
      )
    }
  })

  test('明细一行一人次，去标识，隐去的科室也不写出', async () => {
    const { supervision } = desk.people
    const report = await supervision.reports.month({ month })
    const bytes = await taken(supervision)
    const details = await sheet(bytes, '明细')
    assert.equal(details.length, report.discharges)
    assert.equal(details.filter((cells) => cells[7] === '已访').length, report.reached.numerator)
    const text = JSON.stringify(details)
    assert.ok(!/若水|沈|ZY|2026-01-\d\d/.test(text), 'no name, number or day')
    for (const { label, hidden } of report.by.department) if (hidden) assert.ok(!text.includes(`"${label}"`), label)
    assert.match(JSON.stringify(await sheet(bytes, '口径说明')), /方监察/, 'who took it stands in it')
  })

  test('导出是台账中的一条记录；科室的表里没有行风', async () => {
    const { cardiology, nurse } = desk.people
    const bytes = await taken(cardiology)
    assert.ok(!JSON.stringify(await sheet(bytes, '概览')).includes('行风'))
    assert.ok((await sheet(bytes, '明细')).every((cells) => cells[4] === '心内科'))
    await assert.rejects(nurse.reports.export({ month }), { status: 403 })
    const events = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'report.export')
      .select(['actor_id', 'data'])
      .execute()
    assert.ok(
      events.some(
        ({ actor_id, data }) =>
          actor_id === desk.people.ids.cardiology && (data as { period: string }).period === month,
      ),
    )
  })
})
