// The press: papers are set in a thread of their own, two at a time, so that nobody waits for a page that is not his.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Paper, type Printed, withoutPictures } from './paper.ts'

/** How long a paper may take; one of five hundred pages takes a few seconds. */
const longest = 60_000
const atOnce = 2

if (!isMainThread && (workerData as { press?: Paper } | null)?.press) {
  const { set } = await import('./setting.ts')
  const printed = await set((workerData as { press: Paper }).press)
  parentPort!.postMessage(printed)
}

const once = (paper: Paper): Promise<Printed> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { press: paper },
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    })
    const patience = setTimeout(() => fail(new Error('the press took too long')), longest)
    const end = (): void => {
      clearTimeout(patience)
      void worker.terminate()
    }
    const fail = (error: unknown): void => {
      end()
      reject(error)
    }
    worker.once('message', (printed: Printed) => {
      end()
      resolve(printed)
    })
    worker.once('error', fail)
    worker.once('exit', () => fail(new Error('the press stopped')))
  })

let running = 0
const waiting: (() => void)[] = []

/** Prints a paper as a PDF. A picture that cannot be set is named instead, and the rest is printed all the same. */
export const print = async (paper: Paper): Promise<Printed> => {
  if (running >= atOnce) await new Promise<void>((turn) => waiting.push(turn))
  running++
  try {
    return await once(paper).catch((error) => {
      if (!paper.blocks.some(({ kind }) => kind === 'picture')) throw error
      return once(withoutPictures(paper))
    })
  } finally {
    running--
    waiting.shift()?.()
  }
}
