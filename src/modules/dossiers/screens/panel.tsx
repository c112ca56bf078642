// 卷宗 under the record of a case: taking it out whole, its letter, legal hold, and who has taken it out before.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Progress, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { Dossier } from '../contract.ts'
import { classWords, download, takenWords } from './words.ts'
import './dossiers.css'

type File = Wire<Dossier>

/** What is to be taken out: with or without names, on paper or packed, with or without the originals. */
const TakeOut = ({ file }: { file: File }) => {
  const mayClear = file.can.includes('reveal')
  const form = useForm({ reason: '' })
  const [who, setWho] = useState<'masked' | 'clear'>('masked')
  const [format, setFormat] = useState<'zip' | 'pdf'>('zip')
  const [originals, setOriginals] = useState(false)
  const masked = useDo(api.dossiers.export, { inForm: true, says: t('已导出', 'Exported') })
  const clear = useDo(api.dossiers.reveal, { inForm: true, says: t('已导出', 'Exported') })
  const verb = who === 'clear' ? clear : masked
  const take = async () => {
    const reply = await verb.run({ id: file.caseId, reason: form.values.reason, format, originals })
    if (reply === undefined) return
    const name = `卷宗-${file.number}${who === 'clear' ? '' : '-去标识'}.${format}`
    download(reply as Uint8Array, name, format === 'pdf' ? 'application/pdf' : 'application/zip')
  }
  return (
    <Form onSubmit={take} submit={t('导出卷宗', 'Export the file')} busy={verb.busy} problem={verb.problem}>
      {mayClear && (
        <RadioRow
          label={t('姓名和电话', 'Names and numbers')}
          value={who}
          onChange={(value) => {
            setWho(value)
            setOriginals(value === 'clear')
          }}
          options={[
            { value: 'masked', label: t('去标识', 'De-identified') },
            { value: 'clear', label: t('实名', 'In clear') },
          ]}
        />
      )}
      <RadioRow
        label={t('格式', 'Form')}
        value={format}
        onChange={setFormat}
        options={[
          { value: 'zip', label: t('压缩包（含校验值）', 'ZIP with checksums') },
          { value: 'pdf', label: t('一份 PDF', 'One PDF') },
        ]}
      />
      <Check
        label={t('附上原件和照片', 'With the originals and pictures')}
        hint={who === 'masked' ? t('原件不会去标识', 'originals are not de-identified') : undefined}
        value={originals}
        onChange={setOriginals}
      />
      <TextField {...form.field('reason')} label={t('用途', 'What for')} hint={t('会留痕', 'It is recorded')} />
      {verb.busy && <Progress label={t('正在生成卷宗…', 'Making the file…')} />}
    </Form>
  )
}

/** A reason and a button. */
const WithReason = ({
  label,
  begin = '',
  submit,
  danger = false,
  busy,
  problem,
  run,
  onClose,
}: {
  label: string
  begin?: string
  submit: string
  danger?: boolean
  busy: boolean
  problem: Parameters<typeof Form>[0]['problem']
  run: (reason: string) => Promise<unknown>
  onClose: () => void
}) => {
  const form = useForm({ reason: begin })
  return (
    <Form
      onSubmit={async () => (await run(form.values.reason)) !== undefined && onClose()}
      submit={submit}
      danger={danger}
      busy={busy}
      problem={problem ?? null}
      onCancel={onClose}
    >
      <TextField {...form.field('reason')} label={label} />
    </Form>
  )
}

type Open = 'export' | 'letter' | 'hold' | 'release' | undefined

