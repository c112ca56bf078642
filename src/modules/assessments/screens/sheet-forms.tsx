// What is said about a sheet before something is done to it: an objection, its answer, a line by hand, why it is sent back.
import { api, useDo } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import type { Mark } from './words.ts'

/** The department says why; once a line. */
export const Objecting = ({ id, line, onDone }: { id: string; line: Mark; onDone: () => void }) => {
  const form = useForm({ reason: '' })
  const object = useDo(api.assessments.object, {
    inForm: true,
    says: t('异议已提交监察室', 'The objection is made'),
    done: onDone,
  })
  return (
    <Form
      onSubmit={() => object.run({ id, lineId: line.id, reason: form.values.reason })}
      problem={object.problem}
      submit={t('提出异议', 'Object')}
      busy={object.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('reason')} label={t('为什么不对', 'Why it is not right')} rows={3} />
    </Form>
  )
}

/** Supervision corrects the points, or stands by them; a reason either way. */
export const Answering = ({ id, line, onDone }: { id: string; line: Mark; onDone: () => void }) => {
  const form = useForm({
    verdict: 'correct' as 'correct' | 'reject',
    points: (line.points / 100) as number | null,
    answer: '',
  })
  const correct = useDo(api.assessments.correct, { inForm: true, says: t('已更正', 'Corrected'), done: onDone })
  const reject = useDo(api.assessments.reject, { inForm: true, says: t('已答复', 'Answered'), done: onDone })
  const { verdict, points, answer } = form.values
  const doing = verdict === 'correct' ? correct : reject
  const run = () =>
    verdict === 'correct'
      ? correct.run({ id, lineId: line.id, points: Math.round((points ?? 0) * 100), answer })
      : reject.run({ id, lineId: line.id, answer })
  return (
    <Form onSubmit={run} problem={doing.problem} submit={t('答复', 'Answer')} busy={doing.busy} onCancel={onDone}>
      <RadioRow
        label={t('异议', 'The objection')}
        value={verdict}
        onChange={(value) => form.set({ verdict: value })}
        options={[
          { value: 'correct', label: t('采纳，更正', 'Upheld: correct') },
          { value: 'reject', label: t('不采纳，维持', 'Not upheld') },
        ]}
      />
      {verdict === 'correct' && (
        <NumberField
          {...form.field('points')}
          label={t('这一条应为', 'The line should be')}
          unit={t('分', 'points')}
          step={0.01}
        />
      )}
      <TextArea {...form.field('answer')} label={t('理由', 'The reason')} rows={2} />
    </Form>
  )
}

/** Praise or criticism by hand: what for, and where that is written. */
export const Adding = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({
    tone: 'praise' as 'praise' | 'criticism',
    points: null as number | null,
    reason: '',
    source: '',
  })
  const add = useDo(api.assessments.add, { inForm: true, says: t('已加上', 'Added'), done: onDone })
  const { tone, points, reason, source } = form.values
  const hundredths = Math.round(Math.abs(points ?? 0) * 100) * (tone === 'praise' ? 1 : -1)
  return (
    <Form
      onSubmit={() => add.run({ id, tone, points: hundredths + 0, reason, source })}
      problem={add.problem}
      submit={t('加上', 'Add')}
      busy={add.busy}
      onCancel={onDone}
    >
      <RadioRow
        label={t('是', 'It is')}
        value={tone}
        onChange={(value) => form.set({ tone: value })}
        options={[
          { value: 'praise', label: t('表扬，加分', 'Praise') },
          { value: 'criticism', label: t('批评，扣分', 'Criticism') },
        ]}
      />
      <NumberField
        {...form.field('points')}
        label={t('几分（可以是 0）', 'Points, or 0')}
        min={0}
        max={100}
        step={0.01}
      />
      <TextArea {...form.field('reason')} label={t('事由', 'What for')} rows={2} />
      <TextField {...form.field('source')} label={t('依据', 'Where it is written')} />
      <Note>
        {t(
          '科室会看到这里写的话：不写限监察室知悉的事。',
          'The department reads this: say nothing of what only supervision may know.',
        )}
      </Note>
    </Form>
  )
}

export const Declining = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({ words: '' })
  const decline = useDo(api.assessments.decline, { inForm: true, says: t('已退回监察室', 'Sent back'), done: onDone })
  return (
    <Form
      onSubmit={() => decline.run({ id, words: form.values.words })}
      problem={decline.problem}
      submit={t('退回', 'Send back')}
      busy={decline.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('words')} label={t('理由', 'The reason')} rows={2} />
    </Form>
  )
}
