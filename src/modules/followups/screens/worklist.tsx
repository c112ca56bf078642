// The list of the desk: what is due first, in views with their counts, and filters that live in the address.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { type Words, w } from '#kernel/words.ts'
import { sayWho } from '#modules/patients/screens/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { type Asks, ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Kbd } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented, usePhone } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Due, Time } from '#web/ui/moment.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { TaskLine } from '../contract.ts'
import { taskLifecycle } from '../lifecycle.ts'
import { ProgressiveSwitch } from './progressive.tsx'

export type Line = Wire<TaskLine>
export type View = 'today' | 'mine' | 'unassigned' | 'later' | 'flagged' | 'unreached' | 'done' | 'all'
export type Filters = { readonly [K in 'view' | 'q' | 'kind' | 'department' | 'campus' | 'overdue' | 'id']?: string }

export const kindWords: Readonly<Record<Line['kind'], Words>> = {
  wave: w('计划', 'Planned'),
  repeat: w('重复', 'Repeat'),
  recall: w('再访', 'Call back'),
  audit: w('复核', 'Check'),
  urgent: w('紧急', 'Urgent'),
}

const stateTone = (row: Line) =>
  row.status === 'flagged' ? 'bad' : row.status === 'done' ? 'good' : row.status === 'open' ? 'accent' : 'plain'

const When = ({ row }: { row: Line }) => {
  if (row.status === 'done' || row.status === 'cancelled' || row.status === 'unreached' || row.status === 'voided')
    return <DayText day={row.dischargedOn} />
  if (row.promisedAt)
    return (
      <span className="promised">
        <Icon name="clock" size={14} />
        <Time at={row.promisedAt} />
      </span>
    )
  return <Due at={row.dueAt} />
}

const Name = ({ row }: { row: Line }) => (
  <>
    {row.redFlag && (
      <span className="flagged">
        <Icon name="flag" size={14} />
        <span className="unseen">{t('红旗', 'Red flag')}</span>
      </span>
    )}
    {row.patient.name}
    <small>{sayWho(row.patient)}</small>
  </>
)

/** Which call it is; one out of the ordinary stands out. */
export const WaveName = ({ row }: { row: Line }) =>
  row.automatic ? (
    <>
      {row.waveName} <Tag>{t('机器先打', 'By the program first')}</Tag>
    </>
  ) : row.kind === 'wave' ? (
    row.waveName
  ) : (
    <Tag tone={row.kind === 'urgent' ? 'bad' : 'accent'}>{row.waveName}</Tag>
  )

/** A constant for each language would do; the words are asked for when the list is drawn. */
export const columnsOf = (view: View): readonly Column<Line>[] => [
  {
    key: 'when',
    head: view === 'done' || view === 'unreached' ? t('出院', 'Discharged') : t('时限', 'Due'),
    width: t('104px', '124px'),
    card: 'aside',
    cell: (row) => <When row={row} />,
  },
  { key: 'name', head: t('患者', 'Patient'), width: '122px', card: 'title', cell: (row) => <Name row={row} /> },
  {
    key: 'wave',
    head: t('随访', 'Call'),
    width: '128px',
    card: 'foot',
    cell: (row) => <WaveName row={row} />,
  },
  { key: 'department', head: t('科室', 'Department'), width: '104px', card: 'line', cell: (row) => row.department },
  { key: 'diagnosis', head: t('诊断', 'Diagnosis'), card: 'line', cell: (row) => row.diagnosis ?? '' },
  {
    key: 'tries',
    head: t('已拨', 'Tries'),
    width: '44px',
    align: 'right',
    card: 'hide',
    cell: (row) => (row.attempts > 0 ? row.attempts : <span className="none">0</span>),
  },
  {
    key: 'who',
    head: t('责任人', 'Who'),
    width: '106px',
    card: 'foot',
    cell: (row) =>
      row.status !== 'open' ? (
        <StateDot life={taskLifecycle} status={row.status} tone={stateTone(row)} />
      ) : row.mine ? (
        t('我', 'Me')
      ) : (
        (row.assignee ?? <span className="none">{t('待领取', 'Nobody')}</span>)
      ),
  },
]

