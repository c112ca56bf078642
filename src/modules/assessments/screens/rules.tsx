// 考核办法: the versions, what each says, what it would have said about the past year, and who publishes it from when.
import { useState } from 'react'
import { addMonths, monthOf, monthsUntil } from '#kernel/time.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { Button, PrintButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { Select, TextArea } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { sayMonth, Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { ruleSetLifecycle } from '../lifecycle.ts'
import { RuleForm } from './rule-form.tsx'
import { Tried } from './tried.tsx'
import { type OneRules, type RuleLine, ruleTone, sayTotal } from './words.ts'
import './assessments.css'

const columns = (): Column<RuleLine>[] => [
  {
    key: 'name',
    head: t('考核办法', 'Rules'),
    card: 'title',
    cell: (row) => (
      <>
        <b>{row.name}</b>{' '}
        <small>{t(`第 ${row.number} 版 · ${row.items} 条`, `version ${row.number}, ${row.items} rules`)}</small>
      </>
    ),
  },
  {
    key: 'from',
    head: t('生效', 'From'),
    width: '120px',
    card: 'line',
    cell: (row) => (row.fromMonth ? sayMonth(row.fromMonth) : '—'),
  },
  {
    key: 'status',
    head: t('状态', 'State'),
    width: '130px',
    card: 'aside',
    cell: (row) => <StateDot life={ruleSetLifecycle} status={row.status} tone={ruleTone(row.status)} />,
  },
]

/** The next six months: rules take force in one that has not begun. */
const months = (): string[] => monthsUntil(addMonths(monthOf(now()), 6), 6)

const Publishing = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({ fromMonth: months()[0]!, words: '' })
  const publish = useDo(api.ruleSets.publish, {
    inForm: true,
    says: t('已发布，各科室已收到通知', 'Published; departments are told'),
    done: onDone,
  })
  return (
    <Form
      onSubmit={() => publish.run({ id, ...form.values })}
      problem={publish.problem}
      submit={t('发布', 'Publish')}
      busy={publish.busy}
      onCancel={onDone}
    >
      <Select
        {...form.field('fromMonth')}
        onChange={(value) => form.set({ fromMonth: value || months()[0]! })}
        label={t('从哪个月起生效', 'From which month')}
        options={months().map((value) => ({ value, label: sayMonth(value) }))}
      />
      <TextArea {...form.field('words')} label={t('说明（可不写）', 'A word about it')} rows={2} />
    </Form>
  )
}

const Withdrawing = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const form = useForm({ words: '' })
  const withdraw = useDo(api.ruleSets.withdraw, { inForm: true, says: t('已撤回', 'Withdrawn'), done: onDone })
  return (
    <Form
      onSubmit={() => withdraw.run({ id, words: form.values.words })}
      problem={withdraw.problem}
      submit={t('撤回', 'Withdraw')}
      busy={withdraw.busy}
      onCancel={onDone}
    >
      <TextArea {...form.field('words')} label={t('为什么撤回', 'Why')} rows={2} />
    </Form>
  )
}

const Foot = ({ it, onEdit }: { it: OneRules; onEdit: () => void }) => {
  const [open, setOpen] = useState<'publish' | 'withdraw' | null>(null)
  const simulate = useDo(api.ruleSets.simulate, { says: t('已用过去 12 个月试算', 'Tried on the past twelve months') })
  const close = () => setOpen(null)
  if (open === 'publish') return <Publishing id={it.id} onDone={close} />
  if (open === 'withdraw') return <Withdrawing id={it.id} onDone={close} />
  const can = (verb: string) => it.can.includes(verb)
  return (
    <div className="actions">
      {can('publish') && (
        <Button kind="primary" onClick={() => setOpen('publish')}>
          {t('发布…', 'Publish…')}
        </Button>
      )}
      {can('simulate') && (
        <Button
          kind={it.status === 'draft' ? 'primary' : 'plain'}
          busy={simulate.busy}
          onClick={() => void simulate.run({ id: it.id })}
        >
          {it.simulation ? t('再试算一次', 'Simulate again') : t('用去年试算', 'Try on last year')}
        </Button>
      )}
      {can('change') && <Button onClick={onEdit}>{t('修改', 'Change')}</Button>}
      {can('withdraw') && <Button onClick={() => setOpen('withdraw')}>{t('撤回…', 'Withdraw…')}</Button>}
    </div>
  )
}

