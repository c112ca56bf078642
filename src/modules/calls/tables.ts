// How calls stand in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { calls } from './contract.ts'
import { callLifecycle } from './lifecycle.ts'
import { outcomeWords } from './outcomes.ts'

export const callsTables = [
  tableOf(calls.list, {
    id: (row) => row.id,
    guard: 'calls',
    columns: [
      { head: w('方向', 'Direction'), of: (row) => (row.direction === 'in' ? '呼入' : '呼出') },
      { head: w('状态', 'Status'), of: (row) => callLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('人员', 'Whose'), of: (row) => row.by },
      { head: w('号码', 'Number'), of: (row) => row.number, personal: true },
      { head: w('患者', 'Patient'), of: (row) => row.patient?.name ?? '', personal: true },
      { head: w('拨出', 'Placed'), of: (row) => momentText(row.placedAt) },
      { head: w('接通', 'Answered'), of: (row) => momentText(row.answeredAt) },
      { head: w('结束', 'Ended'), of: (row) => momentText(row.endedAt) },
      { head: w('振铃（秒）', 'Ringing (s)'), of: (row) => row.ringSeconds },
      { head: w('通话（秒）', 'Talking (s)'), of: (row) => row.talkSeconds },
      { head: w('话后（秒）', 'Wrap-up (s)'), of: (row) => row.wrapSeconds },
      {
        head: w('结果', 'Outcome'),
        of: (row) => (row.outcome ? outcomeWords[row.outcome as keyof typeof outcomeWords].zh : ''),
      },
      { head: w('登记', 'Filed as'), of: (row) => (row.disposition ? wordsOfDisposition(row.disposition).zh : '') },
    ],
  }),
]
