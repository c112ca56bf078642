// The report on cases: answered in time, satisfied, second rounds, promises and stopped clocks, each number with its rows.
import type { Wire } from '#kernel/contract.ts'
import { addDays, dayOf, monthOf } from '#kernel/time.ts'
import { grades } from '#modules/patients/words.ts'
import { api, useAsk } from '#web/api.ts'
import { useMe } from '#web/me.tsx'
import { Go, useFilters } from '#web/place.tsx'
import { PrintButton } from '#web/ui/button.tsx'
import { percent } from '#web/ui/charts/frame.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { now } from '#web/ui/clock.ts'
import { DateField, Field, Select } from '#web/ui/field.tsx'
import { t } from '#web/ui/language.ts'
import { Fold, Page } from '#web/ui/layout.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { caseNotes, type Sort, sorts } from '../case-words.ts'
import type { CaseReport } from '../contract.ts'
import { categoryName } from '../words.ts'
import './board.css'
import { useDepartments } from './departments.ts'
import type { Filters } from './register-words.ts'
import './reports.css'
import { Tally, TallyBars } from './tally.tsx'

type Told = Wire<CaseReport>

const Share = ({
  title,
  rate,
  numerator,
  denominator,
  children,
}: {
  title: string
  rate: Told['judged']['rate']
  numerator: readonly [name: string, opens: Filters | null]
  denominator: readonly [name: string, opens: Filters | null]
  children?: React.ReactNode
}) => {
  const number = (count: number, [name, opens]: readonly [string, Filters | null]) =>
    opens ? <Tally count={count} opens={opens} name={name} /> : <b>{count}</b>
  return (
    <section className="tile">
      <h2>{title}</h2>
      <p className="tile-figure">{percent(rate.rate)}</p>
      {rate.rate !== null && <Strip share={rate.rate} />}
      <p className="tile-of">
        {numerator[0]} {number(rate.numerator ?? 0, numerator)} ÷ {denominator[0]}{' '}
        {number(rate.denominator ?? 0, denominator)}
      </p>
      {children}
    </section>
  )
}

const Everything = ({ report, department }: { report: Told; department: string | undefined }) => {
  const { hospital } = useMe()
  const range: Filters = {
    ...(department ? { part: department } : {}),
    ...{ from: report.from, to: report.to, asOf: report.asOf },
  }
  const complaints: Filters = { ...range, kind: 'complaint,staff' }
  const { judged, grades: graded, promises, paused } = report
  return (
    <>
      <header className="report-head">
        <h2>
          {hospital} {t('诉求报表', 'Report on cases')}
        </h2>
        <p className="about">
          {t('登记日期', 'Received')} {report.from} {t('至', 'to')} {report.to} · {t('截至', 'as of')} {report.asOf}
        </p>
      </header>
      <div className="tiles">
        <section className="tile">
          <h2>{t('登记了多少？', 'How many came in?')}</h2>
          <p className="tile-figure">
            <Tally count={report.rows} opens={range} name={t('件', 'cases')} />
          </p>
          <p className="tile-of">
            {t('其中接管自旧登记本', 'Taken over')}{' '}
            <Tally
              count={report.takenOver}
              opens={{ ...range, takenOver: 'true' }}
              name={t('接管自旧登记本', 'taken over')}
            />
          </p>
        </section>
        <Share
          title={t('投诉按期答复吗？', 'Were complaints answered in time?')}
          rate={judged.rate}
          numerator={[t('按期', 'in time'), { ...complaints, judged: 'in-time' }]}
          denominator={[
            t('已答复或已逾期', 'answered or overdue'),
            { ...complaints, judged: 'in-time,late,open-late' },
          ]}
        >
          <p className="tile-of">
            {t('未到期，不计入', 'Not due yet, left out')}{' '}
            <Tally
              count={judged.openInTime}
              opens={{ ...complaints, judged: 'open-in-time' }}
              name={t('未到期', 'not due yet')}
            />
          </p>
        </Share>
        <Share
          title={t('投诉人满意吗？', 'Are those who complained satisfied?')}
          rate={graded.rate}
          numerator={[t('满意', 'satisfied'), { ...complaints, grade: 'satisfied' }]}
          denominator={[t('已评价', 'graded'), { ...complaints, grade: 'satisfied,fairly,dissatisfied' }]}
        >
          <p className="tile-of">
            {t('已答复未评价，不计入', 'Told, no grade, left out')}{' '}
            <Tally count={graded.ungraded} opens={{ ...complaints, grade: 'none' }} name={t('未评价', 'no grade')} />
          </p>
        </Share>
        {promises && (
          <Share
            title={t('承诺兑现了吗？', 'Were promises kept?')}
            rate={promises.rate}
            numerator={[t('按时兑现', 'kept in time'), null]}
            denominator={[t('应兑现', 'fell due'), null]}
          >
            <p className="tile-of">
              {t(
                `迟兑现 ${promises.late}，取消 ${promises.cancelled}（不计入）`,
                `late ${promises.late}, cancelled ${promises.cancelled} (left out)`,
              )}
            </p>
          </Share>
        )}
        <section className="tile">
          <h2>{t('停过钟吗？', 'Did clocks stand still?')}</h2>
          <p className="tile-figure">
            <Tally count={paused.cases} opens={{ ...range, paused: 'true' }} name={t('停过钟', 'clock stopped')} />
          </p>
          <p className="tile-of">
            {t(`共 ${paused.days} 天，已计入期限`, `${paused.days} days in all, in the deadlines`)}
          </p>
        </section>
      </div>
      <div className="report-columns">
        <section className="sheet">
          <h2>{t('登记的都是什么？', 'What came in?')}</h2>
          <TallyBars
            bars={report.registered.map(({ key, count }) => ({
              key,
              label: t(sorts[key as Sort].words),
              count,
              opens: { ...range, kind: sorts[key as Sort].kinds.join(',') },
            }))}
            whole={report.rows}
            empty={t('本期没有登记', 'Nothing came in')}
          />
        </section>
        <section className="sheet">
          <h2>{t('投诉都答复了吗？', 'Were all complaints answered?')}</h2>
          <TallyBars
            bars={(
              [
                ['in-time', t('按期答复', 'In time'), judged.inTime],
                ['late', t('逾期答复', 'Late'), judged.late],
                ['open-in-time', t('未答复，未到期', 'Open, within time'), judged.openInTime],
                ['open-late', t('未答复，已逾期', 'Open, overdue'), judged.openLate],
              ] as const
            ).map(([key, label, count]) => ({ key, label, count, opens: { ...complaints, judged: key } }))}
            whole={report.complaints}
            empty=""
          />
          <p className="tile-of">
            {t('投诉共', 'Complaints')}{' '}
            <Tally count={report.complaints} opens={complaints} name={t('投诉', 'complaints')} /> ·{' '}
            {t('办到第二轮', 'second rounds')}{' '}
            <Tally
              count={report.secondRounds}
              opens={{ ...complaints, round: 'second' }}
              name={t('办到第二轮', 'second rounds')}
            />
          </p>
        </section>
        <section className="sheet">
          <h2>{t('投诉人怎么评价？', 'How did they grade it?')}</h2>
          <TallyBars
            bars={(['satisfied', 'fairly', 'dissatisfied'] as const).map((key) => ({
              key,
              label: t(grades[key]),
              count: graded[key],
              opens: { ...complaints, grade: key },
            }))}
            empty=""
          />
        </section>
        <section className="sheet">
          <h2>{t('投诉的是什么？', 'What were the complaints about?')}</h2>
          <TallyBars
            bars={report.byCategory.map(({ key, label, count }) => ({
              key: `${key}${label}`,
              label: key === 'none' ? label : t(categoryName(key)),
              count,
              opens:
                key === 'none'
                  ? { ...complaints, said: label === categoryName('none').zh ? '-' : label }
                  : { ...complaints, category: key },
            }))}
            empty={t('本期没有投诉', 'No complaints')}
          />
        </section>
      </div>
      <Fold title={t('口径说明', 'How it is counted')}>
        <ol className="notes">
          {caseNotes.map((note) => (
            <li key={note.en}>{t(note)}</li>
          ))}
        </ol>
      </Fold>
    </>
  )
}

