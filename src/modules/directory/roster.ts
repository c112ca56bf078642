// The roster: the hospital's shifts, who is on which of them on which day, who is there now, and which hours nobody covers.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import type { ParsedOf } from '#kernel/contract.ts'
import { newId } from '#kernel/ids.ts'
import { type Role, roles } from '#kernel/permission.ts'
import { conflict, type FieldProblem, invalidFields } from '#kernel/refusal.ts'
import { addDays, type Day, dayOf, daysBetween, weekday } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { duties, shifts } from './contract.ts'
import { covers, dayShiftId, daysSpan, gapsIn, type Span, shiftSpan, usualShifts } from './shift-times.ts'

// Shifts

type Shift = {
  readonly id: string
  readonly campusId: string | null
  readonly name: string
  readonly begins: string
  readonly ends: string
  readonly takesCalls: boolean
  readonly active: boolean
}

/** All shifts, those no longer worked last, each in the order of the day. */
const shiftsOf = ({ tx }: Pick<Ctx, 'tx'>): Promise<Shift[]> =>
  tx
    .selectFrom('shifts')
    .orderBy('active', 'desc')
    .orderBy(sql`campus_id nulls first`)
    // The day begins with the day shift: who works through the night comes last.
    .orderBy(sql`from_clock < '06:00'`)
    .orderBy('from_clock')
    .orderBy('id')
    .select([
      'id',
      'campus_id as campusId',
      'name',
      'from_clock as begins',
      'until_clock as ends',
      'takes_calls as takesCalls',
      'active',
    ])
    .execute()

/** A new hospital works three shifts until it says otherwise. */
export const beginShifts = async (ctx: Ctx): Promise<void> => {
  const { tx, now } = ctx
  if (await tx.selectFrom('shifts').select('id').limit(1).executeTakeFirst()) return
  const rows = usualShifts.map(({ id, name, from, until, takesCalls }) => ({
    ...{ id, name, from_clock: from, until_clock: until, takes_calls: takesCalls },
    updated_at: now,
  }))
  await tx.insertInto('shifts').values(rows).execute()
}

const listShifts = handle(shifts.list, async (ctx) => ({ rows: await shiftsOf(ctx) }))

const shiftProblems = async (ctx: Ctx, wanted: ParsedOf<typeof shifts.set>['shifts']): Promise<FieldProblem[]> => {
  const known = new Set((await shiftsOf(ctx)).map(({ id }) => id))
  const campuses = new Set((await ctx.tx.selectFrom('campuses').select('id').execute()).map(({ id }) => id))
  const names = wanted.map(({ campusId, name }) => `${campusId} ${name}`)
  return wanted.flatMap(({ id, campusId, begins, ends }, i): FieldProblem[] => [
    ...(id !== null && !known.has(id) ? [{ field: `shifts.${i}.id`, reason: '没有这个班次' }] : []),
    ...(campusId !== null && !campuses.has(campusId)
      ? [{ field: `shifts.${i}.campusId`, reason: '没有这个院区' }]
      : []),
    ...(names.indexOf(names[i]!) !== i ? [{ field: `shifts.${i}.name`, reason: '这个班次写了两次' }] : []),
    ...(begins === '24:00' ? [{ field: `shifts.${i}.begins`, reason: '零点开始请写 00:00' }] : []),
    ...(ends === '00:00' ? [{ field: `shifts.${i}.ends`, reason: '零点结束请写 24:00' }] : []),
  ])
}

/** Sets the shifts as a whole; one that is left out is worked no more, and stays for the days on which it was. */
const setShifts = handle(shifts.set, async (ctx, form) => {
  await sql`select pg_advisory_xact_lock(hashtext('shifts'))`.execute(ctx.tx)
  const problems = await shiftProblems(ctx, form.shifts)
  if (problems.length > 0) throw invalidFields(problems)
  const rows = form.shifts.map(({ id, campusId, name, begins, ends, takesCalls }) => ({
    id: id ?? newId(ctx.now),
    campus_id: campusId,
    name,
    from_clock: begins,
    until_clock: ends,
    takes_calls: takesCalls,
    active: true,
    updated_at: ctx.now,
  }))
  const kept = rows.map(({ id }) => id)
  await ctx.tx.updateTable('shifts').set({ active: false, updated_at: ctx.now }).where('id', 'not in', kept).execute()
  for (const row of rows)
    await ctx.tx
      .insertInto('shifts')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute()
  await record(ctx, 'shift.set', { subject: null, data: { shifts: form.shifts } })
  return { rows: await shiftsOf(ctx) }
})

// Who is on them

type Duty = { day: string; shiftId: string; staffId: string; name: string }

const dutiesBetween = (ctx: Pick<Ctx, 'tx'>, from: Day, to: Day): Promise<Duty[]> =>
  ctx.tx
    .selectFrom('duties')
    .innerJoin('staff', 'staff.id', 'duties.staff_id')
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('staff.name')
    .orderBy('staff.id')
    .select(['duties.day', 'duties.shift_id as shiftId', 'duties.staff_id as staffId', 'staff.name'])
    .execute()

