// The outbox: every text and what became of it, masked; sent by hand where no gateway does, and decided on where nobody knows.
import { useMemo, useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useAskPages, useDo } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog, Page, Segmented } from '#web/ui/layout.tsx'
import { StateDot, type Tone } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { messages } from '../contract.ts'
import { messageLifecycle } from '../lifecycle.ts'
import './messages.css'

type Line = Wire<ReplyOf<typeof messages.list>>['rows'][number]

const tones: Record<Line['status'], Tone> = {
  waiting: 'accent',
  sending: 'accent',
  taken: 'plain',
  delivered: 'good',
  sent: 'good',
  unclear: 'warn',
  undeliverable: 'warn',
  refused: 'warn',
  expired: 'plain',
  unreported: 'plain',
  withheld: 'plain',
}

/** Views of the list: what needs somebody first. */
const views = ['open', 'unclear', 'undeliverable', 'refused', 'all'] as const
type View = (typeof views)[number]
const isView = (text: string | undefined): text is View => views.includes(text as View)

const columns = (onSend: (line: Line) => void, onDecide: (line: Line) => void): Column<Line>[] => [
  { key: 'to', head: t('发给', 'To'), width: '124px', card: 'title', cell: (row) => row.to },
  {
    key: 'text',
    head: t('内容', 'Text'),
    card: 'line',
    cell: (row) => (
      <>
        {row.text}
        {row.trouble && <small className="trouble">{row.trouble}</small>}
      </>
    ),
  },
  { key: 'at', head: t('时间', 'When'), width: '116px', card: 'foot', cell: (row) => <Time at={row.createdAt} /> },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '104px',
    card: 'aside',
    cell: (row) => <StateDot life={messageLifecycle} status={row.status} tone={tones[row.status]} />,
  },
  {
    key: 'do',
    head: t('办理', 'Do'),
    width: '112px',
    card: 'foot',
    cell: (row) =>
      row.can.includes('send') ? (
        <Button small onClick={() => onSend(row)}>
          {t('代为发送', 'Send by hand')}
        </Button>
      ) : row.can.includes('again') ? (
        <Button small onClick={() => onDecide(row)}>
          {t('作决定', 'Decide')}
        </Button>
      ) : null,
  },
]

/** By hand: why one looks, what it says, and that it has gone. */
const ByHand = ({ line, onClose }: { line: Line; onClose: () => void }) => {
  const form = useForm({ reason: t('短信平台未接通，人工代发', 'No gateway; sent by hand') })
  const [shown, setShown] = useState<{ to: string; text: string } | null>(null)
  const reveal = useDo(api.messages.reveal, { inForm: true, done: setShown })
  const send = useDo(api.messages.send, { says: t('已记为发出', 'Noted as sent'), done: onClose })
  return (
    <Dialog title={t('代为发送', 'Send by hand')} onClose={onClose}>
      {shown ? (
        <>
          <p className="by-hand-to">{shown.to}</p>
          <p className="by-hand">{shown.text}</p>
          <div className="actions">
            <Button kind="primary" busy={send.busy} onClick={() => void send.run({ id: line.id })}>
              {t('已发出', 'It has gone')}
            </Button>
          </div>
        </>
      ) : (
        <Form
          problem={reveal.problem}
          busy={reveal.busy}
          submit={t('查看号码和内容', 'Show number and text')}
          onSubmit={() => reveal.run({ id: line.id, ...form.values })}
        >
          <TextField {...form.field('reason')} label={t('原因（会留痕）', 'Why (kept on record)')} maxLength={200} />
        </Form>
      )}
    </Dialog>
  )
}

