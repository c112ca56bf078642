// What people wrote back: unread first, beside whom it is of and what it answers, until somebody has settled it.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { openedAmong, Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Panel, Section, Segmented } from '#web/ui/layout.tsx'
import { Facts, StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { replies } from '../contract.ts'
import { replyLifecycle } from '../lifecycle.ts'
import './messages.css'

type Line = Wire<ReplyOf<typeof replies.list>>['rows'][number]

const columns = (): Column<Line>[] => [
  {
    key: 'from',
    head: t('谁', 'Who'),
    width: '150px',
    card: 'title',
    cell: (row) => (row.patient ? `${row.patient.name} ${row.from.slice(-4)}` : row.from),
  },
  {
    key: 'text',
    head: t('回信', 'Reply'),
    card: 'line',
    cell: (row) => (
      <span className="one-line">
        {row.stop && <Tag tone="warn">{t('退订', 'Stop')}</Tag>} {row.text}
      </span>
    ),
  },
  { key: 'at', head: t('时间', 'When'), width: '104px', card: 'foot', cell: (row) => <Time at={row.receivedAt} /> },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '84px',
    card: 'aside',
    cell: (row) => (
      <StateDot life={replyLifecycle} status={row.status} tone={row.status === 'unread' ? 'accent' : 'plain'} />
    ),
  },
]

const owners: Readonly<Record<string, string>> = { patient: '本人号码', contact: '联系人号码', work: '单位电话' }

/** Whose number it may be; whoever knows says which. */
const Whose = ({ row }: { row: Line }) => {
  const assign = useDo(api.replies.assign, {
    says: t('已归到这位患者', 'Kept with this patient'),
    changes: ['contact'],
  })
  if (row.patient)
    return (
      <div className="actions">
        <Go to="/patients" with={{ id: row.patient.id }}>
          {row.patient.name}
        </Go>
        <span className="faint">{row.patient.recordNumber}</span>
      </div>
    )
  if (row.candidates.length === 0)
    return <p className="faint">{t('没有患者留过这个号码', 'No patient has left this number')}</p>
  return (
    <>
      <p>{t('这个号码留在几位患者名下，请选是谁：', 'Several patients have left this number; who is it?')}</p>
      <ul className="candidates">
        {row.candidates.map((one) => (
          <li key={one.id}>
            <span>
              {one.name} <small className="faint">{`${one.recordNumber} · ${owners[one.owner] ?? ''}`}</small>
            </span>
            {row.can.includes('assign') && (
              <Button small busy={assign.busy} onClick={() => void assign.run({ id: row.id, patientId: one.id })}>
                {t('是这位', 'It is this one')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

const Settle = ({ row }: { row: Line }) => {
  const form = useForm({ note: '' })
  const settle = useDo(api.replies.settle, { inForm: true, says: t('已处理', 'Settled') })
  const mayOpen = useMayEver()('case.open')
  return (
    <Form
      onSubmit={() => settle.run({ id: row.id, ...form.values })}
      problem={settle.problem}
      busy={settle.busy}
      submit={t('已处理', 'Settled')}
      extra={
        mayOpen && !row.stop ? (
          <Go to="/cases" with={{ new: '1', reply: row.id }} className="button plain">
            {t('转为诉求', 'Make it a case')}
          </Go>
        ) : undefined
      }
    >
      <TextField {...form.field('note')} label={t('怎么处理的', 'What was done')} optional maxLength={500} />
    </Form>
  )
}

const Reply = ({ row }: { row: Line }) => (
  <Panel
    head={
      <div className="record-head">
        <h2>{row.from}</h2>
        <span className="push" />
        <StateDot life={replyLifecycle} status={row.status} tone={row.status === 'unread' ? 'accent' : 'plain'} />
      </div>
    }
  >
    <Section title={t('回信', 'Reply')}>
      {row.before && <p className="bubble ours">{row.before}</p>}
      <p className="bubble">{row.text}</p>
      <p className="faint">
        <Time at={row.receivedAt} />
      </p>
      {row.stop && (
        <Note tone="warn">
          {t(
            '这是退订：该号码不再收到短信；如是一位患者本人的号码，也不再打回访电话。',
            'They asked to be left alone: no more texts; no calls either where it is one patient’s own number.',
          )}
        </Note>
      )}
    </Section>
    <Section title={t('是谁', 'Who')}>
      <Whose row={row} />
    </Section>
    {(row.aboutNoun === 'case' || row.becameId) && (
      <Section title={t('相关诉求', 'The matter')}>
        <Go to={`/cases/${row.becameId ?? row.aboutId}`}>{t('打开诉求', 'Open the case')}</Go>
      </Section>
    )}
    {row.can.includes('settle') ? (
      <Section title={t('处理', 'Settle')}>
        <Settle row={row} />
      </Section>
    ) : (
      row.settledAt && (
        <Section>
          <Facts
            facts={[
              [t('处理人', 'By'), row.settledBy],
              [t('处理时间', 'When'), <Time key="w" at={row.settledAt} />],
              [t('说明', 'Note'), row.note, true],
            ]}
          />
        </Section>
      )
    )}
  </Panel>
)

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'view'>()
  const unread = filters.view !== 'all'
  const counts = useAsk(api.replies.counts)
  // There is no endpoint of one: the list is asked for it by its id.
  const one = useAsk(api.replies.list, { id: filters.id ?? '' }, { on: !!filters.id })
  return (
    <Records
      heading={t('患者回信', 'Replies')}
      noun={t('回信详情', 'Reply')}
      tools={
        <Segmented
          label={t('看哪些', 'Which')}
          value={unread ? 'unread' : 'all'}
          onChange={(view) => set({ view: view === 'unread' ? '' : view, id: '' })}
          options={[
            { value: 'unread', label: t('未处理', 'Unread'), count: counts.data?.unread },
            { value: 'all', label: t('全部', 'All') },
          ]}
        />
      }
      list={useAskPages(api.replies.list, unread ? { unread: 'true' } : {})}
      columns={columns}
      rowTone={(row) => (row.status === 'settled' ? 'pale' : undefined)}
      ask={openedAmong(one, filters.id)}
      record={(row) => <Reply row={row} />}
      empty={
        <Empty icon="tray" title={t('没有未处理的回信', 'Nothing unread')}>
          {t('患者回复短信后会出现在这里。', 'What patients write back appears here.')}
        </Empty>
      }
      nothing={<Empty icon="speech" title={t('选一条回信', 'Choose a reply')} />}
    />
  )
}
