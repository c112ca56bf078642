// 固化下来的: what became the rule, and where it lies now: in the knowledge, beside the caller, or with those who practise it.
import type { ReactNode } from 'react'
import { guidanceLifecycle } from '#modules/knowledge/lifecycle.ts'
import { useMayEver } from '#web/me.tsx'
import { TrainingPanels } from '#web/panels.tsx'
import { Go } from '#web/place.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { standardWords } from '../shapes-projects.ts'
import type { Standard } from './project-words.ts'
import './projects.css'

/** Whether what was written is in use: guidance when a doctor has approved it. */
const Where = ({ one }: { one: Standard }) => {
  const mayEver = useMayEver()
  if (one.entry) {
    const { id, status, version, by } = one.entry
    return (
      <p className="hint">
        <Go to="/guidance" with={{ view: status, id }}>
          {t(`健康指导，第 ${version} 版`, `Guidance, version ${version}`)}
        </Go>{' '}
        <Tag tone={status === 'approved' ? 'good' : status === 'draft' ? 'warn' : 'plain'}>
          {status === 'draft' ? t('待医师审定', 'awaits a doctor') : t(guidanceLifecycle.states[status]!)}
        </Tag>{' '}
        {status === 'approved' && by}
      </p>
    )
  }
  if (one.note && mayEver('careNote.read'))
    return (
      <p className="hint">
        <Go to="/care-notes" with={{ id: one.note.id }}>
          {t(`${one.note.group}的回访注意事项`, `Note for callers, ${one.note.group}`)}
        </Go>
      </p>
    )
  return null
}

export const StandardRow = ({ one, aside }: { one: Standard; aside?: ReactNode }) => (
  <li>
    <p>
      <Tag>{t(standardWords[one.kind])}</Tag> <b>{one.title}</b>
    </p>
    <p className="standard-words">
      {one.text}
      <small>
        {one.by} <Time at={one.at} />
        {aside}
      </small>
    </p>
    <Where one={one} />
    {one.kind === 'training' && <TrainingPanels standardId={one.id} title={one.title} text={one.text} />}
  </li>
)

export const StandardsPart = ({ rows }: { rows: readonly Standard[] }) =>
  rows.length > 0 && (
    <Section title={t('固化下来的', 'What became the rule')} aside={rows.length}>
      <ul className="project-standards">
        {rows.map((one) => (
          <StandardRow key={one.id} one={one} />
        ))}
      </ul>
    </Section>
  )
