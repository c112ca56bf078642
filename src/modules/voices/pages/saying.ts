// What both forms have in common: opening the page, finding the department, sending, and what happens when the line is gone.

import { h, note, show } from './dom.ts'
import { draftOf } from './draft.ts'
import { mark, submitButton, textField } from './fields.ts'
import { drawn, t } from './language.ts'
import { picturesField } from './pictures.ts'
import { showReceipt } from './receipt.ts'
import { ask, type Failed, type Form, type Receipt, random } from './wire.ts'

/** What both ask: the same fields under the same names. */
export type Common = { key: string; text: string; demand: string; when: string; place: string; where: string }

export const common = (): Common => ({ key: random(), text: '', demand: '', when: '', place: '', where: '' })

const nameOf = (it: Form['departments'][number], many: boolean): string =>
  many ? `${it.name} · ${it.campus}` : it.name

/** The department that was typed, if it is one; anything else is part of the place. */
export const departmentTyped = (form: Form, where: string) => {
  const many = new Set(form.departments.map(({ campus }) => campus)).size > 1
  const typed = where.trim()
  return (
    form.departments.find((it) => nameOf(it, many) === typed) ?? form.departments.find(({ name }) => name === typed)
  )
}

export const departmentField = (form: Form, values: Common, keep: () => void, changed: () => void = () => {}) =>
  textField({
    name: 'departmentId',
    label: t('哪个科室', 'Which department'),
    hint: t('输入一两个字就会出现名单；不确定可以不填。', 'Type a letter or two for the list; leave it out if unsure.'),
    optional: true,
    value: values.where,
    list: form.departments.map((it) => nameOf(it, new Set(form.departments.map(({ campus }) => campus)).size > 1)),
    most: 60,
    onInput: (value) => {
      values.where = value
      keep()
      changed()
    },
  })

export const whenField = (values: Common, keep: () => void) =>
  textField({
    name: 'happenedAt',
    label: t('什么时候', 'When'),
    optional: true,
    type: 'datetime-local',
    value: values.when,
    onInput: (value) => {
      values.when = value
      keep()
    },
  })

/** Where, in words of one's own. */
export const placeField = (values: Common, keep: () => void) =>
  textField({
    name: 'place',
    label: t('在哪里', 'Where'),
    optional: true,
    most: 60,
    value: values.place,
    onInput: (value) => {
      values.place = value
      keep()
    },
  })

export const demandField = (values: Common, keep: () => void) =>
  textField({
    name: 'demand',
    label: t('希望怎么解决', 'What would put it right'),
    optional: true,
    rows: 2,
    most: 1000,
    value: values.demand,
    onInput: (value) => {
      values.demand = value
      keep()
    },
  })

/** What both send: the hospital's clock is eight hours ahead of the world's, whatever the telephone believes. */
export const commonSent = (form: Form, it: Common) => {
  const department = departmentTyped(form, it.where)
  const place = [it.place, department ? '' : it.where]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('，')
  return {
    key: it.key,
    text: it.text,
    demand: it.demand,
    place: place.slice(0, 100),
    departmentId: department?.id ?? null,
    happenedAt: it.when ? `${it.when}:00+08:00` : null,
  }
}

type Page<V extends Common> = {
  readonly name: 'say' | 'staff'
  readonly blank: () => V
  /** The fields of the form; `again` draws it anew with what was written. */
  readonly fields: (form: Form, values: V, keep: () => void, again: () => void) => readonly (Node | null)[]
  readonly head: (form: Form) => readonly Node[]
  readonly sent: (form: Form, values: V) => unknown
  readonly path: string
}

const hotlineLine = ({ hotline }: Form): Node | null =>
  hotline
    ? h(
        'p',
        { class: 'hotline' },
        t('也可以打电话：', 'Or call: '),
        h('a', { href: `tel:${hotline.replace(/[^\d+]/g, '')}` }, hotline),
      )
    : null

/** Opens a form and lives with it until it has gone. */
export const openForm = <V extends Common>(page: Page<V>): void => {
  const staff = page.name === 'staff'
  let draft = draftOf<V>(page.name, page.blank())
  let form: Form | null = null
  let failed: Failed | null = null
  let pictures = picturesField()
  const kept = draftOf<{ receipt: Receipt | null }>(`receipt-${page.name}`, { receipt: null })

  const began = (): void => {
    draft.drop()
    draft = draftOf<V>(page.name, page.blank())
    pictures = picturesField()
    draw()
  }

  const load = (): void => {
    failed = null
    ask<Form>('/voices/form', undefined, { apart: true }).then(
      (got) => {
        form = got
        draw()
      },
      (error: Failed) => {
        failed = error
        draw()
      },
    )
  }

  const draw = (): void => {
    if (kept.values.receipt) {
      showReceipt(kept.values.receipt, {
        pictures: [],
        staff,
        again: () => {
          kept.values.receipt = null
          kept.drop()
          began()
        },
      })
      return
    }
    if (failed) {
      show(
        h('h1', {}, t('暂时打不开', 'Not just now')),
        note(failed.message, 'bad', h('button', { type: 'button', onclick: load }, t('再试一次', 'Try again'))),
      )
      return
    }
    if (form) drawForm(form)
  }

  const drawForm = (form: Form): void => {
    const { values, keep } = draft
    const submit = submitButton(t('发送', 'Send'))
    const word = h('div')
    let sending = false
    let waits = false
    const send = async (): Promise<void> => {
      if (sending) return
      sending = true
      submit.busy(true)
      word.replaceChildren()
      try {
        const receipt = await ask<Receipt>(page.path, page.sent(form, values), { apart: true })
        draft.drop()
        kept.values.receipt = receipt
        kept.keep()
        showReceipt(receipt, {
          pictures: pictures.chosen(),
          staff,
          again: () => {
            kept.values.receipt = null
            kept.drop()
            began()
          },
        })
      } catch (error) {
        const { status, message, fields } = error as Failed
        const homeless = mark(element, fields ?? [])
        const all =
          fields?.length && homeless.length === 0 ? t('请看标出的地方。', 'Please look at what is marked.') : message
        word.replaceChildren(note([all, ...homeless].join(' '), 'bad'))
        // The same key: whatever arrived the first time is not done again.
        if (status === 0 && !waits) {
          waits = true
          addEventListener('online', () => element.isConnected && void send(), { once: true })
        }
      } finally {
        sending = false
        submit.busy(false)
      }
    }
    const element = h(
      'form',
      {
        novalidate: true,
        onsubmit: (event: Event) => {
          event.preventDefault()
          void send()
        },
      },
      ...page.fields(form, values, keep, () => drawForm(form)).filter((field) => field !== null),
      pictures.element(),
      word,
      submit.element,
      h(
        'p',
        { class: 'hint' },
        t(
          '写到一半的文字只存在这台设备上，发出后就清除；照片在刷新后要重新选。',
          'What you write is kept on this device only, until it is sent; pictures have to be chosen again after a reload.',
        ),
      ),
    )
    show(
      ...page.head(form),
      draft.found && values.text !== ''
        ? note(t('上次没发出的内容还在，接着写就好。', 'What you had not sent is still here.'), 'good')
        : null,
      hotlineLine(form),
      element,
    )
  }

  drawn(draw)
  load()
}
