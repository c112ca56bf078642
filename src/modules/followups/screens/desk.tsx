// The agent's desk: the list on the left, the record on the right, and the keyboard all the way through.
import { useMemo, useRef, useState } from 'react'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { ListAndRecord } from '#web/ui/layout.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import './desk.css'
import './questions.css'
import { useProgressive, usePromiseOwed } from './progressive.tsx'
import { RecordOf } from './record.tsx'
import { columnsOf, type Filters, type Line, type View, WorklistFoot, WorklistTools } from './worklist.tsx'

const nothingIn: Readonly<Record<View, () => string>> = {
  today: () => t('今天的都打完了', 'Today is done'),
  mine: () => t('您名下没有待办', 'Nothing is yours to do'),
  unassigned: () => t('没有待领取的任务', 'Nothing waits to be claimed'),
  later: () => t('以后没有安排', 'Nothing later'),
  flagged: () => t('没有待处置的红旗', 'No red flag is open'),
  unreached: () => t('没有未访记录', 'Nobody was not reached'),
  done: () => t('还没有完成的记录', 'Nothing done yet'),
  all: () => t('没有找到', 'Nothing found'),
}

export const Screen = () => {
  const [search, setSearch] = useFilters<keyof Filters>()
  const filters: Filters = search
  const view = (filters.view ?? 'today') as View
  const list = useAskPages(api.followups.list, {
    view,
    limit: 100,
    ...(filters.q ? { q: filters.q } : {}),
    ...(filters.kind ? { kind: filters.kind as Line['kind'] } : {}),
    ...(filters.department ? { departmentId: filters.department } : {}),
    ...(filters.campus ? { campusId: filters.campus } : {}),
    ...(filters.overdue ? { overdue: 'true' as const } : {}),
  })
  const rows = list.rows as readonly Line[] | undefined
  const id = filters.id || undefined
  const sheet = useAsk(api.followups.get, { id: id ?? '' }, { on: id !== undefined })

  // The row after this one is read ahead, so that “save and next” shows it at once. It is remembered by place: the row
  // that was finished leaves the list while the record still stands.
  const place = useRef(0)
  const at = rows?.findIndex((row) => row.id === id) ?? -1
  if (at >= 0) place.current = at
  const next = rows && (at >= 0 ? rows[at + 1] : rows[place.current])
  useAsk(api.followups.get, { id: next?.id ?? '' }, { on: id !== undefined && next !== undefined })

  const select = (to: string | undefined) => setSearch({ id: to ?? '' }, { back: id === undefined && to !== undefined })
  // The one that is to be dialled by itself: what came next when a record was saved.
  const progressive = useProgressive()
  const [armed, setArmed] = useState<string | undefined>()
  const owed = usePromiseOwed(rows, id, select)
  const goOn = () => {
    setArmed(progressive ? next?.id : undefined)
    select(next?.id)
  }
  const columns = useMemo(() => columnsOf(view), [view])

  return (
    <ListAndRecord
      title={t('随访记录', 'Record')}
      onClose={() => select(undefined)}
      list={
        <>
          <h1 className="unseen">{t('随访工作台', 'The desk')}</h1>
          <WorklistTools filters={filters} set={setSearch} asks={list.asks} />
          <Table
            label={t('随访任务', 'Calls')}
            columns={columns}
            rows={rows}
            selected={id}
            onSelect={(row) => select(row.id)}
            keys
            nameOf={(row) => `${row.waveName} ${row.department}`}
            error={list.error}
            retry={list.retry}
            more={list.more}
            empty={
              <Empty icon={view === 'all' || filters.q ? 'search' : 'check'} title={nothingIn[view]()}>
                {view === 'today' && t('可以看看“待领取”。', 'There may be some under “Free”.')}
              </Empty>
            }
          />
          <WorklistFoot />
        </>
      }
      record={
        id === undefined ? null : (
          <Loaded ask={sheet} lines={16}>
            {(it) => (
              <RecordOf
                key={it.id}
                sheet={it}
                onNext={goOn}
                auto={armed === it.id ? { owed, stop: () => setArmed(undefined) } : null}
              />
            )}
          </Loaded>
        )
      }
      nothing={
        <Empty icon="phone" title={t('选一条开始', 'Choose one to begin')}>
          {t('按 J 打开第一条；填完按 Ctrl+Enter 保存并到下一条。', 'J opens the first; Ctrl+Enter saves and goes on.')}
        </Empty>
      }
    />
  )
}
