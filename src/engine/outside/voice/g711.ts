// G.711, both laws: eight bits a sample on the line, sixteen in here.
import type { Sound } from './shapes.ts'

export type Law = 'PCMA' | 'PCMU'

const alawSample = (code: number): number => {
  const bits = code ^ 0x55
  const segment = (bits & 0x70) >> 4
  const step = (bits & 0x0f) << 4
  const size = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1)
  return bits & 0x80 ? size : -size
}

const ulawSample = (code: number): number => {
  const bits = ~code & 0xff
  const size = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
  return bits & 0x80 ? -size : size
}

const segmentOf = (size: number): number => Math.max(0, 24 - Math.clz32(size))

const alawCode = (sample: number): number => {
  const positive = sample >= 0
  const size = Math.min(positive ? sample : -sample - 1, 32_635)
  const segment = segmentOf(size)
  const code = (segment << 4) | ((size >> (segment === 0 ? 4 : segment + 3)) & 0x0f)
  return (code | (positive ? 0x80 : 0)) ^ 0x55
}

const ulawCode = (sample: number): number => {
  const size = Math.min(Math.abs(sample), 32_635) + 0x84
  const segment = 24 - Math.clz32(size)
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | ((size >> (segment + 3)) & 0x0f)) & 0xff
}

/** Both directions as tables, made once: a line says fifty packets a second each way. */
const tables = (sampleOf: (code: number) => number, codeOf: (sample: number) => number) => ({
  samples: Int16Array.from({ length: 256 }, (_, code) => sampleOf(code)),
  codes: Uint8Array.from({ length: 65_536 }, (_, at) => codeOf(at - 32_768)),
})

const laws: Readonly<Record<Law, ReturnType<typeof tables>>> = {
  PCMA: tables(alawSample, alawCode),
  PCMU: tables(ulawSample, ulawCode),
}

/** What silence is on the line. */
export const silence: Readonly<Record<Law, number>> = { PCMA: alawCode(0), PCMU: ulawCode(0) }

export const decode = (law: Law, bytes: Uint8Array): Sound => {
  const { samples } = laws[law]
  const sound = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) sound[i] = samples[bytes[i]!]!
  return sound
}

export const encode = (law: Law, sound: Sound): Uint8Array => {
  const { codes } = laws[law]
  const bytes = new Uint8Array(sound.length)
  for (let i = 0; i < sound.length; i++) bytes[i] = codes[sound[i]! + 32_768]!
  return bytes
}

/** The same bytes in the other law. */
export const recode = (from: Law, to: Law, bytes: Uint8Array): Uint8Array =>
  from === to ? bytes : encode(to, decode(from, bytes))
