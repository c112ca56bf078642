// 员工页: a member of the staff speaks up, by name, in confidence or anonymous; nothing of the sender is kept but what he writes.
import './pages.css'
import { h, note } from './dom.ts'
import { choiceField, textField } from './fields.ts'
import { type IdentityValues, identityFields, identitySent, noIdentity } from './identity-fields.ts'
import { t } from './language.ts'
import {
  type Common,
  common,
  commonSent,
  demandField,
  departmentField,
  departmentTyped,
  openForm,
  placeField,
  whenField,
} from './saying.ts'

type Values = Common & { topic: string; about: string }

// In memory only: the computer may be the ward's, and a reload forgets who was writing.
const identity: IdentityValues = noIdentity()

openForm<Values>({
  name: 'staff',
  path: '/voices/speak',
  blank: () => {
    Object.assign(identity, noIdentity())
    return { ...common(), topic: '', about: '' }
  },
  head: () => [
    h('h1', {}, t('员工声音', 'Staff voice')),
    h(
      'p',
      {},
      t(
        '只到监察室。被反映的人和他的上级看不到、办不了，也数不到这一件。',
        'It goes to supervision alone. Those it is about, and their superiors, cannot see, handle or count it.',
      ),
    ),
    note(
      t(
        '我们不记录您的网址、设备和登录。最好用自己的手机和流量，写的时候避开只有您知道的细节。',
        'We keep no address, device or sign-in of yours. Better use your own telephone and line, and leave out what only you can know.',
      ),
    ),
  ],
  sent: (form, it) => ({
    ...commonSent(form, it),
    topic: it.topic,
    about: it.about
      .split(/[,，、;；\s]+/)
      .map((name) => name.trim())
      .filter((name) => name.length >= 2)
      .slice(0, 5),
    identity: identitySent(identity),
  }),
  fields: (form, it, keep, again) => {
    const set = (key: 'text' | 'topic' | 'about') => (value: string) => {
      it[key] = value
      keep()
    }
    const small = h('p', { class: 'note plain', role: 'status' })
    const sayGroup = (): void => {
      const department = departmentTyped(form, it.where)
      small.hidden = !department?.small
      if (department?.small)
        small.textContent = t(
          `这个科室人少，为了不被猜出来，只记为“${department.group}”。`,
          `Few people work there; lest you be guessed, only “${department.group}” is written down.`,
        )
    }
    sayGroup()
    return [
      choiceField({
        name: 'topic',
        label: t('关于', 'About'),
        value: it.topic,
        options: [
          ['J1', t('排班人力', 'Staffing')],
          ['J2', t('设备耗材', 'Equipment')],
          ['J3', t('空间环境', 'Rooms')],
          ['J4', t('后勤保障', 'Services')],
          ['J5', t('系统流程', 'Systems')],
          ['J6', t('安全', 'Safety')],
          ['J7', t('管理公平', 'Fairness')],
          ['J8', t('薪酬绩效', 'Pay')],
          ['J9', t('培训', 'Training')],
          ['I1', t('红包礼品', 'Gifts')],
          ['I2', t('回扣', 'Kickbacks')],
          ['I5', t('泄露信息', 'Leaks')],
        ],
        onChoose: set('topic'),
      }),
      textField({
        name: 'text',
        label: t('发生了什么', 'What happened'),
        rows: 7,
        most: 4000,
        value: it.text,
        onInput: set('text'),
      }),
      textField({
        name: 'about',
        label: t('涉及谁', 'Who it is about'),
        hint: t(
          '写姓名，几个人用逗号分开。他们和他们的上级不会接触到这一件。',
          'Names, separated by commas. They and their superiors are kept away from it.',
        ),
        optional: true,
        most: 100,
        value: it.about,
        onInput: set('about'),
      }),
      departmentField(form, it, keep, sayGroup),
      small,
      whenField(it, keep),
      placeField(it, keep),
      demandField(it, keep),
      ...identityFields(identity, keep, again),
    ]
  },
})
