// How a good practice goes: nominated by anybody, recognised by somebody else, told around, and retired when it is out of date.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

// biome-ignore format: a table is read by its columns
export const practiceLifecycle = lifecycle<{ readonly id: string; readonly status: string }, string, string>({
  noun: 'practice',
  title: w('优务经验', 'Good practice'),
  table: 'practices',
  start: ['nominated'],
  states: {
    nominated:  w('待认定', 'Nominated'),
    recognised: w('已认定', 'Recognised'),
    told:       w('已推广', 'Told around'),
    retired:    w('已停用', 'Retired'),
    declined:   w('未认定', 'Declined'),
  },
  acts: [
    ['change',    ['nominated'],          '=',          w('修改', 'Change')],
    ['recognise', ['nominated'],          'recognised', w('认定', 'Recognise')],
    ['decline',   ['nominated'],          'declined',   w('不予认定', 'Decline')],
    ['tell',      ['recognised', 'told'], 'told',       w('推广', 'Tell around')],
    ['learn',     ['told'],               '=',          w('已学习', 'Learned')],
    ['adopt',     ['told'],               '=',          w('已采用', 'Adopted')],
    ['retire',    ['recognised', 'told'], 'retired',    w('停用', 'Retire')],
  ],
  rules: {},
})
