// The calendar of next year is missing: said loudly, on every screen of those who can enter it, until it is there.
import { api, useAsk } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'

export const CalendarBar = () => {
  const may = useMayEver()('setting.change')
  const settings = useAsk(api.settings.get, {}, { on: may })
  const warning = may && settings.data?.calendarWarning
  if (!warning) return null
  return (
    <div className="no-print">
      <Note tone="warn">
        {warning}{' '}
        <Go to="/settings" with={{ part: 'calendar' }}>
          {t('去填写放假安排', 'Enter the notice')}
        </Go>
      </Note>
    </div>
  )
}
