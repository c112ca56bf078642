// The outbox: texts that wait to be sent to people's phones, masked; whoever sends one by hand looks at it with a reason.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAskPages, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog, Page } from '#web/ui/layout.tsx'
import { StateDot, type Tone } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty } from '#web/ui/states.tsx'
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

const columns = (onSend: ((line: Line) => void) | null): Column<Line>[] => [
  { key: 'to', head: t('发给', 'To'), width: '128px', card: 'title', cell: (row) => row.to },
  { key: 'text', head: t('内容', 'Text'), card: 'line', cell: (row) => row.text },
  { key: 'at', head: t('时间', 'When'), width: '116px', card: 'foot', cell: (row) => <Time at={row.createdAt} /> },
  {
    key: 'state',
    head: t('状态', 'State'),
    width: '92px',
    card: 'aside',
    cell: (row) => <StateDot life={messageLifecycle} status={row.status} tone={tones[row.status]} />,
  },
  {
    key: 'do',
    head: t('办理', 'Do'),
    width: '112px',
    card: 'foot',
    cell: (row) =>
      onSend && row.can.includes('send') ? (
        <Button small onClick={() => onSend(row)}>
          {t('代为发送', 'Send by hand')}
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

export const Screen = () => {
  const list = useAskPages(api.messages.list, {})
  const maySend = useMayEver()('message.send')
  const [sending, setSending] = useState<Line | null>(null)
  return (
    <Page
      wide
      title={t('发件箱', 'Outbox')}
      about={t(
        '发给患者的短信。接通短信平台后自动发出；没有接通时，由值班人员照着代发。号码和验证码平时不显示。',
        'Texts to patients. A gateway sends them by itself; without one whoever is on duty sends them by hand. Numbers and codes are hidden.',
      )}
    >
      <Table
        label={t('发件箱', 'Outbox')}
        columns={columns(maySend ? setSending : null)}
        rows={list.rows}
        more={list.more}
        error={list.error}
        retry={list.retry}
        empty={
          <Empty icon="tray" title={t('没有短信', 'Nothing here')}>
            {t(
              '患者凭码查看时，验证码会出现在这里。',
              'One-time codes appear here when patients look with their code.',
            )}
          </Empty>
        }
      />
      {sending && <ByHand line={sending} onClose={() => setSending(null)} />}
    </Page>
  )
}
