// How grave and how soon, of which kind, against whom: judged when a case is opened and judged anew later.
import { type ReactNode, useState } from 'react'
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { IconButton } from '#web/ui/button.tsx'
import { Check, Choices, RadioRow } from '#web/ui/choose.tsx'
import { Select, TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Note } from '#web/ui/states.tsx'
import { severities, urgencies } from '../grades.ts'
import { categories, isIntegrityCategory } from '../taxonomy.ts'
import { Dock, useVerb, type VerbProps } from './dock.tsx'

export type Graded = {
  category: string
  severity: number
  urgency: number
  heated: boolean
  accusedIds: readonly string[]
}

/** The second level under the first; the staff's own voice is a domain apart from patients' cases. */
const categoryGroups = (staff: boolean) =>
  categories
    .filter((one) => (one.domain === 'staff') === staff)
    .map((one) => ({
      label: t(one.name),
      options: one.items.map((item) => ({ value: item.code, label: t(item.name) })),
    }))

export const CategoryField = ({
  value,
  staff = false,
  onChange,
}: {
  value: string
  staff?: boolean
  onChange: (code: string) => void
}) => (
  <Select
    name="category"
    label={t('分类', 'Category')}
    empty={t('请选择二级分类', 'Choose one')}
    value={value}
    onChange={onChange}
    groups={categoryGroups(staff)}
  />
)

/** Staff whom a matter accuses, found by name; they and their superiors find nothing of it. */
const AccusedField = ({
  value,
  onChange,
}: {
  value: readonly string[]
  onChange: (ids: readonly string[]) => void
}) => {
  const { person } = useMe()
  const [q, setQ] = useState('')
  const { data } = useAsk(api.staff.list, {})
  const all = data?.rows ?? []
  const found = q.trim()
    ? all.filter((one) => one.name.includes(q.trim()) && one.id !== person.id && !value.includes(one.id)).slice(0, 6)
    : []
  return (
    <Choices
      name="accusedIds"
      label={t('被反映的人员', 'Staff it accuses')}
      hint={t('本人及其上级将查不到这条诉求。', 'They and their superiors will find nothing of it.')}
    >
      <div className="accused">
        {value.map((id) => (
          <span key={id} className="accused-one">
            {all.find((one) => one.id === id)?.name ?? '…'}
            <IconButton
              icon="close"
              size={13}
              label={t('移除', 'Remove')}
              onClick={() => onChange(value.filter((other) => other !== id))}
            />
          </span>
        ))}
        <input
          className="input"
          aria-label={t('按姓名查找人员', 'Find staff by name')}
          placeholder={t('输入姓名', 'A name')}
          value={q}
          maxLength={20}
          onChange={(event) => setQ(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            if (!found[0]) return
            onChange([...value, found[0].id])
            setQ('')
          }}
        />
      </div>
      {found.length > 0 && (
        <div className="accused-found">
          {found.map((one) => (
            <button
              key={one.id}
              type="button"
              className="button small"
              onClick={() => {
                onChange([...value, one.id])
                setQ('')
              }}
            >
              {one.name}
            </button>
          ))}
        </div>
      )}
    </Choices>
  )
}

type Grading = { value: Graded; set: (patch: Partial<Graded>) => void }

const Restricted = ({ value, set, children }: Grading & { children: ReactNode }) => (
  <>
    <Note tone="warn">{children}</Note>
    <AccusedField value={value.accusedIds} onChange={(accusedIds) => set({ accusedIds })} />
  </>
)

/** The category, and at once what follows when it is about integrity. */
const CategoryFields = ({ value, set }: Grading) => (
  <>
    <CategoryField value={value.category} onChange={(category) => set({ category })} />
    <Sealing value={value} set={set} />
  </>
)

/** Said as soon as the category is known. */
export const Sealing = ({ value, set }: Grading) =>
  isIntegrityCategory(value.category) ? (
    <Restricted value={value} set={set}>
      {t(
        '行风线索只交监察室，其他人一律看不到，您登记后也看不到。',
        'An integrity matter goes to supervision alone; nobody else finds it, not even you.',
      )}
    </Restricted>
  ) : null

/** Severity, urgency, heat, and what follows from them. */
export const GradeFields = ({ value, set }: Grading) => (
  <>
    <RadioRow
      name="severity"
      label={t('严重程度', 'Severity')}
      hint={t(severities[value.severity]?.criteria ?? severities[1]!.criteria)}
      value={String(value.severity)}
      onChange={(level) => set({ severity: Number(level) })}
      options={severities.map((one) => ({
        value: String(one.level),
        label: t(one.name),
        ...(one.level === 3 ? { tone: 'bad' as const } : {}),
      }))}
    />
    <RadioRow
      name="urgency"
      label={t('紧急程度', 'Urgency')}
      hint={t(urgencies[value.urgency]?.action ?? urgencies[3]!.action)}
      value={String(value.urgency)}
      onChange={(level) => set({ urgency: Number(level) })}
      options={[...urgencies].reverse().map((one) => ({
        value: String(one.level),
        label: t(one.name),
        ...(one.level === 0 ? { tone: 'bad' as const } : {}),
      }))}
    />
    <Check
      label={t('情绪激烈，或可能升级到院外', 'Heated, or about to leave the hospital')}
      value={value.heated}
      onChange={(heated) => set({ heated })}
    />
    {!isIntegrityCategory(value.category) && (value.heated || value.severity >= 3) && (
      <Restricted value={value} set={set}>
        {t(
          '重大或激烈的诉求直接交监察室，客服和科室看不到。',
          'Grave or heated matters go straight to supervision, out of others’ sight.',
        )}
      </Restricted>
    )}
  </>
)

export const GradeForm = (props: VerbProps) => {
  const { sheet } = props
  const { form, run, dock } = useVerb(
    'grade',
    props,
    api.cases.grade,
    {
      category: sheet.category,
      severity: sheet.severity as number,
      urgency: sheet.urgency as number,
      heated: sheet.heated,
      accusedIds: [] as readonly string[],
      reason: '',
    },
    t('分级已调整', 'Graded anew'),
  )
  const { accusedIds, ...values } = form.values
  return (
    <Dock
      {...dock}
      title={t('调整分级', 'Grade anew')}
      submit={t('调整', 'Grade')}
      onSubmit={() =>
        run({ id: sheet.id, ...values, ...(accusedIds.length > 0 ? { accusedIds: [...accusedIds] } : {}) })
      }
    >
      <CategoryFields value={form.values} set={form.set} />
      <GradeFields value={form.values} set={form.set} />
      <TextArea {...form.field('reason')} label={t('理由', 'Reason')} rows={2} />
    </Dock>
  )
}
