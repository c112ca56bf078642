// Forms for what is looked into, for matters that are one or several, and for the end after a third round.
import { isoOf } from '#kernel/time.ts'
import { api } from '#web/api.ts'
import { CheckRow, RadioRow } from '#web/ui/choose.tsx'
import { useNow } from '#web/ui/clock.ts'
import { MomentField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { categories } from '../taxonomy.ts'
import { legalWays, type WayName, wayNames, ways } from '../ways.ts'
import { inquiryWords, tellWords } from '../words.ts'
import { useDepartments } from './departments.ts'
import { Dock, useVerb, type VerbProps } from './dock.tsx'
import { PickCase } from './other-case.tsx'
import type { Sheet } from './words.ts'

/** Where to turn next: each as it is said to the person, ticked as it was told. */
export const WaysTold = ({
  label,
  ...field
}: {
  label?: string
  name?: string
  value: readonly WayName[]
  onChange: (value: WayName[]) => void
}) => (
  <div className="ways">
    <CheckRow
      {...field}
      label={label ?? t('已告知还可以找谁', 'Told where to turn next')}
      options={wayNames.map((value) => ({ value, label: t(ways[value].name) }))}
    />
    {field.value.length > 0 && (
      <ul className="hint">
        {wayNames
          .filter((name) => field.value.includes(name))
          .map((name) => (
            <li key={name}>{t(ways[name].says)}</li>
          ))}
      </ul>
    )}
  </div>
)

export const InquireForm = (props: VerbProps) => {
  const { sheet } = props
  const now = useNow()
  const { form, run, dock } = useVerb('inquire', props, api.cases.inquire, {
    kind: 'interview' as 'material' | 'interview' | 'fact',
    whom: '',
    happenedAt: isoOf(now),
    found: '',
    fileId: '',
  })
  const { kind, fileId } = form.values
  return (
    <Dock
      {...dock}
      about={t('每条单独记录，不能改', 'Each stands by itself and is not changed')}
      submit={t('记下', 'Keep')}
      onSubmit={() => run({ id: sheet.id, ...form.values, fileId: fileId || null })}
    >
      <RadioRow
        {...form.field('kind')}
        label={t('方式', 'How')}
        options={(['interview', 'material', 'fact'] as const).map((value) => ({
          value,
          label: t(inquiryWords[value]!),
        }))}
      />
      <div className="columns">
        <TextField
          {...form.field('whom')}
          label={kind === 'interview' ? t('问了谁', 'Who was asked') : t('什么材料，在哪里', 'What, and where')}
          maxLength={100}
        />
        <MomentField {...form.field('happenedAt')} label={t('什么时间', 'When')} />
      </div>
      <TextArea {...form.field('found')} label={t('查到什么', 'What was found')} rows={3} />
      {sheet.files.length > 0 && (
        <Select
          {...form.field('fileId')}
          label={t('附件', 'File')}
          empty={t('没有', 'None')}
          options={sheet.files.map((file) => ({ value: file.id, label: file.name }))}
        />
      )}
    </Dock>
  )
}

/** What the person is still not content with, and where he was told to turn: the second round, leadership. */
const Refused = ({ verb, hint, ...props }: VerbProps & { verb: 'reopen' | 'escalate'; hint: string }) => {
  const { sheet } = props
  const { form, run, dock } = useVerb(verb, props, verb === 'reopen' ? api.cases.reopen : api.cases.escalate, {
    words: '',
    ways: [] as WayName[],
  })
  return (
    <Dock {...dock} submit={dock.title} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <TextArea
        {...form.field('words')}
        label={t('患者还不满意什么', 'What the person is still not content with')}
        hint={hint}
        rows={2}
      />
      <WaysTold {...form.field('ways')} />
    </Dock>
  )
}
export const ReopenForm = (props: VerbProps) => (
  <Refused
    {...props}
    verb="reopen"
    hint={t('同一科室进入第二轮，重新计算期限。', 'The same department, a second round, a new deadline.')}
  />
)
export const EscalateForm = (props: VerbProps) => (
  <Refused
    {...props}
    verb="escalate"
    hint={t('由院领导督办，重新计算期限。', 'Leadership sees to it, with a new deadline.')}
  />
)

export const ReferForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb('refer', props, api.cases.refer, {
    how: 'in-person' as 'call' | 'in-person' | 'letter',
    ways: [...legalWays] as WayName[],
    words: '',
  })
  return (
    <Dock
      {...dock}
      submit={t('告知并办结', 'Told: close')}
      danger
      onSubmit={() => run({ id: sheet.id, ...form.values })}
    >
      <Note>
        {t(
          '三轮办理后仍不满意。如实记为不满意，并向本人讲清下面的途径；人民调解、行政调解和诉讼缺一不可。',
          'Three rounds have not contented the person. It is kept as it is; mediation, the authority and the court have to be told.',
        )}
      </Note>
      <WaysTold {...form.field('ways')} label={t('告知了哪些途径', 'Which ways were told')} />
      <RadioRow
        {...form.field('how')}
        label={t('怎样告知', 'How')}
        options={(['in-person', 'call', 'letter'] as const).map((value) => ({ value, label: t(tellWords[value]!) }))}
      />
      <TextArea {...form.field('words')} label={t('患者的话', 'In the person’s words')} rows={2} />
    </Dock>
  )
}

