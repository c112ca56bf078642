// A case and its rounds as they lie in the tables, for the commands that hold them.
import { locked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { caseLifecycle } from './lifecycle.ts'

export type CaseRow = RowOf<'cases'>

/** A case held until the transaction ends; *not found* to those who may not see it. */
export const held = async (ctx: Ctx, id: string): Promise<CaseRow> =>
  (await locked(ctx, caseLifecycle, id)) as unknown as CaseRow

/** Writes what the present round of a case has come to. */
export const keepRound = (ctx: Ctx, row: Pick<CaseRow, 'id' | 'round'>, changes: Record<string, unknown>) =>
  ctx.tx.updateTable('rounds').set(changes).where('case_id', '=', row.id).where('number', '=', row.round).execute()

/** The name of a department that matters can be sent to. */
export const activeDepartment = async (ctx: Ctx, id: string): Promise<string | null> => {
  const { tx } = ctx
  const row = await tx
    .selectFrom('departments')
    .where('id', '=', id)
    .where('active', '=', true)
    .select('name')
    .executeTakeFirst()
  return row?.name ?? null
}
