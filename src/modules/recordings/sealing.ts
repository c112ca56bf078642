// Keys and pieces: each recording has a key of its own, under the hospital's; each piece is sealed for its place and no other.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { mustBeOurKey } from '#engine/house-key.ts'
import { newPieceKey, openPiece, sealPiece } from '#engine/seal-piece.ts'
import { conflict } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'

export type Kind = 'part' | 'block'

/** What a player asks for at once is a few of these; about fifteen seconds of sound each. */
export const blockSize = 64 * 1024

const lockOf = (ctx: Pick<Ctx, 'house'>, id: string) => ctx.house.vault.locator(`recording ${id}`)
const placeOf = (id: string, kind: Kind | 'peaks', number: number) => `recording ${id} ${kind} ${number}`

/** A new key for a recording, as it lies in the table. */
export const newSealedKey = async (ctx: Ctx, id: string): Promise<Buffer> => {
  await mustBeOurKey(ctx)
  return ctx.house.vault.seal(lockOf(ctx, id), { key: newPieceKey().toString('base64') })
}

/** The key of a recording. Refuses where the hospital's own key is another one now. */
export const keyOf = (ctx: Pick<Ctx, 'house'>, row: { id: string; sealed_key: Buffer | null }): Buffer => {
  if (!row.sealed_key) throw conflict(w('录音已经销毁。', 'The recording was destroyed.'))
  try {
    const { key } = ctx.house.vault.unseal(lockOf(ctx, row.id), row.sealed_key) as { key: string }
    return Buffer.from(key, 'base64')
  } catch {
    throw conflict(
      w(
        '这段录音是用另一把钥匙封存的，现在打不开。请信息科找回原来的 vault.key。',
        'It was sealed under another key and cannot be opened now; the administrator should look for the old vault.key.',
      ),
    )
  }
}

export const sealOne = (key: Buffer, id: string, kind: Kind | 'peaks', number: number, content: Uint8Array): Buffer =>
  sealPiece(key, placeOf(id, kind, number), content)

export const openOne = (key: Buffer, id: string, kind: Kind | 'peaks', number: number, sealed: Buffer): Buffer =>
  openPiece(key, placeOf(id, kind, number), sealed)

type Piece = { kind: Kind; number: number; at_byte: number; size: number; sealed: Buffer }

const pieces = async (ctx: Pick<Ctx, 'tx'>, id: string, which: RawBuilder<boolean>): Promise<Piece[]> => {
  const { rows } = await sql<Piece>`
    select kind, number, at_byte, size, sealed from recording_pieces where recording_id = ${id} and ${which}
    order by number limit 1`.execute(ctx.tx)
  return rows
}

/** The sound from one byte until before another, piece by piece: only what lies there is fetched and opened. */
export async function* soundBetween(
  ctx: Pick<Ctx, 'tx'>,
  { id, key }: { id: string; key: Buffer },
  from: number,
  until: number,
): AsyncGenerator<Buffer> {
  for (let at = from; at < until; ) {
    const [piece] = await pieces(ctx, id, sql<boolean>`at_byte <= ${at} and at_byte + size > ${at}`)
    // Mended, or destroyed, while it was being sent: the player has to begin anew.
    if (!piece) throw new Error('the recording changed while it was being sent')
    const content = openOne(key, id, piece.kind, piece.number, piece.sealed)
    const end = Math.min(piece.size, until - piece.at_byte)
    yield content.subarray(at - piece.at_byte, end)
    at = piece.at_byte + end
  }
}

/** All of the sound. */
export const wholeSound = async (
  ctx: Pick<Ctx, 'tx'>,
  it: { id: string; key: Buffer; bytes: number },
): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of soundBetween(ctx, it, 0, it.bytes)) parts.push(part)
  return Buffer.concat(parts)
}

/** How loud both sides were, ten times a second: left and right by turns. */
export const peaksOf = async (ctx: Pick<Ctx, 'tx'>, { id, key }: { id: string; key: Buffer }): Promise<Buffer> => {
  const { rows } = await sql<{ number: number; sealed: Buffer }>`
    select number, sealed_peaks as sealed from recording_pieces
    where recording_id = ${id} and sealed_peaks is not null order by number`.execute(ctx.tx)
  return Buffer.concat(rows.map(({ number, sealed }) => openOne(key, id, 'peaks', number, sealed)))
}
