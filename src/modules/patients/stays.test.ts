// Telling from what lists have said of stays who a person is, whatever the order of the lists.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sightings } from './sighted.ts'
import { personOf, type Said } from './stays.ts'

const said = fc.record(
  {
    name: fc.constantFrom('赵明', '赵铭'),
    dischargedOn: fc.constantFrom('2026-01-01', '2026-02-01', '2026-03-01'),
    admissionCount: fc.nat({ max: 9 }),
    address: fc.constantFrom('甲路1号', '乙路2号'),
    sex: fc.constantFrom('male' as const, 'unknown' as const),
    died: fc.boolean(),
  },
  { requiredKeys: ['name', 'dischargedOn', 'admissionCount'] },
)
const stays = fc.uniqueArray(said, { selector: (it) => it.admissionCount, minLength: 1, maxLength: 6 })

describe('住院记录', () => {
  test('名单先后不影响患者是谁', () => {
    fc.assert(
      fc.property(
        stays.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([one, other]) => assert.deepEqual(personOf(one as Said[]), personOf(other as Said[])),
      ),
    )
  })

  test('只要有一次写明死亡,就不再是可联系的人', () => {
    fc.assert(
      fc.property(stays, (list) => {
        assert.equal(
          personOf(list as Said[]).diedOn !== null,
          list.some((it) => it.died === true),
        )
      }),
    )
  })

  test('同一次住院见过就认得,没见过的几乎不会认错', () => {
    const sighted = sightings()
    const mistaken = Array.from({ length: 100_000 }, (_, i) => sighted(`${10_000_000 + i * 7}#1`)).filter(Boolean)
    assert.ok(mistaken.length <= 2, `${mistaken.length} mistaken`)
    assert.ok(Array.from({ length: 1000 }, (_, i) => sighted(`${10_000_000 + i * 7}#1`)).every(Boolean))
  })
})
