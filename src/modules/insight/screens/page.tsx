// Leadership's one page: is it getting better, what is late, what hurts, answered in five seconds and printed on one sheet.
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { IconButton, PrintButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { pageNotes } from '../page-notes.ts'
import './board.css'
import { useDepartments } from './departments.ts'
import './page.css'
import { Trends } from './page-charts.tsx'
import { Coverage, Dimensions, Facts } from './page-kept.tsx'
import { Hurts, Late, Praise } from './page-parts.tsx'
import { type Mood, moodOf, sayBetter, sayHurts, sayLate, sayMonth, sayValue, type Told } from './page-words.ts'
import './reports.css'

/** A month is looked at when it is over: in its first ten days the one before is what people come for. */
const firstMonth = (): string => monthOf(addDays(dayOf(now()), -10))

const moved = (month: string, by: number): string => {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

const signs: Readonly<Record<Mood, string>> = { better: '▲', worse: '▼', same: '＝', unknown: '？' }

const moodWords = (mood: Mood): string =>
  ({
    better: t('变好', 'better'),
    worse: t('变差', 'worse'),
    same: t('无变化', 'no change'),
    unknown: t('看不出', 'not known'),
  })[mood]

/** The three figures of the last month in a line, each with its sign and the word for it. */
const Moods = ({ told }: { told: Told }) => {
  const names = {
    reached: t('回访率', 'Reach'),
    satisfied: t('满意率', 'Satisfied'),
    matters: t('问题（每千人次）', 'Matters (by 1,000)'),
  }
  return (
    <ul className="page-moods">
      {(['reached', 'satisfied', 'matters'] as const).map((name) => {
        const mood = moodOf(name, told)
        const value = told.trends[name].points.at(-1)?.value ?? null
        return (
          <li key={name} className={mood}>
            {names[name]} <b>{value === null ? '—' : sayValue(name)(value)}</b>{' '}
            <span>
              <span aria-hidden="true">{signs[mood]}</span> {moodWords(mood)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

const Answers = ({ told }: { told: Told }) => (
  <section className="page-answers" aria-label={t('三个回答', 'Three answers')}>
    <div>
      <h2>{t('在变好吗？', 'Is it getting better?')}</h2>
      <p>{sayBetter(told)}</p>
      <Moods told={told} />
    </div>
    <div className={told.late.late > 0 ? 'bad' : ''}>
      <h2>{t('现在什么迟了？', 'What is late now?')}</h2>
      <p>{sayLate(told)}</p>
    </div>
    <div>
      <h2>{t('什么最伤人？', 'What hurts most?')}</h2>
      <p>{sayHurts(told)}</p>
    </div>
  </section>
)

const Everything = ({ told }: { told: Told }) => {
  const { hospital } = useMe()
  return (
    <>
      <header className="page-title">
        <strong>
          {hospital} · {told.departmentName ?? t('全院', 'The whole hospital')} · {sayMonth(told.month)}
        </strong>
        <span className="about">
          {!told.over && t('本月未完，数字还会变。', 'The month is not over.')} {t('读取于', 'read')}{' '}
          <Time at={told.at} />
        </span>
      </header>
      <Answers told={told} />
      <Trends told={told} />
      <div className="page-grid">
        <div>
          <Late told={told} />
          <Coverage told={told} />
          <Dimensions told={told} />
        </div>
        <div>
          <Hurts told={told} />
          <Facts told={told} />
          <Praise told={told} />
        </div>
      </div>
      <div className="no-print">
        <Fold title={t('口径说明', 'How it is counted')}>
          <ol className="notes">
            {pageNotes.map((note) => (
              <li key={note.en}>{t(note)}</li>
            ))}
          </ol>
        </Fold>
      </div>
    </>
  )
}

export const Screen = () => {
  const [filters, set] = useFilters<'month' | 'department'>()
  const month = filters.month ?? firstMonth()
  const { department } = filters
  const ask = useAsk(api.page.get, { month, ...(department ? { departmentId: department } : {}) }, { keep: true })
  const departments = useDepartments()
  // Who heads one department sees that one anyway.
  const choice = departments.reduce((sum, { options }) => sum + options.length, 0) > 1
  return (
    <div className="one-page reports">
      <Page
        wide
        title={t('一页', 'One page')}
        actions={
          <>
            <span className="period">
              <IconButton
                icon="left"
                label={t('上一月', 'The month before')}
                onClick={() => set({ month: moved(month, -1) })}
              />
              <strong aria-live="polite">{sayMonth(month)}</strong>
              <IconButton
                icon="right"
                label={t('下一月', 'The month after')}
                disabled={month >= monthOf(dayOf(now()))}
                onClick={() => set({ month: moved(month, 1) })}
              />
            </span>
            {choice && (
              <Select
                bare
                label={t('科室', 'Department')}
                empty={t('全部科室', 'All departments')}
                value={department ?? ''}
                onChange={(one) => set({ department: one })}
                groups={departments}
              />
            )}
            <Go to="/reports" with={{ period: month, ...(department ? { department } : {}) }} className="button">
              {t('月报', 'Monthly report')}
            </Go>
            <PrintButton />
          </>
        }
      >
        <div className="report-page" aria-busy={ask.isPlaceholderData}>
          <Loaded ask={ask} lines={18}>
            {(told: Told) => <Everything told={told} />}
          </Loaded>
        </div>
      </Page>
    </div>
  )
}
