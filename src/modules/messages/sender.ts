// The sender: beside the requests one process at a time empties the outbox into the gateway that is on, and hears what comes back on its line.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Beside, OpenHouse } from '#engine/house.ts'
import type { SmsGateway } from '#engine/outside/texts/gateway.ts'
import { hearReply } from './coming.ts'
import { type GatewayRow, lineOf, outgoingOf } from './opened.ts'
import { answered, type Claimed, claim, hearReport, leaseMs, noteTrouble, settleDoubts } from './states.ts'

/** Calls to the gateway at once. Only what is called at once is claimed: a claim is a promise to be quick. */
const atOnce = 8
const holdMs = 20_000
const restMs = 1000
const longestRestMs = 30_000

export type Sender = Beside & {
  /** One look at the outbox; answers how many texts went to the gateway. For tests that hold the clock. */
  round(): Promise<number>
}

/** `byItself: false`: only looks when `round` is called, for who holds the clock. */
export const openSender = (house: OpenHouse, { byItself = true } = {}): Sender => {
  const me = randomUUID()
  let line: { readonly of: string; readonly gateway: SmsGateway } | undefined
  let stopped = false
  let failures = 0

  /** The gateway that is on, if no other process holds it; held for the next seconds. */
  const hold = (): Promise<GatewayRow | undefined> =>
    house.asSystem(async ({ tx, now }) => {
      const until = new Date(now.getTime() + holdMs)
      const { rows } = await sql<GatewayRow>`
        update gateways set held_by = ${me}, held_until = ${until}
        where id = (select id from gateways where status = 'on' order by updated_at desc limit 1)
          and (held_by = ${me} or held_until is null or held_until < ${now}) returning *`.execute(tx)
      return rows[0]
    })

  const lineFor = async (row: GatewayRow): Promise<SmsGateway> => {
    const of = `${row.id} ${row.updated_at.toISOString()}`
    if (line?.of === of) return line.gateway
    await line?.gateway.close()
    const gateway = lineOf(house.vault, house.outside, row, {
      onReport: (report) => house.asSystem((ctx) => hearReport(ctx, row.id, report)),
      onReply: (reply) => house.asSystem((ctx) => hearReply(ctx, row.id, reply)),
    })
    line = { of, gateway }
    return gateway
  }

  const letGo = async () => {
    await line?.gateway.close()
    line = undefined
  }

  /** Answers whether the gateway takes any more just now. */
  const sendOne = async (row: GatewayRow, gateway: SmsGateway, it: Claimed): Promise<boolean> => {
    const params = Object.fromEntries(Object.entries(it.params).map(([name, value]) => [name, value ?? '']))
    const sent = await gateway.send(outgoingOf(house.vault, row, { ...it, params }))
    await house.asSystem(async (ctx) => {
      await answered(ctx, it.id, sent)
      if (sent.is === 'later') await noteTrouble(ctx, row.id, sent.words.zh)
      else if (sent.is === 'taken') await noteTrouble(ctx, row.id, null)
    })
    return sent.is !== 'later'
  }

  const round = async (): Promise<number> => {
    await house.asSystem(settleDoubts)
    let row = await hold()
    if (!row) {
      await letGo()
      return 0
    }
    const gateway = await lineFor(row)
    const trouble = await gateway.keep()
    if (trouble) {
      await house.asSystem((ctx) => noteTrouble(ctx, row!.id, trouble.words.zh))
      failures++
      return 0
    }
    const { perSecond } = row.settings
    let sent = 0
    while (!stopped && sent < perSecond) {
      const claimed = await house.asSystem((ctx) => claim(ctx, row!.id, Math.min(atOnce, perSecond - sent)))
      if (claimed.length === 0) break
      const taking = await Promise.all(claimed.map((it) => sendOne(row!, gateway, it)))
      sent += claimed.length
      if (taking.includes(false)) {
        failures++
        return sent
      }
      // Slow answers must not let another process believe that this one is gone.
      const still = await hold()
      if (!still || still.updated_at.getTime() !== row.updated_at.getTime()) break
      row = still
    }
    failures = 0
    return sent
  }

  const working = (async () => {
    while (byItself && !stopped) {
      const began = performance.now()
      await round().catch((error) => {
        failures++
        if (!stopped) house.log.error({ err: error, what: 'messages.sender' }, 'background work failed')
      })
      const rest = failures > 0 ? Math.min(longestRestMs, restMs * 2 ** failures) : restMs
      const left = Math.max(20, rest - (performance.now() - began))
      for (let waited = 0; waited < left && !stopped; waited += 100) await sleep(Math.min(100, left - waited))
    }
  })()

  return {
    round,
    stop: async () => {
      stopped = true
      // A call that is under way has its time; what it was for is in doubt at most, never lost.
      await Promise.race([working, sleep(Math.min(5000, leaseMs))])
      await letGo()
      await house
        .asSystem(({ tx }) =>
          sql`update gateways set held_by = null, held_until = null where held_by = ${me}`.execute(tx),
        )
        .catch(() => {})
    },
  }
}
