// 患者页: say something to the hospital without an account, on a telephone, over a slow line.
import './pages.css'
import { h } from './dom.ts'
import { choiceField, textField } from './fields.ts'
import { t } from './language.ts'
import {
  type Common,
  common,
  commonSent,
  demandField,
  departmentField,
  openForm,
  placeField,
  whenField,
} from './saying.ts'
import type { Said } from './wire.ts'

type Values = Common & {
  kind: Said['kind']
  topic: NonNullable<Said['topic']>
  reach: 'phone' | 'none'
  name: string
  phone: string
  relation: NonNullable<Said['relation']>
  speaksFor: string
}

openForm<Values>({
  name: 'say',
  path: '/voices/say',
  blank: () => ({
    ...common(),
    kind: 'complaint',
    topic: 'other',
    reach: 'phone',
    name: '',
    phone: '',
    relation: 'self',
    speaksFor: '',
  }),
  head: (form) => [
    h('h1', {}, t('请说给我们听', 'Tell us')),
    h(
      'p',
      {},
      t(
        `${form.hospital}每一条都有人办、有答复。不用注册，也不用身份证。`,
        `At ${form.hospital} every word is followed up and answered. No account, no identity card.`,
      ),
    ),
  ],
  sent: (form, it) => ({
    ...commonSent(form, it),
    kind: it.kind,
    topic: it.topic,
    relation: it.relation,
    speaksFor: it.relation === 'self' ? '' : it.speaksFor,
    name: it.name,
    phone: it.reach === 'phone' ? it.phone : '',
  }),
  fields: (form, it, keep, again) => {
    const set =
      <K extends keyof Values>(key: K) =>
      (value: string) => {
        it[key] = value as Values[K]
        keep()
      }
    const then =
      <K extends keyof Values>(key: K) =>
      (value: string) => {
        set(key)(value)
        again()
        document.querySelector<HTMLElement>(`input[name="${key}"]:checked`)?.focus()
      }
    return [
      choiceField({
        name: 'kind',
        label: t('您想', 'I want to'),
        value: it.kind,
        options: [
          ['complaint', t('投诉', 'Complain')],
          ['suggestion', t('提建议', 'Suggest')],
          ['praise', t('表扬', 'Praise')],
          ['enquiry', t('问一问', 'Ask')],
          ['help', t('求助', 'Ask for help')],
        ],
        onChoose: then('kind'),
      }),
      it.kind === 'help'
        ? h(
            'p',
            { class: 'note bad', role: 'status' },
            t(
              '人有危险时请直接拨打 120，或找最近的医护人员。这里不是急救电话。',
              'If somebody is in danger, call 120 or the nearest nurse. This is no emergency line.',
            ),
          )
        : null,
      textField({
        name: 'text',
        label: t('发生了什么', 'What happened'),
        hint: t('想到什么写什么，不用讲究。', 'Write it as it comes to mind.'),
        rows: 6,
        most: 4000,
        value: it.text,
        onInput: set('text'),
      }),
      it.kind === 'complaint'
        ? choiceField({
            name: 'topic',
            label: t('大概是哪方面', 'Roughly about'),
            value: it.topic,
            options: [
              ['B', t('态度', 'Attitude')],
              ['A', t('看病治疗', 'Treatment')],
              ['C', t('没说清楚', 'Not explained')],
              ['D', t('等候和手续', 'Waiting')],
              ['E', t('收费医保', 'Charges')],
              ['F', t('环境设施', 'Surroundings')],
              ['G', t('饭菜后勤', 'Meals')],
              ['H', t('手机和自助机', 'Digital')],
              ['I', t('红包回扣', 'Bribes')],
              ['other', t('说不清', 'Not sure')],
            ],
            onChoose: set('topic'),
          })
        : null,
      whenField(it, keep),
      departmentField(form, it, keep),
      placeField(it, keep),
      demandField(it, keep),
      choiceField({
        name: 'reach',
        label: t('怎么答复您', 'How to answer you'),
        value: it.reach,
        options: [
          ['phone', t('打我电话', 'Call me'), t('只用来答复这件事', 'Used for this matter only')],
          ['none', t('不留电话', 'No number'), t('凭码在网页上看答复', 'Read the answer here with your code')],
        ],
        onChoose: then('reach'),
      }),
      it.reach === 'phone'
        ? textField({
            name: 'phone',
            label: t('电话', 'Telephone'),
            type: 'tel',
            mode: 'tel',
            complete: 'tel',
            most: 40,
            value: it.phone,
            onInput: set('phone'),
          })
        : null,
      it.reach === 'phone'
        ? textField({
            name: 'name',
            label: t('怎么称呼您', 'Your name'),
            optional: true,
            complete: 'name',
            most: 40,
            value: it.name,
            onInput: set('name'),
          })
        : null,
      choiceField({
        name: 'relation',
        label: t('您是', 'You are'),
        value: it.relation,
        options: [
          ['self', t('患者本人', 'The patient')],
          ['family', t('家属', 'Family')],
          ['guardian', t('监护人', 'Guardian')],
          ['visitor', t('来访者', 'A visitor')],
          ['other', t('其他', 'Other')],
        ],
        onChoose: then('relation'),
      }),
      it.relation === 'self'
        ? null
        : textField({
            name: 'speaksFor',
            label: t('患者姓名', 'The patient’s name'),
            optional: true,
            most: 40,
            value: it.speaksFor,
            onInput: set('speaksFor'),
          }),
    ]
  },
})