const noDepartments: never[] = []

export const WorklistTools = ({
  filters,
  set,
  asks,
}: {
  filters: Filters
  set: (patch: Filters) => void
  asks: Asks
}) => {
  const mayEver = useMayEver()
  const phone = usePhone()
  const [open, setOpen] = useState(false)
  const counts = useAsk(api.followups.counts).data
  const places = useAsk(api.departments.list).data
  const allot = useDo(api.followups.allot, {
    says: ({ allotted }) => t(`已分配 ${allotted} 条`, `${allotted} allotted`),
  })
  const view = (filters.view ?? 'today') as View
  const campuses = places?.campuses ?? noDepartments
  const departments = (places?.rows ?? noDepartments).filter(
    (one) => one.active && (!filters.campus || one.campusId === filters.campus),
  )
  return (
    <>
      <div className="toolbar views no-print">
        <Segmented<View>
          label={t('视图', 'View')}
          value={view}
          onChange={(to) => set({ view: to === 'today' ? '' : to, id: '' })}
          options={[
            { value: 'today', label: t('今日', 'Today'), count: counts?.today },
            { value: 'mine', label: t('我的', 'Mine'), count: counts?.mine },
            { value: 'unassigned', label: t('待领取', 'Free'), count: counts?.unassigned },
            { value: 'flagged', label: t('红旗', 'Red flags'), count: counts?.flagged, tone: 'bad' },
            { value: 'later', label: t('以后', 'Later'), count: counts?.later },
            { value: 'unreached', label: t('未访', 'Not reached') },
            { value: 'done', label: t('已完成', 'Done') },
            ...(view === 'all' ? [{ value: 'all' as const, label: t('全部', 'All') }] : []),
          ]}
        />
        {mayEver('task.allot') && (
          <Button small busy={allot.busy} onClick={() => void allot.run({})}>
            {t('分配', 'Allot')}
          </Button>
        )}
        {phone && (
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('筛选', 'Filter')}
          </Button>
        )}
      </div>
      <div className="toolbar filters no-print" hidden={phone && !open}>
        <FindField
          value={filters.q ?? ''}
          onChange={(q) => set({ q, id: '' })}
          placeholder={t('姓名、病案号、尾号', 'Name, number')}
        />
        {campuses.length > 1 && (
          <Select
            bare
            label={t('院区', 'Campus')}
            empty={t('全部院区', 'All campuses')}
            value={filters.campus ?? ''}
            onChange={(campus) => set({ campus, department: '' })}
            options={campuses.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <Select
          bare
          label={t('科室', 'Department')}
          empty={t('全部科室', 'All departments')}
          value={filters.department ?? ''}
          onChange={(department) => set({ department })}
          options={departments.map((one) => ({ value: one.id, label: one.name }))}
        />
        <Select
          bare
          label={t('类型', 'Kind')}
          empty={t('全部类型', 'All kinds')}
          value={filters.kind ?? ''}
          onChange={(kind) => set({ kind })}
          options={Object.entries(kindWords).map(([value, words]) => ({ value, label: t(words) }))}
        />
        <Check
          label={
            <>
              {t('只看超时', 'Overdue only')} {!!counts?.overdue && <b className="late">{counts.overdue}</b>}
            </>
          }
          value={filters.overdue === 'true'}
          onChange={(on) => set({ overdue: on ? 'true' : '' })}
        />
        <ExportButton of={asks} />
      </div>
    </>
  )
}

export const WorklistFoot = () => {
  const counts = useAsk(api.followups.counts).data
  return (
    <footer className="list-foot no-print">
      <ProgressiveSwitch />
      <span>{counts && t(`今天已完成 ${counts.doneToday} 条`, `${counts.doneToday} done today`)}</span>
      <span className="keys-hint" aria-hidden="true">
        <Kbd keys="J" /> <Kbd keys="K" /> {t('上下', 'up, down')}
        <Kbd keys="C" /> {t('拨打', 'dial')}
        <Kbd keys="N" /> {t('未接通', 'not reached')}
        <Kbd keys="?" /> {t('全部快捷键', 'all keys')}
      </span>
    </footer>
  )
}
