// Where the mobile station stands: planned by the lead, changed and cancelled for all to see, taken along on the tablet.
import { type RawBuilder, sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { addDays, dayOf, endOfDay, startOfDay } from '#kernel/time.ts'
import { type StationLine, stations } from './contract.ts'
import { stationLifecycle } from './lifecycle.ts'
import { patrolLines } from './patrols.ts'
import { phrases } from './words.ts'

type Row = Omit<StationLine, 'can'>

/** The lines that a condition finds, with what came of each as far as the reader may know of it. */
const linesOf = async (ctx: Ctx, condition: RawBuilder<boolean>): Promise<StationLine[]> => {
  const { rows } = await sql<Row>`
    select stations.id, stations.status, stations.version, stations.campus_id as "campusId", c.name as campus, stations.place,
      stations.starts_at as "startsAt", stations.ends_at as "endsAt", stations.staff_ids as "staffIds",
      (select coalesce(array_agg(s.name order by s.name), '{}') from staff s where s.id = any(stations.staff_ids)) as staff,
      stations.patrol_id as "patrolId", p.name as patrol, coalesce(jsonb_array_length(p.items), 0) as items,
      stations.note, stations.reason, came.*
    from stations join campuses c on c.id = stations.campus_id left join patrols p on p.id = stations.patrol_id
    cross join lateral (
      select (count(distinct item_key) filter (where kind = 'answer' and status = 'kept'))::int as answered,
        (count(*) filter (where kind = 'answer' and status <> 'aside' and outcome = 'found'))::int as found,
        (count(*) filter (where kind = 'matter'))::int as matters,
        json_build_object('satisfied', count(*) filter (where kind = 'survey' and grades->>'overall' = 'satisfied'),
          'fairly', count(*) filter (where kind = 'survey' and grades->>'overall' = 'fairly'),
          'dissatisfied', count(*) filter (where kind = 'survey' and grades->>'overall' = 'dissatisfied')) as surveys,
        (count(*) filter (where status = 'contested'))::int as contested
      from entries where station_id = stations.id and ${within(ctx.me, 'entry.read', 'entries')}) came
    where ${condition} and ${within(ctx.me, 'station.read', 'stations')}
    order by stations.starts_at, stations.id limit 500`.execute(ctx.tx)
  return rows.map((row) => ({ ...row, can: can(ctx.me, stationLifecycle, row) }))
}

const one = async (ctx: Ctx, id: string): Promise<StationLine> => {
  const [line] = await linesOf(ctx, sql<boolean>`stations.id = ${id}`)
  if (!line) throw notFound()
  return line
}

type Plan = {
  readonly campusId: string
  readonly place: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly staffIds: readonly string[]
  readonly patrolId: string | null
  readonly note: string
}

/** The plan as columns; refuses hours that end before they begin, and what is not there. */
const columnsOf = async (ctx: Ctx, it: Plan) => {
  const wrong = (field: string, reason: string) => invalid(`${reason}。`, 'The plan is not right.', [{ field, reason }])
  if (it.endsAt <= it.startsAt) throw wrong('endsAt', '结束时间须在开始之后')
  if (dayOf(it.startsAt) !== dayOf(it.endsAt)) throw wrong('endsAt', '一次安排不跨天')
  const staffIds = [...new Set(it.staffIds)]
  const { rows } = await sql<{ campus: boolean; staff: number; patrol: boolean }>`
    select exists (select from campuses where id = ${it.campusId}) as campus,
      (select count(*)::int from staff where id = any(${staffIds}) and status = 'active') as staff,
      ${it.patrolId}::uuid is null or exists (select from patrols where id = ${it.patrolId} and status = 'current') as patrol`.execute(
    ctx.tx,
  )
  const there = rows[0]!
  if (!there.campus) throw wrong('campusId', '没有这个院区')
  if (there.staff !== staffIds.length) throw wrong('staffIds', '有人不在岗，请重新选择')
  if (!there.patrol) throw wrong('patrolId', '这份清单已停用，请选新的一版')
  return {
    campus_id: it.campusId,
    place: it.place,
    starts_at: it.startsAt,
    ends_at: it.endsAt,
    staff_ids: staffIds,
    patrol_id: it.patrolId,
    note: it.note,
  }
}

const said = ({ place, startsAt, endsAt }: Plan) => ({
  place,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
})

export const plan = handle(stations.plan, async (ctx, it) => {
  const id = newId(ctx.now)
  const row = { ...(await columnsOf(ctx, it)), id, status: 'planned', made_by_id: ctx.me.id, updated_at: ctx.now }
  await ctx.tx.insertInto('stations').values(row).execute()
  await record(ctx, 'station.plan', { subject: id, to: 'planned', data: said(it) })
  return one(ctx, id)
})

/** A new version of the plan; a tablet that is away shows both when it comes back. */
export const change = handle(stations.change, async (ctx, { id, ...it }) => {
  const row = await locked(ctx, stationLifecycle, id)
  const changes = { ...(await columnsOf(ctx, it)), version: row.version + 1 }
  await advanceLocked(ctx, stationLifecycle, 'change', row, changes, said(it))
  return one(ctx, id)
})

export const cancel = handle(stations.cancel, async (ctx, { id, reason }) => {
  const row = await locked(ctx, stationLifecycle, id)
  await advanceLocked(ctx, stationLifecycle, 'cancel', row, { version: row.version + 1, reason }, { reason })
  return one(ctx, id)
})

/** The stations of some days, in their order. */
export const list = handle(stations.list, async (ctx, { from, until = from }) => ({
  rows: await linesOf(
    ctx,
    sql<boolean>`stations.starts_at >= ${startOfDay(from)} and stations.starts_at <= ${endOfDay(until)}`,
  ),
}))

/** All that a tablet needs until tomorrow evening: where it stands, what is looked at, where and about whom people speak. */
export const luggage = handle(stations.luggage, async (ctx) => {
  const day = dayOf(ctx.now)
  const its = await linesOf(
    ctx,
    sql<boolean>`stations.starts_at >= ${startOfDay(day)} and stations.starts_at <= ${endOfDay(addDays(day, 1))}`,
  )
  const departments = await ctx.tx
    .selectFrom('departments')
    .innerJoin('campuses', 'campuses.id', 'departments.campus_id')
    .where('departments.active', '=', true)
    .orderBy('departments.name')
    .select(['departments.id', 'departments.name', 'campuses.name as campus'])
    .execute()
  const people = await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .where(within(ctx.me, 'staff.read', 'staff'))
    .orderBy('name')
    .select(['id', 'name'])
    .execute()
  const patrols = await patrolLines(
    ctx,
    sql<boolean>`patrols.status = 'current' or patrols.id = any(${its.flatMap((it) => it.patrolId ?? [])})`,
  )
  return { now: ctx.now, day, stations: its, patrols, departments, people, phrases: [...phrases] }
})
