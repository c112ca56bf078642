// Promises about headings: the three dialects, their mixtures, and honesty where a heading may mean two things.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Field, guessColumns } from './columns.ts'

const mapped = (header: string[]): Partial<Record<Field, string>> => {
  const { mapping } = guessColumns(header)
  return Object.fromEntries(
    Object.entries(mapping).flatMap(([field, column]) => (column === null ? [] : [[field, header[column]]])),
  )
}

describe('猜列名', () => {
  test('中文', () => {
    const header =
      '病案号,住院次数,姓名,性别,年龄,出生日期,身份证号,联系电话,联系地址,院区,出院科室,入院日期,出院日期,出院诊断,离院方式'.split(
        ',',
      )
    const { dialect, unknown, missing } = guessColumns(header)
    assert.deepEqual([dialect, unknown, missing], ['chinese', [], []])
    assert.equal(Object.keys(mapped(header)).length, header.length)
  })

  test('首页编码,任意次序,费用等列不算陌生', () => {
    const header = 'C01C,B12,C04N,A27,A11,A12C,B15,A49,B16C,A26,A48,A20,B34C,A13,A35,D01,C06x01C,B17,某列'.split(',')
    const guess = guessColumns(header)
    assert.deepEqual([guess.dialect, guess.unknown], ['hqms', ['某列']])
    assert.deepEqual(
      [
        mapped(header).recordNumber,
        mapped(header).phone,
        mapped(header).contactPhone,
        mapped(header).diagnosis,
        mapped(header).diagnosisCode,
      ],
      ['A48', 'A27', 'A35', 'C04N', undefined],
    )
  })

  test('拼音,大小写混用,DH 与 DH1 分得开并提醒核对', () => {
    const header = 'xm xb Csrq SFZH BAH ZYCS DH dh1 DWDH CYKBMC cykbbm RYRQ CYSJ ZYZD JBDM LYFS ZFY QTZD1'.split(' ')
    const guess = guessColumns(header)
    assert.deepEqual([guess.dialect, guess.unknown, guess.missing], ['pinyin', [], []])
    assert.deepEqual(
      [mapped(header).phone, mapped(header).contactPhone, mapped(header).workPhone, mapped(header).department],
      ['DH', 'dh1', 'DWDH', 'CYKBMC'],
    )
    assert.ok(guess.doubts.some(({ field, words }) => field === 'phone' && words.zh.includes('户口')))
  })

  test('编码与中文写在一起、括号里的说明、必填星号、查询的前缀', () => {
    assert.deepEqual(
      mapped([
        'A48 病案号',
        '姓名(A11)',
        'B15_出院时间',
        '年龄(岁)',
        '年龄（天）',
        '联系电话(必填)',
        '离院方式*',
        't.CYKB',
        ' 住 院 次 数 ',
      ]),
      {
        recordNumber: 'A48 病案号',
        name: '姓名(A11)',
        dischargedAt: 'B15_出院时间',
        ageYears: '年龄(岁)',
        ageDays: '年龄（天）',
        phone: '联系电话(必填)',
        leaving: '离院方式*',
        department: 't.CYKB',
        admissionCount: ' 住 院 次 数 ',
      },
    )
  })

  test('两列电话各有用处,两列时间合成一个', () => {
    const found = mapped(['病案号', '姓名', '联系电话', '手机号', '联系人电话', '出院日期', '出院时间'])
    assert.deepEqual([found.phone, found.otherPhone, found.contactPhone], ['手机号', '联系电话', '联系人电话'])
    assert.deepEqual([found.dischargedAt, found.dischargedTime], ['出院日期', '出院时间'])
  })

  test('缺少必需的列会说出来;退回文件中的说明列不会被误认', () => {
    assert.deepEqual(guessColumns(['姓名', '电话']).missing, ['recordNumber', 'dischargedAt'])
    assert.deepEqual(guessColumns(['行号', '列', '原因', '应改为']).unknown, ['行号', '列', '原因', '应改为'])
  })
})
