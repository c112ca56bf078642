// 查看页: with the link, or the code and a one-time code, one sees what became of the matter, adds to it and rates the answer.
import './pages.css'
import { h, note, show } from './dom.ts'
import { mark, submitButton, textField } from './fields.ts'
import { drawn, t } from './language.ts'
import { showMatter } from './matter.ts'
import { ask, type Became, type Failed } from './wire.ts'

let became: Became | null = null
let code = ''
let owes = false
let word: string | null = null

const seen = (it: Became): void => {
  became = it
  word = null
  draw()
}

const refused = (error: Failed, form?: HTMLElement): void => {
  word = error.message
  if (form && error.fields.length > 0) {
    mark(form, error.fields)
    return
  }
  draw()
}

const codeForm = (): HTMLElement => {
  const submit = submitButton(t('查看', 'Look'))
  const form: HTMLElement = h(
    'form',
    {
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault()
        submit.busy(true, t('正在查找…', 'Looking…'))
        ask<{ became: Became | null }>('/answers/code', { code }).then(
          ({ became }) => {
            if (became) return seen(became)
            owes = true
            word = null
            draw()
          },
          (error: Failed) => {
            submit.busy(false)
            refused(error, form)
          },
        )
      },
    },
    textField({
      name: 'code',
      label: t('凭码', 'Your code'),
      hint: t(
        '五组，每组四个字母或数字；大小写、空格都可以。',
        'Five groups of four; capitals and spaces do not matter.',
      ),
      mode: 'text',
      most: 40,
      value: code,
      onInput: (value) => {
        code = value
      },
    }),
    submit.element,
  )
  return form
}

const oneTimeForm = (): HTMLElement => {
  let oneTime = ''
  const submit = submitButton(t('确认', 'Confirm'))
  const form: HTMLElement = h(
    'form',
    {
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault()
        submit.busy(true, t('正在核对…', 'Checking…'))
        ask<Became>('/answers/confirm', { code, oneTime: oneTime.trim() }).then(seen, (error: Failed) => {
          submit.busy(false)
          refused(error, form)
        })
      },
    },
    note(
      t(
        '如果凭码没错，验证码已发到当时留下的电话，10 分钟内有效。没收到，请再查一遍凭码，或打电话给我们。',
        'If the code is right, a one-time code has gone to the number that was left, good for 10 minutes. If none comes, check your code or call us.',
      ),
    ),
    textField({
      name: 'oneTime',
      label: t('6 位验证码', 'The six digits'),
      mode: 'numeric',
      complete: 'one-time-code',
      most: 6,
      value: '',
      onInput: (value) => {
        oneTime = value
      },
    }),
    submit.element,
    h(
      'button',
      {
        type: 'button',
        onclick: () => {
          owes = false
          word = null
          draw()
        },
      },
      t('换一个凭码', 'Another code'),
    ),
  )
  return form
}

const draw = (): void => {
  if (became) {
    showMatter(became, {
      seen,
      left: () => {
        became = null
        owes = false
        draw()
      },
    })
    return
  }
  show(
    h('h1', {}, t('办到哪一步了', 'What became of it')),
    h(
      'p',
      {},
      t(
        '打开收到的链接，或输入凭码。不需要姓名、电话和身份证。',
        'Open your link, or type your code. No name, number or identity card is asked.',
      ),
    ),
    word ? note(word, 'bad') : null,
    owes ? oneTimeForm() : codeForm(),
    h('p', {}, h('a', { href: '/say' }, t('我要说一件新的事', 'I have something new to say'))),
  )
}

const begin = async (): Promise<void> => {
  const token = location.hash.slice(1)
  // Out of the address at once: it shall be in no history and no screenshot.
  if (token) history.replaceState(null, '', location.pathname)
  try {
    became = token ? await ask<Became>('/answers/enter', { token }) : await ask<Became>('/answers')
  } catch (error) {
    const { status, message } = error as Failed
    if (token || status !== 401) word = message
  }
  drawn(draw)
}
addEventListener('hashchange', () => location.reload())
void begin()
