// How spot checks and doubts stand in a table.
import { noTable, tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { checks, draws, suspicions } from './contract.ts'
import { checkLifecycle, suspicionLifecycle } from './lifecycle.ts'

export const checksTables = [
  tableOf(checks.list, {
    id: (row) => row.id,
    guard: 'checks',
    columns: [
      { head: w('月份', 'Month'), of: (row) => row.month },
      { head: w('回访人', 'Caller'), of: (row) => row.caller.name },
      { head: w('患者', 'Patient'), of: (row) => row.patient, personal: true },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('回访时间', 'Called'), of: (row) => momentText(row.calledAt) },
      { head: w('进展', 'State'), of: (row) => checkLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('评分', 'Score'), of: (row) => row.score },
      { head: w('通过', 'Passed'), of: (row) => (row.passed === null ? '' : row.passed ? '是' : '否') },
      { head: w('一票否决', 'Critical'), of: (row) => row.failed.join('、') },
    ],
  }),
  tableOf(suspicions.list, {
    id: (row) => row.id,
    guard: 'suspicions',
    columns: [
      { head: w('回访人', 'Caller'), of: (row) => row.caller.name },
      { head: w('患者', 'Patient'), of: (row) => row.patient, personal: true },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('回访时间', 'Called'), of: (row) => momentText(row.calledAt) },
      { head: w('进展', 'State'), of: (row) => suspicionLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('理由', 'Reasons'), of: (row) => row.reasons.map(({ words }) => words.zh).join('；') },
      { head: w('本人说明', 'His side'), of: (row) => row.side, personal: true },
      { head: w('结论', 'Finding'), of: (row) => row.finding, personal: true },
    ],
  }),
  noTable(draws.list, w('抽样由种子和名单重现，不作为名单导出。', 'A drawing is repeated from its seed and frame.')),
]
