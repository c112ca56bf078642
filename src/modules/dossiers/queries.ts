// How the files of matters stand: one with who has taken it out, those that are due or held, and what was destroyed.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { can, may, mayEver, within } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import type { Verb } from '#src/permissions.ts'
import { type DisposalLine, type Dossier, disposals, dossiers } from './contract.ts'
import { keepingClass, recordingsOf, standingOf, termsOf } from './keeping.ts'
import { isAnswered } from './letter.ts'
import { disposalLifecycle } from './lifecycle.ts'
import { mustMay } from './matter.ts'

type Taken = { verb: string; by: string | null; at: Date; data: { reason?: string; format?: string } }

const whats: Readonly<Record<string, Dossier['taken'][number]['what']>> = {
  'dossier.export': 'masked',
  'dossier.reveal': 'clear',
  'dossier.letter': 'letter',
}

/** The file of one matter; *not found* to those who may not see the matter. */
export const dossierOf = async (ctx: Ctx, caseId: string): Promise<Dossier> => {
  const row = await mustMay(ctx, 'dossier.read', caseId)
  const standing = await standingOf(ctx, caseId)
  if (!standing) throw notFound()
  const hold = await ctx.tx
    .selectFrom('holds')
    .innerJoin('staff', 'staff.id', 'holds.placed_by_id')
    .where('holds.case_id', '=', caseId)
    .where('holds.released_at', 'is', null)
    .select(['staff.name as by', 'holds.placed_at as at', 'holds.reason'])
    .executeTakeFirst()
  const { rows: taken } = await sql<Taken>`
    select e.verb, s.name as by, e.at, e.data from events e left join staff s on s.id = e.actor_id
    where e.noun = 'dossier' and e.subject = ${caseId} and e.verb in ('dossier.export', 'dossier.reveal', 'dossier.letter')
      and e.at >= ${row.received_at}
    order by e.id desc limit 20`.execute(ctx.tx)
  const rounds = await ctx.tx
    .selectFrom('rounds')
    .where('case_id', '=', caseId)
    .select(['number', 'findings', 'measures', 'told_at as toldAt'])
    .execute()
  const letterReady = rounds.some((round) => isAnswered(row, round))
  const gone = standing.destroyedAt !== null
  const possible: Record<string, boolean> = {
    export: !gone,
    reveal: !gone,
    letter: !gone && letterReady,
    hold: !gone && !hold,
    release: hold !== undefined,
  }
  return {
    caseId,
    number: standing.number,
    class: standing.class,
    years: standing.years,
    archivedOn: standing.archivedOn,
    dueOn: standing.dueOn,
    hold: hold ?? null,
    taken: taken.map(({ verb, by, at, data }) => ({
      what: whats[verb]!,
      by,
      at,
      reason: data.reason ?? '',
      format: data.format ?? '',
    })),
    letterReady,
    destroyedAt: standing.destroyedAt,
    can: Object.keys(possible).filter((verb) => possible[verb] && may(ctx.me, `dossier.${verb}` as Verb, row)),
  }
}

export const get = handle(dossiers.get, (ctx, { id }) => dossierOf(ctx, id))

type Kept = {
  caseId: string
  number: string
  kind: string
  category: string
  class: Dossier['class']
  archivedAt: Date
  dueOn: string
  recordings: number
  hold: string | null
}

