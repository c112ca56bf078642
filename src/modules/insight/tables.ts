// How the register, and the rows behind a figure, stand in a table.
import { tableOf } from '#engine/lists.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { caseLifecycle } from '#modules/cases/lifecycle.ts'
import { gradeColumns, matterColumns } from '#modules/cases/tables.ts'
import { stayColumns } from '#modules/patients/tables.ts'
import { grades, isGrade } from '#modules/patients/words.ts'
import { judgedWords, waitingWords } from './case-words.ts'
import { register, reports } from './contract.ts'

export const insightTables = [
  tableOf(register.list, {
    id: (row) => row.id,
    guard: 'cases',
    columns: [
      ...matterColumns,
      { head: w('登记号', 'Old number'), of: (row) => (row.takenOver ? row.externalNumber : '') },
      { head: w('等谁', 'Waits for'), of: (row) => (row.waiting ? waitingWords[row.waiting].zh : '') },
      { head: w('分类', 'Category'), of: (row) => row.categoryName },
      ...gradeColumns,
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('负责人', 'Owner'), of: (row) => row.owner },
      { head: w('轮次', 'Round'), of: (row) => row.round },
      { head: w('反馈期限', 'Due'), of: (row) => dayOf(row.dueAt) },
      { head: w('答复日期', 'Told on'), of: (row) => row.toldOn },
      { head: w('按期与否', 'In time'), of: (row) => judgedWords[row.judged]?.zh ?? row.judged },
      { head: w('满意度', 'Satisfaction'), of: (row) => (row.grade ? grades[row.grade].zh : '') },
      { head: w('接管', 'Taken over'), of: (row) => (row.takenOver ? '旧登记本' : '') },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
    ],
  }),
  tableOf(reports.rows, {
    id: (row) => row.key,
    guard: { table: 'encounters', id: (row) => row.id },
    columns: [
      ...stayColumns,
      { head: w('结果', 'Outcome'), of: (row) => row.outcomeName },
      {
        head: w('满意度', 'Satisfaction'),
        of: (row) => (isGrade(row.satisfaction) ? grades[row.satisfaction].zh : ''),
      },
      { head: w('拨打次数', 'Calls'), of: (row) => row.calls },
      { head: w('其中', 'Of which'), of: (row) => row.detail, personal: true },
    ],
  }),
  tableOf(reports.caseRows, {
    id: (row) => row.id,
    // Whoever reads the report does not thereby read its matters.
    guard: { table: 'cases', id: (row) => row.id, verb: 'case.read' },
    columns: [
      { head: w('编号', 'Number'), of: (row) => row.number },
      { head: w('状态', 'Status'), of: (row) => caseLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('分类', 'Category'), of: (row) => row.category },
      { head: w('登记日期', 'Received'), of: (row) => row.receivedOn },
    ],
  }),
]
