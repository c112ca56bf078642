// Making a programme: conditions, waves, retry policy and repetition, with the seven days kept in sight while writing.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { NumberField, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import { Conditions } from './programme-conditions.tsx'
import { firstContact, type Leaving, type Programme, type Wave } from './programme-words.ts'
import { SevenDays } from './seven-days.tsx'
import { type WaveDraft, WaveFields } from './wave-form.tsx'

const firstWaves: Wave[] = [
  { key: 'safety', name: '安全回访', from: 2, until: 3, questionnaire: 'by-group', caller: 'centre', automatic: false },
  {
    key: 'satisfaction',
    name: '满意度回访',
    from: 7,
    until: 10,
    questionnaire: 'satisfaction',
    caller: 'centre',
    automatic: false,
  },
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
  const questionnaires = useAsk(api.questionnaires.list).data?.rows ?? []
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
              hint={t('小写字母、数字和 -，各版共用', 'Lower case, digits and -; shared by its versions')}
              spellCheck={false}
              maxLength={41}
            />
          )}
        </div>

        <Conditions form={form} />

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
                      automatic: false,
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
