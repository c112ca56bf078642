// Each night's look: the cases of two years are told in their order, and what stands out becomes a proposal.
import { sql } from 'kysely'
import { advanceLocked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { newId } from '#kernel/ids.ts'
import { addDays, type Day, dayOf, daysBetween, minutesOfDay, startOfDay, weekday } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { notify } from '#modules/directory/notices.ts'
import { reckonApart } from './apart.ts'
import { bandOf, type Cell, keyOf, placeKey, saidIn, type Voice } from './cells.ts'
import { proposalLifecycle } from './lifecycle.ts'
import { once, reachOf } from './memory.ts'
import type { Recurrence, Standing } from './recurrence.ts'
import { farthest } from './usual.ts'

export type ProposalRow = RowOf<'proposals'>
export type Reckoning = 'centre' | 'supervision'

/** Matters that speak of something amiss; enquiries, calls for help and praise recur by nature. */
export const kinds: Readonly<Record<Reckoning, readonly string[]>> = {
  centre: ['complaint', 'opinion', 'suggestion'],
  supervision: ['complaint', 'opinion', 'suggestion', 'staff'],
}

/** As many days of the past as a look uses. */
const remembered = reachOf(farthest)
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
  /** What was said; empty where only the cell is asked for. */
  text: string
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
    text: it.text,
  }
}

/** Of a text no more is compared: a letter has said what it is about long before. */
const enough = 400
/** So long a text is not written twice in the same words by two people. */
const letter = 24

/** What was said without where, and whose it is: the same letter sent again without a name is one person's. */
const saidBy = ({ name, named, ...it }: Told): Heard => {
  const text = saidIn(it.text.slice(0, enough), [name ?? '', it.place.trim()])
  const letters = text.replace(/[^\p{L}\p{N}]+/gu, '')
  return { ...it, text, person: named || letters.length < letter ? it.person : letters }
}

type Told = Heard & { name: string | null; named: boolean }

/** As many at once as keep nobody waiting while they are read. */
const batch = 10_000

/**
 * The voices of a reckoning up to the end of a day, in their order. The centre's counts nothing that is restricted and no
 * staff voice; supervision's counts all. Who spoke is the patient, else the telephone he left, else each case somebody else.
 */
const voicesOf = async function* (ctx: Ctx, reckoning: Reckoning, until: Day): AsyncGenerator<Voice[]> {
  const walls = reckoning === 'centre' ? sql<boolean>`not cases.restricted` : sql<boolean>`true`
  let after = { at: startOfDay(addDays(until, -remembered)), id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const { rows } = await sql<Told>`
      select cases.id, coalesce(cases.patient_id::text, reporters.phone, cases.id::text) as person,
        cases.patient_id is not null or reporters.phone is not null as named, cases.category,
        coalesce(cases.department_id, cases.handling_department_id) as department, d.name, cases.place,
        cases.received_at as at, cases.happened_at as happened, cases.taken_over as untimed, left(cases.text, ${enough}) as text
      from cases left join reporters on reporters.case_id = cases.id
        left join departments d on d.id = coalesce(cases.department_id, cases.handling_department_id)
      where cases.kind = any(${kinds[reckoning]}) and ${walls}
        and (cases.received_at, cases.id) > (${after.at}, ${after.id}::uuid) and cases.received_at < ${startOfDay(addDays(until, 1))}
      order by cases.received_at, cases.id limit ${batch}`.execute(ctx.tx)
    yield rows.map((row) => voiceOf(saidBy(row)))
    if (rows.length < batch) return
    after = rows.at(-1)!
  }
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
  const { rows } = await sql<ProposalRow & { ids: string[]; joined: string[] }>`
    select p.*,
      array(select pc.case_id from proposal_cases pc join cases c on c.id = pc.case_id
        where pc.proposal_id = p.id and c.received_at < p.found_at) as ids,
      array(select pc.case_id from proposal_cases pc join cases c on c.id = pc.case_id
        where pc.proposal_id = p.id and c.received_at >= p.found_at) as joined
    from proposals p where p.status <> 'over' and (${reckoning === 'supervision'} or p.reckoning = 'centre')
    order by p.id`.execute(ctx.tx)
  return rows.map(({ ids, joined, ...row }) => ({
    row,
    standing: {
      ...{ cell: cellOfRow(row), near: row.near ?? undefined, since: daysBetween(zero, row.since), ids, joined },
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
    about: { noun: 'proposal', id },
    key,
  })
}

/** What tells it from others that are open: its cell, and where it is words that stand out, who said them first. */
const nameOf = ({ cell, near, voices }: Recurrence): string =>
  near === undefined ? keyOf(cell) : `${keyOf(cell)}|like=${voices.at(-1)!.id}`

const propose = async (ctx: Ctx, reckoning: Reckoning, it: Recurrence): Promise<void> => {
  const id = newId(ctx.now)
  const { category = null, department = null, place = null, hours = null, weekday: on = null } = it.cell
  const restricted = reckoning === 'supervision'
  await ctx.tx
    .insertInto('proposals')
    .values({
      ...{
        id,
        status: 'found',
        reckoning,
        key: nameOf(it),
        near: it.near ?? null,
        category,
        department_id: department,
        place,
        hours,
      },
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

/** What joined a proposal since the last look; where nothing did for a quarter, it is over. */
const follow = async (ctx: Ctx, { row }: Open, more: readonly Voice[], today: number): Promise<void> => {
  // Of a cell that was dismissed nothing is kept; of words, what the next to say them is compared with.
  if (row.status === 'dismissed' && row.near === null) return
  if (more.length > 0) {
    await attach(ctx, row.id, more)
    const latest = addDays(zero, Math.max(...more.map(({ day }) => day), daysBetween(zero, row.latest)))
    if (row.status !== 'dismissed')
      await advanceLocked(ctx, proposalLifecycle, 'grow', row, { latest }, { cases: more.length })
  } else if (row.status === 'found' && today - daysBetween(zero, row.latest) > once)
    await advanceLocked(ctx, proposalLifecycle, 'lapse', row)
}

/** Takes hold of what was looked at; what people changed meanwhile is left alone until the next night. */
const held = async (ctx: Ctx, { row }: Open): Promise<boolean> => {
  const { rows } = await sql`select from proposals where id = ${row.id} and status = ${row.status}
    and updated_at = ${row.updated_at} for update`.execute(ctx.tx)
  return rows.length > 0
}

const reckon = async (ctx: Ctx, reckoning: Reckoning, until: Day): Promise<void> => {
  const today = daysBetween(zero, until)
  const open = await openOf(ctx, reckoning)
  const standings = open.map(({ standing }) => standing)
  // Nothing is held while it is reckoned; what is found is written down in a moment.
  const { found, joined } = await reckonApart(voicesOf(ctx, reckoning, until), today, standings)
  const ours: boolean[] = []
  for (const [i, one] of open.entries()) {
    ours.push(one.row.reckoning === reckoning && (await held(ctx, one)))
    if (ours[i]) await follow(ctx, one, joined[i]!, today)
  }
  for (const it of found) {
    const before = open[it.again ?? -1]
    if (!before) await propose(ctx, reckoning, it)
    else if (ours[it.again!]) await rise(ctx, before, it)
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
