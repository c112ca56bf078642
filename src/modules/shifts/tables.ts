// How alarms and hand-overs stand in a table.
import { noTable, tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { alarmOf } from './alarms.ts'
import { handovers, notices, rings } from './contract.ts'
import { handoverLifecycle, ringLifecycle } from './lifecycle.ts'

export const shiftsTables = [
  tableOf(rings.list, {
    id: (row) => row.id,
    guard: 'rings',
    columns: [
      { head: w('呼叫', 'Alarm'), of: (row) => alarmOf(row.alarm).name.zh },
      { head: w('状态', 'Status'), of: (row) => ringLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('诉求', 'Case'), of: (row) => row.number },
      { head: w('分类', 'Category'), of: (row) => (row.category ? categoryWords(row.category).zh : '') },
      { head: w('院区', 'Campus'), of: (row) => row.campus },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
      { head: w('开始', 'Started'), of: (row) => momentText(row.startedAt) },
      { head: w('应答', 'Answered'), of: (row) => momentText(row.answeredAt) },
      { head: w('应答人', 'By'), of: (row) => row.answeredBy },
      { head: w('呼叫人数', 'People rung'), of: (row) => row.calls.length },
    ],
  }),
  tableOf(handovers.list, {
    id: (row) => row.id,
    columns: [
      { head: w('日期', 'Day'), of: (row) => row.day },
      { head: w('班次', 'Shift'), of: (row) => row.shift },
      { head: w('院区', 'Campus'), of: (row) => row.campus },
      { head: w('状态', 'Status'), of: (row) => handoverLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('交班人', 'Given by'), of: (row) => row.givers.join('、') },
      { head: w('接班人', 'Taken by'), of: (row) => row.takers.join('、') },
      { head: w('交班', 'Given'), of: (row) => momentText(row.givenAt) },
      { head: w('接班', 'Taken'), of: (row) => momentText(row.takenAt) },
      { head: w('迟接', 'Late'), of: (row) => (row.late ? '是' : '') },
    ],
  }),
  noTable(
    notices.list,
    w('提醒是给本人看的，办完就没有用了。', 'A notice is for one person, and of no use once it was seen to.'),
  ),
]
