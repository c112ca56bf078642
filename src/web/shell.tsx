// What surrounds every screen: the rail (a bar on a phone), the search, the person, messages and the state of the line.
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { roleWords } from '#kernel/permission.ts'
import { w } from '#kernel/words.ts'
import { CalendarBar } from '#modules/directory/screens/calendar-bar.tsx'
import { Bell } from '#modules/shifts/screens/bell.tsx'
import { RingBar, RingBehindDoor } from '#modules/shifts/screens/ring-bar.tsx'
import { owedHere } from '#modules/stations/screens/tablet/records.ts'
import { api, useAsk, useDo } from './api.ts'
import { LapsedDoor } from './door.tsx'
import { Finder } from './finder.tsx'
import { useLive } from './live.ts'
import { Mark } from './mark.tsx'
import { useMayEver, useMe } from './me.tsx'
import { RailCount } from './panels.tsx'
import { type ScreenEntry, screens } from './screens.ts'
import { useLapsed } from './session.ts'
import { Button } from './ui/button.tsx'
import { Check } from './ui/choose.tsx'
import { Icon } from './ui/icon.tsx'
import { Kbd, useShortcut, useShortcuts } from './ui/keys.tsx'
import { t, useLanguage } from './ui/language.ts'
import { Dialog, usePhone } from './ui/layout.tsx'
import { Offline } from './ui/states.tsx'
import { Toasts, toast } from './ui/toast.tsx'

const Entry = ({ screen }: { screen: ScreenEntry }) => (
  <Link to={screen.path} className="rail-link" activeOptions={{ includeSearch: false }}>
    <Icon name={screen.icon} size={20} />
    {t(screen.words)}
    <RailCount path={screen.path} />
  </Link>
)

/** So many screens stand in the rail without scrolling on a common display. */
const railHolds = 13

/** The screens of this person: all of them while they fit, else the daily ones first and the rest behind 更多. */
const useMine = (): { daily: readonly ScreenEntry[]; more: readonly ScreenEntry[] } => {
  const mayEver = useMayEver()
  const mine = screens.filter((one) => one.rail && mayEver(...one.verbs))
  if (mine.length <= railHolds) return { daily: mine, more: [] }
  return { daily: mine.filter((one) => one.rail === true), more: mine.filter((one) => one.rail === 'more') }
}

const More = ({ of }: { of: readonly ScreenEntry[] }) => (
  <Menu label={t('更多', 'More')} icon>
    {of.map((screen) => (
      <Link key={screen.path} to={screen.path}>
        <Icon name={screen.icon} />
        {t(screen.words)}
      </Link>
    ))}
  </Menu>
)

const Rail = () => {
  const { daily, more } = useMine()
  return (
    <aside className="rail no-print">
      <span className="mark">
        <Mark />
      </span>
      <nav aria-label={t('主导航', 'Main')}>
        <ul>
          {daily.map((screen) => (
            <li key={screen.path}>
              <Entry screen={screen} />
            </li>
          ))}
        </ul>
        {more.length > 0 && <More of={more} />}
      </nav>
    </aside>
  )
}

/** Four screens and a menu, on a phone. */
const Bar = () => {
  const { daily, more } = useMine()
  const mine = [...daily, ...more]
  const shown = mine.length > 5 ? mine.slice(0, 4) : mine
  return (
    <nav className="tab-bar no-print" aria-label={t('主导航', 'Main')}>
      {shown.map((screen) => (
        <Entry key={screen.path} screen={screen} />
      ))}
      {mine.length > shown.length && <More of={mine.slice(shown.length)} />}
    </nav>
  )
}

/** A menu that closes when something in it was chosen, on Esc, and when the focus leaves. */
const Menu = ({ label, icon, children }: { label: ReactNode; icon?: boolean; children: ReactNode }) => {
  const place = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (place.current) place.current.open = false
  }
  return (
    <details
      ref={place}
      className="menu"
      onClick={(event) => (event.target as Element).closest('.menu-list') && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget && close()}
    >
      <summary>
        {icon && <Icon name="more" size={20} />}
        {label}
      </summary>
      <div className="menu-list">{children}</div>
    </details>
  )
}

