// A project from one case or several: a new one, or they join one that runs.
import { useState } from 'react'
import { useDepartments } from '#modules/cases/screens/departments.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { useGo } from '#web/place.tsx'
import { Button } from '#web/ui/button.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Dialog } from '#web/ui/layout.tsx'
import type { Picks } from '#web/ui/picks.tsx'
import './projects.css'

/** Its screen opens when it is made. */
export const MakeProject = ({ caseIds, onClose }: { caseIds: readonly string[]; onClose: () => void }) => {
  const go = useGo()
  const { person } = useMe()
  const groups = useDepartments()
  const running = useAsk(api.projects.list, { view: 'running', limit: 200 })
  const form = useForm({ projectId: '', title: '', problem: '', departmentId: '' })
  const make = useDo(api.projects.make, { inForm: true, says: t('已发起', 'Made') })
  const join = useDo(api.projects.join, { inForm: true, says: t('已纳入', 'Added') })
  const { projectId, title, problem, departmentId } = form.values
  const run = async () => {
    const it = projectId
      ? await join.run({ id: projectId, caseIds: [...caseIds] })
      : await make.run({ title, problem, departmentId: departmentId || null, caseIds: [...caseIds] })
    if (it) go(`/projects/${it.id}`)
  }
  const joinable = (running.data?.rows ?? []).filter(({ can }) => can.includes('join'))
  const proposes = person.role === 'department'
  return (
    <Form
      onSubmit={run}
      submit={projectId ? t('纳入', 'Add') : proposes ? t('申报', 'Propose') : t('发起', 'Make')}
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
          {!proposes && (
            <Select
              {...form.field('departmentId')}
              label={t('牵头科室', 'Leading department')}
              optional
              empty={t('以后再定', 'Later')}
              groups={groups}
            />
          )}
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

/** What was chosen in a list of cases, and what may be made of it. */
export const ChosenCases = ({ picks }: { picks: Picks }) => {
  const [making, setMaking] = useState(false)
  const { size } = picks.ids
  if (size === 0) return null
  return (
    <div className="chosen-cases no-print">
      <span role="status">{t(`已选 ${size} 件`, `${size} chosen`)}</span>
      <Button small kind="primary" onClick={() => setMaking(true)}>
        {t('用这些发起改进项目', 'Make a project of these')}
      </Button>
      <Button small kind="quiet" onClick={() => picks.set(new Set())}>
        {t('取消选择', 'Choose none')}
      </Button>
      {making && (
        <Dialog title={t(`用 ${size} 件诉求改进`, `A project of ${size} cases`)} onClose={() => setMaking(false)}>
          <MakeProject caseIds={[...picks.ids]} onClose={() => setMaking(false)} />
        </Dialog>
      )}
    </div>
  )
}
