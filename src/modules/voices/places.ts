// Departments as the pages offer them, and how many people work there: groups under five are not named.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'

export type Place = {
  readonly id: string
  readonly name: string
  readonly group: string
  readonly campus: string
  /** The headcount that the hospital has set, else its active accounts. */
  readonly people: number
}

/** Of so few people each can be guessed (house rule). */
const fewest = 5

export const isSmall = ({ people }: Pick<Place, 'people'>): boolean => people < fewest

export const placesOf = async (ctx: Ctx): Promise<Place[]> => {
  const { rows } = await sql<Place>`
    select d.id, d.name, d.department_group as "group", c.name as campus,
      coalesce(d.headcount, (select count(*) from staff s where s.status = 'active' and s.departments @> array[d.id])) as people
    from departments d join campuses c on c.id = d.campus_id
    where d.active order by c.sort, c.id, d.department_group, d.name`.execute(ctx.tx)
  return rows
}
