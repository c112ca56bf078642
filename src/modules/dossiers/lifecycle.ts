// How a disposal goes: proposed by one, done or declined by another; what is destroyed does not come back.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

// biome-ignore format: a table is read by its columns
export const disposalLifecycle = lifecycle({
  noun: 'disposal',
  title: w('销毁', 'Disposal'),
  table: 'disposals',
  start: ['proposed'],
  states: {
    proposed:  w('待复核', 'To be decided'),
    destroyed: w('已销毁', 'Destroyed'),
    declined:  w('不予销毁', 'Declined'),
  },
  acts: [
    // verb      from          to           button
    ['destroy',  ['proposed'], 'destroyed', w('复核销毁', 'Destroy')],
    ['decline',  ['proposed'], 'declined',  w('不予销毁', 'Decline')],
  ],
  rules: {},
})