const PersonMenu = ({ onKeys }: { onKeys: () => void }) => {
  const { person } = useMe()
  const [lang, setLanguage] = useLanguage()
  const signOut = useDo(api.session.signOut, { done: () => location.assign('/') })
  // Signing out empties this browser; what a tablet has not sent yet would go with it.
  const leave = async () => {
    const owed = await owedHere()
    if (owed === 0) return signOut.run({})
    const zh = `这台设备的流动站还有 ${owed} 条没有发送，退出会丢失。请先打开 /station/ 发送。`
    return toast(t(zh, `${owed} entries of the mobile station are not sent; open /station/ first.`), { tone: 'bad' })
  }
  return (
    <Menu
      label={
        <>
          <Icon name="person" />
          <span>{person.name}</span>
          <small>{t(roleWords[person.role])}</small>
        </>
      }
    >
      {screens.some((one) => one.path === '/account') && (
        <Link to="/account">
          <Icon name="person" />
          {t('我的账号', 'My account')}
        </Link>
      )}
      <button type="button" onClick={onKeys}>
        <Icon name="keyboard" />
        {t('快捷键', 'Keyboard')}
      </button>
      <button
        type="button"
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(lang === 'zh' ? 'en' : 'zh')}
      >
        <Icon name="speech" />
        {lang === 'zh' ? 'English' : '中文'}
      </button>
      <button type="button" onClick={() => void leave()}>
        <Icon name="exit" />
        {t('退出登录', 'Sign out')}
      </button>
    </Menu>
  )
}

const Keys = ({ onClose }: { onClose: () => void }) => {
  const { list, singles, setSingles } = useShortcuts()
  return (
    <Dialog title={t('快捷键', 'Keyboard')} onClose={onClose}>
      <ul className="keys-list">
        {list.map((one) => (
          <li key={one.keys}>
            <Kbd keys={one.keys} />
            {t(one.words)}
          </li>
        ))}
      </ul>
      <Check
        label={t('使用单键快捷键', 'Use single-key shortcuts')}
        hint={t('语音输入或误触时可关闭', 'Turn off when dictating')}
        value={singles}
        onChange={setSingles}
      />
      <div className="actions end">
        <Button kind="primary" onClick={onClose}>
          {t('好', 'Done')}
        </Button>
      </div>
    </Dialog>
  )
}

const phonePart = () => import('#modules/calls/screens/phone.tsx')
const Phone = lazy(async () => ({ default: (await phonePart()).Phone }))
const Trouble = lazy(async () => ({ default: (await phonePart()).Trouble }))
const RecorderBar = lazy(async () => ({
  default: (await import('#modules/recordings/screens/recorder-bar.tsx')).RecorderBar,
}))

/** The telephone of who has an extension; nobody else loads it. */
const useHasPhone = (): boolean => {
  const mayEver = useMayEver()
  const { data } = useAsk(api.calls.account, {}, { on: mayEver('call.use') })
  return Boolean(data?.telephone)
}

export const Shell = () => {
  const hasPhone = useHasPhone()
  const { hospital, demo } = useMe()
  const phone = usePhone()
  const lapsed = useLapsed()
  const [keys, setKeys] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  useLive()
  useShortcut('?', () => setKeys(true), { words: w('快捷键一览', 'This list') })

  const here = screens.find((one) => path === one.path || path.startsWith(`${one.path.replace(/\$.*/, '')}`))
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: on every change of the path
  useEffect(() => {
    document.title = here ? `${t(here.words)} · ${hospital}` : hospital
    // A new screen begins at its beginning, for those who listen too.
    if (!first.current) main.current?.focus()
    first.current = false
  }, [path])

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('跳到内容', 'Skip to content')}
      </a>
      {!phone && <Rail />}
      <header className="top no-print">
        <span className="hospital">
          <span className="hospital-name">{hospital}</span>
          {demo && <span className="demo-mark">{phone ? t('演示', 'Demo') : t('演示数据', 'Demo data')}</span>}
        </span>
        <Suspense fallback={null}>{hasPhone && <Phone />}</Suspense>
        <span className="top-space" />
        <Finder />
        <Bell />
        <PersonMenu onKeys={() => setKeys(true)} />
      </header>
      <div className="above">
        <Offline />
        <CalendarBar />
        <RingBar />
        <Suspense fallback={null}>{hasPhone && <Trouble />}</Suspense>
        <Suspense fallback={null}>{hasPhone && <RecorderBar />}</Suspense>
      </div>
      <main className="main" id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      {phone && <Bar />}
      <Toasts />
      {keys && <Keys onClose={() => setKeys(false)} />}
      {lapsed && (
        <LapsedDoor>
          <RingBehindDoor />
        </LapsedDoor>
      )}
    </div>
  )
}
