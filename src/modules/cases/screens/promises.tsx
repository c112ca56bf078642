// The promise ledger: what is owed to whom, soonest first, and what came of it.
import { type Words, w } from '#kernel/words.ts'
import { api, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Page, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { Empty } from '#web/ui/states.tsx'
import { PromiseRow } from './beside.tsx'
import './cases.css'

type View = 'open' | 'late' | 'ended'

/** What a report counts; opened from there. */
type Became = 'due' | 'kept' | 'late' | 'cancelled'
const becameWords: Readonly<Record<Became, Words>> = {
  due: w('应兑现', 'Fell due'),
  kept: w('按时兑现', 'Kept in time'),
  late: w('迟兑现', 'Kept late'),
  cancelled: w('已取消', 'Cancelled'),
}

const filterOf = (view: View) =>
  view === 'late' ? { late: 'true' as const } : { open: view === 'open' ? ('true' as const) : ('false' as const) }

export const Screen = () => {
  const [filters, set] = useFilters<'view' | 'from' | 'to' | 'became'>()
  const view = (filters.view ?? 'open') as View
  const { from, to, became } = filters
  const list = useAskPages(
    api.promises.list,
    became ? { became: became as Became, ...(from ? { from } : {}), ...(to ? { to } : {}) } : filterOf(view),
  )
  return (
    <Page title={t('承诺台账', 'Promises')}>
      <Toolbar>
        {became && (
          <span>
            {t(becameWords[became as Became])} {from} – {to}
          </span>
        )}
        <Segmented<View | ''>
          label={t('视图', 'View')}
          value={became ? '' : view}
          onChange={(next) => set({ view: next === 'open' ? '' : next, became: '', from: '', to: '' })}
          options={[
            { value: 'open', label: t('待兑现', 'Owed') },
            { value: 'late', label: t('已过时', 'Late') },
            { value: 'ended', label: t('已了结', 'Ended') },
          ]}
        />
        <ExportButton of={list.asks} />
      </Toolbar>
      <Listed
        list={list}
        empty={
          <Empty icon="checks" title={t('没有待兑现的承诺', 'Nothing is owed')}>
            {t('说过“核实后回复您”的，都在这里。', 'Whatever was promised stands here until it is kept.')}
          </Empty>
        }
      >
        {(rows) => (
          <ul className="beside">
            {rows.map((one) => (
              <li key={one.id} className="sheet">
                <Go to="/cases" with={{ id: one.caseId }}>
                  {one.number}
                </Go>
                <ul>
                  <PromiseRow one={one} />
                </ul>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </Page>
  )
}
