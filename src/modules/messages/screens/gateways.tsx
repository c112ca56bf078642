// The gateways: which one is on, what is wrong with it, its addresses for reports, and a self-test in plain words.
import { useState } from 'react'
import type { ReplyOf, Wire } from '#kernel/contract.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { useFilters } from '#web/place.tsx'
import { Records } from '#web/records.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { ConfirmButton, Panel, Section } from '#web/ui/layout.tsx'
import { Facts, StateDot } from '#web/ui/marks.tsx'
import { Empty, Note } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import type { gateways } from '../contract.ts'
import { gatewayLifecycle } from '../lifecycle.ts'
import { type Gateway, GatewayForm, kindWords } from './gateway-form.tsx'
import './messages.css'

type Tested = Wire<ReplyOf<typeof gateways.test>>

const State = ({ row }: { row: Gateway }) => (
  <StateDot
    life={gatewayLifecycle}
    status={row.status}
    tone={row.trouble ? 'bad' : row.status === 'on' ? 'good' : 'plain'}
  />
)

const columnsOf = (): Column<Gateway>[] => [
  { key: 'name', head: t('名称', 'Name'), card: 'title', cell: (row) => row.settings.name },
  { key: 'kind', head: t('接口', 'Kind'), width: '170px', card: 'line', cell: (row) => kindWords()[row.settings.kind] },
  { key: 'state', head: t('状态', 'State'), width: '92px', card: 'aside', cell: (row) => <State row={row} /> },
]

/** One text to a number that the administrator holds in his hand; half a minute, and which step fails. */
const SelfTest = ({ row }: { row: Gateway }) => {
  const form = useForm({ to: '' })
  const [tested, setTested] = useState<Tested | null>(null)
  const test = useDo(api.gateways.test, { inForm: true, done: setTested, changes: ['message'] })
  const run = () => {
    setTested(null)
    return test.run({ id: row.id, ...form.values })
  }
  return (
    <Section title={t('自检', 'Self-test')}>
      <Form onSubmit={run} problem={test.problem} busy={test.busy} submit={t('发一条试试', 'Send one')}>
        <TextField
          {...form.field('to')}
          label={t('发到哪个手机', 'To which mobile')}
          inputMode="tel"
          maxLength={11}
          hint={t('真的会发一条短信，并等回执，最长约半分钟', 'A real text goes out; its report is waited for')}
        />
      </Form>
      <div role="status">
        {test.busy && <p>{t('正在发送并等待回执…', 'Sending, and waiting for the report…')}</p>}
        {tested && (
          <>
            <ul className="test-steps">
              {tested.steps.map((it) => (
                <li key={it.step} className={it.well ? 'well' : 'ill'}>
                  <Icon name={it.well ? 'check' : 'alert'} size={16} />
                  <span>{t(it.words)}</span>
                </li>
              ))}
            </ul>
            <Note tone={tested.well ? 'good' : 'bad'}>
              {tested.well
                ? t('一切正常，可以启用。', 'All is well; it can be switched on.')
                : t('请按上面的说明处理，再试一次。', 'Mend that, and try again.')}
            </Note>
          </>
        )}
      </div>
    </Section>
  )
}

