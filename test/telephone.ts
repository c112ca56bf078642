// A telephone for people of the test hospital: an exchange that is the lab, and a line for each of them.

import { newId } from '#kernel/ids.ts'
import { sealSecret } from '#modules/calls/secrets.ts'
import type { Desk } from './desk.ts'
import type { TelephoneLab } from './labs.ts'
import type { Login } from './people.ts'

/** Puts the exchange and these lines where the settings would have; answers the exchange's id and each line's. */
export const furnishTelephone = async (
  { house, clock, people }: Desk,
  lab: Pick<TelephoneLab, 'ws' | 'domain' | 'password'>,
  lines: readonly {
    readonly number: string
    readonly login?: Login
    readonly kind?: 'agent' | 'machine' | 'hotline'
  }[],
  more: { readonly ringSeconds?: number; readonly testNumber?: string } = {},
): Promise<{ exchangeId: string; lineIds: string[] }> => {
  const now = clock.now()
  const exchangeId = newId(now)
  await house.db
    .insertInto('exchanges')
    .values({
      id: exchangeId,
      name: '总机',
      ws_url: lab.ws,
      domain: lab.domain,
      ring_seconds: more.ringSeconds ?? 45,
      test_number: more.testNumber ?? '',
      internal_digits: 5,
      created_at: now,
      updated_at: now,
    })
    .execute()
  const lineIds: string[] = []
  for (const { number, login, kind = 'agent' } of lines) {
    const id = newId(now)
    lineIds.push(id)
    await house.db
      .insertInto('lines')
      .values({
        id,
        exchange_id: exchangeId,
        number,
        kind,
        staff_id: login ? people.ids[login] : null,
        sealed: sealSecret({ house: house as never }, id, lab.password),
        created_at: now,
        updated_at: now,
      })
      .execute()
  }
  return { exchangeId, lineIds }
}
