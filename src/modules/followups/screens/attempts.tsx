// A try that did not reach the person: the reason by one key, or the promise to call again at a time they named.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { addDays, at, dayOf, isoOf } from '#kernel/time.ts'
import { type Words, w } from '#kernel/words.ts'
import { outcomeWords } from '#modules/calls/outcomes.ts'
import { useCallToFile } from '#modules/calls/screens/call-to-file.ts'
import { api, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Choices } from '#web/ui/choose.tsx'
import { now } from '#web/ui/clock.ts'
import { MomentField, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import { toast } from '#web/ui/toast.tsx'
import { type UnreachedReason, unreachedReasons } from '../dispositions.ts'
import type { Draft, Sheet } from './draft.ts'
import type { TaskCall } from './task-call.ts'

type Code = UnreachedReason | 'busy' | 'not-now'

/** The order in which they happen, so that the most common have the first keys. */
const byKey: readonly (readonly [key: string, code: Code])[] = [
  ['1', 'no-answer'],
  ['2', 'busy'],
  ['3', 'powered-off'],
  ['4', 'out-of-service'],
  ['5', 'wrong-number'],
  ['6', 'not-the-person'],
  ['7', 'refused'],
  ['8', 'readmitted'],
  ['9', 'transferred'],
  ['0', 'died'],
  ['r', 'not-now'],
  ['q', 'language-or-hearing'],
  ['w', 'department-did'],
  ['e', 'other'],
]

const ownWords: Partial<Record<Code, Words>> = {
  busy: w('占线', 'Busy'),
  'no-answer': w('无人接听', 'No answer'),
  'not-now': w('拒接或现在不便', 'Rejected, or not now'),
}
const wordsOf = (code: Code): Words => ownWords[code] ?? unreachedReasons[code as UnreachedReason].words

type Props = {
  sheet: Sheet
  draft: Draft
  /** The try is kept: the record is over for now. */
  onDone: () => void
  onCancel: () => void
}

const useAttempt = ({ sheet, draft, onDone }: Props) => {
  const callId = useCallToFile('task', sheet.id)
  const reopen = useDo(api.followups.reopen, { says: t('已撤销', 'Taken back') })
  const attempt = useDo(api.followups.attempt, {
    inForm: true,
    changes: ['patient', 'call', 'agent'],
    done: (reply) => {
      const back = reply.status === 'unreached' && reply.can.includes('reopen')
      toast(
        reply.status === 'open'
          ? t(`${sheet.patient.name}：已记第 ${reply.attempts} 次`, `${sheet.patient.name}: try ${reply.attempts} kept`)
          : t(`${sheet.patient.name}：已登记未访`, `${sheet.patient.name}: recorded as not reached`),
        back ? { undo: () => reopen.run({ id: sheet.id }) } : {},
      )
      onDone()
    },
  })
  const send = (disposition: Code | 'call-back', note: string, callBackAt?: string) =>
    attempt.run({
      id: sheet.id,
      disposition,
      note,
      numberOwner: draft.numberOwner,
      ...(callBackAt ? { callBackAt } : {}),
      ...(draft.startedAt ? { startedAt: draft.startedAt } : {}),
      ...(callId ? { callId } : {}),
    })
  return { send, busy: attempt.busy, problem: attempt.problem }
}

export const NotReached = ({ spoken, ...props }: Props & { spoken: TaskCall }) => {
  const { send, busy, problem } = useAttempt(props)
  const [own, setCode] = useState<Code | ''>('')
  // What the telephone network said stands there already; one key corrects it, Enter confirms it.
  const told = byKey.find(([, one]) => spoken.missed && one === spoken.proposed)?.[1] ?? ''
  const code = own || told
  const [note, setNote] = useState('')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const chosen = told ? place.current?.querySelector<HTMLElement>(`[value='${told}']`) : undefined
    ;(chosen ?? place.current?.querySelector('input'))?.focus()
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [told])
  const rule = code === '' || code === 'busy' || code === 'not-now' ? undefined : unreachedReasons[code]
  const needsRemark = rule !== undefined && 'needsRemark' in rule
  const keep = () => {
    if (code === '' || (needsRemark && note.trim() === '')) return
    void send(code, note)
  }
  useShortcut('Ctrl+Enter', keep)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return
    const inText = event.target instanceof HTMLInputElement && event.target.type === 'text'
    const hit = inText ? undefined : byKey.find(([key]) => key === event.key)
    if (hit) {
      setCode(hit[1])
      place.current?.querySelector<HTMLElement>(`[value='${hit[1]}']`)?.focus()
    } else if (event.key === 'Escape') props.onCancel()
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) keep()
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys rise from the controls inside
    <div ref={place} onKeyDown={onKeyDown} className="outcome">
      <Section
        title={t('未接通的原因', 'Why not reached')}
        aside={t('按键选择，回车记录', 'Press a key, Enter to record')}
      >
        <Form problem={problem} busy={busy} onSubmit={keep}>
          <Choices bare label={t('原因', 'Reason')} name="disposition">
            <div className="reasons">
              {byKey.map(([key, one]) => (
                <label key={one} className={one === 'died' || one === 'refused' ? 'choice bad' : 'choice'}>
                  <input
                    type="radio"
                    name="disposition"
                    value={one}
                    checked={code === one}
                    onChange={() => setCode(one)}
                  />
                  <span>
                    <i className="digit" aria-hidden="true">
                      {key.toUpperCase()}
                    </i>
                    {t(wordsOf(one))}
                  </span>
                </label>
              ))}
            </div>
          </Choices>
          {spoken.missed && spoken.outcome && (
            <Note tone={spoken.proposed ? 'plain' : 'warn'}>
              {t('电话系统：', 'The network says: ')}
              {t(outcomeWords[spoken.outcome])}
              {spoken.advice && `。${spoken.advice}`}
              {told && !own && t('，按回车确认，不对就改。', ': Enter confirms, another key corrects.')}
            </Note>
          )}
          {rule && 'next' in rule && <Note tone={rule.doNotCall ? 'bad' : 'warn'}>{t(rule.next as Words)}</Note>}
          <TextField
            label={t('备注', 'Remark')}
            name="note"
            optional={!needsRemark}
            maxLength={1000}
            value={note}
            onChange={setNote}
          />
          <div className="actions">
            <Button
              kind="primary"
              type="submit"
              busy={busy}
              disabled={code === '' || (needsRemark && note.trim() === '')}
              keys="Enter"
            >
              {t('记录并下一条', 'Record and next')}
            </Button>
            <Button onClick={props.onCancel} keys="Escape">
              {t('取消', 'Cancel')}
            </Button>
          </div>
        </Form>
      </Section>
    </div>
  )
}

