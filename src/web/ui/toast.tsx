// Short messages at the edge, said aloud to those who listen, with a way back where there is one.
import { useSyncExternalStore } from 'react'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'

type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
  readonly undo: (() => unknown) | undefined
  readonly request: string | undefined
}

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()
const show = (next: readonly Toast[]) => {
  toasts = next
  for (const tell of listeners) tell()
}
const remove = (id: number) => show(toasts.filter((one) => one.id !== id))

/** Says something that needs no answer; `undo` gives it a button. A bad one stays until it is read. */
export const toast = (
  text: string,
  { tone = 'good', undo, request }: { tone?: 'good' | 'bad'; undo?: () => unknown; request?: string } = {},
): void => {
  const id = ++last
  show([...toasts.slice(-2), { id, text, tone, undo, request }])
  setTimeout(() => remove(id), tone === 'bad' ? 12_000 : undo ? 8_000 : 4_000)
}

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** Where toasts appear; once, in the shell. */
export const Toasts = () => {
  const list = useSyncExternalStore(listen, () => toasts)
  return (
    <div className="toasts" aria-live="polite" role="status">
      {list.map((one) => (
        <div key={one.id} className={`toast ${one.tone}`}>
          <Icon name={one.tone === 'good' ? 'check' : 'alert'} size={17} />
          <span>
            {one.text}
            {one.request && <code className="request">{one.request.slice(0, 8)}</code>}
          </span>
          {one.undo && (
            <Button
              small
              kind="quiet"
              icon="undo"
              onClick={() => {
                remove(one.id)
                one.undo?.()
              }}
            >
              {t('撤销', 'Undo')}
            </Button>
          )}
          <IconButton icon="close" size={15} label={t('关闭', 'Close')} onClick={() => remove(one.id)} />
        </div>
      ))}
    </div>
  )
}
