// Sealing what is large in pieces, each by itself: any of them is opened alone, and none can stand in another's place.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** AES-256-GCM: the nonce before the content, the tag behind it. */
const nonceLength = 12
const tagLength = 16

/** A key of its own for one thing that is sealed; thrown away, it takes the thing with it. */
export const newPieceKey = (): Buffer => randomBytes(32)

/** Seals one piece; `place` says whose it is and which, and must be said again to open it. */
export const sealPiece = (key: Buffer, place: string, content: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()])
}

/** What was sealed there; throws when it is of another key or place, or was touched. */
export const openPiece = (key: Buffer, place: string, sealed: Buffer): Buffer => {
  if (sealed.length < nonceLength + tagLength) throw new RangeError('not a sealed piece')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength)).setAAD(Buffer.from(place))
  decipher.setAuthTag(sealed.subarray(-tagLength))
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()])
}