type Gap = Span & { readonly campusId: string | null }

/**
 * The hours of these days that nobody covers: of the whole hospital, and of each campus that has shifts of its own. Where
 * nobody is set at all there is no roster, and so no gap in it.
 */
const gapsBetween = async (ctx: Ctx, from: Day, to: Day): Promise<Gap[]> => {
  const all = await shiftsOf(ctx)
  // The evening before may reach into the first day.
  const { rows } = await sql<{ day: string; shiftId: string }>`
    select distinct d.day, d.shift_id as "shiftId" from duties d join staff s on s.id = d.staff_id and s.status = 'active'
    where d.day between ${addDays(from, -1)} and ${to}`.execute(ctx.tx)
  if (!rows.some(({ day }) => day >= from)) return []
  const byId = new Map(all.map((shift) => [shift.id, shift]))
  const spans = rows.map(({ day, shiftId }) => {
    const { campusId, begins, ends } = byId.get(shiftId)!
    return { campusId, ...shiftSpan(day, { from: begins, until: ends }) }
  })
  const places = new Set(all.filter(({ active }) => active).map(({ campusId }) => campusId))
  return [...places].flatMap((campusId) =>
    gapsIn(
      spans.filter((span) => span.campusId === null || span.campusId === campusId),
      daysSpan(from, to),
    ).map((gap) => ({ campusId, ...gap })),
  )
}

const listDuties = handle(duties.list, async (ctx, { from, to }) => {
  if (to < from || daysBetween(from, to) > 366)
    throw invalidFields([{ field: 'to', reason: '结束日期应不早于开始日期，且一次最多一年' }])
  return { rows: await dutiesBetween(ctx, from, to), gaps: await gapsBetween(ctx, from, to) }
})

/** Somebody on a shift, and when it lasts. */
type OnShift = Span & {
  readonly shiftId: string
  readonly shift: string
  readonly campusId: string | null
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly departments: readonly string[]
}

/** Everybody who works here and whose shift touches the days around a moment, in the order in which their shifts begin. */
const around = async (ctx: Pick<Ctx, 'tx'>, moment: Date): Promise<OnShift[]> => {
  const today = dayOf(moment)
  const { rows } = await sql<Omit<OnShift, 'from' | 'until'> & { day: string; begins: string; ends: string }>`
    select d.day, h.id as "shiftId", h.name as shift, h.campus_id as "campusId", h.from_clock as begins,
      h.until_clock as ends, s.id, s.name, s.role, s.departments
    from duties d join shifts h on h.id = d.shift_id join staff s on s.id = d.staff_id and s.status = 'active'
    where d.day between ${addDays(today, -1)} and ${addDays(today, 2)}
    order by array_position(${roles}::text[], s.role), s.name, s.id`.execute(ctx.tx)
  return rows
    .map(({ day, begins, ends, ...one }) => ({ ...one, ...shiftSpan(day, { from: begins, until: ends }) }))
    .sort((a, b) => a.from.getTime() - b.from.getTime())
}

/** Who is on shift at a moment: of one campus and the whole hospital, or everywhere. Callers before their leads. */
export const onDutyAt = async (ctx: Pick<Ctx, 'tx'>, moment: Date, campusId?: string | null): Promise<OnShift[]> =>
  (await around(ctx, moment)).filter(
    (one) => covers(one, moment) && (!campusId || one.campusId === null || one.campusId === campusId),
  )

/** Who is on the first shift that begins at a moment or after it, of one campus or of the whole hospital. */
export const onDutyNext = async (ctx: Pick<Ctx, 'tx'>, moment: Date, campusId?: string | null): Promise<OnShift[]> => {
  const later = (await around(ctx, moment)).filter(
    (one) => one.from >= moment && (!campusId || one.campusId === null || one.campusId === campusId),
  )
  return later.filter(({ from }) => from.getTime() === later[0]!.from.getTime())
}

const together = (people: readonly OnShift[]) =>
  [...Map.groupBy(people, ({ shiftId }) => shiftId).values()].map((those) => {
    const { shiftId, shift, campusId, from, until } = those[0]!
    return { shiftId, shift, campusId, from, until, staff: those.map(({ id, name }) => ({ id, name })) }
  })

/**
 * Who takes what comes in at this moment and stays responsible for it (首问负责): whoever asks, when he is on shift, else
 * the first on shift who may be an owner; nobody where nobody is.
 */
const firstAskerAt = async (
  ctx: Pick<Ctx, 'tx' | 'me'>,
  moment: Date,
  campusId?: string | null,
): Promise<{ id: string; name: string } | null> => {
  const able = (await onDutyAt(ctx, moment, campusId)).filter(({ role }) => role !== 'department' && role !== 'admin')
  const first = able.find(({ id }) => id === ctx.me.id) ?? able[0]
  return first ? { id: first.id, name: first.name } : null
}

