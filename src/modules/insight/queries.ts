// The report of a month and of a year, as they are asked for over the wire.
import { handle } from '#engine/ctx.ts'
import { caseReport } from './case-report.ts'
import { reports } from './contract.ts'
import { monthReport, reportOf } from './report.ts'

export const month = handle(reports.month, monthReport)
export const casesReport = handle(reports.cases, caseReport)
export const year = handle(reports.year, (ctx, asked) =>
  reportOf(ctx, { period: asked.year, departmentId: asked.departmentId }),
)
