// The numbers that the hospital is judged by: what each means, where it comes from, and what may be set instead.
import { useState } from 'react'
import { type Words, w } from '#kernel/words.ts'
import { hospitalRules, type Standard, type StandardName, standards, type Unit } from '#src/standards.ts'
import { api, useDo } from '#web/api.ts'
import { NumberField } from '#web/ui/field.tsx'
import { Form } from '#web/ui/form.tsx'
import { t } from '#web/ui/language.ts'
import { Tag } from '#web/ui/marks.tsx'
import type { SettingsNow } from './settings.tsx'

const units: Record<Unit, Words> = {
  days: w('天', 'days'),
  workdays: w('个工作日', 'working days'),
  hours: w('小时', 'hours'),
  minutes: w('分钟', 'minutes'),
  seconds: w('秒', 'seconds'),
  percent: w('%', '%'),
  rows: w('行', 'rows'),
  people: w('人', 'people'),
  times: w('次', 'times'),
  years: w('年', 'years'),
}

const parts: readonly (readonly [Words, readonly StandardName[]])[] = [
  [
    w('随访', 'Follow-up'),
    [
      'firstContactWithin',
      'safetyCallFrom',
      'safetyCallWithin',
      'satisfactionCallFrom',
      'satisfactionCallWithin',
      'unreachedTries',
      'triesApart',
      'triesOverDates',
      'recallAfter',
    ],
  ],
  [
    w('诉求办理', 'Matters'),
    ['feedback', 'feedbackManyDepartments', 'extensionsPerRound', 'extensionUpTo', 'escalateFromRound', 'repeatWithin'],
  ],
  [w('紧急处置', 'Danger'), ['dangerDoctorContacted', 'dangerConfirmed', 'urgentTaken', 'urgentPlanned']],
  [w('档案保管', 'Keeping'), ['keepOrdinary', 'keepComplaint', 'keepDispute', 'keepRecording', 'keepCall']],
  [w('考核指标', 'Targets'), ['monthlyReach', 'satisfaction', 'shownFrom', 'rankedFrom']],
  [w('登录与留痕', 'Sessions and records'), ['sessionIdle', 'sessionTotal', 'auditKept']],
]

const all = Object.entries(standards) as [StandardName, Standard][]
const listed = new Set(parts.flatMap(([, names]) => names))
/** Sources that are no law or study by their names. */
const papers: Readonly<Record<string, Words>> = {
  [hospitalRules]: w('医院电话回访制度', 'the hospital’s rules for follow-up calls'),
  house: w('本程序约定', 'our own choice'),
}

/** A source as people know it. */
const saySource = (source: string): string =>
  source
    .split(/;\s*/)
    .map((part) => {
      const paper = papers[part.replace(/ \(decision \d+\)$/, '')]
      return paper ? t(paper) : part
    })
    .join(t('；', '; '))

/** A number that was added after this table was written still has its place. */
const rest = all.map(([name]) => name).filter((name) => !listed.has(name))

const One = ({
  name,
  value,
  shipped,
  may,
  onChange,
}: {
  name: StandardName
  value: number | null
  shipped: number
  may: boolean
  onChange: (value: number | null) => void
}) => {
  const { unit, says, source, min, max }: Standard = standards[name]
  const open = may && min !== undefined && max !== undefined
  return (
    <li className="standard">
      <div>
        <p>
          {t(says)} {value !== shipped && <Tag tone="accent">{t(`原为 ${shipped}`, `was ${shipped}`)}</Tag>}
        </p>
        <p className="hint">
          {t('依据：', 'Source: ')}
          {saySource(source)}
        </p>
      </div>
      {open ? (
        <NumberField
          bare
          label={t(says)}
          name={`standards.${name}`}
          value={value}
          onChange={onChange}
          min={min}
          max={max}
          step={1}
          unit={t(units[unit])}
          hint={t(`可设 ${min}–${max}`, `${min}–${max}`)}
        />
      ) : (
        <span className="fixed">
          <b>{shipped === value ? shipped : value}</b> {t(units[unit])}
        </span>
      )}
    </li>
  )
}

export const StandardSettings = ({ now, may }: { now: SettingsNow; may: boolean }) => {
  const [values, setValues] = useState<Readonly<Record<string, number | null>>>(() =>
    Object.fromEntries(all.map(([name, it]) => [name, now.standards[name] ?? it.value])),
  )
  const change = useDo(api.settings.change, { inForm: true, says: t('已保存', 'Saved') })
  const changed = all.filter(([name, it]) => values[name] !== (now.standards[name] ?? it.value)).length
  const submit = () => {
    // What stands as shipped is not kept: it follows the program's own number.
    const own = all.flatMap(([name, it]) => {
      const value = values[name]
      return value === null || value === undefined || value === it.value ? [] : [[name, value] as const]
    })
    return change.run({ standards: Object.fromEntries(own) })
  }
  const shown = rest.length > 0 ? [...parts, [w('其他', 'Others'), rest] as const] : parts
  return (
    <Form
      onSubmit={submit}
      problem={change.problem}
      {...(may
        ? { submit: changed > 0 ? t(`保存 ${changed} 处修改`, `Save ${changed} changes`) : t('保存', 'Save') }
        : {})}
      busy={change.busy}
    >
      <p className="about">
        {t(
          '只能在法规与制度允许的范围内修改；已经开始的办理仍按原期限。',
          'Only within what law and rules allow; what has begun keeps its deadline.',
        )}
      </p>
      <div className="standards">
        {shown.map(([title, names]) => (
          <section key={title.zh} className="sheet">
            <h2 className="sheet-title">{t(title)}</h2>
            <ul>
              {names.map((name) => (
                <One
                  key={name}
                  name={name}
                  value={values[name] ?? null}
                  shipped={standards[name].value}
                  may={may}
                  onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Form>
  )
}
