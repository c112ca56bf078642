// Prints the tables as they are in a migrated database.
import { sql } from 'kysely'
import type { Db } from '#engine/database.ts'
import { page, table } from './page.ts'

type Column = {
  table: string
  name: string
  type: string
  required: boolean
  fallback: string | null
  computed: boolean
}
type Named = { table: string; definition: string }

export const schemaPage = async (db: Db): Promise<string> => {
  const columns = await sql<Column>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
           pg_get_expr(d.adbin, d.adrelid) as fallback, a.attgenerated <> '' as computed
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not like 'kysely%'
    order by c.relname, a.attnum`.execute(db)
  // Newer servers also keep "not null" as a constraint; the columns say it already.
  const constraints = await sql<Named>`
    select c.relname as table, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.connamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f', 'c') and k.conparentid = 0
      and not c.relispartition and c.relname not like 'kysely%'
    order by 1, position(k.contype in 'pufc'), 2`.execute(db)
  const indexes = await sql<Named>`
    select c.relname as table, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indrelid
    where c.relnamespace = 'public'::regnamespace and not c.relispartition and c.relname not like 'kysely%'
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by 1, 2`.execute(db)
  const of = (list: readonly Named[], name: string) =>
    list
      .filter((it) => it.table === name)
      .map(
        ({ definition }) =>
          `- \`${definition.replace(/^CREATE (UNIQUE )?INDEX (\w+) ON (ONLY )?\S+ /, '$1INDEX $2 ')}\``,
      )
  const tables = [...Map.groupBy(columns.rows, (row) => row.table)].map(([name, its]) =>
    [
      `## ${name}`,
      table(
        ['column', 'type', '', 'default'],
        its.map(({ name, type, required, fallback, computed }) => [
          name,
          type,
          required ? '' : '可空 null',
          fallback === null ? '' : computed ? `= ${fallback}` : fallback,
        ]),
      ),
      [...of(constraints.rows, name), ...of(indexes.rows, name)].join('\n'),
    ].join('\n\n'),
  )
  return page('数据表 · Schema', 'migrations/*.sql', ...tables)
}
