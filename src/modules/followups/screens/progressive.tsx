// Progressive dialling: the next task is dialled by itself after a countdown that any key stops.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { w } from '#kernel/words.ts'
import { hasTelephone, mainCall, useTelephone } from '#modules/calls/screens/telephone.ts'
import { api, useAsk } from '#web/api.ts'
import { Button } from '#web/ui/button.tsx'
import { Check } from '#web/ui/choose.tsx'
import { now } from '#web/ui/clock.ts'
import { useShortcut } from '#web/ui/keys.tsx'
import { t } from '#web/ui/language.ts'
import type { Line } from './worklist.tsx'

/** Time enough to read the diagnosis before somebody answers. */
const countdown = 8
const minute = 60_000

// Chosen by each caller on each machine.
const key = 'huiyin.progressive'
let on = (() => {
  try {
    return localStorage.getItem(key) === 'on'
  } catch {
    return false
  }
})()
const listeners = new Set<() => void>()
const setOn = (to: boolean) => {
  on = to
  try {
    localStorage.setItem(key, to ? 'on' : 'off')
  } catch {
    // For this page only.
  }
  for (const tell of listeners) tell()
}
const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}
export const useProgressive = (): boolean => useSyncExternalStore(listen, () => on)

/** The switch below the list; only where there is a telephone. */
export const ProgressiveSwitch = () => {
  const is = useProgressive()
  if (!hasTelephone(useTelephone())) return null
  return <Check label={t('保存后自动拨下一位', 'Dial the next one after saving')} value={is} onChange={setOn} />
}

/** What has to be done before the next one is dialled. */
export type Owed = { readonly words: string; readonly go?: () => void }

/** A promise to call somebody back that is due (or nearly) comes before anything that is dialled by itself. */
export const usePromiseOwed = (
  rows: readonly Line[] | undefined,
  id: string | undefined,
  open: (id: string) => void,
): Owed | null => {
  const telephone = useTelephone()
  const { data } = useAsk(api.calls.mine, {}, { on: hasTelephone(telephone) })
  const promised = rows?.find(
    (row) =>
      row.mine && row.id !== id && row.promisedAt && new Date(row.promisedAt).getTime() <= now().getTime() + minute,
  )
  if (promised)
    return {
      words: t(`${promised.patient.name} 约定的回电到点了`, `${promised.patient.name} was promised a call now`),
      go: () => open(promised.id),
    }
  const unfiled = data?.toFile.length ?? 0
  if (unfiled > 0) return { words: t(`还有 ${unfiled} 通电话待登记`, `${unfiled} calls wait to be filed`) }
  if (data?.agent?.state === 'break' || data?.agent?.next === 'break') return { words: t('小休中', 'On a break') }
  return null
}

/** Counts down beside the number and dials at the end; `p`, or anything else that is typed, stops it. */
export const AutoDial = ({ owed, onDial, onStop }: { owed: Owed | null; onDial: () => void; onStop: () => void }) => {
  const telephone = useTelephone()
  const free = telephone.line === 'ready' && !mainCall(telephone) && owed === null
  const [left, setLeft] = useState(countdown)
  const latest = useRef({ onDial, onStop })
  latest.current = { onDial, onStop }

  useEffect(() => {
    if (!free) return
    const timer = setInterval(() => setLeft((before) => before - 1), 1000)
    return () => clearInterval(timer)
  }, [free])
  useEffect(() => {
    if (left <= 0) latest.current.onDial()
  }, [left])
  useEffect(() => {
    const typed = (event: KeyboardEvent) => {
      if (['Control', 'Alt', 'Shift', 'Meta', 'Tab'].includes(event.key)) return
      // Dialling at once is the one key that does not mean “wait”.
      if (event.key.toLowerCase() !== 'c') latest.current.onStop()
    }
    const changed = () => latest.current.onStop()
    addEventListener('keydown', typed, { capture: true })
    addEventListener('input', changed, { capture: true })
    return () => {
      removeEventListener('keydown', typed, { capture: true })
      removeEventListener('input', changed, { capture: true })
    }
  }, [])
  useShortcut('p Alt+p', () => onStop(), { words: w('暂停自动拨号', 'Do not dial by itself') })

  if (owed)
    return (
      <span className="auto-dial waits" role="status">
        {t('没有自动拨打：', 'Not dialled by itself: ')}
        {owed.words}
        {owed.go && (
          <Button small onClick={owed.go}>
            {t('先打这一位', 'Call this one first')}
          </Button>
        )}
      </span>
    )
  if (!free) return null
  return (
    <span className="auto-dial">
      <span role="timer">{t(`${left} 秒后自动拨打`, `Dials in ${left} s`)}</span>
      <progress aria-label={t('自动拨号倒计时', 'Countdown')} max={countdown} value={countdown - left} />
      <Button small keys="P" onClick={onStop}>
        {t('暂停', 'Pause')}
      </Button>
    </span>
  )
}
