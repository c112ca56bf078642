// What the program did about a task: its calls, in the record that a person opens.
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import { results } from '../contract.ts'
import './autocalls.css'

export const Panel = ({ taskId }: { taskId: string }) => {
  const rows = useAsk(api.autocalls.list, { task: taskId, limit: 5 }).data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Section title={t('语音随访', 'By the program')}>
      <ul className="run-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <Time at={row.startedAt} /> {row.result ? t(results[row.result]) : t('正在通话', 'In progress')}
            {row.agent ? t(`，转接 ${row.agent}`, `, to ${row.agent}`) : ''}
            {row.promised ? t('，已约定回电', ', a call-back is promised') : ''}
            {row.keys > 0 ? t(`，按键 ${row.keys} 次`, `, ${row.keys} keys`) : ''}
          </li>
        ))}
      </ul>
    </Section>
  )
}
