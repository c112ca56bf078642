// An opinion becomes a case without anything typed twice: what was answered is already in it.
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { severities, urgencies } from '#modules/cases/grades.ts'
import { categories, categoryOf, isIntegrityCategory, subcategoryOf } from '#modules/cases/taxonomy.ts'
import { api, useAsk } from '#web/api.ts'
import { IconButton } from '#web/ui/button.tsx'
import { Check, RadioRow } from '#web/ui/choose.tsx'
import { Select, TextArea } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Section } from '#web/ui/layout.tsx'
import { Note } from '#web/ui/states.tsx'
import type { Sheet } from './draft.ts'
import { type OpinionDraft, opinionOf, type Suggestion } from './opinions.ts'

const Accused = ({
  value,
  onChange,
}: {
  value: OpinionDraft['accused']
  onChange: (to: OpinionDraft['accused']) => void
}) => {
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const found = useAsk(api.staff.list, { q }, { on: q !== '', keep: true })
  const rows = (q === '' ? [] : (found.data?.rows ?? []))
    .filter((one) => !value.some((has) => has.id === one.id))
    .slice(0, 6)
  return (
    <div className="named-staff">
      <label className="field">
        <span className="label">
          {t('被反映的工作人员', 'Staff it is about')}
          <span className="optional">
            {t('他们和上级将看不到这件诉求', 'they and their superiors will not see it')}
          </span>
        </span>
        <input
          className="input"
          value={typed}
          placeholder={t('输入姓名', 'Name')}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const [first] = rows
            if (event.key !== 'Enter' || !first) return
            event.preventDefault()
            event.stopPropagation()
            onChange([...value, { id: first.id, name: first.name }])
            setTyped('')
          }}
        />
      </label>
      <div className="row">
        {value.map((one) => (
          <span key={one.id} className="chip">
            {one.name}
            <IconButton
              icon="close"
              size={13}
              label={t(`去掉 ${one.name}`, `Remove ${one.name}`)}
              onClick={() => onChange(value.filter((other) => other.id !== one.id))}
            />
          </span>
        ))}
        {rows.map((one) => (
          <button
            key={one.id}
            type="button"
            className="button small"
            onClick={() => {
              onChange([...value, { id: one.id, name: one.name }])
              setTyped('')
            }}
          >
            {one.name}
          </button>
        ))}
      </div>
    </div>
  )
}

export const OpinionForm = ({
  sheet,
  own,
  guess,
  focus,
  onChange,
  onClose,
}: {
  sheet: Sheet
  own: OpinionDraft
  guess: Suggestion
  /** Opened by hand: the caller wants to write now. */
  focus: boolean
  onChange: (patch: Partial<OpinionDraft>) => void
  onClose: () => void
}) => {
  const it = opinionOf(own, guess)
  const [first, setFirst] = useState('')
  const chosen = categoryOf(it.category) ?? categories.find((one) => one.code === first)
  const departments = useAsk(api.departments.list).data
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!focus) return
    place.current?.querySelector('textarea')?.focus()
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [focus])
  const severity = severities[it.severity ?? 1]!
  const urgency = urgencies[it.urgency ?? 3]!
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys rise from the controls inside
    <div ref={place} className="opinion" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <Section
        title={t('意见转诉求', 'Opinion → case')}
        aside={
          <button type="button" className="button quiet small" onClick={onClose}>
            {t('不转诉求', 'No case')}
          </button>
        }
      >
        <div className="form">
          <TextArea
            label={t('反映的事', 'What happened')}
            name="opinion.text"
            rows={2}
            placeholder={t('照患者原话记', 'In the person’s own words')}
            value={it.text}
            onChange={(text) => onChange({ text })}
          />
          <TextArea
            label={t('希望怎么办', 'What they ask for')}
            name="opinion.demand"
            optional
            rows={1}
            value={it.demand ?? ''}
            onChange={(demand) => onChange({ demand })}
          />
          <div className="columns">
            <Select
              label={t('类别', 'Category')}
              name="opinion.category"
              empty={t('请选择', 'Choose')}
              value={chosen?.code ?? ''}
              onChange={(code) => {
                setFirst(code)
                onChange({ category: '' })
              }}
              options={categories
                .filter((one) => one.domain !== 'staff')
                .map((one) => ({ value: one.code, label: `${one.code} ${t(one.name)}` }))}
            />
            <Select
              label={t('细类', 'Item')}
              empty={t('请选择', 'Choose')}
              value={subcategoryOf(it.category)?.code ?? ''}
              disabled={!chosen}
              onChange={(category) => onChange({ category })}
              options={(chosen?.items ?? []).map((one) => ({ value: one.code, label: `${one.code} ${t(one.name)}` }))}
            />
            <Select
              label={t('涉及科室', 'Department')}
              empty={t(`出院科室（${sheet.department}）`, `Of the stay (${sheet.department})`)}
              value={own.departmentId}
              onChange={(departmentId) => onChange({ departmentId })}
              options={(departments?.rows ?? [])
                .filter((one) => one.active)
                .map((one) => ({ value: one.id, label: one.name }))}
            />
          </div>
          <RadioRow
            label={t('严重度', 'Severity')}
            name="opinion.severity"
            value={String(it.severity)}
            onChange={(value) => onChange({ severity: Number(value) as 0 })}
            hint={`${t(severity.criteria)}。→ ${t(severity.action)}`}
            options={severities.map((one) => ({
              value: String(one.level),
              label: t(one.name),
              ...(one.level === 3 ? { tone: 'bad' as const } : {}),
            }))}
          />
          <RadioRow
            label={t('紧急度', 'Urgency')}
            name="opinion.urgency"
            value={String(it.urgency)}
            onChange={(value) => onChange({ urgency: Number(value) as 0 })}
            hint={`${t(urgency.criteria)}。→ ${t(urgency.action)}`}
            options={urgencies.map((one) => ({
              value: String(one.level),
              label: t(one.name),
              ...(one.level === 0 ? { tone: 'bad' as const } : {}),
            }))}
          />
          <Check
            label={t('情绪激烈', 'Heated')}
            hint={t(
              '激烈、重大、行风的诉求只有监察室看得到',
              'Heated, grave and integrity matters go to supervision only',
            )}
            value={own.heated}
            onChange={(heated) => onChange({ heated })}
          />
          <Accused value={own.accused} onChange={(accused) => onChange({ accused })} />
          {chosen && isIntegrityCategory(chosen.code) && (
            <Note tone="warn">
              {t(
                '行风诉求直接交监察室，保存后您也看不到。',
                'An integrity matter goes to supervision; you will not see it either.',
              )}
            </Note>
          )}
        </div>
      </Section>
    </div>
  )
}
