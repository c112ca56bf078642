// Files come in: real ones with all their hazards, broken-off ones, and those of the browser with their refused rows.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { readTable, TableError } from '#engine/tables/read.ts'
import { writeXlsx } from '#engine/tables/write.ts'
import { w } from '#kernel/words.ts'
import { addDepartment } from '#modules/directory/departments.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { listOf, takeList } from '#test/lists.ts'
import { tasksOf } from '#test/patients.ts'
import { chunksOf } from './chunks.ts'
import { type ImportResult, importFile, runImport } from './importing.ts'
import { guessColumns } from './reading/columns.ts'

const samples = join(import.meta.dirname, '../../../../shared/data/discharges')
const noSamples = existsSync(join(samples, 'expected.json'))
  ? false
  : 'shared/data/discharges is not beside this project: skipped'

const tally = ({ rows, created, updated, unchanged, rejected, doNotCall, noPhone }: ImportResult) => ({
  rows,
  created,
  updated,
  unchanged,
  rejected: rejected.length,
  doNotCall,
  noPhone,
})

describe('患者:真实世界的名单', { skip: noSamples }, () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ people: false })
    const table = await readTable(join(samples, 'departments.csv'))
    for await (const { cells } of table.rows) {
      const [campus, name, group] = cells as [string, string, string]
      await desk.house.asSystem((ctx) => addDepartment(ctx, { campus, name, group }))
    }
  })
  after(() => desk?.close())

  for (const name of ['hqms', 'pinyin'] as const)
    test(`${name}.csv 的结果与 expected.json 一致,再导一次全部未变`, async () => {
      const own = await openDesk({ people: false })
      try {
        const expected = JSON.parse(await readFile(join(samples, 'expected.json'), 'utf8'))[name]
        const content = await readFile(join(samples, `${name}.csv`))
        assert.deepEqual(tally(await takeList(own, content)), {
          rows: expected.rows,
          created: expected.created,
          updated: expected.updated,
          unchanged: expected.unchanged,
          rejected: expected.rejected.length,
          doNotCall: expected.do_not_call,
          noPhone: expected.no_phone,
        })
        const again = tally(await takeList(own, content))
        assert.deepEqual(
          { created: again.created, updated: again.updated, unchanged: again.unchanged, rejected: again.rejected },
          {
            created: 0,
            updated: 0,
            unchanged: expected.rows - expected.rejected.length,
            rejected: expected.rejected.length,
          },
        )
      } finally {
        await own.close()
      }
    })

  test('全年 8,830 份出院进得来,科室全部认得', async () => {
    const result = await importFile(desk.house, {
      kind: 'discharges',
      path: join(samples, 'year.csv'),
      fileName: 'year.csv',
    })
    const expected = JSON.parse(await readFile(join(samples, 'expected.json'), 'utf8')).year
    assert.equal(result.created, expected.discharges)
    assert.equal(result.doNotCall, expected.died)
    assert.deepEqual([result.updated, result.unchanged, result.rejected.length], [0, 0, 0])
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from encounters where department_id is null`.execute(desk.house.db)
    assert.equal(rows[0]!.n, 0)
  })
})

describe('导入:从文件到结果', () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2026-03-09T09:00:00+08:00' })
  })
  after(() => desk?.close())

  test('中途断掉的导入接着做,不重不漏;两份名单同时进来也不打架', async () => {
    const lines = Array.from({ length: 3300 }, (_, i) => ({ number: String(72000000 + i), discharged: '2025-06-01' }))
    const content = listOf(...lines)
    const { house } = desk
    let runs = 0
    desk.clock.pass(1000)
    const failing = {
      ...house,
      run: (...given: Parameters<typeof house.run>) => {
        if (++runs === 3) throw new Error('the node dies here')
        return house.run(...given)
      },
    } as typeof house
    await assert.rejects(takeList({ ...desk, house: failing }, content), /dies here/)
    const { id, status, last_row } = await house.db
      .selectFrom('imports')
      .orderBy('id', 'desc')
      .select(['id', 'status', 'last_row'])
      .executeTakeFirstOrThrow()
    assert.deepEqual([status, last_row], ['running', 1501])
    const whole = await runImport(house, id, content)
    assert.deepEqual([whole.rows, whole.created, whole.updated, whole.unchanged], [3300, 3300, 0, 0])

    const more = listOf(...lines.map((it) => ({ ...it, number: `9${it.number}` })))
    const [a, b] = await Promise.all([takeList(desk, more), takeList(desk, more)])
    assert.equal(a.created + b.created, 3300)
    assert.equal(a.unchanged + b.unchanged, 3300)
  })

  test('浏览器里:上传、预览、导入、下载被拒的行、改好再导', async () => {
    const { lead, supervision, nurse } = desk.people
    desk.clock.pass(1000)
    const content = listOf(
      { number: '73000001' },
      { number: '73000002', discharged: '2026-02-31' },
      { number: '', name: '钱小雨' },
      { number: '73000004', name: '孙雨桐', phone: '19900001111' },
    )
    const file = { name: '三月.csv', type: 'text/csv', content }
    await assert.rejects(nurse.imports.upload({}, { file }), { status: 403 })
    const look = await lead.imports.upload({}, { file })
    assert.deepEqual([look.kind, look.format, look.encoding, look.dialect], ['discharges', 'csv', 'utf-8', 'chinese'])
    assert.equal(look.mapping.recordNumber, 0)
    assert.equal(look.sample.length, 4)

    const { rows } = await lead.imports.preview({ fileId: look.fileId, mapping: look.mapping })
    assert.deepEqual(
      rows.map(({ row, rejected }) => [row, rejected?.column ?? null]),
      [
        [2, null],
        [3, '出院日期'],
        [4, '病案号'],
        [5, null],
      ],
    )
    assert.equal(rows[3]!.reads.姓名, '孙**')
    assert.doesNotMatch(JSON.stringify(rows), /雨桐|19900001111/)
    const unmapped = { ...look.mapping, dischargedAt: null }
    await assert.rejects(lead.imports.preview({ fileId: look.fileId, mapping: unmapped }), { status: 422 })
    await assert.rejects(
      desk.people.admin.imports.discharges({ fileId: look.fileId, mapping: look.mapping }),
      { status: 404 },
      'the upload of another is not found',
    )

    const { id } = await lead.imports.discharges({ fileId: look.fileId, mapping: look.mapping })
    assert.equal((await lead.imports.get({ id })).status, 'running')
    await desk.settle()
    const done = await supervision.imports.get({ id })
    assert.deepEqual([done.status, done.done, done.by, done.failure], ['finished', 1, '陈组长', null])
    assert.deepEqual([done.counts.rows, done.counts.created, done.counts.rejected], [4, 2, 2])
    assert.deepEqual(
      done.rejections.map(({ row, column, value }) => [row, column, value]),
      [
        [3, '出院日期', '2026-02-31'],
        [4, '病案号', ''],
      ],
    )

    const bytes = (await lead.imports.rejections({ id })) as unknown as Uint8Array
    const refused = await readTable(bytes)
    const cells: string[][] = []
    for await (const row of refused.rows) cells.push(row.cells)
    assert.deepEqual(refused.header.slice(-4), ['行号', '列', '原因', '应改为'])
    const at = (name: string) => refused.header.indexOf(name)
    cells[0]![at('出院日期')] = '2026-02-28'
    cells[1]![at('病案号')] = '73000003'
    const mended = Buffer.from([refused.header, ...cells].map((row) => row.join('\t')).join('\n'))
    const again = await lead.imports.upload({}, { file: { name: '改好.tsv', type: 'text/plain', content: mended } })
    assert.equal(again.format, 'tsv')
    desk.clock.pass(1000)
    const second = await lead.imports.discharges({ fileId: again.fileId, mapping: again.mapping })
    await desk.settle()
    const { counts } = await lead.imports.get(second)
    assert.deepEqual([counts.created, counts.rejected], [2, 0])
    const exported = await desk.house.db
      .selectFrom('events')
      .where('verb', '=', 'import.export')
      .select('data')
      .execute()
    assert.deepEqual(exported, [{ data: { rows: 2 } }])
    assert.deepEqual(
      (await lead.imports.list({ limit: 2 })).rows.map(({ fileName }) => fileName),
      ['改好.tsv', '三月.csv'],
    )
  })

  test('列对应存成模板，下次同样的表头直接认得,列换了次序也认得', async () => {
    const { lead } = desk.people
    const header = ['编码甲', '编码乙', '编码丙', '编码丁']
    const file = (order: number[]) => ({
      name: 'x.csv',
      type: 'text/csv',
      content: Buffer.from(
        [header, ['74000001', '周恒', '2026-03-01', '19912340000']]
          .map((row) => order.map((i) => row[i]).join(','))
          .join('\n'),
      ),
    })
    const first = await lead.imports.upload({}, { file: file([0, 1, 2, 3]) })
    assert.equal(first.template, null)
    const mapping = { ...first.mapping, recordNumber: 0, name: 1, dischargedAt: 2, phone: 3 }
    await lead.imports.template({ name: '旧系统', kind: 'discharges', header, mapping })
    const second = await lead.imports.upload({}, { file: file([3, 2, 1, 0]) })
    assert.equal(second.template, '旧系统')
    assert.deepEqual(
      [second.mapping.recordNumber, second.mapping.name, second.mapping.dischargedAt, second.mapping.phone],
      [3, 2, 1, 0],
    )
  })

  test('不是表格的文件当场说清楚', async () => {
    const content = Buffer.from('<html><body>登录超时</body></html>')
    await assert.rejects(
      desk.people.lead.imports.upload({}, { file: { name: '名单.xls', type: 'text/html', content } }),
      { status: 422 },
    )
  })

  test('工作簿同样进得来', async () => {
    const { lead } = desk.people
    const sheet = {
      name: '出院',
      header: ['病案号', '姓名', '出院日期', '联系电话'],
      rows: [['74100001', '周恒', '2026-03-01', '19912340000'] as const],
    }
    const content = await writeXlsx([sheet])
    const { fileId, mapping, format } = await lead.imports.upload(
      {},
      { file: { name: '三月.xlsx', type: '', content } },
    )
    assert.equal(format, 'xlsx')
    const { id } = await lead.imports.discharges({ fileId, mapping })
    await desk.settle()
    assert.equal((await lead.imports.get({ id })).counts.created, 1)
  })

  test('文件读到一半才发现损坏:之前的行照收', async () => {
    const header = ['病案号', '姓名', '出院日期']
    async function* rows() {
      for (const row of [2, 3])
        yield { row, line: row, cells: [`7420000${row}`, '周恒', '2026-03-01'], width: 3, problem: null }
      throw new TableError('damaged', w('文件已损坏。', 'Damaged.'), w('请重新导出。', 'Export it again.'))
    }
    const { mapping } = guessColumns(header)
    const chunks = chunksOf(rows(), { kind: 'discharges', mapping, lastRow: 0 }, { today: '2026-03-09', header })
    const first = await chunks.next()
    assert.deepEqual([first.value?.size, first.value?.lastRow], [2, 3])
    await assert.rejects(chunks.next(), TableError)
  })

  test('旧登记本:接管、更正、再导不变;不认得的住院退回', async () => {
    await takeList(desk, listOf({ number: '75000001' }, { number: '75000002' }))
    const book = (second: string) =>
      Buffer.from(
        [
          '病案号,住院次数,结果,未访原因,拨打次数,首访日期,满意度,意见类别,意见',
          '75000001,1,已访,,2,2026-03-07,满意,,',
          second,
          '75009999,1,已访,,1,2026-03-07,满意,,',
        ].join('\n'),
      )
    const read = (content: Uint8Array) => importFile(desk.house, { kind: 'register', content, fileName: '登记本.csv' })
    const first = await read(book('75000002,1,未访,号码错误,3,2026-03-08,,,'))
    assert.deepEqual([first.rows, first.created, first.updated, first.unchanged, first.tasks], [3, 2, 0, 0, 0])
    assert.deepEqual(
      first.rejected.map(({ row, column }) => [row, column]),
      [[4, '病案号']],
    )
    const again = await read(book('75000002,1,未访,号码错误,3,2026-03-08,,,'))
    assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 2])
    const corrected = await read(book('75000002,1,未访,停机,3,2026-03-08,,,'))
    assert.deepEqual([corrected.created, corrected.updated, corrected.unchanged], [0, 1, 1])
    assert.ok((await tasksOf(desk, '75000001')).every(({ status }) => status !== 'open'))
  })

  test('上传的名单过一周就删', async () => {
    const files = () => desk.house.db.selectFrom('files').where('noun', '=', 'import').select('id').execute()
    assert.ok((await files()).length > 0)
    await desk.pass('8 days')
    assert.equal((await files()).length, 0)
  })
})
