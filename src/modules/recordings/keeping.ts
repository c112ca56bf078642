// Keeping and destroying, for the later module that knows which matters a call belongs to.
import { sql } from 'kysely'
import { locked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { type Day, dayOf } from '#kernel/time.ts'
import { destroyLocked } from './commands.ts'
import { type RecordingState, recordingLifecycle } from './lifecycle.ts'

/** Recordings whose last day has passed and that nobody holds, some at a time, the oldest first. */
export const dueRecordings = async (ctx: Ctx, limit = 500): Promise<{ id: string; callId: string }[]> => {
  const { rows } = await sql<{ id: string; callId: string }>`
    select id, call_id as "callId" from recordings
    where status in ('closed', 'mended') and held_for is null and keep_until < ${dayOf(ctx.now)}
    order by keep_until, id limit ${limit}`.execute(ctx.tx)
  return rows
}

/** Keeps a recording longer than it was to be. */
export const keepLonger = async (ctx: Ctx, id: string, until: Day): Promise<void> => {
  await ctx.tx
    .updateTable('recordings')
    .set({ keep_until: until, updated_at: ctx.now })
    .where('id', '=', id)
    .where((it) => it.or([it('keep_until', 'is', null), it('keep_until', '<', until)]))
    .execute()
}

/**
 * Destroys one: its key and every byte of it; that it was there, its hash and why it is gone stay. A held one is left. Who
 * decided it (a term, two people about a whole matter) need not be able to hear it.
 */
export const destroyRecording = async (ctx: Ctx, id: string, why: string): Promise<void> => {
  const system = { ...ctx, me: systemMe }
  const row = await locked<RecordingState>(system, recordingLifecycle, id)
  if (!['closed', 'mended'].includes(row.status) || row.held_for !== null) return
  await destroyLocked(system, 'destroy', row, why)
}
