// The data folder belongs to one running program at a time; command-line tools may work beside it.
import path from 'node:path'
import { w } from '#kernel/words.ts'
import { asHolder, dropLock, type Holder, readHolder, rewriteLock, takeLock } from './lock.ts'
import { makeFolder } from './place.ts'
import { hasRunningServer, type PostgresOptions, startPostgres } from './supervise.ts'
import { CannotStart } from './trouble.ts'

/** The running program that owns a data folder. */
export type Owner = Holder & {
  /** What it does there, as the command line calls it: `serve`, `restore`. */
  readonly purpose: string
  /** Where it answers browsers, once it does. */
  readonly port?: number
  /** The database it works with; the file is readable for its owner only, since this may hold a password. */
  readonly url?: string
}

export type FolderLock = {
  /** What the lock file says now. */
  readonly owner: () => Owner
  /** Adds what is known only later. */
  readonly update: (facts: { port?: number; url?: string }) => void
  readonly release: () => void
}

const lockFile = (folder: string) => path.join(path.resolve(folder), 'running.json')

/** The live program that owns the folder, or null. */
export const readOwner = (folder: string): Owner | null => readHolder<Owner>(lockFile(folder))

const when = (iso: string) => iso.slice(0, 16).replace('T', ' ')

const taken = (folder: string, owner: Owner): CannotStart => {
  const { pid, port, purpose } = owner
  const since = when(owner.startedAt)
  return new CannotStart(
    w(
      `数据文件夹 ${folder} 正由另一个进程使用：${purpose}，进程号 ${pid}，自 ${since} UTC 起${port ? `，端口 ${port}` : ''}。请先停止它，或换一个数据文件夹。`,
      `The data folder ${folder} is in use by another process: ${purpose}, pid ${pid}, since ${since} UTC${port ? `, port ${port}` : ''}. Stop it first, or choose another data folder.`,
    ),
  )
}

/**
 * Makes this process the owner of the folder. Refused with `CannotStart` while another one lives; what a dead process
 * left behind is taken over.
 */
export const lockFolder = async (folder: string, { purpose }: { purpose: string }): Promise<FolderLock> => {
  const file = lockFile(makeFolder(folder))
  let mine: Owner = { ...asHolder(), purpose }
  const { holder } = await takeLock(file, mine)
  if (holder) throw taken(path.resolve(folder), holder)
  return {
    owner: () => mine,
    update: (facts) => {
      mine = { ...mine, ...facts }
      rewriteLock(file, mine)
    },
    release: () => dropLock(file, mine.token),
  }
}

/**
 * The database of the folder for a command-line tool: the running one if a server runs, else started for the duration.
 * Always `stop()` in the end: whoever leaves last turns the database off.
 */
export const connectBeside = async (
  folder: string,
  options: Omit<PostgresOptions, 'folder'> = {},
): Promise<{ url: string; stop: () => Promise<void> }> => {
  const owner = readOwner(folder)
  // A server that works with the hospital's own database wrote where that is; ours would be an empty stranger.
  if (owner?.url && !hasRunningServer(folder)) return { url: owner.url, stop: async () => {} }
  return startPostgres({ ...options, folder })
}
