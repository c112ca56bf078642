// 年度考核: what the final months of a year come to, all departments beside one another, and one of them by its rules.
import type { Wire } from '#kernel/contract.ts'
import { dayOf } from '#kernel/time.ts'
import { api, hrefOf, useAsk } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { IconButton, PrintButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { Page, Section } from '#web/ui/layout.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import type { YearSheet } from '../contract.ts'
import { sayPoints, sayTotal } from './words.ts'
import './assessments.css'

type Department = Wire<YearSheet>['departments'][number]

const twelve = Array.from({ length: 12 }, (_, i) => i + 1)
const monthOf = (one: Department, month: number) => one.months.find((it) => Number(it.month.slice(5)) === month)

/** Every department in a line: its months open to their sheets, one that is not final yet is pale. */
const All = ({ year, departments }: { year: string; departments: readonly Department[] }) => (
  <div className="tried-place">
    <table className="tried year-all">
      <caption className="unseen">{t('各科室各月总分', 'Totals by department and month')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('科室', 'Department')}</th>
          {twelve.map((month) => (
            <th key={month} scope="col" className="number">
              {t(`${month} 月`, String(month))}
            </th>
          ))}
          <th scope="col" className="number">
            {t('定稿', 'Final')}
          </th>
          <th scope="col" className="number">
            {t('合计', 'Sum')}
          </th>
          <th scope="col" className="number">
            {t('月均', 'Mean')}
          </th>
          <th scope="col" className="number">
            {t('表扬', 'Praise')}
          </th>
          <th scope="col" className="number">
            {t('批评', 'Criticism')}
          </th>
        </tr>
      </thead>
      <tbody>
        {departments.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Go to="/assessments/year" with={{ year, department: one.id }}>
                {one.name}
              </Go>
            </th>
            {twelve.map((month) => {
              const it = monthOf(one, month)
              return (
                <td key={month} className={it && it.status !== 'final' ? 'number year-open' : 'number'}>
                  {it && (
                    <Go to="/assessments" with={{ month: it.month, id: it.id }}>
                      {sayTotal(it.total)}
                      {it.status !== 'final' && <span className="unseen">{t('未定稿', 'not final')}</span>}
                    </Go>
                  )}
                </td>
              )
            })}
            <td className="number">{one.final}</td>
            <td className="number">{one.final === 0 ? '—' : sayTotal(one.sum)}</td>
            <td className="number">{one.mean === null ? '—' : sayTotal(one.mean)}</td>
            <td className="number">{one.praised}</td>
            <td className="number">{one.criticised}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

/** One department: its months, and where its points came from. */
const One = ({ one }: { one: Department }) => (
  <Section
    title={one.name}
    aside={t(
      `定稿 ${one.final} 个月 · 合计 ${sayTotal(one.sum)} · 月均 ${one.mean === null ? '—' : sayTotal(one.mean)} · 表扬 ${one.praised} · 批评 ${one.criticised}`,
      `${one.final} final months · sum ${sayTotal(one.sum)} · mean ${one.mean === null ? '—' : sayTotal(one.mean)} · praise ${one.praised} · criticism ${one.criticised}`,
    )}
  >
    <ul className="year-months">
      {one.months.map((month) => (
        <li key={month.id}>
          <Go to="/assessments" with={{ month: month.month, id: month.id }} className="button small">
            {t(`${Number(month.month.slice(5))} 月`, month.month)} {sayTotal(month.total)}
            {month.status !== 'final' && t('（未定稿）', ' (not final)')}
          </Go>
        </li>
      ))}
    </ul>
    {one.items.length > 0 && (
      <table className="marks">
        <thead>
          <tr>
            <th scope="col">{t('规则', 'Rule')}</th>
            <th scope="col" className="points">
              {t('月数', 'Months')}
            </th>
            <th scope="col" className="points">
              {t('全年', 'Year')}
            </th>
          </tr>
        </thead>
        <tbody>
          {one.items.map((item) => (
            <tr key={item.item}>
              <td>{t(item.words)}</td>
              <td className="points">{item.months}</td>
              <td className="points">{sayPoints(item.points)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </Section>
)

export const Screen = () => {
  const [filters, set] = useFilters<'year' | 'department'>()
  const latest = dayOf(now()).slice(0, 4)
  const year = filters.year || latest
  const asked = { year, ...(filters.department ? { departmentId: filters.department } : {}) }
  const ask = useAsk(api.assessments.year, asked, { keep: true })
  const move = (by: number) => set({ year: String(Number(year) + by) })
  return (
    <Page
      title={t(`${year} 年度考核`, `Assessment of ${year}`)}
      about={t(
        '合计、月均、表扬和批评只算已定稿的月份；没有定稿的月份颜色浅。',
        'Sum, mean, praise and criticism are of final months; those that are not final are pale.',
      )}
      wide
      actions={
        <>
          <IconButton icon="left" label={t('上一年', 'The year before')} onClick={() => move(-1)} />
          <IconButton
            icon="right"
            label={t('下一年', 'The year after')}
            disabled={year >= latest}
            onClick={() => move(1)}
          />
          {filters.department && (
            <Go to="/assessments/year" with={{ year }} className="button">
              {t('全部科室', 'All departments')}
            </Go>
          )}
          <Go to="/assessments" className="button">
            {t('考核单', 'The sheets')}
          </Go>
          <a className="button" href={hrefOf(api.assessments.yearXlsx, asked)} download>
            Excel
          </a>
          <PrintButton />
        </>
      }
    >
      <Loaded ask={ask}>
        {({ departments }) =>
          departments.length === 0 ? (
            <Empty icon="checks" title={t('这一年还没有考核单', 'No sheets in that year')} />
          ) : departments.length === 1 ? (
            <One one={departments[0]!} />
          ) : (
            <All year={year} departments={departments} />
          )
        }
      </Loaded>
    </Page>
  )
}
