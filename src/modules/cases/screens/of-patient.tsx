// The cases of one patient, as lines in the patient's record.
import { say } from '#modules/patients/screens/words.ts'
import { api, useAsk } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { caseLifecycle } from '../lifecycle.ts'

export const CasesOfPatient = ({ id }: { id: string }) => {
  const { data } = useAsk(api.cases.list, { patientId: id, limit: 20 })
  if (!data || data.rows.length === 0) return null
  return (
    <Section title={t('诉求', 'Cases')} aside={data.rows.length}>
      <ul className="lines">
        {data.rows.map((one) => (
          <li key={one.id}>
            <Go to="/cases" with={{ id: one.id, ...(one.status === 'archived' ? { view: 'archived' } : {}) }}>
              {one.number}
            </Go>
            <span className="line-text">{one.text}</span>
            <Tag tone={one.status === 'archived' ? 'plain' : 'accent'}>{say(caseLifecycle.states, one.status)}</Tag>
          </li>
        ))}
      </ul>
    </Section>
  )
}
