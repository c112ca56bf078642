// The calls of one patient, as lines in the patient's record.
import { say } from '#modules/patients/screens/words.ts'
import { api, useAsk } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Due } from '#web/ui/moment.tsx'
import { taskLifecycle } from '../lifecycle.ts'

export const TasksOfPatient = ({ id, recordNumber }: { id: string; recordNumber: string }) => {
  const { data } = useAsk(api.followups.list, { q: recordNumber, view: 'all', limit: 20 })
  const rows = data?.rows.filter((one) => one.patient.id === id) ?? []
  if (rows.length === 0) return null
  return (
    <Section title={t('随访', 'Calls')} aside={rows.length}>
      <ul className="lines">
        {rows.map((one) => (
          <li key={one.id}>
            <Go to="/desk" with={{ id: one.id, view: 'all' }}>
              {one.waveName}
            </Go>
            <span className="line-text">
              {one.department} · {one.assignee ?? t('待领取', 'nobody yet')}
            </span>
            {one.status === 'open' ? (
              <Due at={one.dueAt} />
            ) : (
              <Tag tone={one.status === 'flagged' ? 'bad' : 'plain'}>{say(taskLifecycle.states, one.status)}</Tag>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
