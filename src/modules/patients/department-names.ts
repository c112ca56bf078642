// The names of departments met in lists, and the stays that wait until somebody says which department is meant.
import { type RawBuilder, sql } from 'kysely'
import { handle } from '#engine/ctx.ts'
import { departments } from '#modules/directory/contract.ts'
import { confirmAlias } from '#modules/directory/departments.ts'

/**
 * The stays that wait for a department under a name of a list, whose campus is as the list wrote it or empty: a
 * condition on `encounters`.
 */
export const waitingUnder = (campus: unknown, name: unknown): RawBuilder<boolean> => sql<boolean>`
  (encounters.department_id is null and encounters.department_name = ${name}
    and coalesce(encounters.said->>'campus', '') = ${campus})`

export const unconfirmedNames = handle(departments.unconfirmed, async (ctx) => ({
  rows: await ctx.tx
    .selectFrom('department_aliases as alias')
    .where('alias.department_id', 'is', null)
    .orderBy('alias.first_seen_at')
    .orderBy('alias.id')
    .limit(1000)
    .select([
      'alias.id',
      'alias.campus',
      'alias.name',
      'alias.first_seen_at as firstSeenAt',
      sql<number>`(select count(*) from encounters
        where ${waitingUnder(sql.ref('alias.campus'), sql.ref('alias.name'))})`.as('encounters'),
    ])
    .execute(),
}))

/** Answers how many stays were placed thereby. */
export const confirmName = handle(departments.confirm, async (ctx, { id, departmentId }) => {
  const before = await ctx.tx
    .selectFrom('department_aliases')
    .innerJoin('encounters', (join) =>
      join.on(waitingUnder(sql.ref('department_aliases.campus'), sql.ref('department_aliases.name'))),
    )
    .where('department_aliases.id', '=', id)
    .select(({ fn }) => fn.countAll<number>().as('encounters'))
    .executeTakeFirstOrThrow()
  await confirmAlias(ctx, id, departmentId)
  return before
})
