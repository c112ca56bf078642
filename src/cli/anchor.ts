// The head of the ledger's chain, noted beside the database: whoever rewrites the whole chain cannot rewrite this too.
import { createHash } from 'node:crypto'
import { appendFile, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'

type Anchor = { readonly at: string; readonly seq: number; readonly hash: string }

/** A line an hour: `time seq hash`. A hospital's own database has a file of its own, since the folder may serve several. */
export const anchorFile = (folder: string, databaseUrl?: string): string => {
  if (!databaseUrl) return path.join(folder, 'ledger-anchor.txt')
  const { host, pathname } = new URL(databaseUrl)
  const which = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 8)
  return path.join(folder, `ledger-anchor.${which}.txt`)
}

/** The last head that was noted, if any. */
export const lastAnchor = async (file: string): Promise<Anchor | undefined> => {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n')
  const [at = '', seq, hash = ''] = lines.at(-1)!.split(' ')
  return /^[0-9a-f]{64}$/.test(hash) ? { at, seq: Number(seq), hash } : undefined
}

/** Notes the present head, unless it is the one that stands there. */
export const noteAnchor = async (house: OpenHouse, file: string): Promise<void> => {
  const { rows } = await sql<{
    seq: number
    hash: Buffer
  }>`select seq, hash from seals order by seq desc limit 1`.execute(house.db)
  const head = rows[0]
  if (!head || (await lastAnchor(file))?.seq === head.seq) return
  await appendFile(file, `${house.clock.now().toISOString()} ${head.seq} ${head.hash.toString('hex')}\n`, {
    mode: 0o600,
  })
}

/** A hospital that has just begun has no past to be held to: what stood there belonged to another and is put aside. */
export const beginAnchors = async (house: OpenHouse, file: string): Promise<void> => {
  const aside = file.replace(/\.txt$/, `.until-${house.clock.now().toISOString().slice(0, 19).replaceAll(':', '')}.txt`)
  await rename(file, aside).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  })
}
