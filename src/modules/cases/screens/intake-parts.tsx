// The parts of registering: two fields for what is brief, how somebody upset is met, and what a whole matter needs.
import { addDays, at, dayOf, isoOf } from '#kernel/time.ts'
import { calming } from '#modules/knowledge/phrases.ts'
import { api, useAsk } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { useNow } from '#web/ui/clock.ts'
import { MomentField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Section } from '#web/ui/layout.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import { categories } from '../taxonomy.ts'
import { moodWords } from '../words.ts'
import { useDepartments } from './departments.ts'
import { CategoryField, Sealing } from './grading.tsx'
import type { Values } from './intake-values.ts'
import type { useUnsaved } from './unsaved.ts'

type Part = {
  values: Values
  set: (patch: Partial<Values>) => void
  field: ReturnType<typeof useUnsaved<Values>>['field']
}

/** Two fields and one key; or a promise, when it has to be found out first. */
export const Brief = ({ values, set, field }: Part) => {
  const now = useNow()
  const today = dayOf(now)
  const soon: readonly (readonly [string, Date])[] = [
    [t('半小时内', 'In half an hour'), new Date(now.getTime() + 30 * 60_000)],
    [t('今天 18:00', 'Today 18:00'), at(today, '18:00')],
    [t('明天 10:00', 'Tomorrow 10:00'), at(addDays(today, 1), '10:00')],
  ]
  return (
    <>
      {!values.promising && (
        <TextArea
          {...field('answered')}
          label={t('答复（当场办结）', 'The answer, which closes it')}
          hint={t('没有把握的不猜：改为承诺回复', 'Never guess: promise to find out instead')}
          optional
          rows={3}
        />
      )}
      <Check
        label={t('需要核实，承诺回复', 'It has to be checked: promise an answer')}
        value={values.promising}
        onChange={(promising) => set({ promising })}
      />
      {values.promising && (
        <Section title={t('承诺', 'Promise')}>
          <TextField
            {...field('promised')}
            name="promised.what"
            label={t('承诺什么', 'What is promised')}
            maxLength={500}
          />
          <MomentField {...field('byAt')} name="promised.byAt" label={t('什么时间之前', 'By when')} />
          <div className="actions">
            {soon
              .filter(([, when]) => when > now)
              .map(([words, when]) => (
                <Button key={words} small onClick={() => set({ byAt: isoOf(when) })}>
                  {words}
                </Button>
              ))}
          </div>
        </Section>
      )}
    </>
  )
}

/** Where such matters go, said while the category is chosen. */
const Route = ({ category, departmentId }: { category: string; departmentId: string }) => {
  const routes = useAsk(api.routes.list)
  const row = routes.data?.rows.find(({ categories: those }) => those.includes(category))
  if (!row || departmentId) return null
  return (
    <p className="hint">
      {row.department
        ? t(`这类诉求由${row.words}承办，建议转：${row.department}`, `Such matters go to ${row.department}`)
        : t(`这类诉求由${row.words}承办，尚未指定科室`, `Such matters go to an office that no department fills yet`)}
    </p>
  )
}

export const Calming = ({ values, set, field }: Part) => (
  <Fold
    title={t('情绪与安抚', 'Mood, and how it was calmed')}
    open={values.mood === 'angry' || values.mood === 'upset'}
  >
    <RadioRow
      {...field('mood')}
      label={t('情绪', 'Mood')}
      options={Object.entries(moodWords).map(([value, words]) => ({
        value: value as Exclude<Values['mood'], ''>,
        label: t(words),
      }))}
    />
    <TextField {...field('calmed')} label={t('怎样安抚的', 'How the person was calmed')} optional maxLength={500} />
    <ul className="phrases">
      {calming.map((words) => (
        <li key={words.en}>
          <button type="button" onClick={() => set({ calmed: t(words) })}>
            {t(words)}
          </button>
        </li>
      ))}
    </ul>
  </Fold>
)

/** What a complaint, a suggestion or a staff voice needs besides the words. */
export const Whole = ({ values, set, field }: Part) => {
  const groups = useDepartments()
  const staff = values.kind === 'staff'
  return (
    <>
      <TextArea {...field('demand')} label={t('希望怎样', 'What the person wants')} optional rows={2} />
      <div className="columns">
        <MomentField {...field('happenedAt')} label={t('什么时候发生', 'When it happened')} optional />
        <TextField {...field('place')} label={t('在哪里', 'Where')} optional maxLength={100} />
      </div>
      <div className="columns">
        <CategoryField value={values.category} staff={staff} onChange={(category) => set({ category })} />
        <Select
          {...field('departmentId')}
          label={t('涉及科室', 'Department')}
          empty={values.encounterId ? t('出院科室', 'That of the stay') : t('按分类转办', 'By the category')}
          groups={groups}
        />
      </div>
      <Route category={values.category} departmentId={values.departmentId} />
      <Sealing value={values} set={set} />
      {!staff && (
        <PickMany
          name="aspects"
          label={t('同时涉及', 'Also concerns')}
          add={t('再加一个分类', 'Another category')}
          value={values.aspects}
          onChange={(aspects) => set({ aspects })}
          groups={categories
            .filter(({ domain }) => domain === 'ordinary')
            .map((one) => ({
              label: t(one.name),
              options: one.items
                .filter(({ code }) => code !== values.category)
                .map((item) => ({ value: item.code, label: t(item.name) })),
            }))}
        />
      )}
    </>
  )
}
