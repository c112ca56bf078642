// Promises about rows of a discharge list: what refuses a row, what costs only a warning, and what is understood.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readTable } from '#engine/tables/read.ts'
import { writeCsv, writeXlsx } from '#engine/tables/write.ts'
import { guessColumns } from './columns.ts'
import { type Discharge, readDischarge } from './discharge.ts'
import { type RejectedRow, rejectedSheet } from './rejected.ts'

const sound = {
  病案号: '10005194',
  住院次数: '1',
  姓名: '张三',
  性别: '1',
  联系电话: '19900000742',
  出院科室: '心内科',
  入院日期: '2011-07-20',
  出院日期: '2011-07-28',
  离院方式: '1',
}
const today = '2011-08-01'

function read(change: Record<string, string>) {
  const row = { ...sound, ...change }
  const header = Object.keys(row)
  return readDischarge({ cells: Object.values(row) }, guessColumns(header).mapping, { today, header })
}

function taken(change: Record<string, string> = {}): Discharge {
  const { ok, rejected } = read(change)
  assert.ok(ok, JSON.stringify(rejected))
  return ok
}

describe('拒收', () => {
  for (const [change, code, column] of [
    [{ 姓名: '' }, 'name', '姓名'],
    [{ 姓名: ' - ' }, 'name', '姓名'],
    [{ 姓名: '', 病案号: '' }, 'name', '姓名'],
    [{ 病案号: '' }, 'number', '病案号'],
    [{ 病案号: '1.00052E+11' }, 'number', '病案号'],
    [{ 住院次数: '0' }, 'admission count', '住院次数'],
    [{ 住院次数: '-1' }, 'admission count', '住院次数'],
    [{ 住院次数: '1.5' }, 'admission count', '住院次数'],
    [{ 出院日期: '' }, 'discharge date', '出院日期'],
    [{ 出院日期: '1900-01-01' }, 'discharge date', '出院日期'],
    [{ 出院日期: '2011-13-45' }, 'discharge date', '出院日期'],
    [{ 出院日期: '2011-07-19' }, 'dates reversed', '出院日期'],
    [{ 出院日期: '2011-08-02' }, 'future', '出院日期'],
  ] as const) {
    test(JSON.stringify(change), () => {
      const { rejected } = read(change)
      assert.deepEqual([rejected?.code, rejected?.column], [code, column])
      assert.ok(rejected?.reason.zh && rejected.reason.en && rejected.remedy.zh && rejected.remedy.en)
    })
  }

  test('被截断的行:丢了要紧的列就拒收,只丢细节则收下并提醒', async () => {
    const text =
      '病案号,姓名,出院日期,离院方式,现住址\n1,张三,2011-07-28,1\n2,李四,2011-07-28\n3,王五,2011-07-28,1,甲,乙\n'
    const { header, rows } = await readTable(Buffer.from(text))
    const { mapping } = guessColumns(header)
    const out: (string | null)[] = []
    for await (const row of rows) {
      const { rejected, warnings } = readDischarge(row, mapping, { today, header })
      out.push(rejected ? rejected.code : warnings[0]!.words.zh.slice(0, 4))
    }
    assert.deepEqual(out, ['这一行只', 'row', 'row'])
  })
})

