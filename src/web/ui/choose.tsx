// Choices that stand in the open: radios, checks and the scale from nought to ten, all native and all by keyboard.
import { type ReactNode, useId } from 'react'
import type { Choice } from './field.tsx'
import { useProblem } from './form.tsx'

type Group = {
  label: ReactNode
  name?: string
  hint?: ReactNode
  problem?: string | undefined
  bare?: boolean
  disabled?: boolean
}

/** A group of choices under one legend. */
export const Choices = ({
  label,
  name,
  hint,
  problem: own,
  bare,
  disabled,
  children,
}: Group & { children: ReactNode }) => {
  const id = useId()
  const said = useProblem(name)
  const problem = own ?? said
  return (
    <fieldset
      className={problem ? 'field choices wrong' : 'field choices'}
      data-field={name}
      disabled={disabled}
      aria-describedby={problem ? `${id}p` : undefined}
    >
      <legend className={bare ? 'unseen' : 'label'}>{label}</legend>
      {hint && <p className="hint">{hint}</p>}
      {children}
      {problem && (
        <p className="problem" id={`${id}p`}>
          {problem}
        </p>
      )}
    </fieldset>
  )
}

/** One of a few. `tall`: one below the other with its hint, for choices that need a sentence. */
export const RadioRow = <V extends string>({
  value,
  onChange,
  options,
  tall,
  ...group
}: Group & {
  value: V | ''
  onChange: (value: V) => void
  options: readonly (Choice<V> & { readonly tone?: 'bad' })[]
  tall?: boolean
}) => {
  const id = useId()
  return (
    <Choices {...group}>
      <div className={tall ? 'row tall' : 'row'}>
        {options.map((one) => (
          <label key={one.value} className={one.tone ? `choice ${one.tone}` : 'choice'}>
            <input type="radio" name={id} checked={value === one.value} onChange={() => onChange(one.value)} />
            <span>
              {one.label}
              {one.hint && <small>{one.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </Choices>
  )
}

/** Any of a few; `alone` cannot stand beside another. */
export const CheckRow = <V extends string>({
  value,
  onChange,
  options,
  ...group
}: Group & {
  value: readonly V[]
  onChange: (value: V[]) => void
  options: readonly (Choice<V> & { readonly alone?: boolean; readonly tone?: 'bad' })[]
}) => (
  <Choices {...group}>
    <div className="row">
      {options.map((one) => (
        <label key={one.value} className={one.tone ? `choice ${one.tone}` : 'choice'}>
          <input
            type="checkbox"
            checked={value.includes(one.value)}
            onChange={() => onChange(toggled(value, one.value, options))}
          />
          <span>
            {one.label}
            {one.hint && <small>{one.hint}</small>}
          </span>
        </label>
      ))}
    </div>
  </Choices>
)

/** The chosen ones after one was pressed. */
export const toggled = <V extends string>(
  value: readonly V[],
  pressed: V,
  options: readonly { readonly value: V; readonly alone?: boolean }[],
): V[] => {
  if (value.includes(pressed)) return value.filter((one) => one !== pressed)
  const alone = (one: V) => options.find((option) => option.value === one)?.alone === true
  return alone(pressed) ? [pressed] : [...value.filter((one) => !alone(one)), pressed]
}

/** A single yes or no. */
export const Check = ({
  label,
  value,
  onChange,
  hint,
  disabled,
}: {
  label: ReactNode
  value: boolean
  onChange: (value: boolean) => void
  hint?: ReactNode
  disabled?: boolean
}) => (
  <label className="choice check">
    <input type="checkbox" checked={value} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
    <span>
      {label}
      {hint && <small>{hint}</small>}
    </span>
  </label>
)
