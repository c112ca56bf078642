// Writing a training note: to whom, what, until when; spot checks say what was found wanting, and one press takes it over.
import { useState } from 'react'
import { addDays, dayOf } from '#kernel/time.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { DateField, Select, TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'

export const NoteForm = ({ onDone, onCancel }: { onDone: (id: string) => void; onCancel: () => void }) => {
  const [filters] = useFilters<'staff' | 'check' | 'words'>()
  const people = useAsk(api.trainingNotes.people, {})
  const guidance = useAsk(api.guidance.list, {})
  const form = useForm({
    staffId: filters.staff ?? '',
    words: filters.words ? t(`练习：${filters.words}`, `Practise: ${filters.words}`) : '',
    until: addDays(dayOf(now()), 14),
    guidanceId: '',
  })
  const [seen, setSeen] = useState<{ checkId: string; second: number | null } | null>(
    // Opened from a check: the note is about that call.
    filters.check ? { checkId: filters.check, second: null } : null,
  )
  const { staffId, words, until, guidanceId } = form.values
  const suggested = useAsk(api.trainingNotes.suggested, { staffId }, { on: staffId !== '' })
  const create = useDo(api.trainingNotes.create, {
    inForm: true,
    says: t('已布置，本人会收到提醒', 'Given; the caller is told'),
    done: (note) => onDone(note.id),
  })
  return (
    <Panel head={<h2>{t('写一条培训', 'A training note')}</h2>}>
      <Form
        onSubmit={() => create.run({ staffId, words, until, guidanceId: guidanceId || null, ...seen })}
        problem={create.problem}
        busy={create.busy}
        submit={t('布置', 'Give')}
        onCancel={onCancel}
      >
        <Select
          {...form.field('staffId')}
          label={t('给谁', 'To whom')}
          empty={t('请选择', 'Choose')}
          options={(people.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        {(suggested.data?.rows.length ?? 0) > 0 && (
          <div className="scorecard-suggested">
            <p className="hint">{t('抽查中做得少的：', 'What spot checks found wanting:')}</p>
            {suggested.data!.rows.map((one) => (
              <Button
                key={one.item}
                small
                icon="plus"
                onClick={() => {
                  form.set({ words: t(`练习：${one.item}`, `Practise: ${one.item}`) })
                  setSeen(one.checkId ? { checkId: one.checkId, second: one.second } : null)
                }}
              >
                {one.item} {one.met} / {one.marked}
              </Button>
            ))}
          </div>
        )}
        <TextArea {...form.field('words')} label={t('练什么', 'What to practise')} rows={3} />
        {seen && <p className="hint">{t('附上抽查到的那一通。', 'With the call in which it was seen.')}</p>}
        <DateField {...form.field('until')} label={t('到哪天', 'Until')} />
        <Select
          {...form.field('guidanceId')}
          label={t('附上指导（可不选）', 'With guidance, if any')}
          empty={t('不附', 'None')}
          options={(guidance.data?.rows ?? [])
            .filter(({ status }) => status === 'approved')
            .map(({ id, title }) => ({ value: id, label: title }))}
        />
      </Form>
    </Panel>
  )
}