export const MergeForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb('merge', props, api.cases.merge, { intoId: '', reason: '' })
  return (
    <Dock {...dock} submit={t('并入', 'Merge')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <Note>
        {t(
          '同一件事只办理一次，每个人各自得到答复和回访。编号保留；答复之前可以撤销。',
          'Handled once, and everyone is answered and called back. Numbers stay; until the answer it can be undone.',
        )}
      </Note>
      <PickCase {...form.field('intoId')} sheet={sheet} label={t('并入哪一件', 'Into which')} />
      <TextField {...form.field('reason')} label={t('为什么是同一件事', 'Why it is the same matter')} maxLength={500} />
    </Dock>
  )
}

export const LinkForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb('link', props, api.cases.link, {
    otherId: '',
    kind: 'related' as 'related' | 'repeat',
    words: '',
  })
  return (
    <Dock {...dock} submit={t('关联', 'Link')} onSubmit={() => run({ id: sheet.id, ...form.values })}>
      <PickCase {...form.field('otherId')} sheet={sheet} label={t('与哪一件', 'With which')} />
      <RadioRow
        {...form.field('kind')}
        label={t('怎样相关', 'How')}
        options={[
          { value: 'related', label: t('有关系', 'Related') },
          { value: 'repeat', label: t('先后反映同类问题', 'Raised again') },
        ]}
      />
      <TextField {...form.field('words')} label={t('说明', 'Words')} optional maxLength={200} />
    </Dock>
  )
}

const split = (sheet: Sheet) => ({
  text: '',
  demand: '',
  category: '',
  departmentId: '',
  severity: String(Math.min(sheet.severity, 1)),
  reason: '',
})

export const SplitForm = (props: VerbProps) => {
  const { sheet } = props
  const groups = useDepartments()
  const { form, run, dock } = useVerb(
    'split',
    props,
    api.cases.split,
    split(sheet),
    t('已拆成两件，各自办理', 'Split: each is handled by itself'),
  )
  const { departmentId, severity, ...rest } = form.values
  return (
    <Dock
      {...dock}
      submit={t('拆出', 'Split off')}
      onSubmit={() =>
        run({
          id: sheet.id,
          ...rest,
          departmentId: departmentId || null,
          severity: Number(severity),
          urgency: sheet.urgency,
        })
      }
    >
      <Note>
        {t(
          '同一个人、同一个收到时间，另有编号、分类和科室；并回来即为撤销。',
          'The same person and hour of receipt, with a number, category and department of its own; merging it back undoes it.',
        )}
      </Note>
      <TextArea {...form.field('text')} label={t('拆出的是哪件事', 'Which matter')} rows={2} />
      <div className="columns">
        <Select
          {...form.field('category')}
          label={t('分类', 'Category')}
          empty={t('请选择', 'Choose')}
          groups={categories
            .filter((one) => one.domain !== 'staff' || sheet.kind === 'staff')
            .map((one) => ({
              label: t(one.name),
              options: one.items.map((item) => ({ value: item.code, label: t(item.name) })),
            }))}
        />
        <Select
          {...form.field('departmentId')}
          label={t('涉及科室', 'Concerns')}
          empty={t('未定', 'Not known')}
          groups={groups}
        />
      </div>
      <TextField {...form.field('reason')} label={t('为什么分开办', 'Why apart')} maxLength={500} />
    </Dock>
  )
}
