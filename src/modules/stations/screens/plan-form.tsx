// Planning a station: which campus, where exactly, from when until when, who, and with which list.
import { at, clockOf } from '#kernel/time.ts'
import { usePlaces } from '#modules/directory/screens/places.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import type { Wire } from '#web/client.ts'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { PickMany } from '#web/ui/pick-many.tsx'
import type { StationLine } from '../contract.ts'

const hours = Array.from({ length: 33 }, (_, i) => {
  const minutes = 6 * 60 + i * 30
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
})

export const PlanForm = ({
  day,
  station,
  onDone,
}: {
  day: string
  station: Wire<StationLine> | null
  onDone: () => void
}) => {
  const places = usePlaces()
  const lists = useAsk(api.patrols.list, {})
  const luggage = useAsk(api.stations.luggage, {})
  const form = useForm({
    campusId: station?.campusId ?? '',
    place: station?.place ?? '',
    from: station ? clockOf(new Date(station.startsAt)) : '08:00',
    until: station ? clockOf(new Date(station.endsAt)) : '12:00',
    staffIds: station?.staffIds ?? [],
    patrolId: station?.patrolId ?? '',
    note: station?.note ?? '',
  })
  const done = { inForm: true, says: t('已安排', 'Planned'), done: onDone }
  const plan = useDo(api.stations.plan, done)
  const change = useDo(api.stations.change, { ...done, says: t('已调整，平板联网后会看到', 'Changed') })
  const campusId = form.values.campusId || places.campuses[0]?.id || ''
  const send = () => {
    const { from, until, patrolId, ...rest } = form.values
    const input = {
      ...rest,
      campusId,
      patrolId: patrolId || null,
      startsAt: at(day, from).toISOString(),
      endsAt: at(day, until).toISOString(),
    }
    return station ? change.run({ id: station.id, ...input }) : plan.run(input)
  }
  const its = lists.data?.rows ?? []
  const clock = (text: string) => [...new Set([...hours, text])].sort().map((value) => ({ value, label: value }))
  return (
    <section className="sheet station-form">
      <h2 className="sheet-title">{station ? t('调整安排', 'Change the plan') : t('安排站点', 'Plan a station')}</h2>
      <Form
        onSubmit={send}
        onCancel={onDone}
        problem={plan.problem ?? change.problem}
        busy={plan.busy || change.busy}
        submit={station ? t('保存调整', 'Save') : t('安排', 'Plan')}
      >
        <div className="station-fields">
          <TextField
            label={t('地点', 'Place')}
            placeholder={t('门诊一楼大厅', 'Hall of the clinic')}
            {...form.field('place')}
          />
          {places.campuses.length > 1 && (
            <Select
              label={t('院区', 'Campus')}
              {...form.field('campusId')}
              value={campusId}
              options={places.campuses.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <Select label={t('从', 'From')} {...form.field('from')} options={clock(form.values.from)} />
          <Select label={t('到', 'Until')} {...form.field('until')} name="endsAt" options={clock(form.values.until)} />
          <Select
            label={t('巡查清单', 'List')}
            optional
            empty={t('不巡查', 'None')}
            {...form.field('patrolId')}
            options={its.map(({ id, name, version, items }) => ({
              value: id,
              label: t(`${name} 第 ${version} 版，${items.length} 项`, `${name} v${version}, ${items.length} items`),
            }))}
          />
        </div>
        <PickMany
          label={t('人员', 'Staff')}
          add={t('添加人员…', 'Add…')}
          {...form.field('staffIds')}
          options={(luggage.data?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextArea label={t('说明', 'Note')} rows={1} optional {...form.field('note')} />
      </Form>
    </section>
  )
}
