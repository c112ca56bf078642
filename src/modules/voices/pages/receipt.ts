// The receipt: what to keep, how to keep it, and where to look with it.
import { h, note, show } from './dom.ts'
import { t } from './language.ts'
import { sendAll } from './pictures.ts'
import { ask, type Became, type Receipt } from './wire.ts'

const linkOf = ({ token }: Receipt): string => `${location.origin}/answer#${token}`

const textOf = (receipt: Receipt): string =>
  [
    t('回音 · 受理凭证', 'Huiyin · receipt'),
    `${t('编号', 'Number')}: ${receipt.number}`,
    `${t('凭码', 'Code')}: ${receipt.code}`,
    `${t('查看', 'Look')}: ${linkOf(receipt)}`,
  ].join('\n')

/** Shows the receipt and sends the pictures that were chosen with it; `again` begins a new form. */
export const showReceipt = (
  receipt: Receipt,
  { pictures, staff, again }: { pictures: readonly { blob: Blob; url: string }[]; staff: boolean; again: () => void },
): void => {
  const sending = h('div')
  show(
    h('h1', {}, t('收到了，谢谢您', 'Received — thank you')),
    h(
      'p',
      {},
      staff
        ? t(
            '由监察室办理。请把下面的凭码留好：看答复、补充、以后再说明身份，都只凭它。',
            'Supervision handles it. Keep this code: by it alone you read the answer, add, or later say who you are.',
          )
        : t(
            '我们会按时答复。请把凭码留好，凭它查看办理情况。',
            'You will be answered in time. Keep this code; with it you see what becomes of it.',
          ),
    ),
    h(
      'section',
      { class: 'receipt', 'aria-label': t('受理凭证', 'Receipt') },
      h(
        'dl',
        {},
        h('dt', {}, t('凭码', 'Code')),
        h('dd', { class: 'code', translate: 'no' }, receipt.code),
        h('dt', {}, t('编号', 'Number')),
        h('dd', {}, receipt.number),
      ),
      h('p', { class: 'screen-only' }, h('a', { href: linkOf(receipt) }, t('打开我的查看页', 'Open my page'))),
      h('p', { class: 'print-only' }, linkOf(receipt)),
    ),
    note(
      t(
        '凭码和链接只在这里显示一次，我们这里也查不到。别人拿到它，就能看到您写的内容。',
        'Code and link are shown here once; we cannot look them up. Whoever has them can read what you wrote.',
      ),
    ),
    sending,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', onclick: () => print() }, t('打印', 'Print')),
      h(
        'button',
        {
          type: 'button',
          onclick: () => {
            const url = URL.createObjectURL(new Blob([textOf(receipt)], { type: 'text/plain;charset=utf-8' }))
            const link = h('a', { href: url, download: `${receipt.number}.txt` })
            link.click()
            setTimeout(() => URL.revokeObjectURL(url), 1000)
          },
        },
        t('保存到手机', 'Save'),
      ),
      h(
        'button',
        {
          type: 'button',
          onclick: again,
        },
        t('我已留好，完成', 'I have kept it; done'),
      ),
    ),
  )
  if (pictures.length === 0) return
  const begin = (): void =>
    void ask<Became>('/answers/enter', { token: receipt.token }).then(
      () => sending.replaceChildren(sendAll(pictures, () => {})),
      (error: Error) =>
        sending.replaceChildren(
          note(
            error.message,
            'bad',
            h('button', { type: 'button', onclick: begin }, t('再传照片', 'Send the pictures')),
          ),
        ),
    )
  begin()
}
