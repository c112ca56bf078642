// How the calls of the program stand in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { autocalls } from './contract.ts'
import { autocallLifecycle } from './lifecycle.ts'

export const autocallsTables = [
  tableOf(autocalls.list, {
    id: (row) => row.id,
    columns: [
      { head: w('状态', 'Status'), of: (row) => autocallLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('患者', 'Patient'), of: (row) => row.patient, personal: true },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('话术', 'Script'), of: (row) => `${row.script} ${row.scriptVersion}` },
      { head: w('开始', 'Started'), of: (row) => momentText(row.startedAt) },
      { head: w('接通', 'Answered'), of: (row) => momentText(row.answeredAt) },
      { head: w('结束', 'Ended'), of: (row) => momentText(row.endedAt) },
      { head: w('登记', 'Filed as'), of: (row) => (row.disposition ? wordsOfDisposition(row.disposition).zh : '') },
      { head: w('按键次数', 'Keys'), of: (row) => row.keys },
      { head: w('转接给', 'Taken over by'), of: (row) => row.agent },
      { head: w('约定回电', 'Promised'), of: (row) => (row.promised ? '是' : '') },
    ],
  }),
]
