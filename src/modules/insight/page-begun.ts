// When which improvement project was begun, for the charts of the figure that it should move.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { dayIn } from '#engine/day.ts'
import { mayEver, within } from '#engine/permit.ts'
import { type Day, endOfDay, startOfDay } from '#kernel/time.ts'
import type { OnePage } from './contract-page.ts'

/** The latest of a chart: more lines than these could not be told apart. */
const most = 5

/**
 * Projects whose measures were begun within these days, both included, of those that the reader may see: the latest of each
 * chart, in their order. A project that was given up, or never begun, is none.
 */
export const begunIn = async (ctx: Ctx, { from, to }: { from: Day; to: Day }): Promise<OnePage['begun']> => {
  if (!mayEver(ctx.me, 'project.read')) return []
  const { rows } = await sql<OnePage['begun'][number]>`
    select id, title, "on", trend from (
      select projects.id, projects.title, ${dayIn(sql`r.begun_at`)} as "on", f.trend,
        row_number() over (partition by f.trend order by r.begun_at desc, projects.id) as place
      from project_rounds r join projects on projects.id = r.project_id
      cross join lateral (select case r.figure->>'kind' when 'ungraded' then 'satisfied' when 'matters' then 'matters'
        when 'perDischarges' then 'matters' end as trend) f
      where r.begun_at >= ${startOfDay(from)} and r.begun_at <= ${endOfDay(to)} and f.trend is not null
        and projects.status <> 'cancelled' and ${within(ctx.me, 'project.read', 'projects')}
    ) begun where place <= ${most} order by "on", id`.execute(ctx.tx)
  return rows
}
