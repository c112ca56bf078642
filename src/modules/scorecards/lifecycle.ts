// How a scorecard and a training note move.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type Plain = { readonly id: string; readonly status: string }

export const scorecardLifecycle = lifecycle<Plain, string, string>({
  noun: 'scorecard',
  title: w('成绩卡', 'Scorecard'),
  table: 'scorecards',
  start: ['made'],
  states: {
    made: w('待本人看', 'Not seen yet'),
    seen: w('本人已看', 'Seen'),
    commented: w('有说明', 'Commented'),
    talked: w('已谈话', 'Talked over'),
  },
  acts: [
    ['see', ['made'], 'seen', w('我已看过', 'I have seen it')],
    // His days with it alone are over.
    ['show', ['made'], '=', w('到期可见', 'Shown')],
    ['comment', ['seen', 'commented'], 'commented', w('写说明', 'Comment')],
    ['talk', ['seen', 'commented'], 'talked', w('已谈话', 'Talked over')],
  ],
  rules: {},
})

export const trainingNoteLifecycle = lifecycle<Plain, string, string>({
  noun: 'trainingNote',
  title: w('培训', 'Training note'),
  table: 'training_notes',
  start: ['given'],
  states: { given: w('待练', 'To practise'), done: w('已练', 'Done'), withdrawn: w('已撤回', 'Withdrawn') },
  acts: [
    ['finish', ['given'], 'done', w('已练', 'Done')],
    ['withdraw', ['given'], 'withdrawn', w('撤回', 'Withdraw')],
  ],
  rules: {},
})
