// The board on the wall: who is ready, who talks and since when, who rests. Nothing of patients is on it.
import { useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver, useMe } from '#web/me.tsx'
import { WallParts } from '#web/panels.tsx'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog, Page } from '#web/ui/layout.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { Elapsed, Remaining } from './elapsed.tsx'
import './agents.css'
import './wall.css'
import { dial, hasTelephone, mainCall, useTelephone } from './telephone.ts'
import { stateWords } from './words.ts'

type Agent = Awaited<ReturnType<typeof api.agents.list>>['rows'][number]
type State = Agent['state']

/** In the order in which one looks for them. */
const order: readonly State[] = ['ready', 'calling', 'wrap-up', 'break', 'off']

const whyListen = [w('新人带教', 'To teach'), w('质量抽查', 'Quality check'), w('坐席求助', 'Asked for help')]

/** Listening in, or joining, with its reason: the agent sees who it is. */
const Listen = ({ agent, onClose }: { agent: Agent; onClose: () => void }) => {
  const form = useForm({ reason: '' })
  const listen = useDo(api.calls.listen, { inForm: true })
  const begin = async (join: boolean) => {
    const placed = await listen.run({ id: agent.callId!, join, reason: form.values.reason })
    if (!placed) return
    onClose()
    const who = join
      ? t(`加入 ${agent.name} 的通话`, `With ${agent.name}`)
      : t(`旁听 ${agent.name}`, `Listening to ${agent.name}`)
    void dial(async () => placed, { who, about: agent.callId, role: 'guest', ...(join ? {} : { silent: true }) })
  }
  return (
    <Dialog title={t(`${agent.name} 的通话`, `The call of ${agent.name}`)} onClose={onClose}>
      <Form
        onSubmit={() => begin(false)}
        problem={listen.problem}
        busy={listen.busy}
        submit={t('旁听', 'Listen')}
        onCancel={onClose}
        extra={
          <Button busy={listen.busy} onClick={() => void begin(true)}>
            {t('加入通话', 'Join')}
          </Button>
        }
      >
        <TextField
          {...form.field('reason')}
          label={t('事由（会被记录，坐席会看到是谁）', 'Reason (it is kept, and the agent sees who)')}
          maxLength={200}
        />
        <div className="actions">
          {whyListen.map((one) => (
            <Button key={one.zh} small onClick={() => form.set({ reason: t(one) })}>
              {t(one)}
            </Button>
          ))}
        </div>
      </Form>
    </Dialog>
  )
}

const Card = ({ agent, onListen }: { agent: Agent; onListen: (() => void) | undefined }) => (
  <li className={`wall-card ${agent.state}`}>
    <p className="wall-name">
      <strong>{agent.name}</strong>
      {agent.extension && <span className="figures">{agent.extension}</span>}
    </p>
    <p className="wall-state">
      <span className={`agent-state ${agent.state}`}>
        <i aria-hidden="true" />
        {t(stateWords[agent.state])}
        {agent.state === 'break' && agent.reason && ` · ${agent.reason}`}
      </span>
      {agent.state !== 'off' &&
        (agent.state === 'wrap-up' && agent.until ? (
          <Remaining until={agent.until} />
        ) : (
          <Elapsed since={agent.since} />
        ))}
    </p>
    {onListen && (
      <Button small kind="quiet" icon="headset" onClick={onListen}>
        {t('旁听', 'Listen')}
      </Button>
    )}
  </li>
)

const Counts = ({ rows }: { rows: readonly Agent[] }) => (
  <dl className="wall-counts">
    {order.map((state) => (
      <div key={state} className={state}>
        <dt>
          <span className={`agent-state ${state}`}>
            <i aria-hidden="true" />
            {t(stateWords[state])}
          </span>
        </dt>
        <dd>{rows.filter((one) => one.state === state).length}</dd>
      </div>
    ))}
  </dl>
)

export const Screen = () => {
  const mayEver = useMayEver()
  const { person } = useMe()
  const telephone = useTelephone()
  const ask = useAsk(api.agents.list, {}, { seconds: 15 })
  const [listening, setListening] = useState<Agent | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const mayListen = mayEver('call.listen') && hasTelephone(telephone) && !mainCall(telephone)
  return (
    <div className="wall" ref={place}>
      <Page
        wide
        title={t('坐席看板', 'Agents')}
        actions={
          <Button
            onClick={() =>
              void (document.fullscreenElement ? document.exitFullscreen() : place.current?.requestFullscreen())
            }
          >
            {t('全屏', 'Full screen')}
          </Button>
        }
      >
        <Loaded ask={ask} lines={8}>
          {({ rows }) => (
            <>
              <Counts rows={rows} />
              <WallParts />
              {rows.length === 0 ? (
                <Empty icon="headset" title={t('还没有人登录电话', 'Nobody has used a telephone yet')}>
                  {t(
                    '信息科在“电话系统”里分配分机后，坐席打开页面即出现在这里。',
                    'Agents appear once they have an extension and open the page.',
                  )}
                </Empty>
              ) : (
                <ul className="wall-cards">
                  {[...rows]
                    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.since.localeCompare(b.since))
                    .map((agent) => (
                      <Card
                        key={agent.staffId}
                        agent={agent}
                        onListen={
                          mayListen && agent.state === 'calling' && agent.callId && agent.staffId !== person.id
                            ? () => setListening(agent)
                            : undefined
                        }
                      />
                    ))}
                </ul>
              )}
            </>
          )}
        </Loaded>
        {listening && <Listen agent={listening} onClose={() => setListening(null)} />}
      </Page>
    </div>
  )
}
