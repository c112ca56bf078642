// 问题与根因: the problem with its facts, five whys as a chain, the causes on the fishbone; written with the keyboard alone.
import { type KeyboardEvent, useRef, useState } from 'react'
import { api, useDo } from '#web/api.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { type Bone, branches, branchWords } from '../shapes-projects.ts'
import { Fishbone } from './fishbone.tsx'
import type { Project, Round } from './project-words.ts'

/** A chain of fields: Enter begins the next why, Backspace in an empty one takes it away. */
const Whys = ({ whys, onChange }: { whys: readonly string[]; onChange: (whys: string[]) => void }) => {
  const list = useRef<HTMLOListElement>(null)
  const shown = whys.length === 0 ? [''] : whys
  const focus = (i: number) => requestAnimationFrame(() => list.current?.querySelectorAll('input')[i]?.focus())
  const keys = (event: KeyboardEvent, i: number) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      if (shown.length >= 7) return
      onChange([...shown.slice(0, i + 1), '', ...shown.slice(i + 1)])
      focus(i + 1)
    } else if (event.key === 'Backspace' && shown[i] === '' && shown.length > 1) {
      event.preventDefault()
      onChange(shown.filter((_, k) => k !== i))
      focus(Math.max(0, i - 1))
    }
  }
  return (
    <fieldset className="why-chain">
      <legend>{t('五个为什么（回车写下一个）', 'Five whys (Enter begins the next)')}</legend>
      <ol ref={list}>
        {shown.map((why, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain has no names but its places
          <li key={i}>
            <label>
              <span>{t(`${i + 1} 为什么`, `Why ${i + 1}`)}</span>
              <input
                className="input"
                value={why}
                maxLength={200}
                onChange={({ target }) => onChange(shown.map((one, k) => (k === i ? target.value : one)))}
                onKeyDown={(event) => keys(event, i)}
              />
            </label>
          </li>
        ))}
      </ol>
    </fieldset>
  )
}

/** One field for each bone: Enter hangs the cause on it. */
const Causes = ({ causes, onChange }: { causes: readonly Bone[]; onChange: (causes: Bone[]) => void }) => {
  const [drafts, setDrafts] = useState<Partial<Record<Bone['branch'], string>>>({})
  const add = (branch: Bone['branch']) => {
    const text = drafts[branch]?.trim()
    if (!text) return
    onChange([...causes, { branch, text, root: false }])
    setDrafts({ ...drafts, [branch]: '' })
  }
  const change = (one: Bone, patch: Partial<Bone>) =>
    onChange(causes.map((other) => (other === one ? { ...one, ...patch } : other)))
  return (
    <fieldset className="cause-entry">
      <legend>{t('鱼骨图：回车挂上一条，★ 标要因', 'Fishbone: Enter adds a cause, ★ marks a root cause')}</legend>
      {branches.map((branch) => (
        <div key={branch} className="cause-branch">
          <label>
            <span>{t(branchWords[branch])}</span>
            <input
              className="input"
              value={drafts[branch] ?? ''}
              maxLength={60}
              onChange={({ target }) => setDrafts({ ...drafts, [branch]: target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                add(branch)
              }}
              onBlur={() => add(branch)}
            />
          </label>
          <ul>
            {causes
              .filter((one) => one.branch === branch)
              .map((one) => (
                <li key={one.text}>
                  <button
                    type="button"
                    className="cause-star"
                    aria-pressed={one.root}
                    onClick={() => change(one, { root: !one.root })}
                  >
                    <span aria-hidden="true">{one.root ? '★' : '☆'}</span>
                    <span className="unseen">{t('要因', 'Root cause')}</span> {one.text}
                  </button>
                  <IconButton
                    icon="close"
                    size={13}
                    label={t(`移除 ${one.text}`, `Remove ${one.text}`)}
                    onClick={() => onChange(causes.filter((other) => other !== one))}
                  />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </fieldset>
  )
}

const Edit = ({ it, round, onClose }: { it: Project; round: Round; onClose: () => void }) => {
  const form = useForm({ problem: round.problem, whys: round.whys, bones: round.bones, cause: round.cause })
  const save = useDo(api.projects.analyse, { inForm: true, says: t('已保存', 'Saved'), done: onClose })
  const { values } = form
  return (
    <Form
      onSubmit={() => save.run({ id: it.id, ...values, whys: values.whys.filter((why) => why.trim() !== '') })}
      submit={t('保存', 'Save')}
      busy={save.busy}
      problem={save.problem}
      onCancel={onClose}
    >
      <TextArea
        {...form.field('problem')}
        label={t('问题（写事实：何处、何时、多少、影响谁）', 'The problem, in facts: where, when, how many, whom')}
        rows={3}
        maxLength={2000}
      />
      <Whys whys={values.whys} onChange={(whys) => form.set({ whys })} />
      <Causes causes={values.bones} onChange={(bones) => form.set({ bones })} />
      <Fishbone causes={values.bones} problem={values.problem} />
      <TextField {...form.field('cause')} label={t('根本原因', 'Root cause')} maxLength={500} />
    </Form>
  )
}

export const RootCause = ({ it, round, editing = false }: { it: Project; round: Round; editing?: boolean }) => {
  const may = editing && it.can.includes('analyse')
  const [open, setOpen] = useState(may && round.cause === '')
  return (
    <Section
      title={t('问题与根因', 'Problem and root cause')}
      aside={
        may && !open ? (
          <Button small kind="quiet" onClick={() => setOpen(true)}>
            {t('修改', 'Change')}
          </Button>
        ) : undefined
      }
    >
      {open && may ? (
        <Edit it={it} round={round} onClose={() => setOpen(false)} />
      ) : (
        <>
          <p className="project-problem">{round.problem || t('还没有写问题。', 'No problem is stated yet.')}</p>
          {round.whys.length > 0 && (
            <ol className="why-read">
              {round.whys.map((why, i) => (
                <li key={why}>
                  <span>{t(`${i + 1} 为什么`, `Why ${i + 1}`)}</span> {why}
                </li>
              ))}
            </ol>
          )}
          {round.bones.length > 0 && <Fishbone causes={round.bones} problem={round.problem} />}
          {round.cause && (
            <p className="project-cause">
              <b>{t('根本原因', 'Root cause')}</b> {round.cause}
            </p>
          )}
        </>
      )}
    </Section>
  )
}
