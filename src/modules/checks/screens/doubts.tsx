// 存疑记录: records that look made up, with the reasons; the caller is heard before anything is found.
import type { ReactNode } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { Select, TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { SuspicionLine, SuspicionSheet } from '../contract.ts'
import { suspicionLifecycle } from '../lifecycle.ts'
import { rules } from '../made-up.ts'
import { Evidence } from './evidence.tsx'

type Line = Wire<SuspicionLine>
type Sheet = Wire<SuspicionSheet>

const nameOfRule = (rule: string): string =>
  rule in rules ? t(rules[rule as keyof typeof rules].words) : t('患者说没有接到', 'The patient says no')

const columns = (): readonly Column<Line>[] => [
  { key: 'caller', head: t('回访人', 'Caller'), width: '84px', card: 'title', cell: (row) => row.caller.name },
  { key: 'patient', head: t('患者', 'Patient'), width: '72px', card: 'line', cell: (row) => row.patient },
  {
    key: 'why',
    head: t('为什么存疑', 'Why'),
    card: 'foot',
    cell: (row) =>
      row.reasons
        .slice(0, 3)
        .map((one) => nameOfRule(one.rule))
        .join('、'),
  },
  {
    key: 'at',
    head: t('回访时间', 'Called'),
    width: '112px',
    card: 'aside',
    cell: (row) => <Time at={row.calledAt} />,
  },
  {
    key: 'status',
    head: t('进展', 'State'),
    width: '150px',
    card: 'line',
    cell: (row) => (
      <>
        <StateDot life={suspicionLifecycle} status={row.status} tone={row.status === 'flagged' ? 'accent' : 'plain'} />
        {row.voidedAt && <Tag tone="warn">{t('已作废', 'Voided')}</Tag>}
        {row.status === 'asked' && row.side && <Tag tone="accent">{t('已说明', 'Said')}</Tag>}
      </>
    ),
  },
]

/** Each reason with a bar as long as its weight: what counts most is seen first. */
export const Reasons = ({ reasons }: Pick<Line, 'reasons'>) => (
  <ul className="check-reasons">
    {reasons.map((one) => (
      <li key={one.rule}>
        <b>{nameOfRule(one.rule)}</b>
        <Strip share={one.weight / 5} tone="warn" />
        <span>{t(one.words)}</span>
      </li>
    ))}
  </ul>
)

const Deciding = ({ it }: { it: Sheet }) => {
  const form = useForm({ finding: '' })
  const ask = useDo(api.suspicions.ask, { says: t('已请本人说明', 'Asked') })
  const clear = useDo(api.suspicions.clear, { inForm: true, says: t('已排除', 'Cleared') })
  const confirm = useDo(api.suspicions.confirm, { inForm: true, says: t('已认定', 'Confirmed') })
  const body = { id: it.id, finding: form.values.finding }
  return (
    <Form
      onSubmit={() => clear.run(body)}
      problem={confirm.problem ?? clear.problem}
      busy={clear.busy}
      submit={t('排除', 'Clear')}
      extra={
        <>
          {it.can.includes('ask') && (
            <Button busy={ask.busy} onClick={() => void ask.run({ id: it.id })}>
              {t('请本人说明', 'Ask for his side')}
            </Button>
          )}
          {it.can.includes('confirm') && (
            <Button kind="danger" busy={confirm.busy} onClick={() => void confirm.run(body)}>
              {t('认定不实', 'Confirm')}
            </Button>
          )}
        </>
      }
    >
      <TextArea {...form.field('finding')} label={t('查实的情况', 'What was found')} rows={2} />
    </Form>
  )
}

/** A confirmed record still counts, until it is voided. */
const Voiding = ({ it }: { it: Sheet }) => {
  const voided = useDo(api.suspicions.void, {
    changes: ['task', 'report'],
    says: t('已作废，各项数字随之更正', 'Voided; the figures follow'),
  })
  return (
    <div className="check-void">
      <p className="hint">
        {t(
          '这条记录还计入已访和满意度。作废以后不再计入，该患者算未访，直到重新访到。',
          'It still counts as reached, and its grade. Voided it does not: the patient is not reached until he is in earnest.',
        )}
      </p>
      <ConfirmButton
        danger
        label={t('作废记录', 'Void the record')}
        title={t('作废这条回访记录？', 'Void this record?')}
        text={
          <p>
            {t(
              '以往各月的已访率、满意度、意见数随之更正，原记录留存备查。作废以后不能恢复。',
              'Figures of past months follow; the record is kept for reference. This cannot be undone.',
            )}
          </p>
        }
        busy={voided.busy}
        onConfirm={() => void voided.run({ id: it.id })}
      />
    </div>
  )
}

const Doubt = ({ it }: { it: Sheet }) => (
  <Panel
    head={
      <div className="check-head">
        <h2>
          {it.caller.name} · {it.patient}
        </h2>
        <StateDot life={suspicionLifecycle} status={it.status} tone={it.status === 'flagged' ? 'accent' : 'plain'} />
        <span className="hint">
          {it.department && `${it.department} · `}
          <Time at={it.calledAt} />
        </span>
      </div>
    }
    foot={
      (it.can.includes('clear') || it.can.includes('void')) && (
        <div className="check-decide">{it.can.includes('void') ? <Voiding it={it} /> : <Deciding it={it} />}</div>
      )
    }
  >
    {it.voidedAt ? (
      <Note tone="warn" title={t('记录已作废', 'The record is voided')}>
        <Time at={it.voidedAt} /> {t('起不计入任何数字；以下是原记录，留存备查。', 'No figure counts it; kept below.')}
      </Note>
    ) : (
      it.can.includes('clear') && (
        <Note title={t('这是疑点，不是结论', 'A suspicion, not a verdict')}>
          {t(
            '先听本人怎么说，再查录音、通话记录，必要时复核患者。',
            'Hear the caller first; then the recording, the calls, and the patient if need be.',
          )}
        </Note>
      )
    )}
    <Section title={t('为什么存疑', 'Why')}>
      <Reasons reasons={it.reasons} />
    </Section>
    {(it.askedAt || it.side) && (
      <Section title={t('本人说明', 'His side')}>
        {it.side ? (
          <p>{it.side}</p>
        ) : (
          <p className="none">
            {t('等待说明，截止', 'Awaited until')} {it.sideBy && <Time at={it.sideBy} />}
          </p>
        )}
      </Section>
    )}
    {it.finding && (
      <Section title={t('结论', 'Finding')}>
        <p>{it.finding}</p>
        <p className="hint">
          {it.decidedBy} {it.decidedAt && <Time at={it.decidedAt} />}
          {it.again && t(' · 已另安排同事给患者打电话', ' · somebody else calls the patient')}
        </p>
        {it.matters.length > 0 && (
          <p className="hint">
            {t('由这条记录登记的诉求，请到原件更正：', 'Cases that came of it, to be put right there: ')}
            {it.matters.map((one) => (
              <Go key={one.id} to={`/cases/${one.id}`}>
                {one.number}
              </Go>
            ))}
          </p>
        )}
      </Section>
    )}
    <Evidence record={it.record} calls={it.calls} needed={it.needed} />
  </Panel>
)

export const Doubts = ({ tools }: { tools: ReactNode }) => {
  const [filters, set] = useFilters<'id' | 'status'>()
  const status = (filters.status || 'flagged') as Line['status']
  const list = useAskPages(api.suspicions.list, { status })
  const one = useOpened(api.suspicions.get)
  return (
    <Records
      heading={t('存疑记录', 'Suspicious records')}
      unseen
      noun={t('一份存疑记录', 'A suspicious record')}
      tools={tools}
      under={
        <div className="toolbar filters no-print">
          <Select
            bare
            label={t('进展', 'State')}
            value={status}
            onChange={(value) => set({ status: value === 'flagged' ? '' : value, id: '' })}
            options={Object.entries(suspicionLifecycle.states).map(([value, words]) => ({
              value: value as Line['status'],
              label: t(words),
            }))}
          />
        </div>
      }
      list={list}
      columns={columns}
      nameOf={(row) => `${row.caller.name} ${row.patient}`}
      ask={one}
      record={(it) => <Doubt it={it} />}
      empty={
        <Empty icon="checks" title={t('没有存疑的记录', 'Nothing is in doubt')}>
          {t(
            '每天夜里核对近一个月的回访：有没有通话、通话够不够长、是不是照抄、来不来得及。',
            'Every night the last month’s calls are compared with what the telephone saw.',
          )}
        </Empty>
      }
      nothing={<Empty icon="checks" title={t('选择一份记录', 'Choose a record')} />}
    />
  )
}
