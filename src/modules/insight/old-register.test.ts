// A hospital's old register of cases, taken over: the report says what it says, what is open is worked on here, and nothing is lost.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { TextDecoder } from 'node:util'
import { readTable } from '#engine/tables/read.ts'
import { writeXlsx } from '#engine/tables/write.ts'
import { importFile } from '#modules/patients/importing.ts'
import { examine } from '#src/invariants.ts'
import { type Desk, openDesk } from '#test/desk.ts'
import { rawCells, takenOut, wouldRun } from '#test/exporting.ts'
import { caseFigures } from './case-report.ts'

const header = '登记号,类型,渠道,登记时间,涉及科室,类别,严重度,内容,答复日期,满意度,轮次'.split(',')
type Line = Record<string, string>

const csv = (lines: readonly Line[], delimiter = ','): string =>
  [header, ...lines.map((line) => header.map((name) => line[name] ?? ''))]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
    .join('\r\n')

const line = (number: string, it: Line = {}): Line => ({
  登记号: number,
  类型: '患者投诉',
  渠道: '电话',
  登记时间: '2024-10-08 10:00',
  涉及科室: '心内科',
  类别: '服务态度与行为',
  严重度: '1',
  内容: `候诊时间过长${number}`,
  答复日期: '2024-10-14',
  满意度: '满意',
  轮次: '1',
  ...it,
})

/** GB18030 of a text, by looking every character up backwards; the runtime can only read it. */
const gb18030 = (() => {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, number[]>()
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const char = low === 0x7f ? '' : decoder.decode(new Uint8Array([high, low]))
      if (char.length === 1 && !table.has(char)) table.set(char, [high, low])
    }
  return (text: string) =>
    Uint8Array.from([...text].flatMap((char) => (char < '\x80' ? [char.charCodeAt(0)] : table.get(char)!)))
})()

const shared = join(import.meta.dirname, '../../../../shared/data')
const skip = existsSync(join(shared, 'cases')) ? false : 'shared/data/cases is not beside this project: skipped'

