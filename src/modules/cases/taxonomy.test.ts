// Promises of the categories and grades: complete, unambiguous, and integrity sealed off.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standards, standardValue } from '#src/standards.ts'
import { severities, urgencies } from './grades.ts'
import {
  categories,
  categoryNamed,
  categoryOf,
  categoryWords,
  isIntegrityCategory,
  offices,
  subcategoryOf,
} from './taxonomy.ts'

test('ten categories of matters with 69 items, and five kinds that are no complaint', () => {
  assert.deepEqual(
    categories.map(({ code, items }) => `${code}${items.length}`),
    ['A10', 'B6', 'C6', 'D10', 'E5', 'F9', 'G4', 'H5', 'I5', 'J9', 'K5'],
  )
  const codes = categories.flatMap((one) => [one.code, ...one.items.map((item) => item.code)])
  assert.equal(new Set(codes).size, codes.length)
  const names = categories.flatMap((one) => [one.name.zh, ...one.items.map((item) => item.name.zh)])
  assert.equal(new Set(names).size, names.length, 'a name in an old register must point to one code')
  for (const one of categories) for (const item of one.items) assert.ok(offices[item.office])
})

test('integrity is for supervision alone, staff voice a domain of its own, everything else ordinary', () => {
  assert.deepEqual(
    categories.filter((one) => isIntegrityCategory(one.code)).map((one) => one.code),
    ['I'],
  )
  assert.equal(categoryOf('J3')?.domain, 'staff')
  assert.equal(isIntegrityCategory('I1'), true)
  assert.equal(isIntegrityCategory('D3'), false)
  assert.ok(categoryOf('I')!.items.every((item) => item.office === 'supervision'))
})

test('codes are read at both levels and said in words', () => {
  assert.equal(categoryOf('A4')?.code, 'A')
  assert.equal(subcategoryOf('A4')?.office, 'pharmacy')
  assert.equal(subcategoryOf('A'), undefined)
  assert.equal(categoryWords('A4').zh, '医疗质量与安全 · 用药')
  assert.equal(categoryWords('Z9').zh, 'Z9')
})

test('the words of an old register find their category', () => {
  for (const [name, code] of [
    ['行风廉洁', 'I'],
    ['流程与等候', 'D'],
    ['后勤餐饮', 'G'],
    ['沟通与知情', 'C'],
    ['服务态度', 'B'],
    ['医疗质量', 'A'],
    ['行风', 'I'],
    ['停车', 'F7'],
    ['安全', 'A'],
    ['设施与服务', undefined],
    ['', undefined],
  ] as const)
    assert.equal(categoryNamed(name), code, name)
})

test('severity and urgency are two scales of four, each with a criterion and an action', () => {
  assert.deepEqual(
    severities.map(({ level }) => level),
    [0, 1, 2, 3],
  )
  assert.deepEqual(
    urgencies.map(({ code }) => code),
    ['U0', 'U1', 'U2', 'U3'],
  )
  for (const grade of [...severities, ...urgencies]) assert.ok(grade.criteria.zh && grade.action.en)
})

test('a standard can be tightened, never past what the law gives', () => {
  assert.equal(standardValue('feedback'), 5)
  assert.equal(standardValue('feedback', { feedback: 3 }), 3)
  assert.throws(() => standardValue('feedback', { feedback: 6 }), RangeError)
  assert.throws(() => standardValue('monthlyReach', { monthlyReach: 60 }), RangeError)
  for (const [name, one] of Object.entries(standards)) {
    assert.ok(one.says.zh && one.says.en && one.source, name)
    if (one.min !== undefined) assert.ok(one.min <= one.value && one.value <= one.max!, name)
  }
})
