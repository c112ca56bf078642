// The promises of the months' comparison: chance is rarely taken for a change, a change is found, months of bunches widen the limits.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { chart, type MonthCount, moved } from './trend.ts'

/** The same numbers every time (mulberry32). */
const chanceFrom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

const year = (chance: () => number, of: number, shareOf: (month: number) => number): MonthCount[] =>
  Array.from({ length: 12 }, (_, month) => {
    const share = shareOf(month)
    let count = 0
    for (let i = 0; i < of; i++) if (chance() < share) count++
    return { count, of }
  })

describe('months and chance', () => {
  test('a share that does not move is called moved in about one look of a hundred, at most two', () => {
    const chance = chanceFrom(7)
    let wrong = 0
    for (let i = 0; i < 1000; i++) {
      const months = year(chance, 150, () => 0.9)
      if (moved('share', months, chart('share', months).spread).verdict !== 'same') wrong++
    }
    assert.ok(wrong <= 20, `${wrong} of 1000`)
  })

  test('a month worse by ten points is beyond its limits, and three of them are a change', () => {
    const chance = chanceFrom(11)
    const months = year(chance, 800, (month) => (month >= 9 ? 0.82 : 0.92))
    const { points, spread } = chart('share', months)
    assert.ok(points.slice(9).some(({ signal }) => signal === 'below'))
    const it = moved('share', months, spread)
    assert.equal(it.verdict, 'down')
    assert.ok(it.until! < 0, 'all of the interval lies below nothing')
  })

  test('what varies more than chance does has wider limits', () => {
    const wild = Array.from({ length: 12 }, (_, i) => ({ count: i % 2 ? 88_000 : 90_000, of: 100_000 }))
    const { spread, points } = chart('share', wild)
    assert.ok(spread > 10)
    assert.ok(points.every(({ signal }) => signal === null))
    assert.equal(moved('share', wild, spread).verdict, 'same')
  })

  test('the eighth month in a row on one side says so; a month that is not over says nothing', () => {
    const months = [
      ...Array.from({ length: 4 }, () => ({ count: 20, of: 1000 })),
      ...Array.from({ length: 8 }, () => ({ count: 30, of: 1000 })),
      { count: 1, of: 100, unsettled: true },
    ]
    const { points, middle } = chart('rate', months)
    assert.equal(points[11]!.signal, 'run-above')
    assert.equal(points[12]!.signal, null)
    assert.equal(middle, 320 / 12_000)
  })

  test('five months make no limits, and nothing is said of them', () => {
    const months = Array.from({ length: 5 }, () => ({ count: 3, of: 10 }))
    assert.ok(chart('share', months).points.every(({ lower }) => lower === null))
    assert.equal(moved('share', months).verdict, 'unknown')
  })
})
