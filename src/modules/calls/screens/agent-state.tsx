// What this agent is doing, set by himself: ready, on a break with its reason; and what his calls have made of it.
import { useRef } from 'react'
import { w } from '#kernel/words.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Badge } from '#web/ui/marks.tsx'
import './agents.css'
import { Elapsed, Remaining } from './elapsed.tsx'
import type { LineState } from './telephone.ts'
import { ToFile } from './to-file.tsx'
import { breaks, stateWords } from './words.ts'

const lineWords = {
  none: w('没有电话', 'No telephone'),
  elsewhere: w('在另一个标签页', 'In another tab'),
  connecting: w('正在连接', 'Connecting'),
  ready: w('已注册', 'Registered'),
  lost: w('未连接', 'Not connected'),
  refused: w('分机被拒绝', 'Refused'),
} as const

export const AgentState = ({
  line,
  extension,
  onOpen,
}: {
  line: LineState
  extension: string
  onOpen: (what: 'devices' | 'dial') => void
}) => {
  const place = useRef<HTMLDetailsElement>(null)
  const { data } = useAsk(api.calls.mine, {}, { seconds: 30 })
  const changes = { changes: ['call'] }
  const ready = useDo(api.agents.ready, changes)
  const rest = useDo(api.agents.rest, changes)
  const agent = data?.agent
  const state = agent?.state ?? 'off'
  const toFile = data?.toFile ?? []
  const close = () => {
    if (place.current) place.current.open = false
  }
  useShortcut('Alt+z', () => void (state === 'ready' ? rest.run({ reason: t(breaks[0]!) }) : ready.run({})), {
    on: state !== 'calling',
    words: w('就绪 / 小休', 'Ready or break'),
  })
  const offline = line === 'lost' || line === 'refused' || line === 'none'
  return (
    <details
      ref={place}
      className="menu phone-state"
      onClick={(event) => (event.target as Element).closest('.menu-list button, .menu-list a') && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget && close()}
    >
      <summary>
        <span className={`agent-state ${offline ? 'off' : state}`}>
          <i aria-hidden="true" />
          {offline ? t(lineWords[line]) : t(stateWords[state])}
          {!offline && state === 'break' && agent?.reason && <small>{agent.reason}</small>}
        </span>
        {!offline && state === 'wrap-up' && agent?.until ? (
          <Remaining until={agent.until} />
        ) : (
          !offline && state === 'break' && agent && <Elapsed since={agent.since} />
        )}
        {toFile.length > 0 && (
          <span title={t('待登记的通话', 'Calls to be filed')}>
            <Badge count={toFile.length} tone="warn" />
            <span className="unseen">{t('通话待登记', 'calls to be filed')}</span>
          </span>
        )}
      </summary>
      <div className="menu-list">
        <button type="button" aria-pressed={state === 'ready'} onClick={() => void ready.run({})}>
          <span className="agent-state ready">
            <i aria-hidden="true" />
            {state === 'wrap-up' ? t('结束登记，就绪', 'Done: ready') : t(stateWords.ready)}
          </span>
        </button>
        {breaks.map((reason) => (
          <button key={reason.zh} type="button" onClick={() => void rest.run({ reason: t(reason) })}>
            <span className="agent-state break">
              <i aria-hidden="true" />
              {t(stateWords.break)} · {t(reason)}
            </span>
          </button>
        ))}
        {agent?.next && (
          <p className="phone-next">
            {t('通话结束后：', 'After the call: ')}
            {t(stateWords[agent.next])}
          </p>
        )}
        <ToFile calls={toFile} />
        <hr />
        <button type="button" onClick={() => onOpen('dial')}>
          <Icon name="dialpad" />
          {t('拨号', 'Dial a number')}
        </button>
        <button type="button" onClick={() => onOpen('devices')}>
          <Icon name="headset" />
          {t('设备与测试通话', 'Devices and test call')}
        </button>
        <Go to="/wall" className="">
          <Icon name="people" />
          {t('坐席看板', 'Agents')}
        </Go>
        <p className="phone-next">
          {t('分机', 'Extension')} {extension} · {t(lineWords[line])}
        </p>
      </div>
    </details>
  )
}
