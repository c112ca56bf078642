// The browser's telephone line: JsSIP behind the few words that the rest of this program needs of it.
import JsSIP from 'jssip'
import type { DTMF_TRANSPORT } from 'jssip/lib/Constants.js'
import type { NameAddrHeader } from 'jssip/lib/NameAddrHeader.js'
import type { RTCSession } from 'jssip/lib/RTCSession.js'
import type { URI } from 'jssip/lib/URI.js'

/** Who this line is at the exchange; `url` is our own server's relay, which answers the exchange's challenge itself. */
export type Account = { readonly url: string; readonly extension: string; readonly domain: string }

/** How a leg ended: on whose side, and what the network said. The server keeps its own record of it. */
export type LegEnd = {
  readonly by: 'us' | 'them' | 'network'
  readonly sip: number | null
  readonly q850: number | null
  /** This browser could not make the call: no answer of the network was ever heard. */
  readonly ours: boolean
}

export type LegEvents = {
  /** 180, or 183 with sound from the network. */
  ringing(early: boolean): void
  answered(): void
  /** The other side's sound has come. */
  media(remote: MediaStream): void
  /** The other side put us on hold, or took us back. */
  heldByThem(held: boolean): void
  ended(end: LegEnd): void
}

/** One conversation of the line. */
export type Leg = {
  readonly id: string
  readonly incoming: boolean
  /** The user part of the other side's address: what was dialled, or who calls. */
  readonly who: string
  /** The display name that came with an incoming call. */
  readonly name: string
  /** A header of the INVITE that came in. */
  header(name: string): string | null
  listen(events: Partial<LegEvents>): void
  answer(sound: MediaStream): void
  /** Ends it, whatever its state; `busy` refuses an incoming one. */
  end(how?: 'busy' | 'declined'): void
  mute(on: boolean): void
  hold(on: boolean): Promise<void>
  /** Keys by RFC 4733. */
  press(keys: string): void
  /** Hands the other side to somebody else; resolves true when that was answered, false when it was refused or failed. */
  refer(target: string, instead?: Leg): Promise<boolean>
  /** Lets the other side hear another sound than the microphone. */
  speak(track: MediaStreamTrack): Promise<void>
  readonly connection: RTCPeerConnection | undefined
  readonly remote: MediaStream | null
}

export type LineEvents = {
  /** `refused`: the exchange does not know this extension, or not with these words. */
  state(state: 'connecting' | 'ready' | 'lost' | 'refused', code: number | null, words: string): void
  incoming(leg: Leg): void
}

export type Line = {
  /**
   * Calls as soon as `target` is known; the offer is made meanwhile, which takes as long as asking the server. A target
   * that comes to nothing sends nothing.
   */
  call(target: Promise<string>, sound: MediaStream): Leg
  /** Ends every call and the registration; what has to be sent goes out at once. */
  close(): void
}

/** What JsSIP's events carry, narrowed here and nowhere else. */
type Told = {
  originator?: string
  cause?: string
  message?: { status_code?: number; getHeader?(name: string): string | undefined } | null
  response?: { status_code: number; body?: string } | null
}

const codeOf = /Q\.850\s*;(?:.*;)?\s*cause\s*=\s*(\d+)/i

const endOf = ({ originator, cause, message }: Told): LegEnd => {
  const reason = message?.getHeader?.('Reason')
  const q850 = reason ? codeOf.exec(reason)?.[1] : undefined
  return {
    by: originator === 'local' ? 'us' : originator === 'remote' ? 'them' : 'network',
    sip: message?.status_code ?? null,
    q850: q850 === undefined ? null : Number(q850),
    ours: message === null && (cause === 'WebRTC Error' || cause === 'User Denied Media Access'),
  }
}

const keysByRtp = 'RFC2833' as DTMF_TRANSPORT
// Inside a hospital the first address of this machine is enough; waiting for all of them delays every call.
const pcConfig: RTCConfiguration = { iceServers: [] }
const afterFirstCandidateMs = 10
/** Whoever says nothing about a transfer has not done it: at once where both are talking, else after some ringing. */
const handOverMs = { attended: 8000, blind: 30_000 }
const holdMs = 5000

