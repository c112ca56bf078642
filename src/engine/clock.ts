// The one clock. Nothing else in the program asks what time it is; tests hold this one still and move it.

export type Clock = { now(): Date }

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands at `start` until it is moved. */
export const heldClock = (start: Date | string): Clock & { set(to: Date | string): void; pass(ms: number): void } => {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: (to) => {
      at = new Date(to)
    },
    pass: (ms) => {
      at = new Date(at.getTime() + ms)
    },
  }
}
