// The board on the wall: read from across the room, by itself for hours, and honest about how old it is.
import { useEffect, useRef, useState } from 'react'
import type { Wire } from '#kernel/contract.ts'
import { clockOf, dayOf, sayWeekday } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { Elapsed } from '#modules/calls/screens/elapsed.tsx'
import { api, useAsk } from '#web/api.ts'
import { useGo } from '#web/place.tsx'
import { useEnded, useHeldDoor } from '#web/session.ts'
import { Button } from '#web/ui/button.tsx'
import { percent } from '#web/ui/charts/frame.tsx'
import { interval } from '#web/ui/charts/rate-bars.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { useNow } from '#web/ui/clock.ts'
import { useShortcut } from '#web/ui/keys.tsx'
import { language, t } from '#web/ui/language.ts'
import { ErrorNote, Skeleton } from '#web/ui/states.tsx'
import type { Wall } from '../contract-wall.ts'
import { placeName, sayMonth } from './page-words.ts'
import { sayWaiting } from './register-words.ts'
import './wall.css'

type Told = Wire<Wall>

/** Asked so often; older than three times that, the board says how old it is. */
const seconds = 20
/** The places that the picture moves through, a minute each, so that nothing burns into the screen. */
const places = 8

const Big = ({ words, count, tone }: { words: string; count: number; tone?: 'late' | undefined }) => (
  <div className={tone && count > 0 ? `wall-number ${tone}` : 'wall-number'}>
    <dt>{words}</dt>
    <dd>{count}</dd>
  </div>
)

const Numbers = ({ told }: { told: Told }) => (
  <dl className="wall-numbers">
    <Big words={t('超时', 'Late')} count={told.late} tone="late" />
    <Big words={t('将超时', 'Late soon')} count={told.soon} />
    <Big words={t('在办', 'Open')} count={told.open} />
    <Big words={t('今日登记', 'In today')} count={told.today.received} />
    <Big words={t('今日答复', 'Told today')} count={told.today.told} />
    <Big words={t('今日归档', 'Closed today')} count={told.today.closed} />
  </dl>
)

/** At whom it waits: how many, and how many of them are late in words besides the colour. */
const Waiting = ({ told }: { told: Told }) => {
  const most = Math.max(1, ...told.waiting.map(({ open }) => open))
  return (
    <section>
      <h2>{t('在等谁？', 'For whom does it wait?')}</h2>
      {told.waiting.length === 0 && <p>{t('没有在办的', 'Nothing open')}</p>}
      <ul className="wall-bars">
        {told.waiting.map(({ key, open, late }) => (
          <li key={key}>
            <span>{sayWaiting(key)}</span>
            <Strip share={open / most} tone={late > 0 ? 'warn' : 'accent'} />
            <b>{open}</b>
            <span className="late">{late > 0 && t(`超时 ${late}`, `${late} late`)}</span>
          </li>
        ))}
      </ul>
      {told.department.length > 0 && (
        <p className="wall-places">
          {told.department.map(({ key, label, late }) => (
            <span key={key}>
              {placeName(key, label)} <b className="late">{late}</b>
            </span>
          ))}
        </p>
      )}
    </section>
  )
}

const Target = ({
  words,
  rate,
  target,
}: {
  words: string
  rate: NonNullable<Told['month']>['reached']
  target: number
}) => {
  const missed = rate.rate !== null && rate.rate < target
  return (
    <div className="wall-target">
      <span>{words}</span>
      <b className={missed ? 'missed' : ''}>{rate.hidden ? '—' : percent(rate.rate)}</b>
      <Strip share={rate.rate ?? 0} target={target} tone={missed ? 'warn' : 'accent'} />
      <small>
        {rate.numerator !== null && `${rate.numerator} ÷ ${rate.denominator} · `}
        {rate.numerator !== null && rate.denominator ? `95%：${interval(rate)} · ` : ''}
        {t(`目标 ${target * 100}%`, `target ${target * 100}%`)}
        {rate.rate !== null && (missed ? t('，未达到', ', missed') : t('，已达到', ', met'))}
      </small>
    </div>
  )
}

const Month = ({ month }: { month: NonNullable<Told['month']> }) => (
  <section>
    <h2>
      {sayMonth(month.month)}
      {t('至今', ' so far')}
    </h2>
    <Target words={t('回访率', 'Reached')} rate={month.reached} target={month.targets.reached} />
    <Target words={t('满意率', 'Satisfied')} rate={month.satisfied} target={month.targets.satisfied} />
  </section>
)

