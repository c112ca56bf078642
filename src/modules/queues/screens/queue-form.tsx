// How a queue is worked: its line, its hours, whom it rings and when it overflows.
import { alarms } from '#modules/shifts/alarms.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { PickMany } from '#web/ui/pick-many.tsx'
import type { Hotline, Queue } from './hotline.tsx'

export const QueueForm = ({
  queue,
  hotlines,
  onClose,
}: {
  queue: Queue | null
  hotlines: readonly Hotline[]
  onClose: () => void
}) => {
  const skills = useAsk(api.skills.list).data?.skills ?? []
  const form = useForm({
    name: queue?.name ?? '',
    lineId: queue?.lineId ?? hotlines[0]?.id ?? '',
    active: queue?.active ?? true,
    days: (queue?.days ?? 'all') as 'all' | 'workdays',
    from: queue?.from ?? '08:00',
    until: queue?.until ?? '18:00',
    roster: queue?.roster ?? false,
    skills: (queue?.skills ?? []) as readonly string[],
    emergency: queue?.emergency ?? true,
    ringSeconds: (queue?.ringSeconds ?? 15) as number | null,
    overflowSeconds: (queue?.overflowSeconds ?? 90) as number | null,
    overflow: (queue ? (queue.overflow ?? '') : 'urgent') as '' | 'danger' | 'urgent' | 'grave',
    callBack: queue?.callBack ?? true,
  })
  const { values: v, set, field } = form
  const save = useDo(api.queues.set, { inForm: true, says: t('队列已保存', 'The queue is saved'), done: onClose })
  const send = () =>
    save.run({
      ...v,
      id: queue?.id ?? null,
      campusId: queue?.campusId ?? null,
      skills: [...v.skills],
      ringSeconds: v.ringSeconds ?? 15,
      overflowSeconds: v.overflowSeconds ?? 90,
      overflow: v.overflow || null,
    })
  return (
    <Form onSubmit={send} problem={save.problem} busy={save.busy} submit={t('保存', 'Save')} onCancel={onClose}>
      <div className="columns">
        <TextField {...field('name')} label={t('名称', 'Name')} maxLength={40} />
        <Select
          {...field('lineId')}
          label={t('热线分机', 'Extension')}
          options={hotlines.map(({ id, number }) => ({ value: id, label: number }))}
        />
      </div>
      <RadioRow<'all' | 'workdays'>
        {...field('days')}
        label={t('哪些天', 'On which days')}
        options={[
          { value: 'all', label: t('每天', 'Every day') },
          { value: 'workdays', label: t('工作日（含调休）', 'Working days') },
        ]}
      />
      <div className="columns">
        <TextField {...field('from')} label={t('从几点', 'From')} maxLength={5} />
        <TextField {...field('until')} label={t('到几点（零点写 24:00）', 'Until')} maxLength={5} />
      </div>
      <Check
        label={t('只在排班上有人时服务', 'Only while somebody is on shift')}
        value={v.roster}
        onChange={(roster) => set({ roster })}
      />
      <Check
        label={t('先播急救提示（120）', 'Say the emergency number first')}
        value={v.emergency}
        onChange={(emergency) => set({ emergency })}
      />
      <Check
        label={t('等候时可按 1 预约回拨', 'Press 1 to be called back')}
        value={v.callBack}
        onChange={(callBack) => set({ callBack })}
      />
      {skills.length > 0 && (
        <PickMany
          name="skills"
          label={t('坐席须会', 'Agents must be able to')}
          add={t('加一项技能', 'Add a skill')}
          value={v.skills}
          onChange={(these) => set({ skills: these })}
          groups={[{ label: t('技能', 'Skills'), options: skills.map(({ id, name }) => ({ value: id, label: name })) }]}
        />
      )}
      <div className="columns">
        <NumberField
          {...field('ringSeconds')}
          label={t('每位坐席振铃几秒', 'Seconds to ring an agent')}
          min={5}
          max={60}
        />
        <NumberField
          {...field('overflowSeconds')}
          label={t('几秒无人接听转值班链', 'Overflow after seconds')}
          min={10}
          max={900}
        />
      </div>
      <Select
        {...field('overflow')}
        label={t('转哪条值班链', 'To which on-call chain')}
        empty={t('不转', 'To none')}
        options={alarms.map(({ alarm, code, name }) => ({ value: alarm, label: `${code} ${t(name)}` }))}
      />
      <Check label={t('启用', 'In use')} value={v.active} onChange={(active) => set({ active })} />
    </Form>
  )
}
