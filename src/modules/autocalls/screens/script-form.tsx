// Writing a script: beginning from what the program proposes for a questionnaire, sentence by sentence, key by key.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { optionsOf, type Question, type Questionnaire } from '#modules/followups/questions.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { scripts } from '../contract.ts'
import { proposedStep, type ScriptDefinition, type Sentence, sentences } from '../script.ts'

type Sheet = Wire<ReplyOf<typeof scripts.get>>
type Step = ScriptDefinition['steps'][number]

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

/** Which key means what, of a choice or grade; a scale's keys are its own numbers. */
const Keys = ({
  step,
  question,
  place,
  onChange,
}: {
  step: Step
  question: Question
  place: number
  onChange: (keys: Step['keys']) => void
}) =>
  question.kind === 'scale' ? (
    <p className="hint">{t('按键即分数。', 'The key is the number.')}</p>
  ) : (
    <div className="step-keys">
      {optionsOf(question).map(({ value, label }) => {
        const digit = Object.entries(step.keys).find(([, meant]) => meant === value)?.[0] ?? ''
        return (
          <Select
            key={value}
            label={t(label)}
            name={`definition.steps.${place}.keys.${digit || value}`}
            value={digit}
            onChange={(to) => {
              const others = Object.entries(step.keys).filter(([key, meant]) => meant !== value && key !== to)
              onChange(Object.fromEntries(to ? [...others, [to, value]] : others))
            }}
            options={[{ value: '', label: t('不用', 'None') }, ...digits.map((key) => ({ value: key, label: key }))]}
          />
        )
      })}
    </div>
  )

