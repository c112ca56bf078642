// How the sheets of the public lines stand in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { sheets } from './contract.ts'
import { sheetLifecycle } from './lifecycle.ts'

export const sheetsTables = [
  tableOf(sheets.list, {
    id: (row) => row.id,
    guard: 'sheets',
    columns: [
      { head: w('热线', 'Line'), of: (row) => row.source },
      { head: w('工单号', 'Sheet'), of: (row) => row.number },
      { head: w('轮次', 'Round'), of: (row) => row.round },
      { head: w('状态', 'Status'), of: (row) => sheetLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('标题', 'Title'), of: (row) => row.title, personal: true },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
      { head: w('市民', 'Citizen'), of: (row) => row.citizen, personal: true },
      { head: w('诉求', 'Case'), of: (row) => row.caseNumber },
      { head: w('诉求状态', 'Its status'), of: (row) => caseLifecycle.states[row.caseStatus]?.zh ?? row.caseStatus },
      { head: w('分类', 'Category'), of: (row) => categoryWords(row.category).zh },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('派单', 'Dispatched'), of: (row) => momentText(row.dispatchedAt) },
      { head: w('签收期限', 'Sign by'), of: (row) => momentText(row.signBy) },
      { head: w('待发', 'Unsent'), of: (row) => row.unsent },
    ],
  }),
]
