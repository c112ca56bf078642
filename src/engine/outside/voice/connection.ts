// What JsSIP takes for a browser's RTCPeerConnection: the handful of its members that JsSIP calls, over one RTP leg.
import { randomInt } from 'node:crypto'
import type { RtpLeg } from './rtp.ts'
import { type Media, readSdp, writeSdp } from './sdp.ts'

type Description = { readonly type: 'offer' | 'answer' | 'pranswer' | 'rollback'; readonly sdp: string }

/** How a connection comes to its leg: set by the gateway right before JsSIP makes one. */
let next: { readonly leg: RtpLeg; readonly address: string } | undefined

/** Hands the leg to the connection that `make` (a call of JsSIP's that creates one at once) is about to create. */
export const withLeg = <T>(leg: RtpLeg, address: string, make: () => T): T => {
  next = { leg, address }
  try {
    return make()
  } finally {
    next = undefined
  }
}

class PlainConnection extends EventTarget {
  readonly #leg: RtpLeg
  readonly #address: string
  readonly #session = randomInt(2 ** 31)
  #version = 0
  #offer: Media | undefined
  signalingState = 'stable'
  readonly iceConnectionState = 'connected'
  readonly iceGatheringState = 'complete'
  localDescription: Description | null = null
  remoteDescription: Description | null = null

  constructor() {
    super()
    if (!next) throw new Error('a voice connection without a leg')
    this.#leg = next.leg
    this.#address = next.address
  }

  async createOffer(): Promise<Description> {
    return { type: 'offer', sdp: this.#written(undefined) }
  }

  async createAnswer(): Promise<Description> {
    return { type: 'answer', sdp: this.#written(this.#offer) }
  }

  async setLocalDescription(description: Description): Promise<void> {
    this.localDescription = description
    this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable'
  }

  async setRemoteDescription(description: Description): Promise<void> {
    const media = readSdp(description.sdp)
    this.remoteDescription = description
    if (description.type === 'offer') {
      this.#offer = media
      this.signalingState = 'have-remote-offer'
    } else this.signalingState = 'stable'
    this.#leg.toward(media)
  }

  // A plain leg has no tracks; JsSIP asks all the same.
  getSenders(): never[] {
    return []
  }
  getReceivers(): never[] {
    return []
  }
  addTrack(): void {}

  close(): void {
    this.#leg.close()
  }

  #written(offer: Media | undefined): string {
    this.#version += 1
    return writeSdp({
      address: this.#address,
      port: this.#leg.port,
      session: this.#session,
      version: this.#version,
      offer,
    })
  }
}

class PlainDescription {
  readonly type: Description['type']
  readonly sdp: string
  constructor(it: Description) {
    this.type = it.type
    this.sdp = it.sdp
  }
}

/** Makes this process look enough like a browser for JsSIP. Once, and only in a process of its own. */
export const standIn = (): void => {
  const place = globalThis as unknown as Record<string, unknown>
  place.window ??= globalThis
  place.RTCPeerConnection = PlainConnection
  place.RTCSessionDescription = PlainDescription
}