const Acts = ({ file }: { file: File }) => {
  const [open, setOpen] = useState<Open>()
  const letter = useDo(api.dossiers.letter, { inForm: true })
  const hold = useDo(api.dossiers.hold, { inForm: true, says: t('已保全', 'Held'), changes: ['disposal'] })
  const release = useDo(api.dossiers.release, {
    inForm: true,
    says: t('已解除保全', 'Released'),
    changes: ['disposal'],
  })
  const id = file.caseId
  const close = () => setOpen(undefined)
  if (open === 'export') return <TakeOut file={file} />
  if (open === 'letter')
    return (
      <WithReason
        label={t('用途', 'What for')}
        begin={t('寄送书面答复', 'to send the written answer')}
        submit={t('打印答复函', 'Print the letter')}
        busy={letter.busy}
        problem={letter.problem}
        run={async (reason) => {
          const reply = await letter.run({ id, reason })
          if (reply !== undefined) download(reply as Uint8Array, `答复函-${file.number}.pdf`, 'application/pdf')
          return reply
        }}
        onClose={close}
      />
    )
  if (open === 'hold')
    return (
      <WithReason
        label={t('保全理由', 'Why it is held')}
        submit={t('保全', 'Hold')}
        busy={hold.busy}
        problem={hold.problem}
        run={(reason) => hold.run({ id, reason })}
        onClose={close}
      />
    )
  if (open === 'release')
    return (
      <WithReason
        label={t('解除理由', 'Why it is released')}
        submit={t('解除保全', 'Release')}
        danger
        busy={release.busy}
        problem={release.problem}
        run={(reason) => release.run({ id, reason })}
        onClose={close}
      />
    )
  return (
    <div className="actions">
      {file.can.includes('export') && (
        <Button icon="download" small onClick={() => setOpen('export')}>
          {t('导出卷宗', 'Export the file')}
        </Button>
      )}
      {file.can.includes('letter') && (
        <Button icon="print" small onClick={() => setOpen('letter')}>
          {t('答复函', 'Letter')}
        </Button>
      )}
      {file.can.includes('hold') && (
        <Button icon="lock" small onClick={() => setOpen('hold')}>
          {t('保全', 'Hold')}
        </Button>
      )}
      {file.can.includes('release') && (
        <Button kind="quiet" small onClick={() => setOpen('release')}>
          {t('解除保全', 'Release')}
        </Button>
      )}
    </div>
  )
}

const kept = (file: File): string => {
  const name = t(classWords[file.class]!)
  if (file.destroyedAt) return t('已销毁', 'Destroyed')
  if (file.hold) return t('保全中', 'Held')
  return file.dueOn
    ? t(`${name}，保存至 ${file.dueOn}`, `${name}, kept until ${file.dueOn}`)
    : t(`${name}，归档后保存 ${file.years} 年`, `${name}, kept ${file.years} years from archiving`)
}

/** That the matter is held, or that its words are gone: said above it. */
export const Notice = ({ caseId }: { caseId: string }) => {
  const file = useAsk(api.dossiers.get, { id: caseId }).data
  if (file?.hold)
    return (
      <Note tone="warn" title={t('保全中，不得销毁', 'On legal hold: not to be destroyed')}>
        {file.hold.reason} · {file.hold.by} · <Time at={file.hold.at} />
      </Note>
    )
  if (file?.destroyedAt)
    return (
      <Note title={t('卷宗已按期销毁，只留登记', 'The file was destroyed in its time; the register is left')}>
        <Time at={file.destroyedAt} />
      </Note>
    )
  return null
}

export const Panel = ({ caseId }: { caseId: string }) => {
  const file = useAsk(api.dossiers.get, { id: caseId }).data
  if (!file) return null
  return (
    <Fold title={t('卷宗', 'The file')} aside={kept(file)}>
      <div className="dossier">
        <Acts file={file} />
        {file.taken.length > 0 && (
          <ul className="dossier-taken">
            {file.taken.map((one) => (
              <li key={one.at + one.what}>
                <Tag>{t(takenWords[one.what]!)}</Tag> {one.reason}
                <small>
                  {one.by} · <Time at={one.at} /> · {one.format.toUpperCase()}
                </small>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Fold>
  )
}
