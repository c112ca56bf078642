// The only code that writes a status: lock the row, check permission, state and rule, write, record.
import { sql } from 'kysely'
import { actOf, type Lifecycle, type Living, refusedBecause } from '#kernel/lifecycle.ts'
import { conflict, notAllowed, notFound } from '#kernel/refusal.ts'
import type { Verb } from '#src/permissions.ts'
import type { Ctx } from './ctx.ts'
import { type Entry, record } from './ledger.ts'
import { may, within } from './permit.ts'
import type { DB } from './schema.gen.ts'

type RowOf<T extends keyof DB> = { [C in keyof DB[T]]: DB[T][C] extends { __select__: infer S } ? S : DB[T][C] }

/** Reads and locks one row that the actor may see; anything else is *not found*. */
export const locked = async <Row extends Living>(ctx: Ctx, life: Lifecycle<Row>, id: string): Promise<Row> => {
  const { rows } = await sql<Row>`
    select * from ${sql.table(life.table)}
    where id = ${id} and ${within(ctx.me, `${life.noun}.read` as Verb, life.table)} for update`.execute(ctx.tx)
  const row = rows[0]
  if (!row) throw notFound()
  return row
}

/**
 * Does a verb to a row: locks it inside what the actor may see, checks permission, state and rules, writes the
 * changes and the new state, and records the event. Refuses with not found, not allowed or conflict, and then
 * nothing is written. Answers the row as it is now.
 */
export const advance = async <Row extends Living>(
  ctx: Ctx,
  life: Lifecycle<Row>,
  verb: string,
  id: string,
  changes: { readonly [column: string]: unknown } = {},
  data: Entry['data'] = {},
): Promise<Row> => {
  const before = await locked(ctx, life, id)
  return advanceLocked(ctx, life, verb, before, changes, data)
}

/**
 * Refuses a verb that the actor may not do to a locked row, or that state and rules do not admit now: for commands that
 * write something of their own before they advance.
 */
export const mustBeAble = <Row extends Living>(ctx: Ctx, life: Lifecycle<Row>, verb: string, row: Row): void => {
  const { button } = actOf(life, verb)
  if (!may(ctx.me, `${life.noun}.${verb}` as Verb, row))
    throw notAllowed(`您不能对这条记录“${button.zh}”。`, `You may not “${button.en}” here.`)
  const refused = refusedBecause(life, verb, row)
  if (refused) throw conflict(refused)
}

/** As `advance`, for a row that this transaction has locked already. */
export const advanceLocked = async <Row extends Living>(
  ctx: Ctx,
  life: Lifecycle<Row>,
  verb: string,
  before: Row,
  changes: { readonly [column: string]: unknown } = {},
  data: Entry['data'] = {},
): Promise<Row> => {
  const { id } = before as unknown as { id: string }
  mustBeAble(ctx, life, verb, before)
  const { to } = actOf(life, verb)
  const status = to === '=' ? before.status : to
  const assignments = Object.entries({ ...changes, status, updated_at: ctx.now }).map(
    ([column, value]) => sql`${sql.ref(column)} = ${value}`,
  )
  const { rows } = await sql<Row>`
    update ${sql.table(life.table)} set ${sql.join(assignments)} where id = ${id} returning *`.execute(ctx.tx)
  // A verb that makes a row restricted, or no longer so, is itself told only to those who may know of it.
  const restricted = [before, rows[0]].some((row) => (row as { restricted?: boolean }).restricted === true)
  await record(ctx, `${life.noun}.${verb}`, { subject: id, from: before.status, to: status, data, restricted })
  return rows[0]!
}

export type { RowOf }
