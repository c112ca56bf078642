// The browser's only clock, set right by the server's: what is overdue must not depend on a workstation's battery.
import { useSyncExternalStore } from 'react'

let skew = 0
let shown = new Date(Date.now())
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** The instant now, in the server's time. */
export const now = (): Date => new Date(Date.now() + skew)

const tick = () => {
  shown = now()
  for (const tell of listeners) tell()
}

/** Sets the clock by what the server said just now. */
export const setClock = (serverNow: string): void => {
  skew = new Date(serverNow).getTime() - Date.now()
  tick()
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  timer ??= setInterval(tick, 20_000)
  return () => {
    listeners.delete(tell)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The instant now, renewed every twenty seconds: enough for “20 minutes left”. */
export const useNow = (): Date => useSyncExternalStore(listen, () => shown)
