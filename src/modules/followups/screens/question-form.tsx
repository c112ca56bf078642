// One question being written: what is asked, the answers, which of them are dangerous, and when it is asked at all.
import { w } from '#kernel/words.ts'
import { Check, CheckRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import {
  type DimensionKey,
  dimensions,
  overallKey,
  type Question,
  type QuestionKind,
  type Questionnaire,
} from '../questions.ts'
import { Options, Rules, trimmed, YesNo } from './question-answers.tsx'
import { Branch } from './question-branch.tsx'
import { kindWords } from './questionnaire-words.ts'

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
            {t('：各版按它比较同一题的回答。', ': versions compare the answers of a question by it.')}
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
