// The telephone in the shell: what this agent is doing, the call that is spoken with all that can be done about it, and who calls.
import { useEffect, useState } from 'react'
import { w } from '#kernel/words.ts'
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { IncomingPop } from '#web/panels.tsx'
import { Button, IconButton } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Kbd, useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { AgentState } from './agent-state.tsx'
import { DeviceDialog } from './devices.tsx'
import { Elapsed } from './elapsed.tsx'
import { FreeDial } from './free-dial.tsx'
import './phone.css'
import { Keypad } from './keypad.tsx'
import {
  answerCall,
  type Call,
  completeTransfer,
  forgetCalls,
  hangUp,
  holdCall,
  joinCalls,
  mainCall,
  muteCall,
  retryTelephone,
  startTelephone,
  takeTelephone,
  useTelephone,
} from './telephone.ts'
import { HandOver } from './transfer.tsx'
import { sayEnd, sayPhase } from './words.ts'

/** The title of the tab says that somebody calls, for whoever looks at another one. */
const useLoudTitle = (words: string | null) => {
  useEffect(() => {
    if (words === null) return
    let before = document.title
    const turn = () => {
      if (document.title !== words) before = document.title
      document.title = document.title === words ? before : words
    }
    turn()
    const timer = setInterval(turn, 900)
    return () => {
      clearInterval(timer)
      if (document.title === words) document.title = before
    }
  }, [words])
}

const Incoming = ({ call }: { call: Call }) => {
  useLoudTitle(t('【来电】请接听', '[Call] answer it'))
  useShortcut('F2', () => void answerCall(), { words: w('接听', 'Answer') })
  useShortcut('F4', () => void hangUp(call.id), { words: w('挂断', 'Hang up') })
  return (
    <section className="phone-incoming no-print" role="alert" aria-label={t('来电', 'Somebody calls')}>
      <div className="phone-incoming-head">
        <span className="phone-ringing">
          <Icon name="phone" size={20} />
        </span>
        <p>
          <strong>{call.who || t('来电', 'Incoming call')}</strong>
          <small>
            {t('已振铃', 'Ringing for')} <Elapsed since={call.startedAt} />
          </small>
        </p>
        <Button kind="primary" icon="phone" keys="F2" onClick={() => void answerCall()}>
          {t('接听', 'Answer')}
        </Button>
        <Button icon="hang-up" keys="F4" onClick={() => void hangUp(call.id)}>
          {t('拒接', 'Decline')}
        </Button>
      </div>
      <IncomingPop callId={call.id} answered={false} />
    </section>
  )
}

/** One conversation as a line: who, how long, in what state. */
const Who = ({ call }: { call: Call }) => (
  <p className="phone-who">
    <strong>{call.who || t('来电', 'Caller')}</strong>
    <span className="phone-phase" role="status">
      <span>{sayPhase(call)}</span>
      {call.phase === 'talking' && call.answeredAt && <Elapsed since={call.answeredAt} />}
    </span>
  </p>
)

type Open = 'none' | 'keys' | 'hand-over'

const Controls = ({ call, consult }: { call: Call; consult: Call | undefined }) => {
  const [open, setOpen] = useState<Open>('none')
  const talking = call.phase === 'talking'
  const turn = (to: Open) => () => setOpen((now) => (now === to ? 'none' : to))
  const listening = call.role === 'guest'
  const spoken = consult ?? call
  useShortcut('F4', () => void hangUp(spoken.id), { words: w('挂断', 'Hang up') })
  useShortcut('F8', () => void muteCall(!call.muted), { on: talking && !listening, words: w('静音', 'Mute') })
  useShortcut('F9', () => void holdCall(!call.held), { on: talking && !listening, words: w('保持', 'Hold') })
  useShortcut('Escape', () => setOpen('none'), { on: open !== 'none' })
  return (
    <>
      {talking && !listening && (
        <span className="phone-controls">
          <button
            type="button"
            className="phone-control"
            aria-pressed={call.muted}
            onClick={() => void muteCall(!call.muted)}
          >
            <Icon name={call.muted ? 'mic-off' : 'mic'} />
            <span>{call.muted ? t('已静音', 'Muted') : t('静音', 'Mute')}</span>
            <Kbd keys="F8" />
          </button>
          <button
            type="button"
            className="phone-control"
            aria-pressed={call.held}
            onClick={() => void holdCall(!call.held)}
          >
            <Icon name={consult ? 'swap' : call.held ? 'play' : 'pause'} />
            <span>{consult ? t('切换', 'Switch') : call.held ? t('取回', 'Take back') : t('保持', 'Hold')}</span>
            <Kbd keys="F9" />
          </button>
          <button type="button" className="phone-control" aria-expanded={open === 'keys'} onClick={turn('keys')}>
            <Icon name="dialpad" />
            <span>{t('按键', 'Keys')}</span>
          </button>
          {consult ? (
            consult.phase === 'talking' &&
            !call.joined && (
              <>
                <Button small kind="primary" onClick={() => void completeTransfer()} busy={call.leaving}>
                  {t('转给他', 'Hand over')}
                </Button>
                <Button small onClick={() => void joinCalls()}>
                  {t('三方', 'All three')}
                </Button>
              </>
            )
          ) : (
            <button
              type="button"
              className="phone-control"
              aria-expanded={open === 'hand-over'}
              onClick={turn('hand-over')}
            >
              <Icon name="swap" />
              <span>{t('转接', 'Transfer')}</span>
            </button>
          )}
        </span>
      )}
      <Button small kind="danger" icon="hang-up" keys="F4" onClick={() => void hangUp(spoken.id)}>
        {consult ? t('挂断同事', 'End this one') : listening ? t('结束', 'End') : t('挂断', 'Hang up')}
      </Button>
      {open === 'keys' && talking && <Keypad onClose={() => setOpen('none')} />}
      {open === 'hand-over' && talking && <HandOver call={call} onClose={() => setOpen('none')} />}
    </>
  )
}

