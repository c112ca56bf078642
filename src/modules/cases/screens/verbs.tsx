// The verbs that need more than one text: dispatch, answer, more time, telling the person, the person's answer.
import { grades } from '#modules/patients/words.ts'
import { api } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { PickMany } from '#web/ui/pick-many.tsx'
import { offices, subcategoryOf } from '../taxonomy.ts'
import type { WayName } from '../ways.ts'
import { tellWords } from '../words.ts'
import { AnswerForm } from './answer.tsx'
import { useDepartments } from './departments.ts'
import { Dock, useVerb, type VerbProps } from './dock.tsx'
import { GradeForm } from './grading.tsx'
import { OneWordForm, type OneWordVerb, oneWord } from './one-word.tsx'
import { AskAssistForm, ConveyForm, MeetForm, PauseForm, ReplyForm } from './orders.tsx'
import {
  EscalateForm,
  InquireForm,
  LinkForm,
  MergeForm,
  ReferForm,
  ReopenForm,
  SplitForm,
  WaysTold,
} from './rounds.tsx'

const DispatchForm = (props: VerbProps) => {
  const { sheet } = props
  const groups = useDepartments()
  const { form, run, dock } = useVerb(
    'dispatch',
    props,
    api.cases.dispatch,
    {
      departmentId: sheet.departmentId ?? '',
      demand: sheet.demand,
      workdays: sheet.deadline.workdays === 10 ? '10' : '5',
      assisting: [] as readonly string[],
    },
    t('已转责任科室', 'Dispatched'),
  )
  const { departmentId, demand, workdays, assisting } = form.values
  const office = subcategoryOf(sheet.category)?.office
  return (
    <Dock
      {...dock}
      submit={t('转办', 'Dispatch')}
      onSubmit={() =>
        run({
          id: sheet.id,
          departmentId,
          demand,
          workdays: workdays === '10' || assisting.length > 0 ? 10 : 5,
          assisting: assisting.map((one) => ({ departmentId: one, demand })),
        })
      }
    >
      <div className="columns">
        <Select
          {...form.field('departmentId')}
          label={t('责任科室', 'Department')}
          empty={t('请选择', 'Choose')}
          groups={groups}
          hint={
            office && office !== 'own-department'
              ? t(`此类诉求通常由${offices[office].zh}负责`, `Usually handled by: ${offices[office].en}`)
              : undefined
          }
        />
        <RadioRow
          {...form.field('workdays')}
          label={t('反馈期限', 'Time')}
          options={[
            { value: '5', label: t('5 个工作日', '5 working days') },
            { value: '10', label: t('10 个（多科室）', '10 (several departments)') },
          ]}
        />
      </div>
      <TextArea {...form.field('demand')} label={t('办理要求', 'What is wanted')} rows={2} />
      <PickMany
        {...form.field('assisting')}
        label={t('协办科室', 'Departments that help')}
        hint={
          assisting.length > 0
            ? t('涉及多个科室，期限为 10 个工作日', 'Several departments: ten working days')
            : undefined
        }
        add={t('再加一个科室', 'Another department')}
        groups={groups.map((group) => ({
          ...group,
          options: group.options.filter(({ value }) => value !== departmentId),
        }))}
      />
    </Dock>
  )
}

const AskTimeForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb(
    'askTime',
    props,
    api.cases.askTime,
    { workdays: 3 as number | null, reason: '' },
    t('已提交延期申请', 'Asked for more time'),
  )
  const most = Math.max(0, 10 - sheet.deadline.workdays)
  return (
    <Dock
      {...dock}
      submit={t('申请', 'Ask')}
      onSubmit={() => run({ id: sheet.id, workdays: form.values.workdays ?? 0, reason: form.values.reason })}
    >
      <NumberField
        {...form.field('workdays')}
        label={t('延长', 'More')}
        unit={t('个工作日', 'working days')}
        min={1}
        max={10}
        step={1}
        hint={t(
          `现为 ${sheet.deadline.workdays} 个工作日，合计不超过 10 个，最多再延 ${most} 个；每轮一次。`,
          `It is ${sheet.deadline.workdays} now, ten in all at most: ${most} more, once a round.`,
        )}
      />
      <TextArea {...form.field('reason')} label={t('理由', 'Reason')} rows={2} />
    </Dock>
  )
}

