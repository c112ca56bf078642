// Both sides of a conversation on one tape: the agent left, the other side right, in pieces of a few seconds as they are made.

/** One piece: its bytes, and how loud both sides were in it, ten times a second, left and right by turns. */
export type Piece = { readonly content: Uint8Array; readonly peaks: Uint8Array }

export type Tape = {
  /** Seconds on the tape; what was paused is not on it. */
  seconds(): number
  pause(): void
  resume(): void
  /** Ends the tape; answered when the last piece was given. */
  stop(): Promise<void>
}

/** How long a piece is: what a killed page loses at most. */
const pieceMs = 3000
const rate = 48_000
const mime = 'audio/webm;codecs=opus'
/** Ten moments a second are looked at this often; the ears hear back a little further than that. */
const lookMs = 500
const perSecond = 10

/** One side: a stream whose track may be changed for another while it is spoken (another headset). */
const side = (context: AudioContext, stream: MediaStream, into: AudioNode, channel: number) => {
  const ear = context.createAnalyser()
  ear.fftSize = 32_768
  ear.connect(into, 0, channel)
  let track: MediaStreamTrack | undefined
  let source: MediaStreamAudioSourceNode | undefined
  const plug = () => {
    const [now] = stream.getAudioTracks()
    if (now === track) return
    source?.disconnect()
    track = now
    source = now && context.createMediaStreamSource(new MediaStream([now]))
    source?.connect(ear)
  }
  plug()
  const samples = new Float32Array(ear.fftSize)
  /** The loudest of each of the last so many moments, oldest first, as bytes: the root, so that quiet speech is seen. */
  const lately = (moments: number): number[] => {
    plug()
    ear.getFloatTimeDomainData(samples)
    const length = rate / perSecond
    return Array.from({ length: moments }, (_, i) => {
      const from = samples.length - (moments - i) * length
      // Longer ago than can be heard back.
      if (from < 0) return 0
      let loudest = 0
      for (let at = from; at < from + length; at++) loudest = Math.max(loudest, Math.abs(samples[at]!))
      return Math.min(255, Math.round(Math.sqrt(loudest) * 255))
    })
  }
  return { lately, unplug: () => source?.disconnect() }
}

/**
 * Begins a tape. The other side's stream must also be playing in an `<audio>` element: without that Chromium hands out
 * silence. `give` is called with each piece in order.
 */
export const beginTape = async (
  local: MediaStream,
  remote: MediaStream,
  give: (piece: Piece) => void,
): Promise<Tape> => {
  const context = new AudioContext({ sampleRate: rate })
  if (context.state !== 'running') await context.resume()
  const merge = context.createChannelMerger(2)
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 })
  merge.connect(out)
  const sides = [side(context, local, merge, 0), side(context, remote, merge, 1)]
  const media = new MediaRecorder(out.stream, { mimeType: mime, audioBitsPerSecond: 32_000 })

  let begun = context.currentTime
  let before = 0
  const seconds = () => before + (media.state === 'recording' ? context.currentTime - begun : 0)

  let looked = 0
  let peaks: number[] = []
  const look = () => {
    const moments = Math.floor(seconds() * perSecond) - looked
    if (moments <= 0) return
    looked += moments
    const [left, right] = sides.map(({ lately }) => lately(moments))
    for (let i = 0; i < moments; i++) peaks.push(left![i]!, right![i]!)
  }
  const timer = setInterval(look, lookMs)

  let giving: Promise<void> = Promise.resolve()
  media.addEventListener('dataavailable', ({ data }) => {
    look()
    const loud = Uint8Array.from(peaks)
    peaks = []
    giving = giving.then(async () => {
      if (data.size > 0) give({ content: new Uint8Array(await data.arrayBuffer()), peaks: loud })
    })
  })
  media.start(pieceMs)

  return {
    seconds,
    pause: () => {
      look()
      before = seconds()
      media.pause()
    },
    resume: () => {
      begun = context.currentTime
      media.resume()
    },
    stop: async () => {
      look()
      before = seconds()
      clearInterval(timer)
      if (media.state !== 'inactive')
        await new Promise<void>((done) => {
          media.addEventListener('stop', () => done(), { once: true })
          media.stop()
        })
      await giving
      for (const one of sides) one.unplug()
      await context.close()
    },
  }
}
