// Each night's look: the cases of two years are told in their order, and what stands out becomes a proposal.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, type Day, dayOf, daysBetween, minutesOfDay, startOfDay, weekday } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { bandOf, type Cell, keyOf, liesIn, placeKey, type Voice } from './cells.ts'
import { proposalLifecycle } from './lifecycle.ts'
import { once, openMemory } from './memory.ts'
import { borderOf, lookAt, type Recurrence, type Standing } from './recurrence.ts'

export type ProposalRow = RowOf<'proposals'>
export type Reckoning = 'centre' | 'supervision'

/** Matters that speak of something amiss; enquiries, calls for help and praise recur by nature. */
export const kinds: Readonly<Record<Reckoning, readonly string[]>> = {
  centre: ['complaint', 'opinion', 'suggestion'],
  supervision: ['complaint', 'opinion', 'suggestion', 'staff'],
}

/** As many days of the past as a look uses: the span, the year before it, and the season of the year before that. */
const remembered = 860
const zero: Day = '2000-01-01'

export type Heard = {
  id: string
  person: string
  category: string
  department: string | null
  place: string
  at: Date
  happened: Date | null
  untimed: boolean
}

export const voiceOf = (it: Heard): Voice => {
  // What an old register brought in has a day and no hour.
  const hour = it.untimed ? null : Math.floor(minutesOfDay(it.happened ?? it.at) / 60)
  const day = dayOf(it.at)
  return {
    id: it.id,
    day: daysBetween(zero, day),
    person: it.person,
    category: it.category,
    department: it.department ?? '',
    place: placeKey(it.place),
    hours: hour === null ? '' : bandOf(hour),
    weekday: String(weekday(it.happened && !it.untimed ? dayOf(it.happened) : day)),
  }
}

/**
 * The voices of a reckoning up to the end of a day, in their order. The centre's counts nothing that is restricted and no
 * staff voice; supervision's counts all. Who spoke is the patient, else the telephone he left, else each case somebody else.
 */
const voicesOf = async (ctx: Ctx, reckoning: Reckoning, until: Day): Promise<Voice[]> => {
  const walls = reckoning === 'centre' ? sql<boolean>`not cases.restricted` : sql<boolean>`true`
  const { rows } = await sql<Heard>`
    select cases.id, coalesce(cases.patient_id::text, reporters.phone, cases.id::text) as person, cases.category,
      coalesce(cases.department_id, cases.handling_department_id) as department, cases.place, cases.received_at as at,
      cases.happened_at as happened, cases.taken_over as untimed
    from cases left join reporters on reporters.case_id = cases.id
    where cases.kind = any(${kinds[reckoning]}) and ${walls}
      and cases.received_at >= ${startOfDay(addDays(until, -remembered))} and cases.received_at < ${startOfDay(addDays(until, 1))}
    order by cases.received_at, cases.id`.execute(ctx.tx)
  return rows.map(voiceOf)
}

const cellOfRow = (row: ProposalRow): Cell => ({
  ...(row.category !== null && { category: row.category }),
  ...(row.department_id !== null && { department: row.department_id }),
  ...(row.place !== null && { place: row.place }),
  ...(row.hours !== null && { hours: row.hours }),
  ...(row.weekday !== null && { weekday: String(row.weekday) }),
})

type Open = { readonly row: ProposalRow; readonly standing: Standing }

/** What is proposed or dismissed already; of supervision's look, the centre's as well. */
const openOf = async (ctx: Ctx, reckoning: Reckoning): Promise<Open[]> => {
  const { rows } = await sql<ProposalRow & { ids: string[] }>`
    select p.*, array(select case_id from proposal_cases where proposal_id = p.id) as ids
    from proposals p where p.status <> 'over' and (${reckoning === 'supervision'} or p.reckoning = 'centre')
    order by p.id for update`.execute(ctx.tx)
  return rows.map(({ ids, ...row }) => ({
    row,
    standing: {
      cell: cellOfRow(row),
      since: daysBetween(zero, row.since),
      ids,
      dismissed: row.status === 'dismissed' ? { observed: row.observed, span: row.span } : undefined,
    },
  }))
}

const attach = async (ctx: Ctx, id: string, voices: readonly Voice[]): Promise<void> => {
  await sql`insert into proposal_cases (proposal_id, case_id)
    select ${id}, c from unnest(${voices.map((voice) => voice.id)}::uuid[]) c on conflict do nothing`.execute(ctx.tx)
  await sql`update proposals set barred_staff = array(select distinct b from proposal_cases pc join cases c on c.id = pc.case_id,
      unnest(c.barred_staff) b where pc.proposal_id = proposals.id),
    restricted = restricted or exists (select from proposal_cases pc join cases c on c.id = pc.case_id
      where pc.proposal_id = proposals.id and c.restricted)
    where id = ${id}`.execute(ctx.tx)
}

