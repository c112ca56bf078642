// How a proposal goes: found by the program, taken up or dismissed by a person, found again when it rises, or over by itself.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

// biome-ignore format: a table is read by its columns
export const proposalLifecycle = lifecycle<{ readonly id: string; readonly status: string }, string, string>({
  noun: 'proposal',
  title: w('苗头', 'Proposal'),
  table: 'proposals',
  start: ['found'],
  states: {
    found:     w('待处理', 'Found'),
    taken:     w('已采纳', 'Taken up'),
    dismissed: w('已排除', 'Dismissed'),
    over:      w('已平息', 'Over'),
  },
  acts: [
    ['take',    ['found', 'dismissed'], 'taken',     w('采纳', 'Take up')],
    ['dismiss', ['found'],              'dismissed', w('排除', 'Dismiss')],
    ['grow',    ['found', 'taken'],     '=',         w('又有新的', 'More of it')],
    ['rise',    ['dismissed'],          'found',     w('再次抬头', 'Risen again')],
    ['lapse',   ['found'],              'over',      w('自行平息', 'Over by itself')],
  ],
  rules: {},
})
