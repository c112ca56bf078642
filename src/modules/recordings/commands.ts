// Recording a call: begun after the notice, kept piece by piece as it comes, ended; and gone at once when the person says no.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import { type Ctx, handle } from '#engine/ctx.ts'
import { systemMe } from '#engine/house.ts'
import { record } from '#engine/ledger.ts'
import { may } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { conflict, invalid, notAllowed } from '#kernel/refusal.ts'
import { addDays, dayOf } from '#kernel/time.ts'
import { w } from '#kernel/words.ts'
import { standardOf } from '#modules/directory/settings.ts'
import type { Verb } from '#src/permissions.ts'
import { recordings } from './contract.ts'
import { type RecordingState, recordingLifecycle } from './lifecycle.ts'
import { sheetOf } from './queries.ts'
import { rulesOf } from './rules.ts'
import { keyOf, newSealedKey, sealOne } from './sealing.ts'

/** Of one piece and of a whole recording, in bytes: a minute of sound, and some eight hours of it. */
const largestPiece = 256 * 1024
const largestWhole = 128 * 1024 * 1024

/** The beginning of every WebM. */
const webm = Buffer.of(0x1a, 0x45, 0xdf, 0xa3)

type OwnCall = { id: string; restricted: boolean }

/** A call of the actor's own that is going on; anything else cannot be recorded. */
const ownCall = async (ctx: Ctx, callId: string): Promise<OwnCall> => {
  const { rows } = await sql<OwnCall>`
    select id, restricted from calls where id = ${callId} and staff_id = ${ctx.me.id} and status = 'talking' for update`.execute(
    ctx.tx,
  )
  if (rows[0]) return rows[0]
  throw invalid('只能录自己正在进行的通话。', 'Only a call of your own that is going on can be recorded.', [
    { field: 'callId', reason: '不是您正在进行的通话' },
  ])
}

const noted = async (ctx: Ctx, id: string): Promise<boolean> =>
  (await ctx.tx.selectFrom('recordings').where('id', '=', id).select('restricted').executeTakeFirstOrThrow()).restricted

/**
 * Begins to record a call of one's own, after the person was told. Of a matter that not everyone may know (a staff voice
 * above all) nothing is recorded unless the person has said yes in so many words.
 */
