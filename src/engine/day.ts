// The hospital's day of an instant, as SQL: the same as `dayOf` in the kernel.
import { type RawBuilder, sql } from 'kysely'

/** The day of an instant in the hospital; Chinese time has no daylight saving in the years concerned. */
export const dayIn = (instant: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`(timezone('UTC', ${instant}) + interval '8 hours')::date`
