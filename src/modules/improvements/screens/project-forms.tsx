// The verbs of a project that want a few words: each button opens its own small form.
import { useState } from 'react'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { PickMany } from '#web/ui/pick-many.tsx'
import { type Project, sayVerb } from './project-words.ts'
import { StandardForm } from './standard-form.tsx'

type Close = { it: Project; onClose: () => void }

const reasons = {
  again: () => t('上一轮为什么没有到位，这一轮改什么', 'Why the last round fell short, and what this one changes'),
  giveUp: () => t('为什么没有改善就结题', 'Why it is closed without having improved'),
  cancel: () => t('为什么取消', 'Why it is cancelled'),
}
type Reasoned = keyof typeof reasons

const ReasonForm = ({ it, verb, onClose }: Close & { verb: Reasoned }) => {
  const form = useForm({ reason: '' })
  const run = useDo(api.projects[verb] as typeof api.projects.cancel, {
    inForm: true,
    says: t(`已办：${sayVerb(verb)}`, `Done: ${sayVerb(verb)}`),
    done: onClose,
  })
  return (
    <Form
      onSubmit={() => run.run({ id: it.id, ...form.values })}
      submit={sayVerb(verb)}
      busy={run.busy}
      problem={run.problem}
      danger={verb !== 'again'}
      onCancel={onClose}
    >
      <TextField {...form.field('reason')} label={reasons[verb]()} maxLength={500} autoFocus />
    </Form>
  )
}

const AppointForm = ({ it, onClose }: Close) => {
  const groups = useDepartments()
  const { data } = useAsk(api.staff.list, {})
  const form = useForm({
    ...{ title: it.title, departmentId: it.departmentId ?? '', ownerId: it.ownerId ?? '' },
    team: it.team.map(({ id }) => id),
  })
  const run = useDo(api.projects.appoint, { inForm: true, says: t('已保存', 'Saved'), done: onClose })
  const { title, departmentId, ownerId, team } = form.values
  const parts = new Set([departmentId, ...team])
  const people = (data?.rows ?? []).filter(
    ({ role, status, departments }) =>
      status === 'active' &&
      (role === 'lead' ||
        role === 'supervision' ||
        (role === 'department' && departments.some((one) => parts.has(one)))),
  )
  return (
    <Form
      onSubmit={() => run.run({ id: it.id, title, departmentId: departmentId || null, ownerId: ownerId || null, team })}
      submit={t('保存', 'Save')}
      busy={run.busy}
      problem={run.problem}
      onCancel={onClose}
    >
      <TextField {...form.field('title')} label={t('项目名称', 'Title')} maxLength={80} />
      <div className="columns">
        <Select
          {...form.field('departmentId')}
          label={t('牵头科室', 'Leading department')}
          empty={t('客服中心', 'The centre')}
          groups={groups}
        />
        <Select
          {...form.field('ownerId')}
          label={t('负责人', 'Owner')}
          empty={t('未指定', 'Nobody yet')}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      <PickMany
        label={t('参与科室', 'Taking part')}
        name="team"
        value={team}
        onChange={(to) => form.set({ team: to })}
        groups={groups}
        add={t('添加科室', 'Add a department')}
      />
    </Form>
  )
}

const SucceedForm = ({ it, onClose }: Close) => {
  const form = useForm({ news: '' })
  const run = useDo(api.projects.succeed, {
    inForm: true,
    says: t('已结题，名单在下面', 'Closed; the list is below'),
    done: onClose,
  })
  return (
    <Form
      onSubmit={() => run.run({ id: it.id, ...form.values })}
      submit={t('成功结题', 'Close as improved')}
      busy={run.busy}
      problem={run.problem}
      onCancel={onClose}
    >
      <TextArea
        {...form.field('news')}
        label={t('您说，我改：对反映过的人说的话', 'You said, we changed: what the people who raised it are told')}
        hint={t(
          '写改了什么、从什么时候起；会出现在他们的凭码网页上，也照此打电话。不写人名、病情。',
          'What changed and since when; it stands on their receipt pages and is said on the telephone. No names, nothing of illness.',
        )}
        rows={3}
        maxLength={500}
      />
    </Form>
  )
}

