// The thread of the nightly look: hears the voices, and says what stands out.
import { parentPort } from 'node:worker_threads'
import type { Task } from './apart.ts'
import { openMemory } from './memory.ts'
import { reckonAt } from './recurrence.ts'

const memory = openMemory()
parentPort!.on('message', ({ voices, look }: Task) => {
  for (const voice of voices) memory.add(voice)
  if (look) parentPort!.postMessage(reckonAt(memory, look.today, look.standings))
})
