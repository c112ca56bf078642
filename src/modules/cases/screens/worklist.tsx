// The list of cases: views by state with their counts, filters in the address, what is due first.
import { useMemo } from 'react'
import { w } from '#kernel/words.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { type Asks, ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { ListAndRecord, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { categories } from '../taxonomy.ts'
import './cases.css'
import { columnsOf } from './columns.tsx'
import { useDepartments } from './departments.ts'
import { Intake } from './intake.tsx'
import { CaseRecord } from './record.tsx'
import { type Line, sayItem } from './words.ts'

type Filters = {
  readonly [K in
    | 'view'
    | 'q'
    | 'department'
    | 'category'
    | 'mine'
    | 'overdue'
    | 'repeat'
    | 'id'
    | 'new'
    | 'stay'
    | 'call'
    | 'reply'
    | 'of'
    | 'ids']?: string
}
type View = Line['status'] | 'turn' | 'open'

/** Short names of the views; the states' own names stand in the rows. */
const views = (inbox: boolean): readonly (readonly [view: View, label: string])[] =>
  inbox
    ? [
        ['investigating', t('待反馈', 'To answer')],
        ['submitted', t('待审核', 'In review')],
        ['open', t('全部在办', 'All open')],
        ['archived', t('已归档', 'Archived')],
      ]
    : [
        ['turn', t('待我办', 'My turn')],
        ['open', t('在办', 'Open')],
        ['received', t('待转办', 'New')],
        ['investigating', t('调查', 'Looking into')],
        ['submitted', t('待审核', 'Review')],
        ['consenting', t('待同意', 'Consent')],
        ['reviewed', t('待反馈', 'To tell')],
        ['told', t('待回访', 'To confirm')],
        ['escalated', t('督办', 'Leadership')],
        ['merged', t('并入', 'Merged')],
        ['archived', t('归档', 'Archived')],
      ]

const Tools = ({
  inbox,
  view,
  filters,
  asks,
  set,
}: {
  inbox: boolean
  view: View
  filters: Filters
  asks: Asks
  set: (patch: Filters, options?: { back?: boolean }) => void
}) => {
  const mayEver = useMayEver()
  const counts = useAsk(api.cases.counts).data
  const groups = useDepartments()
  const open = counts && Object.values(counts.byStatus).reduce((sum, n) => sum + n, 0)
  const countOf = (one: View) =>
    counts === undefined || one === 'archived' || one === 'merged'
      ? undefined
      : one === 'open'
        ? open
        : one === 'turn'
          ? counts.turn
          : counts.byStatus[one]
  const first = views(inbox)[0]![0]
  const mayOpen = mayEver('case.open')
  useShortcut('Alt+n', () => set({ new: '1', id: '' }, { back: true }), { on: mayOpen, words: openWords })
  return (
    <>
      <Toolbar>
        <Segmented<View>
          label={t('视图', 'View')}
          value={view}
          onChange={(to) => set({ view: to === first ? '' : to, id: '' })}
          options={views(inbox).map(([value, label]) => ({ value, label, count: countOf(value) }))}
        />
        <ExportButton of={asks} />
      </Toolbar>
      <div className="toolbar filters no-print">
        <FindField
          value={filters.q ?? ''}
          onChange={(q) => set({ q, id: '' })}
          placeholder={t('姓名、编号、内容', 'Name, number, words')}
        />
        {!inbox && (
          <Select
            bare
            label={t('科室', 'Department')}
            empty={t('全部科室', 'All departments')}
            value={filters.department ?? ''}
            onChange={(department) => set({ department, id: '' })}
            groups={groups}
          />
        )}
        <Select
          bare
          label={t('分类', 'Category')}
          empty={t('全部分类', 'All categories')}
          value={filters.category ?? ''}
          onChange={(category) => set({ category, id: '' })}
          options={categories
            .filter((one) => one.domain !== 'staff')
            .map((one) => ({ value: one.code, label: t(one.name) }))}
        />
        <Check
          label={
            <>
              {t('超时', 'Overdue')} {!!counts?.overdue && <b className="late">{counts.overdue}</b>}
            </>
          }
          value={filters.overdue === 'true'}
          onChange={(on) => set({ overdue: on ? 'true' : '', id: '' })}
        />
        {!inbox && mayEver('case.merge') && (
          <Check
            label={t('再次反映', 'Raised again')}
            value={filters.repeat === 'true'}
            onChange={(on) => set({ repeat: on ? 'true' : '', id: '' })}
          />
        )}
        {!inbox && mayEver('case.tell') && (
          <Check
            label={t('我负责', 'Mine')}
            value={filters.mine === 'true'}
            onChange={(on) => set({ mine: on ? 'true' : '', id: '' })}
          />
        )}
        {mayOpen && (
          <>
            <span className="push" />
            <Button small icon="plus" onClick={() => set({ new: '1', id: '' }, { back: true })}>
              {t('登记诉求', 'Open a case')}
            </Button>
          </>
        )}
      </div>
      {filters.ids && (
        <p className="list-of">
          {t(
            `只看报表里的 ${filters.ids.split(',').length} 条`,
            `Only the ${filters.ids.split(',').length} of the report`,
          )}
          <Button small kind="quiet" onClick={() => set({ ids: '' })}>
            {t('看全部', 'Show all')}
          </Button>
        </p>
      )}
    </>
  )
}
const openWords = w('登记诉求', 'Open a case')

