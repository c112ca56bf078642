// The measures of a case, and the form in which one more is planned.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver, useMe } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { DateField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { useDepartments } from './departments.ts'
import { MeasureRow } from './measure-row.tsx'
import type { Sheet } from './words.ts'

const Plan = ({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) => {
  const groups = useDepartments()
  const others = useMe().person.role !== 'department'
  const form = useForm({ what: '', dueOn: '', departmentId: sheet.handlingDepartmentId ?? sheet.departmentId ?? '' })
  const it = useDo(api.measures.plan, { inForm: true, says: t('已列入整改台账', 'Planned'), done: onClose })
  const { what, dueOn, departmentId } = form.values
  return (
    <Form
      onSubmit={() => it.run({ caseId: sheet.id, what, dueOn, departmentId: departmentId || null })}
      problem={it.problem}
      busy={it.busy}
      submit={t('安排整改', 'Plan')}
      onCancel={onClose}
    >
      <TextField {...form.field('what')} label={t('改什么', 'What will be changed')} maxLength={500} />
      <div className="columns">
        <DateField {...form.field('dueOn')} label={t('哪天之前', 'By which day')} />
        {others && (
          <Select
            {...form.field('departmentId')}
            label={t('责任科室', 'Department')}
            empty={t('请选择', 'Choose')}
            groups={groups}
          />
        )}
      </div>
    </Form>
  )
}

/** They stay here, and on the board, after the case is archived. */
export const MeasuresOf = ({ sheet }: { sheet: Sheet }) => {
  const [planning, setPlanning] = useState(false)
  const mayEver = useMayEver()
  const may = mayEver('measure.plan') && sheet.status !== 'received' && sheet.status !== 'merged'
  const list = useAsk(api.measures.list, { caseId: sheet.id, limit: 50 }, { on: mayEver('measure.read') })
  const rows = list.data?.rows ?? []
  if (rows.length === 0 && !may) return null
  return (
    <Section
      title={t('整改措施', 'Measures')}
      aside={
        may && !planning ? (
          <Button small kind="quiet" onClick={() => setPlanning(true)}>
            {t('安排整改', 'Plan')}
          </Button>
        ) : undefined
      }
    >
      {rows.length > 0 && (
        <ul className="beside">
          {rows.map((one) => (
            <MeasureRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      {planning && <Plan sheet={sheet} onClose={() => setPlanning(false)} />}
    </Section>
  )
}
