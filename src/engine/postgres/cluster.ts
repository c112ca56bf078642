// Makes what a server serves: the cluster itself once, then the role and the database of the program.
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { w } from '#kernel/words.ts'
import { type Engine, runAs } from './engine.ts'
import type { Place } from './place.ts'
import type { Door } from './settings.ts'
import { CannotStart } from './trouble.ts'

const superuser = 'postgres'
const role = 'huiyin'

const passwordFile = (folder: string) => path.join(folder, 'database.password')

const passwordOf = (folder: string): string | null =>
  existsSync(passwordFile(folder)) ? readFileSync(passwordFile(folder), 'utf8').trim() : null

// Trigram search alone still asks the operating system what a letter is, and for its C no Chinese character is one.
const ctypes = process.platform === 'win32' ? ['en-US', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'zh_CN.UTF-8', 'C']

const withFirstLocale = async <R>(work: (ctype: string) => Promise<R>): Promise<R> => {
  for (const ctype of ctypes.slice(0, -1)) {
    try {
      return await work(ctype)
    } catch (error) {
      if (!String((error as { stderr?: string }).stderr).includes('invalid locale name')) throw error
    }
  }
  return work(ctypes.at(-1)!)
}

/**
 * Initialises the cluster when there is none. It is made beside its place and moved there when complete, so a cluster
 * in its place is never half of one.
 */
export const initialise = async (engine: Engine, place: Place, folder: string, fsync: boolean): Promise<boolean> => {
  const version = path.join(place.data, 'PG_VERSION')
  if (existsSync(version)) {
    const major = Number.parseInt(readFileSync(version, 'utf8'), 10)
    if (major === engine.major) return false
    throw new CannotStart(
      w(
        `数据库由 PostgreSQL ${major} 建立，而随程序安装的是 ${engine.major}。请用原版本的程序备份，再用本版本恢复。`,
        `The database was made by PostgreSQL ${major}, but the program brings ${engine.major}. Back up with the former version of the program and restore with this one.`,
      ),
    )
  }
  // What a killed first start left; its initdb may still be writing.
  for (const name of readdirSync(place.base)) {
    if (name.startsWith('data.new-'))
      rmSync(path.join(place.base, name), { recursive: true, force: true, maxRetries: 10 })
  }
  const password = randomBytes(24).toString('base64url')
  const draft = `${place.data}.new-${process.pid}`
  const pwfile = path.join(place.base, `.password-${process.pid}`)
  writeFileSync(pwfile, password, { flag: 'wx', mode: 0o600 })
  try {
    if (place.user) chownSync(pwfile, place.user.uid, place.user.gid)
    await withFirstLocale((ctype) =>
      runAs(place.user, engine.initdb, [
        ...['-D', draft, '-U', superuser, `--pwfile=${pwfile}`, '--auth-local=peer', '--auth-host=scram-sha-256'],
        // The same letters and order on every platform, from PostgreSQL itself.
        ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        ...[`--lc-ctype=${ctype}`, '--data-checksums', '--no-instructions', ...(fsync ? [] : ['--no-sync'])],
      ]),
    )
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const said = String((error as { stderr?: string }).stderr ?? error)
    throw new CannotStart(w('数据库初始化失败。', 'The database could not be initialised.'), said)
  } finally {
    rmSync(pwfile, { force: true })
  }
  writeFileSync(passwordFile(folder), `${password}\n`, { mode: 0o600 })
  renameSync(draft, place.data)
  return true
}

/** The URL of a database behind the door; as the superuser only for what the program's own role may not do. */
export const urlOf = (
  folder: string,
  door: Door,
  database: string,
  as: 'program' | 'superuser' = 'program',
): string => {
  const user = as === 'program' ? role : superuser
  // `host` overrides the name before it; standing there it keeps the text a URL that every parser understands.
  if (door.socket) return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(door.socket)}`
  return `postgres://${user}:${passwordOf(folder) ?? ''}@127.0.0.1:${door.port}/${database}`
}

const withClient = async <R>(url: string, work: (client: pg.Client) => Promise<R>): Promise<R> => {
  const client = new pg.Client({ connectionString: url, application_name: 'huiyin supervise' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

// What backup and the machinery need beyond ordinary tables: what one would also ask a hospital's administrator for; and
// objects without a table, which nobody needs here and readers of the open data could fill the disk with.
const grants = `
  grant pg_monitor, pg_checkpoint to ${role};
  grant execute on function pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal() to ${role};
  revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_unlink(oid),
    lowrite(integer, bytea) from public`

/**
 * Makes the program's role and database when missing. The role is not a superuser: the program must live with the
 * rights that it has on a hospital's own server.
 */
export const makeDatabase = async (folder: string, door: Door, fresh: boolean): Promise<void> => {
  const isMissing = () =>
    withClient(urlOf(folder, door, role), async () => false).catch((error) => {
      // No such database, no such role, or a role without its password yet.
      if (['3D000', '28000', '28P01'].includes(error.code)) return true
      throw error
    })
  if (!fresh && !(await isMissing())) return
  // Grants on functions belong to a database: made in the template they are in every database made from it.
  await withClient(urlOf(folder, door, 'template1', 'superuser'), async (client) => {
    const has = async (sql: string) => ((await client.query(sql, [role])).rowCount ?? 0) > 0
    if (!(await has('select from pg_roles where rolname = $1'))) {
      await client.query(`create role ${role} login createdb createrole`)
    }
    const password = passwordOf(folder)
    if (password) await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`)
    await client.query(grants)
    if (!(await has('select from pg_database where datname = $1'))) {
      await client.query(`create database ${role} owner ${role} template template1`)
    }
  })
}
