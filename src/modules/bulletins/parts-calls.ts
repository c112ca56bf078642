// The parts of a bulletin about follow-up: who was reached, how satisfied they are, department by department, and over twelve months.
import type { MonthReport } from '#modules/insight/contract.ts'
import type { Trend } from '#modules/insight/contract-page.ts'
import { type Block, type Cell, type ChartBlock, count, measure, rate, type TableBlock, words } from './document.ts'
import { sayRate } from './says.ts'
import type { Sources } from './sources.ts'

const target = (share: number): Cell => words(`≥ ${Number((share * 100).toFixed(1))}%`)
const none = words('')

/** Label, value, numerator, denominator, target, the month before: as a row of the figures. */
const rateRow = (
  label: string,
  of: string,
  it: MonthReport['reached'],
  before: MonthReport['reached'],
  aim = none,
) => ({
  key: of,
  cells: [words(label), ...rate(`report.${of}`, it), aim, rate(`before.${of}`, before)[0]!],
  tone: 'plain' as const,
})
const countRow = (label: string, of: string, n: number | null, before: number | null | undefined) => ({
  key: of,
  cells: [
    words(label),
    count(`report.${of}`, n),
    none,
    none,
    none,
    before === undefined ? none : count(`before.${of}`, before),
  ],
  tone: 'plain' as const,
})

export const figureHead = ['指标', '本月', '分子', '分母', '目标', '上月']

const figures = ({ report, before }: Sources): TableBlock => ({
  kind: 'table',
  key: 'calls',
  title: '主要指标',
  head: figureHead,
  words: [],
  note: report.pending > 0 ? `尚有 ${report.pending} 人待访，数字还会变。` : '',
  rows: [
    countRow('出院人次', 'discharges', report.discharges, before.discharges),
    ...report.excluded.map(({ key, label, count: n }) =>
      countRow(`不计入应访：${label}`, `excluded[${key}].count`, n, undefined),
    ),
    countRow('应访', 'due', report.due, before.due),
    rateRow('回访率', 'reached', report.reached, before.reached, target(report.targets.reached)),
    countRow('待访', 'pending', report.pending, undefined),
    countRow('未访', 'notReached', report.notReached, before.notReached),
    ...report.unreached.map(({ key, label, count: n }) =>
      countRow(`未访原因：${label}`, `unreached[${key}].count`, n, undefined),
    ),
    rateRow('首次联系及时率', 'firstContactInTime', report.firstContactInTime, before.firstContactInTime),
    rateRow(
      '满意率',
      'satisfaction.rate',
      report.satisfaction.rate,
      before.satisfaction.rate,
      target(report.targets.satisfied),
    ),
    countRow('基本满意', 'satisfaction.fairly', report.satisfaction.fairly, undefined),
    countRow('不满意', 'satisfaction.dissatisfied', report.satisfaction.dissatisfied, undefined),
    countRow('回访中记录的意见', 'opinions.total', report.opinions.total, before.opinions.total),
  ],
})

const dimensionTable = ({ report, before }: Sources): TableBlock => ({
  kind: 'table',
  key: 'dimensions',
  title: '分项得分',
  head: ['方面', '得分', '作答人次', '上月'],
  words: [],
  note: '满意 100、基本满意 50、不满意 0，求平均。',
  rows: report.dimensions.map(({ key, label, score, answered, hidden }) => {
    const earlier = before.dimensions.find((one) => one.key === key)
    return {
      key,
      tone: 'plain',
      cells: [
        words(label),
        measure(`report.dimensions[${key}].score`, score, hidden),
        count(`report.dimensions[${key}].answered`, answered),
        earlier ? measure(`before.dimensions[${key}].score`, earlier.score, earlier.hidden) : words('—'),
      ],
    }
  }),
})

