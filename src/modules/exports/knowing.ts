// Who may know of every row of a file: asked of the walls of the rows themselves, row by row, and again before it is given out.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { List } from '#engine/lists.ts'
import { mayEver, within } from '#engine/permit.ts'
import type { Me } from '#kernel/permission.ts'
import type { Verb } from '#src/permissions.ts'
import { personNow } from './walking.ts'

/** Whether none of these rows lies outside what the person may know of. */
export const knowsAll = async (
  ctx: Pick<Ctx, 'tx'>,
  me: Me,
  list: List,
  guards: readonly string[],
): Promise<boolean> => {
  const asked = list.endpoint.verb as Verb
  if (!mayEver(me, asked)) return false
  if (!list.guard || guards.length === 0) return true
  const { table, verb = asked } = list.guard
  const { rows } = await sql<{ hidden: boolean }>`
    select exists (
      select from unnest(${guards}::uuid[]) as g (id)
      where not exists (select from ${sql.table(table)} where ${sql.ref(`${table}.id`)} = g.id and ${within(me, verb, table)})
    ) as hidden`.execute(ctx.tx)
  return !rows[0]!.hidden
}

/** Everybody who could let a file of this list go, whatever is in it: not the one who asks. */
export const secondPeople = async (
  ctx: Pick<Ctx, 'tx'>,
  list: List,
  { askedBy, personal }: { readonly askedBy: string; readonly personal: boolean },
): Promise<Me[]> => {
  const rows = await ctx.tx
    .selectFrom('staff')
    .where('status', '=', 'active')
    .where('id', '<>', askedBy)
    .select(['id', 'name', 'role', 'departments'])
    .execute()
  return (rows as Me[]).filter(
    (me) =>
      mayEver(me, 'export.approve') &&
      mayEver(me, list.endpoint.verb as Verb) &&
      (!personal || mayEver(me, 'export.reveal')),
  )
}

/** Whether whoever asked may still know of all that his file holds. */
export const mayStillHave = async (
  ctx: Pick<Ctx, 'tx'>,
  list: List,
  row: {
    readonly id: string
    readonly asked_by_id: string
    readonly asked_as: string
    readonly scopes: string[] | null
  },
): Promise<boolean> => {
  const me = await personNow(ctx, row.asked_by_id, row.scopes)
  if (!me || me.role !== row.asked_as) return false
  return knowsAllOf(ctx, me, list, row.id)
}

/** The same of every row that a file was found to hold. */
export const knowsAllOf = async (ctx: Pick<Ctx, 'tx'>, me: Me, list: List, exportId: string): Promise<boolean> => {
  const chunks = await ctx.tx
    .selectFrom('export_rows')
    .where('export_id', '=', exportId)
    .select('guards')
    .orderBy('number')
    .execute()
  if (chunks.length === 0) return knowsAll(ctx, me, list, [])
  for (const { guards } of chunks) if (!(await knowsAll(ctx, me, list, guards))) return false
  return true
}
