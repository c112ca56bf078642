// A sheet as it lies in the table, for the commands that hold it.
import { locked, type RowOf } from '#engine/advance.ts'
import type { Ctx } from '#engine/ctx.ts'
import { sheetLifecycle } from './lifecycle.ts'

export type SheetRow = RowOf<'sheets'>

/** Held until the transaction ends, with the moment at which its rules are asked; *not found* to those who may not see it. */
export const heldSheet = async (ctx: Ctx, id: string): Promise<SheetRow & { readonly asked_at: Date }> =>
  Object.assign(await locked<SheetRow>(ctx, sheetLifecycle, id), { asked_at: ctx.now })

/** What a sheet says apart from its citizen, as it is kept and compared. */
export type Said = {
  readonly kind: string
  readonly title: string
  readonly text: string
  readonly demand: string
  readonly category: string
  readonly department: string
  readonly place: string
  readonly happenedAt: string
  readonly dispatchedAt: string
  readonly signBy: string
  readonly replyBy: string
  readonly term: string
}
