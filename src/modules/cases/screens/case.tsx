// One case by its own address, for a link in a message or a report.
import { api, useAsk } from '#web/api.ts'
import { useGo, useParam } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Loaded } from '#web/ui/states.tsx'
import './cases.css'
import { CaseRecord } from './record.tsx'

export const Screen = () => {
  const id = useParam('id')
  const go = useGo()
  const sheet = useAsk(api.cases.get, { id })
  return (
    <div className="case-alone">
      <h1 className="unseen">{t('诉求', 'Case')}</h1>
      <Loaded ask={sheet} lines={16}>
        {(it) => <CaseRecord key={it.id} sheet={it} onGone={() => go('/cases')} />}
      </Loaded>
    </div>
  )
}
