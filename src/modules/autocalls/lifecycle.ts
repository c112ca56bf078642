// How a script comes to be spoken, and how a call by the program moves.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type Script = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const scriptLifecycle = lifecycle<Script, string, string>({
  noun: 'script',
  title: w('话术', 'Script'),
  table: 'scripts',
  start: ['draft'],
  states: {
    draft:    w('草稿', 'Draft'),
    proposed: w('待审批', 'Proposed'),
    approved: w('使用中', 'In use'),
    retired:  w('已停用', 'Retired'),
  },
  acts: [
    // verb       from          to          button
    ['change',   ['draft'],    '=',        w('修改', 'Change')],
    ['upload',   ['draft'],    '=',        w('上传录音', 'Upload')],
    ['speak',    ['draft'],    '=',        w('合成语音', 'Synthesise')],
    ['propose',  ['draft'],    'proposed', w('送审', 'Propose')],
    ['sendBack', ['proposed'], 'draft',    w('退回修改', 'Send back')],
    ['approve',  ['proposed'], 'approved', w('批准使用', 'Approve')],
    ['retire',   ['approved'], 'retired',  w('停用', 'Retire')],
  ],
  rules: {},
})

type Autocall = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const autocallLifecycle = lifecycle<Autocall, string, string>({
  noun: 'autocall',
  title: w('自动外呼', 'Automatic call'),
  table: 'autocalls',
  start: ['dialling'],
  states: {
    dialling: w('正在拨打', 'Dialling'),
    talking:  w('通话中', 'Talking'),
    over:     w('已结束', 'Over'),
  },
  acts: [
    ['answer', ['dialling'],            'talking', w('接通', 'Answered')],
    ['finish', ['dialling', 'talking'], 'over',    w('结束', 'Over')],
  ],
  rules: {},
})
