// One key pressed is one key heard, although a telephone may send it three ways at once: RFC 4733, SIP INFO, tones.
import type { Digit } from './shapes.ts'

/** Tones wait this long (ms) for the same key by a better way. */
const patience = 120
/** Two ways of the same press lie no further apart than this (ms). */
const together = 450

type Way = 'rfc4733' | 'info' | 'tone'

export const keyHearing = (say: (digit: Digit) => void) => {
  let last: { readonly digit: Digit; readonly way: Way; readonly at: number } | undefined
  /** Whoever sends keys properly is not listened to for tones: his voice, or music, may hold some. */
  let proper = false
  const take = (digit: Digit, way: Way) => {
    const at = performance.now()
    if (last && last.digit === digit && last.way !== way && at - last.at < together) return
    last = { digit, way, at }
    say(digit)
  }
  return (digit: Digit, way: Way): void => {
    if (!/^[0-9*#]$/.test(digit)) return
    if (way !== 'tone') {
      proper = true
      take(digit, way)
    } else if (!proper)
      setTimeout(() => {
        if (!proper) take(digit, 'tone')
      }, patience)
  }
}
