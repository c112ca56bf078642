// Promises about the old register: what contradicts itself is refused, what is merely bare is taken.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readReason, unreachedReasons } from './reasons.ts'
import { guessRegisterColumns, readRegister } from './register.ts'

const reached = {
  病案号: '1',
  住院次数: '1',
  结果: '已访',
  未访原因: '',
  拨打次数: '2',
  首访日期: '2011-05-29',
  满意度: '满意',
  意见类别: '',
  意见: '',
}
const unreached = { ...reached, 结果: '未访', 未访原因: '多次未接', 拨打次数: '3', 满意度: '' }

function read(row: Record<string, string>) {
  const header = Object.keys(row)
  return readRegister({ cells: Object.values(row) }, guessRegisterColumns(header).mapping, {
    today: '2012-01-01',
    header,
  })
}

describe('回访登记', () => {
  test('已访与未访', () => {
    assert.deepEqual(read({ ...reached, 意见类别: '沟通与知情', 意见: '没有讲清楚' }).ok, {
      recordNumber: '1',
      admissionCount: 1,
      result: 'reached',
      reason: null,
      reasonText: null,
      attempts: 2,
      firstContactOn: '2011-05-29',
      satisfaction: 'satisfied',
      opinionCategory: '沟通与知情',
      opinion: '没有讲清楚',
    })
    assert.deepEqual([read(unreached).ok?.reason, read(unreached).ok?.attempts], ['no-answer', 3])
  })

  test('死亡者没有拨打,也没有日期', () => {
    const { ok, warnings } = read({ ...unreached, 未访原因: '死亡', 拨打次数: '0', 首访日期: '' })
    assert.deepEqual([ok?.reason, ok?.attempts, ok?.firstContactOn, warnings.length], ['died', 0, null, 0])
  })

  for (const [row, code] of [
    [{ ...reached, 病案号: '' }, 'number'],
    [{ ...reached, 住院次数: '0' }, 'admission count'],
    [{ ...reached, 结果: '也许' }, 'result'],
    [{ ...reached, 未访原因: '拒访' }, 'reason'],
    [{ ...reached, 拨打次数: '-1' }, 'attempts'],
    [{ ...reached, 拨打次数: '1.5' }, 'attempts'],
    [{ ...reached, 拨打次数: '0' }, 'attempts'],
    [{ ...reached, 首访日期: '' }, 'contact date'],
    [{ ...reached, 首访日期: '2011-02-30' }, 'contact date'],
    [{ ...reached, 首访日期: '2012-02-01' }, 'contact date'],
    [{ ...reached, 满意度: '还行吧' }, 'satisfaction'],
    [{ ...unreached, 满意度: '满意' }, 'satisfaction'],
  ] as const) {
    test(`拒收 ${code}`, () => assert.equal(read(row).rejected?.code, code))
  }

  test('没有满意度的已访、没有原因的未访、十二项之外的原因:收下并提醒', () => {
    assert.deepEqual(
      [read({ ...reached, 满意度: '' }).ok?.satisfaction, read({ ...reached, 满意度: '' }).warnings.length],
      [null, 1],
    )
    assert.deepEqual(
      [read({ ...unreached, 未访原因: '' }).ok?.reason, read({ ...unreached, 未访原因: '' }).warnings.length],
      ['other', 1],
    )
    const odd = read({ ...unreached, 未访原因: '出国' })
    assert.deepEqual([odd.ok?.reason, odd.ok?.reasonText, odd.warnings.length], ['other', '出国', 1])
  })

  test('各种叫法', () => {
    for (const [words, reason] of [
      ['号码错误', 'wrong-number'],
      ['电话有误', 'wrong-number'],
      ['空号', 'out-of-service'],
      ['停机', 'out-of-service'],
      ['多次未接', 'no-answer'],
      ['无人接听', 'no-answer'],
      ['关机', 'powered-off'],
      ['拒访', 'refused'],
      ['拒接', 'refused'],
      ['非本人', 'not-the-person'],
      ['死亡', 'died'],
      ['再次住院', 'readmitted'],
      ['转院', 'transferred'],
      ['听力障碍', 'language-or-hearing'],
      ['科室已随访', 'department-did'],
      ['其他', 'other'],
      ['7', 'died'],
    ] as const)
      assert.equal(readReason(words), reason, words)
    assert.equal(Object.keys(unreachedReasons).length, 12)
    const header = ['住院号', '回访结果', '失访原因', '电话次数', '回访日期', '满意程度', '意见分类', '意见和建议']
    const { mapping, missing, unknown } = guessRegisterColumns(header)
    assert.deepEqual([missing, unknown, Object.values(mapping).filter((column) => column === null).length], [[], [], 1])
  })
})
