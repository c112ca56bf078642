// What this module brings to the house.
import { every, with_ } from '#engine/ctx.ts'
import type { Module } from '#engine/house.ts'
import { comingHandlers, keepTornReplies } from './coming.ts'
import { gatewayHandlers } from './gateways.ts'
import { outboxHandlers } from './outbox.ts'
import { replyHandlers } from './replies.ts'
import { barSuperiors } from './secrecy.ts'
import { test } from './self-test.ts'
import { openSender } from './sender.ts'
import { settleDoubts, sweepMessages } from './states.ts'
import { messagesTables } from './tables.ts'
import { templateHandlers } from './templates.ts'

export const messagesModule: Module = {
  name: 'messages',
  tables: messagesTables,
  handlers: [...outboxHandlers, ...templateHandlers, ...gatewayHandlers, test, ...comingHandlers, ...replyHandlers],
  reactions: [
    with_('staff.change', 'messages.barSuperiors', barSuperiors),
    every(1, 'messages.sweep', async (ctx) => {
      await settleDoubts(ctx)
      await sweepMessages(ctx)
    }),
    every(5, 'messages.tornReplies', keepTornReplies),
  ],
  beside: (house) => openSender(house),
}
