// What can be seen of imports: how far they are, what they refused and why, what they corrected.
import { sql } from 'kysely'
import { type Ctx, handle, handleFile } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { afterId, paged } from '#engine/page.ts'
import { within } from '#engine/permit.ts'
import { writeXlsx } from '#engine/tables/write.ts'
import { notFound } from '#kernel/refusal.ts'
import { w } from '#kernel/words.ts'
import { imports } from './contract.ts'
import type { Counts } from './import-chunk.ts'
import type { ImportKind } from './mappings.ts'
import { rejectedSheet } from './reading/rejected.ts'
import { type SaidChange, toldWords } from './stays.ts'

/** More than anybody reads on a screen; the downloaded table has all. */
const shown = 500

const lines = (ctx: Ctx) =>
  ctx.tx
    .selectFrom('imports')
    .leftJoin('staff', 'staff.id', 'imports.by_id')
    .where(within(ctx.me, 'import.read', 'imports'))
    .select([
      'imports.id',
      'imports.kind',
      'imports.file_name as fileName',
      'imports.status',
      'imports.counts',
      'imports.done',
      'imports.failure',
      'staff.name as by',
      'imports.started_at as startedAt',
      'imports.finished_at as finishedAt',
    ])

type LineRow = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number]

const lineOf = (row: LineRow) => ({
  ...row,
  kind: row.kind as ImportKind,
  status: row.status as 'running' | 'finished' | 'failed',
  counts: row.counts as Counts,
})

export const listImports = handle(imports.list, async (ctx, { after, limit }) => {
  const last = afterId(after)
  const rows = await lines(ctx)
    .$if(last !== null, (query) => query.where('imports.id', '<', last))
    .orderBy('imports.id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, next } = paged(rows, limit, ({ id }) => ({ id }))
  return { rows: page.map(lineOf), next }
})

const importRow = async (ctx: Ctx, id: string) => {
  const row = await lines(ctx)
    .where('imports.id', '=', id)
    .select(['imports.warnings', 'imports.header'])
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** What a register of cases corrected; of a restricted matter only which fields. */
const caseCorrections = async (ctx: Ctx, id: string) => {
  const { rows } = await sql<{ number: string; restricted: boolean; changed: SaidChange[] }>`
    select v.data->>'number' as number, v.restricted, v.data->'changed' as changed
    from events v where v.verb = 'case.correct' and v.data->>'importId' = ${id} order by v.id limit ${shown}`.execute(
    ctx.tx,
  )
  const hidden = '（限阅）'
  return rows.map(({ number, restricted, changed }) => ({
    recordNumber: number,
    admissionCount: 1,
    changed: restricted ? changed.map(({ field }) => ({ field, from: hidden, to: hidden })) : changed,
  }))
}

export const getImport = handle(imports.get, async (ctx, { id }) => {
  const { warnings, header, ...row } = await importRow(ctx, id)
  const rejections = await ctx.tx
    .selectFrom('import_rejections')
    .where('import_id', '=', id)
    .orderBy('row_number')
    .orderBy('id')
    .limit(shown)
    .select([
      'row_number as row',
      'field as column',
      // A whole row names the patient and his numbers: it is shown only in the table that is downloaded.
      sql<string>`case when ${sql.ref('field')} = '整行' then '' else value end`.as('value'),
      'reason',
      'remedy',
    ])
    .execute()
  const corrections = await sql<{ recordNumber: string; admissionCount: number; changed: SaidChange[] }>`
    select p.record_number as "recordNumber", e.admission_count as "admissionCount", v.data->'changed' as changed
    from events v join encounters e on e.id = v.subject join patients p on p.id = e.patient_id
    where v.verb = 'encounter.correct' and v.data->>'importId' = ${id}
    order by v.id limit ${shown}`.execute(ctx.tx)
  const ofCases = row.kind === 'cases' ? await caseCorrections(ctx, id) : []
  return {
    ...lineOf(row),
    rejections,
    changes: [
      ...corrections.rows.map((it) => ({
        ...it,
        changed: it.changed.map((change) => ({ ...change, field: toldWords(change.field).zh })),
      })),
      ...ofCases,
    ],
    warnings: warnings as { row: number; words: string }[],
  }
})

/** The refused rows as they stood, with what is wrong beside them: to be corrected and put in again. Who took it is an event. */
export const downloadRejections = handleFile(imports.rejections, async (ctx, { id }) => {
  const { header, fileName } = await importRow(ctx, id)
  const rows = await ctx.tx
    .selectFrom('import_rejections')
    .where('import_id', '=', id)
    .orderBy('row_number')
    .orderBy('id')
    .select(['row_number', 'field', 'reason', 'remedy', 'cells'])
    .execute()
  const sheet = rejectedSheet(
    header as string[],
    rows.map((row) => ({
      row: row.row_number,
      cells: row.cells as string[],
      rejection: {
        code: 'row',
        column: row.field,
        value: '',
        reason: w(row.reason, row.reason),
        remedy: w(row.remedy, row.remedy),
      },
    })),
  )
  await record(ctx, 'import.export', { subject: id, data: { rows: rows.length } })
  return {
    name: `${fileName.replace(/\.[a-z]+$/i, '')}-未导入.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    content: Buffer.from(await writeXlsx([sheet])),
  }
})
