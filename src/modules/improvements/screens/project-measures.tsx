// 整改: the measures of a project, which are measures of its cases; one more is planned here, or one that is there is taken in.
import { useState } from 'react'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { MeasureRow } from '#modules/cases/screens/measure-row.tsx'
import { api, useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { DateField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import type { Project } from './project-words.ts'

const Plan = ({ it, onClose }: { it: Project; onClose: () => void }) => {
  const groups = useDepartments()
  const { person } = useMe()
  const others = person.role !== 'department'
  const form = useForm({ what: '', dueOn: '', departmentId: it.departmentId ?? '' })
  const plan = useDo(api.projects.measure, { inForm: true, says: t('已安排', 'Planned'), done: onClose })
  const { what, dueOn, departmentId } = form.values
  return (
    <Form
      onSubmit={() => plan.run({ id: it.id, what, dueOn, departmentId: departmentId || null })}
      submit={t('安排整改', 'Plan')}
      busy={plan.busy}
      problem={plan.problem}
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

const Adopt = ({ it }: { it: Project }) => {
  const adopt = useDo(api.projects.adopt, { says: t('已并入', 'Taken in') })
  return (
    <ul className="project-adopt">
      {it.adoptable.map((one) => (
        <li key={one.id}>
          <span>
            {one.number} {one.department}：{one.what}
          </span>
          <Button small busy={adopt.busy} onClick={() => void adopt.run({ id: it.id, measureId: one.id })}>
            {t('并入', 'Take in')}
          </Button>
        </li>
      ))}
    </ul>
  )
}

export const MeasuresPart = ({ it }: { it: Project }) => {
  const [planning, setPlanning] = useState(false)
  const mine = it.measured.filter(({ inRound }) => inRound === it.round)
  return (
    <Section
      title={t('整改措施', 'Measures')}
      aside={
        it.can.includes('measure') && !planning ? (
          <Button small kind="quiet" onClick={() => setPlanning(true)}>
            {t('安排整改', 'Plan')}
          </Button>
        ) : undefined
      }
    >
      {mine.length > 0 ? (
        <ul className="beside">
          {mine.map((one) => (
            <MeasureRow key={one.id} one={one} />
          ))}
        </ul>
      ) : (
        !planning && <p className="hint">{t('还没有整改措施。', 'No measures yet.')}</p>
      )}
      {planning && <Plan it={it} onClose={() => setPlanning(false)} />}
      {it.can.includes('adopt') && it.adoptable.length > 0 && (
        <div className="no-print">
          <p className="hint">{t('这些诉求已有的整改，不必重新安排：', 'These cases have measures already:')}</p>
          <Adopt it={it} />
        </div>
      )}
    </Section>
  )
}
