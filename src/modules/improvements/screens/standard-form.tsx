// 固化成果: a rule, guidance that a doctor approves, a note beside the caller, or something to practise.
import { useGroups } from '#modules/knowledge/screens/groups.ts'
import { api, useAsk, useDo } from '#web/api.ts'
import { useMayEver } from '#web/me.tsx'
import { RadioRow } from '#web/ui/choose.tsx'
import { Select, TextArea, TextField } from '#web/ui/field.tsx'
import { Form, useForm } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { standardWords } from '../shapes-projects.ts'
import type { Project } from './project-words.ts'

type Kind = keyof typeof standardWords

const hints: Readonly<Record<Kind, () => string>> = {
  rule: () => t('以后都这样做；列入固化清单', 'How it is done from now on; stands in the list'),
  guidance: () =>
    t('读给患者的话；成为草稿，由科室医师审定', 'Read out to patients; a draft until a doctor approves it'),
  careNote: () => t('马上出现在回访员的“通话前”', 'Stands beside the caller at once'),
  training: () => t('写好后可布置给回访员练习', 'May then be given to callers to practise'),
}

/** The next version of what is there, or a new entry. */
const Existing = ({
  value,
  onChoose,
}: {
  value: string
  onChoose: (entry: { title: string; group: string; text: string; turnTo: string; from: string }) => void
}) => {
  const rows = useAsk(api.guidance.list, {}).data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Select
      label={t('新写一条，还是改写已有的', 'A new entry, or the next version of one')}
      empty={t('新写一条', 'A new one')}
      value={value}
      onChange={(from) => {
        const one = rows.find(({ id }) => id === from)
        onChoose({
          from,
          title: one?.title ?? '',
          group: one?.group ?? '',
          text: one?.text ?? '',
          turnTo: one?.turnTo ?? '',
        })
      }}
      options={rows.map(({ id, title, group, version }) => ({
        value: id,
        label: `${title}（${group ?? t('所有科室', 'everybody')}，${t(`第 ${version} 版`, `version ${version}`)}）`,
      }))}
    />
  )
}

export const StandardForm = ({ it, onClose }: { it: Project; onClose: () => void }) => {
  const mayEver = useMayEver()
  const groups = useGroups()
  const form = useForm({ kind: 'rule' as Kind, from: '', title: '', text: '', group: '', turnTo: '' })
  const run = useDo(api.projects.standardise, { inForm: true, says: t('已固化', 'Standardised'), done: onClose })
  const { group, from, ...values } = form.values
  const { kind } = values
  const writes = { rule: true, guidance: mayEver('guidance.create'), careNote: mayEver('careNote.set'), training: true }
  return (
    <Form
      onSubmit={() => run.run({ id: it.id, ...values, group: group || null })}
      submit={t('固化', 'Standardise')}
      busy={run.busy}
      problem={run.problem}
      onCancel={onClose}
    >
      <RadioRow
        label={t('变成什么', 'What it becomes')}
        name="kind"
        value={kind}
        onChange={(to) =>
          form.set({ kind: to, ...(from ? { from: '', title: '', text: '', group: '', turnTo: '' } : {}) })
        }
        options={(Object.keys(standardWords) as Kind[])
          .filter((one) => writes[one])
          .map((one) => ({ value: one, label: t(standardWords[one]), hint: hints[one]() }))}
        tall
      />
      {kind === 'guidance' && <Existing value={from} onChoose={form.set} />}
      <TextField
        {...form.field('title')}
        label={t('标题', 'Title')}
        hint={from ? t('标题不变，存为它的新版', 'The same title: its next version') : undefined}
        maxLength={80}
      />
      <TextArea {...form.field('text')} label={t('内容', 'Text')} rows={3} maxLength={2000} />
      {(kind === 'guidance' || kind === 'careNote') && (
        <div className="columns">
          <Select
            {...form.field('group')}
            label={t('科室组别', 'Group of departments')}
            optional={kind === 'guidance'}
            empty={kind === 'guidance' ? t('所有科室', 'Everybody') : t('请选择', 'Choose')}
            options={groups.map((value) => ({ value, label: value }))}
          />
          {kind === 'guidance' && (
            <TextField {...form.field('turnTo')} label={t('有疑问找谁', 'Where to turn')} optional maxLength={200} />
          )}
        </div>
      )}
    </Form>
  )
}
