// Decides as whom the database runs and where its files lie, so that this user can reach them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { w } from '#kernel/words.ts'
import { CannotStart } from './trouble.ts'

/** The unprivileged user as whom root lets the database run. */
export type User = { readonly uid: number; readonly gid: number }

/** Makes the data folder if there is none; the database's own user must be able to pass through when root makes it. */
export const makeFolder = (folder: string): string => {
  const resolved = path.resolve(folder)
  return orNotWritable(resolved, () => {
    mkdirSync(resolved, { recursive: true, mode: isRoot() ? 0o711 : 0o700 })
    return realpathSync(resolved)
  })
}

const orNotWritable = <R>(folder: string, work: () => R): R => {
  try {
    return work()
  } catch (error) {
    if (
      !['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')
    )
      throw error
    throw new CannotStart(
      w(
        `数据文件夹 ${folder} 无法写入。请检查其权限与磁盘空间，或换一个数据文件夹。`,
        `The data folder ${folder} cannot be written. Check its permissions and the disk, or choose another one.`,
      ),
      String(error),
    )
  }
}

export type Place = {
  /** Null: as we are ourselves. */
  readonly user: User | null
  /** Holds all of the following; belongs to that user alone. */
  readonly base: string
  readonly data: string
  readonly log: string
}

/** Where root keeps what the database's user must reach when the installation lies in a closed folder. */
export const shelterOfRoot = '/var/lib/huiyin'

const isRoot = () => process.getuid?.() === 0
const found = (file: string) => lstatSync(file, { throwIfNoEntry: false })

const systemUsers = ['huiyin', 'postgres', '_postgres', 'nobody']

/** The names by which the database lets this program in: ours, root's, and the person's who owns the files. */
export const namesFor = (user: User | null): string[] => {
  const names = new Set(['root', os.userInfo().username])
  const owner = user && new RegExp(`^([^:]+):[^:]*:${user.uid}:`, 'm').exec(readFileSync('/etc/passwd', 'utf8'))?.[1]
  // Other programs run as postgres or nobody too.
  if (owner && !systemUsers.slice(1).includes(owner)) names.add(owner)
  return [...names]
}

const unprivileged = (): User => {
  const passwd = readFileSync('/etc/passwd', 'utf8')
  for (const name of systemUsers) {
    const entry = new RegExp(`^${name}:[^:]*:(-?\\d+):(-?\\d+):`, 'm').exec(passwd)
    // macOS writes nobody as -2.
    if (entry) return { uid: Number(entry[1]) >>> 0, gid: Number(entry[2]) >>> 0 }
  }
  throw new CannotStart(
    w(
      'PostgreSQL 不能以 root 身份运行，而本机没有 huiyin、postgres 或 nobody 用户。请以普通用户启动，或新建系统用户 huiyin，或设置 DATABASE_URL。',
      'PostgreSQL does not run as root, and this machine has no user huiyin, postgres or nobody. Start as an ordinary user, add a system user huiyin, or set DATABASE_URL.',
    ),
  )
}

const checkOwnName = () => {
  try {
    os.userInfo()
  } catch {
    throw new CannotStart(
      w(
        '当前用户号在系统中没有用户名，PostgreSQL 无法初始化。请在 /etc/passwd 中为它添加一行，或设置 DATABASE_URL。',
        'The current user number has no name on this system, so PostgreSQL cannot initialise. Add a line for it to /etc/passwd, or set DATABASE_URL.',
      ),
    )
  }
}

/** Whether that user can work in the folder: asked by trying, since modes alone do not know of ACLs and mounts. */
const canWork = (user: User | null, folder: string): boolean => {
  const script = 'cd "$1" && test -r . -a -w . -a -x .'
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  return spawnSync('/bin/sh', ['-c', script, 'sh', folder], { ...as, cwd: '/', stdio: 'ignore' }).status === 0
}

const makeFor = (user: User | null, folder: string) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (user) chownSync(folder, user.uid, user.gid)
  return folder
}

