// Forms for work orders and clocks: other departments, a stopped clock, what was done at once, the shorter paths.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import type { cases } from '../contract.ts'
import { pauseReasons } from '../lifecycle.ts'
import { tellWords } from '../words.ts'
import { useDepartments } from './departments.ts'
import { Dock, useVerb, type VerbProps } from './dock.tsx'

type Clock = Wire<ReplyOf<typeof cases.get>>['clocks'][number]

export const AskAssistForm = (props: VerbProps) => {
  const { sheet } = props
  const groups = useDepartments()
  const { form, run, dock } = useVerb('askAssist', props, api.cases.askAssist, {
    departmentId: '',
    demand: '',
    reason: '',
  })
  return (
    <Dock {...dock} submit={t('请协办', 'Ask')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <Select
        {...form.field('departmentId')}
        label={t('协办科室', 'Department to help')}
        empty={t('请选择', 'Choose')}
        groups={groups}
      />
      <TextArea {...form.field('demand')} label={t('请它做什么', 'What it is asked for')} rows={2} />
      <TextField
        {...form.field('reason')}
        label={t('为什么涉及多科室', 'Why several departments')}
        hint={
          sheet.manyReason === null
            ? t('反馈期限随之改为 10 个工作日，只改判一次。', 'Ten working days from now on; judged once.')
            : undefined
        }
        maxLength={500}
      />
    </Dock>
  )
}

export const PauseForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb('pause', props, api.cases.pause, {
    reason: 'material' as keyof typeof pauseReasons,
    words: '',
    workdays: 3 as number | null,
  })
  const { reason, words, workdays } = form.values
  return (
    <Dock
      {...dock}
      submit={t('停钟', 'Stop')}
      onSubmit={() => run({ id: sheet.id, reason, words, workdays: workdays ?? 0 })}
    >
      <Note>
        {t(
          '停钟会写进报表：每轮一次，到期自动恢复，停几天就顺延几天。',
          'A stop is in the report: once a round, it ends by itself, and the deadline moves by those days.',
        )}
      </Note>
      <RadioRow
        {...form.field('reason')}
        label={t('原因', 'Reason')}
        options={Object.entries(pauseReasons).map(([value, says]) => ({
          value: value as keyof typeof pauseReasons,
          label: t(says),
        }))}
      />
      <NumberField
        {...form.field('workdays')}
        label={t('最多停', 'At most')}
        unit={t('个工作日', 'working days')}
        min={1}
        max={10}
        step={1}
      />
      <TextArea {...form.field('words')} label={t('具体说明', 'In words')} rows={2} />
    </Dock>
  )
}

/** What a clock asked for and who did it; the clock that rings first is chosen. */
export const MeetForm = (props: VerbProps) => {
  const { sheet } = props
  const running = sheet.clocks.filter((one) => one.metAt === null && one.cancelledAt === null)
  const { form, run, dock } = useVerb('meet', props, api.cases.meet, {
    standard: (running[0]?.standard ?? 'urgentTaken') as Clock['standard'],
    how: '',
  })
  if (running.length === 0)
    return (
      <Dock {...dock} submit={t('知道了', 'Understood')} onSubmit={props.onClose}>
        <p>{t('应急时限都已处置。', 'Every clock has been met.')}</p>
      </Dock>
    )
  return (
    <Dock {...dock} submit={t('记录', 'Keep')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <RadioRow
        tall
        {...form.field('standard')}
        label={t('哪一项', 'Which')}
        options={running.map((one) => ({ value: one.standard, label: one.title }))}
      />
      <TextArea {...form.field('how')} label={t('谁做了什么', 'Who did what')} rows={2} />
    </Dock>
  )
}

export const ReplyForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb('reply', props, api.cases.reply, {
    how: 'call' as 'call' | 'in-person' | 'letter' | 'on-the-spot',
    what: '',
  })
  return (
    <Dock {...dock} submit={t('答复并办结', 'Answer and close')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <RadioRow
        {...form.field('how')}
        label={t('怎样答复', 'How')}
        options={(['call', 'in-person', 'letter', 'on-the-spot'] as const).map((value) => ({
          value,
          label: t(tellWords[value]!),
        }))}
      />
      <TextArea {...form.field('what')} label={t('答复了什么', 'What was answered')} rows={3} />
    </Dock>
  )
}

export const ConveyForm = (props: VerbProps) => {
  const { sheet } = props
  const groups = useDepartments()
  const { form, run, dock } = useVerb('convey', props, api.cases.convey, {
    departmentId: sheet.departmentId ?? '',
    words: '',
  })
  const { departmentId, words } = form.values
  return (
    <Dock
      {...dock}
      submit={t('转达', 'Pass on')}
      onSubmit={() => run({ id: sheet.id, words, ...(departmentId ? { departmentId } : {}) })}
    >
      <Select
        {...form.field('departmentId')}
        label={t('表扬谁（科室）', 'Whom it praises')}
        empty={t('全院', 'The whole hospital')}
        groups={groups}
      />
      <TextArea {...form.field('words')} label={t('转达的话', 'Words to go with it')} optional rows={2} />
    </Dock>
  )
}
