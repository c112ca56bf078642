// The number as the PBX shows it, in all the ways in which PBXs do.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callerNumber, sameLine, tailOf } from './caller-number.ts'

describe('whose line a call comes from', () => {
  test('a mobile, whatever the PBX puts in front of it', () => {
    const shown = [
      '13912345678',
      '013912345678',
      '913912345678',
      '9013912345678',
      '+8613912345678',
      '008613912345678',
      '8613912345678',
      '98613912345678',
      'sip:13912345678@pbx.test;user=phone',
      '"某人" <sip:+86-139-1234-5678@10.0.0.1>',
      'tel:+86-139-1234-5678',
      '139 1234 5678',
    ]
    for (const text of shown) assert.deepEqual(callerNumber(text), { number: '13912345678', kind: 'mobile' }, text)
  })

  test('a fixed line keeps its area code, or has none', () => {
    for (const text of ['051265226551', '9051265226551', '+8651265226551', '0512-65226551', '8651265226551'])
      assert.deepEqual(callerNumber(text), { number: '051265226551', kind: 'fixed' }, text)
    for (const text of ['01065226551', '+861065226551', '901065226551'])
      assert.deepEqual(callerNumber(text), { number: '01065226551', kind: 'fixed' }, text)
    for (const text of ['65226551', '965226551'])
      assert.deepEqual(callerNumber(text), { number: '65226551', kind: 'local' }, text)
    assert.deepEqual(callerNumber('4008208820'), { number: '4008208820', kind: 'service' })
  })

  test('an extension behind the line is not the line', () => {
    for (const text of ['0512-65226551-8083', '051265226551转8083', '051265226551*8083', 'sip:051265226551@x;ext=8083'])
      assert.equal(callerNumber(text)?.number, '051265226551', text)
  })

  test('a colleague, a foreign number, and nobody', () => {
    assert.deepEqual(callerNumber('1002'), { number: '1002', kind: 'internal' })
    assert.deepEqual(callerNumber('+44 20 7946 0958'), { number: '442079460958', kind: 'foreign' })
    for (const text of ['', 'anonymous', '"Anonymous" <sip:anonymous@anonymous.invalid>', 'unknown', 'reception', null])
      assert.equal(callerNumber(text), null, String(text))
  })

  test('two ways of writing one line are one line, and no others', () => {
    assert.ok(sameLine('913912345678', '+8613912345678'))
    assert.ok(sameLine('65226551', '051265226551'))
    assert.ok(sameLine('051265226551', '9051265226551'))
    assert.ok(!sameLine('65226551', '13965226551'), 'a mobile has no area code to leave out')
    assert.ok(!sameLine('051265226551', '051065226551'))
    assert.ok(!sameLine('13912345678', '13812345678'))
    assert.ok(!sameLine('', ''))
    assert.equal(tailOf('051265226551'), tailOf('65226551'))
  })
})
