// 整改: the measures of a project, which are measures of its cases; one more is planned here, or one that is there is taken in.
import { useState } from 'react'
import { MeasureForm } from '#modules/cases/screens/measure-form.tsx'
import { MeasureRow } from '#modules/cases/screens/measure-row.tsx'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import type { Project } from './project-words.ts'

const Plan = ({ it, onClose }: { it: Project; onClose: () => void }) => {
  const plan = useDo(api.projects.measure, { inForm: true, says: t('已安排', 'Planned'), done: onClose })
  return (
    <MeasureForm
      departmentId={it.departmentId}
      doing={plan}
      onPlan={(planned) => plan.run({ id: it.id, ...planned })}
      onClose={onClose}
    />
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
        !planning && (
          <p className="hint">
            {t('还没有整改措施。', 'No measures yet.')}{' '}
            {!it.can.includes('measure') &&
              ['planning', 'doing'].includes(it.status) &&
              t('由牵头、参与的科室或监察室安排。', 'The departments that take part, or supervision, plan them.')}
          </p>
        )
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
