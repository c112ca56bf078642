// Finding anything from anywhere: patients, calls and cases by name, number or the tail of a telephone.
import { useDeferredValue, useRef, useState } from 'react'
import { w } from '#kernel/words.ts'
import { projectLifecycle } from '#modules/improvements/lifecycle.ts'
import { api, useAsk } from './api.ts'
import { useMayEver } from './me.tsx'
import { Go } from './place.tsx'
import { screens } from './screens.ts'
import { Icon } from './ui/icon.tsx'
import { Kbd, useShortcut } from './ui/keys.tsx'
import { t } from './ui/language.ts'

const has = (path: string) => screens.some((one) => one.path === path)

const Found = ({ q }: { q: string }) => {
  const mayEver = useMayEver()
  const ask = { q, limit: 5 }
  const patients = useAsk(api.patients.list, ask, { on: mayEver('patient.read') && has('/patients'), keep: true })
  const tasks = useAsk(
    api.followups.list,
    { ...ask, view: 'all' },
    { on: mayEver('task.read') && has('/desk'), keep: true },
  )
  const cases = useAsk(api.cases.list, ask, { on: mayEver('case.read') && has('/cases'), keep: true })
  const projects = useAsk(api.projects.list, ask, { on: mayEver('project.read') && has('/projects'), keep: true })
  const practices = useAsk(api.practices.list, ask, { on: mayEver('practice.read') && has('/practices'), keep: true })
  const asked = [patients, tasks, cases, projects, practices].filter((one) => one.isEnabled)
  const nothing = asked.every((one) => one.data?.rows.length === 0)
  return (
    <div className="found">
      {nothing && <p role="status">{t('没有找到', 'Nothing found')}</p>}
      {asked.some((one) => one.isPending) && <p role="status">{t('正在查找…', 'Looking…')}</p>}
      {!!patients.data?.rows.length && <h3>{t('患者', 'Patients')}</h3>}
      {patients.data?.rows.map((one) => (
        <Go key={one.id} to="/patients" with={{ id: one.id }} className="">
          {one.name}
          <small>{one.recordNumber}</small>
        </Go>
      ))}
      {!!tasks.data?.rows.length && <h3>{t('随访', 'Calls')}</h3>}
      {tasks.data?.rows.map((one) => (
        <Go key={one.id} to="/desk" with={{ view: 'all', q, id: one.id }} className="">
          {one.patient.name}
          <small>
            {one.waveName} · {one.department}
          </small>
        </Go>
      ))}
      {!!cases.data?.rows.length && <h3>{t('诉求', 'Cases')}</h3>}
      {cases.data?.rows.map((one) => (
        <Go key={one.id} to={`/cases/${one.id}`} className="">
          {one.number}
          <small>{one.text}</small>
        </Go>
      ))}
      {!!projects.data?.rows.length && <h3>{t('改进项目', 'Projects')}</h3>}
      {projects.data?.rows.map((one) => (
        <Go key={one.id} to={`/projects/${one.id}`} className="">
          {one.title}
          <small>
            {one.number} · {t(projectLifecycle.states[one.status]!)}
          </small>
        </Go>
      ))}
      {!!practices.data?.rows.length && <h3>{t('优务经验', 'Good practice')}</h3>}
      {practices.data?.rows.map((one) => (
        <Go key={one.id} to="/practices" with={{ id: one.id }} className="">
          {one.title}
          <small>{one.what}</small>
        </Go>
      ))}
    </div>
  )
}

export const Finder = () => {
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState(false)
  const q = useDeferredValue(typed.trim())
  const input = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLElement>(null)
  const focus = () => input.current?.select()
  useShortcut('/', focus, { words: w('查找', 'Find') })
  useShortcut('Ctrl+k', focus)

  const move = (by: number) => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('input, .found a') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  return (
    <search
      className="finder"
      ref={place}
      onFocus={() => setOpen(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') move(1)
        else if (event.key === 'ArrowUp') move(-1)
        else if (event.key === 'Escape') {
          setOpen(false)
          input.current?.blur()
        } else return
        event.preventDefault()
      }}
    >
      <Icon name="search" size={16} />
      <input
        ref={input}
        type="search"
        className="input"
        aria-label={t('查找患者、随访、诉求', 'Find patients, calls, cases')}
        placeholder={t('姓名、病案号、电话尾号、编号', 'Name, number, tail of a phone')}
        value={typed}
        maxLength={60}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed === '' && <Kbd keys="/" />}
      {open && q.length > 1 && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the link does the same
        // biome-ignore lint/a11y/noStaticElementInteractions: only closes after a link was followed
        <div onClick={() => setOpen(false)}>
          <Found q={q} />
        </div>
      )}
    </search>
  )
}
