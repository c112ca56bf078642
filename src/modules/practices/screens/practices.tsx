// 优务经验: what went well, found by words and category; one of them with what it rests on, and what departments did with it.
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { api, useAskPages } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { FindField } from '#web/ui/find-field.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented } from '#web/ui/layout.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { Mine, PracticeForm } from './form.tsx'
import { PracticeRecord } from './record.tsx'
import { categoryGroups, type Line, mineWords } from './words.ts'
import './practices.css'

const columns = (): Column<Line>[] => [
  {
    key: 'title',
    head: t('经验', 'Practice'),
    card: 'title',
    cell: (row) => (
      <>
        <b>{row.title}</b> <Mine words={mineWords(row.mine)} />
      </>
    ),
  },
  {
    key: 'about',
    head: t('类别 · 科室', 'About'),
    width: '190px',
    cell: (row) => [row.categoryName, row.department ?? t('全院', 'Hospital')].filter(Boolean).join(' · '),
  },
  {
    key: 'spread',
    head: t('采用', 'Adopted'),
    width: '90px',
    card: 'aside',
    align: 'right',
    cell: (row) => (row.told === 0 ? '—' : t(`${row.adopted} / ${row.told} 科`, `${row.adopted} of ${row.told}`)),
  },
]

type View = '' | 'nominated' | 'toLearn' | 'retired' | 'declined'

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'view' | 'q' | 'category' | 'department' | 'form'>()
  const mayEver = useMayEver()
  const departments = useDepartments()
  const view = (filters.view ?? '') as View
  const status = view === '' || view === 'toLearn' ? {} : { status: view }
  const list = useAskPages(api.practices.list, {
    ...status,
    ...(view === 'toLearn' ? { toLearn: 'true' as const } : {}),
    ...(filters.q ? { q: filters.q } : {}),
    ...(filters.category ? { category: filters.category } : {}),
    ...(filters.department ? { departmentId: filters.department } : {}),
  })
  const one = useOpened(api.practices.get)
  const done = { onDone: (id: string) => set({ form: '', view: 'nominated', id }), onCancel: () => set({ form: '' }) }
  const views = [
    { value: '' as View, label: t('已认定', 'Recognised') },
    ...(mayEver('practice.learn') ? [{ value: 'toLearn' as View, label: t('待学习', 'To learn') }] : []),
    { value: 'nominated' as View, label: t('待认定', 'Nominated') },
    { value: 'declined' as View, label: t('未认定', 'Declined') },
    { value: 'retired' as View, label: t('已停用', 'Retired') },
  ]
  return (
    <Records
      heading={t('优务经验', 'Good practice')}
      noun={t('一条经验', 'One practice')}
      tools={
        <>
          <span className="push" />
          <Go to="/practices/spread" className="button small">
            {t('推广情况', 'How far it spread')}
          </Go>
          {mayEver('practice.create') && (
            <Button small icon="plus" onClick={() => set({ form: 'new', id: '' }, { back: !filters.id })}>
              {t('推荐经验', 'Nominate')}
            </Button>
          )}
        </>
      }
      under={
        <>
          <div className="toolbar no-print">
            <Segmented
              label={t('状态', 'State')}
              value={view}
              onChange={(value) => set({ view: value, id: '', form: '' })}
              options={views}
            />
          </div>
          <div className="toolbar filters no-print">
            <FindField
              value={filters.q ?? ''}
              onChange={(q) => set({ q, id: '' })}
              placeholder={t('经验的内容', 'Words of a practice')}
            />
            <Select
              bare
              label={t('类别', 'Category')}
              empty={t('全部类别', 'All categories')}
              value={filters.category ?? ''}
              onChange={(category) => set({ category, id: '' })}
              groups={categoryGroups()}
            />
            <Select
              bare
              label={t('科室', 'Department')}
              empty={t('全部科室', 'All departments')}
              value={filters.department ?? ''}
              onChange={(department) => set({ department, id: '' })}
              groups={departments}
            />
          </div>
        </>
      }
      list={list}
      columns={columns}
      empty={
        <Empty icon="book" title={t('还没有经验', 'No practice here')}>
          {t(
            '患者反复表扬的做法、见效的改进，写下来推荐，认定后全院都能照着做。',
            'What patients praise again and again, and what worked: write it down so that all can do the same.',
          )}
        </Empty>
      }
      ask={one}
      record={(it) =>
        filters.form === 'change' ? (
          <PracticeForm of={it} {...done} />
        ) : (
          <PracticeRecord it={it} onEdit={() => set({ form: 'change' })} />
        )
      }
      instead={filters.form === 'new' && <PracticeForm {...done} />}
      with={['form']}
      nothing={<Empty icon="book" title={t('选择一条经验', 'Choose one')} />}
    />
  )
}
