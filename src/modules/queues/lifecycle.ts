// How a caller moves through a queue, and how a missed call gets its outcome.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type QueueCallState = { readonly id: string; readonly status: string }

/** Nobody has spoken to him yet. */
export const inQueue = ['waiting', 'offered'] as const

// biome-ignore format: a table is read by its columns
export const queueCallLifecycle = lifecycle<QueueCallState, string, string>({
  noun: 'queueCall',
  title: w('排队来电', 'Caller in a queue'),
  table: 'queue_calls',
  start: ['waiting'],
  states: {
    waiting:       w('排队中', 'Waiting'),
    offered:       w('正在振铃', 'Offered'),
    answered:      w('已接听', 'Answered'),
    abandoned:     w('已放弃', 'Abandoned'),
    overflowed:    w('值班链接听', 'Answered on call'),
    'called-back': w('已预约回拨', 'Call-back promised'),
    closed:        w('非服务时间', 'After hours'),
  },
  acts: [
    // verb       from                     to             button
    ['offer',    ['waiting'],              'offered',     w('送达坐席', 'Offer')],
    ['pass',     ['offered'],              'waiting',     w('坐席未接', 'Not answered')],
    ['answer',   inQueue,                  'answered',    w('接听', 'Answer')],
    ['abandon',  inQueue,                  'abandoned',   w('放弃', 'Abandon')],
    ['overflow', inQueue,                  'overflowed',  w('值班链接听', 'Overflow')],
    ['promise',  inQueue,                  'called-back', w('预约回拨', 'Promise to call back')],
    ['close',    ['waiting'],              'closed',      w('非服务时间', 'After hours')],
  ],
  rules: {},
})

export type MissedState = { readonly id: string; readonly status: string; readonly enough: boolean }

/** Nobody has spoken to him since. */
export const owed = ['open', 'calling'] as const

// biome-ignore format: a table is read by its columns
export const missedLifecycle = lifecycle<MissedState, string, string>({
  noun: 'missed',
  title: w('漏接回拨', 'Missed call'),
  table: 'missed',
  start: ['open'],
  states: {
    open:        w('待回拨', 'To call back'),
    calling:     w('回拨中', 'Being called'),
    reached:     w('已回拨', 'Reached'),
    unreachable: w('未联系上', 'Not reached'),
    otherwise:   w('已另行接通', 'Spoke to us otherwise'),
  },
  acts: [
    // verb      from         to             button                              only if
    ['repeat',  owed,         '=',           w('再次来电', 'Called again')],
    ['dial',    owed,         'calling',     w('回拨', 'Call back')],
    ['fail',    owed,         'open',        w('未接通', 'Not reached')],
    ['reach',   owed,         'reached',     w('已说上话', 'Reached')],
    ['giveUp',  owed,         'unreachable', w('登记未联系上', 'Record as not reached'), 'enough'],
    ['settle',  owed,         'otherwise',   w('已另行接通', 'Spoke to us otherwise')],
  ],
  rules: {
    enough: [w('还没有拨打够次数。', 'Not tried often enough yet.'), (m) => m.enough],
  },
})
