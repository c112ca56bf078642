// The search of one list: what is typed goes into the filters a moment after the last key; `/` leads to it.
import { useEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { Icon } from './icon.tsx'
import { useShortcut } from './keys.tsx'
import { t } from './language.ts'

const words = w('在列表中查找', 'Find in the list')

/** `value` is what the filters hold; `onChange` is called with the trimmed text when it differs. */
export const FindField = ({
  value,
  onChange,
  placeholder,
}: {
  value: string
  onChange: (q: string) => void
  placeholder: string
}) => {
  const [typed, setTyped] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }
  useShortcut('/', () => input.current?.select(), { words })
  useEffect(() => {
    const timer = setTimeout(() => {
      const q = typed.trim()
      if (q !== latest.current.value) latest.current.onChange(q)
    }, 250)
    return () => clearTimeout(timer)
  }, [typed])
  // The filters were changed elsewhere: the back key, another view.
  const before = useRef(value)
  useEffect(() => {
    if (value !== before.current && document.activeElement !== input.current) setTyped(value)
    before.current = value
  }, [value])
  return (
    <search className="find-field">
      <Icon name="search" size={15} />
      <input
        ref={input}
        type="search"
        className="input"
        aria-label={t(words)}
        placeholder={placeholder}
        value={typed}
        maxLength={60}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
      />
    </search>
  )
}
