// Health guidance to pass on: approved entries and nothing else; no field takes a diagnosis or a dose.
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import type { Sheet } from './draft.ts'

export const GuidancePicker = ({
  entries,
  value,
  onChange,
}: {
  entries: Sheet['guidance']
  value: readonly string[]
  onChange: (ids: string[]) => void
}) => {
  if (entries.length === 0) return null
  const toggle = (id: string) => onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id])
  return (
    <Fold
      title={t('健康指导', 'Guidance')}
      aside={
        value.length > 0
          ? t(`已告知 ${value.length} 条`, `${value.length} passed on`)
          : t(`已审定 ${entries.length} 条`, `${entries.length} approved`)
      }
    >
      <ul className="guidance">
        {entries.map((one) => (
          <li key={one.id}>
            <label className="choice check">
              <input type="checkbox" checked={value.includes(one.id)} onChange={() => toggle(one.id)} />
              <span>
                <b>{one.title}</b>
                <small>
                  {one.text} {t('如有不适：', 'If worse:')}
                  {one.turnTo}
                </small>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </Fold>
  )
}
