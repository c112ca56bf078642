// The pool of connections, the typed query builder over it, and transactions that try again where PostgreSQL says so.
import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.gen.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

// Days stay days (`2011-07-28`), whole numbers become numbers: none of ours leaves the safe range.
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) return (text: string) => text
    if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

const statementNames = new Map<string, string>()

/** A connection that prepares each statement once under a name: half the planning time of the hot queries. */
class NamingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the signature of pg's many overloads
  override query(...args: any[]): any {
    const [text, values, ...rest] = args
    // Without values it may be several statements (a migration), which cannot be prepared.
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
      return super.query(...(args as [string]))
    let name = statementNames.get(text)
    // Statements that differ with every filter would fill the server's memory: the first thousand have names.
    if (name === undefined && statementNames.size < 1000) {
      name = `q${statementNames.size}`
      statementNames.set(text, name)
    }
    return super.query(...([{ name, text, values }, ...rest] as unknown as [string]))
  }
}

type Pooled = { db: Db; pool: pg.Pool; close(): Promise<void> }

/** Opens at most `size` connections; eight to twelve beat thirty-two on the machines that hospitals have. */
export const openDatabase = (url: string, size = 10): Pooled => {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    types,
    Client: NamingClient,
    application_name: 'huiyin',
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    // A reply that takes longer has lost its reader; imports and reports set their own.
    statement_timeout: 30_000,
    options: '-c timezone=UTC',
  } as pg.PoolConfig)
  // A connection that breaks is replaced; without a listener it would end the process, idle or at work (its query fails).
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

const codeOf = (error: unknown): string => (error as { code?: string } | null)?.code ?? ''

/** Lost a race that the same transaction may win next time: serialisation failure, deadlock. */
const worthRepeating = (error: unknown): boolean => codeOf(error) === '40001' || codeOf(error) === '40P01'

/** The database is away (restarting, failing over): nothing was acknowledged, the caller may come again. */
export const isAway = (error: unknown): boolean => {
  const code = codeOf(error)
  return (
    ['57P01', '57P02', '57P03', '25006', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'].includes(code) ||
    code.startsWith('08') ||
    /Connection terminated|timeout exceeded when trying to connect|connection ended|connection error and is not queryable/i.test(
      (error as Error)?.message ?? '',
    )
  )
}

/** Runs `work` in one transaction; a lost race is run again, at most four times in all. */
export const transact = async <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      if (attempt === 4 || !worthRepeating(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, attempt * 10 * (1 + Math.random())))
    }
  }
}
