// How the list of bulletins stands in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { bulletins } from './contract.ts'
import { bulletinLifecycle } from './lifecycle.ts'

export const bulletinsTables = [
  tableOf(bulletins.list, {
    id: (row) => row.id,
    guard: 'bulletins',
    columns: [
      { head: w('月份', 'Month'), of: (row) => row.month },
      { head: w('范围', 'Of'), of: (row) => row.department ?? '全院' },
      { head: w('版本', 'Version'), of: (row) => row.version },
      { head: w('状态', 'State'), of: (row) => bulletinLifecycle.states[row.status]!.zh },
      { head: w('生成时间', 'Made'), of: (row) => momentText(row.madeAt) },
      { head: w('发布时间', 'Published'), of: (row) => momentText(row.publishedAt) },
      { head: w('发给', 'Sent to'), of: (row) => row.sent },
      { head: w('已阅', 'Signed'), of: (row) => row.signed },
    ],
  }),
]
