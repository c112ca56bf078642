// 培训: what to practise, where it was seen and until when; the caller answers, whoever wrote it reads.
import type { ReactNode } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { TrainingNote } from '../contract.ts'
import { trainingNoteLifecycle } from '../lifecycle.ts'
import { NoteForm } from './note-form.tsx'

type Line = Wire<TrainingNote>

const columns = (): readonly Column<Line>[] => [
  { key: 'words', head: t('练什么', 'What'), card: 'title', cell: (row) => row.words },
  {
    key: 'staff',
    head: t('回访人', 'Caller'),
    width: '90px',
    card: 'line',
    cell: (row) => (row.mine ? t('我', 'I') : row.staff.name),
  },
  {
    key: 'until',
    head: t('期限', 'Until'),
    width: '110px',
    card: 'aside',
    cell: (row) => (
      <>
        <DayText day={row.until} /> {row.late && <Tag tone="warn">{t('已过期', 'late')}</Tag>}
      </>
    ),
  },
  {
    key: 'state',
    head: t('进展', 'State'),
    width: '90px',
    card: 'foot',
    cell: (row) => (
      <StateDot life={trainingNoteLifecycle} status={row.status} tone={row.status === 'given' ? 'accent' : 'plain'} />
    ),
  },
]

const Finish = ({ it }: { it: Line }) => {
  const form = useForm({ answer: '' })
  const finish = useDo(api.trainingNotes.finish, { inForm: true, says: t('已回复', 'Answered') })
  return (
    <Form
      onSubmit={() => finish.run({ id: it.id, answer: form.values.answer })}
      problem={finish.problem}
      busy={finish.busy}
      submit={t('已练，回复', 'Done, answer')}
    >
      <TextArea {...form.field('answer')} label={t('练得怎样', 'How it went')} rows={2} />
    </Form>
  )
}

const clock = (second: number): string =>
  `${Math.floor(second / 60)}:${String(Math.floor(second % 60)).padStart(2, '0')}`

const One = ({ it }: { it: Line }) => {
  const withdraw = useDo(api.trainingNotes.withdraw, { says: t('已撤回', 'Withdrawn') })
  const can = (verb: string) => it.can.includes(verb)
  return (
    <Panel
      head={
        <div className="scorecard-head">
          <h2>{it.mine ? t('给我的培训', 'For me') : it.staff.name}</h2>
          <StateDot life={trainingNoteLifecycle} status={it.status} tone="plain" />
          {it.late && <Tag tone="warn">{t('已过期', 'late')}</Tag>}
        </div>
      }
      foot={
        (can('finish') || can('withdraw')) && (
          <div className="scorecard-say">
            {can('finish') && <Finish it={it} />}
            {can('withdraw') && (
              <Button busy={withdraw.busy} onClick={() => void withdraw.run({ id: it.id })}>
                {t('撤回', 'Withdraw')}
              </Button>
            )}
          </div>
        )
      }
    >
      <Section title={t('练什么', 'What to practise')}>
        <p className="scorecard-words">{it.words}</p>
      </Section>
      <Facts
        facts={[
          [t('期限', 'Until'), <DayText key="u" day={it.until} />],
          [
            t('布置', 'Given'),
            <span key="g">
              {it.by} <Time at={it.givenAt} />
            </span>,
          ],
          [
            t('看这一通', 'Seen in'),
            it.checkId && (
              <Go key="c" to="/checks" with={{ id: it.checkId }}>
                {it.checkWords}
                {it.second !== null && t(`，录音 ${clock(it.second)}`, `, at ${clock(it.second)}`)}
              </Go>
            ),
          ],
        ]}
      />
      {it.project && (
        <p className="hint">
          {t('来自改进项目 ', 'From the project ')}
          <Go to={`/projects/${it.project.id}`}>
            {it.project.number} {it.project.title}
          </Go>
        </p>
      )}
      {it.guidance && (
        <Section title={it.guidance.title}>
          <p className="scorecard-words">{it.guidance.text}</p>
        </Section>
      )}
      {it.doneAt && (
        <Section title={t('回复', 'Answer')} aside={<Time at={it.doneAt} />}>
          <p className="scorecard-words">{it.answer}</p>
        </Section>
      )}
    </Panel>
  )
}

/** What a form that is closed leaves in the address. */
const none = { do: '', staff: '', check: '', words: '' }

export const Notes = ({ tools }: { tools: ReactNode }) => {
  const [filters, set] = useFilters<'id' | 'do' | 'staff' | 'check' | 'words'>()
  const mayEver = useMayEver()
  const list = useAskPages(
    api.trainingNotes.list,
    filters.staff && filters.do !== 'new' ? { staffId: filters.staff } : {},
  )
  return (
    <Records
      heading={t('培训', 'Training notes')}
      noun={t('一条培训', 'A note')}
      tools={
        <>
          {tools}
          <span className="push" />
          {mayEver('trainingNote.create') && (
            <Button small icon="plus" onClick={() => set({ do: 'new', id: '' }, { back: !filters.id })}>
              {t('写一条', 'Write one')}
            </Button>
          )}
        </>
      }
      list={list}
      columns={columns}
      nameOf={(row) => row.words}
      record={(it) => <One it={it} />}
      instead={filters.do === 'new' && <NoteForm onDone={(id) => set({ ...none, id })} onCancel={() => set(none)} />}
      with={['do', 'staff', 'check', 'words']}
      empty={
        <Empty icon="book" title={t('还没有培训', 'No training notes')}>
          {t(
            '从抽查里看出要练的，写明练什么、到哪天；只有本人、组长和监察室看得到。',
            'What spot checks show to be practised, until when; known to its caller, the leads and supervision alone.',
          )}
        </Empty>
      }
      nothing={<Empty icon="book" title={t('选择一条', 'Choose one')} />}
    />
  )
}
