// The look apart from the house: where there is much to reckon it is done in a thread, so that nobody waits for it.
import { Worker } from 'node:worker_threads'
import type { Voice } from './cells.ts'
import { openMemory } from './memory.ts'
import { type Reckoned, reckonAt, type Standing } from './recurrence.ts'

/** So many voices are reckoned in the time that it takes to begin a thread. */
const few = 4000
/** Heap of the thread: twice what half a million voices need, those of the largest hospital. */
const heapMb = 4096

/** What the thread is told: voices in their order, and at the end what to look for among them. */
export type Task = {
  readonly voices: readonly Voice[]
  readonly look?: { today: number; standings: readonly Standing[] }
}

const inThread = async (
  first: readonly Voice[],
  rest: AsyncIterator<Voice[]>,
  today: number,
  standings: readonly Standing[],
): Promise<Reckoned> => {
  const worker = new Worker(new URL('./apart-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  const answer = new Promise<Reckoned>((resolve, reject) => {
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the thread of the nightly look ended')))
  })
  // Heard below; if reading fails first, it must not count as unheard.
  answer.catch(() => {})
  try {
    const tell = (task: Task) => worker.postMessage(task)
    tell({ voices: first })
    for (let next = await rest.next(); !next.done; next = await rest.next()) tell({ voices: next.value })
    tell({ voices: [], look: { today, standings } })
    return await answer
  } finally {
    await worker.terminate()
  }
}

/** Reckons what stands out among voices that come in their order, and what joined the standings. */
export const reckonApart = async (
  batches: AsyncGenerator<Voice[]>,
  today: number,
  standings: readonly Standing[],
): Promise<Reckoned> => {
  const { value: first = [] } = await batches.next()
  if (first.length >= few) return inThread(first, batches, today, standings)
  const memory = openMemory()
  for (const voice of first) memory.add(voice)
  return reckonAt(memory, today, standings)
}
