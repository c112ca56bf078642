// A call that was handed to somebody else: to whom, and after which consultation.
import { sql } from 'kysely'
import { advanceLocked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { callLifecycle } from './lifecycle.ts'
import type { CallRow } from './rows.ts'

/** The exchange took the transfer on; whether the other picks up is seen by his own call. */
export const transferred = async (
  ctx: Ctx,
  callId: string,
  it: { readonly shown: string; readonly staffId: string | null; readonly consulted: string | null },
): Promise<void> => {
  const { rows } = await sql<CallRow>`select * from calls where id = ${callId} for update`.execute(ctx.tx)
  const row = rows[0]
  if (row?.status !== 'talking') return
  const to = it.consulted
    ? await sql<{ staffId: string | null; name: string | null }>`
        select about_id as "staffId", s.name from calls left join staff s on s.id = about_id and about_noun = 'staff'
        where calls.id = ${it.consulted}`.execute(ctx.tx)
    : null
  const staffId = it.staffId ?? to?.rows[0]?.staffId ?? null
  await advanceLocked(
    ctx,
    callLifecycle as never,
    'transfer',
    row as never,
    {},
    {
      to: it.shown || to?.rows[0]?.name || '',
      staffId,
      consulted: it.consulted,
    },
  )
}
