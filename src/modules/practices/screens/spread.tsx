// 推广情况: how far good practice has come, department by department, and who has been told and not looked yet.
import type { Wire } from '#kernel/contract.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { api, useAsk } from '#web/api.ts'
import { Go, useFilters } from '#web/place.tsx'
import { PrintButton } from '#web/ui/button.tsx'
import { Strip } from '#web/ui/charts/strip.tsx'
import { now } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { Page, Section, Segmented } from '#web/ui/layout.tsx'
import { Facts } from '#web/ui/marks.tsx'
import { Time } from '#web/ui/moment.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import '#web/ui/charts/charts.css'
import './practices.css'

type Spread = Wire<Awaited<ReturnType<typeof api.practices.spread>>>
type Period = '' | 'year' | 'twelve'

const spanOf = (period: Period): { from?: string } => {
  const today = dayOf(now())
  if (period === 'year') return { from: `${today.slice(0, 4)}-01-01` }
  return period === 'twelve' ? { from: addDays(today, -364) } : {}
}

const of = (part: number, whole: number): string =>
  whole === 0
    ? String(part)
    : t(`${part}（${Math.round((100 * part) / whole)}%）`, `${part} (${Math.round((100 * part) / whole)}%)`)

const Departments = ({ rows }: { rows: Spread['departments'] }) => (
  <table className="practice-spread">
    <caption className="unseen">{t('各科室的推广情况', 'By department')}</caption>
    <thead>
      <tr>
        <th scope="col">{t('科室', 'Department')}</th>
        <th scope="col" className="number">
          {t('本科的', 'Its own')}
        </th>
        <th scope="col" className="number">
          {t('收到', 'Told')}
        </th>
        <th scope="col" className="number">
          {t('已学习', 'Learned')}
        </th>
        <th scope="col" className="number">
          {t('已采用', 'Adopted')}
        </th>
        <th scope="col" className="share">
          {t('采用了多少', 'Share adopted')}
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((one) => (
        <tr key={one.id}>
          <th scope="row">
            <Go to="/practices" with={{ department: one.id }}>
              {one.name}
            </Go>
          </th>
          <td className="number">{one.own}</td>
          <td className="number">{one.told}</td>
          <td className="number">{one.learned}</td>
          <td className="number">{one.adopted}</td>
          <td className="share">{one.told > 0 && <Strip share={Math.min(1, one.adopted / one.told)} />}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Waiting = ({ rows }: { rows: Spread['waiting'] }) => (
  <table className="practice-spread">
    <thead>
      <tr>
        <th scope="col">{t('科室', 'Department')}</th>
        <th scope="col">{t('经验', 'Practice')}</th>
        <th scope="col">{t('通知', 'Told')}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((one) => (
        <tr key={`${one.id} ${one.department}`}>
          <th scope="row">{one.department}</th>
          <td>
            <Go to="/practices" with={{ id: one.id }}>
              {one.title}
            </Go>
          </td>
          <td>
            <Time at={one.toldAt} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

export const Screen = () => {
  const [filters, set] = useFilters<'period'>()
  const period = (filters.period ?? '') as Period
  const ask = useAsk(api.practices.spread, spanOf(period), { keep: true })
  return (
    <Page
      title={t('优务经验推广情况', 'How far good practice has spread')}
      about={t(
        '每条经验发到哪些科室、谁学了、谁采用了怎么做，在经验里看得到；这里是合计。',
        'To whom each was told, who learned and what they do now stands with the practice; here it is added up.',
      )}
      actions={
        <>
          <Go to="/practices" className="button">
            {t('全部经验', 'All practice')}
          </Go>
          <PrintButton />
        </>
      }
    >
      <div className="practice-period no-print">
        <Segmented<Period>
          label={t('时段', 'Period')}
          value={period}
          onChange={(value) => set({ period: value })}
          options={[
            { value: '', label: t('全部', 'All') },
            { value: 'year', label: t('今年', 'This year') },
            { value: 'twelve', label: t('近 12 个月', 'Twelve months') },
          ]}
        />
      </div>
      <Loaded ask={ask}>
        {({ departments, waiting, ...all }) => (
          <>
            <Section>
              <Facts
                facts={[
                  [t('认定的经验', 'Recognised'), all.recognised],
                  [t('通知（科次）', 'Told'), all.told],
                  [t('已学习（科次）', 'Learned'), of(all.learned, all.told)],
                  [t('已采用（科次）', 'Adopted'), of(all.adopted, all.told)],
                ]}
              />
            </Section>
            <Section title={t('各科室采用了多少？', 'How much has each department adopted?')}>
              {departments.length === 0 ? (
                <Empty icon="book" title={t('这段时间没有推广', 'Nothing was told in this period')} />
              ) : (
                <Departments rows={departments} />
              )}
            </Section>
            {waiting.length > 0 && (
              <Section title={t('谁还没有学习？', 'Who has not learned yet?')} aside={waiting.length}>
                <Waiting rows={waiting} />
              </Section>
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}
