// A matter told in a corridor: the same fields as at the desk, in the order in which people tell it.
import { useState } from 'react'
import { isoOf } from '#kernel/time.ts'
import { severities, urgencies } from '#modules/cases/grades.ts'
import { categories } from '#modules/cases/taxonomy.ts'
import { kindWords, moodWords, reachWords, relationWords } from '#modules/cases/words.ts'
import { Button } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { now } from '#web/ui/clock.ts'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { ShowProblems } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { Kept, keepEntry, Photos, PlacePicker, useDraft, usePlace } from './parts.tsx'
import { type Entry, type PhotoRef, useKnown } from './store.ts'

type Kind = 'complaint' | 'suggestion' | 'praise' | 'enquiry' | 'help'
const kinds: readonly Kind[] = ['complaint', 'suggestion', 'praise', 'enquiry', 'help']
const sinceWhen = { now: 0, hour: 60, today: 180, yesterday: 1440 } as const
type Since = keyof typeof sinceWhen | ''

const blank = {
  kind: 'complaint' as Kind,
  text: '',
  category: '',
  severity: '1',
  urgency: '3',
  heated: false,
  since: '' as Since,
  place: '',
  departmentId: '',
  accusedIds: [] as string[],
  name: '',
  phone: '',
  relation: 'self',
  speaksFor: '',
  reach: 'phone',
  demand: '',
  mood: '',
  calmed: '',
  photos: [] as PhotoRef[],
}
type Values = typeof blank

const bodyOf = (it: Values) => {
  const someone = it.name.trim() || it.phone.trim() || it.speaksFor.trim()
  const minutes = it.since === '' ? null : sinceWhen[it.since]
  return {
    kind: 'matter' as const,
    matter: {
      kind: it.kind,
      text: it.text.trim(),
      category: it.category,
      severity: Number(it.severity),
      urgency: Number(it.urgency),
      heated: it.heated,
      happenedAt: minutes === null ? null : isoOf(new Date(now().getTime() - minutes * 60_000)),
      place: it.place.trim(),
      departmentId: it.departmentId || null,
      accusedIds: it.accusedIds,
      demand: it.demand.trim(),
      mood: it.mood as '',
      calmed: it.calmed.trim(),
      reporter: someone
        ? {
            name: it.name.trim(),
            phone: it.phone.trim(),
            relation: it.relation as 'self',
            speaksFor: it.speaksFor.trim(),
            reach: it.reach as 'phone',
          }
        : null,
    },
  }
}

/** What was refused, opened again as it was written. */
const valuesOf = ({ body }: Entry): Partial<Values> => {
  if (body.kind !== 'matter') return {}
  const { reporter, happenedAt: _, ...it } = body.matter
  return {
    ...(it as object),
    severity: String(it.severity ?? 1),
    urgency: String(it.urgency ?? 3),
    departmentId: it.departmentId ?? '',
    ...(reporter ?? {}),
  }
}

const options = (words: Readonly<Record<string, { zh: string; en: string }>>, of = Object.keys(words)) =>
  of.map((value) => ({ value, label: t(words[value]!) }))

