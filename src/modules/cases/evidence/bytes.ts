// What every cleaner of a file needs: bytes at a place, what it found to remove, and why it has its doubts.

/** What became of a file: its bytes without what they told in passing, what that was, and why it is not trusted. */
export type Cleaned = {
  readonly content: Buffer
  /** What was taken out, in words of the screen: 拍摄位置等信息, 备注. */
  readonly removed: readonly string[]
  /** Why nobody should open it before supervision has looked; null: nothing is wrong. */
  readonly doubt: string | null
}

export const begins = (content: Buffer, at: number, ...bytes: number[]): boolean =>
  bytes.every((b, i) => content[at + i] === b)

export const says = (content: Buffer, at: number, text: string): boolean =>
  content.subarray(at, at + text.length).toString('latin1') === text

/** A file that is not what its kind says it is, thrown by the cleaners: it is kept as it came and locked away. */
export class Malformed extends Error {
  override name = 'Malformed'
}

export const incomplete = () => new Malformed('文件不完整或已损坏')

/** So many bytes from there; a file that has fewer was cut off. */
export const take = (content: Buffer, at: number, length: number): Buffer => {
  if (length < 0 || at < 0 || at + length > content.length) throw incomplete()
  return content.subarray(at, at + length)
}

/** Four letters that name a part. */
export const name4 = (content: Buffer, at: number): string => take(content, at, 4).toString('latin1')

const markup = /<script|<!doctype|<html|<\?php/i
const archives = ['Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c']

/** The directory at the end of a zip, which may lie behind anything: its comment must reach exactly to the end. */
export const endsAsZip = (content: Buffer): boolean => {
  const from = Math.max(0, content.length - 65_557)
  for (let at = content.lastIndexOf('PK\x05\x06', undefined, 'latin1'); at >= from; ) {
    if (at + 22 <= content.length && at + 22 + content.readUInt16LE(at + 20) === content.length) return true
    if (at === 0) break
    at = content.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
  }
  return false
}

/** Another file inside this one: a page with a script, an archive or a PDF. Says which, or null. */
export const hidden = (content: Buffer, extension: string): string | null => {
  const text = content.toString('latin1')
  if (markup.test(text)) return '文件中夹带网页或脚本'
  const archive = !['docx', 'xlsx'].includes(extension) && endsAsZip(content)
  if (archive || archives.some((signature) => text.includes(signature))) return '文件中夹带压缩包'
  if (extension !== 'pdf' && text.slice(0, 1024).includes('%PDF-')) return '文件中夹带 PDF'
  return null
}

/** What stands behind the end of a picture or a recording. It is dropped in any case; a program there is no accident. */
export const behind = (rest: Buffer): string | null => {
  if (rest.length === 0) return null
  const program = says(rest, 0, 'MZ') || rest.includes('\x7fELF', 0, 'latin1') || says(rest, 0, '#!')
  if (program) return '文件末尾夹带程序'
  if (rest.includes('PK\x03\x04', 0, 'latin1')) return '文件中夹带压缩包'
  return null
}
