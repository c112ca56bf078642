// Finds the stays that rows of an old register are about, and hands them to whoever keeps the results of calls.
import { sql } from 'kysely'
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import { w } from '#kernel/words.ts'
import type { RegisterArrivals } from './arrivals.ts'
import type { RegisterEntryRow } from './chunks.ts'
import type { RejectedRow } from './reading/rejected.ts'
import type { Rejection } from './reading/rejection.ts'

/**
 * Takes in rows of a register. Their stays must be known: a result of a call to somebody who was never discharged
 * would count in no rate. `column` is the heading of the record numbers.
 */
export const takeInRegister = async (
  ctx: Ctx,
  rows: readonly RegisterEntryRow[],
  { importId, column }: { readonly importId: string; readonly column: string },
) => {
  const keys = rows.map(({ entry }) => ({ number: entry.recordNumber, count: entry.admissionCount }))
  const found = await sql<{ key: string; id: string; patient_id: string }>`
    select p.record_number || '#' || e.admission_count as key, e.id, e.patient_id
    from (select distinct * from unnest(${keys.map(({ number }) => number)}::text[], ${keys.map(({ count }) => count)}::int[])) as k (number, count)
    join patients p on p.record_number = k.number
    join encounters e on e.patient_id = p.id and e.admission_count = k.count`.execute(ctx.tx)
  const stays = new Map(found.rows.map((row) => [row.key, row]))
  const rejections: RejectedRow[] = []
  const known = rows.flatMap(({ row, entry, cells }) => {
    const stay = stays.get(`${entry.recordNumber}#${entry.admissionCount}`)
    if (stay) return [{ ...entry, row, encounterId: stay.id, patientId: stay.patient_id }]
    rejections.push({ row, cells, rejection: unknown(column, entry.recordNumber, entry.admissionCount) })
    return []
  })
  const arrivals: RegisterArrivals = { rows: known, created: 0, updated: 0, unchanged: 0 }
  if (known.length > 0)
    await record(ctx, 'register.arrive', {
      subject: importId,
      data: { rows: [known[0]!.row, known.at(-1)!.row], count: known.length },
      aside: arrivals,
    })
  const { created, updated, unchanged } = arrivals
  return { created, updated, unchanged, rejections, doNotCall: 0, noPhone: 0, tasks: 0, notPlanned: 0 }
}

const unknown = (column: string, recordNumber: string, admissionCount: number): Rejection => ({
  code: 'number',
  column,
  value: recordNumber,
  reason: w(
    `没有病案号 ${recordNumber} 第 ${admissionCount} 次住院的出院记录`,
    `No discharge with record number ${recordNumber}, admission ${admissionCount}`,
  ),
  remedy: w('请先导入对应的出院名单，或核对病案号和住院次数。', 'Import that discharge first, or check both numbers.'),
})