const nothing = (inbox: boolean, filtered: boolean, view: View) => {
  if (filtered)
    return (
      <Empty icon="search" title={t('没有找到', 'Nothing found')}>
        {t('换个词，或去掉几个筛选条件。', 'Try another word, or fewer filters.')}
      </Empty>
    )
  if (inbox && view === 'investigating')
    return (
      <Empty title={t('没有待反馈的诉求', 'Nothing waits for an answer')}>
        {t('转来的诉求会出现在这里，并写明期限。', 'What is sent to you appears here, with its deadline.')}
      </Empty>
    )
  if (view === 'turn')
    return (
      <Empty title={t('没有等您办的诉求', 'Nothing waits for you')}>
        {t('别人正在办的，在旁边的“在办”里。', 'What others are at is under “Open”.')}
      </Empty>
    )
  return (
    <Empty
      title={
        view === 'archived' ? t('还没有归档的诉求', 'Nothing archived yet') : t('这里没有待办', 'Nothing to do here')
      }
    />
  )
}

/** `/cases` of the centre, supervision and leadership; `inbox`: that of a department. */
export const CaseWorklist = ({ inbox = false }: { inbox?: boolean }) => {
  const [filters, set] = useFilters<keyof Filters>()
  const view = (filters.view ?? views(inbox)[0]![0]) as View
  const list = useAskPages(api.cases.list, {
    limit: 100,
    // What a report counted is shown whatever has become of it since.
    ...(filters.ids
      ? { ids: filters.ids }
      : view === 'open'
        ? { open: 'true' as const }
        : view === 'turn'
          ? { turn: 'true' as const }
          : { status: view }),
    ...(filters.q ? { q: filters.q } : {}),
    ...(filters.department ? { departmentId: filters.department } : {}),
    ...(filters.category ? { category: filters.category } : {}),
    ...(filters.mine ? { mine: 'true' as const } : {}),
    ...(filters.overdue ? { overdue: 'true' as const } : {}),
    ...(filters.repeat ? { repeat: 'true' as const } : {}),
  })
  const id = filters.id || undefined
  const sheet = useAsk(api.cases.get, { id: id ?? '' }, { on: id !== undefined })
  const columns = useMemo(() => columnsOf(inbox, view === 'archived'), [inbox, view])
  const close = () => set({ id: '', new: '', stay: '', of: '', call: '', reply: '' })
  const filtered = !!(
    filters.q ||
    filters.department ||
    filters.category ||
    filters.mine ||
    filters.overdue ||
    filters.repeat
  )
  const title = inbox ? t('科室收件箱', 'Inbox') : t('诉求', 'Cases')
  const opening = filters.new === '1'
  return (
    <ListAndRecord
      title={opening ? t('登记诉求', 'Open a case') : t('诉求', 'Case')}
      onClose={close}
      list={
        <>
          <h1 className="unseen">{title}</h1>
          <Tools inbox={inbox} view={view} filters={filters} asks={list.asks} set={set} />
          <Table
            label={t('诉求列表', 'List of cases')}
            columns={columns}
            rows={list.rows as readonly Line[] | undefined}
            selected={id}
            onSelect={(row) => set({ id: row.id, new: '' }, { back: !id })}
            keys
            nameOf={(row) => `${row.patient?.name ?? ''} ${sayItem(row.category)} ${row.number}`}
            error={list.error}
            retry={list.retry}
            more={list.more}
            empty={nothing(inbox, filtered, view)}
          />
          <footer className="list-foot no-print">
            {list.rows && !list.more.has && <span>{t(`${list.rows.length} 条`, `${list.rows.length} rows`)}</span>}
            <span className="keys-hint" aria-hidden="true">
              <Kbd keys="J" /> <Kbd keys="K" /> {t('上下', 'up, down')}
              <Kbd keys="/" /> {t('查找', 'find')}
              <Kbd keys="Ctrl+Enter" /> {t('提交', 'send')}
            </span>
          </footer>
        </>
      }
      record={
        opening ? (
          <Intake
            stay={filters.stay}
            patientId={filters.of}
            callId={filters.call}
            replyId={filters.reply}
            onOpened={(it) =>
              set({ new: '', stay: '', of: '', call: '', reply: '', id: it.can.length > 0 ? it.id : '' })
            }
            onMatter={(it) => set({ new: '', stay: '', of: '', call: '', reply: '', id: it }, { back: true })}
            onClose={close}
          />
        ) : id === undefined ? null : (
          <Loaded ask={sheet} lines={16}>
            {(it) => <CaseRecord key={it.id} sheet={it} answering={inbox} onGone={close} />}
          </Loaded>
        )
      }
      nothing={
        <Empty icon={inbox ? 'tray' : 'speech'} title={t('选一条查看', 'Choose one')}>
          {inbox
            ? t('每条都写明要什么、何时前、为什么是那一天。', 'Each says what, by when, and why that day.')
            : t('按 J 打开第一条。', 'J opens the first.')}
        </Empty>
      }
    />
  )
}
