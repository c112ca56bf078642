// How many people work in a department, where accounts do not tell: a staff voice names no group under five.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useDo } from '#web/api.ts'
import { NumberField, Select } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import type { departments } from '../contract.ts'
import { usePlaces } from './places.ts'

type Line = Wire<ReplyOf<typeof departments.list>>['rows'][number]

export const DepartmentSize = ({ rows }: { rows: readonly Line[] }) => {
  const places = usePlaces()
  const [id, setId] = useState('')
  const [people, setPeople] = useState<number | null>(null)
  const size = useDo(api.departments.size, {
    inForm: true,
    says: ({ name }) => t(`${name}的人数已保存`, `${name} saved`),
  })
  const choose = (to: string) => {
    setId(to)
    setPeople(rows.find((one) => one.id === to)?.headcount ?? null)
  }
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('科室人数', 'How many work there')}</h2>
      <p className="hint">
        {t(
          '不足五人的科室，员工声音里只写科室组。不填的按在用账号数算。',
          'Of fewer than five a staff voice names the group only. Unset, active accounts are counted.',
        )}
      </p>
      <Form
        problem={size.problem}
        busy={size.busy}
        submit={t('保存', 'Save')}
        onSubmit={() => id !== '' && size.run({ id, people })}
      >
        <Select
          name="id"
          label={t('科室', 'Department')}
          empty={t('选择科室…', 'Choose…')}
          value={id}
          onChange={choose}
          groups={places.choices}
        />
        <NumberField
          name="people"
          label={t('人数', 'People')}
          optional
          min={0}
          max={5000}
          step={1}
          value={people}
          onChange={setPeople}
        />
      </Form>
    </section>
  )
}
