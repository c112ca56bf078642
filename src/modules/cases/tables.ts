// How cases and what hangs on them stand in a table; who raised them and every word that was written are columns of their own.
import { type ListColumn, tableOf } from '#engine/lists.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { type PatientCells, patientColumns } from '#modules/patients/tables.ts'
import { cases } from './contract.ts'
import { assists, measures, promises } from './contract-beside.ts'
import { severityOf, urgencyOf } from './grades.ts'
import { assistLifecycle, caseLifecycle, measureLifecycle, promiseLifecycle } from './lifecycle.ts'
import { categoryWords } from './taxonomy.ts'
import { channelWords, kindWords, wordsOf } from './words.ts'

const late = (row: { late: boolean }) => (row.late ? '是' : '')
const state = (life: { readonly states: Readonly<Record<string, { zh: string }>> }) => (row: { status: string }) =>
  life.states[row.status]?.zh ?? row.status

type Matter = { number: string; kind: string; channel: string; receivedAt: Date; status: string }

/** What a matter is, wherever it stands in a table. */
export const matterColumns: readonly ListColumn<Matter>[] = [
  { head: w('编号', 'Number'), of: (row) => row.number },
  { head: w('类型', 'Kind'), of: (row) => wordsOf(kindWords, row.kind).zh },
  { head: w('渠道', 'Way in'), of: (row) => wordsOf(channelWords, row.channel).zh },
  { head: w('登记时间', 'Received'), of: (row) => momentText(row.receivedAt) },
  { head: w('状态', 'Status'), of: state(caseLifecycle) },
]

export const gradeColumns: readonly ListColumn<{ severity: number; urgency: number }>[] = [
  { head: w('严重度', 'Severity'), of: (row) => severityOf(row.severity)?.name.zh ?? row.severity },
  { head: w('紧急度', 'Urgency'), of: (row) => urgencyOf(row.urgency)?.name.zh ?? row.urgency },
]

export const casesTables = [
  tableOf(cases.list, {
    id: (row) => row.id,
    guard: 'cases',
    columns: [
      ...matterColumns,
      { head: w('分类', 'Category'), of: (row) => categoryWords(row.category).zh },
      ...gradeColumns,
      { head: w('院区', 'Campus'), of: (row) => row.campus },
      { head: w('涉及科室', 'About'), of: (row) => row.department },
      { head: w('承办科室', 'Handled by'), of: (row) => row.handling },
      { head: w('负责人', 'Owner'), of: (row) => row.owner },
      { head: w('轮次', 'Round'), of: (row) => row.round },
      { head: w('反馈期限', 'Due'), of: (row) => dayOf(row.dueAt) },
      { head: w('超时', 'Late'), of: (row) => (row.overdue ? '是' : '') },
      ...patientColumns((row: { patient: PatientCells | null }) => row.patient),
      { head: w('反映人', 'Raised by'), of: (row) => row.reporter, personal: true },
      { head: w('内容', 'Text'), of: (row) => row.text, personal: true },
    ],
  }),
  tableOf(assists.list, {
    id: (row) => row.id,
    guard: 'assists',
    columns: [
      { head: w('诉求', 'Case'), of: (row) => row.number },
      { head: w('轮次', 'Round'), of: (row) => row.round },
      { head: w('状态', 'Status'), of: state(assistLifecycle) },
      { head: w('协办科室', 'Department'), of: (row) => row.department },
      { head: w('要求', 'Asked for'), of: (row) => row.demand, personal: true },
      { head: w('发起人', 'Asked by'), of: (row) => row.askedBy },
      { head: w('发起', 'Asked at'), of: (row) => momentText(row.askedAt) },
      { head: w('期限', 'Due'), of: (row) => dayOf(row.dueAt) },
      { head: w('协办意见', 'Findings'), of: (row) => row.findings, personal: true },
      { head: w('提交', 'Answered'), of: (row) => momentText(row.answeredAt) },
      { head: w('提交人', 'By'), of: (row) => row.answeredBy },
    ],
  }),
  tableOf(measures.list, {
    id: (row) => row.id,
    guard: 'measures',
    columns: [
      { head: w('诉求', 'Case'), of: (row) => row.number },
      { head: w('分类', 'Category'), of: (row) => categoryWords(row.category).zh },
      { head: w('状态', 'Status'), of: state(measureLifecycle) },
      { head: w('整改措施', 'Measure'), of: (row) => row.what, personal: true },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('责任人', 'Owner'), of: (row) => row.owner },
      { head: w('期限', 'Due'), of: (row) => row.dueOn },
      { head: w('落实', 'Done'), of: (row) => momentText(row.doneAt) },
      { head: w('落实人', 'By'), of: (row) => row.doneBy },
      { head: w('验证', 'Verified'), of: (row) => momentText(row.verifiedAt) },
      { head: w('验证人', 'By'), of: (row) => row.verifiedBy },
      { head: w('超时', 'Late'), of: late },
    ],
  }),
  tableOf(promises.list, {
    id: (row) => row.id,
    guard: 'promises',
    columns: [
      { head: w('诉求', 'Case'), of: (row) => row.number },
      { head: w('状态', 'Status'), of: state(promiseLifecycle) },
      { head: w('对谁', 'To whom'), of: (row) => row.toWhom, personal: true },
      { head: w('承诺', 'Promised'), of: (row) => row.what, personal: true },
      { head: w('期限', 'By'), of: (row) => momentText(row.byAt) },
      { head: w('承诺人', 'Made by'), of: (row) => row.madeBy },
      { head: w('作出', 'Made'), of: (row) => momentText(row.madeAt) },
      { head: w('兑现', 'Kept'), of: (row) => momentText(row.keptAt) },
      { head: w('超时', 'Late'), of: late },
    ],
  }),
]
