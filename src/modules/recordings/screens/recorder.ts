// The recorder of this page: asks for the notice first, records the call that is spoken, and forgets it when the person says no.
import { useSyncExternalStore } from 'react'
import { onMedia, onTelephone, telephoneNow } from '#modules/calls/screens/telephone.ts'
import { api, Refused } from '#web/api.ts'
import { signedInAgain } from '#web/session.ts'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import { openPosting, type Posting } from './posting.ts'
import { beginTape, type Tape } from './tape.ts'

/**
 * `asking`: the person has to be told first; `declined`: he said no; `refused`: the server takes no more of it; `saving`:
 * the call is over and the rest is on its way.
 */
export type Phase = 'idle' | 'asking' | 'starting' | 'recording' | 'paused' | 'saving' | 'declined' | 'refused'

export type Recorder = {
  readonly phase: Phase
  readonly callId: string | null
  /** What the agent says to be allowed to record. */
  readonly words: string
  /** Pieces that have not arrived yet; more than a few when the line is down. */
  readonly waiting: number
  readonly problem: string | null
}

const idle: Recorder = { phase: 'idle', callId: null, words: '', waiting: 0, problem: null }
let shown = idle
const listeners = new Set<() => void>()
const write = (patch: Partial<Recorder>) => {
  shown = { ...shown, ...patch }
  for (const tell of listeners) tell()
}

export const useRecorder = (): Recorder =>
  useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => void listeners.delete(tell)
    },
    () => shown,
  )

type Take = {
  readonly callId: string
  readonly local: MediaStream
  readonly remote: MediaStream
  id?: string | undefined
  tape?: Tape | undefined
  posting?: Posting | undefined
  /** The call is over. */
  over: boolean
  /** Paused because the other side is on hold, and not by the agent. */
  held: boolean
}

let take: Take | undefined
/** Recordings whose call is over and whose rest is still on its way. */
const leaving = new Set<Posting>()

/** Seconds on the tape of the call that is spoken. */
export const secondsNow = (): number => take?.tape?.seconds() ?? 0

/** Asks until it was answered, through a lost line and a sign-in in between. */
const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000))
    try {
      return await ask()
    } catch (error) {
      if (error instanceof Refused && error.status === 401) await signedInAgain()
      else if (error instanceof Refused && error.status < 500) throw error
      else await new Promise((resolve) => setTimeout(resolve, pause))
    }
}

const failed = (error: unknown) => write({ phase: 'refused', problem: (error as Error).message })

/** The tape ends, what it holds is sent, and the server is told that it is all. */
const finish = async (it: Take): Promise<void> => {
  const { id, tape, posting } = it
  if (!id || !tape || !posting) return
  leaving.add(posting)
  try {
    await tape.stop()
    const pieces = await posting.all()
    await insist(() => api.recordings.finish({ id, pieces }))
    if (take === it || take === undefined) write(idle)
  } catch (error) {
    if (take === it || take === undefined) failed(error)
  } finally {
    leaving.delete(posting)
  }
}

const over = (it: Take) => () => {
  if (it.over) return
  it.over = true
  if (take !== it) return
  take = undefined
  if (!it.tape) return write(idle)
  write({ phase: 'saving' })
  void finish(it)
}

const start = async (it: Take, noticeHow: 'spoken' | 'announced', consent: 'granted' | 'not-asked'): Promise<void> => {
  write({ phase: 'starting', problem: null })
  const { id } = await insist(() => api.recordings.begin({ callId: it.callId, noticeHow, consent }))
  it.id = id
  const tell = () => {
    if (take === it || take === undefined) write({ waiting: it.posting?.waiting() ?? 0 })
  }
  it.posting = openPosting(id, tell, (problem) => {
    void it.tape?.stop()
    failed(problem)
  })
  it.tape = await beginTape(it.local, it.remote, (piece) => it.posting!.add(piece))
  // Hung up while it was being begun.
  if (it.over) return finish(it)
  write({ phase: 'recording' })
  follow()
}

/** The person was told, and has agreed: recording begins. */
export const agreed = async (): Promise<void> => {
  const it = take
  if (!it || (shown.phase !== 'asking' && shown.phase !== 'declined')) return
  await start(it, 'spoken', 'granted').catch(failed)
}

/** The person does not agree: nothing is recorded, and what was is gone. */
export const declined = async (): Promise<void> => {
  const it = take
  if (!it) return
  const { id, tape, posting } = it
  write({ phase: 'declined', waiting: 0 })
  try {
    if (!id) {
      await insist(() => api.recordings.decline({ callId: it.callId }))
      return
    }
    it.id = undefined
    it.tape = undefined
    posting?.drop()
    await tape?.stop()
    await insist(() => api.recordings.withdraw({ id }))
    toast(t('已停止录音，录下的部分已销毁', 'Recording has stopped; what was recorded is gone'))
  } catch (error) {
    failed(error)
  }
}

const hold = async (it: Take, on: boolean): Promise<void> => {
  const { id, tape } = it
  if (!id || !tape) return
  if (on) tape.pause()
  const second = tape.seconds()
  write({ phase: on ? 'paused' : 'recording' })
  if (!on) tape.resume()
  await insist(() => (on ? api.recordings.pause({ id, second }) : api.recordings.resume({ id, second }))).catch(failed)
}

/** Pauses while something is said that is nobody's business; goes on when pressed again. */
export const pauseOrGoOn = async (): Promise<void> => {
  if (!take || (shown.phase !== 'recording' && shown.phase !== 'paused')) return
  take.held = false
  await hold(take, shown.phase === 'recording')
}

/** While the other side is on hold, what is said here is not for the tape. */
const follow = () => {
  const it = take
  const call = it && telephoneNow().calls.find(({ id }) => id === it.callId)
  if (!it || !call) return
  if (call.held && shown.phase === 'recording') {
    it.held = true
    void hold(it, true)
  } else if (!call.held && it.held && shown.phase === 'paused') {
    it.held = false
    void hold(it, false)
  }
}

const heard = (callId: string, local: MediaStream, remote: MediaStream) => {
  // What colleagues say to one another is not recorded.
  if (telephoneNow().calls.find(({ id }) => id === callId)?.role !== 'main') return undefined
  const it: Take = { callId, local, remote, over: false, held: false }
  take = it
  write({ ...idle, callId })
  void insist(() => api.recordings.rules())
    .then(async ({ notice, words }) => {
      if (it.over || take !== it || notice === 'off') return
      write({ words })
      if (notice === 'spoken') return write({ phase: 'asking' })
      // A confidential matter is recorded only after a yes: then it is asked for as if nobody had announced anything.
      await start(it, 'announced', 'not-asked').catch((error) =>
        error instanceof Refused && error.status === 409 ? write({ phase: 'asking' }) : failed(error),
      )
    })
    .catch(failed)
  return over(it)
}

let begun = false
/** Listens to the telephone from now on; once a page. */
export const startRecorder = (): void => {
  if (begun) return
  begun = true
  onMedia(heard)
  onTelephone(follow)
  addEventListener('pagehide', () => {
    take?.posting?.farewell()
    for (const posting of leaving) posting.farewell()
  })
}
