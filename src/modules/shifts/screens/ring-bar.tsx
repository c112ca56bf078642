// The bar above every screen while an alarm rings for its reader: loud, answered with one key and one sentence.
import { useEffect, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { useNow } from '#web/ui/clock.ts'
import { TextField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { alarmOf } from '../alarms.ts'
import './watch.css'
import { useAlarmSound } from './sound.ts'
import type { Ring } from './words.ts'

/** What is said most: one press answers. */
const usual = [
  w('我来处理，正在联系值班医师', 'I take it, calling the doctor on duty'),
  w('我正在赶往现场', 'I am on my way'),
  w('已请对方拨打 120 或到急诊', 'Told to call 120 or come to the emergency room'),
]

/** The title of the tab says it too, for whoever looks at another one. */
const useLoudTitle = (words: string | null) => {
  useEffect(() => {
    if (words === null) return
    let before = document.title
    let loud = false
    const turn = () => {
      // A screen that was opened meanwhile has set a title of its own.
      if (document.title !== words) before = document.title
      loud = !loud
      document.title = loud ? words : before
    }
    turn()
    const timer = setInterval(turn, 1000)
    return () => {
      clearInterval(timer)
      if (document.title === words) document.title = before
    }
  }, [words])
}

const Answer = ({ ring, onClose }: { ring: Ring; onClose: () => void }) => {
  const [words, setWords] = useState('')
  const answer = useDo(api.rings.answer, {
    inForm: true,
    says: t('已应答，已通知负责人', 'Answered; the owner is told'),
    changes: ['case', 'handover'],
    done: onClose,
  })
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = (said: string) => answer.run({ id: ring.id, words: said })
  return (
    <div className="ring-answer">
      <div className="ring-usual">
        {usual.map((one) => (
          <Button key={one.zh} busy={answer.busy} onClick={() => void send(t(one))}>
            {t(one)}
          </Button>
        ))}
      </div>
      <Form
        onSubmit={() => send(words)}
        problem={answer.problem}
        busy={answer.busy}
        submit={t('应答', 'Answer')}
        onCancel={onClose}
      >
        <TextField
          label={t('您正在做什么', 'What you are doing')}
          name="words"
          value={words}
          onChange={setWords}
          maxLength={500}
          inputRef={field}
        />
      </Form>
    </div>
  )
}

const OneRing = ({ ring, first }: { ring: Ring; first: boolean }) => {
  const [answering, setAnswering] = useState(false)
  const now = useNow()
  const { code, name } = alarmOf(ring.alarm)
  useShortcut('Alt+a', () => setAnswering(true), { on: first && !answering, words: w('应答呼叫', 'Answer the alarm') })
  useShortcut('Escape', () => setAnswering(false), { on: answering })
  const minutes = Math.max(0, Math.floor((now.getTime() - new Date(ring.startedAt).getTime()) / 60_000))
  return (
    <li className="ring">
      <div className="ring-line">
        <Icon name="bell" size={22} />
        <p>
          <strong>
            {code} {t(name)}
          </strong>
          <span className="ring-what">
            {[ring.number, ring.category && t(categoryWords(ring.category)), ring.department, ring.campus]
              .filter(Boolean)
              .join(' · ') || t('红旗，请联系患者', 'Red flag: call the patient')}
          </span>
          {ring.text && <span className="ring-text">{ring.text}</span>}
          <small>
            {minutes === 0
              ? t(`刚刚开始，第 ${ring.step} 步`, `began just now, step ${ring.step}`)
              : t(`${minutes} 分钟前开始，第 ${ring.step} 步`, `began ${minutes} min ago, step ${ring.step}`)}
          </small>
        </p>
        <span className="ring-do">
          {ring.noun === 'case' ? (
            <Go to={`/cases/${ring.subject}`} className="button plain">
              <span>{t('查看', 'Look')}</span>
            </Go>
          ) : (
            <Go to="/desk" with={{ view: 'all', id: ring.subject }} className="button plain">
              <span>{t('查看', 'Look')}</span>
            </Go>
          )}
          {!answering && ring.can.includes('answer') && (
            <Button kind="danger" {...(first ? { keys: 'Alt+a' } : {})} onClick={() => setAnswering(true)}>
              {t('应答', 'Answer')}
            </Button>
          )}
        </span>
      </div>
      {answering && <Answer ring={ring} onClose={() => setAnswering(false)} />}
    </li>
  )
}

const Ringing = ({ rings }: { rings: readonly Ring[] }) => {
  const { code, name } = alarmOf(rings[0]!.alarm)
  useLoudTitle(t(`【${code} ${name.zh}】请应答`, `[${code} ${name.en}] answer`))
  const { heard, silent, setSilent } = useAlarmSound(rings.length)
  return (
    <section className="rings no-print" role="alert" aria-label={t('呼叫', 'Alarm')}>
      <ul>
        {rings.map((ring, i) => (
          <OneRing key={ring.id} ring={ring} first={i === 0} />
        ))}
      </ul>
      <p className="ring-sound">
        <Icon name="sound" size={15} />
        {heard ? (
          <Button small kind="quiet" onClick={() => setSilent(!silent)}>
            {silent ? t('打开铃声', 'Sound on') : t('静音', 'Sound off')}
          </Button>
        ) : (
          t('按任意键或点一下页面后有铃声', 'Press any key or the page to hear it')
        )}
      </p>
    </section>
  )
}

/** In the shell, above every screen; nothing is there while nothing rings. */
export const RingBar = () => {
  const mayEver = useMayEver()
  const { data } = useAsk(api.rings.mine, {}, { on: mayEver('ring.answer'), seconds: 15 })
  const rings = data?.rows ?? []
  return rings.length === 0 ? null : <Ringing rings={rings} />
}

/** On the door, closed or lapsed: somebody calls, and nothing more is said before the right person has signed in. */
export const RingBehindDoor = () => {
  const { data } = useAsk(api.rings.waiting, {}, { seconds: 15 })
  const ringing = data?.ringing ?? 0
  return ringing === 0 ? null : <Calling ringing={ringing} />
}

const Calling = ({ ringing }: { ringing: number }) => {
  const words = t('有紧急呼叫，请登录应答', 'An alarm is ringing: sign in and answer')
  useLoudTitle(words)
  useAlarmSound(ringing)
  return (
    <Note tone="bad" title={words}>
      {t('登录后可见内容。', 'What it is about is shown after signing in.')}
    </Note>
  )
}
