// 整改台账: what is to be changed, what is overdue, and what waits to be verified by somebody else.
import { api, useAsk, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { MeasurePanels } from '#web/panels.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Empty } from '#web/ui/states.tsx'
import { useDepartments } from './departments.ts'
import { MeasureRow } from './measure-row.tsx'
import './cases.css'
import { sayItem } from './words.ts'

type View = 'due' | 'overdue' | 'verify' | 'closed'

/** The places and their counts; who verifies begins with what waits for him. */
const useView = () => {
  const [filters, set] = useFilters<'view' | 'department'>()
  const first: View = useMayEver()('measure.verify') ? 'verify' : 'due'
  const counts = useAsk(api.measures.counts).data
  const view = (filters.view ?? first) as View
  const options: readonly { value: View; label: string; count?: number | undefined }[] = [
    { value: 'verify', label: t('待验证', 'To verify'), count: counts?.verify },
    { value: 'due', label: t('整改中', 'Planned'), count: counts?.due },
    { value: 'overdue', label: t('超期', 'Overdue'), count: counts?.overdue },
    { value: 'closed', label: t('已了结', 'Closed') },
  ]
  return { view, department: filters.department ?? '', set, first, options }
}

export const Screen = () => {
  const { view, department, set, first, options } = useView()
  const mayEver = useMayEver()
  const groups = useDepartments()
  const list = useAskPages(api.measures.list, { view, ...(department ? { departmentId: department } : {}) })
  return (
    <Page title={t('整改台账', 'Measures')}>
      <Toolbar>
        <Segmented<View>
          label={t('视图', 'View')}
          value={view}
          onChange={(to) => set({ view: to === first ? '' : to })}
          options={options.map(({ count, ...one }) => ({ ...one, ...(count === undefined ? {} : { count }) }))}
        />
        {mayEver('case.tell') && (
          <Select
            bare
            label={t('科室', 'Department')}
            empty={t('全部科室', 'All departments')}
            value={department}
            onChange={(to) => set({ department: to })}
            groups={groups}
          />
        )}
        <ExportButton of={list.asks} />
      </Toolbar>
      <Listed
        list={list}
        empty={
          <Empty icon="checks" title={t('这里没有整改', 'No measures here')}>
            {t(
              '科室答复时列出的整改，到期后由他人验证。',
              'What departments plan is verified by others when its day comes.',
            )}
          </Empty>
        }
      >
        {(rows) => (
          <ul className="beside">
            {rows.map((one) => (
              <li key={one.id} className="sheet">
                <p>
                  <Go to="/cases" with={{ id: one.caseId }}>
                    {one.number}
                  </Go>{' '}
                  {sayItem(one.category)}
                </p>
                <MeasurePanels measureId={one.id} among={rows.map(({ id }) => id)} />
                <ul>
                  <MeasureRow one={one} />
                </ul>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  )
}
