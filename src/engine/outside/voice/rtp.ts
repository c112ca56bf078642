// One leg of sound: RTP over UDP, twenty milliseconds a packet, keys by RFC 4733 both ways.

import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import type { Clock } from '../../clock.ts'
import { decode, encode, type Law, recode, silence } from './g711.ts'
import { lawOfType, type Media, typeOfLaw } from './sdp.ts'
import type { Digit, Sound } from './shapes.ts'
import { eachTick } from './ticks.ts'

const frame = 160
const events = '0123456789*#ABCD'

type Playing = { readonly sound: Sound; readonly loop: boolean; at: number; readonly done: (whole: boolean) => void }
type Packet = { readonly law: Law; readonly payload: Uint8Array }

export type RtpLeg = {
  readonly port: number
  readonly received: number
  readonly sent: number
  readonly lastReceivedAt: Date | null
  /** Where the other side listens; may change while the call lasts. */
  toward(media: Media): void
  readonly held: boolean
  play(sound: Sound, loop: boolean): Promise<boolean>
  stopPlaying(): void
  /** Sends a key of 160 ms; several are sent one after the other. */
  press(digit: Digit): void
  /** What comes in, as it comes. */
  onPacket(listener: (packet: Packet) => void): () => void
  /** A key of RFC 4733, at its beginning, once. */
  onKey(listener: (digit: Digit) => void): () => void
  /** While it is set, nothing is said but what `pass` is given; silence fills where that stays away. */
  relaying: boolean
  pass(packet: Packet): void
  close(): void
}

/** Opens a socket on `address`, on a port of the range where one is set (the firewall's), else on any. */
const bound = async (address: string, ports: readonly [number, number] | undefined): Promise<Socket> => {
  const [first, last] = ports ?? [0, 0]
  const tries = !ports ? 1 : Math.min(50, (last - first) / 2 + 1)
  for (let i = 1; ; i++) {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const port = !ports ? 0 : first + 2 * randomInt(Math.floor((last - first) / 2) + 1)
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.bind(port, address, () => resolve())
      })
      return socket
    } catch (error) {
      socket.close()
      if (i >= tries) throw error
    }
  }
}

