// Under the record of a case: the projects it belongs to, and the button that makes one from it or adds it to one that runs.
import { useState } from 'react'
import { api, useAsk } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { projectLifecycle } from '../lifecycle.ts'
import { MakeProject } from './make-project.tsx'
import { stageTone } from './project-words.ts'

export const Panel = ({ caseId }: { caseId: string }) => {
  const [making, setMaking] = useState(false)
  const mayEver = useMayEver()
  const list = useAsk(api.projects.list, { caseId, limit: 20 })
  const rows = list.data?.rows ?? []
  const may = mayEver('project.make')
  if (rows.length === 0 && !may) return null
  return (
    <Section
      title={t('改进项目', 'Improvement projects')}
      aside={
        may && !making ? (
          <Button small kind="quiet" onClick={() => setMaking(true)}>
            {t('发起改进项目', 'Make a project')}
          </Button>
        ) : undefined
      }
    >
      {rows.map((it) => (
        <p key={it.id}>
          <Go to={`/projects/${it.id}`}>
            {it.number} {it.title}
          </Go>{' '}
          <StateDot life={projectLifecycle} status={it.status} tone={stageTone(it.status)} />
        </p>
      ))}
      {making && <MakeProject caseIds={[caseId]} onClose={() => setMaking(false)} />}
    </Section>
  )
}
