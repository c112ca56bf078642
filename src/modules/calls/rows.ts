// A call as it lies in the database; the number in it never leaves the server.
import type { RowOf } from '#engine/advance.ts'

export type CallRow = RowOf<'calls'> & { readonly status: string }
