// Pictures without where, when and by what they were taken: JPEG, PNG, WebP and GIF, part by part; the image is untouched.
import { crc32 } from 'node:zlib'
import { begins, behind, type Cleaned, incomplete, Malformed, name4, says, take } from './bytes.ts'

/** More than any camera's; a picture of a few bytes can claim to be a hundred thousand wide (ASVS 5.2.6). */
const mostPixels = 200_000_000

const sized = (width: number, height: number): void => {
  if (width === 0 || height === 0) throw incomplete()
  if (width * height > mostPixels) throw new Malformed('图片尺寸异常')
}

/** What was removed, each once, and what was met behind the end. */
const result = (parts: readonly Buffer[], removed: ReadonlySet<string>, rest: Buffer): Cleaned => ({
  content: Buffer.concat(parts),
  removed: [...removed, ...(rest.length > 0 ? ['末尾多余内容'] : [])],
  doubt: behind(rest),
})

const where = '拍摄时间、位置和设备'
const remarks = '备注'

/** How the picture is turned (1–8) as its Exif says; 1 where that cannot be read. */
const orientationOf = (tiff: Buffer): number => {
  const little = says(tiff, 0, 'II')
  if (tiff.length < 14 || !(little || says(tiff, 0, 'MM'))) return 1
  const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number) => (at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const first = long(4)
  for (let i = 0; i < Math.min(short(first), 200); i++) {
    const at = first + 2 + i * 12
    const turned = short(at) === 0x0112 ? short(at + 8) : 0
    if (turned >= 1 && turned <= 8) return turned
  }
  return 1
}

/** The smallest Exif there is: which way up, and nothing else. */
const onlyOrientation = (turned: number): Buffer => {
  const tiff = Buffer.from('4d4d002a000000080001011200030000000100000000' + '00000000', 'hex')
  tiff.writeUInt16BE(turned, 18)
  return tiff
}

const exifMark = Buffer.from('Exif\0\0', 'latin1')

/** JPEG: what draws the picture and its colours stays; Exif, XMP, IPTC, previews, remarks and what follows the end go. */
export const jpeg = (content: Buffer): Cleaned => {
  const kept: Buffer[] = [take(content, 0, 2)]
  const removed = new Set<string>()
  let at = 2
  let drawn = false
  let turned = 1
  for (;;) {
    if (content[at] !== 0xff) throw incomplete()
    while (content[at + 1] === 0xff) at++
    const marker = content[at + 1]
    if (marker === undefined) throw incomplete()
    if (marker === 0xd9) break
    const length = take(content, at + 2, 2).readUInt16BE(0)
    if (length < 2) throw incomplete()
    const segment = take(content, at, length + 2)
    const body = segment.subarray(4)
    const isSize = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isSize) sized(take(body, 3, 2).readUInt16BE(0), take(body, 1, 2).readUInt16BE(0))
    const colour = marker === 0xe2 && says(body, 0, 'ICC_PROFILE\0')
    const jfif = marker === 0xe0 && says(body, 0, 'JFIF\0')
    if (marker === 0xe1 && body.subarray(0, 6).equals(exifMark)) turned = orientationOf(body.subarray(6))
    if (marker === 0xfe) removed.add(remarks)
    else if (marker >= 0xe0 && marker <= 0xef && !colour && !jfif && marker !== 0xee) removed.add(where)
    else kept.push(segment)
    at += length + 2
    if (marker !== 0xda) continue
    drawn = true
    const from = at
    // The drawing itself: an FF in it is followed by 00 or a restart mark.
    for (;;) {
      at = content.indexOf(0xff, at)
      if (at < 0) throw incomplete()
      const after = content[at + 1]
      if (after === undefined) throw incomplete()
      if (after !== 0 && !(after >= 0xd0 && after <= 0xd7)) break
      at += 2
    }
    kept.push(content.subarray(from, at))
  }
  if (!drawn) throw incomplete()
  if (turned > 1) {
    const body = Buffer.concat([exifMark, onlyOrientation(turned)])
    const head = Buffer.from([0xff, 0xe1, 0, body.length + 2])
    const afterJfif = begins(kept[1] ?? Buffer.alloc(0), 0, 0xff, 0xe0) ? 2 : 1
    kept.splice(afterJfif, 0, Buffer.concat([head, body]))
  }
  kept.push(Buffer.from([0xff, 0xd9]))
  return result(kept, removed, content.subarray(at + 2))
}

const drawingChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs acTL fcTL fdAT cICP mDCV cLLI'.split(' '),
)

