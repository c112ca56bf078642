// What follows for cases from what happened elsewhere.
import { type Ctx, with_ } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { type LedgerEvent, record } from '#engine/ledger.ts'
import { ownerFor } from './routing.ts'

/**
 * Whoever leaves answers for nothing any more: each of his open matters gets another owner (首问负责 is passed on). Refused
 * when there is nobody to take them.
 */
const passOn = async (ctx: Ctx, event: LedgerEvent): Promise<void> => {
  const open = await ctx.tx
    .selectFrom('cases')
    .where('owner_id', '=', event.subject)
    .where('status', '<>', 'archived')
    .orderBy('id')
    .forUpdate()
    .select(['id', 'restricted', 'barred_staff'])
    .execute()
  for (const { id, restricted, barred_staff } of open) {
    // Not for the administrator who closed the account, if there is nobody else.
    const owner = await ownerFor({ ...ctx, me: systemMe }, restricted, barred_staff)
    const { name } = await ctx.tx.selectFrom('staff').where('id', '=', owner).select('name').executeTakeFirstOrThrow()
    await ctx.tx.updateTable('cases').set({ owner_id: owner, updated_at: ctx.now }).where('id', '=', id).execute()
    await record(ctx, 'case.passOn', { subject: id, data: { to: name }, restricted })
  }
}

export const reactions = [with_('staff.disable', 'cases.passOn', passOn)]
