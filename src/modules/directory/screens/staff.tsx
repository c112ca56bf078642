// The people of the hospital: who they are, what they may do, and who is above them.
import { useMemo } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { type Role, roles, roleWords } from '#kernel/permission.ts'
import { api, useAsk } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { openedAmong, Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { staff } from '../contract.ts'
import { staffLifecycle } from '../lifecycle.ts'
import './office.css'
import { usePlaces } from './places.ts'
import { NewPerson, PersonRecord } from './staff-record.tsx'

export type Line = Wire<ReplyOf<typeof staff.list>>['rows'][number]

const columnsOf = (places: ReturnType<typeof usePlaces>, people: ReadonlyMap<string, string>): Column<Line>[] => [
  {
    key: 'name',
    head: t('姓名', 'Name'),
    width: '150px',
    card: 'title',
    cell: (row) => (
      <>
        {row.name}
        <small>{row.login}</small>
      </>
    ),
  },
  { key: 'role', head: t('角色', 'Role'), width: '76px', card: 'aside', cell: (row) => t(roleWords[row.role]) },
  {
    key: 'where',
    head: t('科室', 'Departments'),
    card: 'line',
    cell: (row) => places.namesOf(row.departments) || places.campusOf(row.campusId),
  },
  {
    key: 'superior',
    head: t('上级', 'Superior'),
    width: '84px',
    card: 'line',
    cell: (row) => people.get(row.superiorId ?? '') ?? '',
  },
  {
    key: 'second',
    head: t('二次验证', 'Second factor'),
    width: '84px',
    card: 'hide',
    cell: (row) =>
      row.hasSecondFactor ? t('已绑定', 'Enrolled') : <span className="faint">{t('未绑定', 'None')}</span>,
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '88px',
    card: 'foot',
    cell: (row) => (
      <StateDot life={staffLifecycle} status={row.status} tone={row.status === 'active' ? 'good' : 'plain'} />
    ),
  },
]

export const Screen = () => {
  const [filters, set] = useFilters<'q' | 'role' | 'department' | 'status' | 'id'>()
  const places = usePlaces()
  const mayEver = useMayEver()
  const everyone = useAsk(api.staff.list)
  const list = useAsk(
    api.staff.list,
    {
      ...(filters.q ? { q: filters.q } : {}),
      ...(filters.role ? { role: filters.role as Role } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
    },
    { keep: true },
  )
  const status = filters.status === 'disabled' ? 'disabled' : 'active'
  const found = list.data?.rows
  const rows = useMemo(
    () =>
      found
        ?.filter((row) => row.status === status)
        .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || a.name.localeCompare(b.name, 'zh')),
    [found, status],
  )
  const people = useMemo(() => new Map((everyone.data?.rows ?? []).map((one) => [one.id, one.name])), [everyone.data])
  const columns = useMemo(() => columnsOf(places, people), [places, people])
  const count = (of: string) => found?.filter((row) => row.status === of).length
  return (
    <Records
      heading={t('人员', 'Staff')}
      unseen
      noun={t('人员资料', 'Person')}
      tools={
        <>
          <Segmented
            label={t('状态', 'State')}
            value={status}
            onChange={(to) => set({ status: to === 'active' ? '' : to, id: '' })}
            options={[
              { value: 'active', label: t('在用', 'Active'), count: count('active') },
              { value: 'disabled', label: t('已停用', 'Disabled'), count: count('disabled') },
            ]}
          />
          <FindField
            value={filters.q ?? ''}
            onChange={(q) => set({ q })}
            placeholder={t('姓名、登录名', 'Name, login')}
          />
          <Select
            bare
            label={t('角色', 'Role')}
            empty={t('全部角色', 'All roles')}
            value={filters.role ?? ''}
            onChange={(role) => set({ role })}
            options={roles.map((role) => ({ value: role, label: t(roleWords[role]) }))}
          />
          <Select
            bare
            label={t('科室', 'Department')}
            empty={t('全部科室', 'All departments')}
            value={filters.department ?? ''}
            onChange={(department) => set({ department })}
            groups={places.choices}
          />
          <span className="push" />
          {mayEver('staff.create') && (
            <Button small icon="plus" onClick={() => set({ id: 'new' }, { back: !filters.id })}>
              {t('新增', 'Add')}
            </Button>
          )}
        </>
      }
      list={{ rows, error: list.error, retry: list.refetch }}
      columns={columns}
      rowTone={(row) => (row.status === 'disabled' ? 'pale' : undefined)}
      // Among everyone: he may be outside of what the list is narrowed to.
      ask={openedAmong(everyone, filters.id)}
      record={(person) => <PersonRecord person={person} people={everyone.data?.rows ?? []} />}
      instead={
        filters.id === 'new' && (
          <NewPerson people={everyone.data?.rows ?? []} onDone={(id) => set({ id })} onCancel={() => set({ id: '' })} />
        )
      }
      empty={<Empty icon="people" title={t('没有找到人员', 'Nobody found')} />}
      nothing={
        <Empty icon="people" title={t('选一位人员', 'Choose a person')}>
          {t(
            '在这里修改角色、科室和上级，停用账号，或重设密码。',
            'Change role, departments and superior, disable, or reset.',
          )}
        </Empty>
      }
    />
  )
}
