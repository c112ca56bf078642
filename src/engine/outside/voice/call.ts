// One call on a line: the talk between a SIP session and its leg of sound, and how it ended.
import type { Clock } from '../../clock.ts'
import { keyHearing } from './keys.ts'
import { type Packet, type RtpLeg, soundOf } from './rtp.ts'
import type { CallEnded, Digit, Sound, VoiceCall } from './shapes.ts'
import { causeOf, type SipMessage, type SipSession } from './sip.ts'
import { toneListener } from './tones.ts'

/** Causes with which a network ends a talk, rather than a person. */
const broken = new Set([27, 38, 41, 42, 47, 102, 111, 127])

/** What two bridged calls see of each other. */
type Side = {
  onPacket(f: (packet: Packet) => void): () => void
  onKey(f: (digit: Digit) => void): () => void
  leg(): RtpLeg | undefined
}
const sides = new WeakMap<VoiceCall, Side>()
export const sideOf = (call: VoiceCall): Side => sides.get(call)!
/** A call that is known under another value, too. */
export const shareSide = (to: VoiceCall, from: VoiceCall) => sides.set(to, sideOf(from))

/** A call before, while and after it has a session and a leg; the gateway brings both and passes on what happens. */
export const callOf = (it: { readonly direction: 'out' | 'in'; readonly number: string; readonly clock: Clock }) => {
  const { clock } = it
  const answered = Promise.withResolvers<Date | null>()
  const ended = Promise.withResolvers<CallEnded>()
  const ringing = Promise.withResolvers<Date | null>()
  const packetListeners = new Set<(packet: Packet) => void>()
  const keyListeners = new Set<(digit: Digit) => void>()
  const soundListeners = new Set<(sound: Sound) => void>()
  let leg: RtpLeg | undefined
  let session: SipSession | undefined
  let first: SipMessage | undefined
  let answeredAt: Date | null = null
  let early = false
  let over = false
  let rangOut = false
  let wantedOver = false

  const hear = keyHearing((digit) => {
    for (const listener of keyListeners) listener(digit)
  })
  const tones = toneListener()

  const end = (how: Pick<CallEnded, 'by' | 'sip' | 'q850'>) => {
    if (over) return
    over = true
    leg?.close()
    ringing.resolve(null)
    answered.resolve(null)
    ended.resolve({ ...how, rangOut, early, answeredAt, endedAt: clock.now() })
  }

  const take = (theLeg: RtpLeg) => {
    leg = theLeg
    if (over) theLeg.close()
    leg.onKey((digit) => hear(digit, 'rfc4733'))
    leg.onPacket((packet) => {
      for (const listener of packetListeners) listener(packet)
      if (!answeredAt) return
      const sound = soundOf(packet)
      const tone = tones(sound)
      if (tone) hear(tone, 'tone')
      for (const listener of soundListeners) listener(sound)
    })
  }

  const follow = (theSession: SipSession, message?: SipMessage) => {
    session = theSession
    first = message
    theSession.on('progress', ({ originator, response }) => {
      if (originator !== 'remote') return
      if (response?.body) early = true
      ringing.resolve(clock.now())
    })
    theSession.on('accepted', () => {
      answeredAt ??= clock.now()
      ringing.resolve(answeredAt)
      answered.resolve(answeredAt)
    })
    theSession.on('newDTMF', ({ originator, dtmf }) => originator === 'remote' && hear(dtmf.tone, 'info'))
    theSession.on('newInfo', ({ originator, info }) => {
      if (originator === 'remote' && /^application\/dtmf\b(?!-)/i.test(info.contentType)) hear(info.body.trim(), 'info')
    })
    theSession.on('failed', ({ originator, message: last, cause }) => {
      const cancelled = last?.method === 'CANCEL'
      end({
        by: cancelled ? 'person' : originator === 'local' && wantedOver ? 'us' : 'network',
        sip: last?.status_code ?? (cause === 'Request Timeout' ? 408 : null),
        q850: causeOf(last),
      })
    })
    theSession.on('ended', ({ originator, message: last, cause }) => {
      const q850 = causeOf(last)
      const byNetwork = cause === 'RTP Timeout' || cause === 'Request Timeout' || (q850 !== null && broken.has(q850))
      end({ by: byNetwork ? 'network' : originator === 'remote' ? 'person' : 'us', sip: 200, q850 })
    })
    if (wantedOver) hangUp()
  }

  const hangUp = (status?: number) => {
    if (over) return
    wantedOver = true
    if (!session || session.isEnded()) {
      if (!session) end({ by: 'us', sip: null, q850: null })
      return
    }
    const before = !answeredAt
    session.terminate(status ? { status_code: status } : {})
    // Somebody may pick up in the very moment it is cancelled: JsSIP then says goodbye instead of leaving him alone.
    if (before && it.direction === 'out') session._is_canceled = true
  }

  const call = {
    direction: it.direction,
    get sipId() {
      return session?._request.call_id ?? ''
    },
    number: it.number,
    header: (name: string) => first?.getHeader(name),
    answered: answered.promise,
    ended: ended.promise,
    ringing: ringing.promise,
    get over() {
      return over
    },
    play: (sound: Sound, options: { readonly loop?: boolean } = {}) =>
      leg && !over ? leg.play(sound, options.loop ?? false) : Promise.resolve(false),
    stopPlaying: () => leg?.stopPlaying(),
    onDigit: (listener: (digit: Digit) => void) => {
      keyListeners.add(listener)
      return () => keyListeners.delete(listener)
    },
    onSound: (listener: (sound: Sound) => void) => {
      soundListeners.add(listener)
      return () => soundListeners.delete(listener)
    },
    press: (digit: Digit) => leg?.press(digit),
    get packets() {
      return { received: leg?.received ?? 0, sent: leg?.sent ?? 0, lastReceivedAt: leg?.lastReceivedAt ?? null }
    },
    hangUp: () => hangUp(),
  }
  sides.set(call as VoiceCall, {
    onPacket: (f) => {
      packetListeners.add(f)
      return () => packetListeners.delete(f)
    },
    onKey: call.onDigit,
    leg: () => leg,
  })
  return {
    call,
    take,
    follow,
    /** It rang as long as it may. */
    giveUp: () => {
      if (over || answeredAt) return
      rangOut = true
      hangUp()
    },
    /** It never came to a session: no socket free, the line not connected. */
    fail: () => end({ by: 'network', sip: null, q850: null }),
    refuse: (status: number) => hangUp(status),
    /** Nothing has come from the other side for `ms`, and it is not on hold: the line is broken. */
    silentFor: (ms: number) => {
      if (!answeredAt || over || leg?.held) return false
      const last = Math.max(answeredAt.getTime(), leg?.lastReceivedAt?.getTime() ?? 0)
      return clock.now().getTime() - last > ms
    },
    breakOff: () => session?.terminate({ status_code: 408, reason_phrase: 'RTP Timeout' }),
  }
}

export type CallInHand = ReturnType<typeof callOf>
