// How a sheet of a public line moves: signed for, objected to, replied, closed by the line.
import { lifecycle } from '#kernel/lifecycle.ts'
import { w } from '#kernel/words.ts'

/** Something is owed to the line. */
export const owed = ['received', 'signed', 'objected'] as const

export type SheetState = {
  readonly status: string
  readonly object_by: Date
  /** When it is asked: an objection has its time. Absent where nobody asks. */
  readonly asked_at?: Date
}

// biome-ignore format: a table is read by its columns
export const sheetLifecycle = lifecycle<SheetState, string, string>({
  noun: 'sheet',
  title: w('热线工单', 'Sheet of a public line'),
  table: 'sheets',
  start: ['received'],
  states: {
    received: w('待签收', 'To be signed for'),
    signed:   w('办理中', 'Being handled'),
    objected: w('异议待复', 'Objected to'),
    returned: w('已退单', 'Returned'),
    replied:  w('已回复', 'Replied'),
    closed:   w('已办结', 'Closed'),
  },
  acts: [
    // verb     from                     to          button                                          only if
    ['sign',    ['received'],            'signed',   w('签收', 'Sign for it')],
    ['object',  ['received', 'signed'],  'objected', w('提出异议，申请退单', 'Object'),              'inTime'],
    ['insist',  ['objected'],            'signed',   w('异议未被采纳，继续办理', 'The line insists')],
    ['accept',  ['objected'],            'returned', w('异议被采纳，退单', 'The line takes it back')],
    ['reply',   ['signed'],              'replied',  w('回复', 'Reply')],
    ['close',   ['replied'],             'closed',   w('热线已办结', 'Closed by the line')],
    ['renew',   ['received', 'signed', 'objected', 'replied'], 'closed', w('再次派单', 'Dispatched again')],
    ['resend',  ['received', 'signed', 'objected', 'returned', 'replied', 'closed'], '=', w('再发一次', 'Send again')],
    ['correct', ['received', 'signed', 'objected', 'replied'], '=', w('工单更正', 'Corrected by the line')],
  ],
  rules: {
    inTime: [w('已过异议期限。如仍不属本院，请在回复中说明，或与热线联系。', 'The time for objections has passed.'), (s) => s.asked_at === undefined || s.asked_at <= s.object_by],
  },
})
