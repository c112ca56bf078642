// The language of the screens: one choice for the whole page, kept in the browser, spoken by `t`.
import { useSyncExternalStore } from 'react'
import type { Language, Words } from '#kernel/words.ts'

const key = 'huiyin.language'
const listeners = new Set<() => void>()

const stored = (): Language => {
  try {
    return localStorage.getItem(key) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh' // A browser that keeps nothing still speaks Chinese.
  }
}

let current: Language = stored()

const show = () => {
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en'
}
show()

/** The language now; for code outside of components. */
export const language = (): Language => current

/** Says a sentence in the language of the page: `t(words)` or `t('已归档', 'Archived')`. */
export const t = (first: Words | string, en?: string): string => {
  if (typeof first === 'string') return current === 'zh' ? first : (en ?? first)
  return first[current]
}

const set = (to: Language): void => {
  current = to
  show()
  try {
    localStorage.setItem(key, to)
  } catch {
    // Kept for this page only.
  }
  for (const tell of listeners) tell()
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** The language and how to change it. The shell draws the screen anew on a change, so `t` needs no hook. */
export const useLanguage = (): [Language, (to: Language) => void] => [useSyncExternalStore(listen, language), set]
