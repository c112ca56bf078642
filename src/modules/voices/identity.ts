// The identity of a staff voice: one row for each, whoever spoke and whether or not he said who he is.
import type { Ctx } from '#engine/ctx.ts'
import { mustBeOurKey } from '#engine/house-key.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import type { Identity } from './contract.ts'

/** What a staff voice shows of its time: the hour is exact enough for whoever handles it, and for nobody else. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)

const anonymous: Identity = { mode: 'anonymous', name: '', department: '', phone: '' }

/** Keeps who spoke, or that nobody said so: the same work and the same bytes for all. What was there is replaced. */
export const keepIdentity = async (ctx: Ctx, caseId: string, said: Identity): Promise<void> => {
  await mustBeOurKey(ctx)
  const { vault } = ctx.house
  const locator = vault.locator(caseId)
  // Whoever is anonymous has left nothing, whatever the page sent.
  const sealed = vault.seal(locator, said.mode === 'anonymous' ? anonymous : said)
  await ctx.tx
    .insertInto('vault.identities')
    .values({ locator, sealed })
    .onConflict((already) => already.column('locator').doUpdateSet({ sealed }))
    .execute()
}

/** Who spoke, as it was sealed. Only the one to whom two custodians gave it may be told. */
export const identityOf = async (ctx: Ctx, caseId: string): Promise<Identity> => {
  const { vault } = ctx.house
  const locator = vault.locator(caseId)
  const row = await ctx.tx
    .selectFrom('vault.identities')
    .where('locator', '=', locator)
    .select('sealed')
    .executeTakeFirst()
  try {
    return row ? (vault.unseal(locator, row.sealed) as Identity) : anonymous
  } catch {
    throw conflict(
      w(
        '这份身份是用另一把钥匙封存的，现在打不开。请信息科找回原来的 vault.key。',
        'It was sealed under another key and cannot be opened now; the administrator should look for the old vault.key.',
      ),
    )
  }
}

/** What is split off from a staff voice has a place of its own with nothing in it: who spoke is asked of the whole. */
export const keepPlace = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const row = await ctx.tx.selectFrom('cases').where('id', '=', subject).select('channel').executeTakeFirst()
  if (row?.channel === 'staff') await keepIdentity(ctx, subject!, anonymous)
}

/** Writes a row anew with the same content, so that a row that was written anew says nothing. */
export const resealIdentity = async (ctx: Ctx, caseId: string): Promise<void> => {
  await keepIdentity(ctx, caseId, await identityOf(ctx, caseId))
}
