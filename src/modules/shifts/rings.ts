// What is seen of alarms, and the answer of whoever is rung.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { can, may, within } from '#engine/permit.ts'
import type { ReplyOf } from '#kernel/contract.ts'
import type { Role } from '#kernel/permission.ts'
import { notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { alarmNames, alarmOf } from './alarms.ts'
import { rings } from './contract.ts'
import { ringLifecycle } from './lifecycle.ts'
import type { Ring } from './ringing.ts'

type Line = ReplyOf<typeof rings.answer>
type Row = Omit<Line, 'can'> & { walls: { restricted: boolean; barred_staff: string[]; rung: string[] } }

/** A ring is seen by whom its own scope and that of its subject both admit. */
const ringSeen = ({ me }: Pick<Ctx, 'me'>): RawBuilder<boolean> => sql<boolean>`(
  ${within(me, 'ring.read', 'rings')} and (
    exists (select from cases where cases.id = rings.case_id and ${within(me, 'case.read', 'cases')})
    or exists (select from tasks where tasks.id = rings.task_id and ${within(me, 'task.read', 'tasks')})))`

const seen = async (ctx: Ctx, conditions: RawBuilder<boolean>[], limit: number, order = sql`rings.id desc`) => {
  const { rows } = await sql<Row>`
    select rings.id, rings.alarm, rings.status, case when rings.case_id is null then 'task' else 'case' end as noun,
      coalesce(rings.case_id, rings.task_id) as subject, c.number, c.category, d.name as department, p.name as campus,
      coalesce(left(c.text, 80), '') as text, rings.started_at as "startedAt", rings.step,
      jsonb_array_length(rings.steps) + 1 as steps, rings.next_at as "nextAt",
      rings.status = 'ringing' and ${ctx.me.id} = any(rings.rung) as mine, rings.answered_at as "answeredAt",
      a.name as "answeredBy", rings.answer,
      jsonb_build_object('restricted', rings.restricted, 'barred_staff', rings.barred_staff, 'rung', rings.rung) as walls
    from rings left join cases c on c.id = rings.case_id left join tasks t on t.id = rings.task_id
    left join departments d on d.id = coalesce(c.handling_department_id, c.department_id, t.department_id)
    left join campuses p on p.id = coalesce(c.campus_id, t.campus_id) left join staff a on a.id = rings.answered_by_id
    where ${sql.join([ringSeen(ctx), ...conditions], sql` and `)} order by ${order} limit ${limit}`.execute(ctx.tx)
  const ids = rows.map(({ id }) => id)
  const { rows: calls } = await sql<{ ringId: string; late: number } & Omit<Line['calls'][number], 'lateMinutes'>>`
    select r.ring_id as "ringId", r.staff_id as "staffId", s.name, r.step, r.due_at as "dueAt", r.rung_at as "rungAt",
      floor(extract(epoch from r.rung_at - r.due_at) / 60)::int as late
    from ring_calls r join staff s on s.id = r.staff_id where r.ring_id = any(${ids}::uuid[])
    order by r.rung_at, r.step, s.name, s.id`.execute(ctx.tx)
  return rows.map(
    ({ walls, ...row }): Line => ({
      ...row,
      calls: calls
        .filter(({ ringId }) => ringId === row.id)
        .map(({ ringId: _, late, ...call }) => ({ ...call, lateMinutes: late })),
      can: can(ctx.me, ringLifecycle, { status: row.status, ...walls }),
    }),
  )
}

/** Alarms that the reader may see, newest first. */
const list = handle(rings.list, async (ctx, { open, caseId, after, limit }) => {
  const cursor = afterId(after)
  const rows = await seen(
    ctx,
    [
      ...(open === undefined ? [] : [sql<boolean>`(rings.status = 'ringing') = ${open}`]),
      ...(caseId ? [sql<boolean>`rings.case_id = ${caseId}`] : []),
      ...(cursor ? [sql<boolean>`rings.id < ${cursor}::uuid`] : []),
    ],
    limit + 1,
  )
  const { page, next } = paged(rows, limit, ({ id }) => ({ id }))
  return { rows: page, next }
})

/** What rings for the reader now, the most dangerous first: the bar above every screen. */
const mine = handle(rings.mine, async (ctx) => ({
  rows: await seen(
    ctx,
    [sql<boolean>`rings.status = 'ringing'`, sql<boolean>`${ctx.me.id} = any(rings.rung)`],
    20,
    sql`array_position(${alarmNames}::text[], rings.alarm), rings.started_at, rings.id`,
  ),
}))

/**
 * How many alarms ring for the one who signed in at this browser. His session may have idled out at night: he then hears
 * that somebody calls, and nothing of what it is about before he has signed in again.
 */
const waiting = handle(rings.waiting, async (ctx) => {
  const id = await ctx.door?.asleep()
  const one = id
    ? await ctx.tx
        .selectFrom('staff')
        .where('id', '=', id)
        .select(['id', 'name', 'role', 'departments'])
        .executeTakeFirst()
    : undefined
  if (!one) return { ringing: 0 }
  const me = { ...one, role: one.role as Role }
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from rings where status = 'ringing' and ${one.id} = any(rung) and ${ringSeen({ me })}`.execute(
    ctx.tx,
  )
  return { ringing: rows[0]!.n }
})

/** The first asker hears who has taken it, if the matter is his to see. */
const tellOwner = async (ctx: Ctx, caseId: string, alarm: string): Promise<void> => {
  const row = await ctx.tx.selectFrom('cases').where('id', '=', caseId).selectAll().executeTakeFirstOrThrow()
  const owner = await ctx.tx
    .selectFrom('staff')
    .where('id', '=', row.owner_id)
    .select(['id', 'name', 'role', 'departments'])
    .executeTakeFirstOrThrow()
  if (owner.id === ctx.me.id || !may({ ...owner, role: owner.role as Role }, 'case.read', row)) return
  const { name } = alarmOf(alarm)
  await notify(ctx, {
    to: [owner.id],
    kind: 'ring-answered',
    words: w(
      `${row.number} 的${name.zh}呼叫已由${ctx.me.name}应答`,
      `${ctx.me.name} answered the alarm of ${row.number}`,
    ),
    about: { noun: 'case', id: caseId },
    atOnce: true,
  })
}

/** Whoever answers first has it: he says what he does, nobody else is rung, and the first asker is told. */
export const answer = handle(rings.answer, async (ctx, { id, words }) => {
  const ring = await locked<Ring>(ctx, ringLifecycle, id)
  const [shown] = await seen(ctx, [sql<boolean>`rings.id = ${id}`], 1)
  if (!shown) throw notFound()
  const answered = { answered_at: ctx.now, answered_by_id: ctx.me.id, answer: words, next_at: null }
  await advanceLocked(ctx, ringLifecycle, 'answer', ring, answered, { words, alarm: ring.alarm })
  if (ring.case_id) {
    const data = { words, alarm: ring.alarm }
    await record(ctx, 'case.rungAnswered', { subject: ring.case_id, data, restricted: ring.restricted })
    await tellOwner(ctx, ring.case_id, ring.alarm)
  }
  return (await seen(ctx, [sql<boolean>`rings.id = ${id}`], 1))[0]!
})

export const ringHandlers = [list, mine, waiting, answer]
