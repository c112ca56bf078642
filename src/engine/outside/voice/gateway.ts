// A line at the PBX: JsSIP on the server, with plain RTP instead of a browser's media. Needs a process of its own.
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { type Clock, systemClock } from '../../clock.ts'
import type { Outside } from '../address.ts'
import { type CallInHand, callOf, shareSide, sideOf } from './call.ts'
import { standIn, withLeg } from './connection.ts'
import { openRtp } from './rtp.ts'
import type { IncomingCall, PlacedCall, VoiceAccount, VoiceCall, VoiceGateway } from './shapes.ts'
import { type SipUa, userAgent } from './sip.ts'
import { tcpTo, webSocketTo } from './socket.ts'

export type {
  CallEnded,
  CallOptions,
  Digit,
  IncomingCall,
  PlacedCall,
  Sound,
  VoiceAccount,
  VoiceCall,
  VoiceGateway,
} from './shapes.ts'

/** The address of this machine that the PBX sees: what its sound is sent to. */
const addressToward = async (host: string): Promise<string> => {
  const { address, family } = await lookup(host)
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  try {
    socket.connect(5060, address)
    await once(socket, 'connect')
    return socket.address().address
  } finally {
    socket.close()
  }
}

const noMedia = { mediaConstraints: { audio: false, video: false }, pcConfig: { iceServers: [] } }

/** A call that says nothing for so long (ms) while nobody holds it is no call any more. */
const longSilence = 60_000

/**
 * Opens a line; it connects, registers and comes back by itself until it is stopped. `ports` are the UDP ports for
 * sound where a firewall asks for a range.
 */
