// The browser's way in: a file is put down, looked at, mapped, and then taken in by a job.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, handle } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { readTable, type Table, TableError } from '#engine/tables/read.ts'
import { newId } from '#kernel/ids.ts'
import { invalid, notFound } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/time.ts'
import { chunksOf } from './chunks.ts'
import { imports } from './contract.ts'
import { beginImport } from './importing.ts'
import {
  type AnyMapping,
  fieldsOf,
  fieldWords,
  guessMapping,
  type ImportKind,
  kindOfFile,
  templateFor,
  usableMapping,
} from './mappings.ts'
import { type CaseEntry, saidOfCase } from './reading/cases.ts'
import { unreachedReasons } from './reading/reasons.ts'
import type { RegisterEntry } from './reading/register.ts'
import { sayWarning } from './reading/rejection.ts'
import { type Said, saidOf, shownOf } from './stays.ts'
import { grades } from './words.ts'

const sampleRows = 8
const previewRows = 20
const piece = 1024 * 1024

/** The bytes of an upload, in pieces, so that none has to be held whole. */
export async function* piecesOf(db: Ctx['tx'], fileId: string): AsyncGenerator<Uint8Array> {
  for (let from = 1; ; from += piece) {
    const { rows } = await sql<{ bytes: Buffer }>`
      select substring(content from ${from}::int for ${piece}::int) as bytes
      from files where id = ${fileId} and noun = 'import'`.execute(db)
    const bytes = rows[0]?.bytes
    if (!bytes || bytes.length === 0) return
    yield bytes
  }
}

/** What is wrong with a whole file is said as the refusal that it is. */
const readable = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TableError)
      throw invalid(error.words.zh + error.remedy.zh, `${error.words.en} ${error.remedy.en}`, [
        { field: 'file', reason: error.words.zh },
      ])
    throw error
  }
}

const formatOf = ({ format, delimiter }: Table): string => (format === 'csv' && delimiter === '\t' ? 'tsv' : format)

/**
 * Keeps the file and says what it looks like. The sample shows cells as they stand, to the one who has the file in his
 * hands: which column holds what cannot be judged from stars.
 */
export const upload = handle(imports.upload, async (ctx, { file }) => {
  if (!file) throw invalid('没有收到文件。', 'No file was sent.', [{ field: 'file', reason: '请选择文件' }])
  const look = await readable(async () => {
    const table = await readTable(file.content)
    const sample: string[][] = []
    for await (const { cells } of table.rows) if (sample.push(cells.slice(0, 300)) === sampleRows) break
    return { table, sample }
  })
  const { table, sample } = look
  const { header } = table
  const kind = kindOfFile(header)
  const guess = guessMapping(kind, header)
  const template = await templateFor(ctx, kind, header)
  const fileId = newId(ctx.now)
  await ctx.tx
    .insertInto('files')
    .values({
      id: fileId,
      noun: 'import',
      subject: fileId,
      name: file.name,
      type: file.type,
      size: file.content.length,
      sha256: createHash('sha256').update(file.content).digest(),
      content: file.content,
      by_id: ctx.me.id,
      at: ctx.now,
    })
    .execute()
  await record(ctx, 'import.upload', { subject: fileId, data: { name: file.name, size: file.content.length } })
  return {
    fileId,
    kind,
    format: formatOf(table),
    encoding: table.encoding ?? '',
    dialect: guess.dialect,
    header,
    sample,
    mapping: { ...(template?.mapping ?? guess.mapping) },
    fields: fieldsOf(kind),
    doubts: template ? [] : guess.doubts.map(({ zh }) => zh),
    template: template?.name ?? null,
  }
})

/** The actor's own upload; that of another is *not found*. */
const fileOf = async (ctx: Ctx, fileId: string): Promise<{ name: string; header: string[] }> => {
  const row = await ctx.tx
    .selectFrom('files')
    .where('id', '=', fileId)
    .where('noun', '=', 'import')
    .where('by_id', '=', ctx.me.id)
    .select('name')
    .executeTakeFirst()
  if (!row) throw notFound({ zh: '没有找到这个文件，请重新上传。', en: 'The file is gone; upload it again.' })
  return readable(async () => {
    const table = await readTable(piecesOf(ctx.tx, fileId))
    await table.close()
    return { name: row.name, header: table.header }
  })
}

const results = { reached: '已访', unreached: '未访' }

const shownEntry = (entry: RegisterEntry): Record<string, string> => ({
  病案号: entry.recordNumber,
  住院次数: String(entry.admissionCount),
  结果: results[entry.result],
  ...(entry.reason ? { 未访原因: unreachedReasons[entry.reason].zh } : {}),
  拨打次数: String(entry.attempts),
  ...(entry.firstContactOn ? { 首访日期: entry.firstContactOn } : {}),
  ...(entry.satisfaction ? { 满意度: grades[entry.satisfaction].zh } : {}),
  ...(entry.opinionCategory ? { 意见类别: entry.opinionCategory } : {}),
  ...(entry.opinion ? { 意见: entry.opinion } : {}),
})

