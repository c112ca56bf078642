// What a voice line can do: place calls and take them, play, hear keys, join two calls, and say how each one ended.

/** Sound as the telephone carries it: one channel, 8000 samples a second, 16 bits. */
export type Sound = Int16Array

/** The account of one line at the PBX. */
export type VoiceAccount = {
  /** `wss://…` or `ws://…` as browsers use it; `tcp://host:port` where the PBX speaks plain SIP (no WebRTC offers). */
  readonly url: string
  /** The domain of the addresses: `sip:1900@domain`. */
  readonly domain: string
  readonly extension: string
  /** Either the password, or md5(user:realm:password) with its realm. */
  readonly password?: string | undefined
  readonly ha1?: string | undefined
  readonly realm?: string | undefined
  /** The PEM of a certificate of the hospital's own that the PBX shows. */
  readonly ca?: string | undefined
}

export type CallEnded = {
  /** `us`: this process hung up or gave up ringing. `person`: the other side did. `network`: it never came to a talk, or broke. */
  readonly by: 'us' | 'person' | 'network'
  /** We stopped ringing because the time was over, not because anybody wanted to. */
  readonly rangOut: boolean
  /** The final answer of the network, where there was one. */
  readonly sip: number | null
  /** The cause of the Reason header, where it came. */
  readonly q850: number | null
  /** The network spoke before it was answered. */
  readonly early: boolean
  readonly answeredAt: Date | null
  readonly endedAt: Date
}

/** A key that was pressed: `0`–`9`, `*`, `#`. */
export type Digit = string

export type VoiceCall = {
  readonly direction: 'out' | 'in'
  /** The SIP Call-ID. */
  readonly sipId: string
  /** The other side's number: as it was dialled, or as the PBX shows it; empty where it is withheld. */
  readonly number: string
  /** A header of the other side's first message, for calls that came in. */
  header(name: string): string | undefined
  /** When it was answered; null when it ended before. Never rejects. */
  readonly answered: Promise<Date | null>
  /** Never rejects. */
  readonly ended: Promise<CallEnded>
  readonly over: boolean
  /** Plays to its end and answers true; false when it was stopped, replaced by another, or the call ended. */
  play(sound: Sound, options?: { readonly loop?: boolean }): Promise<boolean>
  stopPlaying(): void
  /** Each key once, however it was sent (RFC 4733, SIP INFO, tones). Answers how to stop listening. */
  onDigit(listener: (digit: Digit) => void): () => void
  /** Each packet of what the other side says, 20 ms. Answers how to stop listening. */
  onSound(listener: (sound: Sound) => void): () => void
  /** Sends a key (RFC 4733). */
  press(digit: Digit): void
  /** Packets that came and went; what is silent for seconds is a broken line. */
  readonly packets: { readonly received: number; readonly sent: number; readonly lastReceivedAt: Date | null }
  /** Ends it whatever it is doing: cancels, refuses or says goodbye. */
  hangUp(): void
}

export type PlacedCall = VoiceCall & {
  readonly direction: 'out'
  /** When it began to ring; null when it never did. Never rejects. */
  readonly ringing: Promise<Date | null>
}

export type IncomingCall = VoiceCall & {
  readonly direction: 'in'
  /** The name that the PBX shows, if any. */
  readonly name: string
  /** The extension that was dialled. */
  readonly dialled: string
  /** Picks up. The other side has heard ringing until now. */
  answer(): void
  /** Refuses before it is answered: 486 busy, 480 nobody there, 603 no. */
  refuse(sip?: number): void
}

export type CallOptions = {
  /** How long it may ring; then it is cancelled and `rangOut`. */
  readonly ringSeconds: number
  /** Further headers, `X-Huiyin-Call: …`. */
  readonly headers?: readonly string[]
  readonly callerName?: string
}

/** One line (extension) at the PBX. It connects and registers again by itself. */
export type VoiceGateway = {
  readonly extension: string
  /** Connected and registered at this moment. */
  readonly registered: boolean
  /** What is wrong with the line while it is not registered. */
  readonly problem: { readonly sip: number | null; readonly words: string } | null
  /** Resolves when the line is registered for the first time, or rejects after `seconds`. */
  ready(seconds?: number): Promise<void>
  onChange(listener: () => void): () => void
  /** Dials a number or extension as it is. */
  call(number: string, options: CallOptions): PlacedCall
  /** Only one listener; what comes in before there is one is refused with 480. */
  onCall(listener: (call: IncomingCall) => void): void
  /** Calls in progress. */
  readonly calls: readonly VoiceCall[]
  /** Hangs up everything, unregisters and disconnects. */
  stop(): Promise<void>
}