describe('收下', () => {
  test('当天入出院、没有住院次数、没有科室、坏身份证', () => {
    assert.equal(taken({ 入院日期: '2011-07-28' }).dischargedOn, '2011-07-28')
    assert.equal(taken({ 住院次数: '' }).admissionCount, 1)
    assert.equal(taken({ 住院次数: '第2次' }).admissionCount, 2)
    const { ok, warnings } = read({ 出院科室: '', 身份证号: '9.90101E+17' })
    assert.deepEqual([ok?.department, ok?.idNumber, warnings.length], [null, null, 2])
    assert.equal(read({ 入院日期: '昨天' }).ok?.admittedOn, null)
  })

  test('姓名:空格、间隔号、罕用字', () => {
    assert.equal(taken({ 姓名: '  薛　桂 浩 ' }).name, '薛桂浩')
    assert.equal(taken({ 姓名: '阿依古丽•买买提' }).name, '阿依古丽·买买提')
    assert.equal(taken({ 姓名: '𠮷田㛃' }).name, '𠮷田㛃')
    assert.equal(taken({ 姓名: 'John  Smith' }).name, 'John Smith')
  })

  test('病案号:全角、小数尾巴、前导零、Excel 包装', () => {
    assert.equal(taken({ 病案号: '１０００５１９４' }).recordNumber, '10005194')
    assert.equal(taken({ 病案号: '10005194.0' }).recordNumber, '10005194')
    assert.equal(taken({ 病案号: '="00012"' }).recordNumber, '00012')
    assert.equal(taken({ 病案号: 'ZY 0012\t' }).recordNumber, 'ZY0012')
  })

  test('性别与身份证', () => {
    for (const [said, sex] of [
      ['1', 'male'],
      ['2', 'female'],
      ['男性', 'male'],
      ['F', 'female'],
      ['0', 'unknown'],
      ['9', 'unknown'],
    ])
      assert.equal(taken({ 性别: said! }).sex, sex)
    const derived = taken({ 性别: '', 身份证号: '990101193601114244' })
    assert.deepEqual([derived.sex, derived.bornOn, derived.ageYears], ['female', '1936-01-11', 75])
    assert.equal(read({ 性别: '男', 身份证号: '990101193601114244' }).warnings.length, 1)
  })

  test('死亡的各种写法;别的写法不是', () => {
    for (const leaving of ['5', '05', '5.死亡', '死亡', '临床死亡', '５', '病故', '抢救无效死亡', '5-死亡'])
      assert.equal(taken({ 离院方式: leaving }).died, true, leaving)
    for (const leaving of ['1', '医嘱离院', '4', '非医嘱离院', '9', '其他', '2', '医嘱转院', '', '15', '未死亡'])
      assert.equal(taken({ 离院方式: leaving }).died, false, leaving)
    assert.equal(taken({ 出院情况: '死亡' }).died, true)
    assert.equal(taken({ 离院方式: '', 出院情况: '4' }).died, true)
    assert.equal(taken({ 死亡时间: '2011-07-28 03:00' }).died, true)
    assert.equal(taken({ 出院情况: '好转' }).died, false)
  })

  test('离院方式', () => {
    for (const [cell, way] of [
      ['1', 'advised'],
      ['2', 'transferred'],
      ['3.医嘱转社区卫生服务机构/乡镇卫生院', 'community'],
      ['自动出院', 'against-advice'],
      ['9', 'other'],
      ['正常', 'advised'],
      ['奇怪', null],
    ] as const) {
      assert.equal(taken({ 离院方式: cell }).leaving, way, cell)
    }
  })

  test('新生儿由监护人答话', () => {
    const told = (change: Record<string, string>) => {
      const { newborn, speaker } = taken(change)
      return [newborn, speaker]
    }
    assert.deepEqual(told({ 姓名: '王芳之子' }), [true, 'guardian'])
    assert.deepEqual(told({ 出生日期: '2011-07-19', 年龄: '0' }), [true, 'guardian'])
    assert.deepEqual(told({ 年龄: '0', '年龄不足1周岁的年龄(天)': '8' }), [true, 'guardian'])
    assert.deepEqual(told({ 年龄: '0', '年龄不足1周岁的年龄(天)': '200' }), [false, 'guardian'])
    assert.deepEqual(told({ 年龄: '12天' }), [true, 'guardian'])
    assert.deepEqual(told({ 年龄: '13' }), [false, 'guardian'])
    assert.deepEqual(told({ 年龄: '14' }), [false, 'patient'])
    assert.deepEqual(told({ 年龄: '30', 新生儿出生体重: '3200' }), [false, 'patient'])
    assert.deepEqual(told({ 年龄: '54', '年龄不足1周岁的年龄(天)': '0' }), [false, 'patient'])
  })

  test('转科可以是几个', () => {
    assert.deepEqual(taken({ 转科科别: '心内科→普外科→ICU' }).transfers, ['心内科', '普外科', 'ICU'])
    assert.deepEqual(taken({ 转科科别: '03.01,04.02' }).transfers, ['03.01', '04.02'])
    assert.deepEqual(taken({ 转科科别: '-' }).transfers, [])
  })

  test('电话:患者、联系人、单位', () => {
    const { phones } = taken({ 联系电话: '无', 联系人电话: '19900000001', 单位电话: '0512-65226551' })
    assert.deepEqual(
      phones.map(({ owner }) => owner),
      ['contact', 'work'],
    )
  })
})

test('拒收的行写成文件,改正后再导入,说明列不碍事', async () => {
  const header = Object.keys(sound)
  const cells = Object.values({ ...sound, 出院日期: '2011-13-45', 联系电话: '+8619900000742', 姓名: '=张三' })
  const { rejected } = readDischarge({ cells }, guessColumns(header).mapping, { today, header })
  const rows: RejectedRow[] = [{ row: 7, cells, rejection: rejected! }]
  const sheet = rejectedSheet(header, rows)
  const csv = async function* () {
    for await (const line of writeCsv(sheet.header, sheet.rows))
      yield Buffer.from(line.replace('2011-13-45', '2011-07-28'))
  }
  for (const file of [csv(), await writeXlsx([sheet])]) {
    const table = await readTable(file)
    assert.deepEqual(table.header, [...header, '行号', '列', '原因', '应改为'])
    for await (const row of table.rows) {
      assert.deepEqual(row.cells.slice(-4, -2), ['7', '出院日期'])
      const again = readDischarge(row, guessColumns(table.header).mapping, { today, header: table.header })
      if (table.format === 'csv')
        assert.deepEqual(
          [again.ok?.dischargedOn, again.ok?.phones[0]?.number, again.ok?.name],
          ['2011-07-28', '19900000742', '=张三'],
        )
      const second = rejectedSheet(table.header, [{ row: 2, cells: row.cells, rejection: rejected! }])
      assert.deepEqual(second.header, sheet.header)
    }
  }
})