/** Archived matters whose term has passed, whose recordings' term has passed, or that are held. */
export const kept = handle(disposals.kept, async (ctx, { view, after, limit }) => {
  const { dueOn, recordingsDueOn } = await termsOf(ctx)
  const today = dayOf(ctx.now)
  const held = sql<boolean>`exists (select from holds where case_id = cases.id and released_at is null)`
  const decided = (what: string) =>
    sql<boolean>`exists (select from disposals d where d.case_id = cases.id and d.what = ${what} and d.status <> 'declined')`
  const which = {
    due: sql<boolean>`cases.status = 'archived' and ${dueOn} < ${today}::date and not ${held} and not ${decided('whole')}`,
    recordings: sql<boolean>`cases.status = 'archived' and ${recordingsDueOn} < ${today}::date and not ${held}
      and not ${decided('recordings')} and ${recordingsOf} > 0`,
    held,
  }[view]
  const place = afterInstant(after)
  const begins = sql`coalesce(cases.archived_at, cases.received_at)`
  const beyond = place ? sql<boolean>`(${begins}, cases.id) > (${place.key}, ${place.id}::uuid)` : sql<boolean>`true`
  const { rows } = await sql<Kept>`
    select cases.id as "caseId", cases.number, cases.kind, cases.category, ${keepingClass} as class,
      ${begins} as "archivedAt", coalesce(${view === 'recordings' ? recordingsDueOn : dueOn}, ${today}::date) as "dueOn",
      ${recordingsOf} as recordings,
      (select reason from holds where case_id = cases.id and released_at is null) as hold
    from cases
    where ${within(ctx.me, 'case.read', 'cases')} and ${within(ctx.me, 'disposal.read', 'cases')}
      and cases.destroyed_at is null and ${which} and ${beyond}
    order by ${begins}, cases.id limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.archivedAt, id: row.caseId }))
  return {
    rows: page.map((row) => ({ ...row, what: view === 'recordings' ? ('recordings' as const) : ('whole' as const) })),
    next,
  }
})

type Row = Omit<DisposalLine, 'can'> & {
  restricted: boolean
  leadership: boolean
  barred_staff: string[]
  proposed_by_id: string
}

const columns = sql`
  disposals.id, disposals.case_id as "caseId", disposals.number, disposals.what, disposals.status, disposals.class,
  disposals.archived_on as "archivedOn", disposals.due_on as "dueOn", disposals.reason, p.name as "proposedBy",
  disposals.proposed_at as "proposedAt", d.name as "decidedBy", disposals.decided_at as "decidedAt", disposals.words,
  encode(disposals.digest, 'hex') as digest, disposals.inventory, disposals.restricted, disposals.leadership,
  disposals.barred_staff, disposals.proposed_by_id`
const tables = sql`disposals join staff p on p.id = disposals.proposed_by_id left join staff d on d.id = disposals.decided_by_id`

const lineOf = (ctx: Ctx, row: Row): DisposalLine => {
  const { restricted: _, leadership: __, barred_staff: ___, proposed_by_id, ...line } = row
  // Nobody destroys what he has proposed himself.
  const verbs = can(ctx.me, disposalLifecycle, row).filter((verb) => verb !== 'destroy' || proposed_by_id !== ctx.me.id)
  return { ...line, can: verbs }
}

/** One disposal as its reader may see it. */
export const disposalOf = async (ctx: Ctx, id: string): Promise<DisposalLine> => {
  const { rows } = await sql<Row>`
    select ${columns} from ${tables} where disposals.id = ${id} and ${within(ctx.me, 'disposal.read', 'disposals')}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw notFound()
  return lineOf(ctx, rows[0])
}

/** Disposals of one state, newest first. */
export const list = handle(disposals.list, async (ctx, { status, after, limit }) => {
  if (!mayEver(ctx.me, 'disposal.read')) return { rows: [], next: null }
  const place = afterInstant(after)
  const beyond = place
    ? sql<boolean>`(disposals.updated_at, disposals.id) < (${place.key}, ${place.id}::uuid)`
    : sql<boolean>`true`
  const { rows } = await sql<Row & { updatedAt: Date }>`
    select ${columns}, disposals.updated_at as "updatedAt" from ${tables}
    where disposals.status = ${status} and ${within(ctx.me, 'disposal.read', 'disposals')} and ${beyond}
    order by disposals.updated_at desc, disposals.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.updatedAt, id: row.id }))
  return { rows: page.map(({ updatedAt: _, ...row }) => lineOf(ctx, row)), next }
})
