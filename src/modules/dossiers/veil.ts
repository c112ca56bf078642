// De-identifying: what names a person in fields and in free words is masked before a file leaves the house.
import { maskIdNumber, maskName, maskPhone } from '#kernel/mask.ts'

/** What is known of the people of a matter: every name and number by which they could be told. */
export type Known = { readonly names: readonly string[]; readonly numbers: readonly string[] }

const idNumber = /(?<!\d)\d{17}[\dXx](?!\d)/g
const mobile = /(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)/g
const landline = /(?<!\d)0\d{2,3}-\d{7,8}(?!\d)/g

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Masks a text: known names and numbers, and whatever looks like a telephone or identity number. */
export const veilOf = ({ names, numbers }: Known): ((text: string) => string) => {
  // A name of one character would mask every other word.
  const long = [...new Set(names)].filter((name) => [...name].length > 1).sort((a, b) => b.length - a.length)
  const named = long.length === 0 ? null : new RegExp(long.map(escaped).join('|'), 'g')
  const plain = [...new Set(numbers)].filter((number) => number.length >= 5)
  const numbered = plain.length === 0 ? null : new RegExp(plain.map(escaped).join('|'), 'g')
  return (text) => {
    let out = text
    if (named) out = out.replace(named, (name) => maskName(name))
    out = out.replace(idNumber, (it) => maskIdNumber(it))
    out = out.replace(mobile, (it) => maskPhone(it.replace(/\D/g, '')))
    out = out.replace(landline, (it) => maskPhone(it.replace(/\D/g, '')))
    return numbered ? out.replace(numbered, (number) => maskPhone(number)) : out
  }
}

/** Hashes and ids name nobody, and a run of digits in one is no telephone number. */
const machine = /^[0-9a-f-]{32,}$/i

/** The same over everything that a value holds; bytes, instants, hashes and ids stay as they are. */
export const veiled = <T>(value: T, veil: (text: string) => string): T => {
  if (typeof value === 'string') return (machine.test(value) ? value : veil(value)) as T
  if (Array.isArray(value)) return value.map((one) => veiled(one, veil)) as T
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, veiled(one, veil)])) as T
}
