// 我的质检: what was found about one's own calls once it is released, with a word to say to it.
import type { Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { CheckLine, CheckSheet, SuspicionLine } from '../contract.ts'
import { checkLifecycle } from '../lifecycle.ts'
import { Reasons } from './doubts.tsx'
import { Marked } from './record.tsx'
import { ResultSummary } from './results.tsx'
import { Score } from './score.tsx'

type Line = Wire<CheckLine>

const columns = (): readonly Column<Line>[] => [
  { key: 'patient', head: t('患者', 'Patient'), width: '84px', card: 'title', cell: (row) => row.patient },
  { key: 'department', head: t('科室', 'Department'), card: 'line', cell: (row) => row.department ?? '—' },
  {
    key: 'at',
    head: t('回访时间', 'Called'),
    width: '120px',
    card: 'aside',
    cell: (row) => <Time at={row.calledAt} />,
  },
  {
    key: 'score',
    head: t('评分', 'Score'),
    width: '130px',
    card: 'foot',
    cell: (row) => (
      <>
        <Score it={row} /> <StateDot life={checkLifecycle} status={row.status} tone="plain" />
      </>
    ),
  },
]

/** A record that needs a word from its caller: why, and what he says. */
const Asked = ({ it }: { it: Wire<SuspicionLine> }) => {
  const form = useForm({ side: it.side ?? '' })
  const say = useDo(api.suspicions.state, { inForm: true, says: t('已提交', 'Sent') })
  return (
    <Section
      title={t(`${it.patient} 的回访记录需要您说明`, `The record of ${it.patient} needs a word from you`)}
      aside={<Time at={it.calledAt} />}
      {...(it.status === 'asked' && !it.side ? { tone: 'warn' as const } : {})}
    >
      <Reasons reasons={it.reasons} />
      {it.status === 'asked' ? (
        <Form
          onSubmit={() => say.run({ id: it.id, side: form.values.side })}
          problem={say.problem}
          busy={say.busy}
          submit={it.side ? t('修改说明', 'Change it') : t('提交说明', 'Send')}
        >
          <TextArea
            {...form.field('side')}
            label={t('当时的情况', 'What happened')}
            rows={3}
            hint={t(
              '这是疑点，不是结论；如用手机拨打、患者家属代接等，请写明。',
              'A suspicion, no verdict: say what it was.',
            )}
          />
        </Form>
      ) : (
        <>
          {it.side && <p>{it.side}</p>}
          {it.finding && (
            <Note
              tone={it.status === 'confirmed' ? 'warn' : 'good'}
              title={it.status === 'confirmed' ? t('认定不实', 'Confirmed') : t('已排除', 'Cleared')}
            >
              {it.finding}
              {it.voidedAt && <p>{t('记录已作废，不计入任何数字。', 'The record is voided; no figure counts it.')}</p>}
            </Note>
          )}
        </>
      )}
    </Section>
  )
}

const Objecting = ({ it }: { it: Wire<CheckSheet> }) => {
  const form = useForm({ words: '' })
  const object = useDo(api.checks.object, { inForm: true, says: t('已提交给监察室', 'Sent') })
  return (
    <Form
      onSubmit={() => object.run({ id: it.id, words: form.values.words })}
      problem={object.problem}
      busy={object.busy}
      submit={t('提出异议', 'Object')}
    >
      <TextArea {...form.field('words')} label={t('不同意的地方', 'What you do not agree with')} rows={2} />
    </Form>
  )
}

const Mine = ({ it }: { it: Wire<CheckSheet> }) => (
  <Panel
    head={
      <div className="check-head">
        <h2>{it.patient}</h2>
        <StateDot life={checkLifecycle} status={it.status} tone="plain" />
        <span className="hint">
          {it.department} · <Time at={it.calledAt} />
        </span>
      </div>
    }
    foot={
      it.can.includes('object') && (
        <div className="check-decide">
          <Objecting it={it} />
        </div>
      )
    }
  >
    <Marked it={it} />
  </Panel>
)

export const Own = () => {
  const [, set] = useFilters<'id'>()
  const list = useAskPages(api.checks.list, {})
  const one = useOpened(api.checks.get)
  const results = useAsk(api.checks.results, {})
  const asked = useAskPages(api.suspicions.list, {})
  const mine = results.data?.callers[0]
  const toSay = asked.rows ?? []
  return (
    <Records
      heading={t('我的质检', 'My quality')}
      noun={t('一通抽查', 'A spot check')}
      under={
        <div className="check-own">
          {mine && results.data && <ResultSummary it={mine} month={results.data.month} />}
          {toSay.map((it) => (
            <Asked key={it.id} it={it} />
          ))}
        </div>
      }
      list={list}
      columns={columns}
      nameOf={(row) => row.patient}
      ask={one}
      record={(it) => <Mine it={it} />}
      empty={
        <Empty icon="checks" title={t('还没有公布的抽查', 'Nothing has been released')}>
          {t(
            '每月抽查一部分回访电话，查完公布后在这里看到自己的评分和意见。',
            'Some calls are checked each month; your marks stand here once they are released.',
          )}
        </Empty>
      }
      nothing={
        <Empty icon="checks" title={t('选择一通电话', 'Choose a call')}>
          {list.rows?.[0] && (
            <Button onClick={() => set({ id: list.rows![0]!.id })}>{t('看最近一通', 'The latest')}</Button>
          )}
        </Empty>
      }
    />
  )
}