export const Matter = ({ mend, onDone }: { mend: Entry | null; onDone: () => void }) => {
  const { luggage } = useKnown()
  const place = usePlace()
  const { values, set, reset } = useDraft<Values>(mend ? `mend-${mend.id}` : 'matter', {
    ...blank,
    ...(mend ? valuesOf(mend) : {}),
  })
  const [kept, setKept] = useState(false)
  const [problem, setProblem] = useState('')
  const set_ = <K extends keyof Values>(name: K) => ({
    value: values[name],
    onChange: (value: Values[K]) => set({ [name]: value } as unknown as Partial<Values>),
  })
  const keep = async () => {
    if (values.text.trim().length < 2) return setProblem(t('请写明发生了什么。', 'Say what happened.'))
    if (!values.category) return setProblem(t('请选择分类。', 'Choose a category.'))
    setProblem('')
    const draft = mend ? `mend-${mend.id}` : 'matter'
    const stationId = mend ? mend.stationId : (place.station?.id ?? null)
    const title = values.text.trim().slice(0, 40)
    reset()
    await keepEntry(
      { stationId, ofId: null, title, body: bodyOf(values), draft, ...(mend ? { id: mend.id } : {}) },
      values.photos,
    )
    if (mend) onDone()
    else setKept(true)
  }
  if (kept)
    return (
      <Kept
        says={t('已记在平板上，有网络时自动发送。', 'Kept on the tablet; it is sent when there is a network.')}
        onNext={() => setKept(false)}
      />
    )
  const accused = (luggage?.people ?? []).filter(({ id }) => values.accusedIds.includes(id))
  return (
    <ShowProblems
      problems={(mend?.fields ?? []).map(({ field, reason }) => ({ field: field.replace(/^matter\./, ''), reason }))}
    >
      <div className="columns">
        <section>
          <h1>{mend ? t('改正后再发', 'Put right and send again') : t('登记诉求', 'Register a matter')}</h1>
          {mend?.why && <Note tone="bad">{mend.why}</Note>}
          <RadioRow label={t('类型', 'Kind')} {...set_('kind')} options={options(kindWords, [...kinds]) as never} />
          <TextArea label={t('说了什么', 'What was said')} name="text" rows={5} {...set_('text')} />
          <Select
            label={t('分类', 'Category')}
            name="category"
            empty={t('请选择', 'Choose')}
            {...set_('category')}
            groups={categories.map((one) => ({
              label: t(one.name),
              options: one.items.map((item) => ({ value: item.code, label: t(item.name) })),
            }))}
          />
          <RadioRow
            label={t('什么时候', 'When')}
            {...set_('since')}
            options={[
              { value: 'now', label: t('刚才', 'Just now') },
              { value: 'hour', label: t('一小时前', 'An hour ago') },
              { value: 'today', label: t('今天早些时候', 'Earlier today') },
              { value: 'yesterday', label: t('昨天', 'Yesterday') },
            ]}
          />
          <TextField label={t('在哪里', 'Where')} name="place" optional autoComplete="off" {...set_('place')} />
          <Select
            label={t('涉及科室', 'Department')}
            name="departmentId"
            optional
            empty={t('不清楚', 'Not known')}
            {...set_('departmentId')}
            options={(luggage?.departments ?? []).map(({ id, name, campus }) => ({
              value: id,
              label: `${name}（${campus}）`,
            }))}
          />
          <Select
            label={t('涉及人员', 'People concerned')}
            hint={t('被反映的人看不到这件事', 'They will not find it')}
            optional
            value=""
            empty={t('添加…', 'Add…')}
            onChange={(id) => id && set({ accusedIds: [...new Set([...values.accusedIds, id])] })}
            options={(luggage?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
          {accused.length > 0 && (
            <p className="chosen">
              {accused.map(({ id, name }) => (
                <Button
                  key={id}
                  small
                  icon="close"
                  onClick={() => set({ accusedIds: values.accusedIds.filter((one) => one !== id) })}
                >
                  {name}
                </Button>
              ))}
            </p>
          )}
          <Photos value={values.photos} onChange={(photos) => set({ photos })} />
        </section>
        <section>
          <h2>{t('谁在说', 'Who speaks')}</h2>
          <RadioRow
            label={t('身份', 'He is')}
            {...set_('relation')}
            options={options(relationWords, ['self', 'family', 'guardian', 'visitor', 'other'])}
          />
          <div className="pair">
            <TextField label={t('姓名', 'Name')} name="reporter.name" optional autoComplete="off" {...set_('name')} />
            <TextField
              label={t('电话', 'Telephone')}
              name="reporter.phone"
              type="tel"
              inputMode="tel"
              optional
              autoComplete="off"
              {...set_('phone')}
            />
          </div>
          {values.relation !== 'self' && (
            <TextField
              label={t('替谁说', 'For whom')}
              name="reporter.speaksFor"
              optional
              autoComplete="off"
              {...set_('speaksFor')}
            />
          )}
          <RadioRow
            label={t('怎样答复', 'How to answer')}
            {...set_('reach')}
            options={options(reachWords, ['phone', 'sms', 'in-person', 'none'])}
          />
          <TextArea label={t('希望怎样', 'What he wants')} name="demand" rows={2} optional {...set_('demand')} />
          <RadioRow label={t('情绪', 'Mood')} {...set_('mood')} options={options(moodWords)} />
          <TextArea label={t('怎样安抚', 'How he was calmed')} name="calmed" rows={2} optional {...set_('calmed')} />
          <p className="phrases">
            {(luggage?.phrases ?? []).map((phrase) => (
              <button key={phrase} type="button" onClick={() => set({ calmed: `${values.calmed}${phrase}` })}>
                {phrase}
              </button>
            ))}
          </p>
          <div className="pair">
            <Select
              label={t('严重程度', 'Gravity')}
              {...set_('severity')}
              options={severities.map(({ level, name }) => ({ value: String(level), label: t(name) }))}
            />
            <Select
              label={t('紧急程度', 'Urgency')}
              {...set_('urgency')}
              options={urgencies.map(({ level, name }) => ({ value: String(level), label: t(name) }))}
            />
          </div>
          <p className="hint">{t(severities[Number(values.severity)]!.criteria)}</p>
          <Check label={t('情绪激烈，可能升级', 'Heated')} {...set_('heated')} />
          {!mend && <PlacePicker {...place} />}
          {problem && <Note tone="bad">{problem}</Note>}
          <div className="actions">
            <Button kind="primary" wide onClick={() => void keep()}>
              {t('记下', 'Keep')}
            </Button>
            {mend && (
              <Button kind="quiet" onClick={onDone}>
                {t('先不改', 'Not now')}
              </Button>
            )}
          </div>
        </section>
      </div>
    </ShowProblems>
  )
}
