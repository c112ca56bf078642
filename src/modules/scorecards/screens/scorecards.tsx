// 成绩卡: a caller's own cards and his month so far; for leads those that they may see, by month and never by figure; and training notes.
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Segmented } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { sayMonth } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { CardLine } from '../contract.ts'
import { scorecardLifecycle } from '../lifecycle.ts'
import { CardPanel } from './card.tsx'
import { CardFigures } from './figures.tsx'
import { Notes } from './notes.tsx'
import './scorecards.css'

type Line = Wire<CardLine>

const columns = (): readonly Column<Line>[] => [
  { key: 'month', head: t('月份', 'Month'), width: '120px', card: 'title', cell: (row) => sayMonth(row.month) },
  {
    key: 'staff',
    head: t('回访人', 'Caller'),
    card: 'line',
    cell: (row) => (row.mine ? t('我', 'I') : row.staff.name),
  },
  {
    key: 'state',
    head: t('进展', 'State'),
    width: '120px',
    card: 'foot',
    cell: (row) => (
      <StateDot life={scorecardLifecycle} status={row.status} tone={row.status === 'made' ? 'accent' : 'plain'} />
    ),
  },
]

const Views = () => {
  const [filters, set] = useFilters<'view' | 'id' | 'do' | 'staff'>()
  return (
    <Segmented
      label={t('成绩和培训', 'Cards and training')}
      value={filters.view ?? ''}
      onChange={(view) => set({ view, id: '', do: '', staff: '' })}
      options={[
        { value: '', label: t('成绩卡', 'Cards') },
        { value: 'notes', label: t('培训', 'Training') },
      ]}
    />
  )
}

/** The month as it stands now, which nobody else can see. */
const SoFar = () => {
  const ask = useAsk(api.scorecards.now, {})
  return (
    <Loaded ask={ask} lines={14}>
      {({ month, figures, said }) => (
        <Panel
          head={
            <div className="scorecard-head">
              <h2>
                {sayMonth(month)} {t('到现在', 'so far')}
              </h2>
              <span className="hint">{t('只有您自己看得到', 'Nobody but you can see it')}</span>
            </div>
          }
        >
          {figures && <CardFigures it={figures} said={said} />}
        </Panel>
      )}
    </Loaded>
  )
}

const Cards = () => {
  const [filters, set] = useFilters<'id' | 'do'>()
  const { role } = useMe().person
  const calls = role === 'agent' || role === 'lead'
  const list = useAskPages(api.scorecards.list, {})
  const one = useOpened(api.scorecards.get)
  return (
    <Records
      heading={t('成绩卡', 'Scorecards')}
      noun={t('一张成绩卡', 'A scorecard')}
      tools={
        <>
          <Views />
          <span className="push" />
          {calls && (
            <Button small icon="chart" onClick={() => set({ do: 'now', id: '' }, { back: !filters.id })}>
              {t('我的本月', 'My month')}
            </Button>
          )}
        </>
      }
      list={list}
      columns={columns}
      nameOf={(row) => `${sayMonth(row.month)} ${row.staff.name}`}
      ask={one}
      record={(it) => <CardPanel it={it} />}
      instead={filters.do === 'now' && <SoFar />}
      with={['do']}
      lines={14}
      empty={
        <Empty icon="chart" title={t('还没有成绩卡', 'No scorecards yet')}>
          {calls
            ? t(
                '每月 12 日生成上个月的，先给您自己看；本月的随时可看。',
                'Last month’s is made on the 12th, for yourself first; this month’s can be seen at any time.',
              )
            : t(
                '每月 12 日生成，先由本人看；本人看过或到期后才在这里。',
                'Made on the 12th; they stand here once their callers have seen them, or in time.',
              )}
        </Empty>
      }
      nothing={role === 'agent' ? <SoFar /> : <Empty icon="chart" title={t('选择一张成绩卡', 'Choose a scorecard')} />}
    />
  )
}

export const Screen = () => {
  const [filters] = useFilters<'view'>()
  return filters.view === 'notes' ? <Notes tools={<Views />} /> : <Cards />
}
