// Keys for a machine on the other side: “press 2 for the ward”.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { pressKeys } from './telephone.ts'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

export const Keypad = ({ onClose }: { onClose: () => void }) => {
  const [pressed, setPressed] = useState('')
  const place = useRef<HTMLElement>(null)
  useEffect(() => place.current?.focus(), [])
  const press = (key: string) => {
    setPressed((before) => (before + key).slice(-14))
    void pressKeys(key)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!keys.includes(event.key) || event.ctrlKey || event.altKey) return
    event.preventDefault()
    press(event.key)
  }
  return (
    <section
      ref={place}
      className="phone-panel keypad"
      tabIndex={-1}
      aria-label={t('按键', 'Keys')}
      onKeyDown={onKeyDown}
    >
      <div className="phone-panel-head">
        <output className="figures">{pressed || t('可直接按数字键', 'Digits may be typed')}</output>
        <IconButton icon="close" size={15} label={t('收起', 'Close')} onClick={onClose} />
      </div>
      <div className="keypad-keys">
        {keys.map((key) => (
          <button key={key} type="button" onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
    </section>
  )
}
