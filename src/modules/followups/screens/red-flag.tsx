// Danger heard on the line: said at once while the call goes on, and a locked record until it is written what was done.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { api, useDo } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { emergency } from '../content/phrases.ts'
import type { RedFlag } from '../questions.ts'
import type { Sheet } from './draft.ts'
import { flagDoneWords } from './head.tsx'

/** While the answers are being written. */
export const LiveFlags = ({ flags }: { flags: readonly RedFlag[] }) => {
  const [worst] = flags
  return (
    <div role="alert" className="live-flags">
      {worst && (
        <div className={`live-flag ${worst.level}`}>
          <Icon name="flag" size={18} />
          <div>
            <strong>
              {worst.level === 'now'
                ? t('立即：不要挂机，请对方拨打 120 或到急诊', 'Now: stay on the line, 120 or the emergency room')
                : t('今天要告知医师', 'A doctor must hear of it today')}
            </strong>
            <p>{flags.map((one) => t(one.words)).join(';')}</p>
            {worst.level === 'now' && <p className="say">“{t(emergency)}”</p>}
          </div>
        </div>
      )}
    </div>
  )
}

const choices = ['doctor-told', '120', 'told-to-come'] as const

type Done = (typeof choices)[number]

/** The record is locked: nothing else can be done with it before this. */
export const FlagLock = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const [done, setDone] = useState<Done | ''>('')
  const [note, setNote] = useState('')
  const place = useRef<HTMLDivElement>(null)
  const resolve = useDo(api.followups.resolve, {
    inForm: true,
    says: t('处置已记录', 'Recorded'),
    done: onDone,
  })
  useEffect(() => {
    place.current?.querySelector('input')?.focus()
    place.current?.scrollIntoView({ block: 'start' })
  }, [])
  const save = () => {
    if (done !== '' && note.trim().length >= 2) void resolve.run({ id: sheet.id, done, note: note.trim() })
    else place.current?.querySelector<HTMLElement>(done === '' ? 'input' : 'textarea')?.focus()
  }
  useShortcut('Ctrl+Enter', save, { words: w('记录处置', 'Record what was done') })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.altKey) return
    const choice = choices[Number(event.key) - 1]
    if (!choice) return
    setDone(choice)
    place.current?.querySelector('textarea')?.focus()
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys rise from the controls inside
    <div ref={place} onKeyDown={onKeyDown}>
      <Section
        tone="bad"
        title={
          <span className="lock-title">
            <Icon name="lock" size={17} />
            {sheet.redFlag === 'now'
              ? t('红旗（立即）：选定处置后才能离开', 'Red flag, now: choose what was done')
              : t('红旗（当日）：选定处置后才能结束', 'Red flag, today: choose what was done')}
          </span>
        }
      >
        <ul className="flag-words">
          {sheet.redFlagWords.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <Form
          problem={resolve.problem}
          busy={resolve.busy}
          submit={t('记录处置并下一条', 'Record and next')}
          onSubmit={save}
        >
          <RadioRow<Done>
            label={t('怎么处置的', 'What was done')}
            name="done"
            value={done}
            onChange={setDone}
            options={choices.map((value, i) => ({
              value,
              label: (
                <>
                  <i className="digit" aria-hidden="true">
                    {i + 1}
                  </i>
                  {t(flagDoneWords[value])}
                </>
              ),
            }))}
          />
          <TextArea
            label={t('经过', 'How')}
            name="note"
            rows={2}
            placeholder={t('告诉了谁、几点、对方怎么说', 'Who was told, when, what they said')}
            value={note}
            onChange={setNote}
          />
        </Form>
      </Section>
    </div>
  )
}

/** An urgent contact, for the attending doctor: what was heard, and what was done about it. */
export const Urgent = ({ sheet, onDone }: { sheet: Sheet; onDone: () => void }) => {
  const [note, setNote] = useState('')
  const confirm = useDo(api.followups.confirm, { inForm: true, says: t('已确认', 'Confirmed'), done: onDone })
  const may = sheet.can.includes('confirm')
  const save = () => void (note.trim().length >= 2 && confirm.run({ id: sheet.id, note: note.trim() }))
  useShortcut('Ctrl+Enter', save, { on: may, words: w('确认已处理', 'Confirm') })
  return (
    <Section
      tone="bad"
      title={
        <span className="lock-title">
          <Icon name="flag" size={17} />
          {sheet.redFlag === 'now' ? t('紧急联系：立即', 'Urgent: now') : t('紧急联系：今天', 'Urgent: today')}
        </span>
      }
    >
      <ul className="flag-words">
        {sheet.redFlagWords.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <p className="hint">{t('仅为分诊提示，不是诊断。', 'A triage hint, not a diagnosis.')}</p>
      {may && (
        <Form
          problem={confirm.problem}
          busy={confirm.busy}
          submit={t('医师已处理', 'The doctor has acted')}
          onSubmit={save}
        >
          <TextArea
            label={t('处理经过', 'What was done')}
            name="note"
            rows={3}
            placeholder={t('已电话联系、嘱复诊、收入院……', 'Called, told to come, admitted…')}
            value={note}
            onChange={setNote}
          />
        </Form>
      )}
    </Section>
  )
}
