// Recordings without titles, places and whatever programs hid in them: MP3, M4A and WAV; the sound is untouched.
import { behind, type Cleaned, incomplete, Malformed, name4, says, take } from './bytes.ts'
import { riffOf, riffPart, riffParts } from './pictures.ts'

const told = '录音附带的信息'

const rates = [44_100, 48_000, 32_000]
const bits = {
  high: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  low: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}

/** The length in bytes of the frame of sound that begins there (layer III); 0 where none does. */
const frameAt = (content: Buffer, at: number): number => {
  if (at + 4 > content.length || content[at] !== 0xff || (content[at + 1]! & 0xe6) !== 0xe2) return 0
  const version = (content[at + 1]! >> 3) & 3
  const bitrate = (version === 3 ? bits.high : bits.low)[content[at + 2]! >> 4] ?? 0
  const rate = (rates[(content[at + 2]! >> 2) & 3] ?? 0) / (version === 3 ? 1 : version === 2 ? 2 : 4)
  if (version === 1 || bitrate === 0 || rate === 0) return 0
  return Math.floor(((version === 3 ? 144 : 72) * bitrate * 1000) / rate) + ((content[at + 2]! >> 1) & 1)
}

/** MP3: frames of sound stay; ID3 at either end, APE and everything behind the last frame goes. */
export const mp3 = (content: Buffer): Cleaned => {
  let at = 0
  while (says(content, at, 'ID3')) {
    const head = take(content, at, 10)
    const length = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (head[i]! & 0x7f), 0)
    at += 10 + length + (head[5]! & 0x10 ? 10 : 0)
  }
  const tagged = at > 0
  while (content[at] === 0) at++
  const from = at
  let frames = 0
  for (let length = frameAt(content, at); length > 0 && at + length <= content.length; length = frameAt(content, at)) {
    at += length
    frames++
  }
  // A recording that was stopped ends within a frame.
  const cut = frameAt(content, at) > 0
  const rest = cut ? Buffer.alloc(0) : content.subarray(at)
  if (frames < 2) throw incomplete()
  const tags = says(rest, 0, 'TAG') || says(rest, 0, 'APETAGEX') || says(rest, 0, 'LYRICSBEGIN')
  if (rest.length > 1024 && !tags) throw incomplete()
  return {
    content: content.subarray(from, at),
    removed: tagged || rest.length > 0 ? [told] : [],
    doubt: behind(rest),
  }
}

const wavParts = new Set(['fmt ', 'data', 'fact'])

/** WAV: how it sounds and the sound stay. */
export const wav = (content: Buffer): Cleaned => {
  const said = content.readUInt32LE(4)
  // A recorder that was switched off has not come to write how long it is.
  const open = said === 0 || said === 0xffffffff
  const end = open ? content.length : 8 + said
  if (end > content.length) throw incomplete()
  const parts: Buffer[] = []
  let removed = false
  for (const { name, body } of riffParts(content, 12, end)) {
    if (wavParts.has(name)) parts.push(riffPart(name, body))
    else removed = true
  }
  if (!['fmt ', 'data'].every((name) => parts.some((part) => says(part, 0, name)))) throw incomplete()
  const rest = content.subarray(end + (end % 2))
  return {
    content: riffOf('WAVE', parts),
    removed: removed || rest.length > 0 ? [told] : [],
    doubt: behind(rest),
  }
}

type Box = { readonly name: string; readonly at: number; readonly body: number; readonly end: number }

/** The boxes of an MP4 between two places. A size of 0 reaches to the end, of 1 is written in eight bytes. */
function* boxes(content: Buffer, from: number, until: number): Generator<Box> {
  for (let at = from; at < until; ) {
    if (until - at < 8) throw incomplete()
    const short = content.readUInt32BE(at)
    const long = short === 1 ? Number(take(content, at + 8, 8).readBigUInt64BE(0)) : short
    const end = long === 0 ? until : at + long
    const body = at + (short === 1 ? 16 : 8)
    if (end < body || end > until) throw incomplete()
    yield { name: name4(content, at + 4), at, body, end }
    at = end
  }
}

const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts', 'dinf', 'moof', 'traf', 'mvex'])
const telling = new Set(['udta', 'meta', 'uuid', 'loci', 'Xtra', 'skip', 'free', 'wide', 'prfl', 'ID32'])

/** M4A: what tells of person and place becomes empty space of the same length, so that nothing else moves. */
export const m4a = (original: Buffer): Cleaned => {
  const content = Buffer.from(original)
  let removed = false
  let doubt: string | null = null
  const found = new Set<string>()
  const walk = (from: number, until: number, depth: number): void => {
    if (depth > 8) throw incomplete()
    for (const { name, at, body, end } of boxes(content, from, until)) {
      found.add(name)
      if (telling.has(name)) {
        removed ||= content.subarray(body, end).some((byte) => byte !== 0)
        content.write('free', at + 4, 'latin1')
        content.fill(0, body, end)
      } else if (containers.has(name)) walk(body, end, depth + 1)
      else if (name === 'hdlr' && end - body >= 12) {
        const carries = name4(content, body + 8)
        if (carries === 'vide') doubt = '这是视频，不是录音'
        else if (!['soun', 'mdir', 'url ', 'alis'].includes(carries)) doubt = '录音中夹带其他数据'
      }
    }
  }
  walk(0, content.length, 0)
  if (!['ftyp', 'moov', 'mdat'].every((name) => found.has(name))) throw new Malformed('文件不完整或已损坏')
  return { content, removed: removed ? [told] : [], doubt }
}