const figuresOf = (it: Recurrence) => ({
  span: it.span,
  observed: it.observed,
  expected: it.expected,
  by_chance: it.byChance,
  since: addDays(zero, it.since),
  latest: addDays(zero, it.voices[0]!.day),
})

/** The leads are told of the centre's, supervision of its own; the words say nothing of the matter. */
const tellOf = async (ctx: Ctx, reckoning: Reckoning, id: string, key: string): Promise<void> => {
  const { rows } = await sql<{ id: string }>`
    select s.id from staff s, proposals p where p.id = ${id} and s.status = 'active' and not (s.id = any(p.barred_staff))
      and s.role = ${reckoning === 'centre' ? 'lead' : 'supervision'}`.execute(ctx.tx)
  await notify(ctx, {
    to: rows.map((one) => one.id),
    kind: 'recurring',
    words: w('发现一处反复出现的问题，请到“苗头”查看', 'Something keeps coming back: see what was found'),
    key,
  })
}

const propose = async (ctx: Ctx, reckoning: Reckoning, it: Recurrence): Promise<void> => {
  const id = newId(ctx.now)
  const { category = null, department = null, place = null, hours = null, weekday: on = null } = it.cell
  const restricted = reckoning === 'supervision'
  await ctx.tx
    .insertInto('proposals')
    .values({
      ...{ id, status: 'found', reckoning, key: keyOf(it.cell), category, department_id: department, place, hours },
      ...{ weekday: on === null ? null : Number(on), ...figuresOf(it) },
      ...{ found_at: ctx.now, restricted, barred_staff: [], updated_at: ctx.now },
    })
    .execute()
  await attach(ctx, id, it.voices)
  const { observed, expected, span } = it
  await record(ctx, 'proposal.find', { subject: id, to: 'found', data: { observed, expected, span }, restricted })
  await tellOf(ctx, reckoning, id, `proposal ${id}`)
}

/** A dismissed one that rises above what was dismissed is the same proposal again. */
const rise = async (ctx: Ctx, { row }: Open, it: Recurrence): Promise<void> => {
  const changes = { ...figuresOf(it), risen: row.risen + 1, found_at: ctx.now }
  await advanceLocked(ctx, proposalLifecycle, 'rise', row, changes, { observed: it.observed, span: it.span })
  await attach(ctx, row.id, it.voices)
  await tellOf(ctx, row.reckoning as Reckoning, row.id, `proposal ${row.id} ${row.risen + 1}`)
}

/** What was said in an open proposal's cell since the last look joins it; where nothing was for a quarter, it is over. */
const follow = async (ctx: Ctx, { row, standing }: Open, voices: readonly Voice[], today: number): Promise<void> => {
  if (row.status === 'dismissed') return
  const known = new Set(standing.ids)
  const more = voices.filter(
    (voice) => voice.day >= standing.since && !known.has(voice.id) && liesIn(standing.cell, voice),
  )
  if (more.length > 0) {
    await attach(ctx, row.id, more)
    const latest = addDays(zero, Math.max(...more.map(({ day }) => day), daysBetween(zero, row.latest)))
    await advanceLocked(ctx, proposalLifecycle, 'grow', row, { latest }, { cases: more.length })
  } else if (row.status === 'found' && today - daysBetween(zero, row.latest) > once)
    await advanceLocked(ctx, proposalLifecycle, 'lapse', row)
}

const reckon = async (ctx: Ctx, reckoning: Reckoning, until: Day): Promise<void> => {
  const today = daysBetween(zero, until)
  const voices = await voicesOf(ctx, reckoning, until)
  const open = await openOf(ctx, reckoning)
  for (const one of open) if (one.row.reckoning === reckoning) await follow(ctx, one, voices, today)
  const memory = openMemory()
  for (const voice of voices) memory.add(voice)
  const found = lookAt(
    memory,
    today,
    borderOf(memory, today),
    open.map(({ standing }) => standing),
  )
  for (const it of found) {
    const before = open.find(({ row }) => row.key === keyOf(it.cell) && row.reckoning === reckoning)
    if (before) await rise(ctx, before, it)
    else await propose(ctx, reckoning, it)
  }
}

/**
 * Looks at what was there at the end of yesterday: once among the cases that the whole centre may see, and once among all,
 * for what stands out only there.
 */
export const look = async (ctx: Ctx): Promise<void> => {
  const until = addDays(dayOf(ctx.now), -1)
  await reckon(ctx, 'centre', until)
  await reckon(ctx, 'supervision', until)
}
