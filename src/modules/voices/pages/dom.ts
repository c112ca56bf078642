// The whole of what these pages need of a framework: elements made of text and never of markup.

type Child = Node | string | null | false | undefined
type Props = { readonly [name: string]: unknown }

/** Makes an element. `on…` are listeners, `class` and the like attributes, true is an attribute without value. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener)
    else if (name === 'value') (element as unknown as HTMLInputElement).value = String(value)
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== undefined))
  return element
}

let ids = 0
/** An id for what belongs together. */
export const nextId = (): string => `f${++ids}`

/** Puts `view` into the page's main part and tells those who hear it where they are. */
export const show = (...view: readonly Child[]): void => {
  const main = document.querySelector('main')!
  main.replaceChildren(...(view.filter(Boolean) as Node[]))
  main.removeAttribute('aria-busy')
  const heading = main.querySelector('h1')
  heading?.setAttribute('tabindex', '-1')
  heading?.focus({ preventScroll: true })
  scrollTo(0, 0)
}

/** A word to those who look and those who hear; `bad` interrupts. */
export const note = (text: string, kind: 'good' | 'bad' | 'plain' = 'plain', ...more: readonly Child[]): HTMLElement =>
  h('div', { class: `note ${kind}`, role: kind === 'bad' ? 'alert' : 'status' }, h('p', {}, text), ...more)
