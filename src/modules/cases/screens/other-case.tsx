// Another case beside one: how it is named in a line, and how it is found and chosen.
import { useState } from 'react'
import { api, useAsk } from '#web/api.ts'
import { Go } from '#web/place.tsx'
import { TextField } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { StateDot, Tag } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { caseLifecycle } from '../lifecycle.ts'
import './beside.css'
import { type Sheet, sayItem, stateTone } from './words.ts'

type Other = {
  readonly id: string
  readonly number: string
  readonly category: string
  readonly status: string
  readonly receivedAt: string
  readonly text: string
  readonly who?: string | null
}

/** Number, matter, state and the first words; the number opens it. */
export const OtherLine = ({ one }: { one: Other }) => (
  <>
    <p>
      <Go to="/cases" with={{ id: one.id }}>
        {one.number}
      </Go>{' '}
      {sayItem(one.category)} <StateDot life={caseLifecycle} status={one.status} tone={stateTone(one.status, false)} />
    </p>
    <p className="beside-words">
      {one.text}
      <small>
        {one.who && `${one.who} · `}
        <Time at={one.receivedAt} />
      </small>
    </p>
  </>
)

const Choice = ({
  one,
  near,
  chosen,
  onChoose,
}: {
  one: Other
  near: boolean
  chosen: boolean
  onChoose: () => void
}) => (
  <li>
    <button type="button" aria-pressed={chosen} onClick={onChoose}>
      <b>{one.number}</b> {sayItem(one.category)} {near && <Tag tone="accent">{t('同一人', 'Same person')}</Tag>}
      <small>
        <Time at={one.receivedAt} /> {one.text}
      </small>
    </button>
  </li>
)

/**
 * Finds the other case by number, name or words; the same person's are offered before anything is typed. `name` is the
 * field of the request, under which a refusal is shown.
 */
export const PickCase = ({
  sheet,
  name,
  label,
  value,
  onChange,
}: {
  sheet: Sheet
  name: string
  label: string
  value: string
  onChange: (id: string) => void
}) => {
  const [q, setQ] = useState('')
  const typed = q.trim().length > 1
  const related = useAsk(api.cases.related, { id: sheet.id }).data
  const near = related?.samePerson ?? []
  const found = useAsk(api.cases.list, { q: q.trim(), limit: 8 }, { on: typed, keep: true })
  const offered: readonly Other[] = typed ? (found.data?.rows ?? []) : [...near, ...(related?.links ?? [])]
  const shown = offered.filter((one) => one.id !== sheet.id && one.status !== 'merged').slice(0, 8)
  return (
    <div>
      <TextField
        label={label}
        value={q}
        onChange={setQ}
        placeholder={t('编号、姓名或内容', 'Number, name or words')}
        name={name}
      />
      {shown.length > 0 ? (
        <ul className="pick" aria-label={t('可选的诉求', 'Cases to choose from')}>
          {shown.map((one) => (
            <Choice
              key={one.id}
              one={one}
              near={near.some(({ id }) => id === one.id)}
              chosen={one.id === value}
              onChoose={() => onChange(one.id)}
            />
          ))}
        </ul>
      ) : (
        typed && found.data && <p className="hint">{t('没有找到，换个词试试。', 'Nothing found; try another word.')}</p>
      )}
    </div>
  )
}
