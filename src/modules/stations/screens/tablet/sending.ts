// The way out: entries in their order, each until it was answered; what a person must decide stays and says why.
import { useSyncExternalStore } from 'react'
import { contracts } from '#src/contracts.ts'
import { client, Refused } from '#web/client.ts'
import { Away, send } from '#web/send.ts'
import { now, setClock } from '#web/ui/clock.ts'
import { change, type Entry, empty, isOpen, keepLuggage, look, photoBytes } from './store.ts'

export const api = client(contracts, send)

/** How it stands with the way out. */
export type Line = 'resting' | 'sending' | 'away' | 'signed-out' | 'other-person'
let line: Line = 'resting'
let lastAt: Date | null = null
const listeners = new Set<() => void>()
const say = (next: Line): void => {
  line = next
  for (const one of listeners) one()
}
const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
export const useLine = (): Line => useSyncExternalStore(listen, () => line)
/** When the server was last heard of. */
export const heardAt = (): Date | null => lastAt

/** Thrown to stop for now: nobody there, not signed in, too much at once. */
class Later extends Error {
  override name = 'Later'
  readonly line: Line
  constructor(line: Line) {
    super(line)
    this.line = line
  }
}

const later = (error: unknown): Later | null => {
  if (error instanceof Later) return error
  if (error instanceof Away) return new Later('away')
  if (!(error instanceof Refused)) return null
  if (error.status === 401) return new Later('signed-out')
  return error.status === 429 || error.status >= 500 ? new Later('resting') : null
}

const sendPhotos = async (entry: Entry): Promise<void> => {
  let it = entry
  for (const photo of entry.photos.filter(({ sent }) => !sent)) {
    const bytes = await photoBytes(photo.id)
    if (bytes) {
      const file = { name: photo.name, type: 'image/jpeg', content: bytes }
      await api.entries.addPhoto({ id: entry.id, fileId: photo.id }, { file })
    }
    it = { ...it, photos: it.photos.map((one) => (one.id === photo.id ? { ...one, sent: true } : one)) }
    await change(it, [photo.id])
  }
}

const refuse = (entry: Entry, error: Refused): Promise<void> =>
  change({ ...entry, state: 'refused', why: error.message, fields: error.fields })

/** What an entry is made of; the same every time it is sent. */
const wireOf = (entry: Entry) => {
  const me = look().me!
  const { id, madeAt, stationId, ofId, body } = entry
  return { id, tabletId: me.tabletId, by: me.id, madeAt, stationId, ofId, ...body }
}

const sendOne = async (entry: Entry): Promise<void> => {
  try {
    let it = entry
    if (entry.state === 'waiting') {
      const receipt = await api.entries.send(wireOf(entry))
      it = { ...entry, state: receipt.status === 'contested' ? 'contested' : 'sent', receipt, fields: [], why: '' }
      await change(it)
    }
    await sendPhotos(it)
  } catch (error) {
    if (later(error) || !(error instanceof Refused)) throw error
    await refuse(look().entries.find(({ id }) => id === entry.id) ?? entry, error)
  }
}

/** Both sides of what waits for a decision, and what somebody has decided at the desk meanwhile. */
const askSides = async (): Promise<void> => {
  const open = look().entries.filter(({ state }) => state === 'contested')
  if (open.length === 0) return
  const { rows } = await api.entries.list({ ids: open.map(({ id }) => id).join(',') })
  for (const entry of open) {
    const sides = rows.find(({ id }) => id === entry.id)
    if (!sides) continue
    if (sides.status !== 'contested') await change({ ...entry, state: 'sent', sides })
    else if (JSON.stringify(sides) !== JSON.stringify(entry.sides)) await change({ ...entry, sides })
  }
}

let pulledAt = 0

/** The day's luggage anew, every five minutes at most; a tablet that was revoked empties itself. */
const pull = async (at: number): Promise<void> => {
  if (at - pulledAt < 300_000 && look().luggage) return
  const { rows } = await api.tablets.list({})
  const mine = rows.find(({ id }) => id === look().me!.tabletId)
  if (mine?.status === 'revoked') {
    await empty()
    throw new Later('signed-out')
  }
  const luggage = await api.stations.luggage({})
  setClock(luggage.now)
  await keepLuggage(luggage)
  pulledAt = at
}

const run = async (): Promise<void> => {
  const { person } = await api.session.me({})
  if (!person) throw new Later('signed-out')
  if (person.id !== look().me!.id) throw new Later('other-person')
  lastAt = now()
  for (;;) {
    const next = look().entries.find(
      ({ state, photos }) => state === 'waiting' || (state !== 'refused' && photos.some(({ sent }) => !sent)),
    )
    if (!next || !isOpen()) break
    await sendOne(next)
  }
  await askSides()
  await pull(now().getTime())
}

let again = false

/** Sends what is there, unless it is being sent; also in another window of the same tablet. */
export const sendAll = async (): Promise<void> => {
  if (!isOpen() || !look().me) return
  if (line === 'sending') {
    again = true
    return
  }
  const before = line
  say('sending')
  let next: Line = 'resting'
  try {
    await navigator.locks.request('huiyin-station', { ifAvailable: true }, async (held) => {
      if (held) await run()
    })
  } catch (error) {
    const stop = later(error)
    next = stop?.line ?? 'resting'
    // Two who ask for a decision, a store that was emptied: nothing of it may stop the page.
    if (!stop && before === 'resting') reportError(error)
  }
  say(next)
  if (again && next === 'resting') {
    again = false
    void sendAll()
  }
  again = false
}

/** Asks the browser to wake us when the network is back, where it knows how. */
export const wakeMe = async (): Promise<void> => {
  const registration = await navigator.serviceWorker?.getRegistration()
  const sync = (registration as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  await sync?.register('huiyin-station').catch(() => {})
}

/** From now on it sends by itself: when the network comes back, when somebody looks, and every half minute. */
export const keepSending = (): (() => void) => {
  const go = () => void sendAll()
  const seen = () => document.visibilityState === 'visible' && go()
  const timer = setInterval(go, 30_000)
  window.addEventListener('online', go)
  document.addEventListener('visibilitychange', seen)
  navigator.serviceWorker?.addEventListener('message', go)
  go()
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', go)
    document.removeEventListener('visibilitychange', seen)
    navigator.serviceWorker?.removeEventListener('message', go)
  }
}
