// The week as a grid: a row for each person, a column for each day, the shifts of a day side by side; by mouse and by arrows.
import type { KeyboardEvent } from 'react'
import { type Day, sayWeekday, weekday } from '#kernel/time.ts'
import { CheckRow } from '#web/ui/choose.tsx'
import { language, t } from '#web/ui/language.ts'
import { marksOf, type Place, type Shift, samePlace, short } from './roster-week.ts'

export type Someone = { readonly id: string; readonly name: string; readonly where: string }

type Week = {
  readonly days: readonly Day[]
  readonly today: Day
  readonly shifts: readonly Shift[]
  readonly people: readonly Someone[]
  readonly me: string
  readonly maySet: boolean
  readonly on: (place: Place) => boolean
  readonly onToggle: (place: Place) => void
  /** While two people are to be swapped: who was picked first. */
  readonly swapping: boolean
  readonly picked: Place | null
}

const dayClass = (day: Day, today: Day): string =>
  `${day === today ? 'today' : ''} ${weekday(day) > 5 ? 'rest' : ''}`.trim()

/** The arrows walk the boxes of the grid: sideways through a row, up and down within a column. */
const walk = (event: KeyboardEvent<HTMLTableSectionElement>) => {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  }
  const step = steps[event.key]
  const target = event.target as HTMLElement
  if (!step || !target.matches('input')) return
  const rows = [...event.currentTarget.rows].map((row) => [...row.querySelectorAll('input')])
  const at = rows.findIndex((row) => row.includes(target as HTMLInputElement))
  const to = rows[at + step[0]]?.[rows[at]!.indexOf(target as HTMLInputElement) + step[1]]
  event.preventDefault()
  to?.focus()
}

const Cell = ({ week, day, someone }: { week: Week; day: Day; someone: Someone }) => {
  const marks = marksOf(week.shifts)
  return (
    <td className={dayClass(day, week.today)}>
      <div className="places">
        {week.shifts.map((shift) => {
          const place = { day, shiftId: shift.id, staffId: someone.id }
          const on = week.on(place)
          const picked = week.picked !== null && samePlace(week.picked, place)
          const shown = on || shift.active
          if (!week.maySet || !shown)
            return (
              on && (
                <span key={shift.id} className="duty on">
                  {marks.get(shift.id)}
                </span>
              )
            )
          return (
            <label key={shift.id} className={`duty${on ? ' on' : ''}${picked ? ' picked' : ''}`} title={shift.name}>
              <input
                type="checkbox"
                checked={on}
                disabled={week.swapping && !on}
                onChange={() => week.onToggle(place)}
              />
              <span className="unseen">
                {someone.name} {sayWeekday(day, language())} {shift.name}
              </span>
              <span aria-hidden="true">{marks.get(shift.id)}</span>
            </label>
          )
        })}
      </div>
    </td>
  )
}

export const RosterGrid = ({ week, covered }: { week: Week; covered: (day: Day, shiftId: string) => number }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="table-place roster" aria-label={t('排班', 'Roster')} tabIndex={0}>
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('人员', 'Person')}</th>
          {week.days.map((day) => (
            <th key={day} scope="col" className={dayClass(day, week.today)}>
              {sayWeekday(day, language())} <small>{short(day)}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={walk}>
        {week.people.map((someone) => (
          <tr key={someone.id} className={someone.id === week.me ? 'me' : ''}>
            <th scope="row">
              {someone.name}
              <small>{someone.where}</small>
            </th>
            {week.days.map((day) => (
              <Cell key={day} week={week} day={day} someone={someone} />
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        {week.shifts
          .filter(({ active }) => active)
          .map((shift) => (
            <tr key={shift.id}>
              <th scope="row">
                {shift.name}
                <small>
                  {shift.begins}–{shift.ends}
                </small>
              </th>
              {week.days.map((day) => {
                const many = covered(day, shift.id)
                return (
                  <td key={day} className={dayClass(day, week.today)}>
                    {many === 0 ? <span className="nobody">{t('缺', 'None')}</span> : many}
                  </td>
                )
              })}
            </tr>
          ))}
      </tfoot>
    </table>
  </section>
)

/** The same on a phone: a card for each day, its shifts one below the other. */
export const RosterDays = ({
  week,
  onSet,
}: {
  week: Week
  onSet: (day: Day, shiftId: string, ids: string[]) => void
}) => (
  <div className="roster-days">
    {week.days.map((day) => (
      <section key={day} className={day === week.today ? 'sheet today' : 'sheet'}>
        <h2 className="sheet-title">
          {sayWeekday(day, language())} {short(day)}
        </h2>
        {week.shifts
          .filter(
            (shift) => shift.active || week.people.some((one) => week.on({ day, shiftId: shift.id, staffId: one.id })),
          )
          .map((shift) => {
            const on = week.people.filter((one) => week.on({ day, shiftId: shift.id, staffId: one.id }))
            return week.maySet && shift.active ? (
              <CheckRow
                key={shift.id}
                label={`${shift.name} ${shift.begins}–${shift.ends}`}
                hint={on.length === 0 ? t('缺人', 'Nobody') : undefined}
                value={on.map(({ id }) => id)}
                onChange={(ids) => onSet(day, shift.id, ids)}
                options={week.people.map((one) => ({ value: one.id, label: one.name }))}
              />
            ) : (
              <p key={shift.id}>
                {shift.name} {shift.begins}–{shift.ends}{' '}
                {on.length === 0 ? (
                  <span className="nobody">{t('缺人', 'Nobody')}</span>
                ) : (
                  <b>{on.map(({ name }) => name).join('、')}</b>
                )}
              </p>
            )
          })}
      </section>
    ))}
  </div>
)
