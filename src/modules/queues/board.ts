// The queue as it is now and as the day went: who waits, who is free, and rates that say of how many they are.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { mayEver, within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { maskPhone } from '#kernel/mask.ts'
import { at, dayOf } from '#kernel/time.ts'
import { standardOf } from '#modules/directory/settings.ts'
import { queues } from './contract.ts'

type Board = ReplyOf<typeof queues.board>

/** Whoever hangs up so soon could not have been answered by anybody: he is in neither rate. */
const earlySeconds = 5

const waiting = async (ctx: Ctx): Promise<Board['waiting']> => {
  const { rows } = await sql<Omit<Board['waiting'][number], 'masked'> & { number: string | null }>`
    select queue_calls.id, q.name as queue, queue_calls.number, queue_calls.status, queue_calls.arrived_at as since,
      s.name as "offeredTo"
    from queue_calls join queues q on q.id = queue_calls.queue_id left join staff s on s.id = queue_calls.offered_to_id
    where queue_calls.status in ('waiting', 'offered') and ${ctx.me.id} <> all(queue_calls.barred_staff)
    order by queue_calls.arrived_at limit 100`.execute(ctx.tx)
  // Who sets up lines and who only looks at the day learn of no caller, not even by the ends of his number.
  const mayKnow = mayEver(ctx.me, 'missed.read')
  return rows.map(({ number, ...row }) => ({ ...row, masked: number && mayKnow ? maskPhone(number) : null }))
}

type Counted = Omit<Board['today'], 'level' | 'abandonment'>

/** Of whom arrived since `from`. After hours counts in no rate; the share of the answered is of all who stayed. */
const figures = async (ctx: Ctx, from: Date, seconds: number): Promise<Board['today']> => {
  const { rows } = await sql<Counted>`
    with c as (
      select *, extract(epoch from coalesce(answered_at, ended_at) - arrived_at) as waited from queue_calls
      where arrived_at >= ${from}
    )
    select count(*) filter (where status <> 'closed') as arrived,
      count(*) filter (where status = 'answered') as answered,
      count(*) filter (where status = 'answered' and waited <= ${seconds}) as "inTime",
      count(*) filter (where status = 'overflowed') as overflowed,
      count(*) filter (where status = 'called-back') as "calledBack",
      count(*) filter (where status = 'abandoned') as abandoned,
      count(*) filter (where status = 'abandoned' and not lost and waited <= ${earlySeconds}) as early,
      count(*) filter (where status = 'closed') as closed,
      count(*) filter (where status = 'abandoned' and lost) as lost,
      round(percentile_cont(0.5) within group (order by waited) filter (where status in ('answered', 'overflowed')))::int
        as "waitedMedian",
      round(max(waited) filter (where status in ('answered', 'overflowed')))::int as "waitedLongest"
    from c`.execute(ctx.tx)
  const it = rows[0]!
  // Who still waits is neither answered nor lost yet.
  const settled = it.answered + it.overflowed + it.calledBack + it.abandoned - it.early
  return {
    ...it,
    level: settled > 0 ? it.inTime / settled : null,
    abandonment: settled > 0 ? (it.abandoned - it.early) / settled : null,
  }
}

/** The queue of now and of today, within what the reader may know. */
export const queueBoard = async (ctx: Ctx): Promise<Board> => {
  const levelSeconds = await standardOf(ctx, 'answeredWithin')
  const { rows: states } = await sql<{ state: string; n: number }>`
    select state, count(*) as n from agent_states group by state`.execute(ctx.tx)
  const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0
  const { rows } = await sql<{ owed: number; late: number }>`
    select count(*) as owed, count(*) filter (where due_at < ${ctx.now}) as late from missed
    where status in ('open', 'calling') and ${within(ctx.me, 'missed.read', 'missed')}`.execute(ctx.tx)
  return {
    waiting: await waiting(ctx),
    ready: of('ready'),
    calling: of('calling'),
    wrapUp: of('wrap-up'),
    resting: of('break'),
    ...rows[0]!,
    levelSeconds,
    today: await figures(ctx, at(dayOf(ctx.now), '00:00'), levelSeconds),
  }
}

const board = handle(queues.board, queueBoard)

export const boardHandlers = [board]
