// Attachments: what a file is, is decided by its first bytes and never by its name; what can carry a script is refused.
import { createHash } from 'node:crypto'
import { advanceLocked } from '#engine/advance.ts'
import { handle, handleFile } from '#engine/ctx.ts'
import { within } from '#engine/permit.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { cases } from './contract.ts'
import { caseLifecycle } from './lifecycle.ts'
import { held } from './rows.ts'
import { receipt } from './sheet.ts'

const mebibyte = 1024 * 1024
/** The largest attachment, in bytes. */
export const largestAttachment = 20 * mebibyte

type Kind = { readonly extension: string; readonly type: string; readonly shown: boolean }

const kind = (extension: string, type: string, shown = false): Kind => ({ extension, type, shown })

const begins = (content: Buffer, at: number, ...bytes: number[]): boolean =>
  bytes.every((b, i) => content[at + i] === b)
const says = (content: Buffer, at: number, text: string): boolean =>
  content.subarray(at, at + text.length).toString('latin1') === text

/** A zip that holds a document of Office's own form, and no macro. */
const office = (content: Buffer, part: string): boolean =>
  begins(content, 0, 0x50, 0x4b, 0x03, 0x04) &&
  content.includes('[Content_Types].xml') &&
  content.includes(part) &&
  !content.includes('vbaProject.bin')

const kinds: readonly (readonly [Kind, (content: Buffer) => boolean])[] = [
  [kind('jpg', 'image/jpeg', true), (c) => begins(c, 0, 0xff, 0xd8, 0xff)],
  [kind('png', 'image/png', true), (c) => begins(c, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  [kind('webp', 'image/webp', true), (c) => says(c, 0, 'RIFF') && says(c, 8, 'WEBP')],
  [kind('gif', 'image/gif', true), (c) => says(c, 0, 'GIF87a') || says(c, 0, 'GIF89a')],
  [kind('pdf', 'application/pdf'), (c) => says(c, 0, '%PDF-')],
  [kind('mp3', 'audio/mpeg'), (c) => says(c, 0, 'ID3') || (c[0] === 0xff && ((c[1] ?? 0) & 0xe6) === 0xe2)],
  [kind('m4a', 'audio/mp4'), (c) => says(c, 4, 'ftyp') && ['M4A ', 'mp42', 'isom'].some((brand) => says(c, 8, brand))],
  [kind('wav', 'audio/wav'), (c) => says(c, 0, 'RIFF') && says(c, 8, 'WAVE')],
  [
    kind('docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
    (c) => office(c, 'word/document.xml'),
  ],
  [
    kind('xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    (c) => office(c, 'xl/workbook.xml'),
  ],
]

/** What a file is by its bytes; undefined for everything that is not on the list. */
export const kindOf = (content: Buffer): Kind | undefined => kinds.find(([, is]) => is(content))?.[0]

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

/** Keeps a file with the case: pictures, PDF, recordings, Word and Excel up to 20 MB. */
export const attach = handle(cases.attach, async (ctx, { id, file }) => {
  const row = await held(ctx, id)
  const refuse = (zh: string, en: string) => invalid(zh, en, [{ field: 'file', reason: zh }])
  if (!file || file.content.length === 0) throw refuse('文件是空的。', 'The file is empty.')
  if (file.content.length > largestAttachment) throw refuse('文件不能超过 20 MB。', 'A file has 20 MB at most.')
  const what = kindOf(file.content)
  if (!what)
    throw refuse(
      '只接受图片、PDF、录音、Word(docx)和 Excel(xlsx)。',
      'Pictures, PDF, recordings, Word (docx) and Excel (xlsx) only.',
    )
  const name = cleanName(file.name, what.extension)
  await advanceLocked(ctx, caseLifecycle, 'attach', row, {}, { name, size: file.content.length })
  await ctx.tx
    .insertInto('files')
    .values({
      id: newId(ctx.now),
      noun: 'case',
      subject: id,
      name,
      type: what.type,
      size: file.content.length,
      sha256: createHash('sha256').update(file.content).digest(),
      content: file.content,
      by_id: ctx.me.id,
      at: ctx.now,
    })
    .execute()
  return receipt(ctx, id)
})

/** An attachment, to those who may see its case. */
export const file = handleFile(cases.file, async (ctx, { id, fileId }) => {
  const found = await ctx.tx
    .selectFrom('files')
    .innerJoin('cases', 'cases.id', 'files.subject')
    .where('files.id', '=', fileId)
    .where('files.noun', '=', 'case')
    .where('cases.id', '=', id)
    .where(within(ctx.me, 'case.read', 'cases'))
    .select(['files.name', 'files.type', 'files.content'])
    .executeTakeFirst()
  if (!found) throw notFound()
  const inline = kinds.some(([it]) => it.type === found.type && it.shown)
  return { ...found, inline }
})
