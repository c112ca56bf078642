// The lines that the machine works itself, for the voice process.
import { sql } from 'kysely'
import type { OpenHouse } from '#engine/house.ts'
import type { LineRow } from '#engine/outside/voice/working.ts'
import { accountOfLine } from './secrets.ts'

/**
 * Lines of kind `machine` and `hotline` in use, passwords in clear: for the voice process, never for a reply. `url` takes
 * the place of the exchange's WebSocket, where the machine reaches it otherwise.
 */
export const machineLines = async (house: OpenHouse, url?: string): Promise<LineRow[]> =>
  house.asSystem(async (ctx) => {
    const { rows } = await sql<{ id: string; kind: 'machine' | 'hotline' }>`
      select l.id, l.kind from lines l join exchanges x on x.id = l.exchange_id and x.active
      where l.active and l.kind in ('machine', 'hotline') order by l.number`.execute(ctx.tx)
    const lines: LineRow[] = []
    for (const { id, kind } of rows) {
      const account = await accountOfLine(ctx, id)
      if (!account) continue
      const { exchangeId, extension, password, domain, ca } = account
      lines.push({
        ...{ id, kind, exchangeId, number: extension },
        account: { url: url ?? account.url, domain, extension, password, ca: ca ?? undefined },
      })
    }
    return lines
  })

/** Whether there is any, so that the voice process is wanted. */
export const hasMachineLines = async (house: OpenHouse): Promise<boolean> => {
  const { rows } = await sql`
    select from lines l join exchanges x on x.id = l.exchange_id and x.active
    where l.active and l.kind in ('machine', 'hotline') limit 1`.execute(house.db)
  return rows.length > 0
}