describe('接管旧诉求登记本', { timeout: 120_000 }, () => {
  let desk: Desk
  before(async () => {
    desk = await openDesk({ at: '2024-10-16T09:00:00+08:00' })
  })
  after(() => desk.close())

  const take = (content: string | Uint8Array, fileName = '登记本.csv') =>
    importFile(desk.house, {
      kind: 'cases',
      content: typeof content === 'string' ? Buffer.from(content) : content,
      fileName,
    })
  const counted = ({ rows, created, updated, unchanged, rejected }: Awaited<ReturnType<typeof take>>) => [
    rows,
    created,
    updated,
    unchanged,
    rejected.length,
  ]
  const figures = (from: string, to = from, asOf?: string) =>
    desk.house.asSystem((ctx) => caseFigures(ctx, { from, to, asOf }))
  const sheetOf = async (number: string) => {
    const { supervision } = desk.people
    const { rows } = await supervision.cases.list({ q: number })
    return supervision.cases.get({ id: rows[0]!.id })
  }

  test('随附的登记本得出 expected.json 的全部数字，连次序也一样；再导一遍没有变化', { skip }, async () => {
    const path = join(shared, 'cases/register.csv')
    const expected = JSON.parse(readFileSync(join(shared, 'cases/expected.json'), 'utf8'))
    const first = await importFile(desk.house, { kind: 'cases', path, fileName: 'register.csv' })
    assert.deepEqual(counted(first), [1057, 1057, 0, 0, 0])
    const said = await figures('2024-07', '2024-09', '2024-10-15')
    assert.equal(JSON.stringify(said), JSON.stringify(expected))
    assert.deepEqual(
      counted(await importFile(desk.house, { kind: 'cases', path, fileName: 'again.csv' })),
      [1057, 0, 0, 1057, 0],
    )
    assert.equal(JSON.stringify(await figures('2024-07', '2024-09', '2024-10-15')), JSON.stringify(expected))
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0),
      [],
    )
  })

  test('第 5 个工作日当天答复不算晚，第二天算；点了两个科室是第 10 个；补班的星期六是工作日', async () => {
    const lines = [
      line('时1', { 答复日期: '2024-10-14' }),
      line('时2', { 答复日期: '2024-10-15' }),
      line('时3', { 涉及科室: '心内科、食堂', 答复日期: '', 满意度: '', 登记时间: '2024-09-26 23:59' }),
      line('时4', { 涉及科室: '心内科;心内科', 登记时间: '2024-09-24', 答复日期: '', 满意度: '' }),
      line('时5', { 类型: '员工投诉', 答复日期: '', 满意度: '', 登记时间: '2024-10-11 08:00' }),
    ]
    assert.equal((await take(csv(lines.slice(0, 2)))).created, 2)
    const ten = await figures('2024-10', '2024-10', '2024-10-15')
    assert.deepEqual([ten.answeredInTime, ten.answeredLate], [1, 1])
    assert.deepEqual((await figures('2024-10', '2024-10', '2024-10-14')).answeredLate, 0)
    assert.deepEqual((await figures('2024-10', '2024-10', '2024-10-14')).openWithinTime, 1)
    const before = await figures('2024-09', '2024-10', '2024-10-15')
    await take(csv(lines))
    const { complaints, openOverdue, openWithinTime } = await figures('2024-09', '2024-10', '2024-10-15')
    assert.deepEqual(
      [complaints - before.complaints, openOverdue - before.openOverdue, openWithinTime - before.openWithinTime],
      [3, 1, 2],
    )
    const two = await sheetOf('时3')
    assert.deepEqual([two.deadline.workdays, two.deadline.by.slice(0, 10), two.owner !== ''], [10, '2024-10-15', true])
  })

  test('不论什么编码、什么格式，读出来都一样', async () => {
    const lines = Array.from({ length: 8 }, (_, i) =>
      line(`码${i}`, { 类型: ['投诉', '建议', '咨询', '求助'][i % 4]! }),
    )
    assert.deepEqual(counted(await take(csv(lines))), [8, 8, 0, 0, 0])
    const forms: [string, string | Uint8Array][] = [
      ['bom.csv', `\ufeff${csv(lines)}`],
      ['gb.csv', gb18030(csv(lines))],
      ['utf16.tsv', Buffer.from(`\ufeff${csv(lines, '\t')}`, 'utf16le')],
      [
        'book.xlsx',
        await writeXlsx([
          {
            name: '登记本',
            header: ['某医院投诉登记本（2024 年）', ...header.slice(1).map(() => '')],
            rows: [header, ...lines.map((one) => header.map((name) => one[name] ?? ''))],
          },
        ]),
      ],
    ]
    // 合并单元格的两行表头：竖着合并的只写在上一行，横着合并的名目写在上一行、各列写在下一行。
    const under = (name: string) => /答复日期|满意度|轮次/.test(name)
    forms.push([
      'merged.xlsx',
      await writeXlsx([
        {
          name: '登记本',
          header: ['某医院投诉登记本', ...header.slice(1).map(() => '')],
          rows: [
            header.map((name) => (name === '答复日期' ? '办理情况' : under(name) ? '' : name)),
            header.map((name) => (under(name) ? name : '')),
            ...lines.map((one) => header.map((name) => one[name] ?? '')),
          ],
        },
      ]),
    ])
    for (const [name, content] of forms) assert.deepEqual(counted(await take(content, name)), [8, 0, 0, 8, 0], name)
    const { registered } = await figures('2024-10')
    assert.deepEqual([registered.求助, registered.意见建议, registered.咨询], [2, 2, 2])
  })

  test('坏行退回并说明，其余照收；改过的行更新，台账说清改了什么', async () => {
    const bad = [
      line('坏1', { 登记时间: '2025-01-01' }),
      line('坏2', { 答复日期: '2024-10-07' }),
      line('坏3', { 类型: '' }),
      line('', {}),
      line('好1', { 涉及科室: '不存在的科', 类别: '莫名其妙' }),
      line('好2', { 答复日期: '', 满意度: '' }),
      line('好2', { 答复日期: '', 满意度: '', 内容: '后来补写的' }),
    ]
    const taken = await take(csv(bad))
    assert.deepEqual(counted(taken), [7, 2, 1, 0, 4])
    assert.deepEqual(
      taken.rejected.map(({ row, column }) => [row, column]),
      [
        [2, '登记时间'],
        [3, '答复日期'],
        [4, '类型'],
        [5, '登记号'],
      ],
    )
    assert.deepEqual(counted(await take(csv(bad))), [7, 0, 0, 3, 4])
    const kept = await sheetOf('好1')
    assert.deepEqual(
      kept.oldRegister?.said.filter(({ zh }) => /科室|类别/.test(zh)).map(({ value }) => value),
      ['不存在的科', '莫名其妙'],
    )
    assert.deepEqual([kept.status, kept.archivedBy, kept.departmentId], ['archived', 'taken-over', null])
    assert.equal((await figures('2024-10')).byCategory.莫名其妙, 1)

    const again = await take(
      csv([line('好1', { 涉及科室: '不存在的科', 类别: '莫名其妙', 满意度: '不满意', 轮次: '第二轮' })]),
    )
    assert.deepEqual(counted(again), [1, 0, 1, 0, 0])
    const { lead } = desk.people
    const { changes } = await lead.imports.get({ id: again.id })
    assert.deepEqual(changes[0]!.changed, [
      { field: '满意度', from: '满意', to: '不满意' },
      { field: '轮次', from: '1', to: '2' },
    ])
    assert.deepEqual(
      (await sheetOf('好1')).timeline.map(({ title }) => title),
      ['接管自旧登记本', '旧登记本更正'],
    )
  })

  test('没有答复的在本系统办下去：转办、答复、告知、确认；此后登记本不再改动它', async () => {
    const { lead, nurse, cardiology, supervision } = desk.people
    const { id, status, can, owner } = await sheetOf('好2')
    assert.equal(status, 'received')
    assert.ok(owner && can.includes('dispatch'))
    await lead.cases.dispatch({ id, departmentId: desk.people.departments.心内科, demand: '请核实候诊情况' })
    await cardiology.cases.answer({
      id,
      findings: '当日出诊医生临时停诊，未及时告知。',
      measures: '停诊当日短信告知患者并安排替诊。',
    })
    await supervision.cases.pass({ id })
    await nurse.cases.tell({ id, how: 'call', what: '已向本人说明原因并致歉' })
    const after = await nurse.cases.confirm({ id, satisfaction: 'satisfied' })
    assert.equal(after.archivedBy, 'person')
    const refused = await take(csv([line('好2', { 内容: '登记本又改了' })]))
    assert.match(refused.rejected[0]!.reason, /继续办理/)
    // Told today, past the fifth working day: late, and satisfied.
    const lived = await figures('2024-10', '2024-10', '2024-10-16')
    assert.equal(lived.answeredLate, 2)
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0),
      [],
    )
  })

  test('科室名确认一次，等它的都归过去', async () => {
    const { admin } = desk.people
    const { rows: waiting } = await admin.departments.unconfirmed()
    const alias = waiting.find(({ name }) => name === '不存在的科')!
    await admin.departments.confirm({ id: alias.id, departmentId: desk.people.departments.普外科 })
    assert.equal((await sheetOf('好1')).department, '普外科')
  })

  test('登记本里的攻击字符串只是字：照收照数，导出的表格里一个也不执行', { skip }, async () => {
    const strings = [
      ...(JSON.parse(readFileSync(join(shared, 'torture/strings/blns.json'), 'utf8')) as string[]),
      ...readFileSync(join(shared, 'torture/strings/formula_injection.txt'), 'utf8').split('\n'),
      ...readFileSync(join(shared, 'torture/strings/xss_polyglots.txt'), 'utf8').split('\n'),
    ]
    const lines = strings.map((evil, i) =>
      line(`毒${i}`, {
        内容: evil,
        涉及科室: evil,
        类别: evil,
        渠道: evil,
        登记时间: '2022-05-09 10:00',
        答复日期: '2022-05-10',
      }),
    )
    const taken = await take(csv(lines))
    assert.equal(taken.created + taken.rejected.length, strings.length)
    assert.ok(taken.created > strings.length * 0.9, `${taken.created} of ${strings.length}`)
    const said = await figures('2022-05')
    assert.deepEqual([said.complaints, said.answeredInTime], [taken.created, taken.created])
    const { lead, supervision } = desk.people
    const asked = { from: '2022-05-01', to: '2022-05-31' }
    const file = await takenOut(desk, lead, { list: '/register', asked, by: supervision })
    assert.deepEqual(rawCells(file).filter(wouldRun), [])
    const { rows } = await readTable(file)
    let seen = 0
    for await (const _ of rows) seen++
    assert.equal(seen, taken.created)
    assert.deepEqual(
      (await examine(desk.house.db)).filter(({ count }) => count > 0),
      [],
    )
  })

  test('换一本登记本、换一组数字，与另外算的一样', { skip }, async () => {
    const workdays = new Set(
      readFileSync(join(shared, 'codes/calendar_2023_2026_workdays.csv'), 'utf8')
        .split('\n')
        .map((row) => row.split(','))
        .flatMap(([day, , works]) => (works === '1' ? [day!] : [])),
    )
    const next = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
    const lawful = (day: string, n: number) => {
      let last = day
      for (let left = n; left > 0; ) {
        last = next(last)
        if (workdays.has(last)) left--
      }
      return last
    }
    let seed = 20240105
    const below = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return Math.floor((seed / 2 ** 32) * n)
    }
    const any = <T>(list: readonly T[]): T => list[below(list.length)]!
    const [from, asOf] = ['2023-01-01', '2023-11-08']
    const lines = Array.from({ length: 400 }, (_, i) => {
      const day = new Date(Date.parse(from) + below(300) * 86_400_000).toISOString().slice(0, 10)
      const answered = new Date(Date.parse(day) + below(22) * 86_400_000).toISOString().slice(0, 10)
      const open = below(10) === 0 || answered > '2024-10-15'
      return line(`换${i}`, {
        类型: any(['患者投诉', '患者投诉', '员工投诉', '意见建议', '表扬', '咨询']),
        登记时间: `${day} ${String(below(24)).padStart(2, '0')}:30`,
        涉及科室: any(['心内科', '食堂、门诊办', '儿科', '产科，影像科，检验科']),
        类别: any(['医疗质量与安全', '环境设施', '收费与医保']),
        答复日期: open ? '' : answered,
        满意度: open ? '' : any(['满意', '满意', '基本满意', '不满意', '']),
        轮次: any(['1', '1', '2']),
      })
    })
    assert.equal((await take(csv(lines))).created, 400)
    const complaints = lines.filter((one) => /投诉/.test(one.类型!) && one.登记时间!.slice(0, 10) <= asOf)
    const judged = complaints.map((one) => {
      const due = lawful(one.登记时间!.slice(0, 10), /[、，]/.test(one.涉及科室!) ? 10 : 5)
      const told = one.答复日期 && one.答复日期 <= asOf ? one.答复日期 : ''
      return told ? (told <= due ? 'in' : 'late') : asOf <= due ? 'open' : 'overdue'
    })
    const n = (what: string) => judged.filter((one) => one === what).length
    const graded = (grade: string) => complaints.filter((one) => one.满意度 === grade && one.答复日期! <= asOf).length
    const said = await figures('2023-01', '2023-12', asOf)
    assert.deepEqual(
      [said.complaints, said.answeredInTime, said.answeredLate, said.openWithinTime, said.openOverdue],
      [complaints.length, n('in'), n('late'), n('open'), n('overdue')],
    )
    assert.deepEqual(
      [said.satisfied, said.fairly, said.dissatisfied, said.secondRounds, said.byCategory.环境设施],
      [
        graded('满意'),
        graded('基本满意'),
        graded('不满意'),
        complaints.filter((one) => one.轮次 === '2').length,
        complaints.filter((one) => one.类别 === '环境设施').length,
      ],
    )
  })
})
