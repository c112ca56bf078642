// Registering what came in, whatever it is and by whatever way: the words first, then what that kind of matter needs.

import type { InputOf } from '#kernel/contract.ts'
import { addDays, at, dayOf, isoOf } from '#kernel/time.ts'
import { calming } from '#modules/knowledge/phrases.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { useNow } from '#web/ui/clock.ts'
import { MomentField, Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Panel, Section, usePhone } from '#web/ui/layout.tsx'
import { PickMany } from '#web/ui/pick-many.tsx'
import type { cases } from '../contract.ts'
import { categories, categoryOf, subcategoryOf } from '../taxonomy.ts'
import { channelWords, kindWords, moodWords } from '../words.ts'
import { useDepartments } from './departments.ts'
import { CategoryField, GradeFields, Sealing } from './grading.tsx'
import { useUnsaved } from './unsaved.ts'
import { nobody, WhoFields } from './who.tsx'
import type { Sheet } from './words.ts'
import { useWritten } from './written.ts'

type Given = InputOf<typeof cases.open>
type Kind = NonNullable<Given['kind']>
type Channel = NonNullable<Given['channel']>

/** In the order in which people call; a follow-up's opinion comes from its call. */
const kinds: readonly Kind[] = ['enquiry', 'help', 'complaint', 'suggestion', 'praise', 'staff']
const channels: readonly Channel[] = ['phone', 'desk', 'letter', 'wechat', 'department', 'station']

/** What a kind is filed under until somebody says more. */
const usual: Readonly<Partial<Record<Kind, string>>> = { enquiry: 'K1', suggestion: 'K2', praise: 'K3', help: 'K4' }
const isUsual = (category: string): boolean => Object.values(usual).includes(category)

const fresh = {
  ...nobody,
  kind: 'enquiry' as Kind,
  channel: 'phone' as Channel,
  text: '',
  demand: '',
  answered: '',
  promising: false,
  promised: '',
  byAt: '',
  departmentId: '',
  category: 'K1',
  aspects: [] as readonly string[],
  happenedAt: '',
  place: '',
  mood: '' as NonNullable<Given['mood']>,
  calmed: '',
  severity: 1,
  urgency: 3,
  heated: false,
  accusedIds: [] as readonly string[],
}
type Values = typeof fresh

const brief = (kind: Kind): boolean => kind === 'enquiry' || kind === 'help'

/** The form as the server takes it. */
const asInput = (v: Values, callId?: string, replyId?: string): Given => {
  const said = v.name !== '' || v.phone !== '' || ((callId || replyId) && (v.relation !== 'self' || v.speaksFor !== ''))
  const speaks = v.kind !== 'staff' && said
  const { name, phone, speaksFor, address } = v
  const reporter = { name, phone, speaksFor, address, relation: v.relation, reach: v.reach } as NonNullable<
    Given['reporter']
  >
  const { text, demand, kind, channel, category, place, mood, calmed, severity, urgency, heated } = v
  return {
    ...{ text, demand, kind, channel, category, place, mood, calmed, severity, urgency, heated },
    aspects: [...v.aspects],
    accusedIds: [...v.accusedIds],
    happenedAt: v.happenedAt || null,
    departmentId: v.departmentId || null,
    patientId: v.patientId || null,
    encounterId: v.encounterId || null,
    reporter: speaks ? reporter : null,
    ...(callId ? { callId } : {}),
    ...(replyId ? { replyId } : {}),
    ...(brief(kind) && !v.promising && v.answered.trim() ? { answered: v.answered } : {}),
    ...(v.promising ? { promised: { what: v.promised, byAt: v.byAt, toWhom: name } } : {}),
  } as Given
}

type Part = {
  values: Values
  set: (patch: Partial<Values>) => void
  field: ReturnType<typeof useUnsaved<Values>>['field']
}

