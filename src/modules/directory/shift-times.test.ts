// Shifts and the hours that nobody covers, held against a clock that is read minute by minute.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, at, dayOf } from '#kernel/time.ts'
import { covers, daysSpan, endClock, gapsIn, type Hours, type Span, shiftSpan, usualShifts } from './shift-times.ts'

const quarter = 15 * 60_000
const clock = (quarters: number) =>
  `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`
const day = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2019-01-01', n))
const hours = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([from, until]): Hours => ({ from: clock(from), until: clock(until) }))

describe('班次的时间', () => {
  test('三个常用班次正好首尾相接，一天二十四小时', () => {
    fc.assert(
      fc.property(day, (first) => {
        const last = addDays(first, 6)
        const spans = Array.from({ length: 7 }, (_, i) => addDays(first, i)).flatMap((on) =>
          usualShifts.map((shift) => shiftSpan(on, shift)),
        )
        assert.deepEqual(gapsIn(spans, daysSpan(first, last)), [])
        // Half-open: at every moment of the week exactly one of them is on, at 24:00 the next.
        for (let t = daysSpan(first, last).from.getTime(); t < daysSpan(first, last).until.getTime(); t += quarter)
          assert.equal(spans.filter((span) => covers(span, new Date(t))).length, 1)
      }),
      { numRuns: 30 },
    )
  })

  test('跨零点的班次从当天开始，到第二天结束，最长一整天', () => {
    fc.assert(
      fc.property(day, hours, (on, shift) => {
        const { from, until } = shiftSpan(on, shift)
        const length = until.getTime() - from.getTime()
        assert.equal(dayOf(from), on)
        assert.ok(length > 0 && length <= 24 * 3_600_000)
        assert.equal(endClock(until).clock, shift.until === '00:00' ? '24:00' : shift.until)
        assert.ok(covers({ from, until }, from) && !covers({ from, until }, until))
      }),
    )
    assert.deepEqual(shiftSpan('2026-02-28', { from: '20:00', until: '08:00' }), {
      from: at('2026-02-28', '20:00'),
      until: at('2026-03-01', '08:00'),
    })
    assert.equal(endClock(shiftSpan('2026-12-31', { from: '17:00', until: '24:00' }).until).day, '2026-12-31')
  })

  test('无人值守的时间与逐刻钟数出来的一样', () => {
    const roster = fc.array(fc.tuple(fc.integer({ min: -1, max: 6 }), hours), { maxLength: 14 })
    fc.assert(
      fc.property(day, roster, (first, planned) => {
        const within = daysSpan(first, addDays(first, 6))
        const spans = planned.map(([on, shift]): Span => shiftSpan(addDays(first, on), shift))
        const gaps = gapsIn(spans, within)
        for (let t = within.from.getTime(); t < within.until.getTime(); t += quarter) {
          const moment = new Date(t)
          const covered = spans.some((span) => covers(span, moment))
          assert.equal(
            gaps.some((gap) => covers(gap, moment)),
            !covered,
            moment.toISOString(),
          )
        }
        // In order, none empty, none touching the next.
        gaps.forEach((gap, i) => {
          assert.ok(gap.from < gap.until)
          if (i > 0) assert.ok(gaps[i - 1]!.until < gap.from)
        })
      }),
      { numRuns: 60 },
    )
  })
})
