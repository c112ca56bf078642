// Whoever comes to stand above one who must find nothing of a text must find nothing of it either.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { superiorsOf } from '#modules/directory/superiors.ts'

export const barSuperiors = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const above = await superiorsOf(ctx, subject!)
  if (above.length === 0) return
  for (const table of ['messages', 'replies'])
    await sql`
      update ${sql.table(table)} set barred_staff = array(select distinct b from unnest(barred_staff || ${above}::uuid[]) b)
      where ${subject} = any(barred_staff) and not barred_staff @> ${above}::uuid[]`.execute(ctx.tx)
}
