// The three figures by which leadership sees whether it gets better, over twelve months.
import { addDays, daysBetween, monthOf, monthSpan } from '#kernel/time.ts'
import type { Opens } from '#web/ui/charts/frame.tsx'
import { RunChart } from '#web/ui/charts/run-chart.tsx'
import type { Mark } from '#web/ui/charts/run-marks.tsx'
import { t } from '#web/ui/language.ts'
import { partOf, sayCaution, sayMonth, saySignal, sayTrend, sayValue, type Told, type TrendName } from './page-words.ts'
import { registerAt } from './tally.tsx'

/** The rows behind a month of a figure. */
export const monthOpens = (name: TrendName, month: string, told: Told): Opens => {
  const { from, until } = monthSpan(month)
  if (name === 'matters')
    return registerAt({ ...partOf(told), kind: 'opinion,suggestion,complaint', from, to: addDays(until, -1) })
  return {
    to: '/reports',
    with: { period: month, figure: name, ...(told.departmentId ? { department: told.departmentId } : {}) },
  }
}

/** Projects that were begun to move this figure, each where its day lies in its month. */
const begunFor = (name: TrendName, { begun }: Told): Mark[] =>
  begun
    .filter(({ trend }) => trend === name)
    .map(({ id, title, on }) => {
      const month = monthOf(on)
      const { from, until } = monthSpan(month)
      return {
        at: month,
        within: daysBetween(from, on) / daysBetween(from, until),
        words: t(`${title}（${on} 开始）`, `${title} (begun ${on})`),
        opens: { to: `/projects/${id}` },
      }
    })

const MonthChart = ({
  name,
  told,
  title,
  heads,
  note,
  bounds,
}: {
  name: TrendName
  told: Told
  title: string
  heads: { value: string; numerator: string; denominator: string }
  note?: string
  bounds?: readonly [number, number]
}) => {
  const trend = told.trends[name]
  const say = sayValue(name)
  return (
    <section className="sheet">
      <RunChart
        title={title}
        answer={sayTrend(name, trend)}
        points={trend.points.map((point) => ({
          key: point.month,
          label: point.month.endsWith('-01')
            ? point.month.slice(0, 4)
            : t(`${Number(point.month.slice(5))}月`, point.month.slice(5)),
          name: sayMonth(point.month),
          value: point.value,
          hidden: point.hidden,
          numerator: point.numerator,
          denominator: point.denominator,
          lower: point.lower,
          upper: point.upper,
          special: saySignal(point.signal),
          pale: !point.settled || point.few,
          opens: point.value === null ? undefined : monthOpens(name, point.month, told),
        }))}
        say={say}
        marks={begunFor(name, told)}
        middle={trend.middle}
        target={
          trend.target === null
            ? undefined
            : { value: trend.target, words: t(`目标 ${trend.target * 100}%`, `target ${trend.target * 100}%`) }
        }
        {...(bounds ? { bounds } : {})}
        heads={heads}
        note={note}
        height={170}
        paper={300}
      />
    </section>
  )
}

export const Trends = ({ told }: { told: Told }) => (
  <div className="page-trends">
    <MonthChart
      name="reached"
      told={told}
      title={t('访到的人多了吗？', 'Are more people reached?')}
      heads={{ value: t('回访率', 'Reached'), numerator: t('已访', 'Reached'), denominator: t('应访', 'Due') }}
      bounds={[0, 1]}
    />
    <MonthChart
      name="satisfied"
      told={told}
      title={t('更满意了吗？', 'Are they more satisfied?')}
      heads={{
        value: t('满意率', 'Satisfied'),
        numerator: t('满意', 'Satisfied'),
        denominator: t('作出评价', 'Graded'),
      }}
      bounds={[0, 1]}
    />
    <MonthChart
      name="matters"
      told={told}
      title={t('问题少了吗？（每千出院人次）', 'Are there fewer matters? (by 1,000 discharges)')}
      heads={{
        value: t('每千出院人次', 'By 1,000 discharges'),
        numerator: t('意见、建议、患者投诉', 'Opinions, suggestions, complaints'),
        denominator: t('出院', 'Discharges'),
      }}
      note={sayCaution(told)}
    />
  </div>
)
