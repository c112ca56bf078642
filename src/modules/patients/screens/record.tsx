// One patient: who, every stay, what later modules know of them, and the two decisions that are for good.
import { useState } from 'react'
import type { z } from 'zod'
import type { Wire } from '#kernel/contract.ts'
import { api, type Refused, useDo } from '#web/api.ts'
import { BesidePatient } from '#web/beside.tsx'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button, IconButton } from '#web/ui/button.tsx'
import { DateField, TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import type { EncounterLine, patients } from '../contract.ts'
import { leavingWords, ownerWords, whyWords } from '../words.ts'
import { say, sayWho } from './words.ts'

type Stay = Wire<z.output<typeof EncounterLine>>
type It = Wire<NonNullable<NonNullable<(typeof patients)['get']['~types']>[2]>>

const StayLine = ({ stay, may }: { stay: Stay; may: boolean }) => (
  <li className="stay">
    <div className="stay-head">
      <b>{stay.department}</b>
      {!stay.departmentConfirmed && <Tag tone="warn">{t('科室待确认', 'Department to confirm')}</Tag>}
      <span>
        {stay.admittedOn && (
          <>
            <DayText day={stay.admittedOn} /> –{' '}
          </>
        )}
        <DayText day={stay.dischargedOn} />
      </span>
      {may && (
        <Go to="/cases" with={{ new: '1', of: stay.patient.id, stay: stay.id }} className="button small">
          {t('登记诉求', 'Open a case')}
        </Go>
      )}
    </div>
    <p>
      {[
        stay.diagnosis,
        stay.procedure,
        stay.attending,
        stay.campus,
        t(`第 ${stay.admissionCount} 次住院`, `stay ${stay.admissionCount}`),
        stay.leaving === 'home' ? null : say(leavingWords, stay.leaving),
        stay.newborn ? t('新生儿', 'newborn') : null,
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  </li>
)

/** What cannot be taken back is said in full before it is done. */
const ForGood = ({
  title,
  submit,
  says,
  busy,
  problem,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  submit: string
  says: string
  busy: boolean
  problem: Refused | null
  onSubmit: () => unknown
  onClose: () => void
  children: React.ReactNode
}) => {
  useShortcut('Escape', onClose)
  return (
    <section className="for-good" aria-label={title}>
      <div className="for-good-head">
        <h2>{title}</h2>
        <IconButton icon="close" size={16} label={t('关闭', 'Close')} onClick={onClose} />
      </div>
      <p className="for-good-says">{says}</p>
      <Form onSubmit={onSubmit} problem={problem} busy={busy} danger submit={submit} onCancel={onClose}>
        {children}
      </Form>
    </section>
  )
}

const DoNotCall = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const form = useForm({ reason: '' })
  const it = useDo(api.patients.doNotCall, {
    says: t('已列入永久勿扰', 'Never called again'),
    inForm: true,
    done: onClose,
    changes: ['task', 'encounter'],
  })
  return (
    <ForGood
      title={t('永久勿扰', 'Never call again')}
      submit={t('列入永久勿扰', 'Never call again')}
      says={t(
        '未完成的随访会全部取消，以后不再打电话、发消息。不能撤销。',
        'All open calls are cancelled and none will follow. This cannot be undone.',
      )}
      busy={it.busy}
      problem={it.problem}
      onSubmit={() => it.run({ id, ...form.values })}
      onClose={onClose}
    >
      <TextArea {...form.field('reason')} label={t('原因', 'Reason')} rows={2} />
    </ForGood>
  )
}

const Died = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const form = useForm({ diedOn: '', note: '' })
  const it = useDo(api.patients.died, {
    says: t('已登记，所有电话已停止', 'Recorded; every call has stopped'),
    inForm: true,
    done: onClose,
    changes: ['task', 'encounter'],
  })
  return (
    <ForGood
      title={t('登记死亡', 'Record a death')}
      submit={t('登记死亡', 'Record the death')}
      says={t('立即停止一切电话和消息。不能撤销。', 'Every call and message stops at once. This cannot be undone.')}
      busy={it.busy}
      problem={it.problem}
      onSubmit={() => it.run({ id, ...form.values })}
      onClose={onClose}
    >
      <DateField {...form.field('diedOn')} label={t('死亡日期', 'Died on')} />
      <TextArea {...form.field('note')} label={t('备注（谁告知的）', 'Who told it')} optional rows={1} />
    </ForGood>
  )
}

export const PatientRecord = ({ it }: { it: It }) => {
  const mayEver = useMayEver()
  const [doing, setDoing] = useState<'doNotCall' | 'died' | undefined>(undefined)
  const { patient, phones, encounters, can } = it
  const verbs = (['doNotCall', 'died'] as const).filter((verb) => can.includes(verb))
  return (
    <Panel
      head={
        <div className="who">
          <h2 className="panel-title">
            {patient.name} <small>{sayWho(patient)}</small>{' '}
            {patient.why && <Tag tone="bad">{say(whyWords, patient.why)}</Tag>}
          </h2>
          <p className="none">{patient.recordNumber}</p>
        </div>
      }
      foot={
        (verbs.length > 0 || doing) && (
          <>
            {doing === 'doNotCall' && <DoNotCall id={patient.id} onClose={() => setDoing(undefined)} />}
            {doing === 'died' && <Died id={patient.id} onClose={() => setDoing(undefined)} />}
            {!doing &&
              verbs.map((verb) => (
                <Button key={verb} onClick={() => setDoing(verb)}>
                  {verb === 'died' ? t('登记死亡', 'Record a death') : t('永久勿扰', 'Never call again')}
                </Button>
              ))}
          </>
        )
      }
    >
      <Facts
        facts={[
          [t('出生', 'Born'), it.bornOn],
          [t('证件号', 'ID'), it.idNumber],
          [t('住址', 'Address'), it.address],
          [
            t('电话', 'Numbers'),
            phones.length === 0 ? (
              <span key="none" className="none">
                {t('没有可用的号码', 'No usable number')}
              </span>
            ) : (
              <span key="phones" className="phones">
                {phones.map((one) => (
                  <span key={one.index}>
                    {one.masked}
                    <small>
                      {say(ownerWords, one.owner)}
                      {one.remark && ` · ${one.remark}`}
                    </small>
                  </span>
                ))}
              </span>
            ),
            true,
          ],
        ]}
      />
      <Section title={t('住院', 'Stays')} aside={encounters.length}>
        <ul>
          {encounters.map((stay) => (
            <StayLine key={stay.id} stay={stay} may={mayEver('case.open')} />
          ))}
        </ul>
      </Section>
      <BesidePatient id={patient.id} recordNumber={patient.recordNumber} />
    </Panel>
  )
}