const Record = ({ it, onEdit }: { it: OneRules; onEdit: () => void }) => (
  <Panel
    head={
      <div className="assessment-title">
        <h2>
          {it.name} <small>{t(`第 ${it.number} 版`, `version ${it.number}`)}</small>
        </h2>
        <StateDot life={ruleSetLifecycle} status={it.status} tone={ruleTone(it.status)} />
        <span className="push no-print">
          <PrintButton />
        </span>
      </div>
    }
    foot={it.can.length > 0 && <Foot it={it} onEdit={onEdit} />}
  >
    {it.status === 'draft' && (
      <Note>
        {t(
          '先用过去 12 个月试算，看清会扣到谁、为什么，再请院领导发布。改一个字都要重新试算。',
          'First try it on the past twelve months to see whom it hits and why; then leadership publishes. Any change needs a new simulation.',
        )}
      </Note>
    )}
    <Facts
      facts={[
        [
          t('起草', 'Drafted'),
          <span key="d">
            {it.createdBy} <Time at={it.createdAt} />
          </span>,
        ],
        [
          t('发布', 'Published'),
          it.publishedBy && it.publishedAt ? (
            <span key="p">
              {it.publishedBy} <Time at={it.publishedAt} />
            </span>
          ) : null,
        ],
        [t('生效', 'In force from'), it.fromMonth ? sayMonth(it.fromMonth) : null],
        [t('起评分', 'To begin with'), sayTotal(it.rules.base)],
        [t('说明', 'Said'), it.words, true],
      ]}
    />
    <Section title={t('规则', 'The rules')} aside={it.sentences.length}>
      <ol className="rules-read">
        {it.sentences.map((sentence, i) => (
          <li key={it.rules.items[i]!.key}>{t(sentence)}</li>
        ))}
      </ol>
    </Section>
    {it.simulation && <Tried it={it.simulation} items={it.rules.items} />}
  </Panel>
)

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'form'>()
  const writes = useMayEver()('ruleSet.create')
  const list = useAskPages(api.ruleSets.list, {})
  const one = useOpened(api.ruleSets.get)
  const done = { onDone: (id: string) => set({ form: '', id }), onCancel: () => set({ form: '' }) }
  return (
    <Records
      heading={t('考核办法', 'Rules of assessment')}
      noun={t('一版考核办法', 'One version')}
      tools={
        <span className="push actions">
          {writes && (
            <Button small icon="plus" onClick={() => set({ form: 'new' }, { back: !filters.id })}>
              {one.data ? t('照这版起草新版', 'A new version from this') : t('起草', 'Draft')}
            </Button>
          )}
          <Go to="/assessments" className="button small">
            {t('考核单', 'The sheets')}
          </Go>
        </span>
      }
      list={list}
      columns={columns}
      rowTone={(row) => (row.status === 'withdrawn' || row.status === 'superseded' ? 'pale' : undefined)}
      empty={
        <Empty icon="checks" title={t('还没有考核办法', 'No rules yet')}>
          {t(
            '起草一版，用去年的数字试算，再由院领导发布；发布后从以后的月份起生效。',
            'Draft a version, try it on last year, and let leadership publish it.',
          )}
        </Empty>
      }
      ask={one}
      record={(it) =>
        filters.form === 'change' && it.can.includes('change') ? (
          <RuleForm of={it} anew={false} {...done} />
        ) : (
          <Record it={it} onEdit={() => set({ form: 'change' })} />
        )
      }
      instead={filters.form === 'new' && writes && <RuleForm of={one.data} anew {...done} />}
      with={['form']}
      nothing={<Empty icon="checks" title={t('选择一版', 'Choose a version')} />}
    />
  )
}
