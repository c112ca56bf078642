// Music for who waits, made by the program: a few soft notes that nobody has a right to, where none was uploaded.
import type { Sound } from '#engine/outside/voice/shapes.ts'

const rate = 8000
const beat = 0.6
/** A pentatonic phrase in semitones from A4; null is a rest. */
const phrase = [0, 3, 5, 7, null, 5, 3, 0, -2, 0, 3, 5, 3, 0, -2, -4, 0, null, null, null] as const

let made: Sound | undefined

/** Twelve seconds that can be repeated without an end; quiet enough to speak over. */
export const holdMusic = (): Sound => {
  if (made) return made
  const sound = new Int16Array(Math.round(phrase.length * beat * rate))
  phrase.forEach((note, i) => {
    if (note === null) return
    const pitch = 440 * 2 ** (note / 12)
    const from = Math.round(i * beat * rate)
    const length = Math.round(beat * 1.8 * rate)
    for (let j = 0; j < length; j++) {
      const t = j / rate
      const loud = 2400 * Math.min(1, t / 0.02) * Math.exp(-t * 2.6)
      const wave = Math.sin(2 * Math.PI * pitch * t) + 0.3 * Math.sin(4 * Math.PI * pitch * t)
      const place = (from + j) % sound.length
      sound[place] = Math.max(-32_768, Math.min(32_767, sound[place]! + Math.round(loud * wave)))
    }
  })
  made = sound
  return made
}