/** A month of the hospital, `YYYY-MM`. */
const MonthField = ({ label, value, onChange }: { label: string; value: string; onChange: (to: string) => void }) => (
  <Field bare label={label}>
    {(tied) => (
      <input
        {...tied}
        type="month"
        className="input date"
        value={value}
        pattern="\d{4}-\d{2}"
        onChange={(event) => /^\d{4}-\d{2}$/.test(event.target.value) && onChange(event.target.value)}
      />
    )}
  </Field>
)

export const Screen = () => {
  const [filters, set] = useFilters<'from' | 'to' | 'asOf' | 'department'>()
  const from = filters.from ?? monthOf(addDays(dayOf(now()), -10))
  const to = filters.to && filters.to >= from ? filters.to : from
  const { asOf, department } = filters
  const ask = useAsk(
    api.reports.cases,
    { from, to, ...(asOf ? { asOf } : {}), ...(department ? { departmentId: department } : {}) },
    { keep: true },
  )
  const departments = useDepartments()
  return (
    <div className="board case-report reports">
      <Page
        wide
        title={t('诉求报表', 'Report on cases')}
        actions={
          <span className="months no-print">
            <MonthField label={t('从哪个月', 'From')} value={from} onChange={(month) => set({ from: month })} />
            <span aria-hidden="true">–</span>
            <MonthField label={t('到哪个月', 'To')} value={to} onChange={(month) => set({ to: month })} />
            <DateField
              bare
              label={t('截至哪一天', 'As of')}
              value={filters.asOf ?? dayOf(now())}
              onChange={(asOf) => set({ asOf })}
            />
            <Select
              bare
              label={t('科室', 'Department')}
              empty={t('全部科室', 'All departments')}
              value={department ?? ''}
              onChange={(one) => set({ department: one })}
              groups={departments}
            />
            <Go to="/reports" className="button">
              {t('月报', 'Monthly report')}
            </Go>
            <PrintButton />
          </span>
        }
      >
        <div aria-busy={ask.isPlaceholderData}>
          <Loaded ask={ask} lines={18}>
            {(report: Told) => <Everything report={report} department={department} />}
          </Loaded>
        </div>
      </Page>
    </div>
  )
}
