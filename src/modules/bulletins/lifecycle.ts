// How a bulletin comes out: drafted, proposed, approved by leadership, published; then corrected by a new version or withdrawn.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type BulletinRow = {
  readonly id: string
  readonly status: string
  readonly kind: string
  readonly department_id: string | null
  readonly month: string
  readonly version: number
  readonly corrects_id: string | null
  readonly hands: readonly string[]
  readonly addressees: readonly string[]
}

// biome-ignore format: a table is read by its columns
export const bulletinLifecycle = lifecycle<BulletinRow, string, string>({
  noun: 'bulletin',
  title: w('月度通报', 'Monthly bulletin'),
  table: 'bulletins',
  start: ['draft'],
  states: {
    draft:     w('起草中', 'Draft'),
    proposed:  w('待院领导审批', 'With leadership'),
    approved:  w('已批准，待发布', 'Approved'),
    published: w('已发布', 'Published'),
    corrected: w('已被更正', 'Corrected'),
    withdrawn: w('已撤回', 'Withdrawn'),
  },
  acts: [
    ['remake',    ['draft'],                                       '=',         w('重新生成', 'Make anew')],
    ['write',     ['draft'],                                       '=',         w('写几句', 'Write')],
    ['propose',   ['draft'],                                       'proposed',  w('报院领导审批', 'Ask leadership')],
    ['sendBack',  ['proposed'],                                    'draft',     w('退回', 'Send back')],
    ['approve',   ['proposed'],                                    'approved',  w('批准', 'Approve')],
    ['publish',   ['approved'],                                    'published', w('发布', 'Publish')],
    ['sign',      ['published'],                                   '=',         w('已阅', 'I have read it')],
    ['remind',    ['published'],                                   '=',         w('提醒未阅的人', 'Remind')],
    ['correct',   ['published'],                                   '=',         w('更正', 'Correct')],
    ['supersede', ['published'],                                   'corrected', w('被更正版取代', 'Supersede')],
    ['withdraw',  ['draft', 'proposed', 'approved', 'published'],  'withdrawn', w('撤回', 'Withdraw')],
  ],
  rules: {},
})
