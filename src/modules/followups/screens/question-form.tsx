// One question being written: what is asked, the answers, which of them are dangerous, and when it is asked at all.
import { type Words, w } from '#kernel/words.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Check, CheckRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import {
  type DimensionKey,
  dimensions,
  type Option,
  optionsOf,
  overallKey,
  type Question,
  type QuestionKind,
  type Questionnaire,
  type RedFlagLevel,
  type RedFlagRule,
} from '../questions.ts'
import { kindWords, levelWords } from './questionnaire-words.ts'

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
const trimmed = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const freeValue = (options: readonly Option[]): string => {
  for (let n = options.length + 1; ; n++) if (!options.some((one) => one.value === `option-${n}`)) return `option-${n}`
}

const Options = ({
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
const Rules = ({ question, onChange }: { question: Question; onChange: (rules: readonly RedFlagRule[]) => void }) => {
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
const YesNo = ({ question, onChange }: { question: Question; onChange: (rules: readonly RedFlagRule[]) => void }) => {
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

/** The answers of an earlier question that can open this one. */
const answersOf = (question: Question): { value: string; label: string; raw: string | number }[] =>
  question.kind === 'scale'
    ? Array.from({ length: (question.max ?? 10) - (question.min ?? 0) + 1 }, (_, i) => {
        const raw = (question.min ?? 0) + i
        return { value: String(raw), label: String(raw), raw }
      })
    : optionsOf(question).map(({ value, label }) => ({ value, label: t(label), raw: value }))

const Branch = ({
  question,
  place,
  all,
  onChange,
}: {
  question: Question
  place: number
  all: Questionnaire
  onChange: (onlyIf: Question['onlyIf']) => void
}) => {
  const earlier = all.questions.slice(0, place).filter((one) => answersOf(one).length > 0)
  const { onlyIf } = question
  const asked = earlier.find((one) => one.key === onlyIf?.question)
  const answers = asked ? answersOf(asked) : []
  return (
    <div className="form">
      <Select
        label={t('什么时候问', 'When it is asked')}
        name={`definition.questions.${place}.onlyIf`}
        empty={t('总是问', 'Always')}
        value={onlyIf?.question ?? ''}
        onChange={(key) => {
          const first = answersOf(earlier.find((one) => one.key === key) ?? question)[0]
          onChange(key && first ? { question: key, is: [first.raw] } : undefined)
        }}
        options={[
          ...earlier.map((one) => ({
            value: one.key,
            label: t(
              `仅当第 ${all.questions.indexOf(one) + 1} 题“${one.name.zh}”答了…`,
              `Only by the answer to ${all.questions.indexOf(one) + 1}, “${one.name.en}”`,
            ),
          })),
          ...(onlyIf && !asked
            ? [{ value: onlyIf.question, label: t('那道题已不在前面', 'That one is no longer before it') }]
            : []),
        ]}
      />
      {onlyIf && asked && (
        <CheckRow
          label={t('其中任一', 'Any of these')}
          value={onlyIf.is.map(String)}
          onChange={(chosen) =>
            onChange(
              chosen.length > 0
                ? { ...onlyIf, is: answers.filter((one) => chosen.includes(one.value)).map((one) => one.raw) }
                : undefined,
            )
          }
          options={answers}
        />
      )}
    </div>
  )
}

/** What a question of another kind keeps. */
const turned = (question: Question, kind: QuestionKind): Question => {
  const { options: _o, redFlag: _r, min: _m, max: _x, ...rest } = question
  if (kind === 'choice' || kind === 'choices')
    return {
      ...rest,
      kind,
      options: question.options ?? [
        { value: 'option-1', label: w('', '') },
        { value: 'option-2', label: w('', '') },
      ],
    }
  if (kind === 'scale') return { ...rest, kind, min: 0, max: 10 }
  if (kind === 'number') return { ...rest, kind, min: question.min ?? 0, max: question.max ?? 100 }
  return { ...rest, kind }
}

export const QuestionForm = ({
  question,
  place,
  all,
  onChange,
}: {
  question: Question
  place: number
  all: Questionnaire
  onChange: (question: Question) => void
}) => {
  const name = `definition.questions.${place}`
  const put = (patch: { [K in keyof Question]?: Question[K] | undefined }) =>
    onChange(trimmed({ ...question, ...patch } as Question))
  const { kind } = question
  const overall = question.key === overallKey
  return (
    <div className="form">
      <div className="both">
        <TextField
          label={t('简称', 'Short name')}
          name={`${name}.name`}
          hint={t('用于表格和告知医师', 'In tables, and told to a doctor')}
          value={question.name.zh}
          onChange={(zh) => put({ name: { ...question.name, zh } })}
          maxLength={60}
        />
        <Select
          label={t('怎么答', 'Kind of answer')}
          name={`${name}.kind`}
          value={kind}
          disabled={overall}
          onChange={(to) => to && to !== kind && onChange(turned(question, to))}
          options={(Object.keys(kindWords) as QuestionKind[]).map((value) => ({ value, label: t(kindWords[value]) }))}
          {...(overall ? { hint: t('总体评价固定为三级', 'The overall grade stays as it is') } : {})}
        />
      </div>
      <TextArea
        label={t('问的话', 'What is asked')}
        name={`${name}.ask`}
        value={question.ask.zh}
        onChange={(zh) => put({ ask: { ...question.ask, zh } })}
        rows={2}
        maxLength={500}
      />
      <TextArea
        label={t('给回访员的提示', 'A hint for the caller')}
        optional
        name={`${name}.help`}
        value={question.help?.zh ?? ''}
        onChange={(zh) => put({ help: zh ? { zh, en: question.help?.en ?? '' } : undefined })}
        rows={1}
        maxLength={500}
      />

      {(kind === 'choice' || kind === 'choices') && (
        <Section
          title={t('选项', 'Options')}
          aside={t('红旗：立即 = 120 或急诊，当日 = 告知医师', 'flags: at once, or the same day')}
        >
          <Options question={question} name={`${name}.options`} onChange={(options) => put({ options })} />
        </Section>
      )}
      {(kind === 'number' || kind === 'scale') && (
        <div className="numbers">
          <NumberField
            label={t('最小', 'Least')}
            name={`${name}.min`}
            value={question.min ?? null}
            onChange={(min) => put({ min: min ?? undefined })}
          />
          <NumberField
            label={t('最大', 'Most')}
            name={`${name}.max`}
            value={question.max ?? null}
            onChange={(max) => put({ max: max ?? undefined })}
          />
          <TextField
            label={t('单位', 'Unit')}
            optional
            value={question.unit?.zh ?? ''}
            onChange={(zh) =>
              put({
                unit: zh
                  ? { zh, en: question.unit?.zh === question.unit?.en ? zh : (question.unit?.en ?? zh) }
                  : undefined,
              })
            }
            maxLength={20}
          />
        </div>
      )}
      {(kind === 'number' || kind === 'scale' || kind === 'yesno') && (
        <Section
          title={t('红旗', 'Red flags')}
          aside={t('命中即锁定记录，选定处置才能保存', 'the record locks until something was done')}
        >
          {kind === 'yesno' ? (
            <YesNo question={question} onChange={(rules) => put({ redFlag: rules.length > 0 ? rules : undefined })} />
          ) : (
            <Rules question={question} onChange={(rules) => put({ redFlag: rules.length > 0 ? rules : undefined })} />
          )}
        </Section>
      )}
      {overall && (
        <Note>
          {t('总体评价不能少：基本满意和不满意由此转入诉求。', 'Needed: what is below satisfied becomes a matter.')}
        </Note>
      )}

      <Branch question={question} place={place} all={all} onChange={(onlyIf) => put({ onlyIf })} />

      <div className="both">
        <CheckRow
          label={t('也可以', 'May also be')}
          value={[...question.allow]}
          onChange={(allow) => put({ allow })}
          options={[
            { value: 'refused', label: t('拒答', 'Refused') },
            { value: 'not-applicable', label: t('不适用', 'Not applicable') },
          ]}
        />
        <Select
          label={t('满意度维度', 'Dimension')}
          optional
          empty={t('不计入', 'None')}
          value={question.dimension ?? ''}
          onChange={(dimension) => put({ dimension: (dimension || undefined) as DimensionKey | undefined })}
          options={Object.entries(dimensions).map(([value, words]) => ({ value, label: t(words) }))}
        />
      </div>
      <div className="actions">
        <Check
          label={t('可不填', 'May be left empty')}
          value={question.optional === true}
          onChange={(on) => put({ optional: on || undefined })}
        />
        <Check
          label={t('答案仅监察室可见', 'Only supervision sees the answer')}
          value={question.supervisionOnly === true}
          onChange={(on) => put({ supervisionOnly: on || undefined })}
        />
      </div>
      <Fold title={t('代码与英文', 'Code and English')} aside={question.key}>
        <div className="form">
          <p className="hint">
            {t('代码', 'Code')} <code>{question.key}</code>
            {t(':各版按它比较同一题的回答。', ': versions compare the answers of a question by it.')}
          </p>
          <TextField
            label={t('简称，英文', 'Short name in English')}
            optional
            value={question.name.en}
            onChange={(en) => put({ name: { ...question.name, en } })}
          />
          <TextArea
            label={t('问的话，英文', 'What is asked, in English')}
            optional
            value={question.ask.en}
            onChange={(en) => put({ ask: { ...question.ask, en } })}
            rows={2}
          />
        </div>
      </Fold>
    </div>
  )
}
