// Who left, from which department, on which day: the list that coverage is counted from.
import { useMemo } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { dayOf, sayWeekday } from '#kernel/time.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useFilters, useGo } from '#web/place.tsx'
import { now } from '#web/ui/clock.ts'
import { DateField, Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { language, t } from '#web/ui/language.ts'
import { Toolbar } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { EncounterLine } from '../contract.ts'
import './patients.css'
import { leavingWords, whyWords } from '../words.ts'
import { say, sayWho } from './words.ts'

type Line = Wire<z.output<typeof EncounterLine>>

const columnsOf = (): readonly Column<Line>[] => [
  {
    key: 'day',
    head: t('出院', 'Discharged'),
    width: '122px',
    card: 'aside',
    cell: (row) => (
      <>
        {row.dischargedOn.startsWith(dayOf(now()).slice(0, 4)) ? row.dischargedOn.slice(5) : row.dischargedOn}{' '}
        <small>{sayWeekday(row.dischargedOn, language())}</small>
      </>
    ),
  },
  {
    key: 'name',
    head: t('患者', 'Patient'),
    width: '130px',
    card: 'title',
    cell: (row) => (
      <>
        {row.patient.name}
        <small>{sayWho(row.patient)}</small>
      </>
    ),
  },
  {
    key: 'record',
    head: t('病案号', 'Record number'),
    width: '130px',
    card: 'line',
    cell: (row) => (
      <>
        {row.patient.recordNumber}
        {row.admissionCount > 1 && <small>{t(`第 ${row.admissionCount} 次`, `stay ${row.admissionCount}`)}</small>}
      </>
    ),
  },
  {
    key: 'department',
    head: t('科室', 'Department'),
    width: '150px',
    card: 'line',
    cell: (row) => (
      <>
        {row.department} {!row.departmentConfirmed && <Tag tone="warn">{t('待确认', 'To confirm')}</Tag>}
      </>
    ),
  },
  { key: 'campus', head: t('院区', 'Campus'), width: '90px', card: 'line', cell: (row) => row.campus ?? '' },
  { key: 'diagnosis', head: t('诊断', 'Diagnosis'), card: 'foot', cell: (row) => row.diagnosis ?? '' },
  { key: 'procedure', head: t('手术', 'Procedure'), width: '160px', card: 'hide', cell: (row) => row.procedure ?? '' },
  { key: 'doctor', head: t('主治', 'Doctor'), width: '84px', card: 'hide', cell: (row) => row.attending ?? '' },
  {
    key: 'leaving',
    head: t('离院', 'Left'),
    width: '104px',
    card: 'hide',
    cell: (row) =>
      row.leaving === 'died' ? (
        <Tag tone="bad">{say(leavingWords, row.leaving)}</Tag>
      ) : (
        <span className={row.leaving === 'home' ? 'none' : ''}>{say(leavingWords, row.leaving)}</span>
      ),
  },
  {
    key: 'why',
    head: t('能否致电', 'Calls'),
    width: '96px',
    card: 'foot',
    cell: (row) => row.patient.why === 'do-not-call' && <Tag tone="bad">{say(whyWords, row.patient.why)}</Tag>,
  },
]

export const Screen = () => {
  const [filters, set] = useFilters<'q' | 'from' | 'to' | 'campus' | 'department' | 'group'>()
  const go = useGo()
  const mayEver = useMayEver()
  const { data } = useAsk(api.departments.list)
  const list = useAskPages(api.encounters.list, {
    limit: 100,
    ...(filters.q ? { q: filters.q } : {}),
    ...(filters.from ? { from: filters.from } : {}),
    ...(filters.to ? { to: filters.to } : {}),
    ...(filters.campus ? { campusId: filters.campus } : {}),
    ...(filters.department ? { departmentId: filters.department } : {}),
    ...(filters.group ? { group: filters.group } : {}),
  })
  const columns = useMemo(columnsOf, [])
  const departments = (data?.rows ?? []).filter(
    (one) => (!filters.campus || one.campusId === filters.campus) && (!filters.group || one.group === filters.group),
  )
  const groups = [...new Set((data?.rows ?? []).map((one) => one.group))]
  const filtered = Object.values(filters).some(Boolean)
  return (
    <div className="one-list">
      <h1 className="unseen">{t('出院名单', 'Discharges')}</h1>
      <Toolbar>
        <FindField
          value={filters.q ?? ''}
          onChange={(q) => set({ q })}
          placeholder={t('姓名、病案号、电话尾号', 'Name, number, tail of a phone')}
        />
        <span className="from-to">
          <DateField
            bare
            label={t('出院日期从', 'Discharged from')}
            value={filters.from ?? ''}
            onChange={(from) => set({ from })}
          />
          <span aria-hidden="true">–</span>
          <DateField bare label={t('到', 'to')} value={filters.to ?? ''} onChange={(to) => set({ to })} />
        </span>
        <Select
          bare
          label={t('院区', 'Campus')}
          empty={t('全部院区', 'All campuses')}
          value={filters.campus ?? ''}
          onChange={(campus) => set({ campus, department: '' })}
          options={(data?.campuses ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
        <Select
          bare
          label={t('科室组', 'Group')}
          empty={t('全部科室组', 'All groups')}
          value={filters.group ?? ''}
          onChange={(group) => set({ group, department: '' })}
          options={groups.map((value) => ({ value, label: value }))}
        />
        <Select
          bare
          label={t('科室', 'Department')}
          empty={t('全部科室', 'All departments')}
          value={filters.department ?? ''}
          onChange={(department) => set({ department })}
          groups={(data?.campuses ?? [])
            .map((campus) => ({
              label: campus.name,
              options: departments
                .filter((one) => one.campusId === campus.id)
                .map((one) => ({ value: one.id, label: one.name })),
            }))
            .filter((one) => one.options.length > 0)}
        />
        {list.total !== undefined && (
          <span className="none push">{t(`${list.total} 人次`, `${list.total} stays`)}</span>
        )}
        <ExportButton of={list.asks} />
      </Toolbar>
      <Table
        label={t('出院名单', 'Discharges')}
        columns={columns}
        rows={list.rows as readonly Line[] | undefined}
        {...(mayEver('patient.read') ? { onSelect: (row: Line) => go('/patients', { id: row.patient.id }) } : {})}
        rowTone={(row) => (row.patient.contactable ? undefined : 'pale')}
        nameOf={(row) => `${row.patient.name} ${row.patient.recordNumber}`}
        error={list.error}
        retry={list.retry}
        more={list.more}
        empty={
          filtered ? (
            <Empty icon="search" title={t('没有符合条件的出院记录', 'No stay matches')} />
          ) : (
            <Empty icon="upload" title={t('还没有出院名单', 'No discharges yet')}>
              {t(
                '导入一份出院名单，随访任务会自动安排好。',
                'Take in a list, and the calls are planned by themselves.',
              )}
            </Empty>
          )
        }
      />
    </div>
  )
}
