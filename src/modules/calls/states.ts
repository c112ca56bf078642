// What each person with a telephone is doing: set by himself (ready, break) and by his calls (calling, wrap-up).
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { settingsOf } from '#modules/directory/settings.ts'
import { standardValue } from '#src/standards.ts'
import { agents } from './contract.ts'

export type AgentState = 'ready' | 'calling' | 'wrap-up' | 'break' | 'off'
type Wish = 'ready' | 'break' | 'off'

type Row = {
  staff_id: string
  state: AgentState
  reason: string
  since: Date
  call_id: string | null
  until: Date | null
  then_state: Wish | null
  then_reason: string
}

const rowOf = async (ctx: Ctx, staffId: string): Promise<Row> => {
  await sql`
    insert into agent_states (staff_id, state, since, seen_at, updated_at)
    values (${staffId}, 'off', ${ctx.now}, ${ctx.now}, ${ctx.now}) on conflict do nothing`.execute(ctx.tx)
  const { rows } = await sql<Row>`select * from agent_states where staff_id = ${staffId} for update`.execute(ctx.tx)
  return rows[0]!
}

type Next = {
  readonly state: AgentState
  readonly reason?: string
  readonly callId?: string | null
  readonly until?: Date | null
  readonly wish?: { readonly state: Wish; readonly reason: string } | null
}

/** Writes the new state, and the spell that is over with it. */
const become = async (ctx: Ctx, row: Row, next: Next): Promise<void> => {
  const reason = next.reason ?? ''
  const same = row.state === next.state && row.reason === reason && row.call_id === (next.callId ?? null)
  if (!same)
    await ctx.tx
      .insertInto('agent_spells')
      .values({
        id: newId(ctx.now),
        staff_id: row.staff_id,
        state: row.state,
        reason: row.reason,
        since: row.since,
        until: ctx.now,
        call_id: row.call_id,
      })
      .execute()
  await ctx.tx
    .updateTable('agent_states')
    .set({
      state: next.state,
      reason,
      since: same ? row.since : ctx.now,
      call_id: next.callId ?? null,
      until: next.until ?? null,
      then_state: next.wish?.state ?? null,
      then_reason: next.wish?.reason ?? '',
      seen_at: ctx.now,
      updated_at: ctx.now,
    })
    .where('staff_id', '=', row.staff_id)
    .execute()
  if (!same) await record(ctx, `agent.${toldAs[next.state]}`, { subject: row.staff_id, data: reason ? { reason } : {} })
}

/** The names of these in the ledger. */
const toldAs = { ready: 'ready', calling: 'call', 'wrap-up': 'wrapUp', break: 'rest', off: 'leave' } as const

const busy = (row: Row) => row.state === 'calling' || row.state === 'wrap-up'
const wishOf = (row: Row) => (row.then_state ? { state: row.then_state, reason: row.then_reason } : null)

/** A call of his has begun: he is not offered another. What he was before comes back afterwards. */
export const busyWith = async (ctx: Ctx, staffId: string, callId: string): Promise<void> => {
  const row = await rowOf(ctx, staffId)
  const before = row.state === 'ready' || row.state === 'break' ? { state: row.state, reason: row.reason } : null
  await become(ctx, row, { state: 'calling', callId, wish: busy(row) ? wishOf(row) : before })
}

/** His call is over: wrap-up while it waits to be filed, until the standard's time is over; otherwise free. */
export const idleAfter = async (ctx: Ctx, staffId: string, callId: string, filed: boolean): Promise<void> => {
  const row = await rowOf(ctx, staffId)
  if (row.state !== 'calling' || row.call_id !== callId) return
  if (filed) return free(ctx, row)
  const { standards } = await settingsOf(ctx, 'standards')
  const minutes = standardValue('wrapUpWithin', standards)
  await become(ctx, row, {
    state: 'wrap-up',
    callId,
    until: new Date(ctx.now.getTime() + minutes * 60_000),
    wish: wishOf(row),
  })
}

const free = async (ctx: Ctx, row: Row): Promise<void> => {
  const wish = wishOf(row)
  await become(ctx, row, wish ? { state: wish.state, reason: wish.reason } : { state: 'off' })
}

