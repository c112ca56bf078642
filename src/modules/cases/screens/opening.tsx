// Opening a case for a patient's stay: whose it is, what was said, of which kind and how grave.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { Field, Select, TextArea } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, usePhone } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { DayText } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { categoryOf } from '../taxonomy.ts'
import { CategoryField, type Graded, GradeFields, Sealing } from './grading.tsx'
import { useUnsaved } from './unsaved.ts'
import { useDepartments } from './verbs.tsx'
import { kindWords, type Sheet, sayWho } from './words.ts'

type Kind = 'opinion' | 'complaint' | 'suggestion' | 'praise' | 'enquiry'

/** Finding the person by name, record number or the tail of a telephone. */
const ChoosePatient = ({ onChoose }: { onChoose: (id: string) => void }) => {
  const [q, setQ] = useState('')
  const asked = q.trim().length > 1
  const found = useAsk(api.patients.list, { q: q.trim(), limit: 8 }, { on: asked, keep: true })
  return (
    <Section title={t('谁的诉求？', 'Whose matter?')}>
      <Field
        label={t('姓名、病案号或电话尾号', 'Name, record number or tail of the telephone')}
        hint={asked ? undefined : t('至少两个字或数字', 'Two characters at least')}
      >
        {(tied) => (
          <input
            {...tied}
            className="input"
            type="search"
            // biome-ignore lint/a11y/noAutofocus: the one thing to do on a panel that was just asked for
            autoFocus
            value={q}
            maxLength={60}
            onChange={(event) => setQ(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !found.data?.rows[0]) return
              event.preventDefault()
              onChoose(found.data.rows[0].id)
            }}
          />
        )}
      </Field>
      {asked && (
        <Loaded ask={found} lines={3}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty icon="search" title={t('没有找到', 'Nothing found')} />
            ) : (
              <ul className="pick">
                {rows.map((one) => (
                  <li key={one.id}>
                    <button type="button" onClick={() => onChoose(one.id)}>
                      <b>{one.name}</b> {sayWho(one)}
                      <small>{one.recordNumber}</small>
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </Section>
  )
}

const ChooseStay = ({
  patientId,
  stay,
  onChoose,
  onAgain,
}: {
  patientId: string
  stay: string
  onChoose: (id: string) => void
  onAgain: () => void
}) => {
  const patient = useAsk(api.patients.get, { id: patientId })
  return (
    <Loaded ask={patient} lines={3}>
      {({ patient: one, encounters }) => (
        <Section
          title={
            <>
              {one.name} {sayWho(one)}
            </>
          }
          aside={
            <>
              {one.recordNumber}{' '}
              <Button small kind="quiet" onClick={onAgain}>
                {t('换一位', 'Another')}
              </Button>
            </>
          }
        >
          <RadioRow
            tall
            label={t('哪一次住院', 'Which stay')}
            name="encounterId"
            value={stay}
            onChange={onChoose}
            options={encounters.map((it) => ({
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
        </Section>
      )}
    </Loaded>
  )
}

/** A kind follows from a category that is no complaint: nobody should have to say it twice. */
const kindOf = (category: string, before: Kind): Kind => {
  if (category === 'K1' || category === 'K4' || category === 'K5') return 'enquiry'
  if (category === 'K2') return 'suggestion'
  if (category === 'K3') return 'praise'
  return categoryOf(category)?.complaint && (before === 'praise' || before === 'enquiry') ? 'opinion' : before
}

export const Opening = ({
  stay,
  patientId,
  onOpened,
  onClose,
}: {
  stay?: string | undefined
  patientId?: string | undefined
  onOpened: (after: Sheet) => void
  onClose: () => void
}) => {
  const groups = useDepartments()
  const phone = usePhone()
  const form = useUnsaved('new.', {
    patientId: patientId ?? '',
    encounterId: stay ?? '',
    text: '',
    demand: '',
    kind: 'opinion' as Kind,
    departmentId: '',
    category: '',
    severity: 1,
    urgency: 3,
    heated: false,
    accusedIds: [] as readonly string[],
  })
  const { values, set, field } = form
  const it = useDo(api.cases.open, {
    inForm: true,
    says: (after) =>
      after.can.length > 0
        ? t(`已登记 ${after.number}`, `Opened ${after.number}`)
        : t(`已登记 ${after.number}，由监察室处理`, `Opened ${after.number}; supervision has it`),
    done: (after) => {
      form.done()
      onOpened(after)
    },
  })
  const person = patientId ?? values.patientId
  const encounterId = stay ?? values.encounterId
  const send = () => {
    const { severity, urgency, departmentId, patientId: _, accusedIds, ...rest } = values
    return it.run({
      ...rest,
      encounterId,
      severity,
      urgency,
      accusedIds: [...accusedIds],
      departmentId: departmentId || null,
    })
  }
  useShortcut('Ctrl+Enter', () => void send(), { on: encounterId !== '' })
  const graded: Graded = values
  return (
    <Panel
      head={phone ? null : <h2 className="panel-title">{t('登记诉求', 'Open a case')}</h2>}
      foot={
        <>
          <Button
            kind="primary"
            busy={it.busy}
            disabled={encounterId === ''}
            onClick={() => void send()}
            keys="Ctrl+Enter"
          >
            {t('登记', 'Open')}
          </Button>
          <Button onClick={onClose}>{t('先不登记', 'Not now')}</Button>
        </>
      }
    >
      {person === '' ? (
        <ChoosePatient onChoose={(id) => set({ patientId: id, encounterId: '' })} />
      ) : (
        <>
          <ChooseStay
            patientId={person}
            stay={encounterId}
            onChoose={(id) => set({ encounterId: id })}
            onAgain={() => set({ patientId: '', encounterId: '' })}
          />
          {encounterId !== '' && (
            <Form onSubmit={send} problem={it.problem}>
              <TextArea
                {...field('text')}
                label={t('说了什么（尽量用原话）', 'What was said, in their words')}
                rows={4}
              />
              <TextArea {...field('demand')} label={t('希望怎样', 'What the person wants')} optional rows={2} />
              <div className="columns">
                <CategoryField
                  value={values.category}
                  onChange={(category) => set({ category, kind: kindOf(category, values.kind) })}
                />
                <Select
                  {...field('departmentId')}
                  label={t('涉及科室', 'Department')}
                  empty={t('出院科室', 'That of the stay')}
                  groups={groups}
                />
              </div>
              <Sealing value={graded} set={set} />
              <RadioRow<Kind>
                {...field('kind')}
                label={t('性质', 'Kind')}
                options={(Object.keys(kindWords) as Kind[]).map((value) => ({ value, label: t(kindWords[value]!) }))}
              />
              <GradeFields value={graded} set={set} />
              <p className="hint">
                <Kbd keys="Ctrl+Enter" />{' '}
                {t(
                  '一般诉求直接转科室，5 个工作日内反馈。',
                  'An ordinary matter goes straight to its department: five working days.',
                )}
              </p>
            </Form>
          )}
        </>
      )}
    </Panel>
  )
}
