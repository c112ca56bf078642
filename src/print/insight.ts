// Prints the open data: every view of the schema `insight` with its columns, as its comments in the database say it.
import { sql } from 'kysely'
import type { Db } from '#engine/database.ts'
import { page, table } from './page.ts'

type Column = { view: string; about: string; name: string; type: string; says: string }

export const insightPage = async (db: Db): Promise<string> => {
  const { rows } = await sql<Column>`
    select c.relname as view, obj_description(c.oid) as about, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      col_description(c.oid, a.attnum) as says
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'insight'::regnamespace and c.relkind = 'v' order by c.relname, a.attnum`.execute(db)
  const views = [...Map.groupBy(rows, ({ view }) => view)].map(([view, columns]) =>
    [
      `## insight.${view}`,
      columns[0]!.about,
      table(
        ['column', 'type', ''],
        columns.map(({ name, type, says }) => [name, type, says]),
      ),
    ].join('\n\n'),
  )
  return page('开放数据 · Open data', 'migrations/0031_exports.sql', ...views)
}
