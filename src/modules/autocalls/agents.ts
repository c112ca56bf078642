// Who is free to take over a person that the machine has on the line.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'

export type FreeAgent = { readonly staffId: string; readonly extension: string }

/** Of those who are ready at this exchange and follow up patients, whoever has been idle longest; null when nobody is. */
export const longestIdle = async (
  ctx: Ctx,
  exchangeId: string,
  without: readonly string[],
): Promise<FreeAgent | null> => {
  const { rows } = await sql<FreeAgent>`
    select a.staff_id as "staffId", l.number as extension
    from agent_states a join staff s on s.id = a.staff_id and s.status = 'active' and s.role in ('agent', 'lead')
      join lines l on l.staff_id = s.id and l.active and l.kind = 'agent' and l.exchange_id = ${exchangeId}
    where a.state = 'ready' and a.staff_id <> all(${without}::uuid[])
    order by a.since, a.staff_id limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}
