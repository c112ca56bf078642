// What this module brings to the house.
import type { Module } from '#engine/house.ts'
import { board } from './board.ts'
import { exportReport } from './export.ts'
import { onePage } from './page.ts'
import { casesReport, month, year } from './queries.ts'
import { list } from './register.ts'
import { exportRegister } from './register-export.ts'
import { caseRows, rows } from './rows.ts'

export const insightModule: Module = {
  name: 'insight',
  handlers: [month, year, casesReport, onePage, rows, caseRows, exportReport, list, board, exportRegister],
}
