// The keyboard: one listener for the page, the shortcuts of what is on the screen, and the keys drawn beside words.
import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react'
import type { Words } from '#kernel/words.ts'

type Shortcut = {
  /** `j`, `/`, `Ctrl+Enter`, `Alt+n`, `Escape`; several with a space between, of which the first is shown. */
  readonly keys: string
  readonly words: Words | undefined
  readonly run: (event: KeyboardEvent) => unknown
}

let active: readonly Shortcut[] = []
const listeners = new Set<() => void>()
const changed = (next: readonly Shortcut[]) => {
  active = next
  for (const tell of listeners) tell()
}

// WCAG 2.1.4: shortcuts of a single character can be turned off by those who dictate or whose keyboard sends stray keys.
const singleKey = 'huiyin.singleKeys'
const read = (): boolean => {
  try {
    return localStorage.getItem(singleKey) !== 'off'
  } catch {
    return true
  }
}
let singles = read()

const setSingles = (on: boolean) => {
  singles = on
  try {
    localStorage.setItem(singleKey, on ? 'on' : 'off')
  } catch {
    // For this page only.
  }
  changed([...active])
}

/** Whether the one under the cursor takes this key: then it is typing, not a command. A number takes no letters but `e`. */
const takes = (target: EventTarget | null, key: string): boolean => {
  if (target instanceof HTMLInputElement) {
    if (target.type === 'number') return !/^[a-df-z?/]$/i.test(key)
    return !['radio', 'checkbox', 'button', 'submit', 'file'].includes(target.type)
  }
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  )
}

const matches = (event: KeyboardEvent, keys: string): boolean => {
  const parts = keys.split('+')
  const key = parts.pop()!
  const wants = (name: string) => parts.includes(name)
  if (wants('Ctrl') !== (event.ctrlKey || event.metaKey) || wants('Alt') !== event.altKey) return false
  // Alt turns letters into signs on some keyboards: the place of the key counts then.
  if (event.altKey && /^[a-z0-9]$/i.test(key))
    return event.code === `Key${key.toUpperCase()}` || event.code === `Digit${key}`
  return event.key.toLowerCase() === key.toLowerCase()
}

const onKey = (event: KeyboardEvent) => {
  // While an input method composes, every key belongs to it: Enter takes the word, it does not save the record.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
  const single = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (single && (!singles || takes(event.target, event.key))) return
  if (document.querySelector('dialog:modal') && !(event.target as Element | null)?.closest?.('dialog')) return
  const hit = active.findLast((one) => one.keys.split(' ').some((keys) => matches(event, keys)))
  if (hit && hit.run(event) !== false) event.preventDefault()
}
if (typeof document !== 'undefined') document.addEventListener('keydown', onKey)

/** Whether what is in here can be worked on; where it cannot, its keys are silent like its buttons. */
export const Reach = createContext(true)

/**
 * A shortcut for as long as the component is there and `on` holds; the one that came last wins. `run` may answer `false`:
 * then the key does what it would have done. Give `words` and it is listed under `?`.
 */
export const useShortcut = (
  keys: string,
  run: Shortcut['run'],
  { on = true, words }: { on?: boolean; words?: Words } = {},
) => {
  const reach = useContext(Reach)
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (!on || !reach) return
    const mine: Shortcut = { keys, words, run: (event) => latest.current(event) }
    changed([...active, mine])
    return () => changed(active.filter((one) => one !== mine))
  }, [keys, on, reach, words])
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** What can be pressed on this screen now, and whether single keys are listened to. */
export const useShortcuts = () => {
  const list = useSyncExternalStore(listen, () => active)
  const on = useSyncExternalStore(listen, () => singles)
  const shown = new Map<string, Words>()
  for (const { keys, words } of list) if (words) shown.set(keys.split(' ')[0]!, words)
  return { list: [...shown].map(([keys, words]) => ({ keys, words })), singles: on, setSingles }
}

/** Keys as they are printed on the keyboard: `Ctrl+Enter`. */
export const Kbd = ({ keys }: { keys: string }) => (
  <span className="kbd" aria-hidden="true">
    {keys
      .replace('Enter', '↵')
      .replace('Escape', 'Esc')
      .replaceAll('+', ' ')
      .replace(/\b[a-z]$/, (letter) => letter.toUpperCase())}
  </span>
)
