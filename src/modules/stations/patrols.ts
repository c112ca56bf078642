// Patrol lists: made by the lead, each change a new version; the version before it is retired in the same moment.
import { type RawBuilder, sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { can, within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { type Item, type PatrolLine, patrols } from './contract.ts'
import { patrolLifecycle } from './lifecycle.ts'

export const patrolLines = async (ctx: Ctx, condition: RawBuilder<boolean>): Promise<PatrolLine[]> => {
  const { rows } = await sql<Omit<PatrolLine, 'can'>>`
    select patrols.id, patrols.status, patrols.name, patrols.version, patrols.items, s.name as "madeBy",
      patrols.made_at as "madeAt"
    from patrols join staff s on s.id = patrols.made_by_id
    where (${condition}) and ${within(ctx.me, 'patrol.read', 'patrols')}
    order by patrols.name, patrols.version desc limit 200`.execute(ctx.tx)
  return rows.map((row) => ({ ...row, can: can(ctx.me, patrolLifecycle, row) }))
}

const one = async (ctx: Ctx, id: string): Promise<PatrolLine> => {
  const [line] = await patrolLines(ctx, sql<boolean>`patrols.id = ${id}`)
  if (!line) throw notFound()
  return line
}

export const listPatrols = handle(patrols.list, async (ctx, { all }) => ({
  rows: await patrolLines(ctx, all ? sql<boolean>`true` : sql<boolean>`patrols.status = 'current'`),
}))

/** Publishes a list; under a name that is in use it is the next version, and a planned station keeps the one it has. */
export const create = handle(patrols.create, async (ctx, { name, items }) => {
  const twice = items.find(({ key }, i) => items.findIndex((other) => other.key === key) !== i)
  if (twice)
    throw invalid('两项用了同一个编号。', 'Two items have the same key.', [
      { field: 'items', reason: `“${twice.text}”重复` },
    ])
  // Two who publish under one name at once wait for each other.
  await sql`select pg_advisory_xact_lock(hashtext(${`patrol ${name}`}))`.execute(ctx.tx)
  const { rows } = await sql<{ id: string | null; version: number }>`
    select (array_agg(id) filter (where status = 'current'))[1] as id, coalesce(max(version), 0) + 1 as version
    from patrols where name = ${name}`.execute(ctx.tx)
  const { id: before, version } = rows[0]!
  const id = newId(ctx.now)
  if (before) await advance(ctx, patrolLifecycle, 'retire', before, {}, { replacedBy: id })
  await ctx.tx
    .insertInto('patrols')
    .values({
      id,
      status: 'current',
      name,
      version,
      items: JSON.stringify(items satisfies Item[]),
      made_by_id: ctx.me.id,
      made_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'patrol.create', { subject: id, to: 'current', data: { name, version } })
  return one(ctx, id)
})

export const retire = handle(patrols.retire, async (ctx, { id }) => {
  await advance(ctx, patrolLifecycle, 'retire', id)
  return one(ctx, id)
})
