// 年度考核: what the final months of a year come to, department by department, and by which rules.
import { dayOf } from '#kernel/time.ts'
import { api, useAsk } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { IconButton, PrintButton } from '#web/ui/button.tsx'
import { now } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { Page, Section } from '#web/ui/layout.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { sayPoints, sayTotal } from './words.ts'
import './assessments.css'

export const Screen = () => {
  const [filters, set] = useFilters<'year' | 'department'>()
  const latest = dayOf(now()).slice(0, 4)
  const year = filters.year || latest
  const ask = useAsk(
    api.assessments.year,
    { year, ...(filters.department ? { departmentId: filters.department } : {}) },
    { keep: true },
  )
  const move = (by: number) => set({ year: String(Number(year) + by) })
  return (
    <Page
      title={t(`${year} 年度考核`, `Assessment of ${year}`)}
      about={t('只合计已定稿的月份。', 'Only final months are in the sum.')}
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
          <Go to="/assessments" className="button">
            {t('考核单', 'The sheets')}
          </Go>
          <PrintButton />
        </>
      }
    >
      <Loaded ask={ask}>
        {({ departments }) =>
          departments.length === 0 ? (
            <Empty icon="checks" title={t('这一年还没有考核单', 'No sheets in that year')} />
          ) : (
            departments.map((one) => (
              <Section
                key={one.id}
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
            ))
          )
        }
      </Loaded>
    </Page>
  )
}