export const openRtp = async (it: {
  readonly address: string
  readonly ports?: readonly [number, number] | undefined
  readonly clock: Clock
}): Promise<RtpLeg> => {
  const socket = await bound(it.address, it.ports)
  const header = Buffer.alloc(12)
  const source = randomInt(2 ** 32)
  let sequence = randomInt(2 ** 16)
  let stamp = randomInt(2 ** 32)
  let remote: Media | undefined
  let law: Law = 'PCMA'
  let playing: Playing | undefined
  let keys: { readonly code: number; step: number }[] = []
  let gap = 0
  let relaying = false
  let quiet = 0
  let open = true
  let received = 0
  let sent = 0
  let lastReceivedAt: Date | null = null
  const packetListeners = new Set<(packet: Packet) => void>()
  const keyListeners = new Set<(digit: Digit) => void>()

  const send = (type: number, marked: boolean, body: Uint8Array) => {
    if (!remote || remote.port === 0) return
    header[0] = 0x80
    header[1] = (marked ? 0x80 : 0) | type
    header.writeUInt16BE(sequence, 2)
    header.writeUInt32BE(stamp, 4)
    header.writeUInt32BE(source, 8)
    sequence = (sequence + 1) & 0xffff
    sent += 1
    socket.send(Buffer.concat([header, body]), remote.port, remote.address)
  }
  const forward = (samples: number) => {
    stamp = (stamp + samples) >>> 0
  }

  /** Eight packets of a growing duration and three that say it is over, all with the time of its beginning. */
  const sendKey = (key: { readonly code: number; step: number }) => {
    const over = key.step >= 8
    const duration = Math.min(key.step + 1, 8) * frame
    const body = Buffer.from([key.code, (over ? 0x80 : 0) | 10, duration >> 8, duration & 0xff])
    send(remote!.keyType!, key.step === 0, body)
    key.step += 1
    if (key.step < 11) return
    keys.shift()
    gap = 4
    forward(8 * frame + 3 * frame)
  }

  const nextFrame = (): Uint8Array => {
    const now = playing
    if (!now) return new Uint8Array(frame).fill(silence[law])
    const piece = new Int16Array(frame)
    piece.set(now.sound.subarray(now.at, now.at + frame))
    now.at += frame
    if (now.at >= now.sound.length) {
      if (now.loop) now.at = 0
      else {
        playing = undefined
        now.done(true)
      }
    }
    return encode(law, piece)
  }

  const stopTicking = eachTick(() => {
    if (!remote || remote.held) return
    if (keys[0] && gap === 0 && remote.keyType !== undefined) {
      sendKey(keys[0])
      return
    }
    if (gap > 0) gap -= 1
    if (relaying) {
      quiet += 1
      // A fifth of a second without a word from the other leg: it is on hold, or sends no silence of its own.
      if (quiet < 10) return
      send(typeOfLaw(law), false, new Uint8Array(frame).fill(silence[law]))
      forward(frame)
      return
    }
    send(typeOfLaw(law), false, nextFrame())
    forward(frame)
  })

  let lastKey: { code: number; stamp: number; over: boolean } | undefined
  const readKey = (body: Buffer, keyStamp: number) => {
    const code = body[0]!
    const over = (body[1]! & 0x80) !== 0
    const same = lastKey && lastKey.code === code && (lastKey.stamp === keyStamp || !lastKey.over)
    lastKey = { code, stamp: keyStamp, over: over || (lastKey?.stamp === keyStamp && lastKey.over) }
    const digit = events[code]
    if (!same && digit) for (const listener of keyListeners) listener(digit)
  }

  socket.on('message', (data, from) => {
    // Only the PBX may put words (and keys) into a patient's mouth.
    if (!remote || from.address !== remote.address || data.length < 12 || data[0]! >> 6 !== 2) return
    const type = data[1]! & 0x7f
    let head = 12 + (data[0]! & 0x0f) * 4
    if (data[0]! & 0x10) {
      if (data.length < head + 4) return
      head += 4 + data.readUInt16BE(head + 2) * 4
    }
    const end = data[0]! & 0x20 ? data.length - data[data.length - 1]! : data.length
    if (end <= head) return
    received += 1
    lastReceivedAt = it.clock.now()
    const body = data.subarray(head, end)
    const spoken = lawOfType(type)
    if (spoken) for (const listener of packetListeners) listener({ law: spoken, payload: body })
    else if (type === remote.keyType && body.length >= 4) readKey(body, data.readUInt32BE(4))
  })
  // A telephone that is gone answers with “port unreachable”; the signalling says so, too.
  socket.on('error', () => undefined)

  const stopPlaying = () => {
    const was = playing
    playing = undefined
    was?.done(false)
  }

  return {
    port: socket.address().port,
    get received() {
      return received
    },
    get sent() {
      return sent
    },
    get lastReceivedAt() {
      return lastReceivedAt
    },
    toward: (media) => {
      remote = media
      law = media.laws[0]!
    },
    get held() {
      return remote?.held ?? false
    },
    play: (sound, loop) => {
      stopPlaying()
      if (!open || sound.length === 0) return Promise.resolve(open)
      return new Promise((done) => {
        playing = { sound, loop, at: 0, done }
      })
    },
    stopPlaying,
    press: (digit) => {
      const code = events.indexOf(digit)
      if (code >= 0 && digit.length === 1) keys.push({ code, step: 0 })
    },
    onPacket: (listener) => {
      packetListeners.add(listener)
      return () => packetListeners.delete(listener)
    },
    onKey: (listener) => {
      keyListeners.add(listener)
      return () => keyListeners.delete(listener)
    },
    get relaying() {
      return relaying
    },
    set relaying(now) {
      relaying = now
      quiet = 0
    },
    pass: (packet) => {
      if (!open || !relaying || keys.length > 0) return
      quiet = 0
      send(typeOfLaw(law), false, recode(packet.law, law, packet.payload))
      forward(packet.payload.length)
    },
    close: () => {
      if (!open) return
      open = false
      keys = []
      stopPlaying()
      stopTicking()
      socket.close()
    },
  }
}

/** What a packet holds, as samples. */
export const soundOf = ({ law, payload }: Packet): Sound => decode(law, payload)
export type { Packet }
