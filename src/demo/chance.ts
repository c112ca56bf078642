// Chance that repeats itself: the demo is the same hospital every time it is made.

/** A generator of numbers in [0, 1) from a seed (mulberry32). */
export const chanceFrom = (seed: number) => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    /** A whole number from `from` to `to`, both included. */
    whole: (from: number, to: number): number => from + Math.floor(next() * (to - from + 1)),
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
    /** True with this share. */
    happens: (share: number): boolean => next() < share,
  }
}
export type Chance = ReturnType<typeof chanceFrom>
