// The voice process at work: takes the lines that nobody else works, furnishes them, and lets go of what was taken away.
import pg from 'pg'
import type { Module, OpenHouse } from '../../house.ts'
import { openGateway, type VoiceAccount, type VoiceGateway } from './gateway.ts'
import type { LineKind, Voice, VoiceLine } from './lines.ts'

/** A line of the settings, with what it needs to speak to its exchange. */
export type LineRow = {
  readonly id: string
  readonly exchangeId: string
  readonly number: string
  readonly kind: LineKind
  readonly account: VoiceAccount
}

type Furniture = { readonly kind: LineKind; readonly work: Parameters<Voice['eachLine']>[1] }
type Open = { readonly gateway: VoiceGateway; readonly account: string; readonly closes: (() => Promise<void>)[] }

/** Held by whoever works a line; another process that wants it asks again. */
const lockOf = (id: string) =>
  ['select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [`voice line ${id}`]] as const
const unlockOf = (id: string) => ['select pg_advisory_unlock(hashtextextended($1, 0))', [`voice line ${id}`]] as const

export type Working = {
  /** Looks for lines that came or went; by itself each `seconds`. */
  look(): Promise<void>
  readonly lines: readonly VoiceLine[]
  stop(): Promise<void>
}

/**
 * Works the lines that `rows` answers, one process each (an advisory lock of the database says which): what the modules
 * furnish begins when a line is opened and ends when it goes.
 */
export const openVoice = async (it: {
  readonly house: OpenHouse
  readonly modules: readonly Module[]
  readonly rows: () => Promise<readonly LineRow[]>
  readonly ports?: readonly [number, number] | undefined
  readonly seconds?: number
}): Promise<Working> => {
  const { house } = it
  const furniture: Furniture[] = []
  const voice: Voice = { house, eachLine: (kind, work) => furniture.push({ kind, work }) }
  for (const module of it.modules) module.lines?.(voice)
  const open = new Map<string, Open>()
  const lines = new Map<string, VoiceLine>()
  let locks: pg.Client | undefined
  let stopped = false

  const closeLine = async (id: string): Promise<void> => {
    const line = open.get(id)
    if (!line) return
    open.delete(id)
    lines.delete(id)
    for (const close of line.closes)
      await close().catch((error) => house.log.error({ err: error, line: id }, 'closing a line'))
    await line.gateway.stop()
    await locks?.query(...(unlockOf(id) as unknown as [string, string[]])).catch(() => undefined)
  }

  /** The locks live with their connection: when it is lost, another process may have the lines. */
  const lockKeeper = async (): Promise<pg.Client> => {
    if (locks) return locks
    const client = new pg.Client({ connectionString: house.url, application_name: 'huiyin voice', keepAlive: true })
    await client.connect()
    client.on('error', () => undefined)
    client.on('end', () => {
      if (locks !== client) return
      locks = undefined
      if (!stopped) for (const id of [...open.keys()]) void closeLine(id)
    })
    locks = client
    return client
  }

  const openLine = async (row: LineRow): Promise<void> => {
    const gateway = openGateway(row.account, { clock: house.clock, ports: it.ports, outside: house.outside })
    const line: VoiceLine = { id: row.id, exchangeId: row.exchangeId, number: row.number, kind: row.kind, gateway }
    const opened: Open = { gateway, account: JSON.stringify(row.account), closes: [] }
    open.set(row.id, opened)
    lines.set(row.id, line)
    gateway.onChange(() => {
      if (!gateway.registered && !stopped) house.log.warn({ line: row.number, problem: gateway.problem }, 'voice line')
    })
    for (const { kind, work } of furniture)
      if (kind === row.kind)
        try {
          opened.closes.push(await work(line))
        } catch (error) {
          house.log.error({ err: error, line: row.number }, 'furnishing a voice line')
        }
  }

  let looking: Promise<void> | undefined
  const lookOnce = async (): Promise<void> => {
    const rows = await it.rows()
    const wanted = new Map(rows.map((row) => [row.id, row]))
    for (const [id, { account }] of [...open])
      if (JSON.stringify(wanted.get(id)?.account) !== account) await closeLine(id)
    const client = await lockKeeper()
    for (const row of rows) {
      if (open.has(row.id) || stopped) continue
      const { rows: got } = await client.query<{ mine: boolean }>(...(lockOf(row.id) as unknown as [string, string[]]))
      if (got[0]!.mine) await openLine(row)
    }
  }
  const look = (): Promise<void> => {
    looking ??= lookOnce().finally(() => {
      looking = undefined
    })
    return looking
  }
  await look()
  const timer = setInterval(
    () => void look().catch((error) => house.log.error({ err: error }, 'looking for voice lines')),
    (it.seconds ?? 10) * 1000,
  )
  return {
    look,
    get lines() {
      return [...lines.values()]
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await looking?.catch(() => undefined)
      await Promise.all([...open.keys()].map(closeLine))
      await locks?.end().catch(() => undefined)
    },
  }
}
