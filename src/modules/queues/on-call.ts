// Who is rung when no agent answers a caller: the roster's on-call chain, each by his extension or away from his desk.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { type DialRules, dialled } from '#modules/calls/numbers.ts'
import { onDutyAt } from '#modules/directory/roster.ts'
import type { Alarm } from '#modules/shifts/alarms.ts'
import { chainFor } from '#modules/shifts/chains.ts'
import type { Queue } from './waiting.ts'

/** Somebody on call: his extension where he has one, and what is dialled to reach him outside. */
export type OnCall = {
  readonly id: string
  readonly extension: string | null
  readonly outside: string | null
  /** As it is kept; `outside` has the exchange's prefixes. */
  readonly number: string | null
}

type Row = DialRules & { id: string; extension: string | null; number: string | null; state: string | null }

/** In the order of the chain, each once; who can be reached by nothing is passed over, who is speaking is not disturbed. */
export const onCallFor = async (ctx: Ctx, queue: Queue): Promise<OnCall[]> => {
  if (!queue.overflow) return []
  const ids: string[] = []
  for (const step of await chainFor(ctx, queue.overflow as Alarm, null)) {
    if (step.who === 'staff') ids.push(step.staffId!)
    else if (step.who === 'shift') ids.push(...(await onDutyAt(ctx, ctx.now, queue.campus_id)).map(({ id }) => id))
    else {
      const { rows } = await sql<{ id: string }>`
        select id from staff where status = 'active' and role = ${step.role} order by name, id`.execute(ctx.tx)
      ids.push(...rows.map(({ id }) => id))
    }
  }
  const order = [...new Set(ids)]
  const { rows } = await sql<Row>`
    select s.id, l.number as extension, o.number, a.state, x.outside_prefix, x.mobile_prefix, x.emergency_prefix,
      x.area_code, x.internal_digits
    from staff s join lines h on h.id = ${queue.line_id} join exchanges x on x.id = h.exchange_id
    left join lines l on l.staff_id = s.id and l.active and l.exchange_id = x.id
    left join outside_numbers o on o.staff_id = s.id left join agent_states a on a.staff_id = s.id
    where s.id = any(${order}::uuid[]) and s.status = 'active' and (l.id is not null or o.number is not null)
      and coalesce(a.state, 'off') <> 'calling'`.execute(ctx.tx)
  return rows
    .map((row) => ({
      id: row.id,
      // A telephone that is not there does not ring.
      extension: row.state && row.state !== 'off' ? row.extension : null,
      outside: row.number && dialled(row.number, row),
      number: row.number,
    }))
    .filter(({ extension, outside }) => extension !== null || outside !== null)
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
