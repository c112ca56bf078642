// The one key that this hospital seals under: the first one that was ever used here.
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import type { Ctx } from './ctx.ts'

/** Refuses to seal under another key than the hospital's: what was sealed so would be found unreadable one day. */
export const mustBeOurKey = async (ctx: Ctx): Promise<void> => {
  const { fingerprint } = ctx.house.vault
  await ctx.tx
    .insertInto('vault.keys')
    .values({ fingerprint })
    .onConflict((already) => already.column('place').doNothing())
    .execute()
  const known = await ctx.tx.selectFrom('vault.keys').select('fingerprint').executeTakeFirstOrThrow()
  if (known.fingerprint.equals(fingerprint)) return
  throw conflict(
    w(
      '这台服务器的保险箱钥匙与医院的不一致，不能收取。请联系信息科。',
      'The vault key of this server is not the hospital’s; nothing is taken in. Call the administrator.',
    ),
  )
}
