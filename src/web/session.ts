// Whether somebody is signed in, and waiting for it: a session that ends in the middle of a sentence loses nothing.
import { useEffect, useSyncExternalStore } from 'react'

let lapsed = false
let waiting: (() => void)[] = []
const listeners = new Set<() => void>()
const tell = () => {
  for (const one of listeners) one()
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The session has ended: the door is shown over the page, and this resolves when somebody has come in again. */
export const signedInAgain = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve)
    lapsed = true
    tell()
  })

/** Said by who asked who is there and heard that nobody is. */
export const lapse = (): void => {
  lapsed = true
  tell()
}

/** Said by the door: what waited goes on. */
export const cameBack = (): void => {
  const ready = waiting
  waiting = []
  lapsed = false
  tell()
  for (const go of ready) go()
}

let held = 0

/** As long as it is on the screen the door is not shown over it: a wall says itself that nobody is signed in any more. */
export const useHeldDoor = (on: boolean): void =>
  useEffect(() => {
    if (!on) return
    held++
    tell()
    return () => {
      held--
      tell()
    }
  }, [on])

/** Whether the session has ended, shown or not. */
export const useEnded = (): boolean => useSyncExternalStore(listen, () => lapsed)

/** Whether the door must be shown over the page. */
export const useLapsed = (): boolean => useSyncExternalStore(listen, () => lapsed && held === 0)
