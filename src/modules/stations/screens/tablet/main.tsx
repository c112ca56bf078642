// The mobile station on a tablet: works without a network, keeps what is written encrypted, sends it when it can.
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { clockOf } from '#kernel/time.ts'
import '#web/style/style.css'
import { Button, IconButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { Again, Enrol, Unlock } from './gate.tsx'
import { isLocked } from './lock.ts'
import { Matter } from './matter.tsx'
import { Outbox } from './outbox.tsx'
import { PatrolPage } from './patrol.tsx'
import { heardAt, keepSending, useLine } from './sending.ts'
import { close, type Entry, isOpen, isOwed, useKnown } from './store.ts'
import { SurveyPage } from './survey.tsx'
import './tablet.css'
import { Today } from './today.tsx'

/** Left lying, a tablet locks itself. */
const idle = 10 * 60_000

type Page = 'today' | 'matter' | 'patrol' | 'survey' | 'outbox'
const pages: readonly { page: Page; icon: IconName; zh: string; en: string }[] = [
  { page: 'today', icon: 'pin', zh: '今天', en: 'Today' },
  { page: 'matter', icon: 'speech', zh: '登记', en: 'Register' },
  { page: 'patrol', icon: 'checks', zh: '巡查', en: 'Round' },
  { page: 'survey', icon: 'chart', zh: '测评', en: 'Survey' },
  { page: 'outbox', icon: 'upload', zh: '发送', en: 'Sending' },
]

/** How it stands with the network and what waits, in one line. */
const Standing = () => {
  const { entries } = useKnown()
  const line = useLine()
  const waits = entries.filter(isOwed).length
  const heard = heardAt()
  const words =
    line === 'sending'
      ? t('正在发送…', 'Sending…')
      : line === 'away'
        ? t('离线', 'Offline')
        : waits === 0 && heard
          ? t(`全部送达 ${clockOf(heard)}`, `All arrived ${clockOf(heard)}`)
          : ''
  return (
    <output className={line === 'away' ? 'standing away' : 'standing'}>
      {words}
      {waits > 0 && <b>{t(`${waits} 条待发送`, `${waits} to be sent`)}</b>}
    </output>
  )
}

const Inside = ({ onLock }: { onLock: () => void }) => {
  const { me, entries } = useKnown()
  const line = useLine()
  const [page, setPage] = useState<Page>('today')
  const [mend, setMend] = useState<Entry | null>(null)
  const asks = entries.filter(({ state }) => state === 'refused' || state === 'contested').length
  useEffect(keepSending, [])
  useEffect(() => {
    let touched = now().getTime()
    const touch = () => {
      touched = now().getTime()
    }
    const timer = setInterval(() => {
      if (now().getTime() - touched > idle) onLock()
    }, 20_000)
    for (const gesture of ['pointerdown', 'keydown'] as const) document.addEventListener(gesture, touch)
    return () => {
      clearInterval(timer)
      for (const gesture of ['pointerdown', 'keydown'] as const) document.removeEventListener(gesture, touch)
    }
  }, [onLock])
  const go = (to: Page) => {
    setMend(null)
    setPage(to)
  }
  return (
    <div className="tablet">
      <header>
        <strong>{t('流动站', 'Station')}</strong>
        <span>{me?.name}</span>
        <Standing />
        <IconButton icon="lock" label={t('上锁', 'Lock')} onClick={onLock} />
      </header>
      <nav aria-label={t('页面', 'Pages')}>
        {pages.map((one) => (
          <button
            key={one.page}
            type="button"
            aria-current={page === one.page ? 'page' : undefined}
            onClick={() => go(one.page)}
          >
            <Icon name={one.icon} size={24} />
            <span>{t(one.zh, one.en)}</span>
            {one.page === 'outbox' && asks > 0 && <b className="count">{asks}</b>}
          </button>
        ))}
      </nav>
      <main>
        {(line === 'signed-out' || line === 'other-person') && <Again other={line === 'other-person'} />}
        {/* What stands in a form without it would be written to the disk in clear by the browser itself. */}
        <form autoComplete="off" onSubmit={(event) => event.preventDefault()}>
          {page === 'today' && <Today />}
          {page === 'matter' && <Matter key={mend?.id ?? 'new'} mend={mend} onDone={() => go('outbox')} />}
          {page === 'patrol' && <PatrolPage />}
          {page === 'survey' && <SurveyPage />}
          {page === 'outbox' && (
            <Outbox
              onMend={(entry) => {
                setMend(entry)
                setPage('matter')
              }}
            />
          )}
        </form>
      </main>
    </div>
  )
}

type Gate = 'asking' | 'enrol' | 'locked' | 'open' | 'emptied'

const App = () => {
  const [gate, setGate] = useState<Gate>('asking')
  const { me } = useKnown()
  useEffect(() => {
    void isLocked().then((is) => setGate(is ? 'locked' : 'enrol'))
  }, [])
  // Revoked, or signed out in another window: what was open is so no more.
  useEffect(() => {
    if (gate === 'open' && !me && !isOpen()) setGate('enrol')
  }, [gate, me])
  if (gate === 'open' && me)
    return (
      <Inside
        onLock={() => {
          close()
          setGate('locked')
        }}
      />
    )
  return (
    <main className="gate">
      {gate === 'emptied' && (
        <>
          <Note tone="bad">{t('开锁码输错太多次，平板已清空。', 'Too many wrong codes: the tablet was emptied.')}</Note>
          <Button kind="primary" onClick={() => setGate('enrol')}>
            {t('重新登记', 'Enrol again')}
          </Button>
        </>
      )}
      {gate === 'enrol' && <Enrol onOpen={() => setGate('open')} />}
      {gate === 'locked' && <Unlock onOpen={() => setGate('open')} onEmptied={() => setGate('emptied')} />}
    </main>
  )
}

/** The worker that keeps the page for the time without a network; a new one takes over while the tablet is still locked. */
const keepPage = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register('/station/worker.js', { scope: '/station/' })
  const takeOver = () => {
    if (registration.waiting && navigator.serviceWorker.controller && !isOpen()) {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
      registration.waiting.postMessage('take over')
    }
  }
  takeOver()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', takeOver))
}

// The worker's pages begin with a slash at the end.
if (location.pathname === '/station') location.replace('/station/')
else {
  void keepPage().catch(() => {})
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
