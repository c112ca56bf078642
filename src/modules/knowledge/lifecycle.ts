// How an entry of guidance lives: nothing is read to a patient before a doctor has approved it.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

type GuidanceState = {
  readonly id: string
  readonly status: string
  readonly department_group: string | null
  readonly title: string
}

// biome-ignore format: a table is read by its columns
export const guidanceLifecycle = lifecycle<GuidanceState, string, string>({
  noun: 'guidance',
  title: w('健康指导', 'Guidance'),
  table: 'guidance',
  start: ['draft'],
  states: {
    draft:     w('待审定', 'Draft'),
    approved:  w('已审定', 'Approved'),
    withdrawn: w('已停用', 'Withdrawn'),
  },
  acts: [
    // verb       from                    to           button
    ['approve',  ['draft'],              'approved',  w('审定', 'Approve')],
    ['withdraw', ['draft', 'approved'],  'withdrawn', w('停用', 'Withdraw')],
  ],
  rules: {},
})