/** The call is filed: wrap-up ends. */
export const freeAfter = async (ctx: Ctx, staffId: string, callId: string): Promise<void> => {
  const row = await rowOf(ctx, staffId)
  if (row.state === 'wrap-up' && row.call_id === callId) await free(ctx, row)
}

/** He is not offered calls any more until he says that he is there: now, or once he is free. */
export const setAside = async (ctx: Ctx, staffId: string, reason: string): Promise<void> => {
  const row = await rowOf(ctx, staffId)
  const wish = { state: 'break', reason } as const
  if (busy(row))
    await become(ctx, row, { state: row.state, reason: row.reason, callId: row.call_id, until: row.until, wish })
  else if (row.state === 'ready') await become(ctx, row, wish)
}

/** His telephone is there. */
export const seen = async (ctx: Ctx, staffIds: readonly string[]): Promise<void> => {
  await sql`update agent_states set seen_at = ${ctx.now} where staff_id = any(${staffIds}::uuid[])`.execute(ctx.tx)
}

/** His telephone is gone: he cannot be offered a call. */
export const gone = async (ctx: Ctx, staffId: string): Promise<void> => {
  const row = await rowOf(ctx, staffId)
  if (row.state !== 'off') await become(ctx, row, { state: 'off' })
}

/** Ends the wrap-ups whose time is over, and finds telephones that have silently gone. */
export const tidyStates = async (ctx: Ctx): Promise<void> => {
  const silence = new Date(ctx.now.getTime() - 3 * 60_000)
  const { rows } = await sql<Row & { seen_at: Date }>`
    select * from agent_states where (state = 'wrap-up' and until <= ${ctx.now})
      or (state in ('ready', 'calling') and seen_at < ${silence}) for update skip locked`.execute(ctx.tx)
  for (const row of rows) await (row.state === 'wrap-up' ? free(ctx, row) : become(ctx, row, { state: 'off' }))
}

const lines = (ctx: Ctx, staffId?: string) =>
  ctx.tx
    .selectFrom('agent_states as a')
    .innerJoin('staff', 'staff.id', 'a.staff_id')
    .leftJoin('lines as e', (join) => join.onRef('e.staff_id', '=', 'a.staff_id').on('e.active', '=', true))
    .where('staff.status', '=', 'active')
    .where(within(ctx.me, 'agent.read', 'a'))
    .$if(staffId !== undefined, (query) => query.where('a.staff_id', '=', staffId!))
    .orderBy('e.number')
    .select([
      'a.staff_id as staffId',
      'staff.name',
      'e.number as extension',
      'a.state',
      'a.reason',
      'a.since',
      'a.until',
      'a.then_state as next',
      'a.call_id as callId',
    ])
    .$narrowType<{ state: AgentState; next: Wish | null }>()

/** One's own line on the board, or null for who has never had a telephone. */
export const myState = async (ctx: Ctx) => (await lines(ctx, ctx.me.id).execute())[0] ?? null

const list = handle(agents.list, async (ctx) => ({ rows: await lines(ctx).execute() }))

const noTelephone = w('您还没有分机。', 'You have no extension.')

const choose = async (ctx: Ctx, wish: { state: 'ready' | 'break'; reason: string }) => {
  const { rows } = await sql`
    select from lines where staff_id = ${ctx.me.id} and active`.execute(ctx.tx)
  if (rows.length === 0) throw conflict(noTelephone)
  const row = await rowOf(ctx, ctx.me.id)
  // Ready in the middle of wrap-up means that it is over; the call stays among those to be filed.
  if (row.state === 'calling' || (row.state === 'wrap-up' && wish.state === 'break'))
    await become(ctx, row, { state: row.state, callId: row.call_id, until: row.until, reason: row.reason, wish })
  else await become(ctx, row, wish)
  return (await myState(ctx))!
}

const ready = handle(agents.ready, (ctx) => choose(ctx, { state: 'ready', reason: '' }))
const rest = handle(agents.rest, (ctx, { reason }) => choose(ctx, { state: 'break', reason }))

export const agentHandlers = [list, ready, rest]
