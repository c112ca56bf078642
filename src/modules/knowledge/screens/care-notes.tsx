// What a department wants known before its patients are called: medicines and cautions, for the whole group or one diagnosis.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { EntryPanels } from '#web/panels.tsx'
import { useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { careNotes } from '../contract.ts'
import { useGroups } from './groups.ts'
import './knowledge.css'

type CareNote = Wire<ReplyOf<typeof careNotes.list>>['rows'][number]

const sayDiagnosis = (note: CareNote) => note.diagnosis || t('全部诊断', 'Every diagnosis')

const columns = (): Column<CareNote>[] => [
  { key: 'group', head: t('归类', 'Group'), width: '84px', card: 'aside', cell: (row) => row.group },
  {
    key: 'diagnosis',
    head: t('诊断含', 'Diagnosis'),
    width: '150px',
    card: 'title',
    cell: (row) => (row.diagnosis ? row.diagnosis : <span className="faint">{t('全部诊断', 'Every diagnosis')}</span>),
  },
  { key: 'medicines', head: t('用药', 'Medicines'), card: 'foot', cell: (row) => row.medicines },
  { key: 'cautions', head: t('注意事项', 'Cautions'), card: 'foot', cell: (row) => row.cautions },
  {
    key: 'at',
    head: t('更新', 'Changed'),
    width: '104px',
    card: 'hide',
    cell: (row) => <Time at={row.at} />,
  },
]

const NoteForm = ({
  note,
  groups,
  onDone,
  onCancel,
}: {
  note: CareNote | undefined
  groups: readonly string[]
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm({
    group: note?.group ?? groups[0] ?? '',
    diagnosis: note?.diagnosis ?? '',
    medicines: note?.medicines ?? '',
    cautions: note?.cautions ?? '',
  })
  const set = useDo(api.careNotes.set, {
    inForm: true,
    says: t('已保存，回访员下次打开即可看到', 'Saved; callers see it from now on'),
  })
  const submit = async () => {
    const reply = await set.run(form.values)
    if (reply) onDone(reply.id)
  }
  return (
    <Panel
      head={
        <h2 className="panel-title">
          {note ? `${note.group} · ${sayDiagnosis(note)}` : t('新增注意事项', 'A new note')}
        </h2>
      }
    >
      <Form onSubmit={submit} problem={set.problem} submit={t('保存', 'Save')} busy={set.busy} onCancel={onCancel}>
        {!note && (
          <div className="columns">
            <Select
              {...form.field('group')}
              label={t('归类', 'Group')}
              options={groups.map((value) => ({ value, label: value }))}
            />
            <TextField
              {...form.field('diagnosis')}
              label={t('诊断含', 'Diagnosis holds')}
              optional
              hint={t('例如“骨折”；不填则对全部诊断显示', 'e.g. “fracture”； empty: every diagnosis')}
              maxLength={80}
            />
          </div>
        )}
        <TextArea
          {...form.field('medicines')}
          label={t('常见出院带药', 'Medicines usually given')}
          hint={t('供回访员心里有数；剂量不对患者说', 'For the caller to know; no doses on the line')}
          rows={4}
          maxLength={1000}
        />
        <TextArea
          {...form.field('cautions')}
          label={t('注意事项', 'Cautions')}
          hint={t('问到什么要警惕、什么时候请医师回电', 'What to listen for, when the doctor must call back')}
          rows={5}
          maxLength={1000}
        />
        {note && <p className="hint">{t('两栏都清空，即从随访工作台取下。', 'Both empty takes it from the desk.')}</p>}
      </Form>
      {note && <EntryPanels entryId={note.id} />}
    </Panel>
  )
}

const Reading = ({ note }: { note: CareNote }) => (
  <Panel
    head={
      <h2 className="panel-title">
        {note.group} · {sayDiagnosis(note)}
      </h2>
    }
  >
    <Section title={t('常见出院带药', 'Medicines usually given')}>
      <p className="entry-text">{note.medicines || t('没有填写', 'Nothing written')}</p>
    </Section>
    <Section title={t('注意事项', 'Cautions')}>
      <p className="entry-text">{note.cautions || t('没有填写', 'Nothing written')}</p>
    </Section>
    <Section>
      <Facts
        columns={1}
        facts={[
          [
            t('更新', 'Changed'),
            <>
              {note.by ?? t('随程序提供', 'shipped with the program')} · <Time at={note.at} />
            </>,
          ],
        ]}
      />
    </Section>
    <EntryPanels entryId={note.id} />
    <Note>
      {t('由科室填写，是给回访员看的，不读给患者。', 'Written by the department for the caller, not to be read out.')}
    </Note>
  </Panel>
)

export const Screen = () => {
  const [filters, set] = useFilters<'group' | 'id'>()
  const groups = useGroups()
  const writes = useMayEver()('careNote.set')
  const { data, error, refetch } = useAsk(api.careNotes.list, filters.group ? { group: filters.group } : {}, {
    keep: true,
  })
  const close = () => set({ id: '' })
  return (
    <Records
      heading={t('用药与注意事项', 'Medicines and cautions')}
      noun={t('一条注意事项', 'A note')}
      tools={
        <>
          <Select
            bare
            label={t('归类', 'Group')}
            empty={t('全部归类', 'All groups')}
            value={filters.group ?? ''}
            onChange={(group) => set({ group, id: '' })}
            options={groups.map((value) => ({ value, label: value }))}
          />
          <span className="push" />
          {writes && (
            <Button small icon="plus" onClick={() => set({ id: 'new' }, { back: !filters.id })}>
              {t('新增', 'Add')}
            </Button>
          )}
        </>
      }
      list={{ rows: data?.rows, error, retry: refetch }}
      columns={columns}
      nameOf={(row) => `${row.group} ${sayDiagnosis(row)}`}
      rowTone={(row) => (row.medicines || row.cautions ? undefined : 'pale')}
      record={(note) =>
        writes ? <NoteForm note={note} groups={groups} onDone={() => {}} onCancel={close} /> : <Reading note={note} />
      }
      instead={
        writes &&
        filters.id === 'new' &&
        groups.length > 0 && <NoteForm note={undefined} groups={groups} onDone={(id) => set({ id })} onCancel={close} />
      }
      empty={
        <Empty icon="info" title={t('还没有注意事项', 'No note yet')}>
          {t(
            '科室在这里写下常用药和要警惕的情况，回访员打电话前就能看到。',
            'Departments write here what callers see before they call.',
          )}
        </Empty>
      }
      nothing={
        <Empty icon="info" title={t('选一条查看', 'Choose one')}>
          {t(
            '诊断对得上的排在前面，显示在随访记录的“通话前”。',
            'Shown before the call, those that fit the diagnosis first.',
          )}
        </Empty>
      }
    />
  )
}
