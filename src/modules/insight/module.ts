// What this module brings to the house.
import { every, whenLong } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { board } from './board.ts'
import { exportReport } from './export.ts'
import { askRebuild, getKept, rebuildAsked } from './kept.ts'
import { onePage } from './page.ts'
import { casesReport, month, year } from './queries.ts'
import { list } from './register.ts'
import { refreshRollups } from './rollups.ts'
import { caseRows, rows } from './rows.ts'
import { insightTables } from './tables.ts'
import { wallHandlers } from './wall.ts'

export const insightModule: Module = {
  name: 'insight',
  tables: insightTables,
  handlers: [
    month,
    year,
    casesReport,
    onePage,
    rows,
    caseRows,
    exportReport,
    list,
    board,
    ...wallHandlers,
    getKept,
    askRebuild,
  ],
  reactions: [
    every(1, 'insight.refresh', (ctx) => refreshRollups(ctx)),
    whenLong('job.rebuild', 'insight.rebuild', rebuildAsked),
  ],
}
