// What the network said of an end, and what that says of the person: cause before status, and never more than is known.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dialled, isInternal, numberKey } from './numbers.ts'
import { dispositionOf, type Ending, type Outcome, outcomeOf } from './outcomes.ts'

const end = (it: Partial<Ending>): Outcome =>
  outcomeOf({ status: null, q850: null, by: 'network', answered: false, ...it })

describe('how a call ended', () => {
  const seen: readonly (readonly [Partial<Ending>, Outcome])[] = [
    [{ status: 200, answered: true, by: 'lost' }, 'answered'],
    [{ status: 486, q850: 17 }, 'busy'],
    [{ status: 600 }, 'busy'],
    [{ status: 480, q850: 19 }, 'no-answer'],
    [{ status: 480, q850: 20 }, 'unreachable'],
    [{ status: 480 }, 'no-answer'],
    [{ status: 603, q850: 21, by: 'person' }, 'rejected'],
    [{ status: 403, q850: 57 }, 'failed'],
    [{ status: 404, q850: 1 }, 'wrong-number'],
    [{ status: 404 }, 'wrong-number'],
    [{ status: 500 }, 'failed'],
    [{ status: 487, by: 'us' }, 'cancelled'],
    [{ status: 487, by: 'us', rangOut: true }, 'no-answer'],
    [{ by: 'lost' }, 'failed'],
    [{ status: 999, q850: 99 }, 'failed'],
  ]
  for (const [it, outcome] of seen) test(`${JSON.stringify(it)} is ${outcome}`, () => assert.equal(end(it), outcome))

  test('who rejects a call has not refused to be called for ever', () => {
    assert.equal(dispositionOf('rejected'), 'not-now')
    assert.equal(dispositionOf('failed'), null)
    assert.equal(dispositionOf('cancelled', 3), null)
    assert.equal(dispositionOf('cancelled', 20), 'no-answer')
  })
})

describe('what is dialled', () => {
  const rules = {
    outside_prefix: '9',
    mobile_prefix: '0',
    emergency_prefix: '9',
    area_code: '0512',
    internal_digits: 4,
  }
  test('by the rules of the exchange', () => {
    const plain = { ...rules, outside_prefix: '', mobile_prefix: '', emergency_prefix: '', area_code: '' }
    for (const [number, said] of [
      ['13900000200', '9013900000200'],
      ['+8613900000200', '9013900000200'],
      ['051265226551', '965226551'],
      ['01065226551', '901065226551'],
      ['8120', '8120'],
      ['120', '9120'],
    ] as const)
      assert.equal(dialled(number, rules), said)
    assert.equal(dialled('13900000200', plain), '13900000200')
    assert.equal(isInternal('110', rules), false)
  })
  test('and found again however it is written', () => {
    assert.deepEqual(
      ['13900000200', '013900000200', '+8613900000200', '9013900000200'].map(numberKey),
      Array(4).fill('13900000200'),
    )
    assert.deepEqual(['051265226551', '9051265226551'].map(numberKey), Array(2).fill('51265226551'))
  })
})
