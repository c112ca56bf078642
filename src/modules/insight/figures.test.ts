// Of fewer than five people nothing is shown, and nothing can be had by subtraction either.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Family, hiddenGroups, rateOf, toldParts } from './figures.ts'

const limits = { shownFrom: 5, rankedFrom: 30 }
const groups = (...sizes: number[]) => new Map(sizes.map((n, i) => [`g${i}`, n]))
const whole = (sizes: ReadonlyMap<string, number>): Family => ({ members: [...sizes.keys()] })

describe('不足五人不显示', () => {
  test('四人不显示，五人显示，二十九人不排名，三十人可排名', () => {
    assert.deepEqual(rateOf(4, 4, limits), {
      numerator: null,
      denominator: null,
      rate: null,
      hidden: true,
      ranked: false,
    })
    assert.deepEqual(rateOf(0, 5, limits), { numerator: 0, denominator: 5, rate: 0, hidden: false, ranked: false })
    assert.equal(rateOf(29, 29, limits).ranked, false)
    assert.equal(rateOf(30, 30, limits).ranked, true)
    assert.deepEqual(rateOf(0, 0, limits), { numerator: 0, denominator: 0, rate: null, hidden: false, ranked: false })
  })

  test('只隐去一组时，再隐去次小的一组', () => {
    const sizes = groups(3, 40, 12, 90)
    assert.deepEqual([...hiddenGroups(sizes, [whole(sizes)], limits)].sort(), ['g0', 'g2'])
  })

  test('隐去的几组加起来仍不足五人时，再隐去一组', () => {
    const sizes = groups(2, 2, 40, 12)
    assert.deepEqual([...hiddenGroups(sizes, [whole(sizes)], limits)].sort(), ['g0', 'g1', 'g3'])
  })

  test('没有人的组照实显示为零', () => {
    const sizes = groups(0, 40, 12)
    assert.equal(hiddenGroups(sizes, [whole(sizes)], limits).size, 0)
    assert.deepEqual(
      toldParts(
        [
          { key: 'a', count: 0 },
          { key: 'b', count: 3 },
          { key: 'c', count: 9 },
        ],
        limits,
      ).map(({ count }) => count),
      [0, null, null],
    )
  })

  test('院区只有一个小科室时，同院区再隐去一个，别的院区不受影响', () => {
    const sizes = groups(3, 20, 30, 50)
    const families = [whole(sizes), { members: ['g0', 'g2'] }, { members: ['g1', 'g3'] }]
    const hidden = hiddenGroups(sizes, families, limits)
    assert.ok(hidden.has('g0') && hidden.has('g2'))
  })

  test('凡有总数可减处，隐去的要么没有，要么不止一组且不少于五人', () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 200 }))
    const department = fc.record({
      n: size,
      campus: fc.integer({ min: 0, max: 2 }),
      group: fc.integer({ min: 0, max: 3 }),
    })
    fc.assert(
      fc.property(fc.array(department, { maxLength: 24 }), (departments) => {
        const sizes = groups(...departments.map(({ n }) => n))
        const by = (of: 'campus' | 'group'): Family[] =>
          [...Map.groupBy(sizes.keys(), (key) => departments[Number(key.slice(1))]![of]).values()].map((members) => ({
            members,
          }))
        const families = [whole(sizes), ...by('campus'), ...by('group')]
        const hidden = hiddenGroups(sizes, families, limits)
        for (const [key, n] of sizes) if (n > 0 && n < 5) assert.ok(hidden.has(key))
        for (const { members } of families) {
          const secret = members.filter((key) => hidden.has(key))
          const people = secret.reduce((sum, key) => sum + sizes.get(key)!, 0)
          const everyone = members.every((key) => hidden.has(key) || sizes.get(key) === 0)
          assert.ok(secret.length === 0 || (secret.length > 1 && people >= 5) || everyone)
        }
      }),
      { numRuns: 500 },
    )
  })
})
