// How good practice stands in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { practices } from './contract.ts'
import { practiceLifecycle } from './lifecycle.ts'

export const practicesTables = [
  tableOf(practices.list, {
    id: (row) => row.id,
    guard: 'practices',
    columns: [
      { head: w('经验', 'Practice'), of: (row) => row.title },
      { head: w('怎么做的', 'What is done'), of: (row) => row.what },
      { head: w('类别', 'Category'), of: (row) => row.categoryName },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('状态', 'Status'), of: (row) => practiceLifecycle.states[row.status]!.zh },
      { head: w('推荐人', 'Nominated by'), of: (row) => row.nominatedBy },
      { head: w('推荐时间', 'Nominated at'), of: (row) => momentText(row.nominatedAt) },
      { head: w('认定时间', 'Decided at'), of: (row) => momentText(row.decidedAt) },
      { head: w('通知科室', 'Told'), of: (row) => row.told },
      { head: w('学习科室', 'Learned'), of: (row) => row.learned },
      { head: w('采用科室', 'Adopted'), of: (row) => row.adopted },
    ],
  }),
]
