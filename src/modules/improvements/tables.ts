// How what keeps coming back stands in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { proposals } from './contract.ts'
import { proposalLifecycle } from './lifecycle.ts'

export const improvementsTables = [
  tableOf(proposals.list, {
    id: (row) => row.id,
    guard: 'proposals',
    columns: [
      { head: w('苗头', 'What'), of: (row) => row.title.zh },
      { head: w('状态', 'Status'), of: (row) => proposalLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('地点', 'Place'), of: (row) => row.place },
      { head: w('时段', 'Hours'), of: (row) => row.hours },
      { head: w('回看天数', 'Days'), of: (row) => row.span },
      { head: w('实有', 'Observed'), of: (row) => row.observed },
      { head: w('应有', 'Expected'), of: (row) => Number(row.expected.toFixed(2)) },
      { head: w('发现', 'Found'), of: (row) => momentText(row.foundAt) },
      { head: w('决定人', 'Decided by'), of: (row) => row.decidedBy },
      { head: w('决定', 'Decided'), of: (row) => momentText(row.decidedAt) },
      { head: w('理由', 'Reason'), of: (row) => row.reason, personal: true },
    ],
  }),
]
