// Whose line by caller somebody may read: his own, and another's once the card of that month is before its reader (docs/decisions/0035).
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { may, mayEver } from '#engine/permit.ts'
import { dayOf } from '#kernel/time.ts'
import { standardOf } from '#modules/directory/settings.ts'
import type { Period } from './stays.ts'

/** Whether the reader is told anything by caller: how one works is a matter of the centre and of supervision. */
export const readsCallers = ({ me }: Ctx): boolean => mayEver(me, 'scorecard.read')

/** Keys of the cut by caller that are no person: whom nobody has called yet, and old registers. */
const isPerson = (key: string): boolean => key !== 'none' && key !== 'register'

type Standing = { id: string; caller_role: string; shown: boolean }

/**
 * Of these callers those whose figures of the period are not the reader's to know yet: their card of one of its months may
 * not be read by him. Who has no card of a month is told of when cards of that month are shown in any case, so that a year's
 * line comes with the last of its months and no month can be had by subtraction from it.
 */
export const unseenCallers = async (
  ctx: Ctx,
  { from, until }: Period,
  keys: readonly string[],
): Promise<ReadonlySet<string>> => {
  const callers = keys.filter((key) => isPerson(key) && key !== ctx.me.id)
  if (callers.length === 0 || !readsCallers(ctx)) return new Set()
  const days = Math.max(await standardOf(ctx, 'scorecardShown'), await standardOf(ctx, 'scorecardMade'))
  const { rows } = await sql<Standing>`
    select s.id, coalesce(c.caller_role, case s.role when 'lead' then 'lead' else 'agent' end) as caller_role,
      coalesce(c.shown, (m.first + interval '1 month')::date + ${days}::int <= ${dayOf(ctx.now)}::date) as shown
    from staff s
    cross join generate_series(${from}::timestamp, ${until}::timestamp - interval '1 day', interval '1 month') m (first)
    left join scorecards c on c.staff_id = s.id and c.month = to_char(m.first, 'YYYY-MM')
    where s.id = any(${callers}::uuid[])`.execute(ctx.tx)
  const open = ({ id, ...card }: Standing) => may(ctx.me, 'scorecard.read', { staff_id: id, ...card })
  return new Set(rows.filter((row) => !open(row)).map(({ id }) => id))
}

/**
 * The groups of callers whose number of all together is told: what is kept back of one must not be had from the others,
 * whom nobody called counted apart, since he is among none who were reached. The reader knows his own.
 */
export const familiesOfCallers = (ctx: Ctx, keys: readonly string[], unseen: ReadonlySet<string>) => {
  const others = keys.filter((key) => key !== ctx.me.id)
  return unseen.size === 0 ? [{ members: others }] : [{ members: others.filter(isPerson) }, { members: others }]
}