/** Departments of the hospital's bulletin: those that may be compared in their order, the others by name and unranked. */
const departments = ({ report }: Sources): TableBlock => {
  const all = report.by.department
  const ranked = all
    .filter(({ hidden, reached }) => !hidden && reached.ranked)
    .toSorted((a, b) => b.reached.rate! - a.reached.rate!)
  const others = all.filter(({ hidden, reached }) => !hidden && !reached.ranked)
  const hidden = all.filter((one) => one.hidden)
  return {
    kind: 'table',
    key: 'departments',
    title: '各科室',
    head: ['科室', '出院', '应访', '回访率', '已访', '满意率', '满意', '作出评价'],
    words: [],
    note: [
      others.length > 0 ? `按回访率排列；不足 ${report.rules.rankedFrom} 人的列在后面，不排名。` : '按回访率排列。',
      hidden.length > 0
        ? `不足 ${report.rules.shownFrom} 人或可由相减推出，不显示：${hidden.map(({ label }) => label).join('、')}。`
        : '',
    ].join(''),
    rows: [...ranked, ...others].map((one) => {
      const of = `report.by.department[${one.key}]`
      const [reached, hits] = rate(`${of}.reached`, one.reached)
      const [satisfied, content, graded] = rate(`${of}.satisfied`, one.satisfied)
      return {
        key: one.key,
        tone: 'plain',
        cells: [
          words(one.label),
          count(`${of}.discharges`, one.discharges),
          count(`${of}.due`, one.due),
          reached!,
          hits!,
          satisfied!,
          content!,
          graded!,
        ],
      }
    }),
  }
}

const signals = {
  above: '高于偶然波动的上限',
  below: '低于偶然波动的下限',
  'run-above': '连续 8 个月高于中线',
  'run-below': '连续 8 个月低于中线',
} as const

/** A figure over twelve months as a small chart. */
export const trendChart = (
  key: string,
  title: string,
  answer: string,
  trend: Trend,
  unit: ChartBlock['unit'],
): ChartBlock => ({
  kind: 'chart',
  key,
  title,
  answer,
  unit,
  middle: trend.middle,
  target: trend.target,
  points: trend.points.map((point) => ({
    key: point.month,
    label: point.month.endsWith('-01') ? point.month.slice(0, 4) : `${Number(point.month.slice(5))}月`,
    // Rounded as the rates of the tables are, so that one number is not read as two.
    value: unit === 'share' && point.value !== null ? Math.round(point.value * 10_000) / 10_000 : point.value,
    hidden: point.hidden,
    pale: !point.settled || point.few,
    numerator: point.numerator,
    denominator: point.denominator,
    lower: point.lower,
    upper: point.upper,
    special: point.signal ? signals[point.signal] : '',
  })),
})

export const sayTrend = ({ verdict, before, after }: Trend, say: (value: number) => string): string =>
  verdict === 'unknown' || !before || !after
    ? '可比的月份还太少，看不出变化。'
    : `近三个月 ${say(after.value)}，之前 ${say(before.value)}，${verdict === 'same' ? '差别在偶然范围内' : `${verdict === 'up' ? '升了' : '降了'}，超出偶然`}。`

const share = (value: number): string => `${(value * 100).toFixed(1)}%`

/** What is said of the month's calls, first in sentences. */
export const callSentences = ({ report, before }: Sources): string[] => [
  sayRate('回访率', report.reached, {
    of: '应访',
    hits: '已访',
    target: report.targets.reached,
    before: before.reached,
  }),
  sayRate('满意率', report.satisfaction.rate, {
    of: '作出评价',
    hits: '满意',
    target: report.targets.satisfied,
    before: before.satisfaction.rate,
  }),
]

export const callBlocks = (sources: Sources): Block[] => {
  const { few, page, departmentId, report } = sources
  if (few)
    return [
      {
        kind: 'text',
        tone: 'plain',
        text: `本月出院不足 ${report.rules.shownFrom} 人，或可由其他科室的数相减推出，不显示回访和满意度。`,
      },
    ]
  return [
    figures(sources),
    trendChart('reached', '访到的人多了吗？', sayTrend(page.trends.reached, share), page.trends.reached, 'share'),
    trendChart('satisfied', '更满意了吗？', sayTrend(page.trends.satisfied, share), page.trends.satisfied, 'share'),
    ...(report.dimensions.length > 0 ? [dimensionTable(sources)] : []),
    ...(departmentId ? [] : [departments(sources)]),
  ]
}
