// A recording as a browser makes it, without a browser: a WebM of silent Opus packets that never says how long it is.
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Output, WebMOutputFormat } from 'mediabunny'

/** An Opus packet of 20 ms in two channels; the count in it makes every one another. */
const packetOf = (i: number) => Uint8Array.of(0xfc, 0xff, 0xfe, (i >> 8) & 0xff, i & 0xff)

/** So many seconds of it, as one stream without length and index. */
export const sampleSound = async (seconds: number): Promise<Buffer> => {
  const target = new BufferTarget()
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target })
  const source = new EncodedAudioPacketSource('opus')
  output.addAudioTrack(source)
  await output.start()
  const description = Buffer.from('4f707573486561640102380180bb0000000000', 'hex')
  for (let i = 0; i < seconds * 50; i++)
    await source.add(new EncodedPacket(packetOf(i), 'key', i * 0.02, 0.02), {
      decoderConfig: { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000, description },
    })
  await output.finalize()
  return Buffer.from(target.buffer!)
}

/** The same in pieces of about the given number of bytes, as they come from a page. */
export const chunksOf = (sound: Buffer, bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(sound.length / bytes) }, (_, i) => sound.subarray(i * bytes, (i + 1) * bytes))
