// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { exportReport } from './export.ts'
import { casesReport, month, year } from './queries.ts'
import { caseRows, rows } from './rows.ts'

export const insightModule: Module = {
  name: 'insight',
  handlers: [month, year, casesReport, rows, caseRows, exportReport],
}
