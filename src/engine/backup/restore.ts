// Puts a backup back into an empty database: all of it or nothing, and compared with the file before it counts.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { type Words, w } from '#kernel/words.ts'
import type { Clock } from '../clock.ts'
import type { House, ReactionJob } from '../ctx.ts'
import { openDatabase, type Tx } from '../database.ts'
import { openJobs } from '../jobs.ts'
import { clearAway, knownMigrations, migrate } from '../migrate.ts'
import type { DB } from '../schema.gen.ts'
import { copyIn, copyOut, quoted, waiting } from './contents.ts'
import { BackupProblem } from './problem.ts'
import { type Backup, openBackup } from './read.ts'
import { patientClient, tally } from './write.ts'

type Options = {
  readonly url: string
  readonly file: string
  readonly clock: Clock
  /** The reactions that this version knows, by verb: what waited for one of them waits again. */
  readonly later: House['later']
  readonly passphrase?: string | undefined
  readonly say: (words: Words) => void
}
type Enqueue = (client: pg.Client, jobs: ReactionJob[]) => Promise<void>

/** Foreign keys and inserting triggers judge rows as they come; here all rows are judged together, when all are there. */
const setAside = async (client: pg.Client): Promise<() => Promise<void>> => {
  const keys = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`,
  )
  // 4: fires on insert.
  const triggers = await client.query<{ table: string; name: string }>(
    `select tgrelid::regclass::text as table, tgname as name from pg_trigger t join pg_class c on c.oid = tgrelid
     where not tgisinternal and tgtype & 4 = 4 and tgparentid = 0 and c.relnamespace = 'public'::regnamespace`,
  )
  for (const { table, name } of keys.rows) await client.query(`alter table ${table} drop constraint ${quoted(name)}`)
  for (const { table, name } of triggers.rows)
    await client.query(`alter table ${table} disable trigger ${quoted(name)}`)
  return async () => {
    for (const { table, name } of triggers.rows)
      await client.query(`alter table ${table} enable trigger ${quoted(name)}`)
    for (const { table, name, definition } of keys.rows)
      await client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`)
  }
}

const load = async (client: pg.Client, { header, sections }: Backup, say: Options['say']) => {
  for (const { name, of, bound } of header.partitions)
    await client.query(`create table if not exists ${quoted(name)} partition of ${quoted(of)} ${bound}`)
  await client.query(
    `create temporary table ${waiting.name} (place bigint generated always as identity, data jsonb) on commit drop`,
  )
  // What the migrations themselves put there is in the file too, as the hospital left it.
  for (const { name } of header.tables) await client.query(`delete from ${quoted(name)}`)
  const tables = new Map([...header.tables, waiting].map((table) => [table.name, table]))
  const sums = new Map<string, { rows: number; sha256: string }>()
  for await (const section of sections) {
    const table = tables.get(section.table)
    if (!table)
      throw new BackupProblem(
        w(`备份中有未知的表 ${section.table}。`, `The backup has an unknown table ${section.table}.`),
      )
    const sum = tally()
    const counted = async function* () {
      for await (const chunk of section.rows) yield sum.take(chunk)
    }
    await pipeline(Readable.from(counted(), { objectMode: false }), client.query(copyFrom(copyIn(table))))
    const found = sum.done()
    sums.set(table.name, found)
    if (found.rows > 0) say(w(`  ${table.name}：${found.rows} 行`, `${found.rows} rows`))
  }
  return sums
}

/** Reads every table back out of the database and compares it with what the file said. */
const compare = async (client: pg.Client, { header }: Backup, sums: Map<string, { rows: number; sha256: string }>) => {
  for (const table of header.tables) {
    const sum = tally()
    await pipeline(
      client.query(copyTo(copyOut(table))),
      new Writable({
        write(chunk, _encoding, done) {
          sum.take(chunk)
          done()
        },
      }),
    )
    if (sum.done().sha256 !== sums.get(table.name)?.sha256)
      throw new BackupProblem(
        w(
          `恢复后的 ${table.name} 与备份不一致，已全部撤销。`,
          `${table.name} came back different from the backup; all of it was undone.`,
        ),
      )
  }
}

/** What waited for a reaction waits again; one that this version no longer has is left, as its event is in the ledger. */
const requeue = async (client: pg.Client, later: House['later'], enqueue: Enqueue): Promise<number> => {
  const known = new Set([...later.values()].flat().map(({ name }) => name))
  for (let after = 0, count = 0; ; ) {
    const { rows } = await client.query<{ place: string; data: ReactionJob }>(
      `select place, data from ${waiting.name} where place > $1 order by place limit 1000`,
      [after],
    )
    if (rows.length === 0) return count
    const jobs = rows.map(({ data }) => data).filter(({ reaction }) => known.has(reaction))
    await enqueue(client, jobs)
    after = Number(rows.at(-1)!.place)
    count += jobs.length
  }
}

/** A query builder over the one connection that holds our transaction. */
const over = (client: pg.Client): Tx => {
  const connection = { query: client.query.bind(client), release: () => {} }
  const pool = { connect: async () => connection, end: async () => {} }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as never }) }) as unknown as Tx
}

/**
 * Restores into a database whose tables, if there are any, hold nothing that matters: they are made anew in the
 * backup's version, filled, compared, and brought up to this program's version. Throws `BackupProblem`, and then the
 * database is as empty as before.
 */
export const restoreBackup = async ({ url, file, clock, later, passphrase, say }: Options) => {
  const backup = await openBackup(file, passphrase)
  const { header } = backup
  const known = await knownMigrations()
  const strangers = header.migrations.filter((name) => !known.includes(name))
  if (strangers.length > 0)
    throw new BackupProblem(
      w(
        `备份由更新的版本（${header.program}）写成，本版本不认识 ${strangers.join('、')}。请用该版本恢复。`,
        `The backup was written by a newer version (${header.program}); this one does not know ${strangers.join(', ')}.`,
      ),
    )
  const { db, close } = openDatabase(url, 2)
  try {
    await clearAway(db)
    await migrate(db, header.migrations.at(-1))
    const jobs = await openJobs({
      url,
      db,
      clock,
      house: { later, schedules: [] },
      systemCtx: () => {
        throw new Error('nothing runs during a restore')
      },
      opened: () => {
        throw new Error('nothing runs during a restore')
      },
      committed: () => {},
      report: () => {},
    })
    const client = await patientClient(url)
    try {
      await client.query('begin')
      const putBack = await setAside(client)
      const sums = await load(client, backup, say)
      say(w('核对…', 'comparing…'))
      await compare(client, backup, sums)
      await putBack()
      for (const { name, value, called } of header.sequences)
        await client.query('select setval($1::regclass, $2::bigint, $3)', [quoted(name), value, called])
      const reactions = await requeue(client, later, (on, list) => jobs.enqueue(over(on), list))
      await client.query('commit')
      await migrate(db)
      const rows = header.tables.reduce((sum, { name }) => sum + (sums.get(name)?.rows ?? 0), 0)
      return { madeAt: header.madeAt, program: header.program, tables: header.tables.length, rows, reactions }
    } finally {
      await client.end()
      await jobs.stop()
    }
  } finally {
    await close()
  }
}
