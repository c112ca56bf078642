// Sound files as people bring them: brought to the telephone's rate as they sound, and never for longer than others can wait.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NotSound, readWave } from './wave.ts'

type Shape = { rate: number; bits?: number; code?: number; bytes?: number; sample?: (i: number) => number }

const waveFile = ({ rate, bits = 16, code = 1, bytes = rate * 2, sample }: Shape): Buffer => {
  const file = Buffer.alloc(44 + bytes)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + bytes, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(code, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt16LE(bits, 34)
  file.write('data', 36)
  file.writeUInt32LE(bytes, 40)
  if (sample) for (let i = 0; i < bytes / 2; i++) file.writeInt16LE(Math.round(sample(i)), 44 + i * 2)
  return file
}

test('a tone is the same tone at the telephone’s rate, and what lies above it is gone', () => {
  const loudness = (rate: number, hertz: number) => {
    const sound = readWave(waveFile({ rate, sample: (i) => 16_000 * Math.sin((2 * Math.PI * hertz * i) / rate) }))
    assert.equal(sound.length, 8000)
    return Math.sqrt(sound.subarray(400, 7600).reduce((sum, value) => sum + value * value, 0) / 7200)
  }
  for (const rate of [11_025, 16_000, 44_100, 48_000]) {
    assert.ok(Math.abs(loudness(rate, 700) - 16_000 / Math.SQRT2) < 300, `${rate}`)
    assert.ok(loudness(rate, 5000) < 60, `${rate}: 5 kHz`)
  }
})

test('a file that would keep everybody waiting is refused by its length', () => {
  const tooLong = (error: unknown) => error instanceof NotSound && /太长/.test(error.message)
  assert.throws(() => readWave(waveFile({ rate: 4000, bits: 8, bytes: 3_000_000 })), tooLong)
  assert.throws(() => readWave(waveFile({ rate: 192_000, bits: 8, code: 6, bytes: 40_000_000 })), tooLong)
})
