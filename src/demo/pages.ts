// What the pages without account stand on: how many work where, and who keeps the vault.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { DemoHospital } from './hospital.ts'

/** Most departments are as large as departments are; one is so small that a staff voice names its group only. */
export const readyPages = async (ctx: Ctx, { people, placeOf }: DemoHospital): Promise<void> => {
  await sql`update departments set headcount = 14 + 7 * (ascii(name) % 5)`.execute(ctx.tx)
  await ctx.tx.updateTable('departments').set({ headcount: 4 }).where('id', '=', placeOf('内分泌科')).execute()
  await ctx.tx
    .insertInto('custodians')
    .values(
      [people.zuzhang!, people.xinxike!, people.jiancha2!].map(({ id }) => ({
        staff_id: id,
        named_by_id: people.yuanzhang!.id,
        named_at: ctx.now,
      })),
    )
    .execute()
}
