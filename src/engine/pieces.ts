// Files that are asked for in parts: a player that jumps into the middle is sent what it asked for, and nothing else is opened.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A file whose bytes are made when they are asked for: from `from` until before `until`. */
export type Pieces = {
  readonly size: number
  read(from: number, until: number): AsyncIterable<Buffer>
}

export const inPieces = (content: unknown): content is Pieces =>
  typeof content === 'object' && content !== null && 'read' in content && 'size' in content

/** What of a file is asked for; `all` where nothing (readable) is said, null for what lies behind its end (RFC 9110 §14.2). */
export const rangeOf = (header: string | undefined, size: number): { from: number; until: number } | 'all' | null => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'all'
  // The last so many bytes.
  if (first === '') return last === '0' ? null : { from: Math.max(0, size - Number(last)), until: size }
  const from = Number(first)
  const until = last === '' ? size : Math.min(size, Number(last) + 1)
  if (from >= size) return null
  // A range that ends before it begins is as good as none.
  return from < until ? { from, until } : 'all'
}

/** Sends what was asked for: all of it, one part (206), or that there is no such part (416). */
export const sendPieces = (request: FastifyRequest, reply: FastifyReply, { size, read }: Pieces) => {
  const range = rangeOf(request.headers.range, size)
  reply.header('accept-ranges', 'bytes')
  if (range === null) return reply.code(416).header('content-range', `bytes */${size}`).send()
  const { from, until } = range === 'all' ? { from: 0, until: size } : range
  if (range !== 'all') reply.code(206).header('content-range', `bytes ${from}-${until - 1}/${size}`)
  return reply.header('content-length', until - from).send(Readable.from(read(from, until), { objectMode: false }))
}
