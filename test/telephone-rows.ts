// An exchange, extensions and calls as the relay and the voice process would write them, without a telephone.

import { newId } from '#kernel/ids.ts'
import { numberKey } from '#modules/calls/numbers.ts'
import type { Ender } from '#modules/calls/outcomes.ts'
import { answered, ended } from '#modules/calls/witness.ts'
import type { Desk } from './desk.ts'

/** One exchange with the hotlines 1900 and 1901 and an extension for each of these people. */
export const putExchange = async (desk: Desk, people: Readonly<Record<string, string>>) => {
  const { db } = desk.house
  const now = desk.clock.now()
  const exchangeId = newId(now)
  const times = { created_at: now, updated_at: now }
  await db
    .insertInto('exchanges')
    .values({ id: exchangeId, name: '总机', ws_url: 'ws://127.0.0.1:5080/', domain: 'pbx.test', ...times })
    .execute()
  const line = async (number: string, kind: string, staffId: string | null) => {
    const id = newId(now)
    const sealed = Buffer.alloc(1053)
    await db
      .insertInto('lines')
      .values({ id, exchange_id: exchangeId, number, kind, staff_id: staffId, sealed, ...times })
      .execute()
    return id
  }
  const hotline = await line('1900', 'hotline', null)
  const spare = await line('1901', 'hotline', null)
  for (const [number, staffId] of Object.entries(people)) await line(number, 'agent', staffId)
  return { exchangeId, hotline, spare }
}

export type Ringing = {
  readonly number: string
  readonly staffId?: string | null
  readonly parentId?: string | null
  readonly lineId?: string | null
}

/** A second later a call rings here; `parentId` is the hotline's call of which this is the leg to an agent. */
export const comesIn = async (desk: Desk, { number, staffId = null, parentId = null, lineId = null }: Ringing) => {
  desk.clock.pass(1000)
  const now = desk.clock.now()
  const id = newId(now)
  await desk.house.db
    .insertInto('calls')
    .values({
      ...{ id, status: 'ringing', direction: 'in', staff_id: staffId, number, number_key: numberKey(number) },
      ...{ parent_id: parentId, line_id: lineId, placed_at: now, ringing_at: now, dialled_at: now, witnessed_at: now },
      updated_at: now,
    })
    .execute()
  return id
}

export const isAnswered = (desk: Desk, id: string) => desk.house.asSystem((ctx) => answered(ctx, id))
export const isOver = (desk: Desk, id: string, by: Ender = 'person', q850: number | null = null) =>
  desk.house.asSystem((ctx) => ended(ctx, id, { by, status: by === 'network' ? 480 : 487, q850 }))
