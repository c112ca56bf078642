// One matter as its teller sees it: where it stands, what was answered, what comes next, and what he may still say.
import { h, note, show } from './dom.ts'
import { choiceField, mark, submitButton, textField } from './fields.ts'
import { identityFields, identitySent, noIdentity } from './identity-fields.ts'
import { moment, said, t } from './language.ts'
import { picturesField, sendAll } from './pictures.ts'
import { ask, type Became, type Failed, random } from './wire.ts'

type Then = { readonly seen: (it: Became) => void; readonly left: () => void }

/** A small form that sends one thing; refused, it says so and keeps what was written. */
const sender = (
  words: string,
  fields: readonly (Node | null)[],
  send: () => Promise<Became>,
  then: (it: Became) => void,
): HTMLElement => {
  const submit = submitButton(words)
  const word = h('div')
  const form: HTMLElement = h(
    'form',
    {
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault()
        submit.busy(true)
        send().then(then, (error: Failed) => {
          submit.busy(false)
          const homeless = mark(form, error.fields)
          word.replaceChildren(
            note([...(error.fields.length > 0 ? [] : [error.message]), ...homeless].join(' ') || error.message, 'bad'),
          )
        })
      },
    },
    ...fields.filter((field) => field !== null),
    word,
    submit.element,
  )
  return form
}

const rating = (then: Then): HTMLElement => {
  let grade = ''
  let words = ''
  return h(
    'section',
    { 'aria-label': t('评价', 'Rate') },
    h('h2', {}, t('这个答复，您满意吗', 'Are you content with the answer?')),
    sender(
      t('提交评价', 'Send'),
      [
        choiceField({
          name: 'grade',
          label: t('您的评价', 'Your verdict'),
          value: grade,
          options: [
            ['satisfied', t('满意', 'Content'), t('就此办结', 'That closes it')],
            [
              'fairly',
              t('基本满意', 'Fairly'),
              t('就此办结，不足的我们记下', 'That closes it; we note what was lacking'),
            ],
            ['dissatisfied', t('不满意', 'Not content'), t('重新处理，再给您答复', 'It is handled again')],
          ],
          onChoose: (value) => {
            grade = value
          },
        }),
        textField({
          name: 'words',
          label: t('想说的', 'Your words'),
          optional: true,
          rows: 2,
          most: 1000,
          value: '',
          onInput: (value) => {
            words = value
          },
        }),
      ],
      () => ask<Became>('/answers/rate', { ...(grade ? { grade } : {}), words }),
      then.seen,
    ),
  )
}

const adding = (it: Became, then: Then): HTMLElement => {
  let text = ''
  // One key for one addition, however often it is sent.
  const key = random()
  const pictures = picturesField(it.pictures)
  const sending = h('div')
  return h(
    'section',
    { 'aria-label': t('补充', 'Add') },
    h('h2', {}, t('还有要补充的', 'Something to add')),
    sender(
      t('发送补充', 'Send'),
      [
        textField({
          name: 'text',
          label: t('补充', 'Add'),
          rows: 3,
          most: 2000,
          value: '',
          onInput: (value) => {
            text = value
          },
        }),
      ],
      () => ask<Became>('/answers/add', { key, text }),
      then.seen,
    ),
    pictures.element(),
    h(
      'button',
      {
        type: 'button',
        onclick: () => sending.replaceChildren(sendAll(pictures.chosen(), (became) => became && then.seen(became))),
      },
      t('发送照片', 'Send the pictures'),
    ),
    sending,
  )
}

const outcomes = (): Record<Became['openings'][number]['outcome'], string> => ({
  asked: t('等保管人决定', 'the custodians are yet to decide'),
  granted: t('两名保管人同意', 'two custodians agreed'),
  refused: t('保管人不同意', 'a custodian refused'),
  withdrawn: t('申请已撤回', 'the request was withdrawn'),
})

const vault = (it: Became, then: Then): HTMLElement => {
  const identity = noIdentity()
  const place = h('div')
  const form = (): void =>
    place.replaceChildren(
      sender(
        t('保存身份', 'Seal it'),
        identityFields(identity, () => {}, form),
        () => ask<Became>('/answers/identify', identitySent(identity)),
        (became) => {
          then.seen(became)
          document.querySelector('main')?.prepend(note(t('已封存。', 'Sealed.'), 'good'))
        },
      ),
    )
  form()
  return h(
    'section',
    { 'aria-label': t('身份', 'Identity') },
    h('h2', {}, t('谁想知道您是谁', 'Who wanted to know who you are')),
    it.openings.length === 0
      ? h('p', {}, t('没有人申请过。', 'Nobody has asked.'))
      : h(
          'ul',
          { class: 'list' },
          ...it.openings.map((one) =>
            h(
              'li',
              {},
              `${moment(one.askedAt)} · ${one.by} · ${outcomes()[one.outcome]}`,
              ...one.looks.map((at) =>
                h('p', { class: 'hint' }, t(`${moment(at)} 查看了一次`, `looked at ${moment(at)}`)),
              ),
            ),
          ),
        ),
    h('details', {}, h('summary', {}, t('现在说明身份，或改回匿名', 'Say who you are now, or take it back')), place),
  )
}

/** Draws the matter; whatever is sent from it draws it anew. */
export const showMatter = (it: Became, then: Then): void => {
  show(
    h('h1', {}, said(it.state)),
    it.next ? h('p', { class: 'next' }, said(it.next)) : null,
    h('p', { class: 'hint' }, `${it.number} · ${t('收到于', 'received')} ${moment(it.receivedAt)}`),
    it.answers.length > 0 &&
      h(
        'section',
        { 'aria-label': t('答复', 'Answers') },
        h('h2', {}, t('给您的答复', 'What you were answered')),
        ...it.answers.map((one) =>
          h('blockquote', {}, h('p', { class: 'said' }, one.what), h('footer', {}, moment(one.at))),
        ),
      ),
    it.news.length > 0 &&
      h(
        'section',
        { 'aria-label': t('您说，我改', 'You said, we changed'), class: 'news' },
        h('h2', {}, t('您说，我改', 'You said, we changed')),
        ...it.news.map((one) =>
          h('blockquote', {}, h('p', { class: 'said' }, one.what), h('footer', {}, moment(one.at))),
        ),
      ),
    it.mayRate ? rating(then) : null,
    h(
      'section',
      { 'aria-label': t('您说的', 'What you said') },
      h('h2', {}, t('您说的', 'What you said')),
      h('p', { class: 'said' }, it.text),
      ...it.additions.map((one) =>
        h('blockquote', {}, h('p', { class: 'said' }, one.what), h('footer', {}, moment(one.at))),
      ),
      it.pictures > 0 ? h('p', { class: 'hint' }, t(`照片 ${it.pictures} 张`, `${it.pictures} pictures`)) : null,
    ),
    adding(it, then),
    it.staff ? vault(it, then) : null,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', onclick: () => print() }, t('打印', 'Print')),
      h(
        'button',
        { type: 'button', onclick: () => void ask('/answers/leave', {}).finally(then.left) },
        t('离开', 'Leave'),
      ),
    ),
  )
}