const shownCase = (entry: CaseEntry): Record<string, string> =>
  Object.fromEntries(
    Object.entries(saidOfCase(entry)).flatMap(([field, value]) =>
      value === '' ? [] : [[fieldWords('cases', field).zh, value]],
    ),
  )

const shownSaid = (said: Said): Record<string, string> => ({
  病案号: said.recordNumber ?? '',
  住院次数: String(said.admissionCount ?? 1),
  ...shownOf(said),
})

/** What the first rows would become: as the hospital will see them, masked; nothing is kept. */
export const preview = handle(imports.preview, async (ctx, { fileId, mapping }) => {
  const { header } = await fileOf(ctx, fileId)
  const kind = kindOfMapping(mapping)
  const usable = usableMapping(kind, mapping, header)
  return readable(async () => {
    const table = await readTable(piecesOf(ctx.tx, fileId))
    const options = { today: dayOf(ctx.now), header }
    const chunks = chunksOf(table.rows, { kind, mapping: usable, lastRow: 0 }, options, previewRows)
    for await (const chunk of chunks) {
      const warningsOf = (row: number) =>
        chunk.warnings.filter((it) => it.row === row).map(({ warning }) => sayWarning(warning))
      const read =
        chunk.kind === 'discharges'
          ? chunk.rows.map(({ row, discharge }) => ({ row, reads: shownSaid(saidOf(discharge)) }))
          : chunk.kind === 'register'
            ? chunk.rows.map(({ row, entry }) => ({ row, reads: shownEntry(entry) }))
            : chunk.rows.map(({ row, entry }) => ({ row, reads: shownCase(entry) }))
      const taken = read.map((it) => ({ ...it, rejected: null, warnings: warningsOf(it.row) }))
      const refused = chunk.rejections.map(({ row, rejection: { column, value, reason, remedy } }) => ({
        row,
        reads: {},
        rejected: { row, column: column || '整行', value: column ? value : '', reason: reason.zh, remedy: remedy.zh },
        warnings: [],
      }))
      return { rows: [...taken, ...refused].sort((a, b) => a.row - b.row) }
    }
    return { rows: [] }
  })
})

/** A mapping that speaks of results of calls is that of a register, one of days of receipt that of a register of cases. */
const kindOfMapping = (mapping: AnyMapping): ImportKind =>
  'result' in mapping ? 'register' : 'receivedAt' in mapping ? 'cases' : 'discharges'

const begin = async (
  ctx: Ctx,
  kind: ImportKind,
  it: { fileId: string; mapping: AnyMapping; campusId: string | null },
) => {
  const { name, header } = await fileOf(ctx, it.fileId)
  const mapping = usableMapping(kind, it.mapping, header)
  if (it.campusId !== null) {
    const campus = await ctx.tx.selectFrom('campuses').where('id', '=', it.campusId).select('id').executeTakeFirst()
    if (!campus)
      throw invalid('没有这个院区。', 'There is no such campus.', [{ field: 'campusId', reason: '没有这个院区' }])
  }
  return {
    id: await beginImport(ctx, { kind, fileName: name, mapping, header, campusId: it.campusId, fileId: it.fileId }),
  }
}

export const takeDischarges = handle(imports.discharges, (ctx, input) => begin(ctx, 'discharges', input))
export const takeRegister = handle(imports.register, (ctx, input) =>
  begin(ctx, 'register', { ...input, campusId: null }),
)

export const takeCases = handle(imports.cases, (ctx, input) => begin(ctx, 'cases', { ...input, campusId: null }))

/** Keeps a mapping under a name; the same name again replaces it. */
export const keepTemplate = handle(imports.template, async (ctx, { name, kind, header, mapping }) => {
  const kept = usableMapping(kind, mapping, header)
  const values = { kind, header: JSON.stringify(header), mapping: JSON.stringify(kept), by_id: ctx.me.id, at: ctx.now }
  const { id } = await ctx.tx
    .insertInto('column_templates')
    .values({ id: newId(ctx.now), name, ...values })
    .onConflict((already) => already.column('name').doUpdateSet(values))
    .returning('id')
    .executeTakeFirstOrThrow()
  const columns = Object.entries(kept).flatMap(([field, column]) =>
    column === null ? [] : [`${fieldWords(kind, field).zh} ← ${header[column]}`],
  )
  await record(ctx, 'import.template', { subject: id, data: { name, kind, columns } })
})
