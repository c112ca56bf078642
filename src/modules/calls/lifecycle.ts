// How a call moves. The server that passes its signalling on is the witness; nobody else may say that it rang or ended.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type CallState = {
  readonly id: string
  readonly status: string
  readonly staff_id: string | null
  readonly restricted: boolean
  readonly barred_staff: readonly string[]
  readonly wrapped_at: Date | null
}

// biome-ignore format: a table is read by its columns
export const callLifecycle = lifecycle<CallState, string, string>({
  noun: 'call',
  title: w('通话', 'Call'),
  table: 'calls',
  start: ['placed', 'ringing'],
  states: {
    placed:  w('已拨出', 'Placed'),
    ringing: w('振铃中', 'Ringing'),
    talking: w('通话中', 'Talking'),
    ended:   w('已结束', 'Ended'),
  },
  acts: [
    // verb    from                              to         button
    ['ring',   ['placed'],                       'ringing', w('对方振铃', 'It rings')],
    ['answer', ['placed', 'ringing'],            'talking', w('接通', 'Answered')],
    ['end',    ['placed', 'ringing', 'talking'], 'ended',   w('结束', 'Ended')],
    ['wrap',   ['talking', 'ended'],             '=',       w('登记', 'File'), 'unfiled'],
    ['transfer', ['talking'],                    '=',       w('转接', 'Transfer')],
  ],
  rules: {
    unfiled: [w('这通电话已经登记过。', 'This call has been filed.'), (call) => call.wrapped_at === null],
  },
})

/** The states in which a call is still going on. */
export const live = ['placed', 'ringing', 'talking'] as const
