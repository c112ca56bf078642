// Work that is longer than one transaction: written in steps that each hold or fall by themselves, read at one moment.
import type { Ctx } from './ctx.ts'
import { type Db, transact } from './database.ts'

/**
 * Runs one step of a long handler in a transaction of its own, committed when this returns. What the step recorded is
 * added to the handler's, so that screens are refreshed once at the end.
 */
export const step = async <T>(
  ctx: Ctx & { readonly tx: Db },
  work: (ctx: Ctx) => Promise<T>,
  me: Ctx['me'] = ctx.me,
): Promise<T> => {
  const [result, recorded] = await transact(ctx.tx, async (tx) => {
    // A step that lost a race runs again, and must not leave behind what it recorded the first time.
    const inside: Ctx = { ...ctx, tx, me, recorded: [] }
    return [await work(inside), inside.recorded] as const
  })
  ctx.recorded.push(...recorded)
  return result
}

/** One look at everything, in a transaction that only reads: nothing that is written meanwhile comes into half of it. */
export const snapshot = <T>(ctx: Ctx & { readonly tx: Db }, look: (inside: Ctx) => Promise<T>): Promise<T> =>
  ctx.tx
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((tx) => look({ ...ctx, tx }))
