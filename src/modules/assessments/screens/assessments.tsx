// 科室考核: the sheets of a month, and for one of them its lines.
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Select } from '#web/ui/field.tsx'
import { ForMonth } from '#web/ui/for-month.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { sayMonth } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { assessmentLifecycle } from '../lifecycle.ts'
import { SheetRecord } from './sheet.tsx'
import { type Line, sayTotal, toneOf } from './words.ts'
import './assessments.css'

const columns = (): Column<Line>[] => [
  {
    key: 'department',
    head: t('科室', 'Department'),
    card: 'title',
    cell: (row) => (
      <>
        <b>{row.department}</b>{' '}
        {row.objections > 0 && <Tag tone="warn">{t(`${row.objections} 条异议`, `${row.objections} objections`)}</Tag>}
      </>
    ),
  },
  {
    key: 'total',
    head: t('总分', 'Total'),
    width: '84px',
    align: 'right',
    card: 'aside',
    cell: (row) => sayTotal(row.total),
  },
  {
    key: 'rank',
    head: t('位次', 'Rank'),
    width: '64px',
    align: 'right',
    cell: (row) => (row.rank === null ? '—' : row.rank),
  },
  {
    key: 'said',
    head: t('表扬 / 批评', 'Praise / criticism'),
    width: '110px',
    align: 'right',
    cell: (row) => `${row.praised} / ${row.criticised}`,
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '120px',
    card: 'line',
    cell: (row) => <StateDot life={assessmentLifecycle} status={row.status} tone={toneOf(row.status)} />,
  },
]

const Drafting = ({ onDone }: { onDone: (month: string) => void }) => {
  const draft = useDo(api.assessments.draft)
  return (
    <ForMonth busy={draft.busy} onPress={async (month) => (await draft.run({ month })) && onDone(month)}>
      {t('起草', 'Draft')}
    </ForMonth>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'month'>()
  const mayEver = useMayEver()
  const list = useAskPages(api.assessments.list, filters.month ? { month: filters.month } : {})
  // Of all pages alike: which months have sheets.
  const all = useAsk(
    api.assessments.list,
    { ...(filters.month ? { month: filters.month } : {}), limit: 1 },
    { keep: true },
  ).data
  const one = useOpened(api.assessments.get)
  return (
    <Records
      heading={t('科室考核', 'Department assessment')}
      noun={t('考核单', 'The sheet')}
      tools={
        <>
          {(all?.months.length ?? 0) > 0 && (
            <Select
              bare
              label={t('月份', 'Month')}
              value={all?.month ?? ''}
              onChange={(month) => set({ month, id: '' })}
              options={(all?.months ?? []).map((value) => ({ value, label: sayMonth(value) }))}
            />
          )}
          <span className="push actions">
            {mayEver('assessment.draft') && <Drafting onDone={(month) => set({ month, id: '' })} />}
            <Go to="/assessments/year" className="button small">
              {t('年度', 'The year')}
            </Go>
            {mayEver('ruleSet.read') && (
              <Go to="/assessments/rules" className="button small">
                {t('考核办法', 'Rules')}
              </Go>
            )}
          </span>
        </>
      }
      list={list}
      columns={columns}
      empty={
        <Empty icon="checks" title={t('还没有考核单', 'No sheet yet')}>
          {t(
            '每月 15 日按生效的考核办法起草上个月的考核单，监察室核对后发给科室。',
            'On the 15th last month’s sheets are drafted by the rules in force; supervision looks at them and sends them.',
          )}
        </Empty>
      }
      ask={one}
      record={(sheet) => <SheetRecord sheet={sheet} />}
      nothing={<Empty icon="checks" title={t('选择一个科室', 'Choose a department')} />}
    />
  )
}
