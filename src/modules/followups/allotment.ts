// Who calls whom today: fairly, by campus, load and roster, and if possible the one who called before (“最多问一次”).
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { dayOf, endOfDay } from '#kernel/time.ts'
import { followups } from './contract.ts'
import { isUnfinished } from './tasks.ts'

export type Caller = { readonly id: string; readonly campusId: string | null; load: number }
export type Waiting = {
  readonly id: string
  readonly campusId: string | null
  readonly before: string | null
  /** Who must find nothing of it: a recall about oneself is somebody else's. */
  readonly barred: readonly string[]
}

/**
 * Gives each task to a caller: to the one who called this patient before, else to the least loaded of the patient's
 * campus (a caller without a campus serves all), else to the least loaded; never to one who must find nothing of it.
 * Counts the load of `callers` up.
 */
export const share = (
  tasks: readonly Waiting[],
  callers: readonly Caller[],
): { taskId: string; callerId: string }[] => {
  if (callers.length === 0) return []
  const least = (among: readonly Caller[]) => among.reduce((a, b) => (b.load < a.load ? b : a))
  return tasks.flatMap(({ id, campusId, before, barred }) => {
    const able = barred.length === 0 ? callers : callers.filter((caller) => !barred.includes(caller.id))
    if (able.length === 0) return []
    const near = able.filter((caller) => caller.campusId === null || caller.campusId === campusId)
    const caller = able.find((one) => one.id === before) ?? least(near.length > 0 ? near : able)
    caller.load++
    return [{ taskId: id, callerId: caller.id }]
  })
}

/** The callers on a calling shift today with their open tasks of today; a day without one counts everyone as present. */
const callersOf = async (ctx: Ctx, until: Date): Promise<Caller[]> => {
  const { rows } = await sql<Caller>`
    with today as (
      select d.staff_id from duties d join shifts h on h.id = d.shift_id and h.takes_calls where d.day = ${dayOf(ctx.now)}
    )
    select s.id, s.campus_id as "campusId",
      (select count(*) from tasks t where t.assignee_id = s.id and ${isUnfinished()} and t.next_at <= ${until}) as load
    from staff s where s.role = 'agent' and s.status = 'active'
      and (not exists (select from today) or s.id in (select staff_id from today))
    order by s.id`.execute(ctx.tx)
  return rows
}

/** Allots what is due today and nobody has; at most five thousand at a time. Answers how many. */
export const allotToday = async (ctx: Ctx): Promise<number> => {
  const until = endOfDay(dayOf(ctx.now))
  const { rows: waiting } = await sql<Waiting>`
    select t.id, t.campus_id as "campusId", t.barred_staff as barred,
      (select b.caller_id from tasks b where b.encounter_id = t.encounter_id and b.caller_id is not null and b.kind <> 'audit' order by b.updated_at desc limit 1) as before
    from tasks t
    where ${isUnfinished()} and t.assignee_id is null and t.caller = 'centre' and not t.automatic and not t.restricted and t.next_at <= ${until}
    order by t.order_at, t.id limit 5000 for update of t skip locked`.execute(ctx.tx)
  if (waiting.length === 0) return 0
  const shares = share(waiting, await callersOf(ctx, until))
  if (shares.length === 0) return 0
  await sql`
    update tasks set assignee_id = s.caller, updated_at = ${ctx.now}
    from unnest(${shares.map((s) => s.taskId)}::uuid[], ${shares.map((s) => s.callerId)}::uuid[]) as s (task, caller)
    where tasks.id = s.task`.execute(ctx.tx)
  await record(ctx, 'task.allot', { subject: null, data: { allotted: shares.length } })
  return shares.length
}

export const allot = handle(followups.allot, async (ctx) => ({ allotted: await allotToday(ctx) }))
