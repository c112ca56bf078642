// The old register of calls, laid onto imported discharges as back-dated records that say so.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { at } from '#kernel/time.ts'
import { categoryNamed } from '#modules/cases/taxonomy.ts'
import type { RegisterArrivals, RegisterRow } from '#modules/patients/arrivals.ts'
import { unfinished } from './lifecycle.ts'
import { cancelAll } from './tasks.ts'

type Before = {
  encounter_id: string
  status: string
  unreached_reason: string | null
  satisfaction: string | null
  opinion: string | null
  attempts: number
  first_tried_at: Date | null
  reached_at: Date | null
}

// The register knows the day of a call, not the hour.
const noon = '12:00'

const same = (before: Before, row: RegisterRow): boolean =>
  before.status === (row.result === 'reached' ? 'done' : 'unreached') &&
  (before.unreached_reason ?? null) === (row.reason ?? null) &&
  (before.satisfaction ?? null) === (row.satisfaction ?? null) &&
  (before.opinion ?? null) === (row.opinion ?? null) &&
  before.attempts === row.attempts &&
  (before.first_tried_at?.getTime() ?? null) === (row.firstContactOn ? at(row.firstContactOn, noon).getTime() : null)

/**
 * Takes over rows of the register: one closed task a stay, with as many contacts as calls were made. A row that says
 * what is there already changes nothing; a corrected one replaces what was taken over. Tasks that still waited for the
 * same stay are cancelled: the register has their answer. Counts into the arrivals.
 */
export const takeOver = async (ctx: Ctx, arrivals: RegisterArrivals): Promise<void> => {
  const { rows } = arrivals
  if (rows.length === 0) return
  const found = await sql<Before>`
    select encounter_id, status, unreached_reason, satisfaction, opinion, attempts, first_tried_at, reached_at
    from tasks where taken_over and encounter_id = any(${rows.map((row) => row.encounterId)}::uuid[])`.execute(ctx.tx)
  const before = new Map(found.rows.map((row) => [row.encounter_id, row]))
  const wanted = new Map<string, RegisterRow>()
  for (const row of rows) {
    const known = before.get(row.encounterId)
    const earlier = wanted.get(row.encounterId)
    const unchanged = earlier
      ? JSON.stringify({ ...earlier, row: 0 }) === JSON.stringify({ ...row, row: 0 })
      : known && same(known, row)
    if (unchanged) arrivals.unchanged++
    else {
      if (known || earlier) arrivals.updated++
      else arrivals.created++
      wanted.set(row.encounterId, row)
    }
  }
  const fresh = [...wanted.values()]
  if (fresh.length === 0) return
  const stays = fresh.map((row) => row.encounterId)
  await forget(ctx, stays)
  const waiting = await ctx.tx
    .selectFrom('tasks')
    .where('encounter_id', 'in', stays)
    .where('status', 'in', unfinished)
    .where('kind', 'in', ['wave', 'repeat'])
    .select('id')
    .execute()
  await cancelAll(
    ctx,
    waiting.map((task) => task.id),
    '登记本已有记录',
  )

  const tasks = fresh.map((row) => ({
    row,
    id: newId(ctx.now),
    day: row.firstContactOn ? at(row.firstContactOn, noon) : null,
  }))
  const column = <T>(of: (task: (typeof tasks)[number]) => T) => tasks.map(of)
  await sql`
    insert into tasks (id, kind, status, wave, patient_id, encounter_id, campus_id, department_id, department_group, discharged_on, caller,
      due_at, next_at, order_at, attempts, first_tried_at, last_disposition, reached_at, unreached_reason, satisfaction, opinion_category,
      opinion, taken_over, created_at, updated_at)
    select t.id, 'wave', t.status, 'register', e.patient_id, e.id, e.campus_id, e.department_id, e.department_group, e.discharged_on, 'centre',
      coalesce(t.day, ${ctx.now}), coalesce(t.day, ${ctx.now}), coalesce(t.day, ${ctx.now}), t.attempts, t.day,
      coalesce(t.reason, 'reached'), case when t.status = 'done' then t.day end, t.reason, t.satisfaction, t.category, t.opinion, true, ${ctx.now}, ${ctx.now}
    from unnest(
      ${column((t) => t.id)}::uuid[], ${column((t) => t.row.encounterId)}::uuid[],
      ${column((t) => (t.row.result === 'reached' ? 'done' : 'unreached'))}::text[], ${column((t) => t.day)}::timestamptz[],
      ${column((t) => t.row.attempts)}::int[], ${column((t) => t.row.reason ?? null)}::text[], ${column((t) => t.row.satisfaction ?? null)}::text[],
      ${column((t) => (t.row.opinionCategory ? (categoryNamed(t.row.opinionCategory) ?? null) : null))}::text[], ${column((t) => t.row.opinion ?? null)}::text[]
    ) as t (id, encounter, status, day, attempts, reason, satisfaction, category, opinion)
    join encounters e on e.id = t.encounter`.execute(ctx.tx)

  const calls = tasks.flatMap(({ row, id, day }) =>
    Array.from({ length: row.attempts }, (_, i) => ({
      id: newId(ctx.now),
      task: id,
      encounter: row.encounterId,
      number: i + 1,
      at: day ?? ctx.now,
      disposition: i + 1 < row.attempts ? 'no-answer' : row.result === 'reached' ? 'reached' : (row.reason ?? 'other'),
    })),
  )
  if (calls.length === 0) return
  await sql`
    with made as (
      insert into contacts (id, patient_id, encounter_id, channel, direction, started_at, ended_at, disposition, taken_over)
      select c.id, e.patient_id, e.id, 'phone', 'out', c.at, c.at, c.disposition, true
      from unnest(${calls.map((c) => c.id)}::uuid[], ${calls.map((c) => c.encounter)}::uuid[], ${calls.map((c) => c.at)}::timestamptz[],
                  ${calls.map((c) => c.disposition)}::text[]) as c (id, encounter, at, disposition)
      join encounters e on e.id = c.encounter)
    insert into attempts (task_id, contact_id, number)
    select * from unnest(${calls.map((c) => c.task)}::uuid[], ${calls.map((c) => c.id)}::uuid[], ${calls.map((c) => c.number)}::int[])`.execute(
    ctx.tx,
  )
}

/** Removes what was taken over for these stays before, so that a corrected row replaces it. */
const forget = async (ctx: Ctx, stays: readonly string[]): Promise<void> => {
  await sql`
    with old as (select id from tasks where taken_over and encounter_id = any(${stays}::uuid[])),
      tries as (delete from attempts where task_id in (select id from old) returning contact_id),
      calls as (delete from contacts where id in (select contact_id from tries))
    delete from tasks where id in (select id from old)`.execute(ctx.tx)
}
