// 调听: a right to the sound for a while, asked for with a reason and seen by everybody who may see the recording.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { advance, advanceLocked, locked, mustBeAble } from '#engine/advance.ts'
import { type Ctx, handle, handleFile } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { recordings } from './contract.ts'
import { type RecordingState, recordingLifecycle } from './lifecycle.ts'
import { sheetOf } from './queries.ts'
import { keyOf, peaksOf, soundBetween, wholeSound } from './sealing.ts'

/** Long enough to hear it three times over, at least so many minutes. */
const shortest = 30

/** The loudest of both sides over so many moments as a waveform has room for. */
const thinned = (peaks: Buffer, room = 3000): Buffer => {
  const pairs = Math.floor(peaks.length / 2)
  const step = Math.max(1, Math.ceil(pairs / room))
  if (step === 1) return peaks
  const out = Buffer.alloc(Math.ceil(pairs / step) * 2)
  for (let i = 0; i < pairs; i++)
    for (const side of [0, 1]) {
      const at = Math.floor(i / step) * 2 + side
      out[at] = Math.max(out[at]!, peaks[i * 2 + side]!)
    }
  return out
}

/** Opens the sound to the actor for a while. */
export const listen = handle(recordings.listen, async (ctx, { id, reason }) => {
  const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
  mustBeAble(ctx, recordingLifecycle, 'listen', row)
  const key = keyOf(ctx, row)
  const minutes = Math.max(shortest, Math.ceil((row.seconds * 3) / 60))
  const until = new Date(ctx.now.getTime() + minutes * 60_000)
  const listening = newId(ctx.now)
  await ctx.tx
    .insertInto('recording_listens')
    .values({ id: listening, recording_id: id, staff_id: ctx.me.id, reason, at: ctx.now, until })
    .execute()
  // After the row: whoever holds back that it was heard finds it there.
  await advanceLocked(ctx, recordingLifecycle, 'listen', row, {}, { reason })
  const peaks = thinned(await peaksOf(ctx, { id, key }))
  return {
    listen: listening,
    until,
    seconds: row.seconds,
    growing: row.status === 'recording',
    peaks: peaks.toString('base64'),
  }
})

/** The recording to which one has a right that has not run out; whoever may no longer see it finds none. */
const opened = async (ctx: Ctx, id: string, listening: string) => {
  const row = await ctx.tx
    .selectFrom('recordings')
    .leftJoin('recording_listens as l', (join) =>
      join
        .onRef('l.recording_id', '=', 'recordings.id')
        .on('l.id', '=', listening)
        .on('l.staff_id', '=', ctx.me.id)
        .on('l.until', '>=', ctx.now),
    )
    .where('recordings.id', '=', id)
    .where(within(ctx.me, 'recording.read', 'recordings'))
    .where(within(ctx.me, 'recording.listen', 'recordings'))
    .select(['recordings.id', 'recordings.sealed_key', 'recordings.bytes', 'l.id as right'])
    .executeTakeFirst()
  if (!row) throw notFound()
  if (row.right === null)
    throw conflict(w('调听已过期，请重新填写理由。', 'The time for listening is over; say again why you listen.'))
  return row
}

/** The sound, in the parts that the player asks for; `upTo` keeps the end of one that is still growing where it was. */
export const sound = handleFile(recordings.sound, async (ctx, { id, listen: listening, upTo }) => {
  const row = await opened(ctx, id, listening)
  const key = keyOf(ctx, row)
  return {
    name: '录音.webm',
    type: 'audio/webm',
    inline: true,
    content: {
      size: Math.min(upTo ?? row.bytes, row.bytes),
      read: (from, until) => soundBetween(ctx, { id, key }, from, until),
    },
  }
})

/** The whole sound for a file that is taken out of the house; whoever takes it has listened, and it says so. */
export const takeAlong = async (ctx: Ctx, id: string, reason: string): Promise<Buffer> => {
  const row = await advance<RecordingState>(ctx, recordingLifecycle, 'listen', id, {}, { reason })
  await ctx.tx
    .insertInto('recording_listens')
    .values({ id: newId(ctx.now), recording_id: id, staff_id: ctx.me.id, reason, at: ctx.now, until: ctx.now })
    .execute()
  return wholeSound(ctx, { id, key: keyOf(ctx, row), bytes: row.bytes })
}

/** Marks a moment that somebody wants to find again. */
export const mark = handle(recordings.mark, async (ctx, { id, second, words }) => {
  await advance<RecordingState>(ctx, recordingLifecycle, 'mark', id, {}, { second, words })
  await ctx.tx
    .insertInto('recording_marks')
    .values({ id: newId(ctx.now), recording_id: id, second, kind: 'mark', words, by_id: ctx.me.id, at: ctx.now })
    .execute()
  return sheetOf(ctx, id)
})

/**
 * One recording as a file. Who took it out, and when, stands in its name; the ledger keeps the reason and the hash of
 * what was handed over.
 */
export const exportOne = handleFile(recordings.export, async (ctx, { id, reason }) => {
  const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
  const content = row.sealed_key
    ? await wholeSound(ctx, { id, key: keyOf(ctx, row), bytes: row.bytes })
    : Buffer.alloc(0)
  const sha256 = createHash('sha256').update(content).digest('hex')
  await advanceLocked(ctx, recordingLifecycle, 'export', row, {}, { reason, sha256, bytes: content.length })
  const mark = `${ctx.me.name}-${dayOf(ctx.now)}-${sha256.slice(0, 8)}`
  return { name: `录音-${dayOf(row.started_at)}-${mark}.webm`, type: 'audio/webm', content }
})

/** Holds one recording beside its matter, or without one: it is not destroyed until it is released. */
export const hold = handle(recordings.hold, async (ctx, { id, reason }) => {
  const changes = { held_for: reason, held_by_id: ctx.me.id, held_at: ctx.now }
  await advance<RecordingState>(ctx, recordingLifecycle, 'hold', id, changes, { reason })
  return sheetOf(ctx, id)
})

export const release = handle(recordings.release, async (ctx, { id, reason }) => {
  const changes = { held_for: null, held_by_id: null, held_at: null }
  await advance<RecordingState>(ctx, recordingLifecycle, 'release', id, changes, { reason })
  return sheetOf(ctx, id)
})

/**
 * Holds back that the actor heard this recording just now: it is in the ledger, and nobody but supervision is told until
 * `sayListens`. For later modules, in the transaction of the listening.
 */
export const holdBackListen = async (ctx: Ctx, recordingId: string): Promise<void> => {
  await sql`update recording_listens set unsaid = true
    where recording_id = ${recordingId} and staff_id = ${ctx.me.id} and at = ${ctx.now}`.execute(ctx.tx)
  // Nor does a screen stir at that moment.
  ctx.recorded.forEach((event, i) => {
    if (event.verb === 'recording.listen' && event.subject === recordingId)
      ctx.recorded[i] = { ...event, restricted: true }
  })
}

/** From now on everybody who may see these calls' recordings sees who heard them. */
export const sayListens = async (ctx: Ctx, aboutIds: readonly string[]): Promise<void> => {
  await sql`update recording_listens l set unsaid = false from recordings r join calls c on c.id = r.call_id
    where l.recording_id = r.id and l.unsaid and c.about_id = any(${aboutIds}::uuid[])`.execute(ctx.tx)
}
