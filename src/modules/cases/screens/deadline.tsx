// Why a deadline is when it is: every day from receipt to the last, laid out as the weeks of a calendar.
import { dayOf, sayWeekday, weekday } from '#kernel/time.ts'
import { useNow } from '#web/ui/clock.ts'
import { language, t } from '#web/ui/language.ts'
import { Fold } from '#web/ui/layout.tsx'
import { Due } from '#web/ui/moment.tsx'
import { Note } from '#web/ui/states.tsx'
import type { Sheet } from './words.ts'

type Day = Sheet['deadline']['days'][number]

/** 11-27 周五: a deadline is a date that one writes into a calendar. */
export const sayDate = (by: string): string => {
  const day = dayOf(new Date(by))
  return `${day.slice(5)} ${sayWeekday(day, language())}`
}

const Cell = ({ day, last, today }: { day: Day; last: boolean; today: boolean }) => (
  <li
    className={`day${day.counts ? ' counts' : ''}${last ? ' last' : ''}${today ? ' today' : ''} from-${weekday(day.day)}`}
    aria-current={today ? 'date' : undefined}
  >
    <time dateTime={day.day}>
      {Number(day.day.slice(5, 7))}-{day.day.slice(8)}
      <span className="day-week"> {sayWeekday(day.day, language())}</span>
    </time>
    {day.counts && (
      <b>
        {t(`第 ${day.number} 日`, `day ${day.number}`)}
        {last && <span className="unseen">{t('，截止', ', the last')}</span>}
      </b>
    )}
    {day.why !== '工作日' && <small>{day.why}</small>}
  </li>
)

/** The fold under a record's head; `open` where it is the first thing that a reader asks. */
export const DeadlineExplained = ({ sheet }: { sheet: Sheet }) => {
  const now = useNow()
  const { deadline } = sheet
  const today = dayOf(now)
  const over = sheet.status === 'told' || sheet.status === 'archived'
  return (
    <Fold
      title={t(`为什么是 ${sayDate(deadline.by)} 24:00 前？`, `Why by the end of ${sayDate(deadline.by)}?`)}
      aside={
        <>
          {t(`${deadline.workdays} 个工作日`, `${deadline.workdays} working days`)}
          {!over && (
            <>
              {' · '}
              <Due at={deadline.by} />
            </>
          )}
        </>
      }
    >
      {deadline.warnings.map((words) => (
        <Note key={words} tone="warn">
          {words}
        </Note>
      ))}
      <ol className="days">
        {deadline.days.map((day, i) => (
          <Cell key={day.day} day={day} last={i === deadline.days.length - 1} today={day.day === today} />
        ))}
      </ol>
      <p className="hint">
        {t(
          '接到当日不计；周末和法定假日不计，调休上班日计入。',
          'The day of receipt does not count, nor do weekends and holidays; days worked to make up for a holiday do.',
        )}
      </p>
    </Fold>
  )
}
