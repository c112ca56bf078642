// The fields of the forms: large, labelled, and told apart from what is wrong with them.
import { h, nextId } from './dom.ts'
import { t } from './language.ts'

type Common = {
  /** As the server calls it; a refusal names it. */
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly optional?: boolean
}

const labelled = ({ label, optional }: Common, id: string) =>
  h('label', { for: id }, label, optional ? h('small', {}, t('（可不填）', ' (optional)')) : null)

const around = (it: Common, id: string, ...inner: (Node | null)[]) =>
  h(
    'div',
    { class: 'field', 'data-field': it.name },
    labelled(it, id),
    it.hint ? h('p', { class: 'hint', id: `${id}h` }, it.hint) : null,
    ...inner,
  )

type Text = Common & {
  readonly value: string
  readonly type?: string
  readonly rows?: number
  readonly most?: number
  readonly mode?: string
  readonly complete?: string
  readonly list?: readonly string[]
  readonly onInput: (value: string) => void
}

/** One line, or several with `rows`; `list` offers what may be chosen while typing. */
export const textField = (it: Text): HTMLElement => {
  const id = nextId()
  const common = {
    id,
    name: it.name,
    value: it.value,
    maxlength: it.most,
    'aria-describedby': it.hint ? `${id}h` : undefined,
    'aria-required': it.optional ? undefined : 'true',
    oninput: (event: Event) => it.onInput((event.target as HTMLInputElement).value),
  }
  if (it.rows) return around(it, id, h('textarea', { ...common, rows: it.rows }))
  const input = h('input', {
    ...common,
    type: it.type ?? 'text',
    inputmode: it.mode,
    autocomplete: it.complete ?? 'off',
    autocapitalize: it.mode === 'text' ? 'characters' : undefined,
    list: it.list ? `${id}l` : undefined,
  })
  const list = it.list && h('datalist', { id: `${id}l` }, ...it.list.map((value) => h('option', { value })))
  return around(it, id, input, list ?? null)
}

type Choice = Common & {
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string, hint?: string])[]
  readonly onChoose: (value: string) => void
}

/** One of a few, as large buttons; the arrows go through them. */
export const choiceField = (it: Choice): HTMLElement =>
  h(
    'fieldset',
    { class: 'field choice', 'data-field': it.name },
    h('legend', {}, it.label, it.optional ? h('small', {}, t('（可不选）', ' (optional)')) : null),
    it.hint ? h('p', { class: 'hint' }, it.hint) : null,
    h(
      'div',
      { class: it.options.some(([, , hint]) => hint) ? 'rows' : 'chips' },
      ...it.options.map(([value, label, hint]) =>
        h(
          'label',
          {},
          h('input', {
            type: 'radio',
            name: it.name,
            value,
            checked: value === it.value,
            onchange: () => it.onChoose(value),
          }),
          h('span', {}, label, hint ? h('small', {}, hint) : null),
        ),
      ),
    ),
  )

/** Says beside each field what is wrong with it and goes to the first; what belongs to no field is answered. */
export const mark = (form: HTMLElement, problems: readonly { field: string; reason: string }[]): string[] => {
  for (const old of form.querySelectorAll('.wrong')) old.remove()
  for (const old of form.querySelectorAll('[aria-invalid]')) old.removeAttribute('aria-invalid')
  const homeless: string[] = []
  let first: HTMLElement | null = null
  for (const { field, reason } of problems) {
    const name = field.replace(/^(reporter|identity)\./, '').split('.')[0]!
    const place = form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
    if (!place) {
      homeless.push(reason)
      continue
    }
    place.append(h('p', { class: 'wrong', role: 'alert' }, reason))
    const input = place.querySelector<HTMLElement>('input, textarea, select')
    input?.setAttribute('aria-invalid', 'true')
    first ??= input
  }
  first?.focus()
  first?.scrollIntoView({ block: 'center' })
  return homeless
}

/** Blocks a second press and says that it is under way. */
export const submitButton = (
  words: string,
): { element: HTMLButtonElement; busy: (is: boolean, says?: string) => void } => {
  const element = h('button', { type: 'submit', class: 'primary' }, words)
  return {
    element,
    busy: (is, says) => {
      element.setAttribute('aria-disabled', String(is))
      element.textContent = is ? (says ?? t('正在发送…', 'Sending…')) : words
    },
  }
}