const Writing = ({
  of,
  next,
  questionnaireId,
  questionnaire,
  proposed,
  onDone,
  onCancel,
}: {
  of: Sheet | undefined
  next: boolean
  questionnaireId: string
  questionnaire: Questionnaire
  proposed: ScriptDefinition
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm({
    key: of?.key ?? '',
    name: of?.name ?? '',
    ...(Object.fromEntries(Object.keys(sentences).map((key) => [key, proposed[key as Sentence]])) as Record<
      Sentence,
      string
    >),
  })
  const [steps, setSteps] = useState<readonly Step[]>(proposed.steps)
  const says = t('已保存为草稿', 'Saved as a draft')
  const create = useDo(api.scripts.create, { inForm: true, says })
  const change = useDo(api.scripts.change, { inForm: true, says })
  const doing = of && !next ? change : create
  const { key, name, ...words } = form.values
  const left = questionnaire.questions.filter(
    (one) => !steps.some((step) => step.question === one.key) && proposedStep(one) !== null,
  )
  const put = (place: number, patch: Partial<Step>) =>
    setSteps(steps.map((step, i) => (i === place ? { ...step, ...patch } : step)))
  const submit = async () => {
    const definition = { ...words, steps: [...steps] }
    const reply =
      of && !next
        ? await change.run({ id: of.id, name, definition })
        : await create.run({ key, name, questionnaireId, definition })
    if (reply) onDone(reply.id)
  }
  const sentence = (it: Sentence) => (
    <TextArea
      key={it}
      {...form.field(it)}
      name={`definition.${it}`}
      label={t(sentences[it])}
      rows={3}
      maxLength={600}
    />
  )
  return (
    <Form
      onSubmit={submit}
      problem={doing.problem}
      submit={t('保存为草稿', 'Save as a draft')}
      busy={doing.busy}
      onCancel={onCancel}
    >
      <div className="columns">
        <TextField {...form.field('name')} label={t('名称', 'Name')} maxLength={60} />
        {!of && (
          <TextField
            {...form.field('key')}
            label={t('代码', 'Code')}
            hint={t('小写字母、数字和 -，各版共用', 'Lower case, digits and -; shared by its versions')}
            spellCheck={false}
            maxLength={41}
          />
        )}
      </div>
      <Section title={t('开头', 'The beginning')}>
        <div className="script-fields">{(['greeting', 'identity'] as const).map(sentence)}</div>
        <p className="hint">
          {t(
            '身份核实固定为：1 本人，2 家属，3 都不是。请说明是自动语音、按键会被记录；不要说患者姓名和病情。',
            'Keys are fixed: 1 the patient, 2 the family, 3 neither. Say that a machine speaks; neither name nor illness.',
          )}
        </p>
      </Section>
      <Section title={t('问题', 'Questions')}>
        <ol className="step-forms" data-field="definition.steps">
          {steps.map((step, i) => {
            const question = questionnaire.questions.find((one) => one.key === step.question)
            return (
              <li key={step.question} className="step-form">
                <div className="prompt-head">
                  <b>{question ? t(question.name) : step.question}</b>
                  <span className="push" />
                  <IconButton
                    icon="close"
                    label={t(`不问“${question?.name.zh ?? step.question}”`, `Leave out “${step.question}”`)}
                    onClick={() => setSteps(steps.filter((_, at) => at !== i))}
                  />
                </div>
                <TextArea
                  label={t('怎么说', 'What is said')}
                  name={`definition.steps.${i}.says`}
                  value={step.says}
                  onChange={(to) => put(i, { says: to })}
                  rows={2}
                  maxLength={600}
                />
                {question && <Keys step={step} question={question} place={i} onChange={(keys) => put(i, { keys })} />}
              </li>
            )
          })}
        </ol>
        {left.length > 0 && (
          <div className="actions after">
            {left.map((question) => (
              <Button
                key={question.key}
                small
                icon="plus"
                onClick={() => {
                  const order = questionnaire.questions.map((one) => one.key)
                  const all = [...steps, proposedStep(question)!]
                  setSteps(all.sort((a, b) => order.indexOf(a.question) - order.indexOf(b.question)))
                }}
              >
                {t(question.name)}
              </Button>
            ))}
          </div>
        )}
      </Section>
      <Section title={t('其余', 'The rest')}>
        <div className="script-fields">
          {(['again', 'person', 'busy', 'thanks', 'stranger'] as const).map(sentence)}
        </div>
      </Section>
    </Form>
  )
}

export const ScriptForm = ({
  of,
  next = false,
  onDone,
  onCancel,
}: {
  /** The one that is changed, or from which the next version is made. */
  of?: Sheet
  next?: boolean
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const questionnaires = useAsk(api.questionnaires.list).data?.rows
  const published = questionnaires?.filter((one) => one.status === 'published') ?? []
  // The next version asks the newest version of the same questionnaire.
  const old = questionnaires?.find((one) => one.id === of?.questionnaireId)
  const newest = next ? (published.find((one) => one.key === old?.key)?.id ?? of?.questionnaireId) : of?.questionnaireId
  const [chosen, setChosen] = useState('')
  const id = newest ?? chosen
  const proposal = useAsk(api.scripts.proposal, { id }, { on: id !== '' && !of })
  const questionnaire = questionnaires?.find((one) => one.id === id)?.definition as Questionnaire | undefined
  const common = { of, next, questionnaireId: id, onDone, onCancel }
  return (
    <Panel
      head={
        <h2 className="panel-title">
          {of
            ? next
              ? t(`${of.name}：第 ${of.version + 1} 版`, `${of.name}: version ${of.version + 1}`)
              : t(`修改：${of.name}`, `Change: ${of.name}`)
            : t('新建话术', 'A new script')}
        </h2>
      }
    >
      {!of && (
        <Section>
          <Select
            label={t('用哪份问卷', 'Which questions')}
            name="questionnaireId"
            value={chosen}
            onChange={(to) => setChosen(to ?? '')}
            options={[
              { value: '', label: t('请选择', 'Choose') },
              ...published.map((one) => ({ value: one.id, label: one.title })),
            ]}
          />
        </Section>
      )}
      {questionnaire &&
        (of ? (
          <Writing {...common} questionnaire={questionnaire} proposed={of.definition} />
        ) : (
          <Loaded ask={proposal}>
            {(proposed) => <Writing key={id} {...common} questionnaire={questionnaire} proposed={proposed} />}
          </Loaded>
        ))}
    </Panel>
  )
}
