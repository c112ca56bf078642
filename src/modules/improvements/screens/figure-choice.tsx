// The form in which is chosen what should move, among which matters, against which past and for how long it is watched.
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { dimensions } from '#modules/followups/questions.ts'
import { api, useDo } from '#web/api.ts'
import { RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { type HourBand, hourBands } from '../cells.ts'
import { type Figure, figureKinds, figures } from '../figure.ts'
import { hourWords } from '../words.ts'
import type { Project, Round } from './project-words.ts'

const none: Figure = {
  kind: 'matters',
  category: null,
  departmentId: null,
  place: null,
  hours: null,
  weekday: null,
  dimension: null,
}

/** Later, once the measures have begun, it takes a reason. */
export const Choose = ({ it, round, onClose }: { it: Project; round: Round; onClose: () => void }) => {
  const departments = useDepartments()
  const later = it.can.includes('refigure') && !it.can.includes('choose')
  const form = useForm({
    ...(round.figure ?? { ...none, departmentId: it.departmentId }),
    target: round.target ?? 50,
    windowDays: round.windowDays ?? 91,
    past: (round.baselineFrom !== null && round.baselineFrom > round.cutUntil ? 'found' : 'year') as 'found' | 'year',
    reason: '',
  })
  const options = { inForm: true, says: t('已选定', 'Chosen'), done: onClose }
  const choose = useDo(api.projects.choose, options)
  const change = useDo(api.projects.refigure, options)
  const { target, windowDays, past, reason, ...figure } = form.values
  const say = { id: it.id, figure, target, windowDays, past }
  const cells = figure.kind !== 'ungraded'
  return (
    <Form
      onSubmit={() => (later ? change.run({ ...say, reason }) : choose.run(say))}
      submit={later ? t('更换指标', 'Change it') : t('选定', 'Choose')}
      busy={choose.busy || change.busy}
      problem={later ? change.problem : choose.problem}
      onCancel={onClose}
    >
      <RadioRow
        label={t('哪个数应当变小', 'Which figure should fall')}
        name="figure.kind"
        value={figure.kind}
        onChange={(kind) => form.set({ kind })}
        options={figureKinds.map((kind) => ({
          value: kind,
          label: t(figures[kind].words),
          hint: t(figures[kind].says),
        }))}
      />
      <div className="columns">
        {cells && (
          <Select
            label={t('分类', 'Category')}
            name="figure.category"
            optional
            empty={t('不限', 'Any')}
            value={figure.category ?? ''}
            onChange={(category) => form.set({ category: category || null })}
            groups={categories
              .filter(({ complaint }) => complaint)
              .map((one) => ({
                label: t(one.name),
                options: one.items.map(({ code, name }) => ({ value: code, label: t(name) })),
              }))}
          />
        )}
        <Select
          label={t('科室', 'Department')}
          name="figure.departmentId"
          optional
          empty={t('全院', 'Whole hospital')}
          value={figure.departmentId ?? ''}
          onChange={(departmentId) => form.set({ departmentId: departmentId || null })}
          groups={departments}
        />
        {cells ? (
          <>
            <TextField
              label={t('地点', 'Place')}
              name="figure.place"
              optional
              value={figure.place ?? ''}
              onChange={(place) => form.set({ place: place || null })}
              maxLength={100}
            />
            <Select<HourBand>
              label={t('时段', 'Hours')}
              name="figure.hours"
              optional
              empty={t('全天', 'All day')}
              value={figure.hours ?? ''}
              onChange={(hours) => form.set({ hours: hours || null })}
              options={hourBands.map((value) => ({ value, label: t(hourWords[value]) }))}
            />
          </>
        ) : (
          <Select
            label={t('方面', 'Dimension')}
            name="figure.dimension"
            optional
            empty={t('总体', 'Overall')}
            value={figure.dimension ?? ''}
            onChange={(dimension) => form.set({ dimension: dimension || null })}
            options={(Object.keys(dimensions) as (keyof typeof dimensions)[]).map((value) => ({
              value,
              label: t(dimensions[value]),
            }))}
          />
        )}
      </div>
      <RadioRow
        label={t('与哪一段过去比', 'Compared with which past')}
        name="past"
        value={past}
        onChange={(value) => form.set({ past: value })}
        options={[
          {
            value: 'year',
            label: t('往前一年', 'The year before'),
            hint: t('长期存在的问题', 'for what has been so for long'),
          },
          {
            value: 'found',
            label: t('发现之后', 'Since it was found'),
            hint: t('新近出现的问题：从发现之日数到第一条整改落实', 'for what is new: until the first measure is done'),
          },
        ]}
      />
      <div className="columns">
        <NumberField
          label={t('目标：下降百分之几', 'Target: fall by how many percent')}
          name="target"
          value={target}
          onChange={(value) => form.set({ target: value ?? 0 })}
          min={1}
          max={100}
        />
        <NumberField
          label={t('整改全部落实后观察几天', 'Days to watch once all is done')}
          name="windowDays"
          value={windowDays}
          onChange={(value) => form.set({ windowDays: value ?? 0 })}
          min={28}
          max={365}
        />
      </div>
      {later && (
        <TextField
          {...form.field('reason')}
          label={t('为什么更换（会一直留在经过里）', 'Why (it stays in the history)')}
          maxLength={500}
        />
      )}
      <p className="hint">
        {t(
          '开始实施后指标就固定了。引起注意的那段日子不算进基线：刚好在高点上立项，之后回落不等于改进。',
          'It is fixed once the measures begin. The days that made somebody look are not in the past: a peak falls by itself.',
        )}
      </p>
    </Form>
  )
}
