// How an alarm rings until somebody answers, and how one shift hands over to the next.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

export type RingState = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const ringLifecycle = lifecycle<RingState, string, string>({
  noun: 'ring',
  title: w('呼叫', 'Alarm'),
  table: 'rings',
  start: ['ringing'],
  states: {
    ringing:  w('正在呼叫', 'Ringing'),
    answered: w('已应答', 'Answered'),
    ceased:   w('已解除', 'Over'),
  },
  acts: [
    // verb     from                      to          button
    ['next',   ['ringing'],               '=',        w('呼叫下一位', 'Ring the next one')],
    ['answer', ['ringing'],               'answered', w('应答', 'Answer')],
    ['cease',  ['ringing', 'answered'],   'ceased',   w('解除', 'End')],
  ],
  rules: {},
})

export type HandoverState = { readonly id: string; readonly status: string }

// biome-ignore format: a table is read by its columns
export const handoverLifecycle = lifecycle<HandoverState, string, string>({
  noun: 'handover',
  title: w('交接班', 'Hand-over'),
  table: 'handovers',
  start: ['writing'],
  states: {
    writing: w('待交班', 'To be handed over'),
    given:   w('待接班', 'To be taken over'),
    taken:   w('已接班', 'Taken over'),
  },
  acts: [
    // verb    from                     to        button
    ['write', ['writing', 'given'],     '=',      w('留言', 'Leave words')],
    ['give',  ['writing'],              'given',  w('交班', 'Hand over')],
    ['take',  ['given'],                'taken',  w('接班', 'Take over')],
    ['ask',   ['given', 'taken'],       '=',      w('追问', 'Ask')],
    ['reply', ['given', 'taken'],       '=',      w('答复', 'Reply')],
  ],
  rules: {},
})
