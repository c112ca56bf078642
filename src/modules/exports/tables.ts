// How the lists of this module stand in a table: who took what out of the house is itself a list.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { exported } from './contract.ts'
import { exportLifecycle } from './lifecycle.ts'

export const exportsTables = [
  tableOf(exported.list, {
    id: (row) => row.id,
    guard: 'exports',
    columns: [
      { head: w('编号', 'Number'), of: (row) => row.number },
      { head: w('列表', 'List'), of: (row) => row.title.zh },
      {
        head: w('条件', 'Filter'),
        of: (row) => row.said.map(({ name, value }) => `${name.zh}：${value}`).join('；'),
        personal: true,
      },
      { head: w('格式', 'Format'), of: (row) => row.format },
      { head: w('含个人信息', 'Personal'), of: (row) => (row.personal ? '是' : '') },
      { head: w('导出人', 'Asked by'), of: (row) => row.askedBy },
      { head: w('时间', 'Asked at'), of: (row) => momentText(row.askedAt) },
      { head: w('状态', 'Status'), of: (row) => exportLifecycle.states[row.status]!.zh },
      { head: w('行数', 'Rows'), of: (row) => (row.status === 'asked' ? row.found : row.made) },
      { head: w('审批人', 'Decided by'), of: (row) => row.decidedBy },
      { head: w('下载次数', 'Downloads'), of: (row) => row.downloads },
      { head: w('用途', 'Reason'), of: (row) => row.reason },
    ],
  }),
]
