// The facts of a hand-over card: what is open, promised, dangerous or due when a shift ends.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayOf, endOfDay } from '#kernel/time.ts'
import { settled } from '#modules/cases/lifecycle.ts'

type FactKind = 'ring' | 'flag' | 'urgent' | 'promise' | 'overdue' | 'due'

/** One fact, with the rows that it is about; what it says is told only to who may see its case or task. */
export type Fact = {
  readonly kind: FactKind
  readonly case_id: string | null
  readonly task_id: string | null
  readonly promise_id: string | null
  readonly ring_id: string | null
  readonly facts: { readonly number: string | null; readonly words: string; readonly by: Date | null }
}

/** More of one kind is no card but a list, which has its own screen. */
const most = 60

type Found = {
  kind: FactKind
  case_id: string | null
  task_id: string | null
  promise_id: string | null
  ring_id: string | null
  number: string | null
  words: string
  by: Date | null
}

/**
 * What the next shift has to know, of one campus or of all, as it is at this moment: alarms that nobody answered, red
 * flags, matters of danger and urgency, open promises, and what is late or falls due before the next shift is over. A
 * case stands once among the last four, where it weighs most; its promises stand for themselves.
 */
export const factsFor = async (ctx: Ctx, campusId: string | null, nextUntil: Date): Promise<Fact[]> => {
  // A deadline is the end of its day: the shift that is on during the day must know of it.
  const horizon = nextUntil > endOfDay(dayOf(ctx.now)) ? nextUntil : endOfDay(dayOf(ctx.now))
  const here = (table: string) => sql<boolean>`(${campusId}::uuid is null or ${sql.ref(`${table}.campus_id`)} is null
    or ${sql.ref(`${table}.campus_id`)} = ${campusId}::uuid)`
  const { rows } = await sql<Found>`
    with ring as (
      select 1 as place, 'ring' as kind, r.case_id, r.task_id, null::uuid as promise_id, r.id as ring_id, c.number,
        coalesce(left(c.text, 60), '红旗紧急联系') as words, r.started_at as by
      from rings r left join cases c on c.id = r.case_id left join tasks t on t.id = r.task_id
      where r.status = 'ringing' and (c.id is null or ${here('c')}) and (t.id is null or ${here('t')})
    ), flag as (
      select 2, 'flag', null::uuid, t.id, null::uuid, null::uuid, null,
        coalesce((select string_agg(w->>'zh', '；') from jsonb_array_elements(
          coalesce(t.red_flag_words, (select p.red_flag_words from tasks p where p.id = t.parent_id))) w), '红旗'), t.due_at
      from tasks t where (t.status = 'flagged' or t.kind = 'urgent' and t.status = 'open') and ${here('t')}
    ), urgent as (
      select 3, 'urgent', c.id, null::uuid, null::uuid, null::uuid, c.number,
        'U' || c.urgency || '：' || left(c.text, 60), c.received_at
      from cases c where c.urgency <= 1 and c.status <> all(${settled}) and ${here('c')}
    ), promise as (
      select 4, 'promise', p.case_id, null::uuid, p.id, null::uuid, c.number,
        '答应' || p.to_whom || '：' || p.what, p.by_at
      from promises p join cases c on c.id = p.case_id where p.status = 'open' and ${here('c')}
    ), clock as (
      select 5, case when c.due_at < ${ctx.now} then 'overdue' else 'due' end, c.id, null::uuid, null::uuid, null::uuid,
        c.number, left(c.text, 60), c.due_at
      from cases c where c.status <> all(${settled}) and c.due_at <= ${horizon} and c.urgency > 1
        and c.paused_at is null and ${here('c')}
    ), every_fact (place, kind, case_id, task_id, promise_id, ring_id, number, words, by) as (
      select * from ring union all select * from flag union all select * from urgent
      union all select * from promise union all select * from clock
    ), numbered as (
      select *, row_number() over (partition by kind order by by, coalesce(case_id, task_id), promise_id) as n
      from every_fact
    )
    select kind, case_id, task_id, promise_id, ring_id, number, words, by from numbered where n <= ${most}
    order by place, kind desc, n`.execute(ctx.tx)
  return rows.map(({ kind, case_id, task_id, promise_id, ring_id, number, words, by }) => ({
    ...{ kind, case_id, task_id, promise_id, ring_id },
    facts: { number, words, by },
  }))
}
