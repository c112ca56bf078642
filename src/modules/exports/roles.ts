// Roles of the database for readers of the open data: SELECT on the views of `insight`, and nothing else that can be taken away.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import type { Day } from '#kernel/time.ts'

type Tx = Pick<Ctx, 'tx'>

/** How long a query may take, how long a session may stand still in a transaction, and how many there are at a time. */
const limits = { statement: '60s', idle: '60s', lock: '5s', connections: 4 }

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const named = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const databaseOf = async ({ tx }: Tx): Promise<string> => {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(tx)
  return rows[0]!.name
}

/**
 * Where a tool on another machine finds the database: the address that our own PostgreSQL was given (HUIYIN_OPEN_DATA), null
 * while it has none; empty where the hospital's own server is, whose address only the hospital knows.
 */
export const addressOf = async ({ tx }: Tx): Promise<string | null> => {
  const { rows } = await sql<{ ours: boolean; addresses: string; port: string; ssl: string }>`
    select coalesce(current_setting('huiyin.bundled', true), '') = 'on' as ours, current_setting('listen_addresses') as addresses,
      current_setting('port') as port, current_setting('ssl') as ssl`.execute(tx)
  const { ours, addresses, port, ssl } = rows[0]!
  if (!ours) return ''
  const open = addresses.split(',').find((one) => one !== '' && one !== '127.0.0.1')
  return open && ssl === 'on' ? `${open.includes(':') ? `[${open}]` : open}:${port}` : null
}

/** By which the roles of one database are told from those of another on the same server. */
const prefixOf = (database: string): string =>
  `huiyin_bi_${createHash('sha256').update(database).digest('hex').slice(0, 6)}`

export const newRoleName = async (ctx: Tx): Promise<string> =>
  prefixOf(await databaseOf(ctx)) + randomBytes(3).toString('hex')

export const newPassword = (): string => randomBytes(18).toString('base64url')

