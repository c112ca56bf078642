// The answers of a question being written: its options, and which of them are dangerous.
import { type Words, w } from '#kernel/words.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { type Option, optionsOf, type Question, type RedFlagLevel, type RedFlagRule } from '../questions.ts'
import { levelWords } from './questionnaire-words.ts'

const levels = (Object.keys(levelWords) as RedFlagLevel[]).reverse()

/** How dangerous an answer is; mostly not at all. */
const LevelSelect = ({
  label,
  value,
  onChange,
}: {
  label: string
  value: RedFlagLevel | undefined
  onChange: (level: RedFlagLevel | undefined) => void
}) => (
  <Select
    bare
    label={label}
    empty={t('无红旗', 'No flag')}
    value={value ?? ''}
    onChange={(level) => onChange(level || undefined)}
    options={levels.map((level) => ({
      value: level,
      label: t(level === 'now' ? w('立即', 'At once') : w('当日', 'Same day')),
    }))}
  />
)

/** Without what is undefined: an absent mark is no key at all. */
export const trimmed = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const freeValue = (options: readonly Option[]): string => {
  for (let n = options.length + 1; ; n++) if (!options.some((one) => one.value === `option-${n}`)) return `option-${n}`
}

export const Options = ({
  question,
  name,
  onChange,
}: {
  question: Question
  name: string
  onChange: (options: readonly Option[]) => void
}) => {
  const options = question.options ?? []
  const many = question.kind === 'choices'
  const put = (at: number, patch: { [K in keyof Option]?: Option[K] | undefined }) =>
    onChange(options.map((one, i) => (i === at ? trimmed({ ...one, ...patch } as Option) : one)))
  return (
    <div data-field={name}>
      {options.map((one, i) => {
        const label = t(one.label) || t(`第 ${i + 1} 项`, `option ${i + 1}`)
        return (
          <div key={one.value} className={many ? 'option-form alone' : 'option-form'}>
            <TextField
              bare
              label={t(`第 ${i + 1} 项`, `Option ${i + 1}`)}
              name={`${name}.${i}.label`}
              value={one.label.zh}
              onChange={(zh) => put(i, { label: { ...one.label, zh } })}
              maxLength={100}
            />
            <TextField
              bare
              label={t(`第 ${i + 1} 项，英文`, `Option ${i + 1}, English`)}
              placeholder="English"
              value={one.label.en}
              onChange={(en) => put(i, { label: { ...one.label, en } })}
              maxLength={100}
            />
            <LevelSelect
              label={t(`“${label}”的红旗`, `Flag of “${label}”`)}
              value={one.redFlag}
              onChange={(redFlag) => put(i, { redFlag })}
            />
            {many && (
              <Check
                label={t('单独选', 'Alone')}
                value={one.alone === true}
                onChange={(on) => put(i, { alone: on ? true : undefined })}
              />
            )}
            <IconButton
              icon="close"
              label={t(`去掉“${label}”`, `Remove “${label}”`)}
              onClick={() => onChange(options.filter((_, at) => at !== i))}
            />
          </div>
        )
      })}
      <div className="actions after">
        <Button
          small
          icon="plus"
          onClick={() => onChange([...options, { value: freeValue(options), label: w('', '') }])}
        >
          {t('加一项', 'Add an option')}
        </Button>
      </div>
    </div>
  )
}

const whens: readonly (readonly [RedFlagRule['when'], Words])[] = [
  ['atLeast', w('达到或超过', 'at least')],
  ['atMost', w('等于或低于', 'at most')],
]

/** Of numbers and scores: from which on a doctor must hear of it. */
export const Rules = ({
  question,
  onChange,
}: {
  question: Question
  onChange: (rules: readonly RedFlagRule[]) => void
}) => {
  const rules = question.redFlag ?? []
  const put = (at: number, patch: Partial<RedFlagRule>) =>
    onChange(rules.map((one, i) => (i === at ? { ...one, ...patch } : one)))
  return (
    <>
      {rules.map((rule, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
        <div key={i} className="rule-form">
          <Select
            bare
            label={t('条件', 'When')}
            value={rule.when}
            onChange={(when) => when && put(i, { when: when as RedFlagRule['when'] })}
            options={whens.map(([value, words]) => ({ value, label: t(words) }))}
          />
          <NumberField
            bare
            label={t('数值', 'Value')}
            value={typeof rule.value === 'number' ? rule.value : null}
            onChange={(value) => put(i, { value: value ?? 0 })}
            {...(question.unit ? { unit: t(question.unit) } : {})}
          />
          <LevelSelect
            label={t('级别', 'Level')}
            value={rule.level}
            onChange={(level) => (level ? put(i, { level }) : onChange(rules.filter((_, at) => at !== i)))}
          />
          <IconButton
            icon="close"
            label={t('去掉这条', 'Remove this rule')}
            onClick={() => onChange(rules.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      {rules.length < 5 && (
        <div className="actions after">
          <Button
            small
            icon="flag"
            onClick={() => onChange([...rules, { when: 'atLeast', value: question.max ?? 0, level: 'today' }])}
          >
            {t('加一条红旗', 'Add a red flag')}
          </Button>
        </div>
      )}
    </>
  )
}

/** Of yes and no: which of the two is dangerous. */
export const YesNo = ({
  question,
  onChange,
}: {
  question: Question
  onChange: (rules: readonly RedFlagRule[]) => void
}) => {
  const rules = question.redFlag ?? []
  return (
    <div className="rule-form">
      {optionsOf(question).map(({ value, label }) => (
        <span key={value} className="rule-form">
          {t(`答“${label.zh}”`, `“${label.en}”`)}
          <LevelSelect
            label={t(`答“${label.zh}”的红旗`, `Flag of “${label.en}”`)}
            value={rules.find((rule) => rule.value === value)?.level}
            onChange={(level) =>
              onChange([
                ...rules.filter((rule) => rule.value !== value),
                ...(level ? [{ when: 'is' as const, value, level }] : []),
              ])
            }
          />
        </span>
      ))}
    </div>
  )
}
