// The sheets of the public lines: what is owed to them first, each with its clock; files come in and go out from here.
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Due } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { SheetLine } from '../contract.ts'
import { sheetLifecycle } from '../lifecycle.ts'
import { Outgoing } from './outgoing.tsx'
import { SheetRecord } from './record.tsx'
import '#modules/cases/screens/cases.css'
import '#modules/patients/screens/patients.css'
import './sheets.css'
import { TakeIn } from './take-in.tsx'

type Line = Wire<z.output<typeof SheetLine>>
type View = 'owed' | 'late' | 'unsent' | 'replied' | 'all'

const isOwed = ({ status }: Line): boolean => status === 'received' || status === 'signed' || status === 'objected'

const columnsOf = (): readonly Column<Line>[] => [
  {
    key: 'due',
    head: t('期限', 'Due'),
    width: '150px',
    card: 'aside',
    cell: (row) =>
      row.status === 'received' ? (
        <span className="clock-of">
          <small>{t('签收', 'sign')}</small> <Due at={row.signBy} />
        </span>
      ) : isOwed(row) ? (
        <span className="clock-of">
          <small>{row.clock.by === 'sheet' ? t('工单', 'sheet') : t('法定', 'law')}</small> <Due at={row.clock.dueAt} />
        </span>
      ) : null,
  },
  {
    key: 'number',
    head: t('工单编号', 'Number'),
    width: '150px',
    card: 'line',
    cell: (row) => (
      <>
        {row.number}
        {row.round > 1 && (
          <>
            {' '}
            <Tag tone="warn">{t(`第 ${row.round} 次派单`, `dispatch ${row.round}`)}</Tag>
          </>
        )}
      </>
    ),
  },
  {
    key: 'text',
    head: t('诉求', 'Matter'),
    card: 'title',
    cell: (row) => (
      <>
        {row.title || row.text}
        <small>
          {row.caseNumber} · {row.citizen || t('未留名', 'no name')}
        </small>
      </>
    ),
  },
  {
    key: 'department',
    head: t('承办', 'Handled by'),
    width: '104px',
    card: 'line',
    cell: (row) => row.department ?? <span className="none">{t('待转办', 'not yet')}</span>,
  },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '138px',
    card: 'foot',
    cell: (row) => (
      <>
        <StateDot
          life={sheetLifecycle}
          status={row.status}
          tone={row.clock.late ? 'bad' : isOwed(row) ? 'accent' : 'plain'}
        />{' '}
        {row.trouble ? (
          <Tag tone="bad">{t('发送失败', 'not sent')}</Tag>
        ) : (
          row.unsent > 0 && <Tag>{t(`待发 ${row.unsent}`, `${row.unsent} to send`)}</Tag>
        )}
      </>
    ),
  },
]

const List = () => {
  const [filters, set] = useFilters<'q' | 'id' | 'view' | 'do'>()
  const mayEver = useMayEver()
  const view = (filters.view || 'owed') as View
  const counts = useAsk(api.sheets.counts).data
  return (
    <Records
      heading={t('热线工单', 'Sheets')}
      unseen
      noun={t('热线工单', 'Sheet')}
      tools={
        <Segmented<View>
          label={t('视图', 'View')}
          value={view}
          onChange={(to) => set({ view: to === 'owed' ? '' : to, id: '' })}
          options={[
            { value: 'owed', label: t('待办', 'Owed'), count: counts?.owed },
            { value: 'late', label: t('超时', 'Late'), count: counts?.late },
            { value: 'unsent', label: t('待发', 'To send'), count: counts?.unsent },
            { value: 'replied', label: t('已回复', 'Replied') },
            { value: 'all', label: t('全部', 'All') },
          ]}
        />
      }
      under={
        <div className="toolbar filters no-print">
          <FindField
            value={filters.q ?? ''}
            onChange={(q) => set({ q, id: '' })}
            placeholder={t('工单编号、内容、姓名', 'Number, words, name')}
          />
          <span className="push" />
          {mayEver('sheet.markSent') && (
            <Button small onClick={() => set({ do: 'send', id: '' }, { back: true })}>
              {t('发出回执和回复', 'Send what waits')}
            </Button>
          )}
          {mayEver('sheet.take') && (
            <Button small kind="primary" onClick={() => set({ do: 'take', id: '' }, { back: true })}>
              {t('接收工单', 'Take sheets in')}
            </Button>
          )}
        </div>
      }
      list={useAskPages(api.sheets.list, { limit: 50, view, ...(filters.q ? { q: filters.q } : {}) })}
      columns={columnsOf}
      nameOf={(row) => row.number}
      rowTone={(row) => (row.clock.late ? 'bad' : isOwed(row) ? undefined : 'pale')}
      empty={
        filters.q ? (
          <Empty icon="search" title={t('没有找到', 'Nothing found')} />
        ) : view === 'owed' ? (
          <Empty icon="check" title={t('没有待办的工单', 'Nothing is owed to a line')}>
            {t('收到的工单都已回复。', 'Every sheet has its reply.')}
          </Empty>
        ) : (
          <Empty icon="tray" title={t('这里没有工单', 'No sheet here')} />
        )
      }
      ask={useOpened(api.sheets.get)}
      record={(sheet) => <SheetRecord sheet={sheet} />}
      lines={14}
      nothing={<Empty icon="tray" title={t('选一张工单', 'Choose a sheet')} />}
    />
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'do'>()
  const back = () => set({ do: '' })
  if (filters.do === 'take') return <TakeIn onBack={back} />
  if (filters.do === 'send') return <Outgoing onBack={back} />
  return <List />
}
