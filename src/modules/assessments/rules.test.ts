// The arithmetic of the assessment: caps, steps and bands in hundredths, the same in whatever order the rules stand; and its sentences.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { figureKeys } from './catalogue.ts'
import { type Figures, type Item, judge, problemsOf, type Rules, rounded, sentenceOf, totalOf } from './rules.ts'
import { simulate } from './simulation.ts'

const item = (key: string, figure: string, shape: Item['shape'], more: Partial<Item> = {}): Item => ({
  ...{ key, figure, shape, cap: null, least: catalogueLeast(figure), months: [], praise: '', criticism: '' },
  ...more,
})
const catalogueLeast = (figure: string) => (figure === 'second-rounds' || figure === 'praise' ? 0 : 5)
const pieces = (n: number) => ({ value: n * 100, numerator: n, denominator: null, people: n, hidden: false, cases: [] })
const share = (hits: number, of: number) => ({
  ...{
    value: Math.round((hits / of) * 10_000),
    numerator: hits,
    denominator: of,
    people: of,
    hidden: false,
    cases: null,
  },
})
const pointsOf = (one: Item, figures: Figures, month = 3) =>
  judge({ base: 10_000, items: [one] }, figures, month).map(({ points }) => points)

let seed = 7
const chance = () => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
  return seed / 0x7fffffff
}
const whole = (from: number, to: number) => from + Math.floor(chance() * (to - from + 1))
const anyItem = (i: number): Item => {
  const kind = whole(0, 2)
  if (kind === 0)
    return item(
      `p${i}`,
      'second-rounds',
      { kind: 'piece', points: -whole(1, 90) },
      { cap: whole(0, 1) ? whole(50, 400) : null },
    )
  if (kind === 1)
    return item(`s${i}`, 'reached', {
      kind: 'steps',
      side: 'below',
      steps: [
        { at: 9000, points: -whole(50, 100) },
        { at: 8000, points: -whole(101, 300) },
      ],
    })
  return item(
    `b${i}`,
    'satisfied',
    { kind: 'band', from: 9000, until: 9500, below: -whole(1, 50), above: whole(0, 30) },
    { cap: whole(50, 500) },
  )
}

