// The bytes of a file wherever they are (a path, memory, an upload), readable at any place without holding them all.
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableErrors } from './problem.ts'

/** Where a table comes from: a path, its bytes, or a stream (kept in a temporary file while it is read). */
export type Source = string | Uint8Array | AsyncIterable<Uint8Array>

export type Bytes = {
  readonly size: number
  /** What a worker may open for itself. */
  readonly origin: string | Uint8Array
  /** Up to `length` bytes from `offset`; fewer only at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>
  /** All bytes from `offset` (up to `end`), in pieces. */
  stream(offset?: number, end?: number): AsyncGenerator<Buffer>
  close(): Promise<void>
}

const piece = 256 * 1024

/** Opens a source; whoever opens it closes it. */
export async function openBytes(source: Source): Promise<Bytes> {
  if (typeof source === 'string') return openFile(source)
  if (source instanceof Uint8Array) return inMemory(source)
  return spooled(source)
}

function inMemory(bytes: Uint8Array): Bytes {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    size: all.length,
    origin: bytes,
    read: async (offset, length) => all.subarray(offset, offset + length),
    async *stream(offset = 0, end = all.length) {
      for (let at = offset; at < end; at += piece) yield all.subarray(at, Math.min(at + piece, end))
    },
    close: async () => {},
  }
}

async function openFile(path: string, forget: () => Promise<void> = async () => {}): Promise<Bytes> {
  let handle: FileHandle
  let size: number
  try {
    handle = await open(path, 'r')
    const stat = await handle.stat()
    if (!stat.isFile()) throw await handle.close().then(tableErrors.missing)
    size = stat.size
  } catch {
    await forget()
    throw tableErrors.missing()
  }
  const read = async (offset: number, length: number) => {
    const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled)
      if (bytesRead === 0) return buffer.subarray(0, filled)
      filled += bytesRead
    }
    return buffer
  }
  let closed = false
  return {
    size,
    origin: path,
    read,
    async *stream(offset = 0, end = size) {
      for (let at = offset; at < end; at += piece) yield await read(at, Math.min(piece, end - at))
    },
    close: async () => {
      if (closed) return
      closed = true
      await handle.close()
      await forget()
    },
  }
}

/** An upload can be read only once, while encoding and format need a look ahead: it rests in a private temporary file. */
async function spooled(source: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const folder = await mkdtemp(join(tmpdir(), 'huiyin-table-'))
  const forget = () => rm(folder, { recursive: true, force: true })
  const path = join(folder, 'table')
  try {
    const handle = await open(path, 'wx', 0o600)
    try {
      for await (const chunk of source) await handle.writeFile(chunk)
    } finally {
      await handle.close()
    }
  } catch (error) {
    await forget()
    throw error
  }
  return openFile(path, forget)
}
