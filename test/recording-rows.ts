// Recordings on either side of every scope, put there directly: of each one's own, hidden, barred, running, mended, held.
import { sql } from 'kysely'
import { newPieceKey } from '#engine/seal-piece.ts'
import { newId } from '#kernel/ids.ts'
import { sealOne } from '#modules/recordings/sealing.ts'
import type { Desk } from './desk.ts'
import { talkingCall } from './recording.ts'
import type { Known } from './sample.ts'

type Put = {
  readonly by: 'nurse' | 'nurse2' | 'lead' | 'cardiology' | 'supervision'
  readonly status: 'recording' | 'closed' | 'mended' | 'declined'
  readonly restricted?: boolean
  readonly barred?: readonly string[]
  readonly paused?: boolean
  readonly held?: boolean
}

/** With one piece each. Answers what puts them back, and what requests about them may name. */
export const putRecordings = async (
  desk: Desk,
): Promise<{ undo: string; known: (path: string, me: string) => Known }> => {
  const { house, people } = desk
  const { ids } = people
  const now = desk.clock.now()
  const day = '2027-03-09'
  const all: readonly Put[] = [
    { by: 'nurse', status: 'recording' },
    { by: 'nurse', status: 'recording', paused: true },
    { by: 'nurse', status: 'mended' },
    { by: 'nurse', status: 'closed', restricted: true },
    { by: 'nurse', status: 'mended', held: true },
    { by: 'nurse2', status: 'mended', barred: [ids.supervision, ids.lead] },
    { by: 'nurse2', status: 'declined' },
    { by: 'lead', status: 'recording' },
    { by: 'cardiology', status: 'recording' },
    { by: 'cardiology', status: 'mended' },
    { by: 'supervision', status: 'recording', restricted: true },
  ]
  const made: string[] = []
  for (const it of all) {
    const { restricted = false, barred = [] } = it
    const callId = await talkingCall(desk, { staffId: ids[it.by], restricted, barred })
    const id = newId(now)
    made.push(id)
    const key = newPieceKey()
    const silent = it.status === 'declined'
    await house.db
      .insertInto('recordings')
      .values({
        ...{ id, status: it.status, call_id: callId, staff_id: ids[it.by], started_at: now, heard_at: now },
        ...{ seconds: silent ? 0 : 3, bytes: silent ? 0 : 8, pieces: silent ? 0 : 1, notice_at: now, updated_at: now },
        ended_at: it.status === 'recording' ? null : now,
        complete: it.status === 'mended' || silent,
        sealed_key: silent
          ? null
          : house.vault.seal(house.vault.locator(`recording ${id}`), { key: key.toString('base64') }),
        notice_how: 'spoken',
        consent: silent ? 'refused' : 'granted',
        paused_at: it.paused ? now : null,
        restricted,
        barred_staff: [...barred],
        keep_until: it.status === 'recording' ? null : day,
        ...(it.held ? { held_for: '样例保全', held_by_id: ids.supervision, held_at: now } : {}),
      })
      .execute()
    if (silent) continue
    const kind = it.status === 'mended' ? 'block' : 'part'
    const sealed = sealOne(key, id, kind, 0, Buffer.from('8 bytes.'))
    await house.db
      .insertInto('recording_pieces')
      .values({ recording_id: id, kind, number: 0, at_byte: 0, size: 8, sha256: Buffer.alloc(32), sealed, at: now })
      .execute()
  }
  // One call of each who may record, that is not recorded yet; and one right to listen, of whoever watches over all.
  const free = new Map<string, string>()
  for (const login of ['nurse', 'lead', 'cardiology', 'supervision'] as const)
    free.set(ids[login], await talkingCall(desk, { staffId: ids[login] }))
  const listen = newId(now)
  const until = new Date(now.getTime() + 86_400_000)
  await house.db
    .insertInto('recording_listens')
    .values({ id: listen, recording_id: made[2]!, staff_id: ids.supervision, reason: '样例', at: now, until })
    .execute()
  const { rows } = await sql<{
    pieces: unknown
  }>`select jsonb_agg(to_jsonb(p)) as pieces from recording_pieces p`.execute(house.db)
  const pieces = JSON.stringify(rows[0]!.pieces).replaceAll("'", "''")
  const those = made.map((id) => `'${id}'`)
  return {
    undo: `delete from recording_listens where id <> '${listen}'; delete from recording_marks; delete from recording_pieces;
      delete from recordings where id not in (${those});
      insert into recording_pieces select * from jsonb_populate_recordset(null::recording_pieces, '${pieces}')`,
    known: (path, me) =>
      path.startsWith('/recordings')
        ? { callId: free.get(me), listen, notice: 'spoken', pieces: 1, file: 'sound' }
        : {},
  }
}
