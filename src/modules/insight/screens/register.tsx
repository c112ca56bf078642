// The register (登记簿): the table of all cases that one may read, narrowed by any of its columns, kept in the address, printed or taken as a file.
import { type ReactNode, useMemo } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { dayOf } from '#kernel/time.ts'
import { severities } from '#modules/cases/grades.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { channelWords, kindWords } from '#modules/cases/words.ts'
import { grades } from '#modules/patients/words.ts'
import { api, hrefOf, useAsk, useAskPages } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters, useGo } from '#web/place.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { DateField, Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented, Toolbar, usePhone } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Due } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { waitingWords } from '../case-words.ts'
import type { RegisterLine } from '../contract.ts'
import {
  askedOf,
  type FilterName,
  type Filters,
  phrasesOf,
  sayChannel,
  sayKind,
  saySeverity,
  sayWaiting,
} from './register-words.ts'
import './register.css'

type Line = Wire<RegisterLine>
type Set = (patch: { readonly [K in FilterName]?: string | undefined }, options?: { back?: boolean }) => void
type SortKey = 'received' | 'due' | 'told' | 'number' | 'severity' | 'category' | 'department' | 'owner'

const Sorting = ({ by, filters, set, children }: { by: SortKey; filters: Filters; set: Set; children: ReactNode }) => {
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
const columnsOf = (filters: Filters, set: Set, phone: boolean): readonly Column<Line>[] => {
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
    { key: 'owner', head: head('owner', t('负责人', 'Owner')), width: '76px', card: 'foot', cell: (row) => row.owner },
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

type View = 'all' | 'open' | 'late' | 'soon'
const viewOf = (filters: Filters): View =>
  filters.late ? 'late' : filters.soon ? 'soon' : filters.open === 'true' ? 'open' : 'all'

const Tools = ({ filters, set, total }: { filters: Filters; set: Set; total: number | undefined }) => {
  const mayEver = useMayEver()
  const phone = usePhone()
  const departments = useAsk(api.departments.list).data
  const staff = useAsk(api.staff.list, {}).data
  const { limit: _, ...asked } = { ...askedOf(filters), limit: '' }
  const href = (format: 'csv' | 'xlsx') => hrefOf(api.register.export, { ...asked, format } as never)
  const phrases = phrasesOf(filters)
  return (
    <>
      <Toolbar>
        <Segmented<View>
          label={t('哪些', 'Which')}
          value={viewOf(filters)}
          onChange={(view) =>
            set({
              open: view === 'open' ? 'true' : '',
              late: view === 'late' ? 'true' : '',
              soon: view === 'soon' ? 'true' : '',
            })
          }
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'open', label: t('在办', 'Open') },
            { value: 'late', label: t('超时', 'Late') },
            { value: 'soon', label: t('将超时', 'Late soon') },
          ]}
        />
        <FindField
          value={filters.q ?? ''}
          onChange={(q) => set({ q })}
          placeholder={t('编号、登记号、内容', 'Number or words')}
        />
        <span className="push actions">
          {total !== undefined && (
            <span className="none" role="status">
              {t(`${total} 件`, `${total} cases`)}
            </span>
          )}
          <PrintButton />
          {mayEver('report.export') && (
            <>
              <a className="button" href={href('xlsx')} download>
                <Icon name="download" size={16} />
                <span>XLSX</span>
              </a>
              <a className="button" href={href('csv')} download>
                <Icon name="download" size={16} />
                <span>CSV</span>
              </a>
            </>
          )}
        </span>
      </Toolbar>
      <div className="toolbar filters no-print">
        <Select
          bare
          label={t('类型', 'Kind')}
          empty={t('全部类型', 'All kinds')}
          value={filters.kind?.includes(',') ? '' : (filters.kind ?? '')}
          onChange={(kind) => set({ kind })}
          options={Object.entries(kindWords).map(([value, words]) => ({ value, label: t(words) }))}
        />
        <Select
          bare
          label={t('分类', 'Category')}
          empty={t('全部分类', 'All categories')}
          value={filters.category ?? ''}
          onChange={(category) => set({ category })}
          options={[
            ...categories.map((one) => ({ value: one.code, label: t(one.name) })),
            { value: 'none', label: t('未分类', 'Not classified') },
          ]}
        />
        <Select
          bare
          label={t('科室', 'Department')}
          empty={t('全部科室', 'All departments')}
          value={filters.department ?? ''}
          onChange={(department) => set({ department })}
          options={[{ value: 'none', label: t('未定科室', 'None yet') }]}
          groups={(departments?.campuses ?? []).map((campus) => ({
            label: campus.name,
            options: (departments?.rows ?? [])
              .filter((one) => one.campusId === campus.id)
              .map((one) => ({ value: one.id, label: one.name })),
          }))}
        />
        <Select
          bare
          label={t('严重度', 'Severity')}
          empty={t('全部严重度', 'All severities')}
          value={filters.severity ?? ''}
          onChange={(severity) => set({ severity })}
          options={severities.map(({ level, name }) => ({ value: String(level), label: t(name) }))}
        />
        <Select
          bare
          label={t('渠道', 'Way in')}
          empty={t('全部渠道', 'All ways in')}
          value={filters.channel ?? ''}
          onChange={(channel) => set({ channel })}
          options={Object.entries(channelWords).map(([value, words]) => ({ value, label: t(words) }))}
        />
        <Select
          bare
          label={t('等谁', 'Waits for')}
          empty={t('不论等谁', 'For anybody')}
          value={filters.waiting ?? ''}
          onChange={(waiting) => set({ waiting })}
          options={Object.entries(waitingWords).map(([value, words]) => ({ value, label: t(words) }))}
        />
        <Select
          bare
          label={t('负责人', 'Owner')}
          empty={t('全部负责人', 'All owners')}
          value={filters.owner ?? ''}
          onChange={(owner) => set({ owner })}
          options={(staff?.rows ?? [])
            .filter(({ role }) => ['agent', 'lead', 'supervision', 'leadership'].includes(role))
            .map((one) => ({ value: one.id, label: one.name }))}
        />
        {phone && (
          <Select
            bare
            label={t('排序', 'Order')}
            value={`${filters.sort ?? 'received'} ${filters.order ?? 'desc'}`}
            onChange={(order) => {
              const [sort = '', way = ''] = order.split(' ')
              set({ sort: sort === 'received' ? '' : sort, order: way === 'desc' ? '' : way })
            }}
            options={[
              { value: 'received desc', label: t('新登记的在前', 'Newest first') },
              { value: 'received asc', label: t('早登记的在前', 'Oldest first') },
              { value: 'due asc', label: t('先到期的在前', 'Due first') },
              { value: 'severity desc', label: t('重的在前', 'Gravest first') },
            ]}
          />
        )}
        <span className="from-to">
          <DateField
            bare
            label={t('登记从', 'Received from')}
            value={filters.from ?? ''}
            onChange={(from) => set({ from })}
          />
          <span aria-hidden="true">–</span>
          <DateField bare label={t('到', 'to')} value={filters.to ?? ''} onChange={(to) => set({ to })} />
        </span>
      </div>
      {phrases.length > 0 && (
        <p className="list-of no-print">
          {phrases.map(({ name, words }) => (
            <Button key={name} small kind="quiet" icon="close" onClick={() => set({ [name]: '' } as Filters)}>
              {words}
            </Button>
          ))}
        </p>
      )}
    </>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<FilterName>()
  const go = useGo()
  const phone = usePhone()
  const list = useAskPages(api.register.list, { limit: 200, ...askedOf(filters) } as never)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the address, whose filters `set` changes
  const columns = useMemo(() => columnsOf(filters, set, phone), [filters, phone])
  const narrowed = Object.keys(askedOf(filters)).some((name) => name !== 'sort' && name !== 'order')
  return (
    <div className="one-list register">
      <h1 className="unseen">{t('诉求登记簿', 'The register of cases')}</h1>
      <Tools filters={filters} set={set} total={list.total} />
      <Table
        label={t('诉求登记簿', 'The register of cases')}
        columns={columns}
        rows={list.rows as readonly Line[] | undefined}
        onSelect={(row) => go(`/cases/${row.id}`)}
        nameOf={(row) => `${row.number} ${row.categoryName}`}
        error={list.error}
        retry={list.retry}
        more={list.more}
        empty={
          narrowed ? (
            <Empty icon="search" title={t('没有符合条件的诉求', 'No case matches')}>
              {t('去掉几个条件再看。', 'Try fewer filters.')}
            </Empty>
          ) : (
            <Empty icon="speech" title={t('登记簿还是空的', 'The register is empty')} />
          )
        }
      />
    </div>
  )
}
