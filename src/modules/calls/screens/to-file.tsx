// Calls that nothing was written about yet: each leads to what it was about, or is put away with a word.
import type { Wire } from '#kernel/contract.ts'
import { api, useDo } from '#web/api.ts'
import { useGo } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Time } from '#web/ui/moment.tsx'
import type { CallLine } from '../contract.ts'
import { outcomeWords } from '../outcomes.ts'

type Line = Wire<typeof CallLine extends { _output: infer T } ? T : never>

/** Where what a call is about is found. */
const placeOf = ({
  id,
  direction,
  aboutNoun,
  aboutId,
  patient,
}: Line): readonly [string, Record<string, string>] | null => {
  if (aboutNoun === 'task' && aboutId) return ['/desk', { view: 'all', id: aboutId }]
  if (aboutNoun === 'case' && aboutId) return [`/cases/${aboutId}`, {}]
  if (aboutNoun === 'missed' && aboutId) return ['/missed', { id: aboutId }]
  // Whoever called wanted something.
  if (direction === 'in') return ['/cases', { new: '1', call: id, ...(patient ? { of: patient.id } : {}) }]
  return patient ? ['/patients', { id: patient.id }] : null
}

export const ToFile = ({ calls }: { calls: readonly Line[] }) => {
  const go = useGo()
  const wrap = useDo(api.calls.wrap, { changes: ['agent'], says: t('已登记', 'Filed') })
  if (calls.length === 0) return null
  return (
    <ul className="to-file" aria-label={t('待登记的通话', 'Calls to be filed')}>
      {calls.slice(0, 6).map((call) => {
        const place = placeOf(call)
        return (
          <li key={call.id}>
            <span>
              {call.patient?.name ?? (call.number || t('隐藏号码', 'Withheld'))} <Time at={call.placedAt} />
              <small>
                {call.outcome
                  ? t(outcomeWords[call.outcome as keyof typeof outcomeWords])
                  : t('没有看到结尾', 'Its end was not seen')}
              </small>
            </span>
            {place && (
              <Button small onClick={() => go(...place)}>
                {t('去登记', 'Write it')}
              </Button>
            )}
            <Button
              small
              kind="quiet"
              onClick={() =>
                void wrap.run({ id: call.id, note: '', ...(call.proposed ? { disposition: call.proposed } : {}) })
              }
            >
              {t('不用登记', 'Nothing to write')}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
