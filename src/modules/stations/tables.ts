// How what was written on the floors stands in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { entries, findings } from './contract.ts'
import { entryLifecycle, findingLifecycle } from './lifecycle.ts'

const kinds = { matter: '诉求', answer: '巡查', survey: '问卷', amend: '更正' } as const

export const stationsTables = [
  tableOf(entries.list, {
    id: (row) => row.id,
    guard: 'entries',
    columns: [
      { head: w('种类', 'Kind'), of: (row) => kinds[row.kind] },
      { head: w('状态', 'Status'), of: (row) => entryLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('流动站', 'Station'), of: (row) => row.station },
      { head: w('记录人', 'By'), of: (row) => row.by },
      { head: w('记录', 'Made'), of: (row) => momentText(row.madeAt) },
      { head: w('收到', 'Received'), of: (row) => momentText(row.receivedAt) },
      { head: w('巡查项', 'Item'), of: (row) => row.itemText },
      { head: w('地点', 'Place'), of: (row) => row.place },
      { head: w('结果', 'Outcome'), of: (row) => (row.outcome ? { ok: '正常', found: '发现问题' }[row.outcome] : '') },
      { head: w('内容', 'Words'), of: (row) => row.words, personal: true },
      { head: w('诉求', 'Case'), of: (row) => row.number },
    ],
  }),
  tableOf(findings.list, {
    id: (row) => row.id,
    guard: 'findings',
    columns: [
      { head: w('状态', 'Status'), of: (row) => findingLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('流动站', 'Station'), of: (row) => row.station },
      { head: w('院区', 'Campus'), of: (row) => row.campus },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('地点', 'Place'), of: (row) => row.place },
      { head: w('巡查项', 'Item'), of: (row) => row.itemText },
      { head: w('问题', 'Found'), of: (row) => row.words, personal: true },
      { head: w('发现人', 'Found by'), of: (row) => row.foundBy },
      { head: w('发现', 'Found at'), of: (row) => momentText(row.foundAt) },
      { head: w('期限', 'Due'), of: (row) => momentText(row.dueAt) },
      { head: w('整改', 'Mended'), of: (row) => momentText(row.mendedAt) },
      { head: w('整改人', 'By'), of: (row) => row.mendedBy },
      { head: w('当天整改', 'Same day'), of: (row) => (row.sameDay === null ? '' : row.sameDay ? '是' : '否') },
      { head: w('超时', 'Late'), of: (row) => (row.overdue ? '是' : '') },
      { head: w('诉求', 'Case'), of: (row) => row.number },
    ],
  }),
]
