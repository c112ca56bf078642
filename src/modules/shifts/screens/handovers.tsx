// Hand-overs: the cards of the shifts, newest first, and the card that is given or taken over.
import { api, useAskPages } from '#web/api.ts'
import { Records, useOpened } from '#web/records.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { handoverLifecycle } from '../lifecycle.ts'
import { HandoverRecord } from './handover-card.tsx'
import './watch.css'

type Line = Awaited<ReturnType<typeof api.handovers.list>>['rows'][number]

const columns = (): Column<Line>[] => [
  {
    key: 'shift',
    head: t('班次', 'Shift'),
    cell: (row) => (
      <span>
        <DayText day={row.day} /> <b>{row.shift}</b> {row.campus}
      </span>
    ),
    card: 'title',
  },
  { key: 'givers', head: t('交班', 'Gave'), cell: (row) => row.givers.join('、') },
  { key: 'takers', head: t('接班', 'Took'), cell: (row) => row.takenBy ?? row.takers.join('、') },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '150px',
    card: 'aside',
    cell: (row) => (
      <span className="shift-state">
        <StateDot
          life={handoverLifecycle}
          status={row.status}
          tone={row.late ? 'bad' : row.status === 'taken' ? 'plain' : 'accent'}
        />
        {row.late && <Tag tone="bad">{t('无人接班', 'Nobody came')}</Tag>}
      </span>
    ),
  },
]

export const Screen = () => (
  <Records
    heading={t('交接班', 'Hand-overs')}
    noun={t('交班卡', 'Hand-over card')}
    list={useAskPages(api.handovers.list, { limit: 50 })}
    columns={columns}
    empty={
      <Empty icon="people" title={t('还没有交班卡', 'No card yet')}>
        {t(
          '按班次排了班，每个班次结束前半小时自动生成交班卡。',
          'Half an hour before a shift on the roster ends, its card is made.',
        )}
      </Empty>
    }
    ask={useOpened(api.handovers.get)}
    record={(card) => <HandoverRecord card={card} />}
    nothing={<Empty icon="people" title={t('选择一张交班卡', 'Choose a card')} />}
  />
)
