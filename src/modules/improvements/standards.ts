// 固化: what projects left behind as a rule, and what became of it in the knowledge.
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { afterInstant, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import { projects } from './contract-projects.ts'
import type { Standard, StandardLine } from './shapes-projects.ts'

const columns = sql`x.id, x.round, x.kind, x.title, x.text, s.name as by, x.at,
  case when g.id is not null then
    json_build_object('id', g.id, 'status', g.status, 'version', g.version, 'by', a.name) end as entry,
  case when n.id is not null then json_build_object('id', n.id, 'group', n.department_group) end as note`
const tables = sql`project_standards x join staff s on s.id = x.by_id
  left join guidance g on x.kind = 'guidance' and g.id = x.entry_id left join staff a on a.id = g.approved_by_id
  left join care_notes n on x.kind = 'careNote' and n.id = x.entry_id`

/** Of one project, in the order in which they were written. */
export const standardsOf = async (ctx: Ctx, id: string): Promise<Standard[]> =>
  (await sql<Standard>`select ${columns} from ${tables} where x.project_id = ${id} order by x.at, x.id`.execute(ctx.tx))
    .rows

/** Of all projects that the reader may see, newest first. */
export const standards = handle(projects.standards, async (ctx, { kind, q, entryId, after, limit }) => {
  const place = afterInstant(after)
  const conditions = [
    within(ctx.me, 'project.read', 'projects'),
    ...(kind ? [sql<boolean>`x.kind = ${kind}`] : []),
    ...(entryId ? [sql<boolean>`x.entry_id = ${entryId}`] : []),
    ...(q ? [sql<boolean>`position(lower(${q}) in lower(x.title || ' ' || x.text)) > 0`] : []),
    ...(place ? [sql<boolean>`(x.at, x.id) < (${place.key}, ${place.id}::uuid)`] : []),
  ]
  const { rows } = await sql<StandardLine>`
    select ${columns}, json_build_object('id', projects.id, 'number', projects.number, 'title', projects.title,
      'status', projects.status, 'department', d.name) as project
    from ${tables} join projects on projects.id = x.project_id left join departments d on d.id = projects.department_id
    where ${sql.join(conditions, sql` and `)} order by x.at desc, x.id desc limit ${limit + 1}`.execute(ctx.tx)
  const { page, next } = paged(rows, limit, (row) => ({ key: row.at, id: row.id }))
  return { rows: page, next }
})
