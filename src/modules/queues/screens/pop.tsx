// Who calls, before anybody answers: people with this number and what is open about them, each opened by one key.
import { useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { w } from '#kernel/words.ts'
import { outcomeWords } from '#modules/calls/outcomes.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { sayWho } from '#modules/patients/screens/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useGo } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import { DayText, Due, Time } from '#web/ui/moment.tsx'
import { ErrorNote, Skeleton } from '#web/ui/states.tsx'
import type { Caller, Candidate, Matter } from '../contract.ts'
import './queues.css'

type Seen = Wire<z.output<typeof Caller>>
type One = Wire<z.output<typeof Candidate>>
type Open = Wire<z.output<typeof Matter>>
type Speaker = 'self' | 'family' | 'other'

const ownerWords = {
  patient: w('本人号码', 'own number'),
  contact: w('家属号码', 'family’s number'),
  work: w('单位号码', 'work'),
  reporter: w('反映过诉求', 'raised a matter'),
  colleague: w('同事', 'colleague'),
} as const

const speakerWords = {
  self: w('本人', 'The patient'),
  family: w('家属', 'Family'),
  other: w('其他人', 'Another'),
} as const

const sayEnd = (end: string | null): string =>
  end === null ? '' : t(outcomeWords[end as keyof typeof outcomeWords] ?? wordsOfDisposition(end))

/** Where one key leads: what is most urgent about him, or himself. */
const placeOf = (one: One, matter: Open | undefined): readonly [string, Record<string, string>] | null => {
  const it = matter ?? one.matters[0]
  if (it?.noun === 'task') return ['/desk', { view: 'all', id: it.id }]
  if (it) return [`/cases/${it.caseId}`, {}]
  if (one.noun === 'patient') return ['/patients', { id: one.id }]
  return one.noun === 'reporter' ? [`/cases/${one.id}`, {}] : null
}

const MatterTag = ({ it }: { it: Open }) => (
  <>
    <span className="pop-words">{it.words}</span>
    {it.number && <small>{it.number}</small>}
    {it.dueAt && <Due at={it.dueAt} />}
  </>
)

const Person = ({ one, at, on, pick }: { one: One; at: number; on: boolean; pick: (matter?: Open) => void }) => {
  useShortcut(String(at), () => pick(), { on, words: w('打开来电人', 'Open who calls') })
  return (
    <li>
      <button type="button" className="pop-person" onClick={() => pick()}>
        <Kbd keys={String(at)} />
        <span className="pop-name">
          <b>{one.name || t('未留名', 'No name')}</b> {one.patient && sayWho(one.patient)}
          <small>
            {t(ownerWords[one.whose])}
            {one.remark && ` · ${one.remark}`}
            {one.stay && ` · ${one.stay}`}
            {one.dischargedOn && (
              <>
                {' '}
                <DayText day={one.dischargedOn} /> {t('出院', 'discharged')}
              </>
            )}
            {one.lastAt && one.noun === 'patient' && (
              <>
                {' · '}
                {t('上次', 'last')} <Time at={one.lastAt} /> {one.lastBy} {sayEnd(one.lastEnd)}
              </>
            )}
          </small>
        </span>
        {one.before && <Tag tone="accent">{t('上次是这位', 'last time')}</Tag>}
        {one.patient && !one.patient.contactable && (
          <Tag tone="warn">{one.patient.why === 'died' ? t('已去世', 'died') : t('勿扰', 'do not call')}</Tag>
        )}
      </button>
      {one.matters.length > 0 && (
        <ul className="pop-matters">
          {one.matters.slice(0, 3).map((it) => (
            <li key={it.id}>
              <button type="button" onClick={() => pick(it)}>
                <MatterTag it={it} />
              </button>
            </li>
          ))}
          {one.matters.length > 3 && (
            <li>
              <small>{t(`另有 ${one.matters.length - 3} 件`, `${one.matters.length - 3} more`)}</small>
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

const Earlier = ({ of }: { of: Seen['earlier'] }) => (
  <section className="pop-earlier">
    <h3>{t('这个号码此前', 'Before, from this number')}</h3>
    <ul>
      {of.slice(0, 3).map((one) => (
        <li key={one.at}>
          <Time at={one.at} /> {one.direction === 'in' ? t('来电', 'called us') : t('我方去电', 'we called')} {one.by}{' '}
          {sayEnd(one.end)}
          {one.words && <p>{one.words}</p>}
        </li>
      ))}
    </ul>
  </section>
)

/** Who is speaking, once it is answered; and what was said, for a call that opens nothing. */
const Filing = ({ caller, onDone }: { caller: Seen; onDone: () => void }) => {
  const [words, setWords] = useState('')
  const file = useDo(api.callers.file, {
    inForm: true,
    says: t('来电已登记', 'Filed'),
    changes: ['call', 'agent', 'contact'],
    done: onDone,
  })
  const send = () => file.run({ id: caller.callId, words })
  return (
    <Form onSubmit={send} problem={file.problem} busy={file.busy} submit={t('登记来电', 'File the call')}>
      <TextArea
        name="words"
        label={t('说了什么', 'What was said')}
        value={words}
        onChange={setWords}
        rows={2}
        maxLength={1000}
      />
    </Form>
  )
}

const headWords = (it: Seen): string =>
  it.missed?.promised
    ? t('已预约回拨，正等我们的电话', 'was promised a call back')
    : it.missed
      ? t(`此前 ${it.missed.calls} 次没打通`, `tried ${it.missed.calls} times before`)
      : ''

export const Pop = ({ callId, answered, onDone }: { callId: string; answered: boolean; onDone: () => void }) => {
  const ask = useAsk(api.callers.get, { id: callId }, { keep: true })
  const choose = useDo(api.callers.choose, { changes: ['caller', 'call'] })
  const go = useGo()
  const [speaker, setSpeaker] = useState<Speaker | null>(null)
  // Once it is said who speaks, the record is what matters: the others come back by a button.
  const [others, setOthers] = useState(false)
  const caller = ask.data
  const usual = (one: One): Speaker => (one.whose === 'patient' ? 'self' : one.whose === 'contact' ? 'family' : 'other')
  const pick = (one: One) => async (matter?: Open) => {
    const place = placeOf(one, matter)
    const it = matter ?? one.matters[0]
    const chosen = {
      patientId: one.noun === 'patient' ? one.id : null,
      taskId: it?.noun === 'task' ? it.id : null,
      caseId: it && it.noun !== 'task' ? it.caseId : one.noun === 'reporter' ? one.id : null,
    }
    if (one.noun !== 'staff') await choose.run({ id: callId, ...chosen, speaker: speaker ?? usual(one) })
    if (place) go(...place)
    setOthers(false)
  }
  const register = () => {
    const of = caller?.chosen?.patientId
    go('/cases', { new: '1', call: callId, ...(of ? { of } : {}) })
    if (answered) onDone()
  }
  useShortcut('0', register, { on: answered && !caller?.chosen, words: w('登记这通来电', 'Register this call') })
  if (!caller) return ask.error ? <ErrorNote error={ask.error} retry={() => ask.refetch()} /> : <Skeleton lines={3} />
  const known = caller.candidates.length > 0
  const all = others || !caller.chosen
  const chosen = caller.candidates.find(({ id }) => id === (caller.chosen?.patientId ?? caller.chosen?.caseId))
  return (
    <div className="pop">
      <p className="pop-head">
        <span className="figures">{caller.masked ?? t('对方隐藏号码', 'Number withheld')}</span>
        {caller.queue && <Tag>{caller.queue}</Tag>}
        {caller.waitedSeconds !== null && (
          <small>{t(`等了 ${caller.waitedSeconds} 秒`, `waited ${caller.waitedSeconds} s`)}</small>
        )}
        {caller.missed && <Tag tone="warn">{headWords(caller)}</Tag>}
      </p>
      {all && caller.candidates.length > 1 && (
        <RadioRow<Speaker>
          name="speaker"
          label={t('打来的是谁', 'Who is speaking')}
          value={speaker ?? (chosen ? caller.chosen!.speaker : null) ?? ('' as Speaker)}
          onChange={setSpeaker}
          options={(['self', 'family', 'other'] as const).map((value) => ({ value, label: t(speakerWords[value]) }))}
        />
      )}
      {known && all ? (
        <ol className="pop-people" aria-label={t('可能的来电人', 'Who it may be')}>
          {caller.candidates.map((one, i) => (
            <Person
              key={one.id}
              one={one}
              at={i + 1}
              on={!choose.busy && !caller.chosen}
              pick={(matter) => void pick(one)(matter)}
            />
          ))}
          {caller.more > 0 && (
            <li>
              <small>{t(`还有 ${caller.more} 人用这个号码`, `${caller.more} more have this number`)}</small>
            </li>
          )}
        </ol>
      ) : known ? null : (
        <p className="hint">
          {caller.masked
            ? t(
                '没有人留过这个号码。接通后按 0 登记，号码会自动带入。',
                'Nobody has left this number. 0 registers with it.',
              )
            : t('接通后请问清姓名和回电号码。', 'Ask for name and number.')}
        </p>
      )}
      {chosen && (
        <p>
          {t('来电人', 'Who calls')}：<b>{chosen.name || t('未留名', 'no name')}</b>{' '}
          <Tag>{t(speakerWords[caller.chosen!.speaker])}</Tag>{' '}
          <Button small kind="quiet" onClick={() => setOthers(!others)}>
            {others ? t('收起', 'Close') : t('换一位', 'Another')}
          </Button>
        </p>
      )}
      {all && caller.earlier.length > 0 && <Earlier of={caller.earlier} />}
      {answered && (
        <div className="pop-answered">
          {caller.can.includes('file') && <Filing caller={caller} onDone={onDone} />}
          <Button icon="plus" {...(caller.chosen ? {} : { keys: '0' })} onClick={register}>
            {t('登记诉求', 'Register a matter')}
          </Button>
        </div>
      )}
    </div>
  )
}