export const begin = handle(recordings.begin, async (ctx, { callId, noticeHow, consent }) => {
  const { notice } = await rulesOf(ctx)
  if (notice === 'off') throw conflict(w('本院不在这里录音。', 'Nothing is recorded here in this hospital.'))
  const call = await ownCall(ctx, callId)
  if (call.restricted && consent !== 'granted')
    throw conflict(
      w(
        '这件事需要保密：只有对方明确同意后才能录音。',
        'This matter is confidential: it is recorded only after the person has said yes.',
      ),
    )
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('recordings')
    .values({
      id,
      status: 'recording',
      call_id: callId,
      staff_id: ctx.me.id,
      started_at: ctx.now,
      heard_at: ctx.now,
      sealed_key: await newSealedKey(ctx, id),
      notice_at: ctx.now,
      notice_how: noticeHow,
      consent,
      consent_at: ctx.now,
      consent_by_id: ctx.me.id,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'recording.begin', {
    subject: id,
    to: 'recording',
    data: { callId, noticeHow, consent },
    restricted: await noted(ctx, id),
  })
  return { id }
})

/** Keeps that the person was asked and said no; said twice it is the same. */
export const decline = handle(recordings.decline, async (ctx, { callId }) => {
  await ownCall(ctx, callId)
  const before = await ctx.tx
    .selectFrom('recordings')
    .where('call_id', '=', callId)
    .where('status', '=', 'declined')
    .select('id')
    .executeTakeFirst()
  if (before) return before
  const id = newId(ctx.now)
  await ctx.tx
    .insertInto('recordings')
    .values({
      id,
      status: 'declined',
      call_id: callId,
      staff_id: ctx.me.id,
      started_at: ctx.now,
      ended_at: ctx.now,
      heard_at: ctx.now,
      complete: true,
      notice_at: ctx.now,
      notice_how: 'spoken',
      consent: 'refused',
      consent_at: ctx.now,
      consent_by_id: ctx.me.id,
      updated_at: ctx.now,
    })
    .execute()
  await record(ctx, 'recording.decline', {
    subject: id,
    to: 'declined',
    data: { callId },
    restricted: await noted(ctx, id),
  })
  return { id }
})

/** The recording, for whoever records it and for nobody else. */
const mine = async (ctx: Ctx, verb: Verb, id: string): Promise<RecordingState> => {
  const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
  if (!may(ctx.me, verb, row)) throw notAllowed('只有录音的人能续录。', 'Only whoever records it may go on with it.')
  return row
}

const over = () => conflict(w('录音已经结束，这一段没有收下。', 'The recording is over; this piece was not taken.'))

/** Puts down the next piece. A repetition is answered as done; a gap, or another piece in its place, is refused. */
export const append = handle(recordings.append, async (ctx, { id, number, peaks, file }) => {
  const row = await mine(ctx, 'recording.append', id)
  if (!file || file.content.length === 0 || file.content.length > largestPiece)
    throw invalid('这一段录音是空的或太大。', 'The piece is empty or too large.', [{ field: 'file', reason: '太大' }])
  const sha256 = createHash('sha256').update(file.content).digest()
  if (number < row.pieces && row.status !== 'mended') {
    const there = await ctx.tx
      .selectFrom('recording_pieces')
      .where('recording_id', '=', id)
      .where('kind', '=', 'part')
      .where('number', '=', number)
      .select('sha256')
      .executeTakeFirst()
    if (there?.sha256.equals(sha256)) return { next: row.pieces }
    throw conflict(w('同一段号已收到另一段声音。', 'Another piece came under this number before.'))
  }
  // A page that lost the line may still bring what it has until everything was put into one piece.
  if (!['recording', 'closed'].includes(row.status) || row.complete) throw over()
  if (number > row.pieces)
    throw conflict(
      w(`中间缺了第 ${row.pieces + 1} 段，请从它补起。`, `Piece ${row.pieces} is missing; begin again with that one.`),
    )
  if (number === 0 && !file.content.subarray(0, 4).equals(webm))
    throw invalid('这不是录音。', 'This is no recording.', [{ field: 'file', reason: '格式不对' }])
  if (row.bytes + file.content.length > largestWhole)
    throw conflict(w('录音太长，后面的不再收。', 'The recording is too long; no more of it is taken.'))
  const loud = Buffer.from(peaks ?? '', 'base64')
  const key = keyOf(ctx, row)
  await ctx.tx
    .insertInto('recording_pieces')
    .values({
      recording_id: id,
      kind: 'part',
      number,
      at_byte: row.bytes,
      size: file.content.length,
      sha256,
      sealed: sealOne(key, id, 'part', number, file.content),
      sealed_peaks: loud.length > 0 ? sealOne(key, id, 'peaks', number, loud) : null,
      at: ctx.now,
    })
    .execute()
  await ctx.tx
    .updateTable('recordings')
    .set({
      bytes: row.bytes + file.content.length,
      pieces: number + 1,
      // Two sides, ten times a second; measured when it is mended.
      seconds: row.seconds + loud.length / 20,
      heard_at: ctx.now,
    })
    .where('id', '=', id)
    .execute()
  return { next: number + 1 }
})

const markPause = (ctx: Ctx, id: string, kind: 'pause' | 'resume', second: number) =>
  ctx.tx
    .insertInto('recording_marks')
    .values({ id: newId(ctx.now), recording_id: id, second, kind, by_id: ctx.me.id, at: ctx.now })
    .execute()

/** Holds it while something is said that is nobody's business, an identity number above all. */
export const pause = handle(recordings.pause, async (ctx, { id, second }) => {
  const row = await mine(ctx, 'recording.pause', id)
  await advanceLocked(ctx, recordingLifecycle, 'pause', row, { paused_at: ctx.now }, { second })
  await markPause(ctx, id, 'pause', second)
})

export const resume = handle(recordings.resume, async (ctx, { id, second }) => {
  const row = await mine(ctx, 'recording.resume', id)
  const away = row.paused_at ? Math.round((ctx.now.getTime() - row.paused_at.getTime()) / 1000) : 0
  await advanceLocked(ctx, recordingLifecycle, 'resume', row, { paused_at: null, heard_at: ctx.now }, { second, away })
  await markPause(ctx, id, 'resume', second)
})

/** Closes a running one: by its page, or by the program after its call. It is kept for the hospital's term from now on. */
export const close = async (ctx: Ctx, row: RecordingState, endedAt: Date, how: string): Promise<RecordingState> => {
  const days = await standardOf(ctx, 'keepCall')
  const changes = { ended_at: endedAt, paused_at: null, keep_until: addDays(dayOf(endedAt), days) }
  return advanceLocked({ ...ctx, me: systemMe }, recordingLifecycle, 'stop', row, changes, { how })
}

/** Says that nothing more will come; one that holds nothing goes. It follows from ending it, whoever did that. */
export const settle = async (ctx: Ctx, row: RecordingState): Promise<void> => {
  const system = { ...ctx, me: systemMe }
  const settled = await advanceLocked(
    system,
    recordingLifecycle,
    'settle',
    row,
    { complete: true },
    { pieces: row.pieces },
  )
  if (settled.pieces === 0) await destroyLocked(system, 'destroy', settled, '没有录到声音')
}

/** Ends it; `pieces` is how many there must be, so that none is missing without anybody noticing. */
export const finish = handle(recordings.finish, async (ctx, { id, pieces }) => {
  const row = await mine(ctx, 'recording.finish', id)
  const status = async () =>
    (await ctx.tx.selectFrom('recordings').where('id', '=', id).select('status').executeTakeFirstOrThrow())
      .status as never
  if (row.complete) return { status: await status() }
  if (pieces !== row.pieces)
    throw conflict(
      w(
        `应有 ${pieces} 段，收到 ${row.pieces} 段，请补齐后再结束。`,
        `There should be ${pieces} pieces and there are ${row.pieces}; send the others first.`,
      ),
    )
  const closed = row.status === 'recording' ? await close(ctx, row, ctx.now, 'page') : row
  await settle(ctx, closed)
  return { status: await status() }
})

/** Takes key and sound away; that there was a recording, and why it is gone, stays. */
export const destroyLocked = async (
  ctx: Ctx,
  verb: 'destroy' | 'withdraw' | 'erase',
  row: RecordingState,
  why: string,
  changes: { readonly [column: string]: unknown } = {},
): Promise<void> => {
  await advanceLocked(
    ctx,
    recordingLifecycle,
    verb,
    row,
    {
      ...changes,
      sealed_key: null,
      ended_at: row.ended_at ?? ctx.now,
      paused_at: null,
      complete: true,
      pieces: 0,
      bytes: 0,
      destroyed_at: ctx.now,
      destroyed_why: why,
    },
    { why, seconds: Math.round(row.seconds) },
  )
  await ctx.tx.deleteFrom('recording_pieces').where('recording_id', '=', row.id).execute()
  await ctx.tx.deleteFrom('recording_marks').where('recording_id', '=', row.id).execute()
}

const saidNo = (ctx: Ctx, { consent }: RecordingState) => ({
  consent: consent === 'granted' ? 'withdrawn' : 'refused',
  consent_at: ctx.now,
  consent_by_id: ctx.me.id,
})

/** The person no longer agrees (or never did), while it is recorded: nothing of it is left. */
export const withdraw = handle(recordings.withdraw, async (ctx, { id }) => {
  const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
  await destroyLocked(ctx, 'withdraw', row, '对方不同意录音', saidNo(ctx, row))
})

/** The person withdraws his consent afterwards; supervision judges whether anything stands against it. */
export const erase = handle(recordings.erase, async (ctx, { id, words }) => {
  const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
  await destroyLocked(ctx, 'erase', row, `对方撤回同意：${words}`, saidNo(ctx, row))
  return sheetOf(ctx, id)
})
