// Promises of hospital time: the same answer everywhere, and the words that people use.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  at,
  clockOf,
  dayOf,
  daysBetween,
  endOfDay,
  isDay,
  isLate,
  isoOf,
  minutesOfDay,
  monthOf,
  monthSpan,
  monthsUntil,
  sayDay,
  sayDue,
  sayMonth,
  sayTime,
  startOfDay,
  weekday,
} from './time.ts'

const instants = fc.date({ min: new Date('1992-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })

test('the day is the one on the ward wall, not the one in London', () => {
  assert.equal(dayOf(new Date('2024-10-07T16:00:00Z')), '2024-10-08')
  assert.equal(dayOf(new Date('2024-10-07T15:59:59.999Z')), '2024-10-07')
  assert.equal(minutesOfDay(new Date('2024-10-07T16:05:00Z')), 5)
  assert.equal(clockOf(new Date('2024-10-08T14:30+08:00')), '14:30')
})

test('an independent reckoning of the same moment agrees: the time zone data of the runtime', () => {
  const shanghai = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  fc.assert(
    fc.property(instants, (instant) => {
      assert.equal(`${dayOf(instant)} ${clockOf(instant)}`, shanghai.format(instant))
      assert.equal(new Date(isoOf(instant)).getTime(), instant.getTime())
    }),
  )
})

test('days add, subtract and bound without gaps', () => {
  fc.assert(
    fc.property(instants, fc.integer({ min: -4000, max: 4000 }), (instant, n) => {
      const day = dayOf(instant)
      assert.equal(daysBetween(day, addDays(day, n)), n)
      assert.equal(endOfDay(day).getTime() + 1, startOfDay(addDays(day, 1)).getTime())
      assert.ok(startOfDay(day) <= instant && instant <= endOfDay(day))
      assert.equal(at(day, '24:00').getTime(), startOfDay(addDays(day, 1)).getTime())
      assert.equal(weekday(addDays(day, 7)), weekday(day))
    }),
  )
  assert.equal(weekday('2024-10-12'), 6)
  assert.equal(weekday('2024-10-13'), 7)
})

test('a month is a half-open range of days', () => {
  assert.deepEqual(monthSpan('2024-02'), { from: '2024-02-01', until: '2024-03-01' })
  assert.deepEqual(monthSpan('2025-12'), { from: '2025-12-01', until: '2026-01-01' })
  assert.equal(monthOf(new Date('2025-12-31T16:00:00Z')), '2026-01')
  assert.deepEqual(
    [-13, -1, 0, 11, 12].map((n) => addMonths('2026-01', n)),
    ['2024-12', '2025-12', '2026-01', '2026-12', '2027-01'],
  )
  assert.deepEqual(monthsUntil('2026-02', 3), ['2025-12', '2026-01', '2026-02'])
  assert.deepEqual([sayMonth('2026-03', 'zh'), sayMonth('2026-03', 'en')], ['2026 年 3 月', 'Mar 2026'])
})

test('days that do not exist are refused', () => {
  assert.equal(isDay('2024-02-29'), true)
  for (const bad of ['2025-02-29', '2025-13-01', '2025-1-1', '', '20250101']) assert.equal(isDay(bad), false)
  assert.throws(() => startOfDay('2025-02-30'), RangeError)
  assert.throws(() => at('2025-02-01', '24:01'), RangeError)
})

test('times are said as people say them', () => {
  const now = new Date('2026-03-11T09:00+08:00') // a Wednesday
  const said = (iso: string) => sayTime(new Date(`${iso}+08:00`), now, 'zh')
  assert.equal(said('2026-03-11T14:30'), '今天 14:30')
  assert.equal(said('2026-03-12T08:00'), '明天 08:00')
  assert.equal(said('2026-03-10T23:59'), '昨天 23:59')
  assert.equal(said('2026-03-13T10:00'), '周五 10:00')
  assert.equal(said('2026-03-09T10:00'), '周一 10:00')
  assert.equal(said('2026-03-08T10:00'), '上周日 10:00')
  assert.equal(said('2026-03-16T10:00'), '下周一 10:00')
  assert.equal(said('2026-11-05T10:00'), '11-05 10:00')
  assert.equal(said('2025-11-05T10:00'), '2025-11-05')
  assert.equal(sayTime(new Date('2026-11-05T10:00+08:00'), now, 'en'), '5 Nov 10:00')
  assert.equal(sayDay('2025-11-05', '2026-03-11', 'en'), '5 Nov 2025')
  assert.equal(sayTime(new Date('2025-12-31T10:00+08:00'), new Date('2026-01-01T10:00+08:00'), 'zh'), '昨天 10:00')
})

test('a deadline is said by what is left, and the moment itself is still in time', () => {
  const due = new Date('2026-03-11T12:00+08:00')
  const from = (iso: string) => sayDue(due, new Date(`${iso}+08:00`), 'zh')
  assert.equal(from('2026-03-11T09:00'), '还剩 3 小时')
  assert.equal(from('2026-03-11T11:40'), '还剩 20 分钟')
  assert.equal(from('2026-03-09T10:00'), '还剩 2 天')
  assert.equal(from('2026-03-13T13:00'), '超时 2 天')
  assert.equal(from('2026-03-11T12:00:01'), '超时 1 分钟')
  assert.equal(sayDue(due, new Date('2026-03-11T13:00+08:00'), 'en'), '1 hour overdue')
  assert.equal(isLate(due, due), false)
  assert.equal(isLate(due, new Date(due.getTime() + 1)), true)
})
