// Sending a tape piece by piece: numbered, one after another, kept while the line is down, and by whatever way is left when the page closes.
import { api, hrefOf, Refused } from '#web/api.ts'
import { Away } from '#web/send.ts'
import { signedInAgain } from '#web/session.ts'
import type { Piece } from './tape.ts'

export type Posting = {
  add(piece: Piece): void
  /** How many pieces have not arrived yet. */
  waiting(): number
  /** Answered when all that was added has arrived; with how many that were. Throws what the server refused. */
  all(): Promise<number>
  /** Nothing more of it is sent. */
  drop(): void
  /** The page is about to go: what still waits is handed to the browser, as much of it as it takes. */
  farewell(): void
}

/** What a browser still sends for a page that is gone, in all. */
const lastBytes = 60_000

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))
const nameOf = (number: number) => `${number}.webm`
const type = 'audio/webm'

/** Sends the pieces of a recording; `tell` hears of every change, `refused` of what the server will not have. */
export const openPosting = (id: string, tell: () => void, refused: (problem: Refused) => void): Posting => {
  const queue: (Piece & { readonly number: number })[] = []
  let next = 0
  let problem: Refused | null = null
  let running: Promise<void> | undefined
  let dropped = false

  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

  const one = async ({ number, content, peaks }: (typeof queue)[number]): Promise<void> => {
    for (let pause = 500; !dropped; pause = Math.min(pause * 2, 10_000)) {
      try {
        await api.recordings.append(
          { id, number, ...(peaks.length > 0 ? { peaks: base64(peaks) } : {}) },
          { file: { name: nameOf(number), type, content } },
        )
        return
      } catch (error) {
        if (error instanceof Refused && error.status === 401) await signedInAgain()
        else if (error instanceof Away || (error instanceof Refused && (error.status >= 500 || error.status === 429)))
          await wait(pause)
        else throw error
      }
    }
  }

  const pump = async () => {
    for (let first = queue[0]; first && !dropped && !problem; first = queue[0]) {
      try {
        await one(first)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        problem = error
        refused(error)
        return
      }
      queue.shift()
      tell()
    }
  }
  const go = () => {
    running ??= pump().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    add: (piece) => {
      if (dropped || problem) return
      queue.push({ ...piece, number: next++ })
      tell()
      void go()
    },
    waiting: () => queue.length,
    all: async () => {
      while (queue.length > 0 && !problem && !dropped) await go()
      if (problem) throw problem
      return next
    },
    drop: () => {
      dropped = true
      queue.length = 0
    },
    farewell: () => {
      let left = lastBytes
      for (const { number, content, peaks } of queue) {
        left -= content.length + 1000
        if (left < 0) return
        const body = new FormData()
        body.append('file', new Blob([content as BlobPart], { type }), nameOf(number))
        const url = hrefOf(api.recordings.append, { id, number, ...(peaks.length > 0 ? { peaks: base64(peaks) } : {}) })
        void fetch(url, { method: 'POST', body, keepalive: true, credentials: 'same-origin' }).catch(() => {})
      }
    },
  }
}
