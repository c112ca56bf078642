// Promises about date cells: every form means one day or none, and a guess is never made.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { readDate, readDateAndTime, readTime } from './dates.ts'

const seen = (cell: string): string => {
  const read = readDate(cell)
  return read.kind === 'date' ? `${read.date}${read.time ? ` ${read.time}` : ''}` : read.kind
}

describe('日期', () => {
  for (const [cell, expected] of [
    ['2011-07-28', '2011-07-28'],
    ['2011/7/28', '2011-07-28'],
    ['2011.7.28', '2011-07-28'],
    ['2011 7 28', '2011-07-28'],
    ['20110728', '2011-07-28'],
    ['2011年7月28日', '2011-07-28'],
    ['2011年07月28日 星期四', '2011-07-28'],
    ['二〇一一年七月二十八日', '2011-07-28'],
    ['２０１１－０７－２８', '2011-07-28'],
    [' 2011-07-28 ', '2011-07-28'],
    ['2011-07-28 14:30', '2011-07-28 14:30'],
    ['2011-07-28 14:30:00.000', '2011-07-28 14:30'],
    ['2011/7/28 14:30:00', '2011-07-28 14:30'],
    ['20110728143000', '2011-07-28 14:30'],
    ['20110728 14:30', '2011-07-28 14:30'],
    ['2011年7月28日14时30分', '2011-07-28 14:30'],
    ['2011年7月28日 下午2:30', '2011-07-28 14:30'],
    ['2011-07-28 02:30:00 PM', '2011-07-28 14:30'],
    ['2011-07-28 上午12:05', '2011-07-28 00:05'],
    ['2011-07-28T14:30:00+08:00', '2011-07-28 14:30'],
    ['2011-07-28T20:30:00Z', '2011-07-29 04:30'],
    ['2011-07-28T20:30:00-05:00', '2011-07-29 09:30'],
    ['40671', '2011-05-08'],
    ['40671.0', '2011-05-08'],
    ['40671.6', '2011-05-08 14:24'],
    ['40671.99999', '2011-05-08 23:59'],
    ['9024', '1924-09-14'],
    ['28-JUL-2011', '2011-07-28'],
    ['Jul 28 2011  2:30PM', '2011-07-28 14:30'],
    ['Thu Jul 28 14:30:00 CST 2011', '2011-07-28 14:30'],
    ['7/28/2011', '2011-07-28'],
    ['28/7/2011', '2011-07-28'],
    // A damaged time (12-hour exports) does not cost the date.
    ['2011-07-28 25:70', '2011-07-28'],
    ['2011-07-28 ??', '2011-07-28'],
    ['2012-02-29', '2012-02-29'],
    ['2099-01-01', '2099-01-01'],
    ['', 'missing'],
    ['-', 'missing'],
    ['不详', 'missing'],
    ['0', 'missing'],
    ['0000-00-00', 'missing'],
    ['0000-00-00 00:00:00', 'missing'],
    ['1900-01-01', 'missing'],
    ['1900/1/1 0:00:00', 'missing'],
    ['1899-12-30', 'missing'],
    ['0001-01-01', 'missing'],
    ['9999-12-31', 'missing'],
    ['2011-02-29', 'unreadable'],
    ['2011-02-30', 'unreadable'],
    ['2011-13-45', 'unreadable'],
    ['11-07-28', 'unreadable'],
    ['28-JUL-11', 'unreadable'],
    ['5/6/2011', 'unreadable'],
    ['2011', 'unreadable'],
    ['2011-07', 'unreadable'],
    ['4.0671E+4', 'unreadable'],
    ['明天', 'unreadable'],
  ] as const) {
    test(`${cell || '(空)'} → ${expected}`, () => assert.equal(seen(cell), expected))
  }

  test('每一天的各种写法都是同一天', () => {
    const day = fc.date({
      min: new Date('1901-02-01T00:00:00Z'),
      max: new Date('2098-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10)
        const [y, m, d] = iso.split('-').map(Number) as [number, number, number]
        const serial = String(Date.parse(iso) / 86_400_000 + 25_569)
        for (const form of [
          iso,
          `${y}/${m}/${d}`,
          `${y}.${m}.${d}`,
          iso.replaceAll('-', ''),
          `${y}年${m}月${d}日`,
          `${iso} 00:00:00`,
          `${iso}T12:00:00+08:00`,
        ]) {
          assert.equal(seen(form).slice(0, 10), iso, form)
        }
        // Four digits from 1900 to 2200 are read as years without a day.
        if (!(Number(serial) >= 1900 && Number(serial) <= 2200)) assert.equal(seen(serial), iso, serial)
      }),
    )
  })

  test('任何文字都不会出错,读出的日期一定存在', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('0', '1', '2', '9', '-', '/', '.', ':', ' ', 'T', 'Z', '年', '月', '日', 'E', '+'),
        }),
        (cell) => {
          const read = readDate(cell)
          if (read.kind === 'date')
            assert.equal(new Date(`${read.date}T00:00:00Z`).toISOString().slice(0, 10), read.date)
        },
      ),
    )
  })
})

test('时刻可以另列', () => {
  assert.equal(readTime('14'), '14:00')
  assert.equal(readTime('下午2:30'), '14:30')
  assert.equal(readTime('25'), null)
  assert.deepEqual(readDateAndTime('2011-07-28', '14:30:00'), { kind: 'date', date: '2011-07-28', time: '14:30' })
  assert.deepEqual(readDateAndTime('', '2011-07-28 09:00'), { kind: 'date', date: '2011-07-28', time: '09:00' })
})
