// The calls that were made and came in: how each ended as the server saw it, who made it, and what is still to be filed.
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { CallPanels } from '#web/panels.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Records, useOpened } from '#web/records.tsx'
import { DateField, Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Panel } from '#web/ui/layout.tsx'
import { Facts, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { calls } from '../contract.ts'
import { callLifecycle } from '../lifecycle.ts'
import { type Outcome, outcomeWords } from '../outcomes.ts'
import { clockFace } from './elapsed.tsx'
import './exchange.css'

type Line = Wire<ReplyOf<typeof calls.list>>['rows'][number]
type Sheet = Wire<ReplyOf<typeof calls.get>>

const abouts = (): Record<string, string> => ({
  task: t('随访', 'Follow-up'),
  case: t('诉求', 'Case'),
  missed: t('回拨', 'Call-back'),
  free: t('手拨', 'Typed'),
  test: t('测试', 'Test'),
  staff: t('同事', 'Colleague'),
  book: t('常用号码', 'Phone book'),
  listen: t('监听', 'Listening'),
  join: t('三方', 'Joined'),
})

const ended = (row: Pick<Line, 'outcome' | 'status'>): string =>
  row.outcome ? t(outcomeWords[row.outcome as Outcome]) : t(callLifecycle.states[row.status]!)

const span = (seconds: number | null): string => (seconds === null ? '' : clockFace(seconds))

const columnsOf = (): Column<Line>[] => [
  { key: 'at', head: t('时间', 'When'), width: '116px', card: 'foot', cell: (row) => <Time at={row.placedAt} /> },
  {
    key: 'way',
    head: t('方向', 'Way'),
    width: '64px',
    card: 'aside',
    cell: (row) => (row.direction === 'out' ? t('呼出', 'Out') : t('呼入', 'In')),
  },
  {
    key: 'who',
    head: t('对方', 'Who'),
    card: 'title',
    cell: (row) => [row.patient?.name, row.number || t('未显示号码', 'Withheld')].filter(Boolean).join(' '),
  },
  { key: 'by', head: t('坐席', 'Agent'), width: '96px', card: 'line', cell: (row) => row.by ?? t('系统', 'Machine') },
  {
    key: 'end',
    head: t('结果', 'Outcome'),
    width: '148px',
    card: 'line',
    cell: (row) => (
      <>
        {ended(row)} {row.endedBy === 'lost' && <Tag tone="warn">{t('中断', 'Lost')}</Tag>}
      </>
    ),
  },
  {
    key: 'talk',
    head: t('通话', 'Talk'),
    width: '72px',
    align: 'right',
    card: 'hide',
    cell: (row) => span(row.talkSeconds),
  },
]

/** Of what is listed: medians, because one long call says nothing of the others. */
const FiguresOf = ({ filters }: { filters: Parameters<typeof api.calls.figures>[0] }) => {
  const { data } = useAsk(api.calls.figures, filters, { keep: true })
  if (!data) return null
  const rate = data.calls > 0 ? `${Math.round((100 * data.answered) / data.calls)}%` : '—'
  return (
    <p className="call-figures">
      <span>
        {t('通话', 'Calls')} <strong>{data.calls}</strong>
      </span>
      <span>
        {t('接通', 'Answered')} <strong>{data.answered}</strong>（{rate}）
      </span>
      <span>
        {t('振铃', 'Ringing')} <strong>{span(data.ringSeconds) || '—'}</strong>
      </span>
      <span>
        {t('通话时长', 'Talking')} <strong>{span(data.talkSeconds) || '—'}</strong>
      </span>
      <span>
        {t('话后', 'Wrap-up')} <strong>{span(data.wrapSeconds) || '—'}</strong>
      </span>
      <span>
        {t('待登记', 'To be filed')} <strong>{data.unfiled}</strong>
      </span>
    </p>
  )
}

const About = ({ sheet }: { sheet: Sheet }) => {
  const words = sheet.aboutNoun ? (abouts()[sheet.aboutNoun] ?? sheet.aboutNoun) : ''
  if (sheet.aboutNoun === 'case' && sheet.aboutId) return <Go to={`/cases/${sheet.aboutId}`}>{words}</Go>
  return <>{words}</>
}

const Record = ({ sheet }: { sheet: Sheet }) => (
  <Panel
    head={
      <div className="record-head">
        <h2>{[sheet.patient?.name, sheet.number || t('未显示号码', 'Withheld')].filter(Boolean).join(' ')}</h2>
        <span className="push" />
        <Tag tone={sheet.outcome === 'answered' ? 'good' : 'plain'}>{ended(sheet)}</Tag>
      </div>
    }
  >
    {sheet.advice && <Note tone="warn">{sheet.advice}</Note>}
    <Facts
      facts={[
        [t('坐席', 'Agent'), sheet.by ?? t('系统', 'Machine')],
        [t('事由', 'About'), sheet.aboutNoun && <About sheet={sheet} />],
        [t('开始', 'Began'), <Time key="a" at={sheet.placedAt} />],
        [t('振铃', 'Rang'), span(sheet.ringSeconds)],
        [t('接通', 'Answered'), sheet.answeredAt && <Time key="b" at={sheet.answeredAt} />],
        [t('通话时长', 'Talk'), span(sheet.talkSeconds)],
        [t('结束', 'Ended'), sheet.endedAt && <Time key="c" at={sheet.endedAt} />],
        [
          t('谁挂断', 'Ended by'),
          sheet.endedBy &&
            {
              us: t('我方', 'Us'),
              person: t('对方', 'Them'),
              network: t('网络', 'The network'),
              lost: t('中断', 'Lost'),
            }[sheet.endedBy],
        ],
        [t('网络提示音', 'Announcement'), sheet.earlyMedia && t('有', 'Yes')],
        [t('登记', 'Filed as'), sheet.disposition && t(wordsOfDisposition(sheet.disposition))],
        [t('话后', 'Wrap-up'), span(sheet.wrapSeconds)],
        ['SIP / Q.850', sheet.sipStatus && `${sheet.sipStatus}${sheet.q850 ? ` / ${sheet.q850}` : ''}`],
      ]}
    />
    <CallPanels callId={sheet.id} />
  </Panel>
)

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'direction' | 'outcome' | 'from' | 'until' | 'unfiled'>()
  const { id: _, ...rest } = filters
  const chosen = Object.fromEntries(Object.entries(rest).filter(([, value]) => value)) as NonNullable<
    Parameters<typeof api.calls.figures>[0]
  >
  return (
    <Records
      heading={t('通话记录', 'Calls')}
      unseen
      noun={t('通话', 'Call')}
      tools={
        <>
          <Select
            bare
            label={t('方向', 'Way')}
            value={(filters.direction ?? '') as 'out' | 'in' | ''}
            onChange={(direction) => set({ direction })}
            empty={t('呼入呼出', 'Both ways')}
            options={[
              { value: 'out', label: t('呼出', 'Out') },
              { value: 'in', label: t('呼入', 'In') },
            ]}
          />
          <Select
            bare
            label={t('结果', 'Outcome')}
            value={(filters.outcome ?? '') as Outcome | ''}
            onChange={(outcome) => set({ outcome })}
            empty={t('全部结果', 'Any outcome')}
            options={(Object.keys(outcomeWords) as Outcome[]).map((value) => ({
              value,
              label: t(outcomeWords[value]),
            }))}
          />
          <Select
            bare
            label={t('登记', 'Filed')}
            value={(filters.unfiled ?? '') as 'true' | ''}
            onChange={(unfiled) => set({ unfiled })}
            empty={t('不论登记', 'Filed or not')}
            options={[{ value: 'true', label: t('待登记', 'To be filed') }]}
          />
          <DateField bare label={t('从', 'From')} value={filters.from ?? ''} onChange={(from) => set({ from })} />
          <DateField bare label={t('到', 'To')} value={filters.until ?? ''} onChange={(until) => set({ until })} />
        </>
      }
      under={<FiguresOf filters={chosen} />}
      list={useAskPages(api.calls.list, chosen)}
      columns={columnsOf}
      empty={<Empty title={t('没有通话', 'No calls')} />}
      ask={useOpened(api.calls.get)}
      record={(sheet) => <Record sheet={sheet} />}
      nothing={
        <Empty icon="phone" title={t('选一通电话', 'Choose a call')}>
          {t(
            '谁打的、响了多久、怎么结束、是否登记，都由服务器见证。',
            'Who called, how long it rang, how it ended: as the server saw it.',
          )}
        </Empty>
      }
    />
  )
}
