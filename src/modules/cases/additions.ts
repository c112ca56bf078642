// What a person adds later, and where it goes: to the case it was said to, and to whoever handles it now.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { searchVector } from '#kernel/search.ts'
import { cases } from './contract.ts'
import { caseLifecycle } from './lifecycle.ts'
import { held } from './rows.ts'
import { receipt } from './sheet.ts'

/** What reaches a merged case reaches the one that it was merged into: its timeline names it. */
export const reachSurvivor = async (ctx: Ctx, id: string, words: string): Promise<void> => {
  const row = await ctx.tx
    .selectFrom('cases')
    .where('id', '=', id)
    .select(['merged_into_id', 'restricted'])
    .executeTakeFirstOrThrow()
  if (!row.merged_into_id) return
  const data = { otherId: id, words }
  await record(ctx, 'case.hear', { subject: row.merged_into_id, data, restricted: row.restricted })
}

/** What was added finds the case from now on, and reaches those who handle it. */
export const spread = async (ctx: Ctx, id: string, words: string): Promise<void> => {
  await sql`update case_search set search = search || ${searchVector(words)}::tsvector where case_id = ${id}`.execute(
    ctx.tx,
  )
  await reachSurvivor(ctx, id, words)
}

/**
 * Writes what was said later to a case that is not archived, for staff and for the program alike (a page without an
 * account acts as the system); `who`: who said it, where that is worth a word.
 */
export const addToCase = async (ctx: Ctx, id: string, words: string, who = ''): Promise<void> => {
  const row = await held(ctx, id)
  await advanceLocked(ctx, caseLifecycle, 'add', row, {}, { words, ...(who ? { who } : {}) })
  await spread(ctx, id, words)
}

export const add = handle(cases.add, async (ctx, { id, words, who }) => {
  await addToCase(ctx, id, words, who)
  return receipt(ctx, id)
})
