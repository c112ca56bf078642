// Finds out how the text of a file is encoded, by looking at all of it: a GB18030 export may begin with a megabyte of ASCII.
import { isAscii, isUtf8 } from 'node:buffer'
import type { Bytes } from './bytes.ts'
import { tableErrors } from './problem.ts'

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export type Detected = { readonly encoding: Encoding /** Length of the byte order mark. */; readonly bom: number }

const lineEnd = 0x0a
const carriageReturn = 0x0d
const longestBlock = 8 * 1024 * 1024

/**
 * The encoding of the whole text. A byte order mark decides; then UTF-16 shows itself by its zero bytes; then UTF-8
 * if all is valid; else GB18030 (of which GBK and GB2312 are parts). A few undecodable lines are left to be row
 * problems; two encodings in one file are refused, because half of the names would silently become others.
 */
export async function detectEncoding(bytes: Bytes): Promise<Detected> {
  const head = await bytes.read(0, 64 * 1024)
  if (head.length === 0) throw tableErrors.empty()
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 }
  refuseSignature(head)
  const wide = wideEncoding(head)
  if (wide) return { encoding: wide, bom: 0 }
  refuseControls(head)
  return { encoding: await narrowEncoding(bytes), bom: 0 }
}

/** UTF-16 without a mark: separators, digits and line ends leave a zero byte in every second place and in no other. */
function wideEncoding(head: Buffer): Encoding | null {
  const pairs = head.length >> 1
  if (pairs < 2) return null
  let even = 0
  let odd = 0
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++
    if (head[i + 1] === 0) odd++
  }
  if (odd > pairs * 0.05 && even < odd * 0.05) return 'utf-16le'
  if (even > pairs * 0.05 && odd < even * 0.05) return 'utf-16be'
  return null
}

const signatures: readonly (readonly [string, string])[] = [
  ['25504446', 'PDF'],
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['47494638', 'GIF'],
  ['52617221', 'RAR'],
  ['377abcaf', '7z'],
  ['1f8b', 'gzip'],
  ['7f454c46', 'ELF'],
]

function refuseSignature(head: Buffer): void {
  const start = head.subarray(0, 8).toString('hex')
  const known = signatures.find(([magic]) => start.startsWith(magic))
  if (known) throw tableErrors.binary(known[1])
}

function refuseControls(head: Buffer): void {
  let control = 0
  let nul = 0
  for (const byte of head) {
    if (byte === 0) nul++
    else if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 26) control++
  }
  // Fixed-width exports pad with NULs, and generously; other control characters have no place in a table.
  if (control > head.length * 0.1 || nul > head.length * 0.3) throw tableErrors.binary('二进制数据', 'binary data')
}

async function narrowEncoding(bytes: Bytes): Promise<Encoding> {
  const count = { utf8: 0, gb: 0, neither: 0, line: 1, firstUtf8: 0, firstGb: 0 }
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of bytes.stream()) {
    const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const cut = Math.max(block.lastIndexOf(lineEnd), block.lastIndexOf(carriageReturn)) + 1
    if (cut === 0 && block.length < longestBlock) {
      rest = block
      continue
    }
    countLines(block.subarray(0, cut || block.length), count)
    rest = Buffer.from(block.subarray(cut || block.length))
  }
  countLines(rest, count)
  const { utf8, gb, neither } = count
  if (gb === 0 && (neither === 0 || utf8 > 0)) return 'utf-8'
  if (utf8 === 0) return 'gb18030'
  if (gb < utf8 && gb <= Math.max(1, utf8 / 100)) return 'utf-8'
  if (utf8 < gb && utf8 <= Math.max(1, gb / 100)) return 'gb18030'
  throw tableErrors.mixedEncodings(Math.max(count.firstUtf8, count.firstGb))
}

const strictGb = new TextDecoder('gb18030', { fatal: true })

/** Neither encoding uses the bytes of CR or LF inside a character, so lines can be judged one by one. */
function countLines(
  block: Buffer,
  count: { utf8: number; gb: number; neither: number; line: number; firstUtf8: number; firstGb: number },
): void {
  if (isAscii(block)) {
    count.line += lineCount(block)
    return
  }
  if (isUtf8(block)) {
    count.firstUtf8 ||= count.line
    const lines = lineCount(block)
    count.utf8 += Math.max(1, lines)
    count.line += lines
    return
  }
  let from = 0
  while (from < block.length) {
    let end = block.indexOf(lineEnd, from)
    if (end < 0) end = block.indexOf(carriageReturn, from)
    if (end < 0) end = block.length
    const line = block.subarray(from, end)
    if (!isAscii(line)) {
      if (isUtf8(line)) {
        count.firstUtf8 ||= count.line
        count.utf8++
      } else if (decodes(line)) {
        count.firstGb ||= count.line
        count.gb++
      } else count.neither++
    }
    count.line++
    from = end + 1
  }
}

function decodes(line: Buffer): boolean {
  try {
    strictGb.decode(line)
    return true
  } catch {
    return false
  }
}

function lineCount(block: Buffer): number {
  let lines = 0
  for (let at = block.indexOf(lineEnd); at >= 0; at = block.indexOf(lineEnd, at + 1)) lines++
  return lines
}