/** PNG: chunks that draw stay, text, time and Exif go; each chunk must carry its right checksum. */
export const png = (content: Buffer): Cleaned => {
  const kept: Buffer[] = [content.subarray(0, 8)]
  const removed = new Set<string>()
  let at = 8
  for (let type = ''; type !== 'IEND'; ) {
    const length = take(content, at, 4).readUInt32BE(0)
    const chunk = take(content, at, length + 12)
    const first = type === ''
    type = name4(chunk, 4)
    if (first) {
      if (type !== 'IHDR' || length !== 13) throw incomplete()
      sized(chunk.readUInt32BE(8), chunk.readUInt32BE(12))
    }
    if (crc32(chunk.subarray(4, length + 8)) !== chunk.readUInt32BE(length + 8)) throw incomplete()
    if (drawingChunks.has(type)) kept.push(chunk)
    else removed.add(/^[itz]TXt$/i.test(type) ? remarks : where)
    at += length + 12
  }
  if (!kept.some((chunk) => says(chunk, 4, 'IDAT'))) throw incomplete()
  return result(kept, removed, content.subarray(at))
}

/** The parts of a RIFF file from `at` on: name, body, and the whole with its padding. */
export function* riffParts(content: Buffer, from: number, until: number) {
  for (let at = from; at < until; ) {
    const name = name4(content, at)
    const length = take(content, at + 4, 4).readUInt32LE(0)
    const body = take(content, at + 8, length)
    yield { name, body }
    at += 8 + length + (length % 2)
  }
}

export const riffPart = (name: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** A RIFF file of the form `WEBP` or `WAVE` with these parts. */
export const riffOf = (form: string, parts: readonly Buffer[]): Buffer =>
  riffPart('RIFF', Buffer.concat([Buffer.from(form, 'latin1'), ...parts]))

const webpDrawing = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])

/** WebP: the same; the flags that announce Exif and XMP are taken back. */
export const webp = (content: Buffer): Cleaned => {
  const end = 8 + content.readUInt32LE(4)
  if (end > content.length) throw incomplete()
  const parts: { name: string; body: Buffer }[] = []
  const removed = new Set<string>()
  let turned = 1
  for (const { name, body } of riffParts(content, 12, end)) {
    if (name === 'EXIF') turned = orientationOf(body.subarray(0, 6).equals(exifMark) ? body.subarray(6) : body)
    if (!webpDrawing.has(name)) removed.add(where)
    else if (name !== 'ANMF') parts.push({ name, body })
    else {
      const frame = [...riffParts(body, 16, body.length)].filter((part) => webpDrawing.has(part.name))
      parts.push({ name, body: Buffer.concat([take(body, 0, 16), ...frame.map((p) => riffPart(p.name, p.body))]) })
    }
  }
  if (!parts.some(({ name }) => ['VP8 ', 'VP8L', 'ANMF'].includes(name))) throw incomplete()
  const [first] = parts
  if (first?.name === 'VP8X') {
    const body = Buffer.from(take(first.body, 0, 10))
    sized(body.readUIntLE(4, 3) + 1, body.readUIntLE(7, 3) + 1)
    body[0] = (body[0]! & ~0x0c) | (turned > 1 ? 0x08 : 0)
    parts[0] = { name: 'VP8X', body }
    if (turned > 1) parts.push({ name: 'EXIF', body: onlyOrientation(turned) })
  }
  const whole = riffOf(
    'WEBP',
    parts.map((part) => riffPart(part.name, part.body)),
  )
  return result([whole], removed, content.subarray(end + (end % 2)))
}

/** GIF: frames and how often they repeat stay, remarks, text and other programs' parts go. */
export const gif = (content: Buffer): Cleaned => {
  const table = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)
  const kept: Buffer[] = []
  const removed = new Set<string>()
  const head = take(content, 0, 13)
  sized(head.readUInt16LE(6), head.readUInt16LE(8))
  let at = 13 + table(head[10]!)
  kept.push(take(content, 0, at))
  /** Where the chain of short blocks that begins there ends. */
  const chain = (from: number): number => {
    let next = from
    for (let length = take(content, next, 1)[0]!; length > 0; length = take(content, next, 1)[0]!) next += length + 1
    return next + 1
  }
  let frames = 0
  for (;;) {
    const mark = take(content, at, 1)[0]!
    if (mark === 0x3b) break
    if (mark === 0x2c) {
      const until = chain(at + 10 + table(take(content, at, 10)[9]!) + 1)
      kept.push(take(content, at, until - at))
      frames++
      at = until
    } else if (mark === 0x21) {
      const label = take(content, at + 1, 1)[0]!
      const until = chain(at + 2)
      const repeats = label === 0xff && (says(content, at + 3, 'NETSCAPE2.0') || says(content, at + 3, 'ANIMEXTS1.0'))
      if (label === 0xf9 || repeats) kept.push(take(content, at, until - at))
      else removed.add(label === 0xfe ? remarks : where)
      at = until
    } else throw incomplete()
  }
  if (frames === 0) throw incomplete()
  kept.push(Buffer.from([0x3b]))
  return result(kept, removed, content.subarray(at + 1))
}
