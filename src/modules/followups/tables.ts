// How the tasks of follow-up stand in a table.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { wordsOfDisposition } from '#modules/contacts/dispositions.ts'
import { type PatientCells, patientColumns } from '#modules/patients/tables.ts'
import { followups } from './contract.ts'
import { taskLifecycle } from './lifecycle.ts'

export const followupsTables = [
  tableOf(followups.list, {
    id: (row) => row.id,
    guard: 'tasks',
    columns: [
      ...patientColumns((row: { patient: PatientCells }) => row.patient),
      { head: w('院区', 'Campus'), of: (row) => row.campus },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('诊断', 'Diagnosis'), of: (row) => row.diagnosis, personal: true },
      { head: w('出院日期', 'Discharged'), of: (row) => row.dischargedOn, personal: true },
      { head: w('随访', 'Wave'), of: (row) => row.waveName },
      { head: w('状态', 'Status'), of: (row) => taskLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('回访员', 'Caller'), of: (row) => row.assignee },
      { head: w('期限', 'Due'), of: (row) => momentText(row.dueAt) },
      { head: w('拨打次数', 'Tries'), of: (row) => row.attempts },
      {
        head: w('最近结果', 'Last'),
        of: (row) => (row.lastDisposition ? wordsOfDisposition(row.lastDisposition).zh : ''),
      },
      { head: w('超时', 'Overdue'), of: (row) => (row.overdue ? '是' : '') },
    ],
  }),
]
