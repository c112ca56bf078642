// Evidence: what a file is, is decided by its content and never by its name; what it tells in passing about person and
// place is taken out, and what is not clearly harmless is kept under lock until supervision has looked.
import { invalid } from '#kernel/refusal.ts'
import { begins, type Cleaned, hidden, Malformed, says } from './evidence/bytes.ts'
import { office, pdf } from './evidence/papers.ts'
import { gif, jpeg, png, webp } from './evidence/pictures.ts'
import { m4a, mp3, wav } from './evidence/sounds.ts'

/** The largest attachment, in bytes. */
const largestAttachment = 20 * 1024 * 1024

type Kind = {
  readonly extension: string
  readonly type: string
  /** A browser may show it in its place. */
  readonly shown: boolean
  readonly is: (content: Buffer) => boolean
  readonly clean: (content: Buffer) => Cleaned
}

/** A zip that holds a document of Office's own form, and no macro. */
const isOffice = (content: Buffer, part: string): boolean =>
  begins(content, 0, 0x50, 0x4b, 0x03, 0x04) &&
  content.includes('[Content_Types].xml') &&
  content.includes(part) &&
  !content.includes('vbaProject.bin')

const brand = (content: Buffer, ...brands: readonly string[]): boolean =>
  says(content, 4, 'ftyp') && brands.some((one) => says(content, 8, one))

const openXml = 'application/vnd.openxmlformats-officedocument'

// biome-ignore format: a table is read by its columns
const kinds: readonly Kind[] = [
  { extension: 'jpg',  type: 'image/jpeg',      shown: true,  clean: jpeg, is: (c) => begins(c, 0, 0xff, 0xd8, 0xff) },
  { extension: 'png',  type: 'image/png',       shown: true,  clean: png,  is: (c) => begins(c, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { extension: 'webp', type: 'image/webp',      shown: true,  clean: webp, is: (c) => says(c, 0, 'RIFF') && says(c, 8, 'WEBP') },
  { extension: 'gif',  type: 'image/gif',       shown: true,  clean: gif,  is: (c) => says(c, 0, 'GIF87a') || says(c, 0, 'GIF89a') },
  { extension: 'pdf',  type: 'application/pdf', shown: false, clean: pdf,  is: (c) => says(c, 0, '%PDF-') },
  { extension: 'mp3',  type: 'audio/mpeg',      shown: false, clean: mp3,  is: (c) => says(c, 0, 'ID3') || (c[0] === 0xff && ((c[1] ?? 0) & 0xe6) === 0xe2) },
  { extension: 'm4a',  type: 'audio/mp4',       shown: false, clean: m4a,  is: (c) => brand(c, 'M4A ', 'mp41', 'mp42', 'isom', 'iso2', 'iso5', 'iso6', '3gp') },
  { extension: 'wav',  type: 'audio/wav',       shown: false, clean: wav,  is: (c) => says(c, 0, 'RIFF') && says(c, 8, 'WAVE') },
  { extension: 'docx', type: `${openXml}.wordprocessingml.document`, shown: false, clean: office, is: (c) => isOffice(c, 'word/document.xml') },
  { extension: 'xlsx', type: `${openXml}.spreadsheetml.sheet`,       shown: false, clean: office, is: (c) => isOffice(c, 'xl/workbook.xml') },
]

/** What a file is by its bytes; undefined for everything that is not on the list. */
export const kindOf = (content: Buffer): Pick<Kind, 'extension' | 'type' | 'shown'> | undefined =>
  kinds.find(({ is }) => is(content))

/** Whether a browser may show a file of this type in its place; everything else is only put down. */
export const isShown = (type: string): boolean => kinds.some((kind) => kind.type === type && kind.shown)

/**
 * The name under which a file is kept: no path, no control or direction-turning character, at most 100 characters,
 * and always the ending of what the file is.
 */
export const cleanName = (name: string, extension: string): string => {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? ''
  const stem = last
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/[\p{C}\u2028\u2029]/gu, '')
    .replace(/["<>:|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  return `${[...stem].slice(0, 90).join('') || '附件'}.${extension}`
}

export type Evidence = {
  readonly name: string
  readonly type: string
  readonly content: Buffer
  /** What was taken out of it: 拍摄时间、位置和设备. */
  readonly removed: readonly string[]
  /** Why it lies under lock, as it came; null: it is clean. */
  readonly quarantine: string | null
}

const refuse = (zh: string, en: string) => invalid(zh, en, [{ field: 'file', reason: zh }])

const cleaned = (kind: Kind, content: Buffer): Cleaned => {
  try {
    const outcome = kind.clean(content)
    return { ...outcome, doubt: outcome.doubt ?? hidden(content, kind.extension) }
  } catch (error) {
    // A number in a broken file may also point outside it.
    if (error instanceof Malformed || error instanceof RangeError)
      return { content, removed: [], doubt: error instanceof Malformed ? error.message : '文件不完整或已损坏' }
    throw error
  }
}

/**
 * A file as it may be kept: freed of place, time, device and author, or, when it is broken, acts by itself or hides
 * another file, exactly as it came with the reason why it lies under lock. Refuses what is empty, over 20 MB or not a
 * picture, PDF, recording, Word or Excel.
 */
export const cleanEvidence = (content: Buffer, name: string): Evidence => {
  if (content.length === 0) throw refuse('文件是空的。', 'The file is empty.')
  if (content.length > largestAttachment) throw refuse('文件不能超过 20 MB。', 'A file has 20 MB at most.')
  if (brand(content, 'heic', 'heix', 'heim', 'heis', 'hevc', 'mif1', 'msf1', 'avif'))
    throw refuse(
      '这是 HEIC 照片，这里打不开。请在手机“设置 › 相机 › 格式”中选“兼容性最佳”，或把照片截图后再传。',
      'HEIC pictures cannot be taken: choose “Most Compatible” in the camera’s settings, or send a screenshot.',
    )
  const kind = kinds.find(({ is }) => is(content))
  if (!kind)
    throw refuse(
      '只接受图片、PDF、录音、Word(docx)和 Excel(xlsx)。',
      'Pictures, PDF, recordings, Word (docx) and Excel (xlsx) only.',
    )
  const { content: clean, removed, doubt } = cleaned(kind, content)
  return {
    name: cleanName(name, kind.extension),
    type: kind.type,
    content: doubt ? content : clean,
    removed: doubt ? [] : removed,
    quarantine: doubt,
  }
}
