// Hands rows of an old register of cases to whoever keeps cases.
import type { Ctx } from '#engine/ctx.ts'
import { record } from '#engine/ledger.ts'
import type { CaseArrivals } from './arrivals.ts'
import type { CaseEntryRow } from './chunks.ts'

/** Takes in rows of a register; they need no patient and no stay. `numberColumn` is the heading of their numbers. */
export const takeInCases = async (
  ctx: Ctx,
  rows: readonly CaseEntryRow[],
  { importId, numberColumn }: { readonly importId: string; readonly numberColumn: string },
) => {
  const arrivals: CaseArrivals = {
    importId,
    numberColumn,
    rows,
    created: 0,
    updated: 0,
    unchanged: 0,
    rejections: [],
  }
  if (rows.length > 0)
    await record(ctx, 'caseRegister.arrive', {
      subject: importId,
      data: { rows: [rows[0]!.row, rows.at(-1)!.row], count: rows.length },
      aside: arrivals,
    })
  const { created, updated, unchanged, rejections } = arrivals
  return { created, updated, unchanged, rejections, doNotCall: 0, noPhone: 0, tasks: 0, notPlanned: 0 }
}