/** Nobody knows whether it went out: somebody asks the person or looks at the gateway, and says. */
const Decide = ({ line, onClose }: { line: Line; onClose: () => void }) => {
  const again = useDo(api.messages.again, { says: t('将再发一次', 'It goes again'), done: onClose })
  const settle = useDo(api.messages.settle, { says: t('已当作发出', 'Taken as sent'), done: onClose })
  return (
    <Dialog title={t('不确定是否发出', 'Nobody knows whether it went out')} onClose={onClose}>
      <p>
        {t(
          '程序把短信交给平台时中断了，这条模板又不允许重复发送。请到短信平台查一下，或问问本人。',
          'The answer of the gateway was lost, and this wording must not go twice. Look at the gateway, or ask the person.',
        )}
      </p>
      <p className="by-hand">{line.text}</p>
      <div className="actions end">
        <Button busy={settle.busy} onClick={() => void settle.run({ id: line.id })}>
          {t('当作已发', 'Take it as sent')}
        </Button>
        <Button kind="primary" busy={again.busy} onClick={() => void again.run({ id: line.id })}>
          {t('没有发出，再发一次', 'It did not: send again')}
        </Button>
      </div>
    </Dialog>
  )
}

/** Whether anything sends by itself, and what is wrong with it. */
const Gateway = ({ state }: { state: Wire<ReplyOf<typeof messages.state>> }) => {
  const { gateway } = state
  if (!gateway)
    return (
      <Note tone="warn">
        {t('没有启用短信平台，短信要由值班人员照着代发。', 'No gateway is on: whoever is on duty sends texts by hand.')}
      </Note>
    )
  if (!gateway.trouble) return null
  return (
    <Note tone="bad" title={t(`短信平台“${gateway.name}”发不出去`, `The gateway “${gateway.name}” takes nothing`)}>
      {gateway.trouble} {t('好了以后会自动接着发。', 'What waits goes out by itself once it is back.')}
    </Note>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'view'>()
  const view = isView(filters.view) ? filters.view : 'all'
  const state = useAsk(api.messages.state, {}, { seconds: 30 })
  const asked = view === 'all' ? {} : view === 'open' ? { open: 'true' as const } : { status: view }
  const list = useAskPages(api.messages.list, asked)
  const mayEver = useMayEver()
  const [sending, setSending] = useState<Line | null>(null)
  const [deciding, setDeciding] = useState<Line | null>(null)
  const shown = useMemo(() => columns(setSending, setDeciding), [])
  const { waiting = 0, sending: going = 0, taken = 0, unclear = 0, undeliverable, refused } = state.data?.counts ?? {}
  return (
    <Page
      wide
      title={t('发件箱', 'Outbox')}
      about={t(
        '发给患者的短信和它们的结果。号码、验证码和链接平时不显示。',
        'Texts to patients and what became of them. Numbers, codes and links are hidden.',
      )}
      actions={
        <>
          {mayEver('reply.read') && <Go to="/replies">{t('患者回信', 'Replies')}</Go>}
          {mayEver('template.read') && <Go to="/templates">{t('短信模板', 'Templates')}</Go>}
          {mayEver('gateway.read') && <Go to="/gateways">{t('短信平台', 'Gateways')}</Go>}
        </>
      }
    >
      {state.data && <Gateway state={state.data} />}
      <div className="views no-print">
        <Segmented<View>
          label={t('看哪些', 'Which')}
          value={view}
          onChange={(to) => set({ view: to === 'all' ? '' : to })}
          options={[
            { value: 'all', label: t('全部', 'All') },
            { value: 'open', label: t('未了结', 'Open'), count: waiting + going + taken + unclear },
            { value: 'unclear', label: t('不确定', 'Unclear'), count: unclear, tone: 'warn' },
            { value: 'undeliverable', label: t('未送达', 'Undelivered'), count: undeliverable },
            { value: 'refused', label: t('被拒收', 'Refused'), count: refused },
          ]}
        />
        <ExportButton of={list.asks} />
      </div>
      <Table
        label={t('发件箱', 'Outbox')}
        columns={shown}
        rows={list.rows}
        more={list.more}
        error={list.error}
        retry={list.retry}
        empty={
          <Empty icon="tray" title={t('没有短信', 'Nothing here')}>
            {t('验证码、答复通知和回访提醒会出现在这里。', 'Codes, notices of answers and reminders appear here.')}
          </Empty>
        }
      />
      {sending && <ByHand line={sending} onClose={() => setSending(null)} />}
      {deciding && <Decide line={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}
