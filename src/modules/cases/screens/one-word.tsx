// The verbs that need one text and nothing else, as a table.
import { type Words, w } from '#kernel/words.ts'
import { api } from '#web/api.ts'
import { TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Dock, useVerb, type VerbProps } from './dock.tsx'

type Spec = {
  readonly call: unknown
  /** The field of the request. */
  readonly field: 'words' | 'how' | 'reason'
  readonly label: Words
  readonly hint?: Words
  readonly optional?: true
  readonly danger?: true
}

const optional = { label: w('说明', 'Words'), optional: true } as const

export const oneWord = {
  settle: {
    call: api.cases.settle,
    field: 'how',
    label: w('怎样解决的', 'How it was put right'),
    hint: w('之后仍会回访一次，问问是否满意。', 'A call afterwards still asks whether it is well.'),
  },
  object: {
    call: api.cases.object,
    field: 'reason',
    label: w('不属本科室的理由', 'Why it is not yours'),
    hint: w('退回后由监察室改派，期限照常计算。', 'Supervision dispatches it anew; the clock goes on.'),
    danger: true,
  },
  urge: {
    call: api.cases.urge,
    field: 'words',
    label: w('督办意见', 'What you urge'),
    hint: w('科室会收到提醒，次数记入报表。', 'The department is reminded; how often is counted.'),
  },
  resume: { call: api.cases.resume, field: 'words', ...optional },
  grantTime: { call: api.cases.grantTime, field: 'words', ...optional },
  refuseTime: { call: api.cases.refuseTime, field: 'words', label: w('不同意的理由', 'Why not') },
  sendBack: {
    call: api.cases.sendBack,
    field: 'words',
    label: w('还需补充什么', 'What is missing'),
    hint: w('科室会看到这句话；期限不变。', 'The department reads this; the deadline stays.'),
  },
  pass: {
    call: api.cases.pass,
    field: 'words',
    ...optional,
    label: w('审核意见', 'Words of the review'),
    hint: w('通过后由客服告知患者。', 'Then the centre tells the person.'),
  },
  propose: {
    call: api.cases.propose,
    field: 'words',
    label: w('请院领导决定什么', 'What leadership is asked'),
  },
  consent: { call: api.cases.consent, field: 'words', ...optional, label: w('批示', 'Words') },
  decline: {
    call: api.cases.decline,
    field: 'words',
    label: w('不同意的理由和要求', 'Why not, and what is wanted'),
    hint: w('退回科室重新办理。', 'It goes back to the department.'),
    danger: true,
  },
  unmerge: {
    call: api.cases.unmerge,
    field: 'reason',
    label: w('为什么不是同一件事', 'Why it is another matter'),
    hint: w(
      '退回待转办，期限、负责人和编号都还是原来的。',
      'To be dispatched, with its own deadline, owner and number.',
    ),
  },
  add: {
    call: api.cases.add,
    field: 'words',
    label: w('本人又说了什么', 'What the person said later'),
    hint: w('办理的科室看得到；已并案的会送到主案。', 'Those who handle it see it; what is merged reaches the other.'),
  },
  failRecall: { call: api.cases.failRecall, field: 'words', ...optional },
  approve: {
    call: api.cases.approve,
    field: 'reason',
    label: w('未得到患者答复而归档的理由', 'Why it is archived without the person’s answer'),
    danger: true,
  },
} as const satisfies Record<string, Spec>

export type OneWordVerb = keyof typeof oneWord

export const OneWordForm = ({ verb, ...props }: VerbProps & { verb: OneWordVerb }) => {
  const spec: Spec = oneWord[verb]
  const { form, run, dock } = useVerb(
    verb,
    props,
    spec.call as typeof api.cases.sendBack,
    {
      [spec.field]: '',
    } as Record<string, string>,
  )
  return (
    <Dock
      {...dock}
      submit={dock.title}
      danger={spec.danger ?? false}
      onSubmit={() => run({ id: props.sheet.id, ...form.values } as never)}
    >
      <TextArea
        name={spec.field}
        value={form.values[spec.field] ?? ''}
        onChange={(text) => form.set({ [spec.field]: text })}
        label={t(spec.label)}
        optional={spec.optional ?? false}
        hint={spec.hint && t(spec.hint)}
        rows={2}
      />
    </Dock>
  )
}
