// Tablets: who carries which, when it was last heard of; one that is lost is revoked and empties itself when it comes back.
import { type RawBuilder, sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { type TabletLine, tablets } from './contract.ts'
import { tabletLifecycle } from './lifecycle.ts'

const linesOf = async (ctx: Ctx, condition: RawBuilder<boolean>) => {
  const { rows } = await sql<Omit<TabletLine, 'can'> & { staff_id: string }>`
    select tablets.id, tablets.status, tablets.name, tablets.staff_id, s.name as staff,
      tablets.enrolled_at as "enrolledAt", tablets.seen_at as "seenAt"
    from tablets join staff s on s.id = tablets.staff_id
    where ${condition} and ${within(ctx.me, 'tablet.read', 'tablets')}
    order by tablets.status, tablets.seen_at desc, tablets.id limit 500`.execute(ctx.tx)
  return rows.map(({ staff_id, ...row }) => ({
    ...row,
    can: can(ctx.me, tabletLifecycle, { ...row, staff_id }),
  }))
}

const one = async (ctx: Ctx, id: string): Promise<TabletLine> => {
  const [line] = await linesOf(ctx, sql<boolean>`tablets.id = ${id}`)
  if (!line) throw notFound()
  return line
}

export const listTablets = handle(tablets.list, async (ctx) => ({ rows: await linesOf(ctx, sql<boolean>`true`) }))

/** Enrols the tablet under its own id; the same one twice is one tablet. */
export const enrol = handle(tablets.enrol, async (ctx, { id, name }) => {
  const row = {
    id,
    name,
    status: 'enrolled',
    staff_id: ctx.me.id,
    enrolled_at: ctx.now,
    seen_at: ctx.now,
    updated_at: ctx.now,
  }
  const made = await ctx.tx
    .insertInto('tablets')
    .values(row)
    .onConflict((on) => on.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows) await record(ctx, 'tablet.enrol', { subject: id, to: 'enrolled', data: { name } })
  await tabletOf(ctx, id)
  return one(ctx, id)
})

export const revoke = handle(tablets.revoke, async (ctx, { id }) => {
  await advance(ctx, tabletLifecycle, 'revoke', id)
  return one(ctx, id)
})

/** The tablet must be the sender's own and not revoked; it has been heard of. */
export const tabletOf = async (ctx: Ctx, id: string): Promise<void> => {
  const { rows } = await sql<{ status: string }>`
    update tablets set seen_at = greatest(seen_at, ${ctx.now}::timestamptz) where id = ${id} and staff_id = ${ctx.me.id}
    returning status`.execute(ctx.tx)
  if (!rows[0])
    throw conflict({
      zh: '这台平板没有登记在您的名下，请重新登记。',
      en: 'This tablet is not enrolled under your name.',
    })
  if (rows[0].status === 'revoked')
    throw conflict({ zh: '这台平板已停用，请联系组长。', en: 'This tablet was revoked; ask your lead.' })
}
