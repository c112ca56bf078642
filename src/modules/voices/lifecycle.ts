// How an opening of the vault moves.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type OpeningState = {
  readonly id: string
  readonly status: string
  readonly case_id: string
  readonly asked_by_id: string
  readonly custodians: readonly string[]
  readonly granted_until: Date | null
  /** Reckoned from the clock where it matters; absent counts as running. */
  readonly running?: boolean
}

// biome-ignore format: a table is read by its columns
export const openingLifecycle = lifecycle<OpeningState, string, string>({
  noun: 'opening',
  title: w('身份核实', 'Opening of the vault'),
  table: 'openings',
  start: ['asked'],
  states: {
    asked:     w('待保管人同意', 'Awaiting two custodians'),
    granted:   w('已同意', 'Granted'),
    refused:   w('不同意', 'Refused'),
    withdrawn: w('已撤回', 'Withdrawn'),
  },
  acts: [
    // verb       from         to           button
    ['consent',  ['asked'],   '=',         w('同意核实', 'Consent')],
    ['grant',    ['asked'],   'granted',   w('两名保管人均已同意', 'Both have consented')],
    ['refuse',   ['asked'],   'refused',   w('不同意核实', 'Refuse')],
    ['withdraw', ['asked'],   'withdrawn', w('撤回申请', 'Withdraw')],
    ['look',     ['granted'], '=',         w('查看身份', 'Look'), 'running'],
  ],
  rules: {
    running: [w('查看期限已过，如仍需要，请重新申请。', 'The time to look is over; ask again if need be.'), (o) => o.running !== false],
  },
})
