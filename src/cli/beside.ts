// How a command reaches the hospital's database: beside the running server, or on its own where none runs.
import pg from 'pg'
import { systemClock } from '#engine/clock.ts'
import { type OpenHouse, openHouse } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { connectBeside } from '#engine/postgres/folder.ts'
import { modules } from '#src/modules.ts'
import { type Call, Sorry } from './command.ts'

const oldest = 15

/** Says in words why the hospital's own database cannot be used: away, closed to us, too old, not in UTF-8. */
export const checkDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  const where = url.replace(/(:\/\/[^:@/]*):[^@/]*@/, '$1:***@')
  try {
    await client.connect()
  } catch (error) {
    throw new Sorry(
      `无法连接 DATABASE_URL 所指的数据库（${where}）：${(error as Error).message}`,
      'The database that DATABASE_URL names cannot be reached; check address, name and password.',
    )
  }
  try {
    const { rows } = await client.query<{ version: number; encoding: string; creates: boolean }>(
      `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding,
              has_database_privilege(current_database(), 'create') and has_schema_privilege('public', 'create') as creates`,
    )
    const { version, encoding, creates } = rows[0]!
    if (version < oldest)
      throw new Sorry(
        `DATABASE_URL 所指的 PostgreSQL 版本是 ${version}，需要 ${oldest} 或更新。`,
        `DATABASE_URL names a PostgreSQL ${version}; ${oldest} or later is needed.`,
      )
    if (encoding !== 'UTF8')
      throw new Sorry(
        `DATABASE_URL 所指的数据库编码是 ${encoding}，需要 UTF8(create database … encoding 'UTF8')。`,
        `The database is encoded in ${encoding}; it must be UTF8.`,
      )
    if (!creates)
      throw new Sorry(
        'DATABASE_URL 中的用户无权在该数据库中建表。请把数据库的所有者设为该用户：alter database … owner to …。',
        'The user of DATABASE_URL may not create tables there. Make it the owner: alter database … owner to ….',
      )
  } finally {
    await client.end()
  }
}

/** Reaches the database for the duration of `work`. */
export const withDatabase = async <T>(call: Call, work: (url: string) => Promise<T>): Promise<T> => {
  const { data, databaseUrl } = call.settings()
  if (databaseUrl) {
    await checkDatabase(databaseUrl)
    return work(databaseUrl)
  }
  const { url, stop } = await connectBeside(data)
  try {
    return await work(url)
  } finally {
    await stop()
  }
}

/** Opens the house for the duration of `work`; jobs that it leaves wait for the server, or for `drain`. */
export const withHouse = <T>(call: Call, work: (house: OpenHouse) => Promise<T>): Promise<T> =>
  withDatabase(call, async (url) => {
    const house = await openHouse({ url, modules, clock: systemClock, log: openLog('warn'), poolSize: 4 })
    try {
      return await work(house)
    } finally {
      await house.stop()
    }
  })