/** What the database keeps instead of a password (RFC 5803): the password itself is in no statement and no log. */
export const verifierOf = (password: string, salt = randomBytes(16)): string => {
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64')
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`
}

type Role = { readonly name: string; readonly verifier: string; readonly until: Day; readonly database: string }

const attributes = ({ verifier, until }: Role): string =>
  `login noinherit connection limit ${limits.connections} password ${quoted(verifier)} valid until ${quoted(`${until} 23:59:59+08`)}`

/** The statements that make a role, or make it as it should be; what a database administrator runs where we may not. */
export const roleSql = (role: Role, there: boolean): string[] => {
  const name = named(role.name)
  const set = (setting: string, value: string) => `alter role ${name} set ${setting} = ${quoted(value)}`
  return [
    `${there ? 'alter' : 'create'} role ${name} ${attributes(role)}`,
    set('default_transaction_read_only', 'on'),
    set('statement_timeout', limits.statement),
    set('idle_in_transaction_session_timeout', limits.idle),
    set('lock_timeout', limits.lock),
    set('search_path', 'insight'),
    `grant connect on database ${named(role.database)} to ${name}`,
    ...grantsOf(role.name),
  ]
}

const grantsOf = (role: string): string[] => [
  `grant usage on schema insight to ${named(role)}`,
  `grant select on all tables in schema insight to ${named(role)}`,
]

/** A statement that takes something away from everybody, and the question whether everybody still has it. */
type Tightening = { readonly statement: string; readonly still: string }

/**
 * Locks by a number, which everybody may take and the program works by: a reader who holds the right one keeps somebody from
 * signing in for as long as he likes.
 */
const locks = ['lock', 'lock_shared', 'xact_lock', 'xact_lock_shared']
  .flatMap((name) => [`pg_advisory_${name}`, `pg_try_advisory_${name}`])
  .flatMap((name) => [`pg_catalog.${name}(bigint)`, `pg_catalog.${name}(integer, integer)`])

/** What every database gives to everybody, and a reader needs none of: tables of one's own, objects without a table, locks. */
const tightening = (database: string, program: string): Tightening[] => [
  {
    statement: `grant execute on function ${locks.join(', ')} to ${named(program)};
revoke execute on function ${locks.join(', ')} from public`,
    still: locks.map((it) => `has_function_privilege('public', '${it}', 'execute')`).join(' or '),
  },
  {
    statement: `revoke temporary on database ${named(database)} from public`,
    still: `has_database_privilege('public', ${quoted(database)}, 'temporary')`,
  },
  {
    statement: 'revoke create on schema public from public',
    still: `has_schema_privilege('public', 'public', 'create')`,
  },
  ...[
    'lo_creat(integer)',
    'lo_create(oid)',
    'lo_from_bytea(oid, bytea)',
    'lo_unlink(oid)',
    'lowrite(integer, bytea)',
  ].map((it) => ({
    statement: `revoke execute on function pg_catalog.${it} from public`,
    still: `has_function_privilege('public', 'pg_catalog.${it}', 'execute')`,
  })),
]

/** Runs a statement if the program may; a refusal leaves the transaction as it was. */
const may = async ({ tx }: Tx, statement: string): Promise<boolean> => {
  await sql`savepoint reader`.execute(tx)
  try {
    await sql.raw(statement).execute(tx)
    await sql`release savepoint reader`.execute(tx)
    return true
  } catch (error) {
    await sql`rollback to savepoint reader`.execute(tx)
    // Not ours to do; anything else is a bug.
    if (!['42501', '42704', '2BP01'].includes((error as { code?: string }).code ?? '')) throw error
    return false
  }
}

export const rolesThere = async ({ tx }: Tx, names: readonly string[]): Promise<Set<string>> => {
  const { rows } = await sql<{ rolname: string }>`
    select rolname from pg_roles where rolname = any(${names}::text[]) and rolcanlogin`.execute(tx)
  return new Set(rows.map(({ rolname }) => rolname))
}

/** Makes the role, or gives it a new password. Answers what is left to a database administrator: all of it, or the tightening. */
export const makeRole = async (ctx: Tx, role: Role): Promise<{ made: boolean; sql: string; advice: string }> => {
  const there = (await rolesThere(ctx, [role.name])).has(role.name)
  const statements = roleSql(role, there)
  let made = true
  for (const statement of statements) made &&= await may(ctx, statement)
  const left: string[] = []
  const { rows: program } = await sql<{ name: string }>`select current_user as name`.execute(ctx.tx)
  for (const { statement, still } of tightening(role.database, program[0]!.name)) {
    await may(ctx, statement)
    // A revoke that changes nothing is a warning and no error: what counts is what is left.
    const { rows } = await sql<{ still: boolean }>`select ${sql.raw(still)} as still`.execute(ctx.tx)
    if (rows[0]!.still) left.push(statement)
  }
  const text = (list: readonly string[]) => list.map((one) => `${one};\n`).join('')
  return { made, sql: made ? '' : text(statements), advice: text(left) }
}

/** Gives an open reader the views that a newer version has added. */
export const grantViews = async (ctx: Tx, role: string): Promise<void> => {
  for (const statement of grantsOf(role)) await may(ctx, statement)
}

/** Takes a role away, and whoever is signed in with it; false where only a database administrator may. */
export const dropRole = async (ctx: Tx, role: string): Promise<boolean> => {
  if (!(await rolesThere(ctx, [role])).has(role)) return true
  const database = await databaseOf(ctx)
  const name = named(role)
  await may(ctx, `grant ${name} to current_user`)
  await may(ctx, `select pg_terminate_backend(pid) from pg_stat_activity where usename = ${quoted(role)}`)
  for (const statement of [
    `revoke all on all tables in schema insight from ${name}`,
    `revoke all on schema insight from ${name}`,
    `revoke all on database ${named(database)} from ${name}`,
  ])
    await may(ctx, statement)
  return may(ctx, `drop role ${name}`)
}
