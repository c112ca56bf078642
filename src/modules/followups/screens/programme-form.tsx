// Making a programme: conditions, waves, retry policy and repetition, with the seven days kept in sight while writing.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Check, CheckRow, RadioRow } from '#web/ui/choose.tsx'
import { NumberField, Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { Note } from '#web/ui/states.tsx'
import { callerWords, firstContact, type Leaving, leavingWords, type Programme, type Wave } from './programme-words.ts'
import { SevenDays } from './seven-days.tsx'

type WaveDraft = Omit<Wave, 'from' | 'until'> & { readonly row: number; from: number | null; until: number | null }

const firstWaves: Wave[] = [
  { key: 'safety', name: '安全回访', from: 2, until: 3, questionnaire: 'by-group', caller: 'centre' },
  { key: 'satisfaction', name: '满意度回访', from: 7, until: 10, questionnaire: 'satisfaction', caller: 'centre' },
]

const begun = (from: Programme | undefined) => {
  const it = from?.definition
  return {
    key: from?.key ?? '',
    name: from?.name ?? '',
    groups: it?.conditions.groups ?? ([] as string[]),
    departmentIds: it?.conditions.departmentIds ?? ([] as string[]),
    campusIds: it?.conditions.campusIds ?? ([] as string[]),
    diagnosis: it?.conditions.diagnosisContains.join('、') ?? '',
    ageFrom: it?.conditions.ageFrom ?? (null as number | null),
    ageTo: it?.conditions.ageTo ?? (null as number | null),
    leaving: it?.conditions.leaving ?? ([] as Leaving[]),
    tries: (it?.retry.tries ?? 3) as number | null,
    hoursApart: (it?.retry.hoursApart ?? 2) as number | null,
    dates: (it?.retry.dates ?? 2) as number | null,
    repeats: it ? it.repeat !== null : false,
    everyDays: (it?.repeat?.everyDays ?? 14) as number | null,
    most: (it?.repeat?.most ?? 6) as number | null,
  }
}

/** A wave of its own name for one that was added: call-3. */
const freeKey = (waves: readonly WaveDraft[]): string => {
  for (let n = waves.length + 1; ; n++) if (!waves.some((one) => one.key === `call-${n}`)) return `call-${n}`
}

const WaveFields = ({
  wave,
  place,
  choices,
  onChange,
  onRemove,
}: {
  wave: WaveDraft
  place: number
  choices: readonly { readonly value: string; readonly label: string }[]
  onChange: (patch: Partial<WaveDraft>) => void
  onRemove: (() => void) | undefined
}) => {
  const name = (field: string) => `definition.waves.${place}.${field}`
  return (
    <li className="wave-form">
      <div className="wave-line">
        <TextField
          label={t('名称', 'Name')}
          name={name('name')}
          value={wave.name}
          onChange={(to) => onChange({ name: to })}
          maxLength={40}
        />
        <NumberField
          label={t('自出院后', 'From day')}
          name={name('from')}
          value={wave.from}
          onChange={(from) => onChange({ from })}
          min={0}
          max={365}
          step={1}
          unit={t('天', '')}
        />
        <NumberField
          label={t('至', 'To day')}
          name={name('until')}
          value={wave.until}
          onChange={(until) => onChange({ until })}
          min={0}
          max={365}
          step={1}
          unit={t('天', '')}
        />
        {onRemove && (
          <IconButton icon="close" label={t(`去掉“${wave.name}”`, `Remove “${wave.name}”`)} onClick={onRemove} />
        )}
      </div>
      <div className="wave-line">
        <Select
          label={t('问卷', 'Questions')}
          name={name('questionnaire')}
          value={wave.questionnaire}
          onChange={(questionnaire) => questionnaire && onChange({ questionnaire })}
          options={choices}
        />
        <RadioRow
          label={t('谁来打', 'Who calls')}
          name={name('caller')}
          value={wave.caller}
          onChange={(caller) => onChange({ caller })}
          options={(['centre', 'attending'] as const).map((value) => ({ value, label: t(callerWords[value]) }))}
        />
      </div>
    </li>
  )
}

export const ProgrammeForm = ({
  from,
  onDone,
  onCancel,
}: {
  from: Programme | undefined
  onDone: (id: string) => void
  onCancel: () => void
}) => {
  const form = useForm(begun(from))
  const { values, set } = form
  const [waves, setWaves] = useState<readonly WaveDraft[]>(() =>
    (from?.definition.waves ?? firstWaves).map((wave, row) => ({ ...wave, row })),
  )
  const create = useDo(api.programmes.create, {
    inForm: true,
    says: t('已保存为草稿，启用后生效', 'Saved as a draft; start it'),
  })
  const places = useAsk(api.departments.list).data
  const questionnaires = useAsk(api.questionnaires.list).data?.rows ?? []
  const groups = [...new Set((places?.rows ?? []).map((one) => one.group))]
  const several = (places?.campuses.length ?? 0) > 1
  const choices = [
    { value: 'by-group', label: t('按科室归类选用（安全回访）', 'The one of the group (safety)') },
    ...[...new Map(questionnaires.filter((one) => one.status === 'published').map((one) => [one.key, one.title]))].map(
      ([value, label]) => ({ value, label }),
    ),
  ]
  const change = (row: number, patch: Partial<WaveDraft>) =>
    setWaves((before) => before.map((one) => (one.row === row ? { ...one, ...patch } : one)))
  const days = waves.map((wave) => wave.until).filter((day) => day !== null)

  const submit = async () => {
    const reply = await create.run({
      key: values.key,
      name: values.name,
      definition: {
        conditions: {
          groups: values.groups,
          departmentIds: values.departmentIds,
          campusIds: values.campusIds,
          diagnosisContains: values.diagnosis.split(/[、,,;;\s]+/).filter(Boolean),
          ageFrom: values.ageFrom,
          ageTo: values.ageTo,
          leaving: values.leaving,
        },
        // What was left empty is refused by the server at its field.
        waves: waves.map(({ row: _, ...wave }) => ({
          ...wave,
          from: wave.from as number,
          until: wave.until as number,
        })),
        retry: {
          tries: values.tries as number,
          hoursApart: values.hoursApart as number,
          dates: values.dates as number,
        },
        repeat: values.repeats ? { everyDays: values.everyDays as number, most: values.most as number } : null,
      },
    })
    if (reply) onDone(reply.id)
  }

  return (
    <Panel
      head={
        <h2 className="panel-title">
          {from
            ? t(`${from.name}：第 ${from.version + 1} 版`, `${from.name}: version ${from.version + 1}`)
            : t('新建方案', 'New programme')}
        </h2>
      }
    >
      <Form
        onSubmit={submit}
        problem={create.problem}
        submit={t('保存为草稿', 'Save as a draft')}
        busy={create.busy}
        onCancel={onCancel}
      >
        <div className="columns">
          <TextField {...form.field('name')} label={t('方案名称', 'Name')} maxLength={60} />
          {!from && (
            <TextField
              {...form.field('key')}
              label={t('代码', 'Code')}
              hint={t('小写字母、数字和 -,各版共用', 'Lower case, digits and -; shared by its versions')}
              spellCheck={false}
              maxLength={41}
            />
          )}
        </div>

        <Section title={t('哪些出院患者', 'Which discharges')} aside={t('不选即不限', 'empty: any')}>
          <div className="form">
            {groups.length > 0 && (
              <CheckRow
                {...form.field('groups')}
                name="definition.conditions.groups"
                label={t('科室归类', 'Groups')}
                options={groups.map((value) => ({ value, label: value }))}
              />
            )}
            <PickMany
              {...form.field('departmentIds')}
              name="definition.conditions.departmentIds"
              label={t('只限这些科室', 'Only these departments')}
              add={t('添加科室…', 'Add a department…')}
              groups={(places?.campuses ?? []).map((campus) => ({
                label: campus.name,
                options: (places?.rows ?? [])
                  .filter((one) => one.campusId === campus.id && one.active)
                  .map((one) => ({ value: one.id, label: several ? `${one.name}（${campus.name}）` : one.name })),
              }))}
            />
            {several && (
              <CheckRow
                {...form.field('campusIds')}
                name="definition.conditions.campusIds"
                label={t('院区', 'Campuses')}
                options={(places?.campuses ?? []).map((one) => ({ value: one.id, label: one.name }))}
              />
            )}
            <CheckRow
              {...form.field('leaving')}
              name="definition.conditions.leaving"
              label={t('离院方式', 'Way of leaving')}
              options={(Object.keys(leavingWords) as Leaving[]).map((value) => ({
                value,
                label: t(leavingWords[value]),
              }))}
            />
            <div className="columns">
              <TextField
                {...form.field('diagnosis')}
                name="definition.conditions.diagnosisContains"
                label={t('诊断含', 'Diagnosis holds')}
                hint={t('任一即可，用顿号分隔', 'any of them, separated by commas')}
                placeholder={t('骨折、关节置换', 'fracture, joint')}
              />
              <div className="ages">
                <NumberField
                  {...form.field('ageFrom')}
                  name="definition.conditions.ageFrom"
                  label={t('年龄自', 'Age from')}
                  min={0}
                  max={150}
                  step={1}
                />
                <NumberField
                  {...form.field('ageTo')}
                  name="definition.conditions.ageTo"
                  label={t('至', 'to')}
                  min={0}
                  max={150}
                  step={1}
                  unit={t('岁', '')}
                />
              </div>
            </div>
          </div>
        </Section>

        <Section title={t('什么时候打、问什么、谁来打', 'When, what and by whom')}>
          <ol className="wave-forms">
            {waves.map((wave, i) => (
              <WaveFields
                key={wave.row}
                wave={wave}
                place={i}
                choices={choices}
                onChange={(patch) => change(wave.row, patch)}
                onRemove={waves.length > 1 ? () => setWaves(waves.filter((one) => one.row !== wave.row)) : undefined}
              />
            ))}
          </ol>
          {waves.length < 12 && (
            <div className="actions after">
              <Button
                small
                icon="plus"
                onClick={() =>
                  setWaves([
                    ...waves,
                    {
                      row: Math.max(...waves.map((one) => one.row)) + 1,
                      key: freeKey(waves),
                      name: '',
                      from: null,
                      until: null,
                      questionnaire: 'by-group',
                      caller: 'centre',
                    },
                  ])
                }
              >
                {t('再加一次', 'Another call')}
              </Button>
            </div>
          )}
          <div data-field="definition.waves" className="after-waves">
            {days.length > 0 && <SevenDays first={firstContact(days.map((until) => ({ until })))} />}
            {waves.some((one) => one.caller === 'attending') && (
              <Note>
                {t(
                  '主管医师的任务出现在该科室的随访工作台。',
                  'Calls of the attending doctor are on the desk of the department.',
                )}
              </Note>
            )}
          </div>
        </Section>

        <Section title={t('打不通怎么办', 'When nobody answers')}>
          <div className="threes">
            <NumberField
              {...form.field('tries')}
              name="definition.retry.tries"
              label={t('共拨', 'Tries')}
              min={1}
              max={10}
              step={1}
              unit={t('次', '')}
            />
            <NumberField
              {...form.field('hoursApart')}
              name="definition.retry.hoursApart"
              label={t('间隔至少', 'Apart at least')}
              min={0}
              max={72}
              unit={t('小时', 'h')}
            />
            <NumberField
              {...form.field('dates')}
              name="definition.retry.dates"
              label={t('分在至少', 'On at least')}
              min={1}
              max={5}
              step={1}
              unit={t('天', 'dates')}
            />
          </div>
          <p className="hint after">
            {t(
              '12–14 点和 20 点后不拨；约定回电优先。',
              'None from 12 to 14 or after 20; a promised call-back outranks it.',
            )}
          </p>
        </Section>

        <Section title={t('重复随访', 'Again until recovered')}>
          <Check
            label={t('没有康复的继续随访，直到康复', 'Call again until recovered')}
            value={values.repeats}
            onChange={(repeats) => set({ repeats })}
          />
          {values.repeats && (
            <div className="threes">
              <NumberField
                {...form.field('everyDays')}
                name="definition.repeat.everyDays"
                label={t('每隔', 'Every')}
                min={1}
                max={180}
                step={1}
                unit={t('天', 'days')}
              />
              <NumberField
                {...form.field('most')}
                name="definition.repeat.most"
                label={t('最多', 'At most')}
                min={1}
                max={24}
                step={1}
                unit={t('次', 'times')}
              />
            </div>
          )}
        </Section>
      </Form>
    </Panel>
  )
}