const Record = ({ row, onChange }: { row: Gateway; onChange: () => void }) => {
  const open = useDo(api.gateways.open, {
    says: t('已启用，待发的短信开始发出', 'It is on; what waits goes out'),
    changes: ['message'],
  })
  const close = useDo(api.gateways.close, {
    says: t('已停用，改由人工代发', 'It is off; texts are sent by hand'),
    changes: ['message'],
  })
  const renew = useDo(api.gateways.renew, {
    says: t('已更换，请把新地址告诉平台', 'Renewed; tell the gateway the new addresses'),
  })
  const { settings } = row
  return (
    <Panel
      head={
        <div className="record-head">
          <h2>{settings.name}</h2>
          <span className="push" />
          <State row={row} />
        </div>
      }
      foot={
        <>
          {row.can.includes('open') && (
            <Button kind="primary" busy={open.busy} onClick={() => void open.run({ id: row.id })}>
              {t('启用', 'Switch on')}
            </Button>
          )}
          {row.can.includes('change') && <Button onClick={onChange}>{t('修改设置', 'Change')}</Button>}
          {row.can.includes('close') && (
            <ConfirmButton
              danger
              label={t('停用', 'Switch off')}
              title={t(`停用“${settings.name}”？`, `Switch “${settings.name}” off?`)}
              text={t('停用后短信留在发件箱，由值班人员代发。', 'Texts stay in the outbox and are sent by hand.')}
              busy={close.busy}
              onConfirm={() => close.run({ id: row.id })}
            />
          )}
        </>
      }
    >
      {row.trouble && (
        <Note tone="bad" title={t('现在发不出去', 'It takes nothing now')}>
          {row.trouble}
        </Note>
      )}
      <Section>
        <Facts
          columns={1}
          facts={[
            [t('接口', 'Kind'), kindWords()[settings.kind]],
            [t('地址', 'Address'), settings.kind === 'smpp' ? `${settings.host}:${settings.port}` : settings.address],
            [t('账号', 'Account'), settings.kind === 'smpp' ? settings.systemId : settings.user],
            [t('密码', 'Password'), row.secretSet ? t('已加密保存', 'Kept sealed') : t('没有', 'None')],
            [t('签名', 'Signature'), settings.signature && `【${settings.signature}】`],
            [t('速度', 'Pace'), t(`每秒至多 ${settings.perSecond} 条`, `${settings.perSecond} a second at most`)],
          ]}
        />
      </Section>
      <SelfTest row={row} />
      {settings.kind !== 'smpp' && settings.base !== '' && (
        <Section title={t('告诉平台的地址', 'Addresses for the gateway')}>
          <p>
            {t(
              '需要在平台后台填写时用；其中有钥匙，不要给别人。',
              'Where they are set in its own house; they hold a key.',
            )}
          </p>
          <Facts
            columns={1}
            facts={[
              [
                t('回执', 'Reports'),
                <code key="r" className="address">
                  {row.reportAddress}
                </code>,
              ],
              [
                t('回信', 'Replies'),
                <code key="i" className="address">
                  {row.replyAddress}
                </code>,
              ],
            ]}
          />
          {row.can.includes('renew') && (
            <ConfirmButton
              label={t('更换钥匙', 'Renew the key')}
              title={t('更换钥匙？', 'Renew the key?')}
              text={t('旧地址立即失效，途中的回执会收不到。', 'The old addresses stop working at once.')}
              busy={renew.busy}
              onConfirm={() => renew.run({ id: row.id })}
            />
          )}
        </Section>
      )}
    </Panel>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'id' | 'do'>()
  const mayCreate = useMayEver()('gateway.create')
  const list = useAsk(api.gateways.list)
  const one = list.data?.rows.find((row) => row.id === filters.id)
  const isForm = filters.do === 'new' || (one && filters.do === 'change')
  return (
    <Records
      heading={t('短信平台', 'Gateways')}
      noun={one?.settings.name ?? t('平台详情', 'Gateway')}
      tools={
        <>
          <span className="push" />
          {mayCreate && (
            <Button small icon="plus" onClick={() => set({ id: '', do: 'new' }, { back: true })}>
              {t('新建', 'New')}
            </Button>
          )}
        </>
      }
      list={{ rows: list.data?.rows, error: list.error, retry: list.refetch }}
      columns={columnsOf}
      empty={
        <Empty icon="tray" title={t('还没有短信平台', 'No gateway yet')}>
          {t('没有也能用：短信在发件箱里由人代发。', 'It works without: texts are sent by hand from the outbox.')}
        </Empty>
      }
      record={(row) => <Record row={row} onChange={() => set({ do: 'change' })} />}
      instead={
        isForm && (
          <GatewayForm
            key={one?.id ?? 'new'}
            {...(one ? { gateway: one } : {})}
            onDone={(id) => set({ id, do: '' })}
            onCancel={() => set({ do: '' })}
          />
        )
      }
      with={['do']}
      nothing={
        <Empty icon="tray" title={t('选一个平台', 'Choose a gateway')}>
          {t('同时只用一个：启用它，原来的就停用。启用前先自检。', 'One at a time; test it before it is switched on.')}
        </Empty>
      }
    />
  )
}
