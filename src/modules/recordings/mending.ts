// From the pieces as they came to one file with a length and an index: outside any transaction, and only when it was compared.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { advanceLocked, locked } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import type { OpenHouse } from '#engine/house.ts'
import { systemMe } from '#engine/house.ts'
import type { LedgerEvent } from '#engine/ledger.ts'
import { mend } from '#engine/sound/mend.ts'
import { close, settle } from './commands.ts'
import { type RecordingState, recordingLifecycle } from './lifecycle.ts'
import { blockSize, keyOf, peaksOf, sealOne, wholeSound } from './sealing.ts'

const minutes = (ctx: Ctx, n: number) => new Date(ctx.now.getTime() - n * 60_000)

/** How long a page that lost the line may still bring what it has, after the last piece came. */
const patience = 10
/** Without a piece for so long, and not held by a pause, nobody records any more, whatever the call does. */
const silence = 15

const rowsWhere = async (ctx: Ctx, condition: ReturnType<typeof sql<boolean>>): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select r.id from recordings r join calls c on c.id = r.call_id where ${condition} order by r.id limit 200`.execute(
    ctx.tx,
  )
  return rows.map(({ id }) => id)
}

const endOf = async (ctx: Ctx, row: RecordingState): Promise<Date> => {
  const call = await ctx.tx
    .selectFrom('calls')
    .where('id', '=', row.call_id)
    .select('ended_at')
    .executeTakeFirstOrThrow()
  return call.ended_at ?? row.heard_at
}

const closeOf = async (ctx: Ctx, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
    if (row.status === 'recording') await close(ctx, row, await endOf(ctx, row), 'call')
  }
}

/** A call that is over is no longer recorded; what its page still has may come. */
export const closeWithCall = async (ctx: Ctx, { subject }: LedgerEvent): Promise<void> =>
  closeOf(ctx, await rowsWhere(ctx, sql<boolean>`r.call_id = ${subject} and r.status = 'recording'`))

/** What a killed page left open is closed, and what nobody completes any more is taken as it is. */
export const closeForgotten = async (ctx: Ctx): Promise<void> => {
  await closeOf(
    ctx,
    await rowsWhere(
      ctx,
      sql<boolean>`r.status = 'recording'
        and (c.status = 'ended' or (r.heard_at < ${minutes(ctx, silence)} and r.paused_at is null))`,
    ),
  )
  const left = sql<boolean>`r.status = 'closed' and not r.complete
    and greatest(r.heard_at, r.ended_at) < ${minutes(ctx, patience)}`
  for (const id of await rowsWhere(ctx, left)) {
    const row = await locked<RecordingState>(ctx, recordingLifecycle, id)
    if (row.status === 'closed' && !row.complete) await settle(ctx, row)
  }
}

const seal = async (ctx: Ctx, row: RecordingState, key: Buffer, content: Buffer): Promise<number> => {
  const peaks = await peaksOf(ctx, { id: row.id, key })
  await ctx.tx.deleteFrom('recording_pieces').where('recording_id', '=', row.id).execute()
  let number = 0
  for (let at = 0; at < content.length; at += blockSize) {
    const piece = content.subarray(at, at + blockSize)
    await ctx.tx
      .insertInto('recording_pieces')
      .values({
        recording_id: row.id,
        kind: 'block',
        number,
        at_byte: at,
        size: piece.length,
        sha256: createHash('sha256').update(piece).digest(),
        sealed: sealOne(key, row.id, 'block', number, piece),
        sealed_peaks: number === 0 && peaks.length > 0 ? sealOne(key, row.id, 'peaks', 0, peaks) : null,
        at: ctx.now,
      })
      .execute()
    number++
  }
  return number
}

/**
 * Mends one recording after all of it has come. Run again it finds its place: what is mended, or gone, is left alone. A
 * sound that cannot be mended stays as it came, and the job says so.
 */
export const mendOne = async (house: OpenHouse, { subject }: LedgerEvent): Promise<void> => {
  const ctx = house.ctx(house.db, systemMe)
  const before = await house.db.selectFrom('recordings').where('id', '=', subject!).selectAll().executeTakeFirst()
  if (before?.status !== 'closed' || !before.complete || before.pieces === 0) return
  const key = keyOf(ctx, before)
  const { content, seconds } = await mend(await wholeSound(ctx, { id: before.id, key, bytes: before.bytes }))
  await house.asSystem(async (inside) => {
    const row = await locked<RecordingState>(inside, recordingLifecycle, before.id)
    if (row.status !== 'closed' || row.pieces !== before.pieces || row.bytes !== before.bytes) return
    const pieces = await seal(inside, row, key, content)
    const sha256 = createHash('sha256').update(content).digest()
    await advanceLocked(
      inside,
      recordingLifecycle,
      'mend',
      row,
      { seconds, bytes: content.length, pieces, sha256 },
      { seconds: Math.round(seconds), bytes: content.length, sha256: sha256.toString('hex') },
    )
  })
}
