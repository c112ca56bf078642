// Reads a ZIP archive by its directory, believing nothing: sizes are declared, limited and checked while unpacking.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import type { Bytes } from './bytes.ts'
import { tableErrors } from './problem.ts'

export type Entry = {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

export type Archive = {
  readonly entries: ReadonlyMap<string, Entry>
  /** A small part, whole. */
  part(name: string, limit: number): Promise<Buffer | null>
  /** A large part in pieces; ends in an error if it is not what the directory declared. */
  pieces(entry: Entry): AsyncGenerator<Buffer>
}

/** The largest sheet that is read: a million rows of front-sheet width unfold to less. */
export const largestPart = 1024 * 1024 * 1024
/** Spreadsheet XML packs 5 to 60 times; DEFLATE's own limit is 1032. Between them lies what was made to explode. */
const suspiciousRatio = 200
const suspiciousSize = 32 * 1024 * 1024
const mostEntries = 10_000

/** Opens the archive's directory (at the end of the file; junk before the archive is tolerated, as unzippers do). */
export async function openArchive(bytes: Bytes): Promise<Archive> {
  const { count, start, length, shift } = await findDirectory(bytes)
  if (count > mostEntries || length > 16 * 1024 * 1024) throw tableErrors.tooLarge(`${count} 个部件`)
  const directory = await bytes.read(start, length)
  const entries = new Map<string, Entry>()
  let at = 0
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50) {
    const nameLength = directory.readUInt16LE(at + 28)
    const extraLength = directory.readUInt16LE(at + 30)
    const commentLength = directory.readUInt16LE(at + 32)
    const name = directory.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    if (directory.readUInt16LE(at + 8) & 1) throw tableErrors.password()
    const wide = wideSizes(
      extra,
      directory.readUInt32LE(at + 24),
      directory.readUInt32LE(at + 20),
      directory.readUInt32LE(at + 42),
    )
    entries.set(name, {
      name,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: wide.packed,
      size: wide.size,
      offset: wide.offset + shift,
    })
    at += 46 + nameLength + extraLength + commentLength
  }
  if (entries.size === 0) throw tableErrors.damaged('压缩包目录为空 / empty archive')
  for (const { packed, size } of entries.values()) {
    if (size > largestPart || (size > suspiciousSize && size > packed * suspiciousRatio)) {
      throw tableErrors.tooLarge(`${Math.round(size / 1024 / 1024)} MB`)
    }
  }
  return {
    entries,
    part: (name, limit) => part(bytes, entries.get(name), limit),
    pieces: (entry) => pieces(bytes, entry),
  }
}

async function findDirectory(bytes: Bytes): Promise<{ count: number; start: number; length: number; shift: number }> {
  const tailSize = Math.min(bytes.size, 65_557)
  const tailStart = bytes.size - tailSize
  const tail = await bytes.read(tailStart, tailSize)
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x06054b50) continue
    let count = tail.readUInt16LE(at + 10)
    let length = tail.readUInt32LE(at + 12)
    let offset = tail.readUInt32LE(at + 16)
    let end = tailStart + at
    const locator = at - 20
    if (locator >= 0 && tail.readUInt32LE(locator) === 0x07064b50) {
      const wide = await bytes.read(Number(tail.readBigUInt64LE(locator + 8)), 56)
      if (wide.length === 56 && wide.readUInt32LE(0) === 0x06064b50) {
        count = Number(wide.readBigUInt64LE(32))
        length = Number(wide.readBigUInt64LE(40))
        offset = Number(wide.readBigUInt64LE(48))
        end = Number(tail.readBigUInt64LE(locator + 8))
      }
    }
    const shift = end - length - offset
    if (shift < 0 || offset + shift > bytes.size) break
    return { count, start: offset + shift, length, shift }
  }
  throw tableErrors.damaged('压缩包不完整 / truncated archive')
}

/** ZIP64: sizes that do not fit into 32 bits stand in an extra field, in this order, only those that are needed. */
function wideSizes(
  extra: Buffer,
  size: number,
  packed: number,
  offset: number,
): { size: number; packed: number; offset: number } {
  let at = 0
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let from = at + 4
      const next = (value: number) => {
        if (value !== 0xffffffff || from + 8 > extra.length) return value
        from += 8
        return Number(extra.readBigUInt64LE(from - 8))
      }
      return { size: next(size), packed: next(packed), offset: next(offset) }
    }
    at += 4 + length
  }
  return { size, packed, offset }
}

async function dataStart(bytes: Bytes, entry: Entry): Promise<number> {
  const local = await bytes.read(entry.offset, 30)
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) throw tableErrors.damaged(entry.name)
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (start + entry.packed > bytes.size) throw tableErrors.damaged(entry.name)
  if (entry.method !== 0 && entry.method !== 8) throw tableErrors.damaged(`${entry.name}, method ${entry.method}`)
  return start
}

async function part(bytes: Bytes, entry: Entry | undefined, limit: number): Promise<Buffer | null> {
  if (!entry) return null
  if (entry.size > limit) throw tableErrors.tooLarge(`${entry.name} ${Math.round(entry.size / 1024 / 1024)} MB`)
  const packed = await bytes.read(await dataStart(bytes, entry), entry.packed)
  let content: Buffer
  try {
    content = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch {
    throw tableErrors.damaged(entry.name)
  }
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw tableErrors.damaged(entry.name)
  return content
}

async function* pieces(bytes: Bytes, entry: Entry): AsyncGenerator<Buffer> {
  const start = await dataStart(bytes, entry)
  let size = 0
  let crc = 0
  for await (const piece of entry.method === 0
    ? bytes.stream(start, start + entry.packed)
    : inflated(bytes.stream(start, start + entry.packed), entry.name)) {
    size += piece.length
    if (size > entry.size) throw tableErrors.damaged(entry.name)
    crc = crc32(piece, crc)
    // Judged before the last piece is handed on: a reader that knows the size does not ask for anything behind it.
    if (size === entry.size && crc !== entry.crc) throw tableErrors.damaged(entry.name)
    yield piece
  }
  if (size !== entry.size) throw tableErrors.damaged(entry.name)
}

async function* inflated(packed: AsyncGenerator<Buffer>, name: string): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
  // The pipeline's own failure is the same as the iterator's, and is told there.
  pipeline(Readable.from(packed), inflate).catch(() => {})
  try {
    for await (const piece of inflate) yield piece as Buffer
  } catch {
    throw tableErrors.damaged(name)
  } finally {
    inflate.destroy()
  }
}
