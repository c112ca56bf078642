// On-call chains: whom each kind of alarm rings and in which order; and what has rung lately.
import { useState } from 'react'
import { api, useAsk, useAskPages } from '#web/api.ts'
import { ExportButton } from '#web/export-button.tsx'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Page } from '#web/ui/layout.tsx'
import { Listed } from '#web/ui/listed.tsx'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { alarmOf, alarms } from '../alarms.ts'
import { ringLifecycle } from '../lifecycle.ts'
import { ChainForm } from './chain-form.tsx'
import './watch.css'
import { type Chain, type Ring, stepWords } from './words.ts'

/** The chain as it will ring: who, how long each is waited for, and who is rung at the end. */
const Steps = ({ chain }: { chain: Chain }) => (
  <ol className="chain-steps">
    {chain.steps.map((step, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
      <li key={i}>
        <b>{stepWords(step)}</b>
        <small>
          {step.minutes === 0
            ? t('同时呼叫下一步', 'with the next one')
            : t(`等 ${step.minutes} 分钟`, `${step.minutes} min`)}
        </small>
      </li>
    ))}
    <li className="chain-end">
      <b>{t('监察室和院领导全体', 'All of supervision and leadership')}</b>
      <small>{t('直到有人应答', 'until somebody answers')}</small>
    </li>
  </ol>
)

const OneChain = ({ chain, may }: { chain: Chain; may: boolean }) => {
  const [editing, setEditing] = useState(false)
  const { code, name } = alarmOf(chain.alarm)
  return (
    <section className="sheet chain">
      <h2 className="sheet-title">
        {code} {t(name)}
        <Tag {...(chain.department ? { tone: 'accent' as const } : {})}>
          {chain.department ?? t('全院', 'Hospital')}
        </Tag>
        {may && !editing && (
          <Button small kind="quiet" onClick={() => setEditing(true)}>
            {t('修改', 'Change')}
          </Button>
        )}
      </h2>
      {editing ? <ChainForm chain={chain} onClose={() => setEditing(false)} /> : <Steps chain={chain} />}
    </section>
  )
}

const Calls = ({ ring }: { ring: Ring }) => (
  <ul className="ring-calls">
    {ring.calls.map((call) => (
      <li key={call.staffId}>
        {call.name}
        {call.lateMinutes > 0 && (
          <Tag tone="warn">{t(`晚 ${call.lateMinutes} 分钟`, `${call.lateMinutes} min late`)}</Tag>
        )}
      </li>
    ))}
  </ul>
)

const Lately = () => {
  const list = useAskPages(api.rings.list, { limit: 30 })
  return (
    <section className="sheet">
      <h2 className="sheet-title">
        {t('最近的呼叫', 'Lately')} <ExportButton of={list.asks} />
      </h2>
      <Listed
        list={list}
        lines={5}
        empty={<Empty icon="bell" title={t('没有呼叫过', 'Nothing has rung')} />}
        more={{ small: true, kind: 'quiet', label: t('更早的', 'Earlier') }}
      >
        {(rows) => (
          <ul className="rung">
            {rows.map((ring) => (
              <li key={ring.id}>
                <Time at={ring.startedAt} />
                <div>
                  <p>
                    <b>
                      {alarmOf(ring.alarm).code} {t(alarmOf(ring.alarm).name)}
                    </b>{' '}
                    {ring.noun === 'case' ? (
                      <Go to={`/cases/${ring.subject}`}>{ring.number}</Go>
                    ) : (
                      t('红旗', 'Red flag')
                    )}{' '}
                    {ring.department}
                  </p>
                  <Calls ring={ring} />
                  {ring.answeredBy && (
                    <p>
                      {ring.answeredBy}：{ring.answer}
                    </p>
                  )}
                </div>
                <StateDot
                  life={ringLifecycle}
                  status={ring.status}
                  tone={ring.status === 'ringing' ? 'bad' : ring.status === 'answered' ? 'good' : 'plain'}
                />
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </section>
  )
}

export const Screen = () => {
  const mayEver = useMayEver()
  const may = mayEver('chain.set')
  const chains = useAsk(api.chains.list)
  const [adding, setAdding] = useState(false)
  return (
    <Page
      wide
      title={t('值班链', 'On-call chains')}
      about={t(
        '危急（U0）、紧急（U1）、重大（SEV3）的诉求一登记就呼叫第一步；没人应答，到时间呼叫下一步，昼夜不停。看不到这件诉求的人不会被呼叫。',
        'A matter of danger (U0), urgent (U1) or grave (SEV3) rings the first step at once, and the next when nobody answers in time.',
      )}
      actions={
        <>
          <Go to="/roster" className="button plain">
            <span>{t('排班', 'Roster')}</span>
          </Go>
          {may && (
            <Button icon="plus" onClick={() => setAdding(true)}>
              {t('科室值班链', 'Of a department')}
            </Button>
          )}
        </>
      }
    >
      <Loaded ask={chains}>
        {({ rows }) => (
          <div className="chains">
            {adding && (
              <section className="sheet chain">
                <h2 className="sheet-title">{t('科室值班链', 'A department’s chain')}</h2>
                <ChainForm chain={null} onClose={() => setAdding(false)} />
              </section>
            )}
            {alarms.map(({ alarm }) =>
              rows
                .filter((chain) => chain.alarm === alarm)
                .map((chain) => <OneChain key={chain.id} chain={chain} may={may} />),
            )}
          </div>
        )}
      </Loaded>
      {mayEver('ring.read') && <Lately />}
    </Page>
  )
}
