// What this module brings to the house.
import { every } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { add, code, confirm, enter, get, identify, leave, picture, rate } from './answers.ts'
import { custodianHandlers } from './custodians.ts'
import { forgetKnocks } from './limits.ts'
import { openingHandlers } from './openings.ts'
import { expireMessages, outboxHandlers } from './outbox.ts'
import { posters } from './posters.ts'
import { form, say, speak } from './saying.ts'

export const voicesModule: Module = {
  name: 'voices',
  handlers: [
    ...[form, say, speak, posters],
    ...[enter, code, confirm, get, add, picture, rate, identify, leave],
    ...openingHandlers,
    ...custodianHandlers,
    ...outboxHandlers,
  ],
  reactions: [every(5, 'voices.expireMessages', expireMessages), every(60, 'voices.forgetKnocks', forgetKnocks)],
}
