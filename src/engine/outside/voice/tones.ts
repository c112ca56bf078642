// Keys as tones in the sound itself (ITU-T Q.23, Q.24): for telephones and networks that send no RFC 4733.
import type { Digit, Sound } from './shapes.ts'

const low = [697, 770, 852, 941] as const
const high = [1209, 1336, 1477, 1633] as const
const keys = ['123A', '456B', '789C', '*0#D'] as const
const rate = 8000

/** 205 samples (26 ms): the length for which the eight tones fall between each other's side lobes. */
const block = 205

/** Energy of one tone in a block (Goertzel). */
const energyOf = (sound: Sound, from: number, hertz: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate)
  let before = 0
  let last = 0
  for (let i = from; i < from + block; i++) {
    const next = turn * last - before + sound[i]! / 32_768
    before = last
    last = next
  }
  return before * before + last * last - turn * before * last
}

const strongest = (energies: readonly number[]): number => energies.indexOf(Math.max(...energies))

/** The key whose two tones fill this block, or undefined. */
const keyOf = (sound: Sound, from: number): Digit | undefined => {
  let whole = 0
  for (let i = from; i < from + block; i++) whole += (sound[i]! / 32_768) ** 2
  // -36 dBm0 or so: below it there is nothing but the line's own noise.
  if (whole / block < 2.5e-5) return undefined
  const lows = low.map((hertz) => energyOf(sound, from, hertz))
  const highs = high.map((hertz) => energyOf(sound, from, hertz))
  const row = strongest(lows)
  const column = strongest(highs)
  const a = lows[row]!
  const b = highs[column]!
  // One tone may be weaker than the other (twist): 4 dB upwards, 8 dB downwards, with some mercy.
  if (a > b * 8 || b > a * 4) return undefined
  // Speech has energy elsewhere; a key is nothing but its two tones.
  if ((a + b) / (whole * (block / 2)) < 0.75) return undefined
  const others = [...lows.filter((_, i) => i !== row), ...highs.filter((_, i) => i !== column)]
  if (others.some((energy) => energy > Math.min(a, b) / 6)) return undefined
  return keys[row]![column]!
}

/** Listens to a line; answers a key once when two blocks in a row hold it, and not again before a pause. */
export const toneListener = (): ((sound: Sound) => Digit | undefined) => {
  let left: Sound = new Int16Array(0)
  let last: Digit | undefined
  let said: Digit | undefined
  let quiet = 0
  return (sound) => {
    const all = new Int16Array(left.length + sound.length)
    all.set(left)
    all.set(sound, left.length)
    let heard: Digit | undefined
    let at = 0
    for (; at + block <= all.length; at += block) {
      const key = keyOf(all, at)
      quiet = key ? 0 : quiet + 1
      // A gap of one block is a click in a long press, not a second press.
      if (quiet >= 2) said = undefined
      if (key && key === last && key !== said) {
        said = key
        heard = key
      }
      last = key
    }
    left = all.slice(at)
    return heard
  }
}

/** A key as sound, for lines that carry nothing else, and for tests. Level: full scale is 1. */
export const toneOf = (key: Digit, seconds = 0.1, level = 0.25): Sound => {
  const row = keys.findIndex((line) => line.includes(key))
  if (row < 0) throw new Error(`no such key: ${key}`)
  const [a, b] = [low[row]!, high[keys[row]!.indexOf(key)]!]
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const turn = (2 * Math.PI * i) / rate
    return Math.round(32_767 * level * (Math.sin(a * turn) + Math.sin(b * turn)))
  })
}
