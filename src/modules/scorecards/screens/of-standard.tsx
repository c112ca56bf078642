// Under what a project made something to practise: to whom it was given, who has practised, and giving it to more.
import { useState } from 'react'
import { addDays, dayOf } from '#kernel/time.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { DateField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { DayText } from '#web/ui/moment.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'

type Standard = { standardId: string; title: string; text: string }

/** The same note to each who is chosen. */
const Give = ({
  standardId,
  title,
  text,
  had,
  onClose,
}: Standard & { had: ReadonlySet<string>; onClose: () => void }) => {
  const people = useAsk(api.trainingNotes.people, {}).data?.rows ?? []
  const form = useForm({ staffIds: [] as string[], until: addDays(dayOf(now()), 14) })
  const create = useDo(api.trainingNotes.create, { inForm: true, says: t('已布置', 'Given') })
  const { staffIds, until } = form.values
  const run = async () => {
    for (const staffId of staffIds)
      if (!(await create.run({ staffId, until, standardId, words: `${title}：${text}`.slice(0, 1000) }))) return
    onClose()
  }
  return (
    <Form onSubmit={run} submit={t('布置', 'Give')} busy={create.busy} problem={create.problem} onCancel={onClose}>
      <PickMany
        label={t('请谁练', 'To whom')}
        name="staffIds"
        value={staffIds}
        onChange={(to) => form.set({ staffIds: to })}
        options={people.filter(({ id }) => !had.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        add={t('添加回访员', 'Add a caller')}
      />
      <DateField {...form.field('until')} label={t('到哪天', 'Until')} />
    </Form>
  )
}

export const OfStandard = (of: Standard) => {
  const [giving, setGiving] = useState(false)
  const gives = useMayEver()('trainingNote.create')
  const notes = useAsk(api.trainingNotes.list, { standardId: of.standardId, limit: 200 }).data?.rows
  const live = (notes ?? []).filter(({ status }) => status !== 'withdrawn')
  if (!notes || (live.length === 0 && !gives)) return null
  const done = live.filter(({ status }) => status === 'done').length
  return (
    <div className="no-print">
      <p className="hint">
        {live.length > 0 &&
          t(`已布置给 ${live.length} 人，${done} 人已练：`, `Given to ${live.length}, ${done} have practised: `)}
        {live.map(({ id, staff, status, until }, i) => (
          <span key={id}>
            {i > 0 && t('、', ', ')}
            <Go to="/scorecards" with={{ view: 'notes', id }}>
              {staff.name}
            </Go>
            {status === 'done' ? (
              ' ✓'
            ) : (
              <>
                {' '}
                <DayText day={until} />
              </>
            )}
          </span>
        ))}
      </p>
      {gives && !giving && (
        <Button small onClick={() => setGiving(true)}>
          {t('布置给回访员练习…', 'Have callers practise it…')}
        </Button>
      )}
      {giving && <Give {...of} had={new Set(live.map(({ staff }) => staff.id))} onClose={() => setGiving(false)} />}
    </div>
  )
}