const forms = {
  appoint: AppointForm,
  standardise: StandardForm,
  succeed: SucceedForm,
  again: (props: Close) => <ReasonForm {...props} verb="again" />,
  giveUp: (props: Close) => <ReasonForm {...props} verb="giveUp" />,
  cancel: (props: Close) => <ReasonForm {...props} verb="cancel" />,
} as const
type Formed = keyof typeof forms

const plain = ['start', 'begin', 'check', 'conclude'] as const
const first = [
  'start',
  'begin',
  'check',
  'conclude',
  'succeed',
  'standardise',
  'again',
  'giveUp',
  'appoint',
  'cancel',
] as const

/** What its next step waits for, in one sentence. */
const waitingFor = (it: Project): string | null => {
  const round = it.rounds[0]!
  const left = it.measured.filter((one) => one.inRound === it.round && one.status === 'planned').length
  if (it.status === 'planning') {
    const missing = [
      ...(round.problem && round.cause ? [] : [t('问题和根本原因', 'problem and root cause')]),
      ...(round.figure ? [] : [t('指标', 'the figure')]),
      ...(it.measures.all > 0 ? [] : [t('整改措施', 'a measure')]),
    ].join(t('、', ', '))
    return missing && t(`开始实施前还差：${missing}。`, `Before it begins: ${missing}.`)
  }
  if (it.status === 'doing' && left > 0)
    return t(
      `还有 ${left} 条整改没有落实；全部落实后进入检查。`,
      `${left} measures are still to be done; then it is checked.`,
    )
  if (it.status === 'checking')
    return t(
      `观察到 ${round.windowUntil}，期满当夜自动得出结论。`,
      `Watched until ${round.windowUntil}; concluded by itself that night.`,
    )
  if (it.status === 'acting' && it.verdict !== 'better')
    return t(
      '指标没有确实改善，不能成功结题：再来一轮，或注明原因结题。',
      'The figure did not move: go round again, or close it with a reason.',
    )
  if (it.status === 'acting' && it.standards.length === 0)
    return t('指标确有改善；把做法固化下来，就可以成功结题。', 'It has improved; standardise it, and it can be closed.')
  return null
}

/** What may be done with the project as a whole: one verb stands out, the others wait beside it. */
export const ProjectActs = ({ it }: { it: Project }) => {
  const [open, setOpen] = useState<Formed | undefined>()
  const run = useDo(api.projects.start, { says: t('已保存', 'Saved') })
  const begin = useDo(api.projects.begin, { says: t('开始实施，指标已固定', 'Begun; the figure is fixed') })
  const check = useDo(api.projects.check, { says: t('明天起进入观察期', 'The window begins tomorrow') })
  const conclude = useDo(api.projects.conclude, { says: t('结论已冻结', 'The verdict is kept') })
  const go = { start: run, begin, check, conclude }
  const verbs = first.filter((verb) => it.can.includes(verb))
  const Open = open && it.can.includes(open) ? forms[open] : undefined
  if (Open)
    return (
      <div className="sheet no-print">
        <h2>{sayVerb(open!)}</h2>
        <Open it={it} onClose={() => setOpen(undefined)} />
      </div>
    )
  const waiting = waitingFor(it)
  return (
    <div className="actions no-print">
      {verbs.map((verb, i) => {
        const kind =
          i === 0 && verb !== 'appoint' && verb !== 'cancel' ? 'primary' : verb === 'cancel' ? 'quiet' : 'plain'
        const isPlain = (plain as readonly string[]).includes(verb)
        return (
          <Button
            key={verb}
            kind={kind}
            busy={isPlain && go[verb as keyof typeof go].busy}
            onClick={() => (isPlain ? void go[verb as keyof typeof go].run({ id: it.id }) : setOpen(verb as Formed))}
          >
            {sayVerb(verb)}
          </Button>
        )
      })}
      {waiting && <span className="hint">{waiting}</span>}
    </div>
  )
}
