// When a matter was due and when its person was told: the one SQL definition by which every figure judges it.
import { type RawBuilder, sql } from 'kysely'
import { dayIn } from '#engine/day.ts'
import type { Day } from '#kernel/time.ts'

/**
 * Joined to rows `c` of cases: `e` the entry of an old register, `f` what the rounds say together, `t.on_day` the day of
 * being told, and `m` the days by which it is judged as of a day. `m.told_on` is when the person was first told what became
 * of it, `m.due_on` the last day of the first round's deadline (five working days after the day of receipt, ten where several
 * departments are concerned, with granted time and stopped clocks). Of what was taken over these are the register's own
 * day and the law's own deadline.
 */
export const dueAndTold = (asOf: Day): RawBuilder<unknown> => sql`
    left join register_entries e on e.case_id = c.id
    left join lateral (
      select min(r.due_at) filter (where r.number = 1) as due_at, min(r.told_at) as told_at,
        min(r.answered_at) filter (where r.number = 1) as answered_at,
        (array_agg(r.outcome order by r.number desc) filter (where r.outcome is not null))[1] as outcome
      from rounds r where r.case_id = c.id
    ) f on true
    cross join lateral (select coalesce(e.answered_on, ${dayIn(sql`f.told_at`)}) as on_day) t
    cross join lateral (
      select ${dayIn(sql`c.received_at`)} as received_on, ${dayIn(sql`f.due_at`)} as due_on,
        case when t.on_day <= ${asOf}::date then t.on_day end as told_on
    ) m`

/** What follows: `in-time`, `late`, or still open `open-in-time`, `open-late`. */
export const judgedOf = (asOf: Day): RawBuilder<string> => sql<string>`
  case when m.told_on is not null then case when m.told_on <= m.due_on then 'in-time' else 'late' end
    when ${asOf}::date <= m.due_on then 'open-in-time' else 'open-late' end`
