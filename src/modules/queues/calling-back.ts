// Calling back who was missed: dialled by the server, tried as often as the standard asks, and closed with its outcome.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import { maskName, maskPhone } from '#kernel/mask.ts'
import { conflict, invalid, notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { sameLine, tailOf } from '#modules/calls/caller-number.ts'
import { wrapCall } from '#modules/calls/filing.ts'
import { dispositionOf, type Outcome } from '#modules/calls/outcomes.ts'
import { placeCall } from '#modules/calls/placing.ts'
import { notify } from '#modules/directory/notices.ts'
import { staffOf } from '#modules/directory/people.ts'
import { onDutyAt } from '#modules/directory/roster.ts'
import type { KeptPhone } from '#modules/patients/queries.ts'
import { missed } from './contract.ts'
import { missedLifecycle } from './lifecycle.ts'
import type { Missed } from './missing.ts'

type Line = ReplyOf<typeof missed.get>
type Row = Missed & { queue: string | null; staff: string | null; closedBy: string | null }

/** Between two tries to call somebody back; he waits for us. */
const apart = 20 * 60_000

const views: Readonly<Record<string, (now: Date) => RawBuilder<boolean>>> = {
  owed: () => sql<boolean>`missed.status in ('open', 'calling')`,
  late: (now) => sql<boolean>`missed.status in ('open', 'calling') and missed.due_at < ${now}`,
  closed: () => sql<boolean>`missed.status not in ('open', 'calling')`,
  all: () => sql<boolean>`true`,
}

/** Who has these numbers, masked: so that one sees whom one calls. */
const peopleOf = async (ctx: Ctx, rows: readonly Missed[]): Promise<ReadonlyMap<string, string[]>> => {
  const tails = [...new Set(rows.map(({ number }) => tailOf(number)))]
  if (tails.length === 0) return new Map()
  const { rows: found } = await sql<{ name: string; phones: KeptPhone[] }>`
    select name, phones from patients where phone_tails(phones) && ${tails}::text[]
      and ${within(ctx.me, 'patient.read', 'patients')} order by updated_at desc limit 500`.execute(ctx.tx)
  const named = (number: string) =>
    found.filter(({ phones }) => phones.some((one) => sameLine(one.number, number))).map(({ name }) => maskName(name))
  return new Map(rows.map(({ id, number }) => [id, named(number).slice(0, 4)]))
}

const linesOf = async (ctx: Ctx, rows: readonly Row[]): Promise<Line[]> => {
  const people = await peopleOf(ctx, rows)
  return rows.map((row) => ({
    id: row.id,
    status: row.status as Line['status'],
    masked: maskPhone(row.number),
    queue: row.queue,
    people: people.get(row.id) ?? [],
    firstAt: row.first_at,
    lastAt: row.last_at,
    calls: row.calls,
    promised: row.promised,
    dueAt: row.due_at,
    nextAt: row.next_at,
    overdue: row.closed_at === null && row.due_at < ctx.now,
    tries: row.tries,
    needed: row.needed,
    staff: row.staff,
    callId: row.call_id,
    outcome: row.outcome,
    closedAt: row.closed_at,
    closedBy: row.closedBy,
    can: can(ctx.me, missedLifecycle, row),
  }))
}

const rowsWhere = async (ctx: Ctx, condition: RawBuilder<boolean>, limit: number): Promise<Row[]> => {
  const { rows } = await sql<Row>`
    select missed.*, q.name as queue, s.name as staff, c.name as "closedBy"
    from missed left join queues q on q.id = missed.queue_id left join staff s on s.id = missed.staff_id
    left join staff c on c.id = missed.closed_by_id
    where ${within(ctx.me, 'missed.read', 'missed')} and ${condition} limit ${limit}`.execute(ctx.tx)
  return rows
}

/** What is owed: who was promised to be called first, then by the deadline. What is over: the newest first. */
const list = handle(missed.list, async (ctx, { view, after, limit }) => {
  if (view === 'owed' || view === 'late') {
    const rows = await rowsWhere(
      ctx,
      sql<boolean>`${views[view]!(ctx.now)} order by missed.promised desc, missed.due_at, missed.id`,
      200,
    )
    return { rows: await linesOf(ctx, rows), next: null }
  }
  const last = afterId(after)
  const beyond = last === null ? sql<boolean>`true` : sql<boolean>`missed.id < ${last}::uuid`
  const found = await rowsWhere(
    ctx,
    sql<boolean>`${views[view]!(ctx.now)} and ${beyond} order by missed.id desc`,
    limit + 1,
  )
  const { page, next } = paged(found, limit, ({ id }) => ({ id }))
  return { rows: await linesOf(ctx, page), next }
})

const counts = handle(missed.counts, async (ctx) => {
  const { rows } = await sql<{ owed: number; late: number }>`
    select count(*) as owed, count(*) filter (where due_at < ${ctx.now}) as late from missed
    where status in ('open', 'calling') and ${within(ctx.me, 'missed.read', 'missed')}`.execute(ctx.tx)
  return rows[0]!
})

const one = async (ctx: Ctx, id: string): Promise<Line> => {
  const [row] = await rowsWhere(ctx, sql<boolean>`missed.id = ${id}`, 1)
  if (!row) throw notFound()
  return (await linesOf(ctx, [row]))[0]!
}

const get = handle(missed.get, (ctx, { id }) => one(ctx, id))

/** The only patient who has this number, if it is one. */
const onlyPatient = async (ctx: Ctx, number: string): Promise<string | null> => {
  const { rows } = await sql<{ id: string; phones: KeptPhone[] }>`
    select id, phones from patients where phone_tails(phones) && array[${tailOf(number)}] limit 50`.execute(ctx.tx)
  const these = rows.filter(({ phones }) => phones.some((it) => sameLine(it.number, number)))
  return these.length === 1 ? these[0]!.id : null
}

/**
 * Gives the right to dial the number once. Somebody else who is calling it at this moment is not disturbed. He called us:
 * a wish not to be called does not keep us from answering that, and no patient is named before it is known who speaks.
 */
const dial = handle(missed.dial, async (ctx, { id }) => {
  const row = await locked<Missed>(ctx, missedLifecycle as never, id)
  mustBeAble(ctx, missedLifecycle, 'dial', row)
  if (row.status === 'calling' && row.staff_id !== ctx.me.id) {
    const { rows } = await sql`select from calls where id = ${row.call_id} and status <> 'ended'`.execute(ctx.tx)
    if (rows.length > 0) throw conflict(w('同事正在回拨这个号码。', 'A colleague is calling this number now.'))
  }
  const placed = await placeCall(ctx, { number: row.number, owner: 'caller', about: { noun: 'missed', id } })
  await advanceLocked(
    ctx,
    missedLifecycle,
    'dial',
    row,
    { staff_id: ctx.me.id, call_id: placed.callId },
    { callId: placed.callId },
  )
  return placed
})

type Failed = { disposition: string; words: string }

const failed = (ctx: Ctx, row: Missed, { disposition, words }: Failed) => {
  const tries = row.tries + 1
  // Whose number is none is not tried again.
  const needed = disposition === 'wrong-number' || disposition === 'refused' ? tries : row.needed
  const changes = { tries, needed, next_at: new Date(ctx.now.getTime() + apart), outcome: words }
  return advanceLocked(ctx, missedLifecycle, 'fail', row, changes, { disposition, words, tries })
}

const fail = handle(missed.fail, async (ctx, { id, ...said }) => {
  const row = await locked<Missed>(ctx, missedLifecycle as never, id)
  await failed(ctx, row, said)
  return one(ctx, id)
})

/** Somebody was spoken to: what he wanted is written down, and the call is filed with it. */
const reach = handle(missed.reach, async (ctx, { id, words, patientId }) => {
  const row = await locked<Missed>(ctx, missedLifecycle as never, id)
  if (patientId) {
    const { rows } =
      await sql`select from patients where id = ${patientId} and ${within(ctx.me, 'patient.read', 'patients')}`.execute(
        ctx.tx,
      )
    if (rows.length === 0)
      throw invalid('没有这位患者。', 'No such patient.', [{ field: 'patientId', reason: '没有这位患者' }])
  }
  const closed = { closed_at: ctx.now, closed_by_id: ctx.me.id, staff_id: ctx.me.id, outcome: words }
  const patient = patientId ?? (await onlyPatient(ctx, row.number))
  await advanceLocked(
    ctx,
    missedLifecycle,
    'reach',
    row,
    { ...closed, patient_id: patient },
    { words, patientId: patient },
  )
  if (row.call_id && row.staff_id === ctx.me.id) await wrapCall(ctx, row.call_id, 'reached', words)
  return one(ctx, id)
})

/** The call back was filed elsewhere, as a matter that was registered: that is its outcome. */
export const reachedBy = async (ctx: Ctx, callId: string): Promise<void> => {
  const { rows } = await sql<Missed>`
    select * from missed where call_id = ${callId} and status in ('open', 'calling') for update`.execute(ctx.tx)
  if (!rows[0]) return
  const closed = { closed_at: ctx.now, closed_by_id: ctx.me.id, staff_id: ctx.me.id, outcome: '已登记诉求' }
  await advanceLocked(ctx, missedLifecycle, 'reach', rows[0], closed, { callId })
}

const giveUp = handle(missed.giveUp, async (ctx, { id, words }) => {
  const row = await locked<Missed>(ctx, missedLifecycle as never, id)
  const closed = {
    closed_at: ctx.now,
    closed_by_id: ctx.me.id,
    staff_id: row.staff_id ?? ctx.me.id,
    outcome: words || row.outcome,
  }
  await advanceLocked(ctx, missedLifecycle, 'giveUp', row, closed, { words, tries: row.tries })
  return one(ctx, id)
})

/** A call back that nobody answered is a try, as the server witnessed it; the agent need not say so. */
export const countTry = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> => {
  const { rows } = await sql<Missed & { outcome_of_call: string | null; rang: number | null }>`
    select m.*, c.outcome as outcome_of_call, round(extract(epoch from c.ended_at - c.ringing_at)) as rang
    from calls c join missed m on m.call_id = c.id and m.status = 'calling'
    where c.id = ${subject} and c.answered_at is null for update of m`.execute(ctx.tx)
  const row = rows[0]
  if (!row) return
  const { outcome_of_call: outcome, rang, ...missedRow } = row
  const disposition = dispositionOf((outcome ?? 'failed') as Outcome, rang ?? 0)
  // Our own line failed, or we gave up at once: that was no try.
  if (disposition === null)
    await advanceLocked(ctx, missedLifecycle, 'fail', missedRow, {}, { outcome, counted: false })
  else
    await failed(ctx, missedRow, {
      disposition: disposition === 'out-of-service' ? 'wrong-number' : disposition,
      words: '',
    })
}

/** Whoever is on shift hears of a missed call that is late, and half an hour later the leads; each once. */
export const tellLate = async (ctx: Ctx): Promise<void> => {
  const later = new Date(ctx.now.getTime() - 30 * 60_000)
  const { rows } = await sql<Missed>`
    select * from missed where status in ('open', 'calling') and (told = 0 and due_at < ${ctx.now} or told = 1 and due_at < ${later})
    order by due_at limit 100 for update skip locked`.execute(ctx.tx)
  if (rows.length === 0) return
  const there = (await onDutyAt(ctx, ctx.now))
    .filter(({ role }) => role === 'agent' || role === 'lead')
    .map(({ id }) => id)
  const leads = await staffOf(ctx, ['lead'])
  for (const row of rows) {
    const to = row.told === 0 && there.length > 0 ? there : leads
    await notify(ctx, {
      to,
      kind: 'missed-late',
      words: w(`漏接电话 ${maskPhone(row.number)} 超时未回拨`, `The missed call of ${maskPhone(row.number)} is late`),
      key: `missed ${row.id} ${row.told}`,
      atOnce: true,
    })
    await ctx.tx
      .updateTable('missed')
      .set({ told: row.told + 1 })
      .where('id', '=', row.id)
      .execute()
  }
}

export const missedHandlers = [list, counts, get, dial, fail, reach, giveUp]
