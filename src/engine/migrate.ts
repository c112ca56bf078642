// Brings the schema to what this version needs: plain SQL files, forward only, one at a time however many nodes start.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Db } from './database.ts'

const folder = join(import.meta.dirname, '../../migrations')

/** The names of the migrations that this version knows, in order. */
export const knownMigrations = async (): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -4))
    .sort()

/**
 * Applies what is missing, up to and including `last` where one is named, and answers what it applied. A database that
 * a newer version has migrated is refused: this version does not know what those tables mean.
 */
export const migrate = async (db: Db, last?: string): Promise<string[]> => {
  const known = await knownMigrations()
  const applied = await appliedMigrations(db)
  const strangers = applied.filter((name) => !known.includes(name))
  if (strangers.length > 0)
    throw new Error(
      `数据库由更新的版本升级过（${strangers.join('、')}），请用该版本或更新的版本启动。 / The database was migrated by a newer version (${strangers.join(', ')}); start that one or a later one.`,
    )
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(
          await Promise.all(
            known.map(async (name) => {
              const text = await readFile(join(folder, `${name}.sql`), 'utf8')
              return [
                name,
                {
                  up: (tx: Db) =>
                    sql
                      .raw(text)
                      .execute(tx)
                      .then(() => {}),
                },
              ] as const
            }),
          ),
        ),
    },
  })
  const { error, results = [] } = last ? await migrator.migrateTo(last) : await migrator.migrateToLatest()
  if (error) throw error
  return results.map((result) => result.migrationName)
}

/** The migrations that the database has been through. */
export const appliedMigrations = async (db: Db): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`
    .execute(db)
    .catch((error) => {
      if ((error as { code?: string }).code === '42P01') return { rows: [] }
      throw error
    })
  return rows.map((row) => row.name)
}

/**
 * Removes everything that the migrations make, and the queue: for a restore into a hospital that holds nothing yet, and
 * for a demo that was never finished. What others keep in the same database stays.
 */
export const clearAway = async (db: Db): Promise<void> => {
  const texts = await Promise.all(
    (await knownMigrations()).map((name) => readFile(join(folder, `${name}.sql`), 'utf8')),
  )
  const made = texts.flatMap((text) => [...text.matchAll(/^create (schema|table|sequence|function|view|type) (\w+)/gm)])
  await db.transaction().execute(async (tx) => {
    await sql`drop schema if exists pgboss cascade`.execute(tx)
    for (const [, kind, name] of made) await sql.raw(`drop ${kind} if exists ${name} cascade`).execute(tx)
    for (const name of ['kysely_migration', 'kysely_migration_lock'])
      await sql`drop table if exists ${sql.table(name)}`.execute(tx)
  })
}
