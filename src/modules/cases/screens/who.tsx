// Who is speaking, and for whom: people and their open matters appear while a name or a number is typed.
import { useState } from 'react'
import { sayWho } from '#modules/patients/screens/words.ts'
import { api, useAsk } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { caseLifecycle } from '../lifecycle.ts'
import { reachWords, relationWords } from '../words.ts'
import { sayItem, stateTone } from './words.ts'

export type Who = {
  patientId: string
  encounterId: string
  name: string
  phone: string
  relation: string
  speaksFor: string
  reach: string
  address: string
}

export const nobody: Who = {
  patientId: '',
  encounterId: '',
  name: '',
  phone: '',
  relation: 'self',
  speaksFor: '',
  reach: 'phone',
  address: '',
}

type Props = { value: Who; set: (patch: Partial<Who>) => void }

/** What is already known under the words being typed: patients to choose, and matters that need not be told again. */
const Known = ({ q, value, set, onMatter }: Props & { q: string; onMatter: (id: string) => void }) => {
  const asked = q.trim().length > 1
  const found = useAsk(api.cases.known, { q: q.trim() }, { on: asked, keep: true })
  const { patients = [], matters = [] } = (asked && found.data) || {}
  if (patients.length === 0 && matters.length === 0) return null
  return (
    <div className="known" role="status" aria-label={t('可能认识的人和诉求', 'People and matters that may be these')}>
      <ul className="pick">
        {value.patientId === '' &&
          patients.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => set({ patientId: one.id, encounterId: '' })}>
                <b>{one.name}</b> {sayWho(one)}
                {one.open > 0 && <Tag tone="warn">{t(`${one.open} 件在办`, `${one.open} open`)}</Tag>}
                <small>{one.recordNumber}</small>
              </button>
            </li>
          ))}
        {matters.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => onMatter(one.id)}>
              <b>{one.number}</b> {sayItem(one.category)}{' '}
              <StateDot life={caseLifecycle} status={one.status} tone={stateTone(one.status, false)} />
              <small>
                <Time at={one.receivedAt} /> {one.text}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The patient it is about, and which stay; a stay need not be named. */
const Patient = ({ value, set }: Props) => {
  const patient = useAsk(api.patients.get, { id: value.patientId })
  return (
    <Loaded ask={patient} lines={2}>
      {({ patient: one, encounters }) => (
        <div className="chosen-person">
          <p>
            <b>{one.name}</b> {sayWho(one)} · {one.recordNumber}{' '}
            <Button small kind="quiet" onClick={() => set({ patientId: '', encounterId: '' })}>
              {t('换一位', 'Another')}
            </Button>
          </p>
          {encounters.length > 0 && (
            <RadioRow
              tall
              label={t('哪一次住院', 'Which stay')}
              name="encounterId"
              value={value.encounterId}
              onChange={(encounterId) => set({ encounterId })}
              options={encounters.slice(0, 5).map((it) => ({
                value: it.id,
                label: (
                  <>
                    {it.department} · {t('出院', 'discharged')} <DayText day={it.dischargedOn} />{' '}
                    {it.campus && <Tag>{it.campus}</Tag>}
                  </>
                ),
                hint: it.diagnosis ?? undefined,
              }))}
            />
          )}
        </div>
      )}
    </Loaded>
  )
}

/** Name and number are typed once: they find the known and are what is kept of the unknown. */
export const WhoFields = ({
  value,
  set,
  onMatter,
  callId,
  replyFrom,
}: Props & {
  onMatter: (id: string) => void
  callId?: string | undefined
  /** Whoever wrote the text that it is made of, masked. */
  replyFrom?: string | undefined
}) => {
  const byNumber = callId !== undefined || replyFrom !== undefined
  // The number of a caller stays on the server: here it is seen masked, and kept by the call's id.
  const call = useAsk(api.calls.get, { id: callId ?? '' }, { on: callId !== undefined }).data
  const known = call?.number || replyFrom
  const [at, setAt] = useState<'name' | 'phone'>('name')
  const q = at === 'phone' ? value.phone : value.name
  const other = value.relation !== 'self' && value.relation !== 'department'
  return (
    <Section title={t('谁在反映', 'Who is speaking')}>
      <div className="columns">
        <TextField
          name="reporter.name"
          label={t('姓名或病案号', 'Name or record number')}
          optional
          maxLength={40}
          value={value.name}
          onChange={(name) => {
            setAt('name')
            set({ name })
          }}
        />
        <TextField
          name="reporter.phone"
          label={t('电话', 'Telephone')}
          optional
          maxLength={40}
          inputMode="tel"
          {...(known ? { hint: t(`对方号码 ${known}，不填即用它`, `${known} unless another is written`) } : {})}
          value={value.phone}
          onChange={(phone) => {
            setAt('phone')
            set({ phone })
          }}
        />
      </div>
      <Known q={q} value={value} set={set} onMatter={onMatter} />
      {value.patientId && <Patient value={value} set={set} />}
      {(value.name || value.phone || byNumber) && (
        <div className="columns">
          <Select
            name="reporter.relation"
            label={t('与患者的关系', 'Relation to the patient')}
            value={value.relation}
            onChange={(relation) => set({ relation })}
            options={Object.entries(relationWords).map(([code, words]) => ({ value: code, label: t(words) }))}
          />
          {other && !value.patientId && (
            <TextField
              name="reporter.speaksFor"
              label={t('替谁反映', 'On whose behalf')}
              optional
              maxLength={40}
              value={value.speaksFor}
              onChange={(speaksFor) => set({ speaksFor })}
            />
          )}
          <Select
            name="reporter.reach"
            label={t('怎样答复他', 'How to answer')}
            value={value.reach}
            onChange={(reach) => set({ reach })}
            options={Object.entries(reachWords).map(([code, words]) => ({ value: code, label: t(words) }))}
          />
          {value.reach === 'letter' && (
            <TextField
              name="reporter.address"
              label={t('寄信地址', 'Address')}
              maxLength={200}
              value={value.address}
              onChange={(address) => set({ address })}
            />
          )}
        </div>
      )}
    </Section>
  )
}
