// What may be read to a patient, and what the caller should know before the call.
import { type RawBuilder, sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { can, mayEver } from '#engine/permit.ts'
import { notFound } from '#kernel/refusal.ts'
import { searchQuery } from '#kernel/search.ts'
import { careNotes, guidance } from './contract.ts'
import { guidanceLifecycle } from './lifecycle.ts'

type Line = {
  id: string
  group: string | null
  title: string
  text: string
  turnTo: string
  version: number
  status: 'draft' | 'approved' | 'withdrawn'
  approvedBy: string | null
  approvedAt: Date | null
}

const entries = async (ctx: Ctx, conditions: RawBuilder<boolean>[]) => {
  const { rows } = await sql<Line>`
    select g.id, g.department_group as "group", g.title, g.text, g.turn_to as "turnTo", g.version, g.status,
      s.name as "approvedBy", g.approved_at as "approvedAt"
    from guidance g left join staff s on s.id = g.approved_by_id
    where ${sql.join(conditions, sql` and `)}
    order by g.department_group nulls first, g.title, g.version desc, g.id limit 500`.execute(ctx.tx)
  return rows.map((row) => ({ ...row, can: can(ctx.me, guidanceLifecycle, row) }))
}

/** One entry, whatever its state. */
export const guidanceEntry = async (ctx: Ctx, id: string) => {
  const [entry] = await entries(ctx, [sql<boolean>`g.id = ${id}`])
  if (!entry) throw notFound()
  return entry
}

/**
 * Entries for a group of departments and those for everyone. Drafts and withdrawn ones only with `all`, and only for
 * those who may write entries: to everybody else they do not exist.
 */
export const list = handle(guidance.list, async (ctx, { group, q, all }) => {
  const words = q ? searchQuery(q) : null
  if (q && words === null) return { rows: [] }
  const everything = all === true && mayEver(ctx.me, 'guidance.create')
  return {
    rows: await entries(ctx, [
      everything ? sql<boolean>`true` : sql<boolean>`g.status = 'approved'`,
      group ? sql<boolean>`(g.department_group = ${group} or g.department_group is null)` : sql<boolean>`true`,
      words ? sql<boolean>`g.search @@ ${words}::tsquery` : sql<boolean>`true`,
    ]),
  }
})

/** What may be told to a patient of this group: approved entries only (《互联网诊疗管理办法（试行）》). */
export const guidanceFor = (ctx: Ctx, group: string | null) =>
  ctx.tx
    .selectFrom('guidance')
    .where('status', '=', 'approved')
    .where((of) => of.or([of('department_group', 'is', null), of('department_group', '=', group)]))
    .orderBy('department_group', (by) => by.desc().nullsLast())
    .orderBy('title')
    .limit(100)
    .select(['id', 'title', 'text', 'turn_to as turnTo'])
    .execute()

/** What the department wants known before its patients are called: notes on the diagnosis first, then on the whole group. */
export const careNotesFor = async (ctx: Ctx, group: string | null, diagnosis: string | null) => {
  if (group === null) return []
  const { rows } = await sql<{ medicines: string; cautions: string }>`
    select medicines, cautions from care_notes
    where department_group = ${group} and (medicines <> '' or cautions <> '')
      and (diagnosis = '' or position(lower(diagnosis) in lower(${diagnosis ?? ''})) > 0)
    order by length(diagnosis) desc, id limit 10`.execute(ctx.tx)
  return rows
}

/** The departments' notes as they keep them. */
export const notesWhere = async (ctx: Ctx, where: RawBuilder<boolean>) => {
  const { rows } = await sql<{
    id: string
    group: string
    diagnosis: string
    medicines: string
    cautions: string
    by: string | null
    at: Date
  }>`
    select n.id, n.department_group as "group", n.diagnosis, n.medicines, n.cautions, s.name as by, n.at
    from care_notes n left join staff s on s.id = n.by_id
    where ${where} order by n.department_group, n.diagnosis, n.id limit 500`.execute(ctx.tx)
  return rows
}

export const listNotes = handle(careNotes.list, async (ctx, { group }) => ({
  rows: await notesWhere(ctx, group ? sql<boolean>`n.department_group = ${group}` : sql<boolean>`true`),
}))
