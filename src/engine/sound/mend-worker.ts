// The thread in which a recording is put into a new box: an hour of it takes seconds, and what is broken breaks here.
import { parentPort, workerData } from 'node:worker_threads'
import { heardIn, NoSound, rewrapped } from './packets.ts'

/** What the thread tells at its end. */
export type News =
  | { readonly kind: 'mended'; readonly content: Uint8Array; readonly seconds: number; readonly channels: number }
  | { readonly kind: 'broken'; readonly words: string }

const tell = (news: News) => parentPort!.postMessage(news)

try {
  const webm = workerData as Uint8Array
  const before = await heardIn(webm)
  const content = await rewrapped(webm)
  const after = await heardIn(content)
  // What was recorded is given up for what was made of it only when not a packet is missing or stands elsewhere.
  const same = before.sha256 === after.sha256 && before.packets === after.packets && before.channels === after.channels
  if (!same || !after.seekable) throw new NoSound('the new box holds something else')
  tell({ kind: 'mended', content, seconds: after.seconds, channels: after.channels })
} catch (error) {
  tell({ kind: 'broken', words: error instanceof Error ? error.message : String(error) })
}
