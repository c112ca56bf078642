// One department's figures: its head finds what he would find if it were his only one, others what its readers may all know.
import type { Ctx } from '#engine/ctx.ts'
import { everyReaderOf } from '#src/scopes.ts'
import { reckoningOf } from './report.ts'

/**
 * The reader of one department's page: of a head of several it leaves him that one; for the centre, supervision and
 * leadership it is what is told to all of the department's readers, as its bulletin is. Refuses a department that is not
 * his (*not found*), and one that the report of the month hides (conflict). Without a department the reader as he is.
 */
export const readerOf = async (ctx: Ctx, month: string, departmentId: string | undefined): Promise<Ctx> => {
  if (departmentId === undefined) return ctx
  await reckoningOf(ctx, { period: month, departmentId })
  const { me } = ctx
  return {
    ...ctx,
    me: me.role === 'department' ? { ...me, departments: [departmentId] } : everyReaderOf(departmentId),
  }
}
