// Mending what a browser recorded: it arrives without length and index, and leaves with both, not a packet changed.
import { Worker } from 'node:worker_threads'
import type { News } from './mend-worker.ts'

/** Heap of the thread, and how long it may take: both several times what the longest recording needs. */
const heapMb = 1024
const patienceMs = 120_000

export type Mended = { readonly content: Buffer; readonly seconds: number; readonly channels: number }

const heard = (worker: Worker): Promise<News> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it takes too long')), patienceMs)
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(late)
      reject(new Error('the thread ended'))
    })
  })

/**
 * A WebM of one Opus track with its length and an index, in a thread of its own; every packet was compared with what came
 * in. Throws when there is nothing in it that could be mended.
 */
export const mend = async (webm: Uint8Array): Promise<Mended> => {
  const worker = new Worker(new URL('./mend-worker.ts', import.meta.url), {
    workerData: webm,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
    stdout: true,
    stderr: true,
  })
  try {
    const news = await heard(worker)
    if (news.kind === 'broken') throw new Error(`the recording cannot be mended: ${news.words}`)
    const { content, seconds, channels } = news
    return { content: Buffer.from(content.buffer, content.byteOffset, content.length), seconds, channels }
  } finally {
    await worker.terminate()
  }
}
