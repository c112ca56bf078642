// How files that are due, held or gone stand in a table.
import { tableOf } from '#engine/lists.ts'
import { dayOf, momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { categoryWords } from '#modules/cases/taxonomy.ts'
import { kindWords, wordsOf } from '#modules/cases/words.ts'
import { disposals } from './contract.ts'
import { disposalLifecycle } from './lifecycle.ts'

const classes = { ordinary: '一般', complaint: '投诉', dispute: '争议' } as const
const whats = { whole: '整卷', recordings: '录音' } as const

export const dossiersTables = [
  tableOf(disposals.kept, {
    id: (row) => row.caseId,
    guard: { table: 'cases', id: (row) => row.caseId, verb: 'case.read' },
    columns: [
      { head: w('编号', 'Number'), of: (row) => row.number },
      { head: w('类型', 'Kind'), of: (row) => wordsOf(kindWords, row.kind).zh },
      { head: w('分类', 'Category'), of: (row) => categoryWords(row.category).zh },
      { head: w('类别', 'Class'), of: (row) => classes[row.class] },
      { head: w('归档', 'Archived'), of: (row) => dayOf(row.archivedAt) },
      { head: w('保存至', 'Kept until'), of: (row) => row.dueOn },
      { head: w('录音数', 'Recordings'), of: (row) => row.recordings },
      { head: w('保全理由', 'Why it is held'), of: (row) => row.hold, personal: true },
    ],
  }),
  tableOf(disposals.list, {
    id: (row) => row.id,
    guard: 'disposals',
    columns: [
      { head: w('编号', 'Number'), of: (row) => row.number },
      { head: w('内容', 'What'), of: (row) => whats[row.what] },
      { head: w('状态', 'Status'), of: (row) => disposalLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('类别', 'Class'), of: (row) => classes[row.class] },
      { head: w('归档', 'Archived'), of: (row) => row.archivedOn },
      { head: w('保存至', 'Kept until'), of: (row) => row.dueOn },
      { head: w('提请人', 'Proposed by'), of: (row) => row.proposedBy },
      { head: w('提请', 'Proposed'), of: (row) => momentText(row.proposedAt) },
      { head: w('复核人', 'Decided by'), of: (row) => row.decidedBy },
      { head: w('复核', 'Decided'), of: (row) => momentText(row.decidedAt) },
      { head: w('校验值', 'SHA-256'), of: (row) => row.digest },
    ],
  }),
]
