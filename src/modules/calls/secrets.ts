// The password of a line: sealed where it lies, opened only by the server that speaks for the line.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'

const place = (id: string) => `line ${id}`

/** What is kept of a password; the house's key must be ours (`mustBeOurKey`). */
export const sealSecret = ({ house }: Pick<Ctx, 'house'>, lineId: string, password: string): Buffer =>
  house.vault.seal(house.vault.locator(place(lineId)), { password })

export type LineAccount = {
  readonly lineId: string
  readonly exchangeId: string
  readonly url: string
  readonly ca: string | null
  readonly domain: string
  readonly extension: string
  readonly password: string
  readonly ringSeconds: number
  readonly callerNumber: string
}

type Row = {
  id: string
  exchange_id: string
  ws_url: string
  ca: string | null
  domain: string
  number: string
  sealed: Buffer
  ring_seconds: number
  caller_number: string
}

const accountOf = async (ctx: Pick<Ctx, 'tx' | 'house'>, where: ReturnType<typeof sql<boolean>>) => {
  const { rows } = await sql<Row>`
    select l.id, l.exchange_id, x.ws_url, x.ca, x.domain, l.number, l.sealed, x.ring_seconds, x.caller_number
    from lines l join exchanges x on x.id = l.exchange_id and x.active where l.active and ${where}`.execute(ctx.tx)
  const row = rows[0]
  if (!row) return null
  const { vault } = ctx.house
  const { password } = vault.unseal(vault.locator(place(row.id)), row.sealed) as { password: string }
  return {
    lineId: row.id,
    exchangeId: row.exchange_id,
    url: row.ws_url,
    ca: row.ca,
    domain: row.domain,
    extension: row.number,
    password,
    ringSeconds: row.ring_seconds,
    callerNumber: row.caller_number,
  } satisfies LineAccount
}

/** How a line speaks to its exchange, password in clear; null when it is not in use. Never for a reply. */
export const accountOfLine = (ctx: Pick<Ctx, 'tx' | 'house'>, lineId: string): Promise<LineAccount | null> =>
  accountOf(ctx, sql<boolean>`l.id = ${lineId}`)

/** The same of a person's own telephone. */
export const accountOfPerson = (ctx: Pick<Ctx, 'tx' | 'house'>, staffId: string): Promise<LineAccount | null> =>
  accountOf(ctx, sql<boolean>`l.staff_id = ${staffId} and l.kind = 'agent'`)
