// How rules and sheets stand in a table; points as people read them.
import { tableOf } from '#engine/lists.ts'
import { momentText } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { assessments, ruleSets } from './contract.ts'
import { assessmentLifecycle, ruleSetLifecycle } from './lifecycle.ts'

export const assessmentsTables = [
  tableOf(ruleSets.list, {
    id: (row) => row.id,
    guard: 'rule_sets',
    columns: [
      { head: w('版本', 'Version'), of: (row) => row.number },
      { head: w('名称', 'Name'), of: (row) => row.name },
      { head: w('状态', 'Status'), of: (row) => ruleSetLifecycle.states[row.status]!.zh },
      { head: w('生效月份', 'In force from'), of: (row) => row.fromMonth },
      { head: w('规则条数', 'Rules'), of: (row) => row.items },
      { head: w('起草人', 'Drafted by'), of: (row) => row.createdBy },
      { head: w('发布人', 'Published by'), of: (row) => row.publishedBy },
      { head: w('发布时间', 'Published at'), of: (row) => momentText(row.publishedAt) },
    ],
  }),
  tableOf(assessments.list, {
    id: (row) => row.id,
    guard: 'assessments',
    columns: [
      { head: w('月份', 'Month'), of: (row) => row.month },
      { head: w('科室', 'Department'), of: (row) => row.department },
      { head: w('总分', 'Total'), of: (row) => row.total / 100 },
      { head: w('位次', 'Rank'), of: (row) => row.rank },
      { head: w('表扬', 'Praise'), of: (row) => row.praised },
      { head: w('批评', 'Criticism'), of: (row) => row.criticised },
      { head: w('未答复异议', 'Open objections'), of: (row) => row.objections },
      { head: w('状态', 'Status'), of: (row) => assessmentLifecycle.states[row.status]!.zh },
    ],
  }),
]
