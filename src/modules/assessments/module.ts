// What this module brings to the house: every month the sheets are drafted by the rules in force, and what is due by the clock is done.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { w } from '#kernel/words.ts'
import {
  accept,
  add,
  consent,
  correct,
  decline,
  draft,
  draftLast,
  finish,
  lapse,
  object,
  propose,
  recount,
  reject,
  remove,
  send,
} from './commands.ts'
import { xlsx, yearXlsx } from './papers.ts'
import { get, list, year } from './queries.ts'
import {
  changeRules,
  createRules,
  getRules,
  listRules,
  publishRules,
  simulateRules,
  takeForce,
  withdrawRules,
} from './rule-sets.ts'
import { assessmentsTables } from './tables.ts'

export const assessmentsModule: Module = {
  name: 'assessments',
  tables: assessmentsTables,
  handlers: [
    ...[listRules, getRules, createRules, changeRules, simulateRules, publishRules, withdrawRules],
    ...[
      list,
      year,
      get,
      draft,
      recount,
      add,
      remove,
      send,
      accept,
      object,
      correct,
      reject,
      propose,
      consent,
      decline,
      finish,
    ],
    ...[xlsx, yearXlsx],
  ],
  reactions: [
    every(60, 'assessments.takeForce', takeForce),
    every(60, 'assessments.lapse', lapse),
    every(1440, 'assessments.draft', draftLast),
  ],
  constraints: {
    assessments_department_id_month_key: w(
      '这个月的考核单刚刚已起草，请刷新。',
      'The sheets of this month were drafted just now; refresh.',
    ),
    rule_sets_number_key: w(
      '刚刚有人起草了另一版，请再试一次。',
      'Somebody drafted another version just now; try again.',
    ),
    rule_sets_from: w('这个月已经有一版考核办法生效。', 'Another version takes force in that month.'),
    assessments_final: w(
      '考核单已定稿，不能再改；更正记在下一个月。',
      'The sheet is final; corrections are lines of the next month.',
    ),
  },
}
