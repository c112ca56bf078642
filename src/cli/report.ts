// `report month`, `report year` and `report cases`: the hospital's figures on the console.
import { isDay } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { type CaseFigures, caseFigures } from '#modules/insight/case-report.ts'
import type { MonthReport } from '#modules/insight/contract.ts'
import { monthReport, type YearFigures, yearFigures } from '#modules/insight/report.ts'
import { withHouse } from './beside.ts'
import { type Call, WrongUse } from './command.ts'

const mustBe = (period: string, shape: RegExp, example: string): string => {
  if (shape.test(period)) return period
  throw new WrongUse(w(`“${period}”应写作 ${example}。`, `“${period}” is not a period; write it as ${example}.`))
}

const rateText = ({ numerator, denominator, rate }: MonthReport['reached']): string =>
  rate === null ? '—' : `${(rate * 100).toFixed(1)} %(${numerator}/${denominator})`

const monthText = (it: MonthReport): string => {
  const { satisfaction, opinions, cases } = it
  const list = (rows: readonly { label: string; count: number | null }[]) =>
    rows.map(({ label, count }) => `${label} ${count ?? '<5'}`).join(',') || '—'
  return [
    `${it.period} 随访月报`,
    '',
    `  出院        ${it.discharges}`,
    `  不计入      ${list(it.excluded)}`,
    `  应访        ${it.due}`,
    `  已访        ${rateText(it.reached)}`,
    `  未访        ${list(it.unreached)}`,
    `  待访        ${it.pending}`,
    `  满意度      ${rateText(satisfaction.rate)}`,
    `              满意 ${satisfaction.satisfied ?? '<5'}，基本满意 ${satisfaction.fairly ?? '<5'}，不满意 ${satisfaction.dissatisfied ?? '<5'}`,
    `  意见        ${opinions.total}：${list(opinions.byCategory)}`,
    `  诉求        受理 ${cases.opened}，按期答复 ${rateText(cases.answeredInTime)}，归档 ${cases.archived}，再次办理 ${cases.secondRounds}`,
    '',
    ...it.by.group.map(
      (slice) => `  ${slice.label.padEnd(8, ' ')} 已访 ${rateText(slice.reached)} 满意 ${rateText(slice.satisfied)}`,
    ),
    '',
    ...it.notes.map((note) => `  ${note}`),
  ].join('\n')
}

const yearText = (year: string, figures: YearFigures): string =>
  [
    `${year} 年随访统计`,
    '',
    ...Object.entries(figures).map(([name, value]) =>
      typeof value === 'number'
        ? `  ${name.padEnd(22)} ${value}`
        : `  ${name.padEnd(22)} ${Object.entries(value)
            .map(([key, count]) => `${key} ${count}`)
            .join(', ')}`,
    ),
  ].join('\n')

export const reportMonth = async (call: Call): Promise<undefined> => {
  const month = mustBe(call.operands[0]!, /^\d{4}-(0[1-9]|1[0-2])$/, '2011-03')
  await withHouse(call, async (house) => {
    const report = await house.asSystem((ctx) => monthReport(ctx, { month }))
    call.answer(report, monthText(report))
  })
  return undefined
}

export const reportYear = async (call: Call): Promise<undefined> => {
  const year = mustBe(call.operands[0]!, /^\d{4}$/, '2011')
  await withHouse(call, async (house) => {
    const figures = await house.asSystem((ctx) => yearFigures(ctx, year))
    call.answer(figures, yearText(year, figures))
  })
  return undefined
}

const month = /^(19|20)\d{2}-(0[1-9]|1[0-2])$/

const parts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([label, count]) => `${label} ${count}`)
    .join('，') || '—'

const casesText = (it: CaseFigures): string => {
  const due = it.answeredInTime + it.answeredLate + it.openOverdue
  const graded = it.satisfied + it.fairly + it.dissatisfied
  const share = (n: number, of: number) => (of === 0 ? '—' : `${((n / of) * 100).toFixed(1)} %(${n}/${of})`)
  return [
    `${it.period[0]} 至 ${it.period[1]} 诉求报表，截至 ${it.asOf} · cases, as of ${it.asOf}`,
    '',
    `  登记 registered        ${it.rows}：${parts(it.registered)}`,
    `  投诉 complaints        ${it.complaints}`,
    `  按期答复 in time       ${share(it.answeredInTime, due)}`,
    `  逾期答复 late          ${it.answeredLate}`,
    `  未答复 open            未到期 within time ${it.openWithinTime}，已逾期 overdue ${it.openOverdue}`,
    `  满意 satisfied         ${share(it.satisfied, graded)}`,
    `                         满意 ${it.satisfied}，基本满意 ${it.fairly}，不满意 ${it.dissatisfied}`,
    `  第二轮 second rounds   ${it.secondRounds}`,
    `  投诉分类 by category   ${parts(it.byCategory)}`,
  ].join('\n')
}

/** `report cases 2024-07 2024-09 --as-of 2024-10-15`: both months belong to the period; one alone is a month. */
export const reportCases = async (call: Call): Promise<undefined> => {
  const from = mustBe(call.operands[0]!, month, '2024-07')
  const to = call.operands[1] === undefined ? from : mustBe(call.operands[1], month, '2024-09')
  const asOf = call.option('as-of')
  if (asOf !== undefined && !isDay(asOf)) mustBe(asOf, /^$/, '2024-10-15')
  if (to < from) throw new WrongUse(w('结束月份早于开始月份。', 'The period ends before it begins.'))
  await withHouse(call, async (house) => {
    const figures = await house.asSystem((ctx) => caseFigures(ctx, { from, to, asOf }))
    call.answer(figures, casesText(figures))
  })
  return undefined
}
