// 回复表, being written: it begins with what the case already says, and asks for nothing twice.
import { Dock } from '#modules/cases/screens/dock.tsx'
import { api, useDo } from '#web/api.ts'
import { CheckRow, RadioRow } from '#web/ui/choose.tsx'
import { MomentField, TextArea, TextField } from '#web/ui/field.tsx'
import { useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { opinionWords, reachedWords } from '../words.ts'
import type { Sheet } from './verbs.tsx'

const reached = ['phone', 'in-person', 'letter'] as const
const opinions = ['satisfied', 'dissatisfied', 'unknown'] as const

export const ReplyForm = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const { draft, files } = sheet
  const form = useForm({
    ...draft,
    fileIds: draft.fileIds as readonly string[],
    contacted: draft.contacted ? 'yes' : 'no',
    contactedAt: draft.contactedAt ?? '',
    contactedHow: draft.contactedHow ?? ('phone' as const),
  })
  const it = useDo(api.sheets.reply, {
    inForm: true,
    says: t('已回复，待发往热线', 'Replied; it waits to be sent'),
    done: onDone,
  })
  const { values } = form
  const contacted = values.contacted === 'yes'
  const send = () =>
    it.run({
      id: sheet.id,
      ...values,
      fileIds: [...values.fileIds],
      contacted,
      contactedAt: contacted && values.contactedAt ? values.contactedAt : null,
      contactedHow: contacted ? values.contactedHow : null,
      opinion: contacted ? values.opinion : 'unknown',
    })
  return (
    <Dock
      title={t('回复热线', 'Reply to the line')}
      about={t('已带入诉求中的调查、处理和答复', 'It begins with what the case already says')}
      submit={t('回复热线', 'Reply')}
      busy={it.busy}
      problem={it.problem}
      onClose={onDone}
      onSubmit={send}
    >
      <TextField {...form.field('handledBy')} label={t('承办单位', 'Handled by')} maxLength={80} />
      <TextArea
        {...form.field('handling')}
        label={t('办理情况', 'What was found and done')}
        hint={t('不写诉求人以外的人的姓名和病情', 'No names and no illness of anybody')}
        rows={6}
      />
      <RadioRow
        {...form.field('contacted')}
        label={t('是否联系诉求人', 'Was the citizen reached?')}
        options={[
          { value: 'yes', label: t('已联系', 'Yes') },
          { value: 'no', label: t('未联系上', 'No') },
        ]}
      />
      {contacted && (
        <>
          <MomentField {...form.field('contactedAt')} label={t('联系时间', 'When')} />
          <RadioRow
            {...form.field('contactedHow')}
            label={t('联系方式', 'How')}
            options={reached.map((value) => ({ value, label: t(reachedWords[value]) }))}
          />
          <RadioRow
            {...form.field('opinion')}
            label={t('诉求人意见', 'The citizen’s own word')}
            options={opinions.map((value) => ({ value, label: t(opinionWords[value]) }))}
          />
        </>
      )}
      <TextArea {...form.field('basis')} label={t('依据', 'Grounds')} optional rows={2} />
      {files.length > 0 && (
        <CheckRow
          name="fileIds"
          label={t('附件', 'Files')}
          value={values.fileIds}
          onChange={(fileIds) => form.set({ fileIds })}
          options={files.map((file) => ({ value: file.id, label: file.name }))}
        />
      )}
    </Dock>
  )
}
