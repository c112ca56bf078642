// Promises about identity numbers: whole ones are read, damaged ones are recognised as such.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkCharacter, readIdNumber } from './idnumber.ts'

const vectors = join(import.meta.dirname, '../../../../../shared/data/codes/id_card/vectors.csv')

describe('身份证号', () => {
  test('十八位:出生日期和性别', () => {
    assert.deepEqual(readIdNumber(' 11010519491231002x '), {
      kind: 'id',
      number: '11010519491231002X',
      bornOn: '1949-12-31',
      sex: 'female',
    })
    assert.deepEqual(readIdNumber('９９０１０１１９３６０１１１４２４４'), {
      kind: 'id',
      number: '990101193601114244',
      bornOn: '1936-01-11',
      sex: 'female',
    })
  })

  test('十五位', () =>
    assert.deepEqual(readIdNumber('431389760616601'), {
      kind: 'id',
      number: '431389760616601',
      bornOn: '1976-06-16',
      sex: 'male',
    }))

  for (const cell of [
    '9.90101E+17',
    '9.90101193601114E+17',
    '110105194912310020',
    '11010519491331002X',
    '1101051949123100',
    'E12345678',
    '990101193601114000',
  ]) {
    test(`${cell} 是坏的`, () => assert.equal(readIdNumber(cell).kind, 'damaged'))
  }

  for (const cell of ['', '-', '无', '不详', '0', '000000000000000000']) {
    test(`“${cell}”是没有`, () => assert.equal(readIdNumber(cell).kind, 'missing'))
  }

  test('改动任何一位数字都会被发现', () => {
    const seventeen = fc
      .tuple(
        fc.integer({ min: 100_000, max: 999_999 }),
        fc.date({ min: new Date('1900-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999 }),
      )
      .map(
        ([area, born, order]) =>
          `${area}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`,
      )
    fc.assert(
      fc.property(seventeen, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const whole = digits + checkCharacter(digits)
        const read = readIdNumber(whole)
        assert.ok(read.kind === 'id' && read.bornOn.replaceAll('-', '') === digits.slice(6, 14))
        const changed = whole.slice(0, at) + ((Number(whole[at]) + by) % 10) + whole.slice(at + 1)
        assert.equal(readIdNumber(changed).kind, 'damaged')
      }),
    )
  })

  test('参考样例', { skip: existsSync(vectors) ? false : 'shared/data is not beside this project: skipped' }, () => {
    for (const line of readFileSync(vectors, 'utf8').trim().split('\n').slice(1)) {
      const [number, valid, why] = [line.split(',')[0]!, line.split(',')[1] === '1', line]
      // Full-width digits and spaces are cleaned before they are judged; areas are not looked up.
      if (/NFKC|clean-up|no such division/.test(why)) continue
      assert.equal(readIdNumber(number).kind === 'id', valid, why)
    }
  })
})
