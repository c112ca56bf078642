// A form: values by name, the server's problems beside their fields, the first wrong field focused.
import { createContext, type FormEvent, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { FieldProblem } from '#kernel/refusal.ts'
import type { Refused } from '#web/client.ts'
import { Button } from './button.tsx'
import { t } from './language.ts'
import { Note } from './states.tsx'

const Problems = createContext<readonly FieldProblem[]>([])

/** What the server said about the field of this name, or about something inside it. */
export const useProblem = (name: string | undefined): string | undefined => {
  const problems = useContext(Problems)
  return name === undefined
    ? undefined
    : problems.find(({ field }) => field === name || field.startsWith(`${name}.`))?.reason
}

/** Lets fields below show these problems; `Form` does it by itself. */
export const ShowProblems = ({ problems, children }: { problems: readonly FieldProblem[]; children: ReactNode }) => (
  <Problems value={problems}>{children}</Problems>
)

/** Values of a form and what each field needs: `<TextField {...form.field('name')} />`. */
export const useForm = <T extends object>(initial: T) => {
  const [values, setValues] = useState(initial)
  const set = (patch: Partial<T>) => setValues((before) => ({ ...before, ...patch }))
  const field = <K extends keyof T & string>(name: K) => ({
    name,
    value: values[name],
    onChange: (value: T[K]) => set({ [name]: value } as unknown as Partial<T>),
  })
  return { values, set, field, reset: () => setValues(initial) }
}

/** The first field of these names in the order of the page, focused. */
export const focusFirst = (within: ParentNode | null, problems: readonly FieldProblem[]): void => {
  const all = [...(within?.querySelectorAll<HTMLElement>('[data-field]') ?? [])]
  const first = all.find(({ dataset }) =>
    problems.some(({ field }) => field === dataset.field || field.startsWith(`${dataset.field}.`)),
  )
  const target = first?.querySelector<HTMLElement>('input:checked, input, select, textarea, button') ?? first
  target?.focus()
  target?.scrollIntoView({ block: 'center' })
}

/** `problem` is the refusal of the last try; `onSubmit` is called on Enter and on the button. */
export const Form = ({
  onSubmit,
  problem,
  submit,
  busy,
  danger,
  onCancel,
  children,
  extra,
}: {
  onSubmit: () => unknown
  problem?: Refused | null
  /** The word on the button; without it the form has none of its own. */
  submit?: ReactNode
  busy?: boolean
  danger?: boolean
  onCancel?: () => void
  /** Beside the buttons. */
  extra?: ReactNode
  children: ReactNode
}) => {
  const place = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (problem) focusFirst(place.current, problem.fields)
  }, [problem])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) onSubmit()
  }
  return (
    <form ref={place} className="form" onSubmit={send} noValidate>
      <Problems value={problem?.fields ?? []}>{children}</Problems>
      {problem && (
        <Note tone="bad" title={problem.title}>
          {problem.message}
        </Note>
      )}
      {submit !== undefined && (
        <div className="actions">
          <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={busy ?? false}>
            {submit}
          </Button>
          {onCancel && <Button onClick={onCancel}>{t('取消', 'Cancel')}</Button>}
          {extra}
        </div>
      )}
    </form>
  )
}
