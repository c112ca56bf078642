// What stands in a row of the list of cases: until when, who, what, where, and how it stands.
import { dayOf } from '#kernel/time.ts'
import { sayWho } from '#modules/patients/screens/words.ts'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Due } from '#web/ui/moment.tsx'
import type { Column } from '#web/ui/table.tsx'
import { caseLifecycle } from '../lifecycle.ts'
import { useHasUnsaved } from './unsaved.ts'
import { type Line, sayItem, saySeverity, severityTone, stateTone, useTurn } from './words.ts'

const Marks = ({ row }: { row: Line }) => (
  <>
    {row.restricted && (
      <span className="lock" title={t('限阅', 'Restricted')}>
        <Icon name="lock" size={14} />
        <span className="unseen">{t('限阅', 'Restricted')}</span>
      </span>
    )}
    {row.severity > 1 && <Tag tone={severityTone(row.severity)}>{saySeverity(row.severity)}</Tag>}
    {row.heated && <Tag tone="warn">{t('激烈', 'Heated')}</Tag>}
    {row.round > 1 && <Tag tone="warn">{t(`第 ${row.round} 轮`, `Round ${row.round}`)}</Tag>}
    {row.can.includes('grantTime') && <Tag tone="accent">{t('申请延期', 'Asks for time')}</Tag>}
  </>
)

const Unsent = ({ id }: { id: string }) =>
  useHasUnsaved(`${id}.`) ? <Tag tone="accent">{t('草稿', 'Draft')}</Tag> : null

/** Once the person was told the clock has stopped; of what is archived, the day on which it was received. */
const When = ({ row }: { row: Line }) => {
  if (row.status === 'told') return <span className="none">{t('已告知', 'Told')}</span>
  if (row.status === 'merged') return <span className="none">{t('随主案', 'With the other')}</span>
  if (row.status === 'archived') return <DayText day={dayOf(new Date(row.receivedAt))} />
  return <Due at={row.dueAt} />
}

const State = ({ row }: { row: Line }) => (
  <StateDot life={caseLifecycle} status={row.status} tone={stateTone(row.status, useTurn()(row) !== undefined)} />
)

export const columnsOf = (inbox: boolean, archived: boolean): readonly Column<Line>[] => [
  {
    key: 'due',
    head: archived ? t('受理', 'Received') : t('反馈期限', 'Due'),
    width: '104px',
    card: 'aside',
    cell: (row) => <When row={row} />,
  },
  {
    key: 'who',
    head: t('患者', 'Patient'),
    width: '112px',
    card: 'title',
    cell: (row) =>
      row.patient ? (
        <>
          {row.patient.name}
          <small>{sayWho(row.patient)}</small>
        </>
      ) : (
        (row.reporter ?? (row.kind === 'staff' ? t('员工', 'Staff') : t('未留名', 'Anonymous')))
      ),
  },
  {
    key: 'text',
    head: t('诉求', 'Matter'),
    card: 'line',
    cell: (row) => (
      <span className="matter">
        <Unsent id={row.id} />
        <Marks row={row} />
        <b>{sayItem(row.category)}</b>
        <span>{row.text}</span>
      </span>
    ),
  },
  {
    key: 'department',
    head: t('科室', 'Department'),
    width: '92px',
    card: inbox ? 'hide' : 'foot',
    cell: (row) => row.handling ?? <span className="none">{row.department ?? t('未定', 'None')}</span>,
  },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '128px',
    card: 'foot',
    cell: (row) => <State row={row} />,
  },
]
