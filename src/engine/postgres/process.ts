// Tells whether a process that a file names is really there: a number alone may be a zombie, or by now somebody else.
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

type Seen = { readonly zombie: boolean; readonly start: string }

const seenOnLinux = (pid: number): Seen | null => {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name stands in brackets and may itself contain brackets and spaces: count only from the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Ticks are counted from the boot, so the boot belongs to the identity.
  const boot = read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  return { zombie: fields[0] === 'Z' || fields[0] === 'X', start: `${boot}:${fields[19] ?? ''}` }
}

const ps = (pid: number, columns: string): string | null => {
  const answer = spawnSync('ps', ['-ww', '-p', String(pid), '-o', columns], { encoding: 'utf8' })
  return answer.status === 0 ? answer.stdout.trim() : null
}

const seenByPs = (pid: number): Seen | null => {
  const found = ps(pid, 'stat=,lstart=')
  if (!found) return null
  const [state = '', ...start] = found.split(/\s+/)
  return { zombie: state.startsWith('Z'), start: start.join(' ') }
}

const seen = (pid: number): Seen | null => {
  if (process.platform === 'linux') return seenOnLinux(pid)
  return process.platform === 'win32' ? null : seenByPs(pid)
}

/** When the process began, as a text that only that process has; null where the platform does not tell. */
export const processStart = (pid: number): string | null => seen(pid)?.start ?? null

/**
 * Whether the process runs: not gone, not a zombie, and, when `start` is known, not another one that was given the
 * same number later.
 */
export const isRunning = (pid: number, start: string | null = null): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const found = seen(pid)
  if (!found) return true
  return !found.zombie && (start === null || start === found.start)
}

/** The command line of a process, word by word; null when it cannot be seen. */
export const commandOf = (pid: number): string[] | null => {
  if (process.platform === 'linux') return read(`/proc/${pid}/cmdline`)?.split('\0') ?? null
  return process.platform === 'win32' ? null : (ps(pid, 'command=')?.split(' ') ?? null)
}

const link = (pid: number, name: 'cwd' | 'exe'): string | null => {
  try {
    return process.platform === 'linux' ? readlinkSync(`/proc/${pid}/${name}`) : null
  } catch {
    return null
  }
}

/** The folder in which a process works (Linux only, else null). */
export const workingFolderOf = (pid: number): string | null => link(pid, 'cwd')

/** The program file of a process (Linux only, else null); ends in ` (deleted)` when the file is no longer there. */
export const programOf = (pid: number): string | null => link(pid, 'exe')
