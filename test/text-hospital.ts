// A hospital in a process of its own whose texts go through the SMS lab: to be killed in the middle of sending.

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { advance } from '#engine/advance.ts'
import { systemClock } from '#engine/clock.ts'
import { type Db, openDatabase } from '#engine/database.ts'
import { openHouse, systemMe } from '#engine/house.ts'
import { openLog } from '#engine/log.ts'
import { startPostgres } from '#engine/postgres/supervise.ts'
import { vaultOf } from '#engine/vault.ts'
import { newId } from '#kernel/ids.ts'
import type { GatewaySettings } from '#modules/messages/contract.ts'
import { gatewayLifecycle } from '#modules/messages/lifecycle.ts'
import { keyOf, sealPassword } from '#modules/messages/opened.ts'
import { sendText } from '#modules/messages/texting.ts'
import { readyVaultKey } from '#src/cli/vault.ts'
import { modules } from '#src/modules.ts'
import { type Victim, victimOn } from './kill-server.ts'
import type { SmsLab } from './labs.ts'

/** What the carrier has, as its control tells it. */
export type Carried = { readonly to: string; readonly text: string; readonly parts: number }

export type TextHospital = {
  readonly victim: Victim
  /** Asks the database beside the program. */
  asked<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Puts so many texts into the outbox, each with a number of its own, and answers their ids. */
  write(n: number, from: number, template?: string): Promise<string[]>
  /** How many texts stand in which state. */
  counts(): Promise<Record<string, number>>
  /** Waits until `held` says so; fails with the states as they are then. */
  until(held: (counts: Record<string, number>) => boolean, seconds: number): Promise<Record<string, number>>
  close(): Promise<void>
}

const numberOf = (n: number) => `139${String(20_000_000 + n)}`
export const carriedBy = async (lab: Pick<SmsLab, 'carrier'>): Promise<Carried[]> =>
  (await (await fetch(`${lab.carrier}/messages`)).json()) as Carried[]

/**
 * Opens it, with its gateway on. `gateway` is asked for the settings once our own addresses are known: as a gateway
 * reaches us, and what of that Kannel puts its own `/sms/…` behind.
 */
export const openTextHospital = async (
  gateway: (our: { base: string; app: string }) => Promise<GatewaySettings>,
  password: string,
): Promise<TextHospital> => {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-texts-'))
  const victim = await victimOn(folder, { HUIYIN_NEIGHBOURS: '127.0.0.0/8' })
  const { key: vaultKey } = readyVaultKey({ data: folder, vaultKey: undefined })
  const gatewayId = newId(systemClock.now())
  const salt = randomBytes(32)
  const key = keyOf(vaultOf(vaultKey), { id: gatewayId, salt })
  const base = victim.address
  const own = await gateway({ base, app: `${base}/api/v1/gateways/${gatewayId}/${key}` })
  const database = await startPostgres({ folder })
  const house = await openHouse({ url: database.url, modules, clock: systemClock, log: openLog('silent'), vaultKey })
  await house.asSystem(async (ctx) => {
    const { tx, now } = ctx
    const sealed = sealPassword(house.vault, gatewayId, password)
    await tx
      .insertInto('gateways')
      .values({
        ...{
          id: gatewayId,
          name: own.name,
          kind: own.kind,
          status: 'off',
          settings: JSON.stringify(own),
          salt,
          sealed,
        },
        ...{ created_at: now, updated_at: now },
      })
      .execute()
    await advance(ctx, gatewayLifecycle, 'open', gatewayId)
    await sql`update templates set status = 'approved', approved_at = ${now}, text = '回访{number}' where status = 'draft'`.execute(
      tx,
    )
  })
  await house.stop()
  await database.stop()
  await victim.start()
  await victim.untilWell()

  const asked = async <T>(work: (db: Db) => Promise<T>): Promise<T> => {
    const { db, close } = openDatabase(victim.url(), 2)
    try {
      return await work(db)
    } finally {
      await close()
    }
  }
  const counts = () =>
    asked(async (db) => {
      const { rows } = await sql<{
        status: string
        n: number
      }>`select status, count(*) as n from messages group by 1`.execute(db)
      return Object.fromEntries(rows.map(({ status, n }) => [status, n])) as Record<string, number>
    })
  return {
    victim,
    asked,
    write: (n, from, template = 'call-ahead') =>
      asked(async (db) => {
        const now = systemClock.now()
        const ctx = { tx: db, me: systemMe, now, request: 'test', recorded: [] } as never
        const ids: string[] = []
        for (let i = 0; i < n; i++)
          ids.push(
            await sendText(ctx, {
              ...{ to: numberOf(from + i), template, values: { number: ` ${from + i} 号` } },
              // At night too: the lab's clock is the machine's.
              ...{ until: new Date(now.getTime() + 3_600_000), asked: true },
            }),
          )
        return ids
      }),
    counts,
    until: async (held, seconds) => {
      const end = performance.now() + seconds * 1000
      for (;;) {
        const now = await counts()
        if (held(now)) return now
        if (performance.now() > end)
          throw new Error(`after ${seconds} s: ${JSON.stringify(now)}\n${victim.said().slice(-2000)}`)
        await sleep(200)
      }
    },
    close: async () => {
      await victim.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
