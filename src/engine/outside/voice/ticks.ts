// The clock of all lines: one beat each 20 ms for everyone, caught up with when the machine was busy.

const beat = 20

/** More than this and the lost beats are let go: a burst of packets would be thrown away by the PBX anyhow. */
const most = 10

const listeners = new Set<() => void>()
let timer: NodeJS.Timeout | undefined
let began = 0
let done = 0

const run = () => {
  const due = Math.floor((performance.now() - began) / beat)
  const behind = due - done
  for (let i = Math.min(behind, most); i > 0; i--) for (const listener of listeners) listener()
  done = due
  timer = setTimeout(run, Math.max(1, began + (done + 1) * beat - performance.now()))
}

/** Calls `listener` fifty times a second until what it answers is called. */
export const eachTick = (listener: () => void): (() => void) => {
  listeners.add(listener)
  if (!timer) {
    began = performance.now()
    done = 0
    timer = setTimeout(run, beat)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(timer)
    timer = undefined
  }
}
