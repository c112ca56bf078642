// Under the record of a case: the projects it belongs to, and the button that makes one from it or adds it to one that runs.
import { useState } from 'react'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { Go, useGo } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { StateDot } from '#web/ui/marks.tsx'
import { projectLifecycle } from '../lifecycle.ts'
import { stageTone } from './project-words.ts'

const Make = ({ caseId, onClose }: { caseId: string; onClose: () => void }) => {
  const go = useGo()
  const running = useAsk(api.projects.list, { view: 'running', limit: 200 })
  const form = useForm({ projectId: '', title: '', problem: '' })
  const make = useDo(api.projects.make, { inForm: true, says: t('已发起', 'Made') })
  const join = useDo(api.projects.join, { inForm: true, says: t('已纳入', 'Added') })
  const { projectId, title, problem } = form.values
  const run = async () => {
    const it = projectId
      ? await join.run({ id: projectId, caseIds: [caseId] })
      : await make.run({ title, problem, caseIds: [caseId] })
    if (it) go(`/projects/${it.id}`)
  }
  const joinable = (running.data?.rows ?? []).filter(({ can }) => can.includes('join'))
  return (
    <Form
      onSubmit={run}
      submit={projectId ? t('纳入', 'Add') : t('发起', 'Make')}
      busy={make.busy || join.busy}
      problem={projectId ? join.problem : make.problem}
      onCancel={onClose}
    >
      {joinable.length > 0 && (
        <Select
          {...form.field('projectId')}
          label={t('新项目，还是已有的', 'A new one, or one that runs')}
          empty={t('发起新的', 'A new one')}
          options={joinable.map((it) => ({ value: it.id, label: `${it.number} ${it.title}` }))}
        />
      )}
      {!projectId && (
        <>
          <TextField {...form.field('title')} label={t('要改变什么', 'What should change')} maxLength={80} />
          <TextArea
            {...form.field('problem')}
            label={t('问题（写事实）', 'The problem, in facts')}
            optional
            rows={2}
            maxLength={2000}
          />
        </>
      )}
    </Form>
  )
}

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
      {making && <Make caseId={caseId} onClose={() => setMaking(false)} />}
    </Section>
  )
}
