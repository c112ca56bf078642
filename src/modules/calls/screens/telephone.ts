// The telephone of this page: one store outside of React that survives every change of screen; what does the work is loaded with the first line.
import { useSyncExternalStore } from 'react'
import type { Desk } from './telephone-desk.ts'
import type { Account } from './telephone-line.ts'
import type { Problem } from './telephone-sound.ts'

/**
 * `none`: no telephone is set up for this person; `elsewhere`: another tab of this browser has it; `refused`: the exchange
 * does not accept this extension.
 */
export type LineState = 'none' | 'elsewhere' | 'connecting' | 'ready' | 'lost' | 'refused'

export type CallPhase = 'dialling' | 'ringing' | 'announcing' | 'talking' | 'ended'

/** A colleague on the agent's own call. */
export type Guest = { readonly id: string; readonly name: string; readonly joins: boolean }

export type Call = {
  /** Its row on the server; empty until the server has answered. */
  readonly id: string
  readonly direction: 'out' | 'in'
  /** `consult`: with a colleague, while somebody is on hold; `guest`: listening to a colleague's call. */
  readonly role: 'main' | 'consult' | 'guest'
  /** Who it is, masked, as the screen that dialled says it. */
  readonly who: string
  /** What the call is about: the id of the task, case, missed call. */
  readonly about: string | null
  readonly phase: CallPhase
  readonly startedAt: string
  readonly answeredAt: string | null
  readonly endedAt: string | null
  readonly muted: boolean
  readonly held: boolean
  readonly heldByThem: boolean
  /** Being handed over: the exchange has not said yet whether it worked. */
  readonly leaving: boolean
  /** Two conversations are one: everybody hears everybody. */
  readonly joined: boolean
  readonly guests: readonly Guest[]
  readonly end: {
    readonly by: 'us' | 'them' | 'network'
    readonly sip: number | null
    readonly q850: number | null
  } | null
}

export type Telephone = {
  readonly line: LineState
  readonly extension: string | null
  readonly problem: Problem | null
  /** At most one `main` that is not over, and one `consult`. */
  readonly calls: readonly Call[]
}

/** What a verb of the server answers that resolves a number: the number itself never comes here. */
export type Placed = { readonly callId: string; readonly target: string }
export type Place = () => Promise<Placed | undefined>

let shown: Telephone = { line: 'none', extension: null, problem: null, calls: [] }
const listeners = new Set<() => void>()

const write = (patch: Partial<Telephone>): void => {
  shown = { ...shown, ...patch }
  for (const tell of listeners) tell()
}
const read = (): Telephone => shown

const listen = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** The telephone as it stands. */
export const useTelephone = (): Telephone => useSyncExternalStore(listen, read)

/** Outside of components. */
export const telephoneNow = read

/** Told of every change, outside of components. */
export const onTelephone = listen

/** Whether screens dial by the telephone of this page; else they hand the number to `tel:`. */
export const hasTelephone = ({ line }: Telephone): boolean => line !== 'none'

/** The conversation of this person with somebody outside that is not over. */
export const mainCall = ({ calls }: Telephone): Call | undefined =>
  calls.find(({ role, phase }) => role !== 'consult' && phase !== 'ended')

/** The latest call about something, over or not. */
export const callAbout = ({ calls }: Telephone, about: string): Call | undefined =>
  calls.findLast((call) => call.about === about)

export type Dialled = {
  readonly who: string
  readonly about: string | null
  readonly role?: Call['role']
  /** Only listening: this microphone is not heard. */
  readonly silent?: boolean
}

let desk: Promise<Desk> | undefined

/** Begins: registers this extension, unless another tab of this browser has done so. */
export const startTelephone = (account: Account, owner: string): void => {
  desk ??= import('./telephone-desk.ts').then(({ openDesk }) => openDesk(account, owner, { read, write, heard: media }))
}

const doing =
  <A extends unknown[], R>(what: (desk: Desk, ...given: A) => R) =>
  async (...given: A): Promise<Awaited<R> | undefined> =>
    desk === undefined ? undefined : await what(await desk, ...given)

/**
 * Dials what `place` resolves on the server, and answers the id of the call, or undefined when it came to nothing. `who`
 * stands on the bar, `about` lets a record find its own call.
 */
export const dial = doing((it, place: Place, of: Dialled) => it.dial(place, of))
export const answerCall = doing((it) => it.answer())
/** Ends a call: the one that is named, else the one that is spoken. Refuses one that only rings. */
export const hangUp = doing((it, id?: string) => it.hangUp(id))
export const muteCall = doing((it, on: boolean) => it.mute(on))
export const holdCall = doing((it, on: boolean) => it.hold(on))
export const pressKeys = doing((it, keys: string) => it.press(keys))
/** Hands the other side over at once; false when the other side's telephone refuses to be handed over. */
export const transferCall = doing((it, place: Place) => it.transfer(place))
/** After a consultation: hands the one on hold to the one consulted; where that is refused they are joined here. */
export const completeTransfer = doing((it) => it.completeTransfer())
/** Everybody hears everybody. */
export const joinCalls = doing((it) => it.join())
/** Uses the telephone in this tab; the other one gives it up unless somebody is talking there. */
export const takeTelephone = doing((it) => it.takeOver())
/** Tries again after a problem was mended. */
export const retryTelephone = doing((it) => it.retry())
/** Forgets calls that are over. */
export const forgetCalls = (): void => write({ calls: shown.calls.filter(({ phase }) => phase !== 'ended') })

/** Both sides of a conversation when it begins; what is answered is called when it ends. */
export type Heard = (callId: string, local: MediaStream, remote: MediaStream) => (() => void) | undefined

const ears = new Set<Heard>()
const media: Heard = (callId, local, remote) => {
  const over = [...ears].map((ear) => ear(callId, local, remote))
  return () => {
    for (const end of over) end?.()
  }
}

/** For who records: called with the two sound streams of every answered call; answers how to stop hearing of them. */
export const onMedia = (ear: Heard): (() => void) => {
  ears.add(ear)
  return () => void ears.delete(ear)
}
