// WAV files on their way to the telephone: any rate, one or two channels, 8 to 32 bits, or G.711, read as 8 kHz.
import { decode } from './g711.ts'
import type { Sound } from './shapes.ts'

const rate = 8000

/** Why a file is no sound that can be played, for who uploaded it. */
export class NotSound extends Error {
  override name = 'NotSound'
}

type Format = { readonly code: number; readonly channels: number; readonly rate: number; readonly bits: number }

const samplesOf = (data: Buffer, { code, channels, bits }: Format): Float32Array => {
  const bytes = bits / 8
  const count = Math.floor(data.length / (bytes * channels))
  const law = code === 6 ? decode('PCMA', data) : code === 7 ? decode('PCMU', data) : undefined
  const at = (i: number): number => {
    if (law) return law[i]! / 32_768
    const from = i * bytes
    if (code === 3) return bits === 64 ? data.readDoubleLE(from) : data.readFloatLE(from)
    return bits === 8 ? (data[from]! - 128) / 128 : data.readIntLE(from, bytes) / 2 ** (bits - 1)
  }
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let c = 0; c < channels; c++) sum += at(i * channels + c)
    out[i] = sum / channels
  }
  return out
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))

/** To 8 kHz through a windowed sinc, so that what lies above 4 kHz does not fold back into the voice. */
const resampled = (from: Float32Array, fromRate: number): Float32Array => {
  if (fromRate === rate) return from
  const step = fromRate / rate
  const cut = Math.min(1, rate / fromRate) * 0.94
  const reach = Math.ceil(16 / cut)
  const weight = (x: number): number => {
    if (Math.abs(x) > reach) return 0
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (reach + 1))
    return window * (x === 0 ? cut : Math.sin(Math.PI * x * cut) / (Math.PI * x))
  }
  // Samples of the new rate lie in few places between those of the old one: their weights are reckoned once.
  const phases = rate / commonDivisor(fromRate, rate)
  const taps = 2 * reach + 2
  const weights = new Map<number, Float32Array>()
  const weightsAt = (phase: number, fraction: number): Float32Array => {
    const known = weights.get(phase)
    if (known) return known
    const made = Float32Array.from({ length: taps }, (_, k) => weight(k - reach - fraction))
    weights.set(phase, made)
    return made
  }
  const out = new Float32Array(Math.floor(from.length / step))
  for (let i = 0; i < out.length; i++) {
    const whole = Math.floor((i * fromRate) / rate)
    const these = weightsAt(i % phases, (i * fromRate) / rate - whole)
    const first = whole - reach
    const last = Math.min(taps, from.length - first)
    let sum = 0
    for (let k = Math.max(0, -first); k < last; k++) sum += from[first + k]! * these[k]!
    out[i] = sum
  }
  return out
}

/** Bytes and seconds: more is a film, and whoever asks for it waits for all the others. */
const largest = 32 * 1024 * 1024
const longest = 600

/** Reads a WAV file. Throws `NotSound` with a sentence where it cannot be played on a telephone. */
export const readWave = (file: Buffer): Sound => {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new NotSound('这不是 WAV 文件')
  let format: Format | undefined
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const body = file.subarray(at + 8, at + 8 + size)
    if (name === 'fmt ' && body.length >= 16) {
      const code = body.readUInt16LE(0)
      format = {
        // Extensible: the real code stands at the head of the sub-format.
        code: code === 0xfffe && body.length >= 26 ? body.readUInt16LE(24) : code,
        channels: body.readUInt16LE(2),
        rate: body.readUInt32LE(4),
        bits: body.readUInt16LE(14),
      }
    }
    if (name === 'data') {
      if (!format) break
      const { code, channels, bits } = format
      const known = (code === 1 && [8, 16, 24, 32].includes(bits)) || (code === 3 && [32, 64].includes(bits))
      if (!(known || ((code === 6 || code === 7) && bits === 8)))
        throw new NotSound('WAV 的编码不支持，请存为 16 位 PCM')
      if (channels < 1 || channels > 8 || format.rate < 4000 || format.rate > 192_000)
        throw new NotSound('WAV 的采样率或声道数不支持')
      if (body.length > largest || (body.length * 8) / (bits * channels * format.rate) > longest)
        throw new NotSound('录音太长，请剪短或存为 8 kHz 单声道')
      const sound = resampled(samplesOf(body, format), format.rate)
      if (sound.length < rate / 20) throw new NotSound('录音太短，或是空的')
      return Int16Array.from(sound, (value) => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_767))))
    }
    at += 8 + size + (size & 1)
  }
  throw new NotSound('WAV 文件不完整')
}

/** 8 kHz, 16 bits, one channel: what every browser plays and every PBX takes. */
export const writeWave = (sound: Sound): Buffer => {
  const file = Buffer.alloc(44 + sound.length * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + sound.length * 2, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(sound.length * 2, 40)
  for (let i = 0; i < sound.length; i++) file.writeInt16LE(sound[i]!, 44 + i * 2)
  return file
}

/** Seconds of a sound. */
export const secondsOf = (sound: Sound): number => sound.length / rate
