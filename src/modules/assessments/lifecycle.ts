// How rules come into force, tried first and published by somebody else; and how a sheet becomes final, heard and consented to.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type RuleSetRow = {
  readonly id: string
  readonly status: string
  readonly rules_hash: string
  readonly simulated_hash: string | null
}

// biome-ignore format: a table is read by its columns
export const ruleSetLifecycle = lifecycle<RuleSetRow, string, string>({
  noun: 'ruleSet',
  title: w('考核办法', 'Rules of assessment'),
  table: 'rule_sets',
  start: ['draft'],
  states: {
    draft:      w('起草中', 'Draft'),
    simulated:  w('已试算', 'Simulated'),
    published:  w('已发布，未生效', 'Published'),
    'in-force': w('生效中', 'In force'),
    superseded: w('已被取代', 'Superseded'),
    withdrawn:  w('已撤回', 'Withdrawn'),
  },
  acts: [
    ['change',    ['draft', 'simulated'],              'draft',      w('修改', 'Change')],
    ['simulate',  ['draft', 'simulated'],              'simulated',  w('用去年试算', 'Try on last year')],
    ['publish',   ['simulated'],                       'published',  w('发布', 'Publish'), 'isTried'],
    ['takeForce', ['published'],                       'in-force',   w('生效', 'Take force')],
    ['supersede', ['published', 'in-force'],           'superseded', w('被取代', 'Supersede')],
    ['withdraw',  ['draft', 'simulated', 'published'], 'withdrawn',  w('撤回', 'Withdraw')],
  ],
  rules: {
    isTried: [w('试算之后又改过，请先重新试算。', 'These rules were changed after they were tried; simulate again first.'), (it) => it.simulated_hash === it.rules_hash],
  },
})

type AssessmentRow = {
  readonly id: string
  readonly status: string
  readonly heard: boolean
  readonly objections_open: number
  readonly criticised: boolean
}

// biome-ignore format: a table is read by its columns
export const assessmentLifecycle = lifecycle<AssessmentRow, string, string>({
  noun: 'assessment',
  title: w('科室考核单', 'Assessment sheet'),
  table: 'assessments',
  start: ['draft'],
  states: {
    draft:      w('草稿', 'Draft'),
    sent:       w('已发科室', 'With the department'),
    consenting: w('待院领导同意', 'With leadership'),
    final:      w('已定稿', 'Final'),
  },
  acts: [
    ['recount', ['draft'],      '=',          w('重新计算', 'Count anew')],
    ['add',     ['draft'],      '=',          w('加一条', 'Add a line')],
    ['remove',  ['draft'],      '=',          w('去掉一条', 'Remove a line')],
    ['send',    ['draft'],      'sent',       w('发给科室', 'Send to the department')],
    ['accept',  ['sent'],       '=',          w('无异议', 'Accept'), ['notHeard', 'noneOpen']],
    ['object',  ['sent'],       '=',          w('提出异议', 'Object'), 'notHeard'],
    ['lapse',   ['sent'],       '=',          w('异议期满', 'Time to object is over')],
    ['correct', ['sent'],       '=',          w('更正', 'Correct'), 'someOpen'],
    ['reject',  ['sent'],       '=',          w('维持', 'Stand by it'), 'someOpen'],
    ['propose', ['sent'],       'consenting', w('报院领导同意', 'Ask leadership'), ['heard', 'noneOpen', 'criticised']],
    ['consent', ['consenting'], 'final',      w('同意', 'Consent')],
    ['decline', ['consenting'], 'sent',       w('退回', 'Send back')],
    ['finish',  ['sent'],       'final',      w('定稿', 'Make final'), ['heard', 'noneOpen', 'uncriticised']],
  ],
  rules: {
    notHeard:     [w('异议期已过，或科室已确认无异议。', 'The time to object is over, or the department has accepted.'), (it) => !it.heard],
    heard:        [w('科室还没有确认，异议期也没有过。', 'The department has not accepted, and its time to object is not over.'), (it) => it.heard],
    noneOpen:     [w('还有异议没有答复。', 'An objection is not answered yet.'), (it) => it.objections_open === 0],
    someOpen:     [w('没有待答复的异议。', 'No objection waits for an answer.'), (it) => it.objections_open > 0],
    criticised:   [w('没有批评，不必报院领导，直接定稿。', 'Nothing is criticised: make it final.'), (it) => it.criticised],
    uncriticised: [w('有批评，须报院领导同意。', 'Somebody is criticised: leadership has to consent.'), (it) => !it.criticised],
  },
})