const Guests = ({ call }: { call: Call }) =>
  call.guests.length === 0 ? null : (
    <span className="phone-guests" role="status">
      <Icon name="headset" size={15} />
      {call.guests
        .map(({ name, joins }) =>
          joins ? t(`${name} 已加入`, `${name} has joined`) : t(`${name} 在旁听`, `${name} listens`),
        )
        .join('、')}
    </span>
  )

/** What keeps the telephone from working, with what to do; below the head, because it is a sentence. */
const Trouble = () => {
  const { problem } = useTelephone()
  if (!problem) return null
  return (
    <div className="phone-trouble no-print">
      <Note tone={problem.code === 'lost-line' ? 'warn' : 'bad'} title={t(problem.says)}>
        {t(problem.todo)}{' '}
        {problem.code !== 'lost-line' && problem.code !== 'insecure' && (
          <Button small onClick={() => void retryTelephone()}>
            {t('再试一次', 'Try again')}
          </Button>
        )}
      </Note>
    </div>
  )
}

const Line = ({ onOpen }: { onOpen: (what: 'devices' | 'dial') => void }) => {
  const it = useTelephone()
  const call = mainCall(it)
  const consult = it.calls.find(({ role, phase }) => role === 'consult' && phase !== 'ended')
  const last = it.calls.findLast(({ role }) => role !== 'consult')
  const ringing = call?.direction === 'in' && call.phase === 'ringing'
  const [pop, setPop] = useState<string | null>(null)
  // Whoever called stays on the screen after the call was answered, until the agent has chosen.
  const answered = call?.direction === 'in' && call.phase === 'talking' ? call.id : null
  useEffect(() => setPop(answered), [answered])
  if (it.line === 'elsewhere')
    return (
      <span className="phone-elsewhere">
        {t('电话在另一个标签页', 'The telephone is in another tab')}
        <Button small kind="quiet" onClick={() => void takeTelephone()}>
          {t('在这里使用', 'Use it here')}
        </Button>
      </span>
    )
  return (
    <>
      <AgentState line={it.line} extension={it.extension ?? ''} onOpen={onOpen} />
      {call && !ringing && (
        <section className="phone-call" aria-label={t('通话', 'Call')}>
          <Who call={consult ?? call} />
          {consult && <span className="phone-aside">{`${call.who} · ${sayPhase(call)}`}</span>}
          <Controls call={call} consult={consult} />
          <Guests call={call} />
        </section>
      )}
      {!call && last && (
        <section className="phone-call over" aria-label={t('刚才的通话', 'The last call')}>
          <p className="phone-who" role="status">
            <strong>{last.who || t('来电', 'Caller')}</strong>
            <span className="phone-phase">{sayEnd(last)}</span>
          </p>
          <IconButton icon="close" size={15} label={t('收起', 'Close')} onClick={forgetCalls} />
        </section>
      )}
      {ringing && <Incoming call={call} />}
      {pop && !ringing && (
        <section className="phone-incoming answered no-print" aria-label={t('来电人', 'Who calls')}>
          <div className="phone-incoming-head">
            <p>
              <strong>{t('正在与谁通话', 'Who is speaking')}</strong>
            </p>
            <IconButton icon="close" size={16} label={t('收起', 'Close')} onClick={() => setPop(null)} />
          </div>
          <IncomingPop callId={pop} answered onDone={() => setPop(null)} />
        </section>
      )}
    </>
  )
}

/** For who has an extension: loaded with the first of them, and there for as long as the page is. */
export const Phone = () => {
  const { person } = useMe()
  const { data } = useAsk(api.calls.account)
  const [open, setOpen] = useState<'none' | 'devices' | 'dial'>('none')
  const own = data?.telephone
  useEffect(() => {
    if (!own) return
    const { protocol, host } = location
    const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${own.path}?tab=${tabOf()}`
    startTelephone({ url, extension: own.extension, domain: own.domain }, person.id)
  }, [own, person.id])
  if (!own) return null
  return (
    <div className="phone no-print">
      <Line onOpen={setOpen} />
      {open === 'devices' && <DeviceDialog hasTest={own.hasTestNumber} onClose={() => setOpen('none')} />}
      {open === 'dial' && <FreeDial outside={own.freeOutside} onClose={() => setOpen('none')} />}
    </div>
  )
}

export { Trouble }

let tab: string | undefined
const tabOf = () => {
  tab ??= crypto.randomUUID()
  return tab
}
