// One chunk of a file as one transaction: its rows, its refusals and how far the import is hold or fall together.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { newId } from '#kernel/ids.ts'
import { takeInCases } from './case-registers.ts'
import type { Chunk } from './chunks.ts'
import { takeInDischarges } from './discharges.ts'
import { type AnyMapping, asMapping, type ImportKind } from './mappings.ts'
import { sayWarning } from './reading/rejection.ts'
import { takeInRegister } from './registers.ts'

export type Counts = {
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly rejected: number
  readonly warnings: number
  readonly doNotCall: number
  readonly noPhone: number
  readonly tasks: number
  readonly notPlanned: number
}

export const noCounts: Counts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  warnings: 0,
  doNotCall: 0,
  noPhone: 0,
  tasks: 0,
  notPlanned: 0,
}

export type Import = {
  readonly id: string
  readonly kind: ImportKind
  readonly status: string
  readonly mapping: AnyMapping
  readonly by: string | null
  readonly campus: string | null
  readonly lastRow: number
}

/** Warnings beyond these are counted, not kept: nobody reads ten thousand. */
const warningsKept = 300

const takeInRows = (ctx: Ctx, it: Import, chunk: Chunk) => {
  const { numberColumn } = chunk
  if (chunk.kind === 'cases') return takeInCases(ctx, chunk.rows, { importId: it.id, numberColumn })
  if (chunk.kind === 'register') return takeInRegister(ctx, chunk.rows, { importId: it.id, column: numberColumn })
  return takeInDischarges(ctx, chunk.rows, { importId: it.id, mapping: asMapping(it.mapping), campus: it.campus })
}

/** Takes a chunk in; null when another node has taken this chunk in before. */
export const takeInChunk = async (ctx: Ctx, it: Import, chunk: Chunk, lines: number | null) => {
  const before = await ctx.tx
    .selectFrom('imports')
    .where('id', '=', it.id)
    .select(['last_row', 'counts', sql<number>`jsonb_array_length(warnings)`.as('kept')])
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (before.last_row >= chunk.lastRow) return null
  const taken = await takeInRows(ctx, it, chunk)
  const rejections = [...chunk.rejections, ...('rejections' in taken ? taken.rejections : [])]
  const warnings = [...chunk.warnings, ...('warnings' in taken ? taken.warnings : [])]
  const earlier = before.counts as Counts
  const counts: Counts = {
    rows: earlier.rows + chunk.size,
    created: earlier.created + taken.created,
    updated: earlier.updated + taken.updated,
    unchanged: earlier.unchanged + taken.unchanged,
    rejected: earlier.rejected + rejections.length,
    warnings: earlier.warnings + warnings.length,
    doNotCall: earlier.doNotCall + taken.doNotCall,
    noPhone: earlier.noPhone + taken.noPhone,
    tasks: earlier.tasks + taken.tasks,
    notPlanned: earlier.notPlanned + taken.notPlanned,
  }
  const done = lines === null ? null : Math.min(1, chunk.lastLine / Math.max(1, lines))
  const kept = warnings
    .slice(0, Math.max(0, warningsKept - before.kept))
    .map(({ row, warning }) => ({ row, words: sayWarning(warning) }))
  await ctx.tx
    .updateTable('imports')
    .set({
      counts: JSON.stringify(counts),
      last_row: chunk.lastRow,
      done,
      updated_at: ctx.now,
      ...(kept.length === 0 ? {} : { warnings: sql`warnings || ${JSON.stringify(kept)}::jsonb` }),
    })
    .where('id', '=', it.id)
    .execute()
  if (rejections.length > 0)
    await ctx.tx
      .insertInto('import_rejections')
      .values(
        rejections.map(({ row, rejection, cells }) => ({
          id: newId(ctx.now),
          import_id: it.id,
          row_number: row,
          field: rejection.column || '整行',
          value: rejection.value.slice(0, 500),
          reason: rejection.reason.zh,
          remedy: rejection.remedy.zh,
          cells: JSON.stringify(cells),
        })),
      )
      .execute()
  return { counts, done }
}
