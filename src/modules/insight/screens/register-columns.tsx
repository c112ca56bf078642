// What stands in a row of the register, and the heads by which it is ordered.
import type { ReactNode } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { dayOf } from '#kernel/time.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { grades } from '#modules/patients/words.ts'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Due } from '#web/ui/moment.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { RegisterLine } from '../contract.ts'
import { type Filters, type SetFilters, sayChannel, sayKind, saySeverity, sayWaiting } from './register-words.ts'

export type Line = Wire<RegisterLine>
type SortKey = 'received' | 'due' | 'told' | 'number' | 'severity' | 'category' | 'department' | 'owner'

const Sorting = ({
  by,
  filters,
  set,
  children,
}: {
  by: SortKey
  filters: Filters
  set: SetFilters
  children: ReactNode
}) => {
  const on = (filters.sort ?? 'received') === by
  const up = filters.order === 'asc'
  return (
    <button
      type="button"
      className={on ? 'sorting on' : 'sorting'}
      aria-pressed={on}
      onClick={() => set({ sort: by === 'received' ? '' : by, order: on && !up ? 'asc' : '' })}
    >
      {children}
      <span aria-hidden="true">{on ? (up ? '↑' : '↓') : ''}</span>
      {on && <span className="unseen">{up ? t('升序', 'ascending') : t('降序', 'descending')}</span>}
    </button>
  )
}

const Standing = ({ row }: { row: Line }) => {
  if (row.toldOn) return <span>{row.toldOn}</span>
  if (row.open) return <Due at={row.dueAt} />
  return <span className="none">—</span>
}

/** On a phone the cards say the head of a line: there the order is chosen in a field. */
export const columnsOf = (filters: Filters, set: SetFilters, phone: boolean): readonly Column<Line>[] => {
  const head = (by: SortKey, words: string) =>
    phone ? (
      words
    ) : (
      <Sorting by={by} filters={filters} set={set}>
        {words}
      </Sorting>
    )
  return [
    {
      key: 'number',
      head: head('number', t('编号', 'Number')),
      width: '178px',
      card: 'title',
      cell: (row) => (
        <>
          {row.number}
          {row.takenOver && <small>{row.externalNumber}</small>}
        </>
      ),
    },
    {
      key: 'received',
      head: head('received', t('登记', 'Received')),
      width: '84px',
      card: 'aside',
      cell: (row) => <DayText day={dayOf(new Date(row.receivedAt))} />,
    },
    { key: 'kind', head: t('类型', 'Kind'), width: '74px', card: 'line', cell: (row) => sayKind(row.kind) },
    { key: 'channel', head: t('渠道', 'Way in'), width: '88px', card: 'hide', cell: (row) => sayChannel(row.channel) },
    {
      key: 'text',
      head: head('category', t('分类与内容', 'Category and words')),
      card: 'line',
      cell: (row) => (
        <span className="register-text">
          {row.restricted && (
            <span title={t('限阅', 'Restricted')}>
              <Icon name="lock" size={14} />
              <span className="unseen">{t('限阅', 'Restricted')}</span>
            </span>
          )}
          <b>{row.categoryName || t('未分类', 'Not classified')}</b> <span>{row.text}</span>
        </span>
      ),
    },
    {
      key: 'severity',
      head: head('severity', t('严重度', 'Severity')),
      width: '72px',
      card: 'foot',
      cell: (row) =>
        row.severity > 1 ? (
          <Tag tone={row.severity > 2 ? 'bad' : 'warn'}>{saySeverity(String(row.severity))}</Tag>
        ) : (
          <span className="none">{saySeverity(String(row.severity))}</span>
        ),
    },
    {
      key: 'department',
      head: head('department', t('科室', 'Department')),
      width: '104px',
      card: 'foot',
      cell: (row) => row.department ?? <span className="none">{t('未定', 'None')}</span>,
    },
    {
      key: 'owner',
      head: head('owner', t('负责人', 'Owner')),
      width: '76px',
      card: 'foot',
      cell: (row) => row.owner ?? <span className="none">—</span>,
    },
    {
      key: 'state',
      head: t('状态', 'State'),
      width: '148px',
      card: 'foot',
      cell: (row) => (
        <>
          <StateDot life={caseLifecycle} status={row.status} tone={row.open ? 'accent' : 'good'} />
          {row.waiting && <small>{sayWaiting(row.waiting)}</small>}
        </>
      ),
    },
    {
      key: 'due',
      head: head('due', t('期限 / 答复', 'Due / told')),
      width: '104px',
      card: 'foot',
      cell: (row) => <Standing row={row} />,
    },
    {
      key: 'grade',
      head: t('满意度', 'Grade'),
      width: '80px',
      card: 'foot',
      cell: ({ grade }) => grade && <Tag tone={grade === 'satisfied' ? 'good' : 'warn'}>{t(grades[grade])}</Tag>,
    },
  ]
}
