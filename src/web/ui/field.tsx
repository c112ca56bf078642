// Fields: a native control with its label, hint and problem tied to it; nothing that the browser does not already know.
import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react'
import { at, clockOf, dayOf, isDay, isoOf } from '#kernel/time.ts'
import { useProblem } from './form.tsx'
import { t } from './language.ts'

type Common<T> = {
  label: ReactNode
  /** The path in the request, `opinion.text`: the server's problem of that field is shown here. */
  name?: string
  value: T
  onChange: (value: T) => void
  hint?: ReactNode
  /** A problem that the screen itself found. */
  problem?: string | undefined
  optional?: boolean
  /** The label is for readers only. */
  bare?: boolean
  disabled?: boolean
}

const Marked = ({ label, optional }: { label: ReactNode; optional?: boolean | undefined }) => (
  <>
    {label}
    {optional && <span className="optional">{t('可不填', 'optional')}</span>}
  </>
)

/** A label, a control, a hint and a problem; `children` gets what ties them together. */
export const Field = ({
  label,
  name,
  hint,
  problem: own,
  optional,
  bare,
  children,
}: Omit<Common<unknown>, 'value' | 'onChange'> & {
  children: (tied: { id: string; name?: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}) => {
  const id = useId()
  const said = useProblem(name)
  const problem = own ?? said
  const described = [hint ? `${id}h` : '', problem ? `${id}p` : ''].filter(Boolean).join(' ')
  return (
    <div className={problem ? 'field wrong' : 'field'} data-field={name}>
      <label htmlFor={id} className={bare ? 'unseen' : 'label'}>
        <Marked label={label} optional={optional} />
      </label>
      {children({
        id,
        ...(name ? { name } : {}),
        ...(described ? { 'aria-describedby': described } : {}),
        ...(problem ? { 'aria-invalid': true } : {}),
      })}
      {hint && (
        <p className="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}p`}>
          {problem}
        </p>
      )}
    </div>
  )
}

type Input = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'placeholder' | 'autoComplete' | 'inputMode' | 'maxLength' | 'autoFocus' | 'spellCheck' | 'onKeyDown'
> & {
  type?: 'text' | 'password' | 'search' | 'tel'
  inputRef?: Ref<HTMLInputElement>
  /** Offered while typing; anything else may be written. */
  list?: readonly string[]
}

export const TextField = ({
  value,
  onChange,
  label,
  name,
  hint,
  problem,
  optional,
  bare,
  inputRef,
  list,
  type = 'text',
  ...rest
}: Common<string> & Input) => (
  <Field {...{ label, name, hint, problem, optional, bare }}>
    {(tied) => (
      <>
        <input
          {...rest}
          {...tied}
          {...(list ? { list: `${tied.id}l` } : {})}
          ref={inputRef}
          type={type}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        {list && (
          <datalist id={`${tied.id}l`}>
            {list.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        )}
      </>
    )}
  </Field>
)

export const TextArea = ({
  value,
  onChange,
  label,
  name,
  hint,
  problem,
  optional,
  bare,
  rows = 3,
  ...rest
}: Common<string> & {
  rows?: number
  placeholder?: string
  maxLength?: number
  areaRef?: Ref<HTMLTextAreaElement>
}) => {
  const { areaRef, ...others } = rest
  return (
    <Field {...{ label, name, hint, problem, optional, bare }}>
      {(tied) => (
        <textarea
          {...others}
          {...tied}
          ref={areaRef}
          rows={rows}
          className="input area"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export type Choice<V extends string = string> = {
  readonly value: V
  readonly label: ReactNode
  readonly hint?: ReactNode
}

/** One of a list that needs no picture; `empty` names the choice of nothing. */
export const Select = <V extends string>({
  value,
  onChange,
  options,
  groups,
  empty,
  label,
  name,
  hint,
  problem,
  optional,
  bare,
  disabled,
}: Common<V | ''> & {
  options?: readonly Choice<V>[]
  groups?: readonly { readonly label: string; readonly options: readonly Choice<V>[] }[]
  empty?: string
}) => (
  <Field {...{ label, name, hint, problem, optional, bare }}>
    {(tied) => (
      <select
        {...tied}
        className={value === '' ? 'input select unset' : 'input select'}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as V | '')}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options?.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
        {groups?.map((group) => (
          <optgroup key={group.label} label={group.label}>
            {group.options.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    )}
  </Field>
)

/** A calendar day of the hospital, `YYYY-MM-DD` or empty. */
export const DateField = ({
  value,
  onChange,
  min,
  max,
  label,
  name,
  hint,
  problem,
  optional,
  bare,
}: Common<string> & { min?: string; max?: string }) => (
  <Field {...{ label, name, hint, problem, optional, bare }}>
    {(tied) => (
      <input
        {...tied}
        type="date"
        className="input date"
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
)

/** A moment in hospital time, wherever the workstation believes to be; the value is ISO 8601 with offset, or empty. */
export const MomentField = ({ value, onChange, label, name, hint, problem, optional, bare }: Common<string>) => {
  const shown = value ? `${dayOf(new Date(value))}T${clockOf(new Date(value))}` : ''
  const take = (text: string) => {
    const [day = '', clock = ''] = text.split('T')
    onChange(isDay(day) && clock ? isoOf(at(day, clock.slice(0, 5))) : '')
  }
  return (
    <Field {...{ label, name, hint, problem, optional, bare }}>
      {(tied) => (
        <input
          {...tied}
          type="datetime-local"
          className="input date"
          value={shown}
          onChange={(event) => take(event.target.value)}
        />
      )}
    </Field>
  )
}

/** A number or nothing; what cannot be read as one is nothing. */
export const NumberField = ({
  value,
  onChange,
  min,
  max,
  step,
  unit,
  label,
  name,
  hint,
  problem,
  optional,
  bare,
}: Common<number | null> & { min?: number; max?: number; step?: number | 'any'; unit?: ReactNode }) => (
  <Field {...{ label, name, hint, problem, optional, bare }}>
    {(tied) => (
      <span className="measured">
        <input
          {...tied}
          type="number"
          inputMode="decimal"
          className="input number"
          min={min}
          max={max}
          step={step ?? 'any'}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
        />
        {unit && <span className="unit">{unit}</span>}
      </span>
    )}
  </Field>
)
