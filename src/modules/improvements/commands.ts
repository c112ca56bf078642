// What a person makes of a proposal.
import { advance } from '#engine/advance.ts'
import { handle } from '#engine/ctx.ts'
import { proposals } from './contract.ts'
import { proposalLifecycle } from './lifecycle.ts'
import { proposalOf } from './queries.ts'

/** It is worth a remedy; also one that was dismissed before. */
export const take = handle(proposals.take, async (ctx, { id }) => {
  await advance(ctx, proposalLifecycle, 'take', id, { decided_by_id: ctx.me.id, decided_at: ctx.now, reason: null })
  return proposalOf(ctx, id)
})

/** It is nothing, and why: what was counted is usual there from now on, and only more is proposed again. */
export const dismiss = handle(proposals.dismiss, async (ctx, { id, reason }) => {
  const changes = { decided_by_id: ctx.me.id, decided_at: ctx.now, reason }
  await advance(ctx, proposalLifecycle, 'dismiss', id, changes, { reason })
  return proposalOf(ctx, id)
})
