// What the telephone hears and is heard with: microphone, loudspeaker and bell of this machine, and what is wrong with them.
import { type Words, w } from '#kernel/words.ts'

/** Something that keeps the telephone from working: what it is, and what to do about it. */
export type Problem = { readonly code: string; readonly says: Words; readonly todo: Words }

export const soundProblems = {
  insecure: {
    code: 'insecure',
    says: w('本页不是 https，浏览器不允许使用麦克风', 'This page is not https: the browser forbids the microphone'),
    todo: w(
      '请用 https:// 开头的地址打开本系统，或请信息科配置证书。',
      'Open it by its https:// address, or ask IT for a certificate.',
    ),
  },
  refused: {
    code: 'refused',
    says: w('浏览器没有允许使用麦克风', 'The browser was not allowed to use the microphone'),
    todo: w(
      '点地址栏左侧的图标，把“麦克风”改为“允许”，再刷新本页。',
      'Press the sign left of the address, set “Microphone” to “Allow”, and reload.',
    ),
  },
  'no-microphone': {
    code: 'no-microphone',
    says: w('没有找到麦克风', 'There is no microphone'),
    todo: w('请插好耳麦，再试一次。', 'Plug the headset in and try again.'),
  },
  busy: {
    code: 'busy',
    says: w('麦克风打不开，可能正被别的程序占用', 'The microphone cannot be opened; another program may hold it'),
    todo: w(
      '请关闭其他会议或通话软件，或在“设备”里换一个麦克风。',
      'Close other call programs, or choose another microphone.',
    ),
  },
  unplugged: {
    code: 'unplugged',
    says: w('耳麦断开了', 'The headset was unplugged'),
    todo: w('请重新插好；对方现在听不到您。', 'Plug it in again; the other side cannot hear you now.'),
  },
} as const satisfies Record<string, Problem>

/** What the browser's refusal of a microphone means. */
export const problemOf = (error: unknown): Problem => {
  const name = error instanceof Error ? error.name : ''
  if (!globalThis.isSecureContext || !navigator.mediaDevices) return soundProblems.insecure
  if (name === 'NotAllowedError' || name === 'SecurityError') return soundProblems.refused
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return soundProblems['no-microphone']
  return soundProblems.busy
}

/** Which devices this machine uses; an empty word is the system's own choice. */
export type Devices = { readonly microphone: string; readonly speaker: string; readonly bell: string }
const key = 'huiyin.telephone.devices'
const none: Devices = { microphone: '', speaker: '', bell: '' }

const stored = (): Devices => {
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Devices>) }
  } catch {
    return none
  }
}

let devices = stored()
export const chosenDevices = (): Devices => devices

/** The devices that are plugged in, by kind. Their names are known once the microphone was allowed. */
export const pluggedIn = async (): Promise<{ microphones: MediaDeviceInfo[]; speakers: MediaDeviceInfo[] }> => {
  const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
  return {
    microphones: all.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== ''),
    speakers: all.filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== ''),
  }
}

const microphoneOf = (id: string): MediaStreamConstraints => ({
  audio: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(id ? { deviceId: { exact: id } } : {}),
  },
})

let open: MediaStream | undefined
let closing: ReturnType<typeof setTimeout> | undefined
/** Between two calls the microphone stays open, so that the next one need not wait for it. */
const keptMs = 90_000
let onUnplugged: (() => void) | undefined

const live = (stream: MediaStream | undefined): stream is MediaStream =>
  stream?.getAudioTracks()[0]?.readyState === 'live'

/** The microphone; the device that was chosen, or the system's when that one is not there any more. */
export const microphone = async (): Promise<MediaStream> => {
  clearTimeout(closing)
  if (live(open)) return open
  if (!navigator.mediaDevices) throw soundProblems.insecure
  open = await navigator.mediaDevices
    .getUserMedia(microphoneOf(devices.microphone))
    .catch((error: Error) => {
      if (!devices.microphone || (error.name !== 'OverconstrainedError' && error.name !== 'NotFoundError')) throw error
      return navigator.mediaDevices.getUserMedia(microphoneOf(''))
    })
    .catch((error) => {
      throw problemOf(error)
    })
  open.getAudioTracks()[0]?.addEventListener('ended', () => onUnplugged?.())
  return open
}

/** Whether the next call need not wait for it. */
export const microphoneIsOpen = (): boolean => live(open)

/** Called when the device in use is pulled out. */
export const whenUnplugged = (heard: () => void): void => {
  onUnplugged = heard
}

