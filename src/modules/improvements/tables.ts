// How what keeps coming back, and the projects that come of it, stand in a table.
import { noTable, tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { proposals } from './contract.ts'
import { projects } from './contract-projects.ts'
import { verdictWords } from './figure.ts'
import { projectLifecycle, proposalLifecycle } from './lifecycle.ts'
import { standardWords } from './shapes-projects.ts'
import { coldTitleOf } from './words.ts'

export const improvementsTables = [
  tableOf(proposals.list, {
    id: (row) => row.id,
    guard: 'proposals',
    columns: [
      // Without the stretches that people said: those stand in a column that de-identified files leave out.
      { head: w('苗头', 'What'), of: (row) => coldTitleOf(row).zh },
      { head: w('相近的说法', 'What many say'), of: (row) => row.words?.join('；') ?? '', personal: true },
      { head: w('状态', 'Status'), of: (row) => proposalLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('地点', 'Place'), of: (row) => row.place },
      { head: w('时段', 'Hours'), of: (row) => row.hours },
      { head: w('回看天数', 'Days'), of: (row) => row.span },
      { head: w('实有', 'Observed'), of: (row) => row.observed },
      { head: w('应有', 'Expected'), of: (row) => Number(row.expected.toFixed(2)) },
      { head: w('发现', 'Found'), of: (row) => momentText(row.foundAt) },
      { head: w('决定人', 'Decided by'), of: (row) => row.decidedBy },
      { head: w('决定', 'Decided'), of: (row) => momentText(row.decidedAt) },
      { head: w('理由', 'Reason'), of: (row) => row.reason, personal: true },
    ],
  }),
  tableOf(projects.list, {
    id: (row) => row.id,
    guard: 'projects',
    columns: [
      { head: w('编号', 'Number'), of: (row) => row.number },
      { head: w('改进项目', 'Project'), of: (row) => row.title },
      { head: w('状态', 'Status'), of: (row) => projectLifecycle.states[row.status]?.zh ?? row.status },
      { head: w('轮次', 'Round'), of: (row) => row.round },
      { head: w('牵头科室', 'Led by'), of: (row) => row.department },
      { head: w('负责人', 'Owner'), of: (row) => row.owner },
      { head: w('参与科室', 'With'), of: (row) => row.team.map(({ name }) => name).join('、') },
      { head: w('诉求数', 'Cases'), of: (row) => row.cases },
      { head: w('整改数', 'Measures'), of: (row) => row.measures.all },
      { head: w('已落实', 'Done'), of: (row) => row.measures.done },
      { head: w('超期', 'Late'), of: (row) => row.measures.late },
      { head: w('观察到', 'Watched until'), of: (row) => row.windowUntil },
      { head: w('结论', 'Verdict'), of: (row) => (row.verdict ? verdictWords[row.verdict].zh : '') },
      { head: w('已告知', 'Told'), of: (row) => row.told?.told ?? null },
      { head: w('能告知', 'Can be told'), of: (row) => row.told?.of ?? null },
      { head: w('不能告知', 'Cannot be told'), of: (row) => row.told?.unable ?? null },
      { head: w('发起', 'Made'), of: (row) => momentText(row.madeAt) },
      { head: w('结题', 'Closed'), of: (row) => momentText(row.closedAt) },
      { head: w('原因', 'Reason'), of: (row) => row.reason, personal: true },
    ],
  }),
  tableOf(projects.standards, {
    id: (row) => row.id,
    guard: { table: 'projects', id: (row) => row.project.id },
    columns: [
      { head: w('类别', 'Kind'), of: (row) => standardWords[row.kind].zh },
      { head: w('标题', 'Title'), of: (row) => row.title },
      { head: w('内容', 'Text'), of: (row) => row.text },
      { head: w('改进项目', 'Project'), of: (row) => `${row.project.number} ${row.project.title}` },
      { head: w('牵头科室', 'Led by'), of: (row) => row.project.department },
      { head: w('固化人', 'By'), of: (row) => row.by },
      { head: w('时间', 'At'), of: (row) => momentText(row.at) },
    ],
  }),
  noTable(
    projects.people,
    w('要告知的人，在项目里逐个办理。', 'Whom to tell is seen to one by one, within the project.'),
  ),
]
