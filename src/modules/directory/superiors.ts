// Who stands above whom: for matters of which superiors must find nothing either.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'

/** Everyone above these people, but for the head of the hospital, who has nobody above him and answers for every matter. */
export const superiorsOf = async (ctx: Ctx, ...staffIds: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with recursive above as (
      select superior_id as id from staff where id = any(${staffIds}::uuid[])
      union
      select s.superior_id from staff s join above on s.id = above.id
    )
    select s.id from above join staff s on s.id = above.id
    where s.superior_id is not null or s.role <> 'leadership'`.execute(ctx.tx)
  return rows.map(({ id }) => id)
}