const Telephones = ({ it }: { it: NonNullable<Told['telephones']> }) => (
  <section>
    <h2>{t('电话', 'Telephones')}</h2>
    <dl className="wall-calls">
      <div className={it.waiting > 0 ? 'late' : ''}>
        <dt>{t('排队', 'Waiting')}</dt>
        <dd>
          {it.waiting} {it.since && <Elapsed since={it.since} />}
        </dd>
      </div>
      <div>
        <dt>{t('就绪', 'Ready')}</dt>
        <dd>{it.ready}</dd>
      </div>
      <div>
        <dt>{t('通话中', 'On a call')}</dt>
        <dd>{it.calling}</dd>
      </div>
      <div>
        <dt>{t('登记中', 'Wrap-up')}</dt>
        <dd>{it.wrapUp}</dd>
      </div>
      <div>
        <dt>{t('小休', 'Break')}</dt>
        <dd>{it.resting}</dd>
      </div>
      <div className={it.owedLate > 0 ? 'late' : ''}>
        <dt>{t('待回拨', 'To call back')}</dt>
        <dd>
          {it.owed} {it.owedLate > 0 && <small>{t(`超时 ${it.owedLate}`, `${it.owedLate} late`)}</small>}
        </dd>
      </div>
    </dl>
  </section>
)

/** How old the numbers are, once they are too old to be taken for now. */
const Age = ({ at, ended, onDoor }: { at: string; ended: boolean; onDoor: () => void }) => {
  const minutes = Math.floor((useNow().getTime() - new Date(at).getTime()) / 60_000)
  const stands = t(
    `数字停在 ${clockOf(new Date(at))}（${minutes} 分钟前）`,
    `The numbers are of ${clockOf(new Date(at))}, ${minutes} min ago`,
  )
  if (ended)
    return (
      <div className="wall-age" role="status">
        {t('登录已到期，', 'The session is over. ')}
        {stands}
        <Button kind="primary" onClick={onDoor}>
          {t('重新登录', 'Sign in')}
        </Button>
      </div>
    )
  return (
    <div className="wall-age" role="status">
      {t('正在重新连接，', 'Reconnecting. ')}
      {stands}
    </div>
  )
}

const useFullScreen = () => {
  const place = useRef<HTMLDivElement>(null)
  const turn = () =>
    void (document.fullscreenElement ? document.exitFullscreen() : place.current?.requestFullscreen())?.catch(() => {})
  useShortcut('f', turn, { words: w('全屏', 'Full screen') })
  return [place, turn] as const
}

/** A television must not put itself to sleep, where the browser may say so. */
const useAwake = () => {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined
    const hold = () => {
      if (document.visibilityState === 'visible')
        void navigator.wakeLock
          ?.request('screen')
          .then((one) => {
            lock = one
          })
          .catch(() => {})
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [])
}

export const Screen = () => {
  const now = useNow()
  const go = useGo()
  const ask = useAsk(api.wall.get, {}, { seconds, keep: true })
  const [place, turn] = useFullScreen()
  // What was told last stays when nobody is signed in any more.
  const last = useRef<Told>(undefined)
  if (ask.data?.wall) last.current = ask.data.wall
  const told = last.current
  const [atDoor, openDoor] = useState(false)
  const ended = useEnded()
  useHeldDoor(!atDoor)
  useAwake()
  useShortcut('Escape', () => !document.fullscreenElement && go('/board'), {
    words: w('返回看板', 'Back to the board'),
  })
  useEffect(() => {
    if (!ended) openDoor(false)
  }, [ended])
  const gone = ask.data?.wall === null
  const old = told !== undefined && now.getTime() - new Date(told.at).getTime() > 3 * seconds * 1000
  const day = dayOf(now)
  return (
    <div ref={place} className={`on-wall place-${Math.floor(now.getTime() / 60_000) % places}`}>
      <header className="wall-head">
        <h1>{told?.hospital ?? t('看板', 'The board')}</h1>
        <time dateTime={now.toISOString()}>
          <span>
            {day.slice(5)} {sayWeekday(day, language())}
          </span>
          <b>{clockOf(now)}</b>
        </time>
      </header>
      {told && (gone || old) && <Age at={told.at} ended={gone} onDoor={() => openDoor(true)} />}
      {told ? (
        <>
          <Numbers told={told} />
          <div className="wall-parts">
            <Waiting told={told} />
            {told.month && <Month month={told.month} />}
            {told.telephones && <Telephones it={told.telephones} />}
          </div>
        </>
      ) : ask.error ? (
        <ErrorNote error={ask.error} retry={ask.refetch} />
      ) : gone ? (
        <Age at={now.toISOString()} ended onDoor={() => openDoor(true)} />
      ) : (
        <Skeleton lines={10} />
      )}
      <footer className="wall-foot">
        <Button kind="quiet" keys="f" onClick={turn}>
          {t('全屏', 'Full screen')}
        </Button>
        <Button kind="quiet" keys="Escape" onClick={() => go('/board')}>
          {t('返回', 'Back')}
        </Button>
      </footer>
    </div>
  )
}
