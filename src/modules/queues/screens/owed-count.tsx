// How many missed calls wait, on their place in the rail; red when one of them is late.
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import './queues.css'

export const OwedCount = () => {
  const counts = useAsk(api.missed.counts, {}, { seconds: 60 }).data
  if (!counts || counts.owed === 0) return null
  return (
    <span className={counts.late > 0 ? 'owed-count late' : 'owed-count'}>
      {counts.owed}
      <span className="unseen">{t('个待回拨', 'to call back')}</span>
    </span>
  )
}