const TellForm = (props: VerbProps) => {
  const { sheet } = props
  const onPage = sheet.channel === 'web' || sheet.channel === 'staff'
  const byPage = onPage && sheet.phone === null
  const { form, run, dock } = useVerb(
    'tell',
    props,
    api.cases.tell,
    {
      // Who spoke on a page and left no number reads it there.
      how: (byPage ? 'receipt' : 'call') as 'call' | 'in-person' | 'letter' | 'receipt' | 'sms',
      what: '',
      ways: [] as WayName[],
    },
    t('已记录；到期会安排回访确认', 'Kept; a call will ask whether it contents'),
  )
  const measures = sheet.rounds.at(-1)?.measures
  return (
    <Dock {...dock} submit={t('已告知', 'Told')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <RadioRow
        {...form.field('how')}
        label={t('怎样告知', 'How')}
        options={(onPage
          ? sheet.channel === 'staff'
            ? (['call', 'in-person', 'letter', 'receipt'] as const)
            : (['call', 'in-person', 'letter', 'receipt', 'sms'] as const)
          : (['call', 'in-person', 'letter', 'sms'] as const)
        ).map((value) => ({ value, label: t(tellWords[value]!) }))}
      />
      {form.values.how === 'sms' && (
        <p className="hint">
          {t(
            '会发一条短信，里面只有受理编号和一次性链接；下面写的话由本人在网页上看到。',
            'A text goes out with the number and a link that opens once; what you write is read on that page.',
          )}
        </p>
      )}
      <TextArea
        {...form.field('what')}
        label={t('告知了什么，患者怎么说', 'What was told, what the person said')}
        rows={3}
      />
      {measures && form.values.what === '' && (
        <div>
          <Button small kind="quiet" onClick={() => form.set({ what: measures })}>
            {t('带入科室的整改措施', 'Begin with the department’s measures')}
          </Button>
        </div>
      )}
      <WaysTold {...form.field('ways')} />
    </Dock>
  )
}

const ConfirmForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb(
    'confirm',
    props,
    api.cases.confirm,
    { satisfaction: 'satisfied' as 'satisfied' | 'fairly', words: '' },
    t('已归档', 'Archived'),
  )
  return (
    <Dock {...dock} submit={t('归档', 'Archive')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <RadioRow
        {...form.field('satisfaction')}
        label={t('患者本人的答复', 'The person’s own answer')}
        options={(['satisfied', 'fairly'] as const).map((value) => ({ value, label: t(grades[value]) }))}
      />
      <TextArea {...form.field('words')} label={t('患者的话', 'In the person’s words')} optional rows={2} />
    </Dock>
  )
}

const forms = {
  dispatch: DispatchForm,
  answer: AnswerForm,
  askTime: AskTimeForm,
  tell: TellForm,
  confirm: ConfirmForm,
  grade: GradeForm,
  askAssist: AskAssistForm,
  pause: PauseForm,
  meet: MeetForm,
  reply: ReplyForm,
  convey: ConveyForm,
  inquire: InquireForm,
  reopen: ReopenForm,
  escalate: EscalateForm,
  refer: ReferForm,
  merge: MergeForm,
  link: LinkForm,
  split: SplitForm,
} as const

export type FormVerb = keyof typeof forms | OneWordVerb

/** The form of any verb. */
export const VerbForm = ({ verb, ...props }: VerbProps & { verb: FormVerb }) => {
  if (verb in oneWord) return <OneWordForm verb={verb as OneWordVerb} {...props} />
  const Drawn = forms[verb as keyof typeof forms]
  return <Drawn {...props} />
}
