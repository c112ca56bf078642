// Writes a backup: everything at one instant, as text that any PostgreSQL of any version understands.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Words } from '#kernel/words.ts'
import { w } from '#kernel/words.ts'
import { type Contents, contentsOf, copyIn, copyOut, type Table, waiting, waitingOut } from './contents.ts'
import { writeFile } from './file.ts'

/** The first line of a backup. */
export type Header = Contents & {
  readonly format: 'huiyin-backup'
  readonly version: 1
  readonly program: string
  /** ISO 8601. */
  readonly madeAt: string
}
/** The line after a table's rows. */
export type Footer = { readonly table: string; readonly rows: number; readonly sha256: string }

export type Made = { readonly bytes: number; readonly tables: number; readonly rows: number }

type Options = {
  readonly url: string
  readonly file: string
  readonly program: string
  readonly now: Date
  readonly passphrase?: string | undefined
  readonly say: (words: Words) => void
}

const newline = 10

/** Counts what passes: rows end with a newline, and no value contains one unescaped. */
export const tally = () => {
  const hash = createHash('sha256')
  let rows = 0
  return {
    take: (chunk: Buffer) => {
      hash.update(chunk)
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) rows++
      return chunk
    },
    done: () => ({ rows, sha256: hash.digest('hex') }),
  }
}

/**
 * The text: comments that the program reads, `copy` statements that psql understands too, so that the data can be had
 * even where this program is no more.
 */
async function* textOf(client: pg.Client, header: Header, say: Options['say'], sums: { rows: number }) {
  const line = (text: string) => Buffer.from(`${text}\n`)
  yield line(`-- ${JSON.stringify(header)}`)
  yield line('-- By hand: migrate an empty database to the migrations named above, then psql -f this as its superuser.')
  yield line('begin; set local session_replication_role = replica;')
  async function* section(table: Table, out: string) {
    const sum = tally()
    yield line(`${copyIn(table)};`)
    for await (const chunk of client.query(copyTo(out))) yield sum.take(chunk as Buffer)
    yield line('\\.')
    const footer: Footer = { table: table.name, ...sum.done() }
    yield line(`-- ${JSON.stringify(footer)}`)
    sums.rows += footer.rows
    if (footer.rows > 0) say(w(`  ${table.name}：${footer.rows} 行`, `${footer.rows} rows`))
  }
  for (const table of header.tables) yield* section(table, copyOut(table))
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('pgboss.job') is not null as there`)
  if (rows[0]!.there) {
    yield line(`create temporary table ${waiting.name} (data jsonb);`)
    yield* section(waiting, waitingOut)
  }
  for (const { name, value, called } of header.sequences) yield line(`select setval('${name}', ${value}, ${called});`)
  yield line('commit;')
  yield line(`-- ${JSON.stringify({ end: true, rows: sums.rows })}`)
}

/** Opens a connection on which a long reading is not cut off. */
export const patientClient = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'huiyin-backup',
    options: '-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex',
  })
  client.on('error', () => {})
  await client.connect()
  await client.query('set statement_timeout = 0; set idle_in_transaction_session_timeout = 0')
  return client
}

/** Writes everything as it was at one instant into `file`; nobody has to wait meanwhile. */
export const writeBackup = async ({ url, file, program, now, passphrase, say }: Options): Promise<Made> => {
  const client = await patientClient(url)
  try {
    await client.query('begin isolation level repeatable read read only')
    const contents = await contentsOf(client)
    const header: Header = { format: 'huiyin-backup', version: 1, program, madeAt: now.toISOString(), ...contents }
    const sums = { rows: 0 }
    const bytes = await writeFile(file, textOf(client, header, say, sums), passphrase)
    await client.query('commit')
    return { bytes, tables: contents.tables.length, rows: sums.rows }
  } finally {
    await client.end()
  }
}
