// Who is on shift at this moment, who comes next, and who takes what comes in.
import { clockOf } from '#kernel/time.ts'
import { api, useAsk } from '#web/api.ts'
import { t } from '#web/ui/language.ts'
import { usePlaces } from './places.ts'

type Now = Awaited<ReturnType<typeof api.duties.now>>

const hours = ({ from, until }: Now['on'][number]): string => {
  const end = clockOf(new Date(until))
  return `${clockOf(new Date(from))}–${end === '00:00' ? '24:00' : end}`
}

const People = ({ label, those }: { label: string; those: Now['on'] }) => {
  const { campusOf } = usePlaces()
  if (those.length === 0) return null
  return (
    <div>
      <dt>{label}</dt>
      {those.map((one) => (
        <dd key={one.shiftId}>
          <b>{one.staff.map(({ name }) => name).join('、')}</b>
          <span>{[campusOf(one.campusId), one.shift, hours(one)].filter(Boolean).join(' ')}</span>
        </dd>
      ))}
    </div>
  )
}

export const RosterNow = () => {
  const { data } = useAsk(api.duties.now, {}, { seconds: 60 })
  if (!data || (data.on.length === 0 && data.next.length === 0)) return null
  return (
    <dl className="roster-now">
      {data.on.length > 0 ? (
        <People label={t('现在', 'Now')} those={data.on} />
      ) : (
        <div>
          <dt>{t('现在', 'Now')}</dt>
          <dd className="nobody">{t('无人值守', 'Nobody is there')}</dd>
        </div>
      )}
      <People label={t('下一班', 'Next')} those={data.next} />
      {data.firstAsker && (
        <div>
          <dt>{t('首问人', 'First asker')}</dt>
          <dd>
            <b>{data.firstAsker.name}</b>
          </dd>
        </div>
      )}
    </dl>
  )
}
