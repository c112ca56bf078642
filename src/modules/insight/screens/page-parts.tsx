// The parts of the one page under its charts: what is late and at whom, what hurts, who was thanked.
import { Go } from '#web/place.tsx'
import { CountBars, Pareto, type ParetoBar } from '#web/ui/charts/bars.tsx'
import { Chart } from '#web/ui/charts/frame.tsx'
import { interval } from '#web/ui/charts/rate-bars.tsx'
import { t } from '#web/ui/language.ts'
import { Due } from '#web/ui/moment.tsx'
import { partOf, placeName, rowsOf, sayHurts, sayLate, sayPain, type Told } from './page-words.ts'
import { sayWaiting } from './register-words.ts'
import { registerAt, Tally } from './tally.tsx'

export const Late = ({ told }: { told: Told }) => {
  const { late } = told
  return (
    <section className="sheet page-late">
      <Chart title={t('现在什么迟了，在谁手里？', 'What is late now, and at whom?')} answer={sayLate(told)}>
        {late.waiting.length > 0 && (
          <CountBars
            empty=""
            bars={late.waiting.map(({ key, late: count }) => ({
              key,
              label: sayWaiting(key),
              count,
              tone: 'warn',
              opens: registerAt({ ...partOf(told), late: 'true', waiting: key }),
            }))}
          />
        )}
        {late.department.length > 0 && (
          <p className="chart-note">
            {t('超时最多的科室：', 'Most late: ')}
            {late.department.map(({ key, label, late: count }, i) => (
              <span key={key}>
                {i > 0 && t('、', ', ')}
                {placeName(key, label)}{' '}
                <Tally
                  count={count}
                  opens={{ ...partOf(told), late: 'true', department: key }}
                  name={placeName(key, label)}
                  tone="late"
                />
              </span>
            ))}
          </p>
        )}
        {late.oldest.length > 0 && (
          <ul className="page-oldest">
            {late.oldest.map((row) => (
              <li key={row.id}>
                <Go to={`/cases/${row.id}`}>{row.number}</Go>
                <span className="bar-name">
                  {row.categoryName} · {row.department ?? t('未定科室', 'no department yet')}
                </span>
                <Due at={row.dueAt} />
              </li>
            ))}
          </ul>
        )}
      </Chart>
    </section>
  )
}

export const Hurts = ({ told }: { told: Told }) => {
  const { hurts } = told
  const range = { ...rowsOf(told), kind: 'opinion,suggestion,complaint' }
  return (
    <section className="sheet page-hurts">
      <Pareto
        title={t('什么最伤人？', 'What hurts most?')}
        answer={sayHurts(told)}
        total={hurts.total}
        bars={hurts.pains.map(
          (pain): ParetoBar => ({
            key: `${pain.letter}${pain.key}`,
            label: sayPain(pain),
            count: pain.count,
            opens: registerAt(
              pain.letter === 'none'
                ? { ...range, category: 'none', department: pain.key }
                : { ...range, category: pain.letter, department: pain.key },
            ),
            grown: pain.grown ? t(`往常约 ${pain.usual!.toFixed(1)}`, `usually ${pain.usual!.toFixed(1)}`) : undefined,
          }),
        )}
        heads={{ name: t('类别 · 科室', 'Category · department'), count: t('件', 'Cases') }}
        note={
          hurts.tested > 0
            ? t(
                `▲ 比前 ${hurts.months} 个月按出院人次推得的多，精确检验，十个发现里至多一个是偶然。`,
                `▲ More than the ${hurts.months} months before let expect; at most one finding in ten is chance.`,
              )
            : t('以前的月份太少，还不能说多了还是少了。', 'Too few months before to say whether it grew.')
        }
        empty={t('本月没有人反映问题', 'Nobody raised anything')}
      />
    </section>
  )
}

export const Praise = ({ told }: { told: Told }) => {
  const { praise } = told
  const range = { ...rowsOf(told), kind: 'praise' }
  const [most] = praise.from
  return (
    <section className="sheet page-praise">
      <Chart
        title={t('谁得到了表扬？', 'Where does praise come from?')}
        answer={
          most
            ? t(
                `表扬 ${praise.total} 件，最多的是${placeName(most.key, most.label)}。`,
                `${praise.total} thanks, most to ${placeName(most.key, most.label)}.`,
              )
            : t('本月没有登记表扬。', 'No praise this month.')
        }
        note={
          most && t('件数后面是占全部表扬的 95% 区间。', 'Beside each count the 95 % range of its share of all thanks.')
        }
      >
        <CountBars
          empty=""
          bars={praise.from.map(({ key, label, count }) => ({
            key,
            label: placeName(key, label),
            count,
            opens: registerAt({ ...range, department: key }),
            // Of how many thanks it is a share, and where that share may lie.
            beside: <small className="page-range">{interval({ numerator: count, denominator: praise.total })}</small>,
          }))}
        />
      </Chart>
    </section>
  )
}
