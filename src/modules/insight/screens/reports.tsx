// The report of a month or a year: what became of the discharges, and behind every figure the rows that it counts.
import type { Wire } from '#kernel/contract.ts'
import { addDays, addMonths, dayOf, monthOf } from '#kernel/time.ts'
import { api, hrefOf, useAsk } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { IconButton, PrintButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { Select } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { t } from '#web/ui/language.ts'
import { ListAndRecord, Segmented, Toolbar } from '#web/ui/layout.tsx'
import { sayMonth } from '#web/ui/moment.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { MonthReport } from '../contract.ts'
import { CaseRows, Rows } from './behind.tsx'
import { useDepartments } from './departments.ts'
import { Report } from './report.tsx'
import './reports.css'

export type Told = Wire<MonthReport>

/** What the address says of this screen. */
export type Place = {
  readonly period: string
  readonly departmentId: string | undefined
  /** The figure whose rows are open, and of which slice of it. */
  readonly figure: string | undefined
  readonly slice: string | undefined
}

/** A report is of a month that is over: in its first ten days the month before is what people come for. */
const firstPeriod = (): string => monthOf(addDays(dayOf(now()), -10))

/** The month or year before or after, `2011-01` → `2010-12`. */
const moved = (period: string, by: number): string =>
  period.length === 4 ? String(Number(period) + by) : addMonths(period, by)

/** The month to look at in a year: the one that people come for in this year, the last in another. */
const monthOfYear = (year: string): string => {
  const first = firstPeriod()
  return first.startsWith(year) ? first : `${year}-12`
}

const sayPeriod = (period: string): string => (period.length === 4 ? t(`${period} 年`, period) : sayMonth(period))

export const Screen = () => {
  const [filters, set] = useFilters<'period' | 'department' | 'figure' | 'slice'>()
  const period = filters.period ?? firstPeriod()
  const place: Place = { period, departmentId: filters.department, figure: filters.figure, slice: filters.slice }
  const asked = filters.department ? { departmentId: filters.department } : {}
  const yearly = period.length === 4
  const monthAsk = useAsk(api.reports.month, { month: period, ...asked }, { on: !yearly, keep: true })
  const yearAsk = useAsk(api.reports.year, { year: period, ...asked }, { on: yearly, keep: true })
  const ask = yearly ? yearAsk : monthAsk
  const departments = useDepartments()
  const today = dayOf(now())
  const latest = yearly ? today.slice(0, 4) : monthOf(today)
  const move = (to: string) => set({ period: to, figure: '', slice: '' })
  const open = (figure: string, slice = '') => set({ figure, slice }, { back: !filters.figure })
  const close = () => set({ figure: '', slice: '' })
  const title = yearly ? t('年报', 'Yearly report') : t('月报', 'Monthly report')
  const behind = !place.figure ? null : place.figure.startsWith('cases:') ? (
    <CaseRows place={place} onClose={close} />
  ) : (
    <Rows place={place} report={ask.data} onClose={close} onOpen={open} />
  )
  return (
    <div className="reports">
      <ListAndRecord
        title={t('明细', 'The rows of a figure')}
        onClose={close}
        record={behind}
        list={
          <>
            <Toolbar>
              <h1>{title}</h1>
              <Segmented
                label={t('按月或按年', 'By month or by year')}
                value={yearly ? 'year' : 'month'}
                onChange={(kind) => move(kind === 'year' ? period.slice(0, 4) : monthOfYear(period))}
                options={[
                  { value: 'month', label: t('月', 'Month') },
                  { value: 'year', label: t('年', 'Year') },
                ]}
              />
              <span className="period">
                <IconButton
                  icon="left"
                  label={t('上一期', 'The period before')}
                  onClick={() => move(moved(period, -1))}
                />
                <strong aria-live="polite">{sayPeriod(period)}</strong>
                <IconButton
                  icon="right"
                  label={t('下一期', 'The period after')}
                  disabled={period >= latest}
                  onClick={() => move(moved(period, 1))}
                />
              </span>
              <Select
                bare
                label={t('科室', 'Department')}
                empty={t('全部科室', 'All departments')}
                value={filters.department ?? ''}
                onChange={(department) => set({ department, figure: '', slice: '' })}
                groups={departments}
              />
              <span className="push actions">
                <Go to="/reports/cases" className="button">
                  {t('诉求报表', 'Cases')}
                </Go>
                <PrintButton />
                <a className="button" href={hrefOf(api.reports.export, { month: period, ...asked })}>
                  <Icon name="download" size={16} />
                  <span>{t('导出 XLSX', 'Export')}</span>
                </a>
              </span>
            </Toolbar>
            <div className="page wide report-page" aria-busy={ask.isPlaceholderData}>
              <Loaded ask={ask} lines={18}>
                {(report: Told) => (
                  <Report
                    report={report}
                    name={t(`${sayPeriod(report.period)}${title}`, `${title} ${report.period}`)}
                    open={open}
                  />
                )}
              </Loaded>
            </div>
          </>
        }
      />
    </div>
  )
}
