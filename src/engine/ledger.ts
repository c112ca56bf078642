// The ledger: what was done, by whom, to what — written in the command's own transaction, never changed afterwards.
import { sql } from 'kysely'
import type { Ctx } from './ctx.ts'

export type LedgerEvent = {
  readonly id: number
  readonly at: Date
  readonly verb: string
  readonly noun: string
  readonly subject: string | null
  readonly actorId: string | null
  readonly from: string | null
  readonly to: string | null
  readonly data: Record<string, unknown>
  readonly restricted: boolean
  /** What a reaction in the same transaction may use and answer into; the ledger does not keep it. */
  readonly aside?: unknown
}

export type Entry = {
  /** The noun's row; null for what concerns none (a sign-in, a report). */
  readonly subject: string | null
  readonly from?: string | null
  readonly to?: string | null
  readonly data?: Record<string, unknown>
  readonly restricted?: boolean
  readonly aside?: unknown
}

/**
 * Writes the event of a verb, runs what must hold with it, and puts what follows from it into the queue:
 * all in the command's transaction, so that none of it can be lost or happen alone.
 */
export const record = async (ctx: Ctx, verb: string, entry: Entry): Promise<LedgerEvent> => {
  const noun = verb.slice(0, verb.indexOf('.'))
  const { subject, from = null, to = null, data = {}, restricted = false, aside } = entry
  // The system acts in reactions and schedules; it is nobody on the staff.
  const actorId = ctx.me.id === systemId ? null : ctx.me.id
  const { rows } = await sql<{ id: number }>`
    insert into events (at, verb, noun, subject, actor_id, from_state, to_state, data, restricted, request)
    values (${ctx.now}, ${verb}, ${noun}, ${subject}, ${actorId}, ${from}, ${to}, ${JSON.stringify(data)}, ${restricted}, ${ctx.request})
    returning id`.execute(ctx.tx)
  const event = { id: rows[0]!.id, at: ctx.now, verb, noun, subject, actorId, from, to, data, restricted }
  ctx.recorded.push(event)
  for (const reaction of ctx.house.atOnce.get(verb) ?? []) await reaction.run(ctx, { ...event, aside })
  const later = ctx.house.later.get(verb) ?? []
  if (later.length > 0)
    await ctx.house.enqueue(
      ctx.tx as never,
      later.map((reaction) => ({ event, reaction: reaction.name })),
    )
  return event
}

const hint = { id: 0, subject: null, from: null, to: null, data: {} } as const

/**
 * Writes many events of one verb as `record` writes each: for what comes by the thousand, where a statement for every
 * row is what takes the time. Their order is that of the entries.
 */
export const recordAll = async (ctx: Ctx, verb: string, entries: readonly Entry[]): Promise<void> => {
  if ((ctx.house.atOnce.get(verb) ?? []).length > 0 || (ctx.house.later.get(verb) ?? []).length > 0) {
    for (const entry of entries) await record(ctx, verb, entry)
    return
  }
  const noun = verb.slice(0, verb.indexOf('.'))
  const actorId = ctx.me.id === systemId ? null : ctx.me.id
  if (entries.length === 0) return
  await sql`
    insert into events (at, verb, noun, subject, actor_id, from_state, to_state, data, restricted, request)
    select ${ctx.now}::timestamptz, ${verb}, ${noun}, e.subject, ${actorId}::uuid, null, e.state, e.data, e.restricted, ${ctx.request}
    from unnest(${entries.map(({ subject }) => subject)}::uuid[], ${entries.map(({ to }) => to ?? null)}::text[],
      ${entries.map(({ data = {} }) => JSON.stringify(data))}::jsonb[], ${entries.map(({ restricted = false }) => restricted)}::boolean[])
      with ordinality as e (subject, state, data, restricted, place) order by e.place`.execute(ctx.tx)
  // For the hint that refreshes screens one of each sort is enough.
  for (const sort of new Set(entries.map(({ restricted = false }) => restricted)))
    ctx.recorded.push({ ...hint, at: ctx.now, verb, noun, actorId, restricted: sort })
}

/** Who acts when nobody does: reactions and schedules. */
export const systemId = '00000000-0000-7000-8000-000000000000'

/** What happened to one row, oldest first; `since` (when the row began) spares the months before it. */
export const historyOf = (ctx: Ctx, noun: string, subject: string, since = new Date(0)) =>
  ctx.tx
    .selectFrom('events')
    .leftJoin('staff', 'staff.id', 'events.actor_id')
    .where('events.noun', '=', noun)
    .where('events.subject', '=', subject)
    .where('events.at', '>=', since)
    .orderBy('events.id')
    .limit(500)
    .select([
      'events.id',
      'events.at',
      'events.verb',
      'events.from_state as from',
      'events.to_state as to',
      'events.data',
      'staff.name as actor',
    ])
    .execute()

/** Makes the months' partitions ahead of their time; rows that came before their month stay where they are. */
export const makeMonths = async (ctx: Ctx): Promise<void> => {
  for (let ahead = 0; ahead <= 2; ahead++) {
    const from = new Date(Date.UTC(ctx.now.getUTCFullYear(), ctx.now.getUTCMonth() + ahead, 1))
    const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))
    const name = `events_${from.toISOString().slice(0, 7).replace('-', '_')}`
    const { rows } = await sql<{ there: boolean; early: boolean }>`
      select to_regclass(${name}) is not null as there,
             exists (select from events_elsewhere where at >= ${from} and at < ${until}) as early`.execute(ctx.tx)
    if (rows[0]!.there || rows[0]!.early) continue
    await sql`create table if not exists ${sql.ref(name)} partition of events
      for values from (${sql.lit(from.toISOString())}) to (${sql.lit(until.toISOString())})`.execute(ctx.tx)
  }
}
