// What may be done with a sheet, each with its small form at the foot of the record.

import type { Wire } from '#kernel/contract.ts'
import { actOf } from '#kernel/lifecycle.ts'
import { Dock } from '#modules/cases/screens/dock.tsx'
import { api, useDo } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import type { SheetSheet } from '../contract.ts'
import { sheetLifecycle } from '../lifecycle.ts'
import { opinionWords } from '../words.ts'
import { ReplyForm } from './reply.tsx'

export type Sheet = Wire<SheetSheet>
export type Verb = 'sign' | 'object' | 'insist' | 'accept' | 'reply' | 'close'

export const buttonOf = (verb: Verb): string => t(actOf(sheetLifecycle, verb).button)

const Words = ({
  call,
  field,
  label,
  sheet,
  verb,
  onDone,
}: {
  call: unknown
  field: 'reason' | 'words'
  label: string
  sheet: Sheet
  verb: Verb
  onDone: () => void
}) => {
  const form = useForm({ [field]: '' } as Record<string, string>)
  const it = useDo(call as typeof api.sheets.object, { inForm: true, says: buttonOf(verb), done: onDone })
  return (
    <Dock
      title={buttonOf(verb)}
      submit={t('确定', 'Do it')}
      busy={it.busy}
      problem={it.problem}
      onClose={onDone}
      onSubmit={() => it.run({ id: sheet.id, ...form.values } as never)}
    >
      <TextArea
        name={field}
        value={form.values[field] ?? ''}
        onChange={(text) => form.set({ [field]: text })}
        label={label}
        optional={field === 'words'}
        rows={3}
      />
    </Dock>
  )
}

const CloseForm = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const form = useForm({ outcome: '' as '' | 'satisfied' | 'dissatisfied' })
  const it = useDo(api.sheets.close, { inForm: true, says: buttonOf('close'), done: onDone })
  return (
    <Dock
      title={buttonOf('close')}
      submit={t('办结', 'Close')}
      busy={it.busy}
      problem={it.problem}
      onClose={onDone}
      onSubmit={() => it.run({ id: sheet.id, outcome: form.values.outcome || null })}
    >
      <RadioRow
        {...form.field('outcome')}
        label={t('热线回访的结果', 'What the line heard')}
        options={[
          { value: '', label: t('未告知', 'Not told') },
          { value: 'satisfied', label: t(opinionWords.satisfied) },
          { value: 'dissatisfied', label: t(opinionWords.dissatisfied) },
        ]}
      />
    </Dock>
  )
}

export const VerbForm = ({ verb, sheet, onDone }: { verb: Verb; sheet: Sheet; onDone: () => void }) => {
  if (verb === 'reply') return <ReplyForm sheet={sheet} onDone={onDone} />
  if (verb === 'close') return <CloseForm sheet={sheet} onDone={onDone} />
  if (verb === 'object')
    return (
      <Words
        call={api.sheets.object}
        field="reason"
        label={t('理由和依据', 'Why it is not ours')}
        {...{ verb, sheet, onDone }}
      />
    )
  const call = verb === 'accept' ? api.sheets.accept : api.sheets.insist
  return <Words call={call} field="words" label={t('热线怎么说', 'What the line said')} {...{ verb, sheet, onDone }} />
}
