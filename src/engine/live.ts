// Live refresh: what was committed is whispered to every node, and every screen that shows such a noun fetches again.
import { sql } from 'kysely'
import pg from 'pg'
import type { Me } from '#kernel/permission.ts'
import { toldOfRestricted } from '#src/permissions.ts'
import type { Db } from './database.ts'

/** All that leaves this node of an event: which noun to fetch again, and who may know. */
type Hint = { readonly noun: string; readonly restricted: boolean }
type Listener = { readonly me: Me; readonly tell: (nouns: readonly string[]) => void }

export type Live = {
  /** Called after the commit; a hint that is lost costs a screen half a minute, never a fact. */
  committed(events: readonly Hint[]): void
  /** Tells `tell` which nouns changed, until the answer is called. */
  listen(listener: Listener): () => void
  stop(): Promise<void>
}

/** The channel of this hospital, made by chance with its database: other sessions there must neither hear nor speak on it. */
const channelOf = async (db: Db): Promise<string> => {
  const { rows } = await sql<{ name: string }>`select name from live_channel`.execute(db)
  return rows[0]!.name
}

/**
 * Opens the whispering. The notice is sent beside the transaction, not in it: PostgreSQL lets only one notifying
 * transaction commit at a time, which would undo its group commit (docs/decisions/0004).
 */
export const openLive = async (url: string, db: Db): Promise<Live> => {
  const channel = await channelOf(db)
  const listeners = new Set<Listener>()
  let client: pg.Client | undefined
  let stopped = false
  let waiting = new Map<string, Hint>()
  let timer: NodeJS.Timeout | undefined

  const spread = (hints: readonly Hint[]) => {
    for (const { me, tell } of listeners) {
      const mayKnow = toldOfRestricted.includes(me.role)
      const nouns = hints.filter((hint) => mayKnow || !hint.restricted).map((hint) => hint.noun)
      if (nouns.length > 0) tell([...new Set(nouns)])
    }
  }

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'huiyin-live' })
    let gone = false
    const again = () => {
      // A dying connection says so more than once, and each of its errors needs a listener.
      if (gone) return
      gone = true
      if (client === fresh) client = undefined
      if (!stopped) setTimeout(() => void connect(), 1000).unref()
    }
    fresh.on('error', again)
    fresh.once('end', again)
    fresh.on('notification', ({ payload }) => spread(JSON.parse(payload ?? '[]') as Hint[]))
    try {
      await fresh.connect()
      await fresh.query(`listen ${channel}`)
      client = fresh
    } catch {
      again()
      await fresh.end().catch(() => {})
    }
  }
  await connect()

  let sent: Promise<unknown> = Promise.resolve()
  /** One after the other: a connection is asked one thing at a time. */
  const flush = () => {
    timer = undefined
    const hints = JSON.stringify([...waiting.values()])
    waiting = new Map()
    sent = sent.then(() => client?.query('select pg_notify($1, $2)', [channel, hints])).catch(() => {})
    return sent
  }

  return {
    committed: (events) => {
      for (const { noun, restricted } of events) waiting.set(`${noun} ${restricted}`, { noun, restricted })
      if (waiting.size > 0) timer ??= setTimeout(() => void flush(), 50)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      // A tool ends right after its work; the screens of the server beside it shall still hear of that.
      if (waiting.size > 0) await flush()
      await client?.end().catch(() => {})
    },
  }
}
