// The legs of the line as calls of the store: their sound, who hears whom, and their end.
import { now } from '#web/ui/clock.ts'
import { t } from '#web/ui/language.ts'
import { toast } from '#web/ui/toast.tsx'
import type { Call, Heard, Telephone } from './telephone.ts'
import type { Leg } from './telephone-line.ts'
import { type Mixed, mix } from './telephone-mix.ts'
import { microphone, type Problem, play, problemOf, releaseMicrophone, sound } from './telephone-sound.ts'

export type Store = { read(): Telephone; write(patch: Partial<Telephone>): void; heard: Heard }

/** A leg with what must be ended together with it. */
export type Held = {
  /** The call it is of; of a guest the call that he listens to. */
  id: string
  readonly leg: Leg
  readonly local: MediaStream
  mixed?: Mixed
  readonly over: (() => void)[]
}

export type Legs = ReturnType<typeof openLegs>

/** Everything that is spoken on this page, and what a call of the store is made of. */
export const openLegs = ({ read, write, heard }: Store) => {
  const legs = new Map<string, Held>()
  const guests = new Map<string, Held>()

  const callOf = (id: string) => read().calls.find((call) => call.id === id)
  const change = (id: string, patch: Partial<Call>) =>
    write({ calls: read().calls.map((call) => (call.id === id ? { ...call, ...patch } : call)) })
  const going = () => read().calls.filter(({ phase }) => phase !== 'ended')
  const main = () => going().find(({ role }) => role !== 'consult')
  const consult = () => going().find(({ role }) => role === 'consult')
  const stamp = () => now().toISOString()

  const say = (problem: Problem) => write({ problem })
  const well = (...codes: string[]) => {
    if (codes.includes(read().problem?.code ?? '')) write({ problem: null })
  }

  /** The microphone for one leg: a track of its own, so that holding one call silences no other. */
  const ear = async (): Promise<MediaStream> => {
    const stream = await microphone()
    well('refused', 'no-microphone', 'busy', 'insecure', 'unplugged')
    return stream.clone()
  }
  const soundOrWords = () =>
    ear().catch((problem: Problem) => {
      const it = problem.says ? problem : problemOf(problem)
      say(it)
      toast(`${t(it.says)}。${t(it.todo)}`, { tone: 'bad' })
      return undefined
    })

  // What is sent and heard

  /** Sends each leg what it may hear: the microphone alone as it is, more than that as a sum. */
  const route = () => {
    const talking = main()
    const aside = consult()
    for (const [id, held] of legs) {
      const others: MediaStream[] = []
      const call = callOf(id)
      if (call?.joined) {
        for (const other of [talking, aside]) {
          const remote = other && other.id !== id ? legs.get(other.id)?.leg.remote : undefined
          if (remote) others.push(remote)
        }
      }
      if (call && call.role !== 'guest')
        for (const guest of call.guests) {
          const remote = guest.joins ? guests.get(guest.id)?.leg.remote : undefined
          if (remote) others.push(remote)
        }
      send(held, others)
    }
    for (const held of guests.values()) {
      const remote = legs.get(held.id)?.leg.remote
      send(held, remote ? [remote] : [])
    }
  }
  const send = (held: Held, others: readonly MediaStream[]) => {
    const before = held.mixed
    if (others.length === 0) {
      if (!before) return
      delete held.mixed
      void held.leg.speak(held.local.getAudioTracks()[0]!).then(before.stop)
      return
    }
    held.mixed = mix([held.local, ...others])
    void held.leg.speak(held.mixed.track).then(() => before?.stop())
  }

  const ringback = (held: Held) => {
    const stop = sound('ringback')
    held.over.push(stop)
    return stop
  }

  /** Follows a leg until its end; the store shows what happens to it. */
  const follow = (held: Held) => {
    const { leg } = held
    let stopRinging: (() => void) | undefined
    let answered = false
    let told = false
    const begin = () => {
      if (!answered || told || !leg.remote) return
      told = true
      if (callOf(held.id)?.role !== 'guest') {
        const end = heard(held.id, held.local, leg.remote)
        if (end) held.over.push(end)
      }
      route()
    }
    leg.listen({
      ringing: (early) => {
        change(held.id, { phase: early ? 'announcing' : 'ringing' })
        // 180 without sound: nobody else makes the tone. What the network plays itself is heard instead.
        if (early) stopRinging?.()
        else if (!leg.remote) stopRinging ??= ringback(held)
      },
      media: (remote) => {
        held.over.push(play(remote))
        begin()
      },
      answered: () => {
        stopRinging?.()
        answered = true
        change(held.id, { phase: 'talking', answeredAt: stamp() })
        begin()
      },
      heldByThem: (heldByThem) => change(held.id, { heldByThem }),
      ended: (end) => over(held, end),
    })
  }

  const over = (held: Held, end: Call['end'] & { ours?: boolean }) => {
    for (const stop of held.over) stop()
    held.mixed?.stop()
    for (const track of held.local.getTracks()) track.stop()
    legs.delete(held.id)
    const { by, sip, q850 } = end
    change(held.id, { phase: 'ended', endedAt: stamp(), end: { by, sip, q850 }, held: false, guests: [] })
    for (const guest of guests.values()) if (guest.id === held.id) guest.leg.end()
    if (by !== 'us') sound('busy', 3)
    // Whoever was on hold for a consultation stays there until the agent takes him back; a conference of one ends.
    for (const call of going()) if (call.joined) change(call.id, { joined: false })
    route()
    if (legs.size === 0) releaseMicrophone()
  }

  const fresh = (of: Partial<Call>): Call => ({
    id: '',
    direction: 'out',
    role: 'main',
    who: '',
    about: null,
    phase: 'dialling',
    startedAt: stamp(),
    answeredAt: null,
    endedAt: null,
    muted: false,
    held: false,
    heldByThem: false,
    leaving: false,
    joined: false,
    guests: [],
    end: null,
    ...of,
  })

  return { legs, guests, callOf, change, going, main, consult, stamp, say, well, soundOrWords, route, follow, fresh }
}