/** No call needs it: closed after a while, at once with `now`. */
export const releaseMicrophone = (now = false): void => {
  clearTimeout(closing)
  const close = () => {
    for (const track of open?.getTracks() ?? []) track.stop()
    open = undefined
  }
  if (now) close()
  else closing = setTimeout(close, keptMs)
}

/** Takes other devices; the microphone in use is opened anew by who asks next. */
export const chooseDevices = (patch: Partial<Devices>): void => {
  devices = { ...devices, ...patch }
  try {
    localStorage.setItem(key, JSON.stringify(devices))
  } catch {
    // For this page only.
  }
  if (patch.microphone !== undefined) releaseMicrophone(true)
  for (const [element] of playing) void toSpeaker(element)
}

const toSpeaker = async (element: HTMLAudioElement) => {
  await element.setSinkId?.(devices.speaker).catch(() => {})
}

const playing = new Map<HTMLAudioElement, MediaStream>()

/** Lets a stream be heard; answers how to stop it. Chromium gives WebAudio silence of a stream that no element plays. */
export const play = (stream: MediaStream, { silent = false } = {}): (() => void) => {
  const element = new Audio()
  element.srcObject = stream
  element.muted = silent
  playing.set(element, stream)
  void toSpeaker(element)
  void element.play().catch(() => {})
  return () => {
    element.pause()
    element.srcObject = null
    playing.delete(element)
  }
}

let context: AudioContext | undefined
/** The one audio context of the telephone; it sleeps until somebody has pressed something on the page. */
export const audio = (): AudioContext => {
  context ??= new AudioContext()
  if (context.state !== 'running') void context.resume()
  return context
}

/** How loud a stream is, from 0 to 1, told ten times a second; answers how to stop. */
export const watchLevel = (stream: MediaStream, tell: (level: number) => void): (() => void) => {
  const source = audio().createMediaStreamSource(stream)
  const ear = audio().createAnalyser()
  ear.fftSize = 1024
  source.connect(ear)
  const samples = new Float32Array(ear.fftSize)
  const timer = setInterval(() => {
    ear.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length
    // −50 dB is silence, −10 dB is loud.
    tell(Math.max(0, Math.min(1, (10 * Math.log10(power + 1e-9) + 50) / 40)))
  }, 100)
  return () => {
    clearInterval(timer)
    source.disconnect()
  }
}

type Pattern = { readonly pitches: readonly number[]; readonly on: number; readonly off: number; readonly loud: number }
/** China's ringback (450 Hz, one second in five), and a bell that is heard across a room. */
const patterns = {
  ringback: { pitches: [450], on: 1, off: 4, loud: 0.08 },
  bell: { pitches: [784, 988], on: 0.9, off: 1.6, loud: 0.22 },
  busy: { pitches: [450], on: 0.35, off: 0.35, loud: 0.08 },
} as const satisfies Record<string, Pattern>

/** Sounds until it is stopped. The bell comes out where the bell was chosen to, a ringback in the headset. */
export const sound = (name: keyof typeof patterns, times = Number.POSITIVE_INFINITY): (() => void) => {
  const { pitches, on, off, loud }: Pattern = patterns[name]
  const out = new MediaStreamAudioDestinationNode(audio())
  const element = new Audio()
  element.srcObject = out.stream
  void element.setSinkId?.(name === 'bell' ? devices.bell : devices.speaker).catch(() => {})
  void element.play().catch(() => {})
  let left = times
  const once = () => {
    if (left-- <= 0) return stop()
    const from = audio().currentTime + 0.02
    pitches.forEach((pitch, i) => {
      const tone = audio().createOscillator()
      const gain = audio().createGain()
      // Two pitches of a bell follow one another.
      const at = from + (i * on) / pitches.length
      const until = from + ((i + 1) * on) / pitches.length
      tone.frequency.value = pitch
      gain.gain.setValueAtTime(0.0001, at)
      gain.gain.exponentialRampToValueAtTime(loud, at + 0.02)
      gain.gain.setValueAtTime(loud, until - 0.03)
      gain.gain.exponentialRampToValueAtTime(0.0001, until)
      tone.connect(gain).connect(out)
      tone.start(at)
      tone.stop(until)
    })
  }
  const timer = setInterval(once, (on + off) * 1000)
  const stop = () => {
    clearInterval(timer)
    element.pause()
    element.srcObject = null
  }
  once()
  return stop
}
