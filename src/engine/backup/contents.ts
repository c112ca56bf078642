// What a backup holds: which tables, in which columns and order, and what besides rows has to come back.
import type pg from 'pg'

/** One table of a backup; `columns` leaves out those that the database computes itself. */
export type Table = { readonly name: string; readonly columns: readonly string[]; readonly key: readonly string[] }
type Partition = { readonly name: string; readonly of: string; readonly bound: string }
type Sequence = { readonly name: string; readonly value: string; readonly called: boolean }

export type Contents = {
  readonly migrations: readonly string[]
  readonly tables: readonly Table[]
  readonly partitions: readonly Partition[]
  readonly sequences: readonly Sequence[]
}

/** Whoever has the backup shall not come in with it; people sign in again after a restore. */
const leftOut = [
  ...['sessions', 'answer_sessions', 'voice_salts', 'voice_hits'],
  ...['kysely_migration', 'kysely_migration_lock'],
]

/** `vault.identities` names a table of another schema than `public`. */
export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')

/** Reads from the database itself what there is, so that no list has to follow the migrations. */
export const contentsOf = async (client: pg.Client): Promise<Contents> => {
  const read = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<R>(text, values)).rows
  const migrations = await read<{ name: string }>('select name from kysely_migration order by name')
  const tables = await read<{ name: string; columns: string[]; key: string[] }>(
    `select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select array_agg(a.attname::text order by k.place)
        from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place), pg_attribute a
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('public', 'vault')
     where c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all ($1) order by 1`,
    [leftOut],
  )
  const partitions = await read<Partition>(
    `select c.relname as name, p.relname as of, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
     where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relkind = 'r' order by 1`,
  )
  const names = await read<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by 1`,
  )
  const sequences: Sequence[] = []
  for (const { name } of names) {
    const [row] = await read<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(name)}`,
    )
    sequences.push({ name, ...row! })
  }
  return { migrations: migrations.map(({ name }) => name), tables, partitions, sequences }
}

/** Reads a table's rows as text, in the order of its key: the same rows give the same bytes on any PostgreSQL. */
export const copyOut = ({ name, columns, key }: Table): string =>
  `copy (select ${columns.map(quoted).join(', ')} from ${quoted(name)} order by ${(key ?? columns).map(quoted).join(', ')}) to stdout`

export const copyIn = ({ name, columns }: Table): string =>
  `copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`

/** Reactions that had not been done: they are not rows of ours but wait in the queue, and must not be lost. */
export const waiting: Table = { name: 'waiting_reactions', columns: ['data'], key: [] }

export const waitingOut = `copy (select data from pgboss.job where data ? 'reaction'
  and state in ('created', 'retry', 'active', 'failed') order by created_on, id) to stdout`
