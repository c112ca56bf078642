// Who a member of the staff says he is: three ways, which nobody but two custodians together can tell apart.
import { choiceField, textField } from './fields.ts'
import { t } from './language.ts'
import type { Identity } from './wire.ts'

export type IdentityValues = Required<Identity>

export const noIdentity = (): IdentityValues => ({ mode: 'anonymous', name: '', department: '', phone: '' })

/** The fields, as far as what was chosen asks for them. */
export const identityFields = (it: IdentityValues, keep: () => void, again: () => void): readonly (Node | null)[] => {
  const set = (key: 'name' | 'department' | 'phone') => (value: string) => {
    it[key] = value
    keep()
  }
  const left = it.mode !== 'anonymous'
  return [
    choiceField({
      name: 'mode',
      label: t('您的身份', 'Who you are'),
      hint: t(
        '三种方式在办理的人看来完全一样，谁也看不出您选了哪种。',
        'To those who handle it all three look the same; nobody can tell which you chose.',
      ),
      value: it.mode,
      options: [
        ['anonymous', t('匿名', 'Anonymous'), t('不留任何身份', 'Nothing is kept of who you are')],
        [
          'confidential',
          t('保密', 'In confidence'),
          t(
            '封存。要两名保管人都同意才能打开，只用于核实，并且会告诉您',
            'Sealed. Opened only when two custodians agree, for checking only, and you are told',
          ),
        ],
        [
          'named',
          t('实名', 'By name'),
          t(
            '同样封存，同样要两名保管人同意；打开后办理的人可以用您的姓名与您联系',
            'Sealed in the same way; once opened, whoever handles it may use your name to reach you',
          ),
        ],
      ],
      onChoose: (value) => {
        it.mode = value as IdentityValues['mode']
        keep()
        again()
        document.querySelector<HTMLElement>('input[name="mode"]:checked')?.focus()
      },
    }),
    left ? textField({ name: 'name', label: t('姓名', 'Name'), most: 40, value: it.name, onInput: set('name') }) : null,
    left
      ? textField({
          name: 'department',
          label: t('您的科室', 'Your department'),
          optional: true,
          most: 60,
          value: it.department,
          onInput: set('department'),
        })
      : null,
    left
      ? textField({
          name: 'phone',
          label: t('电话', 'Telephone'),
          optional: true,
          type: 'tel',
          mode: 'tel',
          most: 40,
          value: it.phone,
          onInput: set('phone'),
        })
      : null,
  ]
}

/** What goes over the line: of one who is anonymous nothing at all. */
export const identitySent = (it: IdentityValues): Identity => (it.mode === 'anonymous' ? noIdentity() : it)