const now = handle(duties.now, async (ctx) => ({
  on: together(await onDutyAt(ctx, ctx.now)),
  next: together(await onDutyNext(ctx, ctx.now)),
  firstAsker: await firstAskerAt(ctx, ctx.now),
}))

/** Whoever plans waits for who plans the same shift; another one is not disturbed. */
const holdDay = (ctx: Ctx, day: Day) => sql`select pg_advisory_xact_lock(hashtext(${`duty ${day}`}))`.execute(ctx.tx)

/** The shift that is meant where none is said: the usual day shift, or else the first that takes calls. */
const meantShift = async (ctx: Ctx, shiftId: string | null): Promise<string> => {
  const active = (await shiftsOf(ctx)).filter((shift) => shift.active)
  const found = shiftId
    ? active.find(({ id }) => id === shiftId)
    : (active.find(({ id }) => id === dayShiftId) ?? active.find(({ takesCalls }) => takesCalls) ?? active[0])
  if (!found) throw invalidFields([{ field: 'shiftId', reason: '没有这个班次' }])
  return found.id
}

/** Says who is on a shift of a day; a day with nobody on any shift counts everyone as present. */
export const setDuty = handle(duties.set, async (ctx, { day, staffIds, ...form }) => {
  const wanted = [...new Set(staffIds)]
  const shiftId = await meantShift(ctx, form.shiftId)
  await holdDay(ctx, day)
  const { rows } = await sql<{ id: string }>`
    select id from staff where id = any(${wanted}::uuid[]) and status = 'active'`.execute(ctx.tx)
  const known = new Set(rows.map(({ id }) => id))
  const unknown = staffIds.flatMap((id, i) =>
    known.has(id) ? [] : [{ field: `staffIds.${i}`, reason: '没有这个在用的人员' }],
  )
  if (unknown.length > 0) throw invalidFields(unknown)
  await ctx.tx.deleteFrom('duties').where('day', '=', day).where('shift_id', '=', shiftId).execute()
  if (wanted.length > 0)
    await ctx.tx
      .insertInto('duties')
      .values(wanted.map((staff_id) => ({ day, staff_id, shift_id: shiftId })))
      .execute()
  await record(ctx, 'duty.set', { subject: null, data: { day, shiftId, staffIds: wanted } })
})

const monday = (day: Day): Day => addDays(day, 1 - weekday(day))

/** Sets a week like another one; who has left and shifts that are worked no more stay behind. */
const copyWeek = handle(duties.copy, async (ctx, { week, like }) => {
  const [to, from] = [monday(week), monday(like)]
  if (to === from) return
  for (let i = 0; i < 7; i++) await holdDay(ctx, addDays(to, i))
  await sql`delete from duties where day between ${to} and ${addDays(to, 6)}`.execute(ctx.tx)
  await sql`
    insert into duties (day, shift_id, staff_id)
    select d.day + ${daysBetween(from, to)}::int, d.shift_id, d.staff_id
    from duties d join shifts h on h.id = d.shift_id and h.active join staff s on s.id = d.staff_id and s.status = 'active'
    where d.day between ${from} and ${addDays(from, 6)}`.execute(ctx.tx)
  await record(ctx, 'duty.copy', { subject: null, data: { week: to, like: from } })
})

/** Two people take each other's place. */
const swap = handle(duties.swap, async (ctx, { one, other }) => {
  for (const day of [one.day, other.day].sort()) await holdDay(ctx, day)
  const there = async ({ day, shiftId, staffId }: typeof one): Promise<boolean> =>
    (await ctx.tx
      .selectFrom('duties')
      .where('day', '=', day)
      .where('shift_id', '=', shiftId)
      .where('staff_id', '=', staffId)
      .select('day')
      .executeTakeFirst()) !== undefined
  if (!(await there(one)) || !(await there(other)))
    throw conflict(w('排班已被他人改动，请刷新后再换。', 'The roster has changed; refresh and try again.'))
  const [first, second] = [
    { ...one, staffId: other.staffId },
    { ...other, staffId: one.staffId },
  ]
  if (one.staffId === other.staffId || (await there(first)) || (await there(second)))
    throw conflict(w('换班后同一人会在同一班次出现两次。', 'One of them would be on the same shift twice.'))
  for (const [was, is] of [
    [one, first],
    [other, second],
  ] as const)
    await ctx.tx
      .updateTable('duties')
      .set({ staff_id: is.staffId })
      .where('day', '=', was.day)
      .where('shift_id', '=', was.shiftId)
      .where('staff_id', '=', was.staffId)
      .execute()
  await record(ctx, 'duty.swap', { subject: null, data: { one, other } })
})

export const rosterHandlers = [listShifts, setShifts, listDuties, now, setDuty, copyWeek, swap]
