// How texts sent and received stand in a table; whom they went to and what they said are columns of their own.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { messages, replies } from './contract.ts'
import { messageLifecycle, replyLifecycle } from './lifecycle.ts'

export const messagesTables = [
  tableOf(messages.list, {
    id: (row) => row.id,
    guard: 'messages',
    columns: [
      { head: w('状态', 'Status'), of: (row) => messageLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('模板', 'Wording'), of: (row) => row.template },
      { head: w('收件人', 'To'), of: (row) => row.to, personal: true },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
      { head: w('写成', 'Made'), of: (row) => momentText(row.createdAt) },
      { head: w('发出', 'Sent'), of: (row) => momentText(row.sentAt) },
      { head: w('发送人', 'Sent by'), of: (row) => row.sentBy },
      { head: w('平台', 'Gateway'), of: (row) => row.gateway },
      { head: w('结束', 'Ended'), of: (row) => momentText(row.endedAt) },
      { head: w('尝试次数', 'Tries'), of: (row) => row.tries },
    ],
  }),
  tableOf(replies.list, {
    id: (row) => row.id,
    guard: 'replies',
    columns: [
      { head: w('状态', 'Status'), of: (row) => replyLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('来自', 'From'), of: (row) => row.from, personal: true },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
      { head: w('拒收', 'Stop'), of: (row) => (row.stop ? '是' : '') },
      { head: w('收到', 'Received'), of: (row) => momentText(row.receivedAt) },
      { head: w('处理', 'Settled'), of: (row) => momentText(row.settledAt) },
      { head: w('处理人', 'Settled by'), of: (row) => row.settledBy },
      { head: w('备注', 'Note'), of: (row) => row.note, personal: true },
    ],
  }),
]
