// What a player may ask for of a file, and what it gets.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { rangeOf } from './pieces.ts'

describe('a part of a file', () => {
  for (const [asked, got] of [
    [undefined, 'all'],
    ['bytes=0-', { from: 0, until: 100 }],
    ['bytes=10-19', { from: 10, until: 20 }],
    ['bytes=90-400', { from: 90, until: 100 }],
    ['bytes=-5', { from: 95, until: 100 }],
    ['bytes=-500', { from: 0, until: 100 }],
    ['bytes=99-99', { from: 99, until: 100 }],
    ['bytes=100-', null],
    ['bytes=-0', null],
    ['bytes=20-10', 'all'],
    ['bytes=0-1,5-6', 'all'],
    ['lines=1-2', 'all'],
    ['bytes=-', 'all'],
  ] as const)
    test(`${asked}`, () => assert.deepEqual(rangeOf(asked, 100), got))

  test('of an empty file there is nothing to ask for', () => assert.equal(rangeOf('bytes=0-', 0), null))
})
