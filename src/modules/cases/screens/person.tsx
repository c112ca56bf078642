// Who said it, masked; the number in clear for a reason, for as long as the record is open.
import { useState } from 'react'
import { DialButton, useHasTelephone } from '#modules/calls/screens/dial-button.tsx'
import { placeOf } from '#modules/calls/screens/place.ts'
import { say, sayWho } from '#modules/patients/screens/words.ts'
import { api, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { channelWords, moodWords, reachWords, relationWords, wordsOf } from '../words.ts'
import { type Sheet, sayCategory, sayUrgency } from './words.ts'

/** Why one looks: the two reasons of nearly every day, or one's own. */
const reasons = () => [t('告知处理结果', 'To tell the result'), t('核实情况', 'To ask what happened')]

const Phone = ({ sheet }: { sheet: Sheet }) => {
  const mayEver = useMayEver()
  const has = useHasTelephone()
  const [asking, setAsking] = useState(false)
  const [number, setNumber] = useState('')
  const form = useForm({ reason: reasons()[0]! })
  const it = useDo(api.cases.reveal, {
    inForm: true,
    done: (reply) => {
      setNumber(reply.number)
      setAsking(false)
    },
  })
  if (!sheet.phone) return <span className="none">{t('没有号码', 'No number')}</span>
  if (number)
    return (
      <a className="button small" href={`tel:${number}`}>
        <Icon name="phone" size={15} />
        {number}
      </a>
    )
  const ofFamily = sheet.reporter !== null && sheet.reporter.phone !== null && sheet.reporter.relation !== 'self'
  const callable = ofFamily || sheet.patient?.contactable !== false
  const may = mayEver('case.reveal') && sheet.status !== 'archived' && callable
  return (
    <>
      <span className="phone-of">
        {sheet.phone}
        {may && has && (
          <DialButton
            place={placeOf(api.cases.dial, { id: sheet.id })}
            who={`${sheet.reporter?.name || sheet.patient?.name || sheet.number} ${sheet.phone}`}
            about={sheet.id}
          />
        )}
        {may && !asking && (
          <Button small kind="quiet" onClick={() => setAsking(true)}>
            {t('查看', 'Show')}
          </Button>
        )}
      </span>
      {asking && (
        <div className="reveal">
          <Form
            onSubmit={() => it.run({ id: sheet.id, ...form.values })}
            problem={it.problem}
            busy={it.busy}
            submit={t('查看号码', 'Show the number')}
            onCancel={() => setAsking(false)}
          >
            <TextField
              {...form.field('reason')}
              label={t('事由（会被记录）', 'Reason (it is kept)')}
              autoFocus
              maxLength={200}
            />
            <div className="actions">
              {reasons().map((reason) => (
                <Button key={reason} small onClick={() => form.set({ reason })}>
                  {reason}
                </Button>
              ))}
            </div>
          </Form>
        </div>
      )}
    </>
  )
}

const Name = ({ sheet }: { sheet: Sheet }) => {
  const mayEver = useMayEver()
  const { patient } = sheet
  if (!patient) return <span className="none">{t('未留姓名', 'Anonymous')}</span>
  const words = (
    <>
      {patient.name} {sayWho(patient)} · {patient.recordNumber}
    </>
  )
  return (
    <>
      {mayEver('patient.read') ? (
        <Go to="/patients" with={{ id: patient.id }}>
          {words}
        </Go>
      ) : (
        words
      )}{' '}
      {patient.why && <Tag tone="bad">{patient.why === 'died' ? t('已故', 'Died') : t('永久勿扰', 'Do not call')}</Tag>}
    </>
  )
}

/** The facts behind the words: the person, the stay, the call, who answers for it. */
export const PersonFacts = ({ sheet }: { sheet: Sheet }) => (
  <Facts
    facts={[
      [
        t('患者', 'Person'),
        (sheet.patient || !(sheet.reporter || sheet.kind === 'staff')) && <Name key="name" sheet={sheet} />,
      ],
      [
        t('反映人', 'Raised by'),
        sheet.reporter && (
          <>
            {sheet.reporter.name || t('未留姓名', 'No name')} · {t(wordsOf(relationWords, sheet.reporter.relation))}
            {sheet.reporter.speaksFor && t(`，替${sheet.reporter.speaksFor}`, `, for ${sheet.reporter.speaksFor}`)} ·{' '}
            {t(wordsOf(reachWords, sheet.reporter.reach))}
          </>
        ),
      ],
      [t('电话', 'Number'), <Phone key="phone" sheet={sheet} />],
      [t('涉及科室', 'Concerns'), [sheet.campus, sheet.department].filter(Boolean).join(' · ')],
      // Who handled what was taken over as answered is not known.
      [t('责任人', 'Owner'), sheet.archivedBy === 'taken-over' ? null : sheet.owner],
      [t('发生', 'Happened'), sheet.happenedAt && <Time key="when" at={sheet.happenedAt} />],
      [t('地点', 'Place'), sheet.place || null],
      [t('同时涉及', 'Also'), sheet.aspects.length > 0 ? sheet.aspects.map(sayCategory).join('、') : null],
      [
        t('情绪', 'Mood'),
        [sheet.mood && t(wordsOf(moodWords, sheet.mood)), sheet.calmed].filter(Boolean).join(' · ') || null,
      ],
      [t('诊断', 'Diagnosis'), sheet.diagnosis],
      [t('出院', 'Discharged'), sheet.dischargedOn && <DayText key="day" day={sheet.dischargedOn} />],
      [t('紧急程度', 'Urgency'), sheet.urgency < 3 ? sayUrgency(sheet.urgency) : null],
      [
        t('来源', 'Source'),
        <span key="source">
          {say(channelWords, sheet.channel)} · <Time at={sheet.call?.at ?? sheet.receivedAt} />
          {sheet.call?.by && ` · ${sheet.call.by}`}
          {sheet.call?.note && <span className="call-note">“{sheet.call.note}”</span>}
        </span>,
        true,
      ],
    ]}
  />
)