const legOf = (session: RTCSession): Leg => {
  const events: Partial<LegEvents>[] = []
  const tell = <K extends keyof LegEvents>(name: K, ...what: Parameters<LegEvents[K]>) => {
    for (const one of events) (one[name] as ((...given: unknown[]) => void) | undefined)?.(...what)
  }
  let remote: MediaStream | null = null
  let over: LegEnd | undefined
  const attach = (connection: RTCPeerConnection) =>
    connection.addEventListener('track', ({ streams, track }) => {
      remote = streams[0] ?? new MediaStream([track])
      tell('media', remote)
    })
  if (session.connection) attach(session.connection)
  else session.on('peerconnection', ({ peerconnection }) => attach(peerconnection))

  let ready: (() => void) | undefined
  session.on('icecandidate', (found) => {
    if (ready) return
    ready = found.ready
    setTimeout(ready, afterFirstCandidateMs)
  })
  session.on('progress', (told: unknown) => {
    const { response } = told as Told
    if (response && response.status_code > 100) tell('ringing', Boolean(response.body))
  })
  session.on('accepted', () => tell('answered'))
  session.on('hold', ({ originator }) => String(originator) === 'remote' && tell('heldByThem', true))
  session.on('unhold', ({ originator }) => String(originator) === 'remote' && tell('heldByThem', false))
  const end = (told: unknown) => {
    over = endOf(told as Told)
    tell('ended', over)
  }
  session.on('ended', end)
  session.on('failed', end)

  const sender = () => session.connection?.getSenders().find(({ track }) => track?.kind === 'audio')
  const request = (session as unknown as { _request?: { getHeader(name: string): string | undefined } })._request
  const leg: Leg = {
    id: session.id,
    incoming: String(session.direction) === 'incoming',
    // What was dialled is known later than the leg.
    get who() {
      return (session.direction as string) === 'incoming'
        ? (session.remote_identity.uri.user ?? '')
        : ((session as unknown as Inside)._request.ruri.user ?? '')
    },
    name: session.remote_identity.display_name ?? '',
    header: (name) => request?.getHeader(name) ?? null,
    listen: (more) => {
      events.push(more)
      if (over) more.ended?.(over)
    },
    answer: (sound) => session.answer({ mediaStream: sound, pcConfig }),
    end: (how) => {
      if (over) return
      if (leg.incoming && !session.isEstablished() && how)
        session.terminate({ status_code: how === 'busy' ? 486 : 603 })
      else session.terminate()
    },
    mute: (on) => (on ? session.mute({ audio: true }) : session.unmute({ audio: true })),
    hold: (on) =>
      new Promise((resolve, reject) => {
        // Some telephones never answer a change of the call.
        setTimeout(() => reject(new Error('no answer')), holdMs)
        const begun = on ? session.hold({}, resolve) : session.unhold({}, resolve)
        // It was so already, or a change of the call is still under way.
        if (!begun) session.isOnHold().local === on ? resolve() : reject(new Error('not now'))
      }),
    press: (keys) => session.sendDTMF(keys, { transportType: keysByRtp, duration: 120, interToneGap: 80 }),
    refer: (target, instead) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), instead ? handOverMs.attended : handOverMs.blind)
        const said = (is: boolean) => () => {
          clearTimeout(timer)
          resolve(is)
        }
        session.refer(target, {
          eventHandlers: { requestFailed: said(false), failed: said(false), accepted: said(true) },
          ...(instead ? { replaces: sessions.get(instead)! } : {}),
        })
      }),
    speak: async (track) => void (await sender()?.replaceTrack(track)),
    get connection() {
      return session.connection as RTCPeerConnection | undefined
    },
    get remote() {
      return remote
    },
  }
  sessions.set(leg, session)
  return leg
}

/** The parts of JsSIP's session that its types do not show; the version is pinned. */
type Inside = {
  _createLocalDescription(type: string, constraints: unknown): Promise<string>
  _request: { ruri: URI; to: NameAddrHeader; setHeader(name: string, value: string): void }
}

/** Lets the INVITE wait until its target is known, with the offer ready in its hand. */
const sendTo = (session: RTCSession, target: Promise<string>, domain: string): void => {
  const inside = session as unknown as Inside
  const make = inside._createLocalDescription.bind(session)
  inside._createLocalDescription = async (type, constraints) => {
    const [offer, user] = await Promise.all([make(type, constraints), target])
    inside._createLocalDescription = make
    const { _request: request } = inside
    request.ruri = new JsSIP.URI('sip', user, domain)
    request.to = new JsSIP.NameAddrHeader(request.ruri)
    request.setHeader('to', request.to.toString())
    return offer
  }
}

/** For an attended transfer JsSIP wants its own session of the other leg. */
const sessions = new WeakMap<Leg, RTCSession>()

/** Registers and stays registered: after a lost connection and a restarted exchange, too. */
export const openLine = (account: Account, events: LineEvents): Line => {
  const ua = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(account.url)],
    uri: `sip:${account.extension}@${account.domain}`,
    register: true,
    register_expires: 120,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 8,
    user_agent: 'Huiyin',
  })
  let closed = false
  const say = (state: Parameters<LineEvents['state']>[0], code: number | null = null, words = '') => {
    if (!closed) events.state(state, code, words)
  }
  ua.on('connecting', () => say('connecting'))
  // Our own server says in words why it closes the line.
  ua.on('disconnected', ({ reason = '' }) => say('lost', null, /\p{Script=Han}/u.test(reason) ? reason : ''))
  ua.on('registered', () => say('ready'))
  ua.on('unregistered', () => say('lost'))
  ua.on('registrationFailed', (told) => {
    const { cause, response } = told as Told & { cause?: string }
    const code = response?.status_code ?? null
    say(cause === 'Authentication Error' || code === 403 || code === 404 ? 'refused' : 'lost', code)
    // A refusal for now (the exchange is starting, an old registration still stands) is tried again.
    if (ua.isConnected() && !closed) setTimeout(() => !closed && ua.isConnected() && ua.register(), 5000)
  })
  ua.on('newRTCSession', ({ originator, session }: { originator: string; session: RTCSession }) => {
    if (originator === 'remote') events.incoming(legOf(session))
  })
  ua.start()
  return {
    call: (target, sound) => {
      let leg: Leg | undefined
      // Before anything is sent, so that no event of it is missed.
      ua.once('newRTCSession', ({ session }: { session: RTCSession }) => {
        sendTo(session, target, account.domain)
        leg = legOf(session)
      })
      ua.call(`sip:unknown@${account.domain}`, {
        mediaStream: sound,
        pcConfig,
        rtcOfferConstraints: { offerToReceiveAudio: true },
      })
      return leg!
    },
    close: () => {
      closed = true
      ua.stop()
    },
  }
}
