// A WebM of one Opus track, packet by packet: what is sounded is never touched, only the box around it.
import { createHash } from 'node:crypto'
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'

/** What a recording holds: how long, how many channels, and a hash over every packet and its moment. */
export type Heard = {
  readonly seconds: number
  readonly channels: number
  readonly packets: number
  readonly sha256: string
  /** Says its length and where what lies: a player can jump. */
  readonly seekable: boolean
}

/** Not a recording of one Opus track, or one that holds nothing. */
export class NoSound extends Error {
  override name = 'NoSound'
}

const trackOf = async (webm: Uint8Array) => {
  const input = new Input({ source: new BufferSource(webm), formats: [WEBM] })
  const track = await input.getPrimaryAudioTrack()
  const config = track && (await track.getDecoderConfig())
  if (!track || !config || (await track.getCodec()) !== 'opus') throw new NoSound('no opus track')
  return { track, config }
}

/** Reads all of it; throws `NoSound`. */
export const heardIn = async (webm: Uint8Array): Promise<Heard> => {
  const { track } = await trackOf(webm)
  const hash = createHash('sha256')
  let packets = 0
  let seconds = 0
  let from: number | undefined
  for await (const packet of new EncodedPacketSink(track).packets()) {
    from ??= packet.timestamp
    // The moment in milliseconds from the first packet, as the box keeps it.
    hash.update(`${Math.round((packet.timestamp - from) * 1000)}:${packet.data.length};`).update(packet.data)
    packets++
    seconds = Math.max(seconds, packet.timestamp - from + packet.duration)
  }
  if (packets === 0) throw new NoSound('no packet')
  const head = Buffer.from(webm.buffer, webm.byteOffset, Math.min(webm.length, 65_536))
  // Duration (4489) in the head; the cues stand where the file was finalised.
  const seekable = head.includes(Buffer.of(0x44, 0x89)) && Buffer.from(webm).includes(Buffer.of(0x1c, 0x53, 0xbb, 0x6b))
  return { seconds, channels: await track.getNumberOfChannels(), packets, sha256: hash.digest('hex'), seekable }
}

/** The same packets in a box that says how long it is and where what lies. Throws `NoSound`. */
export const rewrapped = async (webm: Uint8Array): Promise<Uint8Array> => {
  const { track, config } = await trackOf(webm)
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat(), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  let first = true
  let from = 0
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (first) from = packet.timestamp
    await source.add(from === 0 ? packet : packet.clone({ timestamp: packet.timestamp - from }), {
      ...(first ? { decoderConfig: config } : {}),
    })
    first = false
  }
  if (first) throw new NoSound('no packet')
  await output.finalize()
  return new Uint8Array(target.buffer!)
}
