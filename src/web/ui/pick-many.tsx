// Some of a long list: what was chosen stands as chips that can be taken away, the rest waits in one select.
import type { ReactNode } from 'react'
import { Choices } from './choose.tsx'
import type { Choice } from './field.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'

/** Options may stand in groups; `add` is the word of the select. What is chosen but not among the options keeps its value. */
export const PickMany = <V extends string>({
  value,
  onChange,
  options,
  groups,
  add,
  ...field
}: {
  label: ReactNode
  name?: string
  hint?: ReactNode
  value: readonly V[]
  onChange: (value: V[]) => void
  options?: readonly Choice<V>[]
  groups?: readonly { readonly label: string; readonly options: readonly Choice<V>[] }[]
  add: string
}) => {
  const all = [...(options ?? []), ...(groups ?? []).flatMap((group) => group.options)]
  const left = (some: readonly Choice<V>[]) => some.filter((one) => !value.includes(one.value))
  const option = (one: Choice<V>) => (
    <option key={one.value} value={one.value}>
      {one.label}
    </option>
  )
  return (
    <Choices {...field}>
      {value.length > 0 && (
        <ul className="chips">
          {value.map((one) => {
            const label = all.find((option) => option.value === one)?.label ?? one
            return (
              <li key={one} className="chip-item">
                {label}
                <button type="button" onClick={() => onChange(value.filter((other) => other !== one))}>
                  <Icon name="close" size={13} />
                  <span className="unseen">
                    {t('移除', 'Remove')} {label}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {left(all).length > 0 && (
        <select
          className="input select unset"
          aria-label={add}
          value=""
          onChange={({ target }) => target.value && onChange([...value, target.value as V])}
        >
          <option value="">{add}</option>
          {left(options ?? []).map(option)}
          {groups?.map(
            (group) =>
              left(group.options).length > 0 && (
                <optgroup key={group.label} label={group.label}>
                  {left(group.options).map(option)}
                </optgroup>
              ),
          )}
        </select>
      )}
    </Choices>
  )
}