describe('the arithmetic of rules', () => {
  test('so many for each piece, up to the cap; nothing below the least', () => {
    const one = item('a', 'second-rounds', { kind: 'piece', points: -50 }, { cap: 300 })
    assert.deepEqual(
      [0, 1, 5, 6, 40].map((n) => pointsOf(one, { 'second-rounds': pieces(n) })[0]),
      [0, -50, -250, -300, -300],
    )
    assert.deepEqual(pointsOf({ ...one, least: 2 }, { 'second-rounds': pieces(1) }), [0])
    assert.equal(sentenceOf(one).zh, '每件二次处理扣 0.5 分，最多扣 3 分。')
  })

  test('the farthest step alone; a border belongs to the better side', () => {
    const one = item(
      'a',
      'reached',
      {
        kind: 'steps',
        side: 'below',
        steps: [
          { at: 8000, points: -300 },
          { at: 9000, points: -100 },
        ],
      },
      { least: 30 },
    )
    const of = (hits: number, all: number) => pointsOf(one, { reached: share(hits, all) })[0]
    assert.deepEqual([of(90, 100), of(89, 100), of(80, 100), of(79, 100), of(1, 29)], [0, -100, -100, -300, 0])
    assert.equal(sentenceOf(one).zh, '回访率低于 90 % 扣 1 分，低于 80 % 扣 3 分，不足 30 人不计。')
    const up = item('b', 'satisfied', {
      kind: 'steps',
      side: 'above',
      steps: [
        { at: 9500, points: 50 },
        { at: 9900, points: 100 },
      ],
    })
    assert.deepEqual(
      [949, 950, 990].map((hits) => pointsOf(up, { satisfied: share(hits, 1000) })[0]),
      [0, 50, 100],
    )
  })

  test('a band takes and gives in proportion, in whole hundredths, halves away from zero', () => {
    const one = item('a', 'satisfied', { kind: 'band', from: 9000, until: 9500, below: -15, above: 10 }, { cap: 100 })
    assert.deepEqual(
      [9000, 9500, 8990, 8900, 9600, 5000].map(
        (value) => pointsOf(one, { satisfied: { ...share(1, 10), value, people: 99 } })[0],
      ),
      [0, 0, -2, -15, 10, -100],
    )
    assert.deepEqual([rounded(1.5), rounded(-1.5), rounded(-0.4)], [2, -2, 0])
  })

  test('the months in which a rule applies; what is hidden or not there is not judged', () => {
    const one = item('a', 'second-rounds', { kind: 'piece', points: -50 }, { months: [1, 12] })
    assert.deepEqual(
      [pointsOf(one, { 'second-rounds': pieces(2) }, 12), pointsOf(one, { 'second-rounds': pieces(2) }, 3)],
      [[-100], []],
    )
    const hidden = { value: null, numerator: null, denominator: null, people: 0, hidden: true, cases: null }
    assert.deepEqual(
      pointsOf(item('b', 'reached', { kind: 'steps', side: 'below', steps: [{ at: 9000, points: -100 }] }), {
        reached: hidden,
      }),
      [0],
    )
  })

  test('any rules: the sum does not depend on their order, no line passes its cap, and the foot is the sum', () => {
    for (let i = 0; i < 400; i++) {
      const items = Array.from({ length: whole(1, 9) }, (_, k) => anyItem(k))
      const figures = {
        'second-rounds': pieces(whole(0, 12)),
        reached: share(whole(0, 60), 60),
        satisfied: share(whole(0, 60), 60),
      }
      const one = judge({ base: 10_000, items }, figures, 5)
      const other = judge({ base: 10_000, items: items.toReversed() }, figures, 5)
      const total = totalOf(
        10_000,
        one.map(({ points }) => points),
      )
      assert.equal(
        total,
        totalOf(
          10_000,
          other.map(({ points }) => points),
        ),
      )
      assert.ok(one.every(({ points }) => Number.isInteger(points)))
      assert.ok(one.every(({ item: { cap }, points }) => cap === null || Math.abs(points) <= cap))
      assert.equal(total, Math.max(0, 10_000 + one.reduce((sum, { points }) => sum + points, 0)))
    }
  })

  test('rules that cannot be are refused where they are wrong', () => {
    const wrong = (one: Item) => problemsOf({ base: 10_000, items: [one] }).map(({ field }) => field.split('.').at(-1))
    assert.deepEqual(wrong(item('a', 'reached', { kind: 'piece', points: -1 })), ['shape'])
    assert.deepEqual(wrong(item('a', 'second-rounds', { kind: 'band', from: 1, until: 2, below: -1, above: 0 })), [
      'shape',
    ])
    assert.deepEqual(wrong(item('a', 'nothing', { kind: 'piece', points: -1 })), ['figure'])
    assert.deepEqual(wrong(item('a', 'praise', { kind: 'piece', points: -1 })), ['shape'])
    assert.deepEqual(
      wrong(item('a', 'reached', { kind: 'steps', side: 'below', steps: [{ at: 1, points: -1 }] }, { least: 1 })),
      ['least'],
    )
    assert.deepEqual(wrong(item('a', 'second-rounds', { kind: 'piece', points: 0 }, { cap: 0 })), ['shape', 'cap'])
    assert.ok(!figureKeys.includes('dimension:integrity'), 'what is for supervision alone is in no rule')
  })
})

describe('the simulation', () => {
  const rules: Rules = { base: 10_000, items: [item('a', 'second-rounds', { kind: 'piece', points: -100 })] }
  const past = (of: (month: number, department: number) => number) =>
    Array.from({ length: 12 }, (_, m) => ({
      month: `2025-${String(m + 1).padStart(2, '0')}`,
      departments: ['甲科', '乙科', '丙科'].map((name, d) => ({
        id: `${d}`,
        name,
        discharges: 40,
        figures: { 'second-rounds': pieces(of(m, d)) },
      })),
    }))

  test('says the same again, whom it hits, and how much of it is chance', () => {
    const apart = simulate(
      rules,
      past((_, d) => d * 4),
      30,
      'seed',
    )
    assert.deepEqual(
      apart,
      simulate(
        rules,
        past((_, d) => d * 4),
        30,
        'seed',
      ),
    )
    assert.deepEqual(
      apart.departments.map(({ name, mean, rank }) => [name, mean, rank]),
      [
        ['甲科', 10_000, 1],
        ['乙科', 9600, 2],
        ['丙科', 9200, 3],
      ],
    )
    assert.deepEqual(apart.departments[2]!.hits, [{ item: 'a', points: -9600, months: 12 }])
    assert.ok(apart.departments.every(({ mean, from, until }) => from <= mean && mean <= until))
    assert.ok(apart.byChance! < 0.1, `${apart.byChance}`)
    const alike = simulate(
      rules,
      past((m, d) => [1, 0, 2, 1, 3, 0][(m + d * 5) % 6]!),
      30,
      'seed',
    )
    assert.ok(alike.byChance === null || alike.byChance > 0.5, `${alike.byChance}`)
  })
})
