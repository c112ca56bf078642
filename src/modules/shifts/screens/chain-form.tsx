// The editor of a chain: its steps in order, each a person, whoever is on shift, or a role, and how long it is waited for.
import { useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { usePlaces } from '#modules/directory/screens/places.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { NumberField, Select } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { alarmOf, alarms } from '../alarms.ts'
import type { Chain } from './words.ts'

type Draft = { readonly key: number; readonly means: string; readonly minutes: number | null }
type Alarm = Chain['alarm']

const roles = ['agent', 'lead', 'department', 'supervision', 'leadership'] as const

/** A step as one choice: `shift`, `role lead`, `staff <id>`. */
const meansOf = ({ who, staffId, role }: Chain['steps'][number]): string =>
  who === 'shift' ? 'shift' : who === 'role' ? `role ${role}` : `staff ${staffId}`

const stepOf = ({ means, minutes }: Draft) => {
  const [who = '', which = null] = means.split(' ')
  return {
    who: who as 'shift',
    staffId: who === 'staff' ? which : null,
    role: who === 'role' ? (which as (typeof roles)[number]) : null,
    ...(minutes === null ? {} : { minutes }),
  }
}

export const ChainForm = ({ chain, onClose }: { chain: Chain | null; onClose: () => void }) => {
  const staff = useAsk(api.staff.list)
  const { choices } = usePlaces()
  const [alarm, setAlarm] = useState<Alarm>(chain?.alarm ?? 'danger')
  const [departmentId, setDepartmentId] = useState(chain?.departmentId ?? '')
  const usual = alarmOf(alarm).minutes
  const [steps, setSteps] = useState<readonly Draft[]>(() =>
    (chain?.steps ?? []).map((step, key) => ({ key, means: meansOf(step), minutes: step.minutes })),
  )
  const set = useDo(api.chains.set, { inForm: true, says: t('值班链已保存', 'The chain is saved'), done: onClose })
  const put = (key: number, patch: Partial<Draft>) =>
    setSteps((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const move = (at: number, by: number) =>
    setSteps((before) => {
      const next = [...before]
      const [one] = next.splice(at, 1)
      next.splice(at + by, 0, one!)
      return next
    })
  const add = () =>
    setSteps((before) => [
      ...before,
      { key: Math.max(0, ...before.map(({ key }) => key)) + 1, means: 'shift', minutes: usual },
    ])
  const people = (staff.data?.rows ?? []).filter(({ status }) => status === 'active')
  const groups = [
    {
      label: t('班次与岗位', 'Shift and roles'),
      options: [
        { value: 'shift', label: t('当时在班的人', 'Whoever is on shift then') },
        ...roles.map((role) => ({ value: `role ${role}`, label: t(`全体${roleWords[role].zh}`, roleWords[role].en) })),
      ],
    },
    {
      label: t('人员', 'People'),
      options: people.map((one) => ({ value: `staff ${one.id}`, label: `${one.name}（${t(roleWords[one.role])}）` })),
    },
  ]
  return (
    <Form
      onSubmit={() => set.run({ alarm, departmentId: departmentId || null, steps: steps.map(stepOf) })}
      problem={set.problem}
      busy={set.busy}
      submit={t('保存', 'Save')}
      onCancel={onClose}
      extra={
        <Button kind="quiet" icon="plus" onClick={add}>
          {t('添加一步', 'Add a step')}
        </Button>
      }
    >
      {!chain && (
        <div className="chain-of">
          <Select
            label={t('呼叫', 'Alarm')}
            name="alarm"
            value={alarm}
            onChange={(one) => one && setAlarm(one)}
            options={alarms.map((one) => ({ value: one.alarm, label: `${one.code} ${t(one.name)}` }))}
          />
          <Select
            label={t('科室', 'Department')}
            name="departmentId"
            value={departmentId}
            onChange={setDepartmentId}
            empty={t('选择科室…', 'Choose…')}
            groups={choices}
          />
        </div>
      )}
      {chain?.departmentId && (
        <p className="hint">
          {t('去掉所有步骤并保存，即改用全院的值班链。', 'Without a step the hospital’s chain holds again.')}
        </p>
      )}
      {steps.map((step, i) => (
        <div key={step.key} className="chain-line">
          <Select
            label={t(`第 ${i + 1} 步`, `Step ${i + 1}`)}
            name={`steps.${i}`}
            value={step.means}
            onChange={(means) => means && put(step.key, { means })}
            groups={groups}
          />
          <NumberField
            label={t('等几分钟', 'Minutes')}
            name={`steps.${i}.minutes`}
            value={step.minutes}
            onChange={(minutes) => put(step.key, { minutes })}
            min={0}
            max={60}
          />
          <IconButton
            icon="down"
            label={t('下移', 'Down')}
            disabled={i === steps.length - 1}
            onClick={() => move(i, 1)}
          />
          <IconButton
            icon="close"
            label={t(`去掉第 ${i + 1} 步`, `Remove step ${i + 1}`)}
            onClick={() => setSteps((before) => before.filter(({ key }) => key !== step.key))}
          />
        </div>
      ))}
    </Form>
  )
}
