// 苗头: what keeps coming back, newest first, and for one of them the reckoning and the cases behind it.
import { useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { OtherLine } from '#modules/cases/screens/other-case.tsx'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { Go, useFilters, useGo } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, Segmented } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { DayText, Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { Proposal, ProposalLine } from '../contract.ts'
import { proposalLifecycle } from '../lifecycle.ts'
import './proposals.css'

type Line = Wire<ProposalLine>

const Marks = ({ it }: { it: Line }) => (
  <>
    {it.words && <Tag>{t('说法相近', 'Alike')}</Tag>}
    {it.restricted && <Tag tone="bad">{t('限监察室', 'Supervision only')}</Tag>}
    {it.risen > 0 && <Tag tone="warn">{t('再次抬头', 'Risen again')}</Tag>}
  </>
)

const columns = (): Column<Line>[] => [
  {
    key: 'title',
    head: t('哪里的什么', 'Where and what'),
    card: 'title',
    cell: (row) => (
      <span className="proposal-title">
        <b>{t(row.title)}</b> <Marks it={row} />
      </span>
    ),
  },
  {
    key: 'observed',
    head: t('人数', 'People'),
    width: '150px',
    cell: (row) => t(`${row.span} 天 ${row.observed} 人`, `${row.observed} in ${row.span} days`),
  },
  { key: 'since', head: t('最早', 'Since'), width: '110px', cell: (row) => <DayText day={row.since} /> },
  {
    key: 'latest',
    head: t('最近', 'Latest'),
    width: '110px',
    card: 'aside',
    cell: (row) => <DayText day={row.latest} />,
  },
]

/** A new project, or one that runs already; its screen opens. */
const Take = ({ it, onClose }: { it: Wire<Proposal>; onClose: () => void }) => {
  const go = useGo()
  const running = useAsk(api.projects.list, { view: 'running', limit: 200 })
  const form = useForm({ projectId: '', title: '' })
  const take = useDo(api.proposals.take, { inForm: true, says: t('已采纳，成为改进项目', 'Taken up as a project') })
  const { projectId, title } = form.values
  const run = async () => {
    const taken = await take.run({ id: it.id, projectId: projectId || null, title })
    if (taken?.project) go(`/projects/${taken.project.id}`)
  }
  const joinable = (running.data?.rows ?? []).filter(({ can }) => can.includes('join'))
  return (
    <Form
      onSubmit={run}
      submit={projectId ? t('纳入这个项目', 'Join it') : t('立项', 'Make a project')}
      busy={take.busy}
      problem={take.problem}
      onCancel={onClose}
    >
      {joinable.length > 0 && (
        <Select
          {...form.field('projectId')}
          label={t('新项目，还是已有的', 'A new one, or one that runs')}
          empty={t('发起新的', 'A new one')}
          options={joinable.map((one) => ({ value: one.id, label: `${one.number} ${one.title}` }))}
        />
      )}
      {!projectId && (
        <TextField {...form.field('title')} label={t('项目名称', 'Title')} optional hint={t(it.title)} maxLength={80} />
      )}
    </Form>
  )
}

/** Taking up or dismissing; a reason stays with what was dismissed. */
const Foot = ({ it }: { it: Wire<Proposal> }) => {
  const [open, setOpen] = useState<'take' | 'dismiss' | undefined>()
  const form = useForm({ reason: '' })
  const close = () => setOpen(undefined)
  const dismiss = useDo(api.proposals.dismiss, {
    inForm: true,
    says: t('已排除；再多起来会重新提出', 'Dismissed; it comes again when it rises'),
    done: close,
  })
  if (open === 'take') return <Take it={it} onClose={close} />
  if (open === 'dismiss')
    return (
      <Form
        onSubmit={() => dismiss.run({ id: it.id, reason: form.values.reason })}
        submit={t('排除', 'Dismiss')}
        busy={dismiss.busy}
        problem={dismiss.problem}
        onCancel={close}
      >
        <TextField {...form.field('reason')} label={t('为什么不是问题', 'Why it is nothing')} autoFocus />
      </Form>
    )
  return (
    <div className="actions">
      {it.can.includes('take') && (
        <Button kind="primary" onClick={() => setOpen('take')}>
          {t('采纳，着手改进', 'Take it up')}
        </Button>
      )}
      {it.can.includes('dismiss') && <Button onClick={() => setOpen('dismiss')}>{t('排除…', 'Dismiss…')}</Button>}
    </div>
  )
}

const Record = ({ it }: { it: Wire<Proposal> }) => (
  <Panel
    head={
      <div className="proposal-head">
        <h2>{t(it.title)}</h2>
        <StateDot life={proposalLifecycle} status={it.status} tone={it.status === 'found' ? 'accent' : 'plain'} />
        <Marks it={it} />
      </div>
    }
    foot={it.can.length > 0 && <Foot it={it} />}
  >
    <Note>{t(it.sentence)}</Note>
    <Facts
      facts={[
        [t('最早一件', 'The first'), <DayText key="since" day={it.since} />],
        [t('最近一件', 'The latest'), <DayText key="latest" day={it.latest} />],
        [t('发现', 'Found'), <Time key="found" at={it.foundAt} />],
        [
          it.status === 'dismissed' ? t('排除', 'Dismissed') : t('采纳', 'Taken up'),
          it.decidedBy && it.decidedAt ? (
            <span key="by">
              {it.decidedBy} <Time at={it.decidedAt} />
            </span>
          ) : null,
        ],
        [t('理由', 'Reason'), it.reason, true],
        [
          t('改进项目', 'Project'),
          it.project && (
            <Go key="project" to={`/projects/${it.project.id}`}>
              {it.project.number} {it.project.title}
            </Go>
          ),
          true,
        ],
      ]}
    />
    {it.alike && (
      <p className="hint proposal-alike">
        {t(
          `其中 ${it.alike.count} 件说法相近：${it.alike.words.map((word) => `“${word}”`).join('、')}`,
          `${it.alike.count} of them say nearly the same: ${it.alike.words.join(', ')}`,
        )}
      </p>
    )}
    <Section title={t('依据的诉求', 'The cases behind it')} aside={it.behind.length}>
      <ul className="proposal-cases">
        {it.behind.map((one) => (
          <li key={one.id}>
            <OtherLine one={one} />
            {one.alike && it.alike!.count < it.behind.length && <Tag>{t('说法相近', 'Alike')}</Tag>}
          </li>
        ))}
      </ul>
      <p className="hint">
        {t(
          '人数按人计，同一人反复反映只算一人，所以可能少于件数。',
          'People are counted once each, so there may be fewer than cases.',
        )}
      </p>
    </Section>
  </Panel>
)

type View = ProposalLine['status']

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'view'>()
  const view = (filters.view || 'found') as View
  return (
    <Records
      heading={t('苗头', 'What keeps coming back')}
      noun={t('一处苗头', 'One that keeps coming back')}
      tools={
        <Segmented
          label={t('状态', 'State')}
          value={view}
          onChange={(value) => set({ view: value === 'found' ? '' : value, id: '' })}
          options={(['found', 'taken', 'dismissed', 'over'] as const).map((value) => ({
            value,
            label: t(proposalLifecycle.states[value]!),
          }))}
        />
      }
      list={useAskPages(api.proposals.list, { status: view })}
      columns={columns}
      ask={useOpened(api.proposals.get)}
      record={(it) => <Record it={it} />}
      empty={
        <Empty icon="flag" title={t('没有反复出现的问题', 'Nothing keeps coming back')}>
          {t(
            '每天夜里按分类、科室、地点、时段和说法比对往年，明显多于往常的会列在这里。',
            'Every night category, department, place, hour and words are compared with the past; what clearly exceeds it stands here.',
          )}
        </Empty>
      }
      nothing={<Empty icon="flag" title={t('选择一处苗头', 'Choose one')} />}
    />
  )
}
