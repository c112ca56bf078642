// A lock that is a file: who holds it stands in it, and a holder that no longer runs does not hold it.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, processStart } from './process.ts'

/** What every lock file says about its holder. */
export type Holder = {
  readonly pid: number
  /** See `processStart`: tells the holder from a later process with the same number. */
  readonly processStart: string | null
  /** ISO 8601. */
  readonly startedAt: string
  readonly token: string
}

/** This process as the holder of a lock. */
export const asHolder = (): Holder => ({
  pid: process.pid,
  processStart: processStart(process.pid),
  startedAt: new Date().toISOString(),
  token: randomBytes(9).toString('base64url'),
})

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

const readAny = <T extends Holder>(file: string): { text: string; holder: T | null } | null => {
  try {
    const text = readFileSync(file, 'utf8')
    try {
      return { text, holder: JSON.parse(text) as T }
    } catch {
      return { text, holder: null }
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** The holder of the lock if it still runs, else null. */
export const readHolder = <T extends Holder>(file: string): T | null => {
  const holder = readAny<T>(file)?.holder
  return holder && isRunning(holder.pid, holder.processStart) ? holder : null
}

/** Creates the file with its whole content, or says that there is one already: never a moment with half of it. */
const create = (file: string, text: string): boolean => {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, text, { flag: 'wx', mode: 0o600 })
    try {
      linkSync(draft, file)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      // A file system without hard links: exclusive creation is the next best.
      writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    }
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Half-written by a machine that lost its power, or being written this very moment? */
const unreadableForLong = (file: string): boolean => {
  try {
    return Date.now() - statSync(file).mtimeMs > 2_000
  } catch {
    return false
  }
}

/**
 * Takes the lock, or says who has it. Stale ones are moved aside first: if what was moved turns out not to be what
 * was judged stale, somebody was quicker, and it is put back.
 */
export const takeLock = async <T extends Holder>(file: string, mine: T): Promise<{ holder: T | null }> => {
  const text = JSON.stringify(mine)
  for (;;) {
    if (create(file, text)) {
      // Whoever took a stale file away a moment too late may have taken ours: look again before believing it.
      await sleep(5)
      if (readAny<T>(file)?.holder?.token === mine.token) return { holder: null }
      continue
    }
    const found = readAny<T>(file)
    if (!found) continue
    if (found.holder && isRunning(found.holder.pid, found.holder.processStart)) return { holder: found.holder }
    if (!found.holder && !unreadableForLong(file)) {
      await sleep(50)
      continue
    }
    const aside = `${file}.stale.${process.pid}`
    try {
      renameSync(file, aside)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') continue
      throw error
    }
    if (readAny(aside)?.text !== found.text) create(file, readFileSync(aside, 'utf8'))
    rmSync(aside, { force: true })
  }
}

/** Writes new facts into a lock that is held. */
export const rewriteLock = <T extends Holder>(file: string, mine: T): void => {
  if (readAny<T>(file)?.holder?.token !== mine.token) return
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  renameSync(draft, file)
}

/** Gives the lock back, if it is still ours. */
export const dropLock = (file: string, token: string): void => {
  if (readAny(file)?.holder?.token === token) rmSync(file, { force: true })
}

/** Does something while holding the lock, waiting for it as long as its holder lives. */
export const inTurn = async <R>(file: string, work: () => Promise<R>): Promise<R> => {
  const mine = asHolder()
  while ((await takeLock(file, mine)).holder) await sleep(40)
  try {
    return await work()
  } finally {
    dropLock(file, mine.token)
  }
}
