// A hotline with callers and missed calls on every side of what people may do with them, put there directly.
import { newId } from '#kernel/ids.ts'
import { numberKey } from '#modules/calls/numbers.ts'
import type { Desk } from './desk.ts'
import type { Known } from './sample.ts'
import { putExchange } from './telephone-rows.ts'

/** A twentieth of a second of silence, of bytes that every text encoding leaves alone. */
export const silentWave = (() => {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + 512, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(512, 40)
  return Buffer.concat([head, Buffer.alloc(512, 0x7f)]).toString('latin1')
})()

/** Answers what puts them back, and what requests about them may name. */
export const putHotline = async (desk: Desk): Promise<{ undo: string; known: (path: string) => Known }> => {
  const { db } = desk.house
  const { ids } = desk.people
  const now = desk.clock.now()
  const { hotline, spare } = await putExchange(desk, { 1001: ids.nurse, 1003: ids.lead, 1004: ids.supervision })
  const queue = newId(now)
  const times = { updated_at: now }
  await db
    .insertInto('queues')
    .values({
      ...{ id: queue, name: '服务热线', line_id: hotline, days: 'all', from_clock: '08:00', until_clock: '18:00' },
      ...{ ring_seconds: 15, overflow_seconds: 90, ...times },
    })
    .execute()
  await db
    .insertInto('skills')
    .values({ id: newId(now), name: '闽南话', kind: 'language', ...times })
    .execute()
  const call = async (staffId: string, number: string, answered: boolean) => {
    const id = newId(now)
    await db
      .insertInto('calls')
      .values({
        ...{ id, direction: 'in', staff_id: staffId, number, number_key: numberKey(number), placed_at: now },
        ...{ status: 'ended', dialled_at: now, ringing_at: now, answered_at: answered ? now : null, ended_at: now },
        ...{ outcome: answered ? 'answered' : 'no-answer', ended_by: 'person', witnessed_at: now, ...times },
      })
      .execute()
    return id
  }
  for (const login of ['nurse', 'nurse2', 'lead', 'supervision'] as const) await call(ids[login], '13712340001', true)
  const missed = async (number: string, it: Record<string, unknown>) => {
    const id = newId(now)
    const callId = await call(ids.nurse2, number, false)
    await db
      .insertInto('missed')
      .values({
        ...{ id, status: 'open', queue_id: queue, number, first_at: now, last_at: now, due_at: now, next_at: now },
        ...{ needed: 3, ...times, ...it },
      })
      .execute()
    await db.insertInto('missed_calls').values({ call_id: callId, missed_id: id }).execute()
  }
  await missed('13712340002', {})
  await missed('13712340003', { status: 'calling', staff_id: ids.nurse })
  await missed('13712340004', { tries: 3 })
  await missed('13712340005', { status: 'unreachable', tries: 3, closed_at: now, closed_by_id: ids.lead })
  return {
    undo: `delete from speakers; delete from announcements; delete from queues where id <> '${queue}';
      update missed set call_id = null; delete from calls where number_owner = 'caller'; delete from staff_skills; delete from outside_numbers`,
    known: (path) =>
      path === '/queues/set'
        ? { lineId: spare, from: '08:00', until: '18:00' }
        : path === '/queues/{id}/record/{kind}'
          ? { file: silentWave }
          : path === '/skills/assign'
            ? { staffId: ids.nurse2, outside: '13712340009' }
            : {},
  }
}
