// The report as a workbook: the figures of the screen cell by cell, the stays behind them without names, and how it is counted.
import { sql } from 'kysely'
import { type Ctx, handleFile } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { record } from '#engine/ledger.ts'
import { type OutRow, type OutSheet, writeXlsx } from '#engine/tables/write.ts'
import { daysBetween, momentText, monthOf } from '#kernel/time.ts'
import { settingsOf, standardOf } from '#modules/directory/settings.ts'
import { isFollowUp } from '#modules/followups/tasks.ts'
import { grades } from '#modules/patients/words.ts'
import { type MonthReport, type Rate, reports } from './contract.ts'
import { reckoningOf, reportOf } from './report.ts'
import { opinionIsSeen, type SliceName, sliceNames, staysOf } from './stays.ts'
import { categoryName, outcomeNames } from './words.ts'

/** What stands in a cell of which nothing may be shown. */
const hiddenCell = '不足 5 人，不显示'
const number = (n: number | null): string | number => n ?? hiddenCell
const percent = ({ rate, hidden }: Rate): string =>
  hidden ? hiddenCell : rate === null ? '—' : `${(rate * 100).toFixed(1)}%`

const rateRow = (label: string, rate: Rate, of: string): OutRow => [
  label,
  percent(rate),
  number(rate.numerator),
  number(rate.denominator),
  of,
]
const countRow = (label: string, count: number | null, says = ''): OutRow => [label, number(count), '', '', says]

const overview = (report: MonthReport): OutRow[] => {
  const { satisfaction, cases, targets } = report
  const target = (share: number) => `目标 ≥ ${share * 100}%`
  return [
    countRow('出院人次', report.discharges),
    ...report.excluded.map(({ label, count }) => countRow(`不计入应访：${label}`, count)),
    countRow('应访', report.due, '出院 − 不计入应访'),
    rateRow('回访率', report.reached, `已访 ÷ 应访；${target(targets.reached)}`),
    countRow('待访', report.pending),
    countRow('未访', report.notReached, '应访 − 已访 − 待访'),
    ...report.unreached.map(({ label, count }) => countRow(`未访原因：${label}`, count)),
    countRow('拨打次数', report.attempts),
    rateRow('首次联系及时率', report.firstContactInTime, '期限内打出第一个电话 ÷ 已打过电话或期限已过的应访'),
    rateRow('满意率', satisfaction.rate, `满意 ÷ 作出评价的；${target(targets.satisfied)}`),
    countRow('满意', satisfaction.satisfied),
    countRow('基本满意', satisfaction.fairly),
    countRow('不满意', satisfaction.dissatisfied),
    countRow('已访未评价', satisfaction.unasked),
    ...report.dimensions.map(
      ({ label, answered, score }): OutRow => [
        `维度：${label}`,
        number(score),
        '',
        number(answered),
        '满分 100；分母为作答人次',
      ],
    ),
    countRow('意见', report.opinions.total),
    ...report.opinions.byCategory.map(({ label, count }) => countRow(`意见：${label}`, count)),
    countRow('诉求受理', cases.opened),
    rateRow('诉求按时答复率', cases.answeredInTime, '第一轮按时答复 ÷ 已答复或已到期'),
    countRow('诉求归档', cases.archived),
    countRow('其中患者确认', cases.archivedByPerson),
    countRow('进入第二轮', cases.secondRounds),
    countRow('未归档', cases.open),
  ]
}

const sliceTitles: Readonly<Record<SliceName, string>> = {
  campus: '院区',
  group: '科室组',
  department: '科室',
  caller: '回访员',
  sex: '性别',
  age: '年龄',
}

const groups = (report: MonthReport): OutRow[] =>
  sliceNames.flatMap((name) =>
    report.by[name].map(
      (slice): OutRow =>
        slice.unseen
          ? [sliceTitles[name], slice.label, '本人看过后显示']
          : [
              sliceTitles[name],
              slice.label,
              number(slice.discharges),
              number(slice.excluded),
              number(slice.due),
              number(slice.reached.numerator),
              percent(slice.reached),
              slice.reached.ranked ? '可比较' : '',
              number(slice.satisfied.numerator),
              number(slice.satisfied.denominator),
              percent(slice.satisfied),
              number(slice.opinions),
            ],
    ),
  )

const groupHeader = [
  '分组',
  '名称',
  '出院',
  '不计入应访',
  '应访',
  '已访',
  '回访率',
  '30 人以上',
  '满意',
  '作出评价',
  '满意率',
  '意见',
]

