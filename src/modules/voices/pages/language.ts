// The two languages of the pages: Chinese first, English beside it, kept for this visit.
import { h } from './dom.ts'

type Language = 'zh' | 'en'

const read = (): Language => {
  try {
    return sessionStorage.getItem('language') === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

let now = read()
let redraw = (): void => {}

export const t = (zh: string, en: string): string => (now === 'en' ? en : zh)
export const said = (words: { readonly zh: string; readonly en: string }): string => words[now]
export const language = (): Language => now

/** Draws the page, and again whenever the language changes. */
export const drawn = (draw: () => void): void => {
  redraw = draw
  const button = h('button', { type: 'button', class: 'language' })
  const dress = () => {
    document.documentElement.lang = now === 'en' ? 'en' : 'zh-CN'
    button.lang = now === 'en' ? 'zh-CN' : 'en'
    button.textContent = now === 'en' ? '中文' : 'English'
  }
  button.addEventListener('click', () => {
    now = now === 'en' ? 'zh' : 'en'
    try {
      sessionStorage.setItem('language', now)
    } catch {}
    dress()
    redraw()
  })
  dress()
  document.querySelector('header')!.append(button)
  draw()
}

/** A day and hour as the hospital's clock shows it, wherever the telephone believes to be. */
export const moment = (iso: string): string =>
  new Date(iso).toLocaleString(now === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
