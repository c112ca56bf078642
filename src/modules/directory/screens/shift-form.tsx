// The hospital's shifts: their names and hours, of which campus, and whether calls are allotted to who is on them.
import { useState } from 'react'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { crossesMidnight } from '../shift-times.ts'
import { usePlaces } from './places.ts'
import type { Shift } from './roster-week.ts'

type Draft = {
  readonly key: number
  readonly id: string | null
  readonly campusId: string | null
  readonly name: string
  readonly begins: string
  readonly ends: string
  readonly takesCalls: boolean
}

const isClock = (text: string): boolean => /^\d{2}:\d{2}$/.test(text)

export const ShiftForm = ({ shifts, onDone }: { shifts: readonly Shift[]; onDone: () => void }) => {
  const { campuses } = usePlaces()
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    shifts.filter(({ active }) => active).map(({ active: _, ...shift }, key) => ({ ...shift, key })),
  )
  const set = useDo(api.shifts.set, {
    inForm: true,
    says: t('班次已保存', 'The shifts are saved'),
    changes: ['duty'],
    done: onDone,
  })
  const put = (key: number, patch: Partial<Draft>) =>
    setDrafts((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const add = () =>
    setDrafts((before) => [
      ...before,
      {
        key: Math.max(0, ...before.map(({ key }) => key)) + 1,
        ...{ id: null, campusId: null, name: '', begins: '08:00', ends: '17:00', takesCalls: false },
      },
    ])
  return (
    <section className="sheet">
      <h2 className="sheet-title">{t('班次', 'Shifts')}</h2>
      <p className="about">
        {t(
          '结束早于或等于开始的，算到第二天；零点结束写 24:00。去掉的班次不再排，过去的排班仍在。',
          'A shift that ends at or before its beginning ends the next day; midnight is 24:00.',
        )}
      </p>
      <Form
        onSubmit={() => set.run({ shifts: drafts.map(({ key: _, ...shift }) => shift) })}
        problem={set.problem}
        busy={set.busy}
        submit={t('保存班次', 'Save the shifts')}
        onCancel={onDone}
        extra={
          <Button kind="quiet" icon="plus" onClick={add}>
            {t('添加班次', 'Add a shift')}
          </Button>
        }
      >
        {drafts.map((one, i) => (
          <div key={one.key} className="shift-line">
            <TextField
              label={t('名称', 'Name')}
              name={`shifts.${i}.name`}
              value={one.name}
              onChange={(name) => put(one.key, { name })}
              maxLength={20}
            />
            <TextField
              label={t('开始', 'Begins')}
              name={`shifts.${i}.begins`}
              value={one.begins}
              onChange={(begins) => put(one.key, { begins })}
              maxLength={5}
              inputMode="numeric"
            />
            <TextField
              label={t('结束', 'Ends')}
              name={`shifts.${i}.ends`}
              value={one.ends}
              onChange={(ends) => put(one.key, { ends })}
              maxLength={5}
              inputMode="numeric"
              hint={
                isClock(one.begins) && isClock(one.ends) && crossesMidnight({ from: one.begins, until: one.ends })
                  ? t('到第二天', 'the next day')
                  : undefined
              }
            />
            {campuses.length > 1 && (
              <Select
                label={t('院区', 'Campus')}
                name={`shifts.${i}.campusId`}
                value={one.campusId ?? ''}
                onChange={(id) => put(one.key, { campusId: id || null })}
                options={[
                  { value: '', label: t('全院', 'All') },
                  ...campuses.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
            <Check
              label={t('分随访任务', 'Takes calls')}
              value={one.takesCalls}
              onChange={(takesCalls) => put(one.key, { takesCalls })}
            />
            <IconButton
              icon="close"
              label={t(`去掉${one.name}`, `Remove ${one.name}`)}
              onClick={() => setDrafts((before) => before.filter(({ key }) => key !== one.key))}
            />
          </div>
        ))}
      </Form>
    </section>
  )
}