type Detail = { [K in Exclude<SliceName, 'caller'>]: string } & {
  discharged_on: string
  outcome: string
  grade: keyof typeof grades | null
  attempts: number
  first_tried_on: string | null
  opinions: string[] | null
}

/**
 * The stays of the report without name, number or day; a group that the report hides stands in no row either. More than
 * one person may take out alone stand behind the figures, whose list is asked for as a file of its own (module exports).
 */
const details = async (
  ctx: Ctx,
  asked: { period: string; departmentId?: string | undefined },
  report: MonthReport,
): Promise<OutRow[]> => {
  const most = await standardOf(ctx, 'exportAlone')
  if ((report.discharges ?? 0) > most)
    return [[`${report.discharges} 人次，超过一人可导出的 ${most} 行：请打开报表中“出院”的明细，在那里申请导出。`]]
  const { question } = await reckoningOf(ctx, asked)
  const { rows } = await sql<Detail>`
    with ${staysOf(ctx, question)}
    select s.campus, s."group", s.department, s.sex, s.age, s.discharged_on, s.outcome, s.grade, s.attempts,
      ${dayIn(sql`s.first_tried_at`)} as first_tried_on,
      (select array_agg(coalesce(left(t.opinion_category, 1), 'none') order by 1)
        from tasks t where s.opinions > 0 and t.encounter_id = s.id and ${isFollowUp} and ${opinionIsSeen(ctx.me)}) as opinions
    from stays s order by md5(s.id::text)`.execute(ctx.tx)
  const shown = Object.fromEntries(
    sliceNames.map((name) => [
      name,
      new Map(report.by[name].map(({ key, label, hidden }) => [key, hidden ? '（不显示）' : label])),
    ]),
  ) as Record<SliceName, Map<string, string>>
  return rows.map(
    (row, i): OutRow => [
      i + 1,
      monthOf(row.discharged_on),
      ...(['campus', 'group', 'department', 'sex', 'age'] as const).map((name) => shown[name].get(row[name]) ?? ''),
      outcomeNames[row.outcome]?.zh ?? row.outcome,
      row.attempts,
      row.first_tried_on === null ? '' : daysBetween(row.discharged_on, row.first_tried_on),
      row.grade ? grades[row.grade].zh : '',
      (row.opinions ?? []).map((letter) => categoryName(letter).zh).join('、'),
    ],
  )
}

const detailHeader = [
  '序号',
  '出院月份',
  '院区',
  '科室组',
  '科室',
  '性别',
  '年龄',
  '结果',
  '拨打次数',
  '首次拨打在出院后（天）',
  '满意度',
  '意见分类',
]

/** The sheets of the workbook, as they are written. */
const sheetsOf = async (
  ctx: Ctx,
  asked: { period: string; departmentId?: string | undefined },
): Promise<OutSheet[]> => {
  const report = await reportOf(ctx, asked)
  const { hospitalName } = await settingsOf(ctx, 'hospitalName')
  const about = [
    ['医院', hospitalName],
    ['范围', report.departmentName ?? '全院'],
    ['出院日期', `${report.from} 至 ${report.until}`],
    ['导出', `${ctx.me.name}　${momentText(ctx.now)}`],
    ['明细', '已去标识：不含姓名、病案号、日期；次序打乱。请勿外传。'],
    ...report.notes.map((note, i) => [`口径 ${i + 1}`, note]),
  ]
  return [
    {
      name: '概览',
      header: ['指标', '数值', '分子', '分母', '说明'],
      rows: overview(report),
      widths: [30, 20, 16, 16, 44],
    },
    { name: '分组', header: groupHeader, rows: groups(report), widths: [10, 24] },
    { name: '明细', header: detailHeader, rows: await details(ctx, asked, report) },
    { name: '口径说明', header: ['项目', '说明'], rows: about, widths: [12, 100] },
  ]
}

/** The report of a month or year as a workbook; who took it is an event. */
export const exportReport = handleFile(reports.export, async (ctx, { month, departmentId }) => {
  const sheets = await sheetsOf(ctx, { period: month, departmentId })
  await record(ctx, 'report.export', { subject: null, data: { period: month, departmentId: departmentId ?? null } })
  return {
    name: `回访报告-${month}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Buffer.from(await writeXlsx(sheets)),
  }
})
