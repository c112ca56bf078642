// Who hears whom when more than two are on the line: each leg is sent the sum of the others that it may hear.
import { audio, play } from './telephone-sound.ts'

/** What one leg is sent; `stop` ends it. */
export type Mixed = { readonly track: MediaStreamTrack; stop(): void }

/** Adds streams up to one track. Streams that come from the network must be heard somewhere, else Chromium gives silence. */
export const mix = (streams: readonly MediaStream[]): Mixed => {
  const out = new MediaStreamAudioDestinationNode(audio(), { channelCount: 1 })
  const sources = streams.map((stream) => {
    const source = audio().createMediaStreamSource(stream)
    source.connect(out)
    return source
  })
  const unheard = streams.map((stream) => play(stream, { silent: true }))
  return {
    track: out.stream.getAudioTracks()[0]!,
    stop: () => {
      for (const source of sources) source.disconnect()
      for (const stop of unheard) stop()
      out.stream.getAudioTracks()[0]?.stop()
    },
  }
}