/** Moments that people name on the telephone, each on a key; those that are past are not offered. */
const offers = (): readonly (readonly [words: string, iso: string])[] => {
  const moment = now()
  const today = dayOf(moment)
  const list: [string, Date][] = [
    [t('半小时后', 'In half an hour'), new Date(Math.ceil((moment.getTime() + 30 * 60_000) / 300_000) * 300_000)],
    [t('今天 14:30', 'Today 14:30'), at(today, '14:30')],
    [t('今天 18:30', 'Today 18:30'), at(today, '18:30')],
    [t('明天 09:30', 'Tomorrow 9:30'), at(addDays(today, 1), '09:30')],
    [t('明天 15:00', 'Tomorrow 15:00'), at(addDays(today, 1), '15:00')],
    [t('后天 09:30', 'In two days 9:30'), at(addDays(today, 2), '09:30')],
  ]
  return list.filter(([, when]) => when > moment).map(([words, when]) => [words, isoOf(when)] as const)
}

export const CallBack = (props: Props) => {
  const { send, busy, problem } = useAttempt(props)
  const [choices] = useState(offers)
  const [when, setWhen] = useState('')
  const [note, setNote] = useState('')
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    place.current?.querySelector('input')?.focus()
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const keep = () => void (when && send('call-back', note, when))
  useShortcut('Ctrl+Enter', keep)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.nativeEvent.isComposing) return
    const choosing = event.target instanceof HTMLInputElement && event.target.type === 'radio'
    const hit = choosing && /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined
    if (hit) {
      setWhen(hit[1])
      place.current?.querySelector<HTMLElement>(`[value='${hit[1]}']`)?.focus()
    } else if (event.key === 'Escape') props.onCancel()
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) keep()
    else return
    event.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys rise from the controls inside
    <div ref={place} onKeyDown={onKeyDown} className="outcome">
      <Section
        title={t('约定回电', 'Promise to call back')}
        aside={t('约好的时间优先于拨打规则', 'A promise outranks the policy')}
      >
        <Form problem={problem} busy={busy} onSubmit={keep}>
          <Choices bare label={t('什么时候', 'When')} name="callBackAt">
            <div className="row">
              {choices.map(([words, iso], i) => (
                <label key={words} className="choice">
                  <input type="radio" name="when" value={iso} checked={when === iso} onChange={() => setWhen(iso)} />
                  <span>
                    <i className="digit" aria-hidden="true">
                      {i + 1}
                    </i>
                    {words}
                  </span>
                </label>
              ))}
            </div>
          </Choices>
          <MomentField label={t('其他时间', 'Another time')} value={when} onChange={setWhen} />
          <TextField label={t('备注', 'Remark')} optional maxLength={1000} value={note} onChange={setNote} />
          <div className="actions">
            <Button kind="primary" type="submit" busy={busy} disabled={when === ''} keys="Enter">
              {t('约定并下一条', 'Promise and next')}
            </Button>
            <Button onClick={props.onCancel} keys="Escape">
              {t('取消', 'Cancel')}
            </Button>
          </div>
        </Form>
      </Section>
    </div>
  )
}
