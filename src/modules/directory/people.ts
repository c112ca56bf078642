// Whom a role means: the people who hold it now, in the whole hospital or for some departments.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { Role } from '#kernel/permission.ts'

type Among = {
  /** Only those who answer for one of these departments. */
  readonly of?: readonly string[]
  /** Whoever must find nothing of what they would hear of. */
  readonly barred?: readonly string[]
}

/** The ids of the active staff of these roles, for whoever is to be told something or may decide it. */
export const staffOf = async (
  { tx }: Pick<Ctx, 'tx'>,
  roles: readonly Role[],
  { of, barred = [] }: Among = {},
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from staff where status = 'active' and role = any(${[...roles]})
      ${of ? sql`and departments && ${[...of]}::uuid[]` : sql``} and not (id = any(${[...barred]}::uuid[])) order by id`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}
