// One measure: what, who, by when, how it stands, and the small form of what this reader may do to it.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, hrefOf, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { DateField, TextArea } from '#web/ui/field.tsx'
import { FileDrop } from '#web/ui/file-drop.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag, type Tone } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { measureLifecycle } from '../lifecycle.ts'
import type { MeasureLine } from '../shapes-beside.ts'
import './story.css'

type Line = Wire<MeasureLine>
type Step = 'finish' | 'verify' | 'sendBack' | 'cancel'

const steps: readonly Step[] = ['finish', 'verify', 'sendBack', 'cancel']
const tones: Readonly<Record<Line['status'], Tone>> = {
  planned: 'accent',
  done: 'accent',
  verified: 'good',
  cancelled: 'plain',
}
const buttonOf = (verb: Step): string => t(measureLifecycle.acts.find(([name]) => name === verb)![3])

const asks = (step: Step): string =>
  ({
    finish: t('怎样落实的（文字或照片）', 'How it was done (words or a photo)'),
    verify: t('看到了什么（文字或照片）', 'What you saw (words or a photo)'),
    sendBack: t('还差什么', 'What is missing'),
    cancel: t('为什么不再需要', 'Why it is no longer wanted'),
  })[step]

const Photo = ({ one }: { one: Line }) => {
  const attach = useDo(api.measures.attach, { says: t('已添加照片', 'Photo added') })
  return (
    <div className="small-drop">
      <FileDrop
        label={t('拖入或选择照片', 'Drop or choose a photo')}
        accept=".jpg,.jpeg,.png,.webp,.pdf"
        busy={attach.busy}
        onFile={(file) => attach.run({ id: one.id }, file)}
      />
    </div>
  )
}

const StepForm = ({ one, step, onClose }: { one: Line; step: Step; onClose: () => void }) => {
  const form = useForm({ words: '', dueOn: '' })
  const it = useDo(api.measures[step] as typeof api.measures.sendBack, {
    says: t(`已办：${buttonOf(step)}`, `Done: ${buttonOf(step)}`),
    inForm: true,
    done: onClose,
  })
  const { words, dueOn } = form.values
  return (
    <Form
      onSubmit={() => it.run({ id: one.id, words, ...(step === 'sendBack' && dueOn ? { dueOn } : {}) })}
      problem={it.problem}
      busy={it.busy}
      danger={step === 'cancel' || step === 'sendBack'}
      submit={buttonOf(step)}
      onCancel={onClose}
    >
      <TextArea {...form.field('words')} label={asks(step)} rows={2} />
      {step === 'sendBack' && <DateField {...form.field('dueOn')} label={t('改到哪天', 'By which day')} optional />}
      {(step === 'finish' || step === 'verify') && one.can.includes('attach') && <Photo one={one} />}
    </Form>
  )
}

/** What it came to, newest last: how it was done, what was seen or why it was sent back. */
const Outcome = ({ one }: { one: Line }) => (
  <>
    {one.doneBy && one.doneAt && (
      <small>
        {one.doneBy} <Time at={one.doneAt} /> {t('落实', 'done')}
        {one.doneWords && `：${one.doneWords}`}
      </small>
    )}
    {one.outcome && (
      <small>
        {one.verifiedBy && one.verifiedAt ? (
          <>
            {one.verifiedBy} <Time at={one.verifiedAt} /> {t('验证', 'verified')}
          </>
        ) : (
          t('退回或取消', 'Sent back or cancelled')
        )}
        ：{one.outcome}
      </small>
    )}
  </>
)

export const MeasureRow = ({ one }: { one: Line }) => {
  const [step, setStep] = useState<Step | undefined>()
  const open = step && one.can.includes(step) ? step : undefined
  const running = one.status === 'planned' || one.status === 'done'
  return (
    <li className="beside-row">
      <p>
        <StateDot life={measureLifecycle} status={one.status} tone={tones[one.status]} />{' '}
        {running &&
          (one.late ? (
            <Tag tone="bad">
              {t('超期', 'Late')} <DayText day={one.dueOn} />
            </Tag>
          ) : (
            <>
              <DayText day={one.dueOn} /> {t('前', '')}
            </>
          ))}{' '}
        <b>{one.department}</b> {one.owner ?? t('科室负责人', 'head of department')}
      </p>
      <p className="beside-words">
        <span>{one.what}</span>
        <Outcome one={one} />
        {one.files.map((file) => (
          <small key={file.id}>
            <a
              className="link"
              href={hrefOf(api.measures.file, { id: one.id, fileId: file.id })}
              target="_blank"
              rel="noreferrer"
            >
              {file.name}
            </a>{' '}
            {file.by} <Time at={file.at} />
          </small>
        ))}
      </p>
      {open ? (
        <StepForm one={one} step={open} onClose={() => setStep(undefined)} />
      ) : (
        <div className="actions">
          {steps
            .filter((verb) => one.can.includes(verb))
            .map((verb) => (
              <Button key={verb} small kind={verb === 'cancel' ? 'quiet' : 'plain'} onClick={() => setStep(verb)}>
                {buttonOf(verb)}
              </Button>
            ))}
        </div>
      )}
    </li>
  )
}
