// One call of a programme being written: its name, its days, its questions and who makes it.
import { IconButton } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { callerWords, type Wave } from './programme-words.ts'

export type WaveDraft = Omit<Wave, 'from' | 'until'> & {
  readonly row: number
  from: number | null
  until: number | null
}

export const WaveFields = ({
  wave,
  place,
  choices,
  onChange,
  onRemove,
}: {
  wave: WaveDraft
  place: number
  choices: readonly { readonly value: string; readonly label: string }[]
  onChange: (patch: Partial<WaveDraft>) => void
  onRemove: (() => void) | undefined
}) => {
  const name = (field: string) => `definition.waves.${place}.${field}`
  return (
    <li className="wave-form">
      <div className="wave-line">
        <TextField
          label={t('名称', 'Name')}
          name={name('name')}
          value={wave.name}
          onChange={(to) => onChange({ name: to })}
          maxLength={40}
        />
        <NumberField
          label={t('自出院后', 'From day')}
          name={name('from')}
          value={wave.from}
          onChange={(from) => onChange({ from })}
          min={0}
          max={365}
          step={1}
          unit={t('天', '')}
        />
        <NumberField
          label={t('至', 'To day')}
          name={name('until')}
          value={wave.until}
          onChange={(until) => onChange({ until })}
          min={0}
          max={365}
          step={1}
          unit={t('天', '')}
        />
        {onRemove && (
          <IconButton icon="close" label={t(`去掉“${wave.name}”`, `Remove “${wave.name}”`)} onClick={onRemove} />
        )}
      </div>
      <div className="wave-line">
        <Select
          label={t('问卷', 'Questions')}
          name={name('questionnaire')}
          value={wave.questionnaire}
          onChange={(questionnaire) => questionnaire && onChange({ questionnaire })}
          options={choices}
        />
        <RadioRow
          label={t('谁来打', 'Who calls')}
          name={name('caller')}
          value={wave.caller}
          onChange={(caller) => onChange({ caller })}
          options={(['centre', 'attending'] as const).map((value) => ({ value, label: t(callerWords[value]) }))}
        />
      </div>
      {wave.caller === 'centre' && (
        <Check
          label={t('先由语音自动随访，需要时转人工', 'The program calls first, a person where needed')}
          value={wave.automatic}
          onChange={(automatic) => onChange({ automatic })}
        />
      )}
    </li>
  )
}
