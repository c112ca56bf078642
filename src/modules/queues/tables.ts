// How missed calls stand in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { missed } from './contract.ts'
import { missedLifecycle } from './lifecycle.ts'

export const queuesTables = [
  tableOf(missed.list, {
    id: (row) => row.id,
    columns: [
      { head: w('状态', 'Status'), of: (row) => missedLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('号码', 'Number'), of: (row) => row.masked, personal: true },
      { head: w('来电人', 'Who'), of: (row) => row.people.join('、'), personal: true },
      { head: w('队列', 'Queue'), of: (row) => row.queue },
      { head: w('首次来电', 'First'), of: (row) => momentText(row.firstAt) },
      { head: w('最近来电', 'Last'), of: (row) => momentText(row.lastAt) },
      { head: w('来电次数', 'Calls'), of: (row) => row.calls },
      { head: w('应回拨', 'Due'), of: (row) => momentText(row.dueAt) },
      { head: w('回拨次数', 'Tries'), of: (row) => row.tries },
      { head: w('回拨人', 'Called by'), of: (row) => row.staff },
      { head: w('办结', 'Closed'), of: (row) => momentText(row.closedAt) },
      { head: w('超时', 'Late'), of: (row) => (row.overdue ? '是' : '') },
    ],
  }),
]
