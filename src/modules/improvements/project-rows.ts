// A project and its present round as they lie in the tables, and what the rules of its lifecycle read of them.
import { sql } from 'kysely'
import { advanceLocked, locked, mustBeAble, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { addDays, type Day, dayOf, daysBetween } from '#kernel/time.ts'
import type { Figure } from './figure.ts'
import { type ProjectState, projectLifecycle } from './lifecycle.ts'
import type { Reckoning } from './looking.ts'
import type { Bone } from './shapes-projects.ts'
import type { Reckoned, Spans } from './verdict.ts'

export type ProjectRow = RowOf<'projects'>
export type RoundRow = Omit<RowOf<'project_rounds'>, 'figure' | 'whys' | 'bones' | 'reckoned'> & {
  figure: Figure | null
  whys: string[]
  bones: Bone[]
  reckoned: Reckoned | null
}
/** A project held with its present round. */
export type Held = ProjectRow & ProjectState & { readonly present: RoundRow }

/** Whose matters it knows of. */
export const reckoningOf = ({ restricted }: Pick<ProjectRow, 'restricted'>): Reckoning =>
  restricted ? 'supervision' : 'centre'

const measured = sql`project_measures pm join measures m on m.id = pm.measure_id
  where pm.project_id = projects.id and pm.round = projects.round`

/** How far the present round `r` of `projects` has come, as columns. */
export const stateOf = (ctx: Ctx) => sql`
  (r.problem <> '' and r.cause <> '') as analysed, (r.figure is not null) as chosen,
  exists (select from ${measured} and m.status <> 'cancelled') as measured,
  (exists (select from ${measured} and m.status in ('done', 'verified'))
    and not exists (select from ${measured} and m.status = 'planned')) as carried,
  coalesce(r.window_until < ${dayOf(ctx.now)}, false) as over,
  exists (select from project_standards s where s.project_id = projects.id) as kept`

export const presentOf = async (ctx: Ctx, { id, round }: Pick<ProjectRow, 'id' | 'round'>): Promise<RoundRow> => {
  const { rows } = await sql<RoundRow>`
    select * from project_rounds where project_id = ${id} and number = ${round}`.execute(ctx.tx)
  return rows[0]!
}

/**
 * Whether a project came of words that many said, and not of a cell in which many speak: made when such a proposal was taken
 * up, in the same transaction. Its figure is of the whole cell; what raised it are the words.
 */
export const cameOfWords = sql<boolean>`exists (
  select from project_proposals pp join proposals on proposals.id = pp.proposal_id
  where pp.project_id = projects.id and proposals.near is not null and proposals.decided_at = projects.made_at)`

/** A project held until the transaction ends, for a verb that its reader may do now. */
export const heldProject = async (ctx: Ctx, verb: string, id: string): Promise<Held> => {
  const row = await locked<ProjectRow>(ctx, projectLifecycle, id)
  const { rows } = await sql<ProjectState>`
    select ${stateOf(ctx)} from projects join project_rounds r on r.project_id = projects.id and r.number = projects.round
    where projects.id = ${id}`.execute(ctx.tx)
  const held = { ...row, ...rows[0]!, present: await presentOf(ctx, row) }
  mustBeAble(ctx, projectLifecycle, verb, held)
  return held
}

/** Does the verb to a held project; `words` are what its history says of it. */
export const step = (
  ctx: Ctx,
  { present: _, ...row }: Held,
  verb: string,
  changes: Record<string, unknown> = {},
  words = '',
): Promise<unknown> => advanceLocked(ctx, projectLifecycle, verb, row, changes, words === '' ? {} : { words })

/** Writes what the present round has come to. */
export const keepRound = async (
  ctx: Ctx,
  { id, round }: Pick<ProjectRow, 'id' | 'round'>,
  changes: Record<string, unknown>,
): Promise<void> => {
  await ctx.tx
    .updateTable('project_rounds')
    .set(changes)
    .where('project_id', '=', id)
    .where('number', '=', round)
    .execute()
}

/** The day before the first measure of a round was done; null as long as none was. */
export const untouchedUntil = async (
  ctx: Ctx,
  { id, round }: Pick<ProjectRow, 'id' | 'round'>,
): Promise<Day | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select min(m.done_at) as at from project_measures pm join measures m on m.id = pm.measure_id
    where pm.project_id = ${id} and pm.round = ${round} and m.status in ('done', 'verified')`.execute(ctx.tx)
  return rows[0]!.at && addDays(dayOf(rows[0]!.at), -1)
}

/** The days of a round that are compared: the past ends where something was changed first, else yesterday. */
export const spansOf = (it: RoundRow, untouched: Day | null, today: Day): Spans => {
  const yesterday = addDays(today, -1)
  const until = it.baseline_until ?? (untouched !== null && untouched < yesterday ? untouched : yesterday)
  return {
    past: { from: it.baseline_from!, until },
    cut: { from: it.cut_from, until: it.cut_until },
    window: it.window_from ? { from: it.window_from, until: it.window_until! } : null,
  }
}

/**
 * Which days made somebody look: those of a proposal from its first case until it was found, else from the first of the cases
 * until the project was made, a quarter at most. Whoever looks at a peak sees it fall by itself (regression to the mean), so
 * these days count neither for nor against.
 */
export const cutOf = (first: Day, last: Day): { from: Day; until: Day } => ({
  from: daysBetween(first, last) > 91 ? addDays(last, -91) : first,
  until: last,
})
