// A recording in a new box: the same packets, now with a length and an index; sealed pieces open alone and only in their place.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sampleSound } from '#test/sound.ts'
import { newPieceKey, openPiece, sealPiece } from '../seal-piece.ts'
import { mend } from './mend.ts'
import { heardIn } from './packets.ts'

describe('mending', () => {
  test('what a browser left open has a length and an index afterwards, and not a packet more or less', async () => {
    const open = await sampleSound(4)
    const before = await heardIn(open)
    assert.equal(before.seekable, false)
    const { content, seconds, channels } = await mend(open)
    const after = await heardIn(content)
    assert.equal(after.seekable, true)
    assert.equal(after.sha256, before.sha256)
    assert.equal(after.packets, before.packets)
    assert.equal(channels, 2)
    assert.ok(Math.abs(seconds - 4) < 0.1, `${seconds} s`)
  })

  test('cut off anywhere, what is whole of it is mended', async () => {
    const open = await sampleSound(4)
    const { seconds } = await mend(open.subarray(0, Math.floor(open.length * 0.6)))
    assert.ok(seconds > 1.5 && seconds < 3.5, `${seconds} s`)
  })

  test('what is no recording is refused', async () => {
    await assert.rejects(mend(Buffer.from('not a recording at all')), /cannot be mended/)
    await assert.rejects(mend(Buffer.alloc(0)), /cannot be mended/)
  })
})

describe('a sealed piece', () => {
  const key = newPieceKey()
  const sealed = sealPiece(key, 'one/3', Buffer.from('声音'))

  test('opens in its place', () => assert.equal(openPiece(key, 'one/3', sealed).toString(), '声音'))
  test('opens in no other place, under no other key, and not when it was touched', () => {
    assert.throws(() => openPiece(key, 'one/4', sealed))
    assert.throws(() => openPiece(newPieceKey(), 'one/3', sealed))
    assert.throws(() => openPiece(key, 'one/3', Buffer.from(sealed.map((byte, i) => (i === 20 ? byte ^ 1 : byte)))))
  })
})
