// Promises about the old register of cases: the layout it comes in, the words it uses, and what cannot be true of a matter.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readDepartments, readKind, readRound, readSeverity } from './case-words.ts'
import { guessCaseColumns, readCase } from './cases.ts'

const good = {
  登记号: '旧00005',
  类型: '员工投诉',
  渠道: '12345',
  登记时间: '2024-09-06 11:43',
  涉及科室: '皮肤科',
  类别: '信息化与自助',
  严重度: '1',
  内容: '门诊新系统操作不熟练',
  答复日期: '2024-09-17',
  满意度: '满意',
  轮次: '2',
}

const read = (row: Record<string, string>) => {
  const header = Object.keys(row)
  return readCase({ cells: Object.values(row) }, guessCaseColumns(header).mapping, { today: '2024-10-15', header })
}

describe('旧诉求登记本', () => {
  test('一行说了什么', () => {
    assert.deepEqual(read(good), {
      ok: {
        number: '旧00005',
        kind: 'staff',
        kindText: '员工投诉',
        channel: '12345',
        channelText: '12345',
        receivedOn: '2024-09-06',
        receivedTime: '11:43',
        departments: ['皮肤科'],
        category: '信息化与自助',
        severity: 1,
        text: '门诊新系统操作不熟练',
        answeredOn: '2024-09-17',
        answer: null,
        satisfaction: 'satisfied',
        round: 2,
      },
      rejected: null,
      warnings: [],
    })
  })

  test('空着的能收，并说明按什么计', () => {
    const { ok, warnings } = read({
      ...good,
      涉及科室: '',
      类别: '/',
      严重度: '',
      内容: ' ',
      答复日期: '',
      满意度: '',
      轮次: '',
    })
    assert.deepEqual(
      [ok?.departments, ok?.category, ok?.severity, ok?.text, ok?.answeredOn, ok?.satisfaction, ok?.round],
      [[], null, 1, '', null, null, 1],
    )
    assert.deepEqual(
      warnings.map(({ column }) => column),
      ['严重度', '涉及科室', '类别', '内容'],
    )
  })

  for (const [row, column] of [
    [{ ...good, 登记号: '' }, '登记号'],
    [{ ...good, 登记号: '9.90101E+17' }, '登记号'],
    [{ ...good, 类型: '' }, '类型'],
    [{ ...good, 类型: '会议通知' }, '类型'],
    [{ ...good, 登记时间: '' }, '登记时间'],
    [{ ...good, 登记时间: '24-9-6' }, '登记时间'],
    [{ ...good, 登记时间: '2024-02-30' }, '登记时间'],
    [{ ...good, 登记时间: '2024-10-16', 答复日期: '', 满意度: '' }, '登记时间'],
    [{ ...good, 答复日期: '2024-09-05' }, '答复日期'],
    [{ ...good, 答复日期: '2024-10-16' }, '答复日期'],
    [{ ...good, 答复日期: '下周' }, '答复日期'],
    [{ ...good, 答复日期: '' }, '满意度'],
    [{ ...good, 满意度: '还行吧' }, '满意度'],
    [{ ...good, 严重度: '7' }, '严重度'],
    [{ ...good, 轮次: '0' }, '轮次'],
    [{ ...good, 轮次: '1.5' }, '轮次'],
  ] as const)
    test(`不能收：${column} ${JSON.stringify(row[column as keyof typeof row])}`, () => {
      const { ok, rejected } = read(row)
      assert.equal(ok, null)
      assert.equal(rejected?.column, column)
      assert.ok(rejected?.reason.zh && rejected.remedy.zh && rejected.reason.en && rejected.remedy.en)
    })

  test('答复当天登记的不算早', () => {
    assert.ok(read({ ...good, 登记时间: '2024-09-17 23:50' }).ok)
    assert.ok(read({ ...good, 登记时间: '2024/9/6', 答复日期: '2024年9月17日' }).ok)
    assert.equal(read({ ...good, 登记时间: '45541.4882' }).ok?.receivedOn, '2024-09-06')
  })

  test('列名的各种叫法', () => {
    const header = [
      '受理编号',
      '诉求类型',
      '来源',
      '受理日期',
      '责任科室',
      '问题类别',
      '等级',
      '投诉内容',
      '办结时间',
      '满意情况',
      '办理轮次',
      '处理结果',
      '备注',
    ]
    const { mapping, missing, unknown } = guessCaseColumns(header)
    assert.deepEqual(Object.values(mapping), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    assert.deepEqual([missing, unknown], [[], ['备注']])
    assert.deepEqual(guessCaseColumns(['病案号', '结果']).missing, ['number', 'kind', 'receivedAt'])
    assert.deepEqual(Object.values(guessCaseColumns(['登记号*', ' 类型 ', '登记时间(到分)']).mapping).slice(0, 4), [
      0,
      1,
      null,
      2,
    ])
  })

  test('类型的各种写法', () => {
    const said: Record<string, string> = {
      投诉: 'complaint',
      患者投诉: 'complaint',
      家属投诉: 'complaint',
      '投诉（患者）': 'complaint',
      员工投诉: 'staff',
      职工投诉: 'staff',
      意见建议: 'opinion',
      '意见、建议': 'opinion',
      '意见/建议': 'opinion',
      意见: 'opinion',
      建议: 'suggestion',
      员工建议: 'suggestion',
      表扬: 'praise',
      感谢信: 'praise',
      咨询: 'enquiry',
      ' 咨 询 ': 'enquiry',
      求助: 'help',
    }
    for (const [word, kind] of Object.entries(said)) assert.equal(readKind(word), kind, word)
    for (const word of ['', '其他', '投', '患者']) assert.equal(readKind(word), null, word)
  })

  test('科室、严重度与轮次的各种写法', () => {
    assert.deepEqual(readDepartments('儿科、食堂, 儿科；产科/影像科，门诊办'), [
      '儿科',
      '食堂',
      '产科',
      '影像科',
      '门诊办',
    ])
    assert.deepEqual(readDepartments('儿科　食堂\n产科'), ['儿科', '食堂', '产科'])
    assert.deepEqual(readDepartments('Day Surgery; Canteen'), ['Day Surgery', 'Canteen'])
    assert.deepEqual(readDepartments('—'), [])
    assert.deepEqual(['0', '１', 'SEV2', '重大', '轻微', '2级', '一般', '', '9'].map(readSeverity), [
      0,
      1,
      2,
      3,
      0,
      2,
      1,
      'empty',
      null,
    ])
    assert.deepEqual(['', '1', '第二轮', '2.0', '三', '第3次', '首次', '再次办理', '0', '多'].map(readRound), [
      1,
      1,
      2,
      2,
      3,
      3,
      1,
      2,
      null,
      null,
    ])
  })
})