/** Two fields and one key; or a promise, when it has to be found out first. */
const Brief = ({ values, set, field }: Part) => {
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

const Calming = ({ values, set, field }: Part) => (
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
const Whole = ({ values, set, field }: Part) => {
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

/** Another kind is filed elsewhere, unless somebody has chosen a category already. */
const categoryFor = (kind: Kind, before: string): string => {
  const staff = categoryOf(subcategoryOf(before)?.code ?? '')?.domain === 'staff'
  if (kind === 'staff') return staff ? before : 'J1'
  return staff || isUsual(before) || before === '' ? (usual[kind] ?? '') : before
}

export const Intake = ({
  stay,
  patientId,
  callId,
  replyId,
  onOpened,
  onMatter,
  onClose,
}: {
  stay?: string | undefined
  patientId?: string | undefined
  /** The call in which it is being said: the number is already known there. */
  callId?: string | undefined
  /** The text in which it was written: the number is already known there. */
  replyId?: string | undefined
  onOpened: (after: Sheet) => void
  /** Somebody found that the matter is known already. */
  onMatter: (id: string) => void
  onClose: () => void
}) => {
  const phone = usePhone()
  // A department passes on what it was told; answering and promising is the centre's.
  const centre = useMayEver()('case.reply')
  const begun = { ...fresh, patientId: patientId ?? '', encounterId: stay ?? '' }
  const form = useUnsaved<Values>(
    `new.${callId ?? replyId ?? stay ?? patientId ?? ''}`,
    stay || !centre ? { ...begun, kind: 'complaint', category: '' } : begun,
  )
  const { values, set, field } = form
  const written = useWritten(replyId, values.text === '', set)
  const it = useDo(api.cases.open, {
    inForm: true,
    says: (after) =>
      after.status === 'archived'
        ? t(`${after.number} 已答复办结`, `${after.number} answered and closed`)
        : after.can.length > 0
          ? t(`已登记 ${after.number}`, `Opened ${after.number}`)
          : t(`已登记 ${after.number}，由监察室处理`, `Opened ${after.number}; supervision has it`),
    done: (after) => {
      form.done()
      onOpened(after)
    },
  })
  const send = () => it.run(asInput(values, callId, replyId))
  useShortcut('Ctrl+Enter', () => void send())
  const part = { values, set, field }
  const offered = centre ? kinds : kinds.filter((kind) => !brief(kind))
  const closes = brief(values.kind) && !values.promising && values.answered.trim() !== ''
  return (
    <Panel
      head={phone ? null : <h2 className="panel-title">{t('登记', 'Register')}</h2>}
      foot={
        <>
          <Button kind="primary" busy={it.busy} onClick={() => void send()} keys="Ctrl+Enter">
            {closes ? t('答复并办结', 'Answer and close') : t('登记', 'Register')}
          </Button>
          <Button onClick={onClose}>{t('先不登记', 'Not now')}</Button>
        </>
      }
    >
      <Form onSubmit={send} problem={it.problem}>
        <RadioRow<Kind>
          name="kind"
          label={t('是什么', 'What it is')}
          value={values.kind}
          onChange={(kind) => set({ kind, category: categoryFor(kind, values.category) })}
          options={offered.map((value) => ({ value, label: t(kindWords[value]!) }))}
        />
        <TextArea {...field('text')} label={t('说了什么（尽量用原话）', 'What was said, in their words')} rows={4} />
        {brief(values.kind) && <Brief {...part} />}
        {values.kind === 'staff' ? (
          <p className="hint">
            {t(
              '员工声音不登记身份。要署名、保密或匿名，请员工自己在“员工声音”页面提交：',
              'No identity is written down here; staff give theirs, or none, on their own page: ',
            )}
            <a href="/say/staff" target="_blank" rel="noreferrer">
              /say/staff
            </a>
          </p>
        ) : (
          <WhoFields value={values} set={set} onMatter={onMatter} callId={callId} replyFrom={written?.from} />
        )}
        {!brief(values.kind) && <Whole {...part} />}
        {values.kind !== 'praise' && <Calming {...part} />}
        <Fold
          title={t('渠道与分级', 'Channel and grades')}
          aside={t(channelWords[values.channel]!)}
          open={!brief(values.kind) && values.kind !== 'praise'}
        >
          {centre && (
            <RadioRow<Channel>
              {...field('channel')}
              label={t('从哪里来', 'By what way')}
              options={channels.map((value) => ({ value, label: t(channelWords[value]!) }))}
            />
          )}
          <GradeFields value={values} set={set} />
        </Fold>
        <p className="hint">
          <Kbd keys="Ctrl+Enter" />{' '}
          {brief(values.kind)
            ? t('写下问题和答复，一个键办结。', 'The question, the answer, one key.')
            : t(
                '一般诉求直接转科室，5 个工作日内反馈。',
                'An ordinary matter goes straight to its department: five working days.',
              )}{' '}
          <Go to="/promises">{t('承诺台账', 'Promises')}</Go>
        </p>
      </Form>
    </Panel>
  )
}