const closed = (base: string, owner: string) =>
  new CannotStart(
    w(
      `数据库文件夹 ${base} 属于用户 ${owner}，当前无法读写。请以该用户（或 root）启动，并确认它的各级上级文件夹允许该用户通过。`,
      `The database folder ${base} belongs to user ${owner} and cannot be used. Start as that user (or as root), and make sure that user may pass through the folders above it.`,
    ),
  )

const existing = (link: string): Place => {
  let base: string
  try {
    base = realpathSync(link)
  } catch (error) {
    // Never begin an empty database in its stead: somebody's records are elsewhere.
    throw new CannotStart(
      w(
        `${link} 指向的数据库文件夹不存在，请恢复它。`,
        `${link} points to a database folder that is not there; bring it back.`,
      ),
      String(error),
    )
  }
  const { uid, gid } = statSync(base)
  if (process.platform === 'win32')
    return { user: null, base, data: path.join(base, 'data'), log: path.join(base, 'log') }
  const user = isRoot() && uid !== 0 ? { uid, gid } : isRoot() ? unprivileged() : null
  if (user && uid === 0) chownSync(base, user.uid, user.gid)
  if ((!user && uid !== process.getuid?.()) || !canWork(user, base)) throw closed(base, String(uid))
  return { user, base, data: path.join(base, 'data'), log: path.join(base, 'log') }
}

/**
 * The place of the database of a data folder, made when missing: `<folder>/database`. When root runs us below a closed
 * folder such as /root, that is a symbolic link into `shelter`.
 */
export const settle = (folder: string, shelter = shelterOfRoot): Place =>
  orNotWritable(folder, () => settled(folder, shelter))

const settled = (folder: string, shelter: string): Place => {
  const link = path.join(folder, 'database')
  if (!found(link)) {
    if (!isRoot()) {
      if (process.platform !== 'win32') checkOwnName()
      makeFor(null, link)
    } else {
      const user = unprivileged()
      makeFor(user, link)
      if (!canWork(user, link)) {
        rmdirSync(link)
        mkdirSync(shelter, { recursive: true, mode: 0o755 })
        // A fresh name each time: a folder made anew at the same path must not find the records of the former one.
        const base = mkdtempSync(path.join(shelter, `${path.basename(path.dirname(folder)) || 'data'}-`))
        makeFor(user, base)
        symlinkSync(base, link)
      }
    }
  }
  const place = existing(link)
  makeFor(place.user, place.log)
  return place
}

/** Where the database of a folder lies, without making or judging anything; null when there is none. */
export const dataOf = (folder: string): string | null => {
  try {
    return path.join(realpathSync(path.join(folder, 'database')), 'data')
  } catch {
    return null
  }
}

const takesSockets = (folder: string): Promise<boolean> =>
  new Promise((resolve) => {
    const file = path.join(folder, `.probe-${process.pid}`)
    const server = net.createServer()
    const done = (answer: boolean) => {
      rmSync(file, { force: true })
      resolve(answer)
    }
    server.once('error', () => done(false))
    server.listen(file, () => server.close(() => done(true)))
  })

/** The operating systems allow 108 or 104 bytes for the path of a socket, its end included. */
const fits = (folder: string) => Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) < 104

/**
 * A folder for the socket that only the database's user (and root) can enter: beside the data, or, where the path is
 * too long or the file system takes no sockets, a short one for temporary files. Null: use the loopback address.
 */
export const socketFolder = async (place: Place): Promise<string | null> => {
  if (process.platform === 'win32') return null
  const short = `huiyin-${createHash('sha256').update(place.base).digest('hex').slice(0, 12)}`
  const owner = place.user?.uid ?? process.getuid?.()
  for (const folder of [path.join(place.base, 'run'), path.join(os.tmpdir(), short), path.join('/tmp', short)]) {
    if (!fits(folder)) continue
    try {
      if (!found(folder)) makeFor(place.user, folder)
      const is = lstatSync(folder)
      // Anyone may make folders in /tmp: one that is not ours is not used.
      if (!is.isDirectory() || is.uid !== owner) continue
      chmodSync(folder, 0o700)
      if (canWork(place.user, folder) && (await takesSockets(folder))) return folder
    } catch {}
  }
  return null
}
