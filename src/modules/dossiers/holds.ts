// 保全: as long as a hold stands, nothing of the matter is destroyed, whatever its term.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { dossiers } from './contract.ts'
import { mustMay } from './matter.ts'
import { dossierOf } from './queries.ts'

/** Holds and destruction of one matter wait for one another. */
export const lockFile = (ctx: Ctx, caseId: string) =>
  sql`select from cases where id = ${caseId} for update`.execute(ctx.tx)

/** Puts a hold on the file (a lawsuit, an inquiry from outside, sealed records); one at a time. */
export const hold = handle(dossiers.hold, async (ctx, { id, reason }) => {
  const row = await mustMay(ctx, 'dossier.hold', id)
  await lockFile(ctx, id)
  const state = await dossierOf(ctx, id)
  if (state.destroyedAt)
    throw conflict(w('卷宗已销毁，无法保全。', 'The file was destroyed: there is nothing to hold.'))
  if (state.hold) throw conflict(w('这件诉求已在保全中。', 'This matter is held already.'))
  await ctx.tx
    .insertInto('holds')
    .values({ id: newId(ctx.now), case_id: id, reason, placed_by_id: ctx.me.id, placed_at: ctx.now })
    .execute()
  await record(ctx, 'dossier.hold', { subject: id, data: { reason }, restricted: row.restricted })
  return dossierOf(ctx, id)
})

/** Ends the hold; the term runs as if it had never been there. */
export const release = handle(dossiers.release, async (ctx, { id, reason }) => {
  const row = await mustMay(ctx, 'dossier.release', id)
  await lockFile(ctx, id)
  const { numUpdatedRows } = await ctx.tx
    .updateTable('holds')
    .set({ released_by_id: ctx.me.id, released_at: ctx.now, release_reason: reason })
    .where('case_id', '=', id)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) throw conflict(w('这件诉求没有保全。', 'This matter is not held.'))
  await record(ctx, 'dossier.release', { subject: id, data: { reason }, restricted: row.restricted })
  return dossierOf(ctx, id)
})
