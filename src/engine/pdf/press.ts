// The presses: papers are set in threads of their own, two at most, so that nobody waits for a page that is not his.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Paper, type Printed, withoutPictures } from './paper.ts'

/** How long a paper may take; one of five hundred pages takes a few seconds. */
const longest = 60_000
/** A press that has had nothing to do for so long is put away: warm, it prints a page in the time that it takes to start. */
const patience = 20_000
const most = 2
const role = 'huiyin press'

type Reply = { readonly printed: Printed } | { readonly error: string }

if (!isMainThread && workerData === role) {
  const { set } = await import('./setting.ts')
  parentPort!.on('message', (paper: Paper) => {
    set(paper).then(
      (printed) => parentPort!.postMessage({ printed } satisfies Reply),
      (error) => parentPort!.postMessage({ error: String(error?.message ?? error) } satisfies Reply),
    )
  })
}

type Press = { readonly worker: Worker; idle?: NodeJS.Timeout }

const free: Press[] = []
const waiting: (() => void)[] = []
let running = 0

const putAway = ({ worker }: Press): void => void worker.terminate()

const openPress = (): Press => {
  const resourceLimits = { maxOldGenerationSizeMb: 1024 }
  const press: Press = { worker: new Worker(new URL(import.meta.url), { workerData: role, resourceLimits }) }
  press.worker.once('exit', () => {
    const at = free.indexOf(press)
    if (at >= 0) free.splice(at, 1)
  })
  return press
}

/** Sets one paper on a press. A press that fails is put away, one that did its work waits for the next. */
const setOn = (press: Press, paper: Paper): Promise<Printed> =>
  new Promise((resolve, reject) => {
    const { worker } = press
    clearTimeout(press.idle)
    worker.ref()
    const fail = (error: unknown): void => {
      end()
      putAway(press)
      reject(error)
    }
    const stopped = () => fail(new Error('the press stopped'))
    const tooLong = setTimeout(() => fail(new Error('the press took too long')), longest)
    const done = (reply: Reply): void => {
      if ('error' in reply) {
        fail(new Error(reply.error))
        return
      }
      end()
      // It does not keep the program from ending.
      worker.unref()
      press.idle = setTimeout(() => putAway(press), patience).unref()
      free.push(press)
      resolve(reply.printed)
    }
    const end = (): void => {
      clearTimeout(tooLong)
      worker.off('message', done).off('error', fail).off('exit', stopped)
    }
    worker.on('message', done).on('error', fail).on('exit', stopped)
    worker.postMessage(paper)
  })

const once = (paper: Paper): Promise<Printed> => setOn(free.pop() ?? openPress(), paper)

/** Prints a paper as a PDF. A picture that cannot be set is named instead, and the rest is printed all the same. */
export const print = async (paper: Paper): Promise<Printed> => {
  if (running >= most) await new Promise<void>((turn) => waiting.push(turn))
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