export const openGateway = (
  account: VoiceAccount,
  options: {
    readonly clock?: Clock
    readonly ports?: readonly [number, number] | undefined
    /** Where an address of the settings may lead; anywhere, if absent. */
    readonly outside?: Outside
  } = {},
): VoiceGateway => {
  standIn()
  const { clock = systemClock, ports, outside } = options
  const { hostname } = new URL(account.url)
  const inHand = new Map<VoiceCall, CallInHand>()
  const listeners = new Set<() => void>()
  let problem: VoiceGateway['problem'] = { sip: null, words: '尚未连接' }
  let registered = false
  let takes: ((call: IncomingCall) => void) | undefined
  let stopped = false
  let localAddress = ''
  let closeSocket: () => void = () => undefined

  const state = (now: boolean, trouble: VoiceGateway['problem']) => {
    registered = now
    problem = trouble
    for (const listener of listeners) listener()
  }

  const keep = (hand: CallInHand, call: VoiceCall) => {
    inHand.set(call, hand)
    void call.ended.then(() => inHand.delete(call))
  }

  const begun = (async (): Promise<SipUa> => {
    localAddress = await addressToward(hostname)
    const tcp = account.url.startsWith('tcp:') ? await tcpTo(account.url, localAddress) : undefined
    if (tcp) closeSocket = tcp.close
    const socket = tcp ?? webSocketTo(account.url, account.ca, outside)
    const { password, ha1, realm } = account
    const ua = userAgent({
      sockets: [socket],
      uri: `sip:${account.extension}@${account.domain}`,
      ...(tcp && { contact_uri: `sip:${account.extension}@${tcp.contact.host}:${tcp.contact.port};transport=tcp` }),
      ...(ha1 && realm ? { ha1, realm } : { password: password ?? '' }),
    })
    ua.on('registered', () => state(true, null))
    ua.on('disconnected', ({ code, reason }) => {
      if (!stopped) state(false, { sip: null, words: `连接断开${reason ? `：${reason}` : code ? `（${code}）` : ''}` })
    })
    ua.on('registrationFailed', ({ response, cause }) =>
      state(false, { sip: response?.status_code ?? null, words: cause ?? '注册失败' }),
    )
    ua.on('unregistered', ({ response }) => {
      if (!stopped) state(false, { sip: response?.status_code ?? null, words: '注册已失效' })
    })
    ua.on('newRTCSession', ({ originator, session, request }) => {
      if (originator !== 'remote') return
      const hand = callOf({ direction: 'in', number: request.from.uri.user ?? '', clock })
      hand.follow(session, request)
      const call = Object.defineProperties(
        {
          name: request.from.display_name ?? '',
          dialled: request.to.uri.user ?? account.extension,
          answer: () => {
            void (async () => {
              try {
                const leg = await openRtp({ address: localAddress, ports, clock })
                hand.take(leg)
                if (!call.over) withLeg(leg, localAddress, () => session.answer(noMedia))
              } catch {
                hand.refuse(500)
              }
            })()
          },
          refuse: (sip = 480) => hand.refuse(sip),
        },
        Object.getOwnPropertyDescriptors(hand.call),
      ) as unknown as IncomingCall
      adopt(call, hand)
      if (takes) takes(call)
      else hand.refuse(480)
    })
    if (!stopped) ua.start()
    return ua
  })()
  begun.catch((error: Error) => state(false, { sip: null, words: error.message }))

  /** The call under which it is known to others takes the place of the one it was made with. */
  const adopt = (call: VoiceCall, hand: CallInHand) => {
    shareSide(call, hand.call as VoiceCall)
    keep(hand, call)
  }

  const watch = setInterval(() => {
    for (const hand of inHand.values()) if (hand.silentFor(longSilence)) hand.breakOff()
  }, 5000)

  return {
    extension: account.extension,
    get registered() {
      return registered
    },
    get problem() {
      return problem
    },
    ready: (seconds = 15) =>
      new Promise((resolve, reject) => {
        const settle = () => {
          if (!registered) return
          listeners.delete(settle)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(() => {
          listeners.delete(settle)
          reject(new Error(problem?.words ?? 'not registered'))
        }, seconds * 1000)
        listeners.add(settle)
        settle()
      }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    call: (number, { ringSeconds, headers = [], callerName }) => {
      const hand = callOf({ direction: 'out', number, clock })
      const call = hand.call as unknown as PlacedCall
      keep(hand, call)
      void (async () => {
        try {
          const ua = await begun
          const leg = await openRtp({ address: localAddress, ports, clock })
          hand.take(leg)
          if (call.over) return
          const session = withLeg(leg, localAddress, () =>
            ua.call(`sip:${number}@${account.domain}`, {
              ...noMedia,
              extraHeaders: [...headers],
              ...(callerName ? { fromDisplayName: callerName } : {}),
            }),
          )
          hand.follow(session)
          const timer = setTimeout(hand.giveUp, ringSeconds * 1000)
          void call.answered.then(() => clearTimeout(timer))
        } catch {
          hand.fail()
        }
      })()
      return call
    },
    onCall: (listener) => {
      takes = listener
    },
    get calls() {
      return [...inHand.keys()]
    },
    stop: async () => {
      if (stopped) return
      stopped = true
      clearInterval(watch)
      const ends = [...inHand.keys()].map((call) => call.ended)
      for (const call of inHand.keys()) call.hangUp()
      await Promise.race([Promise.all(ends), new Promise((done) => setTimeout(done, 2000))])
      const ua = await begun.catch(() => undefined)
      ua?.stop()
      // JsSIP says its goodbyes (BYE, un-REGISTER) and disconnects after them.
      await new Promise((done) => setTimeout(done, 300))
      closeSocket()
      state(false, { sip: null, words: '已停止' })
    },
  }
}

/** Two calls that are joined, so that neither is joined twice. */
const joined = new WeakMap<VoiceCall, () => void>()

/**
 * Lets two answered calls hear each other: what one says goes to the other as it is, and keys too. Whatever was
 * playing stops. Answers how to part them again; ending either call parts them by itself and leaves the other up.
 */
export const bridge = (a: VoiceCall, b: VoiceCall): (() => void) => {
  joined.get(a)?.()
  joined.get(b)?.()
  const one = sideOf(a)
  const two = sideOf(b)
  const [legA, legB] = [one.leg(), two.leg()]
  if (!legA || !legB) throw new Error('only answered calls can be joined')
  a.stopPlaying()
  b.stopPlaying()
  legA.relaying = true
  legB.relaying = true
  const offs = [
    one.onPacket((packet) => legB.pass(packet)),
    two.onPacket((packet) => legA.pass(packet)),
    one.onKey((digit) => b.press(digit)),
    two.onKey((digit) => a.press(digit)),
  ]
  const part = () => {
    if (joined.get(a) !== part) return
    joined.delete(a)
    joined.delete(b)
    for (const off of offs) off()
    legA.relaying = false
    legB.relaying = false
  }
  joined.set(a, part)
  joined.set(b, part)
  void a.ended.then(part)
  void b.ended.then(part)
  return part
}
