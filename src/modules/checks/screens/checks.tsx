// 质检: for supervision drawing, checking, doubts, results and the form; for whoever calls, what was found about his own calls.
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Segmented } from '#web/ui/layout.tsx'
import './checks.css'
import { Doubts } from './doubts.tsx'
import { Drawn } from './drawn.tsx'
import { Forms } from './forms.tsx'
import { Own } from './own.tsx'
import { ResultsPage } from './results.tsx'

export type View = '' | 'doubts' | 'results' | 'forms'

/** Which part of it; the same bar above each. */
const Views = ({ view }: { view: View }) => {
  const [, set] = useFilters<'view' | 'id' | 'draw' | 'status' | 'month'>()
  return (
    <Segmented
      label={t('质检', 'Quality')}
      value={view}
      onChange={(to) => set({ view: to, id: '', status: '', month: '', draw: '' })}
      options={[
        { value: '', label: t('抽查', 'Checks') },
        { value: 'doubts', label: t('存疑', 'Doubts') },
        { value: 'results', label: t('结果', 'Results') },
        { value: 'forms', label: t('评分表', 'Form') },
      ]}
    />
  )
}

const Inspection = () => {
  const [filters] = useFilters<'view'>()
  const view = (filters.view ?? '') as View
  const views = <Views view={view} />
  if (view === 'doubts') return <Doubts tools={views} />
  if (view === 'results') return <ResultsPage views={views} />
  if (view === 'forms') return <Forms views={views} />
  return <Drawn tools={views} />
}

export const Screen = () => (useMayEver()('check.score') ? <Inspection /> : <Own />)
