// What was typed for a case and not yet sent: kept for each case and verb while the page lives, nowhere else.
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useForm } from '#web/ui/form.tsx'

// It speaks of patients: so it never reaches the disk of a workstation, and is gone with the page.
const kept = new Map<string, object>()
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault()
const guard = () => {
  if (kept.size > 0) addEventListener('beforeunload', warn)
  else removeEventListener('beforeunload', warn)
}

const put = (key: string, values: object | undefined) => {
  if (values === undefined ? !kept.delete(key) : kept.get(key) === values) return
  if (values) kept.set(key, values)
  guard()
  tell()
}

/** As `useForm`, beginning with what was left; `done` forgets it. */
export const useUnsaved = <T extends object>(key: string, initial: T) => {
  const form = useForm((kept.get(key) as T | undefined) ?? initial)
  const over = useRef(false)
  const empty = JSON.stringify(initial)
  const { values } = form
  useEffect(() => {
    if (!over.current) put(key, JSON.stringify(values) === empty ? undefined : values)
  }, [key, values, empty])
  const done = () => {
    over.current = true
    put(key, undefined)
  }
  return { ...form, done }
}

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Whether something begins with this key: `{id}.` for a case, `{id}.answer` for one verb of it. */
export const useHasUnsaved = (begins: string): boolean =>
  useSyncExternalStore(listen, () => {
    for (const key of kept.keys()) if (key.startsWith(begins)) return true
    return false
  })
